// When an item must be decided on again without anything new coming in: an embargo ends, or its time on the site is over.

import type { Entry, VersionFact } from '../model/facts.ts';
import type { IsoTime } from '../model/item.ts';
import { EMBARGOED } from './decide.ts';
import type { ItemState } from './item-state.ts';

/** @param current the version that the decision in force is about. */
export function dueAt(state: ItemState, current: Entry<VersionFact>): IsoTime | null {
  if (state.takenDown !== undefined) return null;
  const { embargoedUntil, expires } = current.fact.parsed;
  if (isEmbargoed(state)) return embargoedUntil;
  // Whoever decided after that time knew of it: a person may let an expired story stand.
  const isAhead = expires !== null && (state.decision?.at ?? '') < expires;
  return state.shows === current.seq && isAhead ? expires : null;
}

/** Held by the rules for its embargo, and for nothing else. */
export const isEmbargoed = ({ decision }: ItemState): boolean =>
  decision?.action === 'hold' && decision.by === 'rules' && decision.reasons[0]?.code === EMBARGOED;
