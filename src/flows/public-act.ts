// What the log is told of a change of views: one leaf with its record where the public sees a difference, else nothing.

import { randomBytes } from 'node:crypto';
import { actOf, draftOf, type Fetched } from '../log/acts.ts';
import type { LeafDraft } from '../log/sequence.ts';
import type { Projection } from '../views/project.ts';

/** Sizes of wire-leaf/1's `item` and of wire-record/1's `salt`, bytes. */
const CHAIN_SIZE = 16;
const SALT_SIZE = 32;

/**
 * @param fetched how the bytes of the version that the act is about came in.
 * @param now milliseconds since 1970.
 */
export function publicAct(projection: Projection, fetched: Fetched, now: number): LeafDraft[] {
  const { before, after, current, shown } = projection;
  const act = actOf(before, after, shown?.fact.parsed ?? null);
  if (act === null) return [];
  return [
    draftOf({
      act,
      before,
      after,
      seq: after.lastSeq,
      version: (shown ?? current).fact,
      fetched,
      reasons: after.decision?.reasons ?? [],
      now,
      chain: randomBytes(CHAIN_SIZE).toString('hex'),
      salt: randomBytes(SALT_SIZE).toString('hex'),
    }),
  ];
}
