// Everything the check says to a reader. A language is one object of this type, so a missing sentence does not compile. Sentences hold
// facts in braces, `{size}`; `say.ts` puts them in, written as the language writes numbers and times.

import type { LeafKind } from '../../src/log/leaf.ts';
import type { Code, FactName, State, StepId } from '../steps.ts';

export interface Words {
  /** BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The language's own name. */
  readonly name: string;

  readonly steps: Readonly<Record<StepId, string>>;
  readonly states: Readonly<Record<State, string>>;
  readonly outcomes: Readonly<Record<Code, string>>;
  /** Names of the facts, where all of a step's are listed. */
  readonly facts: Readonly<Record<FactName, string>>;

  readonly checking: string;
  /** `{passed}` of `{steps}`. */
  readonly allPassed: string;
  /** `{step}` is the first that failed. */
  readonly someFailed: string;
  readonly someNotice: string;
  readonly someUnknown: string;
  readonly nothingChecked: string;
  readonly details: string;
  readonly history: string;
  readonly kinds: Readonly<Record<LeafKind, string>>;
  readonly trustKey: string;
  readonly again: string;

  readonly checker: CheckerWords;
}

/** The words of the page that checks saved pages. */
export interface CheckerWords {
  readonly title: string;
  readonly intro: readonly string[];
  readonly languages: string;
  readonly page: string;
  readonly pageHint: string;
  readonly address: string;
  readonly addressHint: string;
  readonly paste: string;
  readonly files: string;
  readonly filesHint: string;
  readonly keys: string;
  readonly keysHint: string;
  readonly check: string;
  readonly clear: string;
  readonly result: string;
  readonly nothingGiven: string;
  /** `{place}` could not be fetched. */
  readonly notFetched: string;
  /** `{place}` is no page of a story. */
  readonly notPage: string;
  readonly withoutProof: string;
  readonly limits: string;
}
