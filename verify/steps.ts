// What a check yields: one step for each thing that a reader can be sure of, with a code and facts. Sentences are made of them in `words/`.

/** In the order in which they rest on each other. */
export const STEP_IDS = [
  'key',
  'signature',
  'log',
  'record',
  'headline',
  'text',
  'markup',
  'label',
  'age',
  'later',
] as const;

export type StepId = (typeof STEP_IDS)[number];

/** `notice`: checked and true, and something the reader must know, such as that the story has been killed since. */
export type State = 'ok' | 'notice' | 'failed' | 'unknown';

/** Every outcome of a step and how it is to be taken. */
export const OUTCOMES = {
  'not-reached': 'unknown',
  'page-missing': 'unknown',

  'key-given': 'ok',
  'key-remembered': 'ok',
  'key-new': 'unknown',
  'key-replaced': 'notice',
  'key-changed': 'failed',
  'key-malformed': 'failed',
  'key-missing': 'unknown',

  signed: 'ok',
  cosigned: 'ok',
  'proof-missing': 'unknown',
  'proof-malformed': 'failed',
  'checkpoint-malformed': 'failed',
  'signature-wrong': 'failed',
  'signature-missing': 'failed',
  'origin-wrong': 'failed',

  included: 'ok',
  'not-included': 'failed',
  'leaf-missing': 'failed',
  'leaf-malformed': 'failed',

  'record-fits': 'ok',
  'record-missing': 'unknown',
  'record-erased': 'notice',
  'record-malformed': 'failed',
  'record-differs': 'failed',
  'other-story': 'failed',
  'nothing-public': 'failed',

  'headline-same': 'ok',
  'headline-differs': 'failed',
  'headline-missing': 'failed',
  'headline-twice': 'failed',

  'text-same': 'ok',
  'text-none': 'ok',
  'text-differs': 'failed',
  'text-unverifiable': 'failed',
  'body-missing': 'failed',
  'body-twice': 'failed',

  'markup-same': 'ok',
  'markup-differs': 'failed',

  'label-unread': 'ok',
  'label-read': 'ok',
  'label-read-since': 'notice',
  'label-claims-read': 'failed',
  'label-claims-unread': 'failed',
  'label-missing': 'failed',
  'label-twice': 'failed',
  'label-words': 'failed',

  'log-asked': 'ok',
  'log-not-asked': 'unknown',
  'log-ahead-of-clock': 'notice',
  'log-gone-back': 'failed',
  'log-forked': 'failed',
  'latest-wrong': 'failed',

  'nothing-later': 'ok',
  'later-review': 'ok',
  'later-publish': 'notice',
  'later-correct': 'notice',
  'later-withhold': 'notice',
  'later-restore': 'notice',
  'later-kill': 'notice',
  'later-expire': 'notice',
  'later-takedown': 'notice',
  'chain-missing': 'unknown',
  'chain-malformed': 'failed',
  'chain-unsigned': 'failed',
  'chain-not-included': 'failed',
  'chain-left-out': 'failed',
  'chain-broken': 'failed',
} as const satisfies Readonly<Record<string, State>>;

export type Code = keyof typeof OUTCOMES;

/** Numbers are counts, except `logged`, `since`, `cosigned` and `asked`: milliseconds since 1970 UTC. */
export const FACT_NAMES = [
  'key',
  'known',
  'since',
  'origin',
  'found',
  'size',
  'seen',
  'witnesses',
  'cosigned',
  'index',
  'logged',
  'asked',
  'expected',
  'computed',
  'path',
  'place',
  'why',
] as const;

export type FactName = (typeof FACT_NAMES)[number];
export type Facts = { readonly [Name in FactName]?: string | number };

export interface Step {
  readonly id: StepId;
  readonly state: State;
  readonly code: Code;
  readonly facts: Facts;
}

/** A step, and what the steps after it may rely on; `null` where they may not. */
export interface Checked<T> {
  readonly step: Step;
  readonly value: T | null;
}

export const stepOf = (id: StepId, code: Code, facts: Facts = {}): Step => ({
  id,
  state: OUTCOMES[code],
  code,
  facts,
});

/** The step could not be taken, or was not passed. */
export const without = (id: StepId, code: Code, facts: Facts = {}): Checked<never> => ({
  step: stepOf(id, code, facts),
  value: null,
});
