// The chain of one item: which leaf may follow which. Anyone who reads the whole log can follow it, and so tell a story that was changed
// openly from one that was changed behind a leaf's back.
//
// - `prev` is the index of the item's last leaf, -1 in its first. The first is a publish of version 1; of keys, a key.
// - `ver` counts the texts shown: publish and correct add one; restore shows the same text again or the next one; all others speak of
//   the text shown last.
// - After kill, withhold or expire nothing is shown: only restore, kill, takedown and withhold may follow.
// - After takedown the record is erased: only restore and takedown may follow.
// - Restore follows only what took the story away. Keys follow only keys.
// - Within an item, `logged` never goes back, and `received` is never after it.

import type { Leaf, LeafKind } from './leaf.ts';

export interface Link {
  readonly leaf: Leaf;
  readonly index: number;
}

const SHOWN: readonly LeafKind[] = ['publish', 'correct', 'review', 'kill', 'withhold', 'expire', 'takedown'];
const TAKEN_AWAY: readonly LeafKind[] = ['restore', 'kill', 'takedown', 'withhold'];

const MAY_FOLLOW: Readonly<Record<LeafKind, readonly LeafKind[]>> = {
  publish: SHOWN,
  correct: SHOWN,
  review: SHOWN,
  restore: SHOWN,
  kill: TAKEN_AWAY,
  withhold: TAKEN_AWAY,
  expire: TAKEN_AWAY,
  takedown: ['restore', 'takedown'],
  key: ['key'],
};

/** By how much `ver` grows. */
const GROWTH: Readonly<Record<LeafKind, readonly number[]>> = {
  publish: [1],
  correct: [1],
  restore: [0, 1],
  review: [0],
  kill: [0],
  withhold: [0],
  expire: [0],
  takedown: [0],
  key: [0],
};

/**
 * What is wrong with the next leaf of an item, `null` when nothing is: `received`, `item`, `first-kind`, `first-version`, `prev`, `kind`,
 * `version` or `logged`.
 * @param previous the item's last leaf in the log, `null` when it has none.
 * @param index of `next` in the log.
 */
export function chainProblem(previous: Link | null, next: Leaf, index: number): string | null {
  if (next.received > next.logged) return 'received';
  if (previous === null) return firstProblem(next);
  const { leaf } = previous;
  if (leaf.item !== next.item) return 'item';
  if (next.prev !== previous.index || previous.index >= index) return 'prev';
  if (!MAY_FOLLOW[leaf.kind].includes(next.kind)) return 'kind';
  if (!GROWTH[next.kind].includes(next.ver - leaf.ver)) return 'version';
  if (next.logged < leaf.logged) return 'logged';
  return null;
}

function firstProblem(next: Leaf): string | null {
  if (next.prev !== -1) return 'prev';
  if (next.kind === 'key') return next.ver === 0 ? null : 'first-version';
  if (next.kind !== 'publish') return 'first-kind';
  return next.ver === 1 ? null : 'first-version';
}
