// A number for what the public sees: a page made at one is good until the next.

import type { Entry } from '../model/facts.ts';

export interface Generation {
  now(): number;
  next(): void;
}

/** Grows with every commit that can change what the public sees. */
export function publicGeneration(subscribe: (listener: (entry: Entry) => void) => void): Generation {
  let generation = 1;
  subscribe(({ fact }) => {
    const unchanged =
      fact.type !== 'review' &&
      fact.type !== 'takedown' &&
      (fact.type !== 'decision' || fact.action === 'keep' || fact.action === 'refuse');
    if (!unchanged) generation++;
  });
  return {
    now: () => generation,
    next() {
      generation++;
    },
  };
}
