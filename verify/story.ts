// What is handed to the check of one story, and what comes out of it.

import type { Link } from '../src/log/chain.ts';
import type { DomElement } from '../src/text/tree-markup.ts';
import type { Step } from './steps.ts';

export interface Story {
  /** The log's key as the site states it (vkey); `null` when it was not found. */
  readonly key: string | null;
  /** Keys that the reader has from elsewhere or from before; `null` for none. */
  readonly trusted: TrustedKeys | null;
  /** The tlog-proof, with the leaf as its extra data. */
  readonly proof: string | null;
  readonly record: string | null;
  readonly page: PageParts | null;
  /** Index of the leaf that the page says it was made with; `null` when it does not. */
  readonly madeWith: number | null;
  /** wire-chain/1. */
  readonly chain: string | null;
  /** The log's newest checkpoint, asked for just now. */
  readonly latest: string | null;
  /** Checkpoints seen earlier, such as the one in the page: the log must not fall behind them. */
  readonly seen: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** The log's name where it is known; else the key's, after which Stet names its logs. */
  readonly origin: string | null;
}

/** A page as found. Lists, since a page with two headlines or two texts shows the reader more than was proved. */
export interface PageParts {
  readonly headlines: readonly DomElement[];
  readonly bodies: readonly DomElement[];
  /** The lines that say who has read the story, as text. */
  readonly labels: readonly string[];
  /** The path of the address it came from; `null` when that is not known. */
  readonly path: string | null;
}

export interface TrustedKeys {
  /** vkeys, the log's and witnesses', in any order. */
  readonly keys: readonly string[];
  /** `given` by the reader, or `remembered` since an earlier visit. */
  readonly from: 'given' | 'remembered';
  /** When it was first seen, milliseconds since 1970 UTC; `null` for keys that were given. */
  readonly since: number | null;
}

export interface Report {
  /** One for each of `STEP_IDS`, in that order. */
  readonly steps: readonly Step[];
  /** What the log tells of the story, oldest first; empty when that was not shown or does not hold. */
  readonly history: readonly Link[];
  /** The newest checkpoint that the key has signed, to be remembered for the next visit. */
  readonly newest: string | null;
}
