// Work that takes a millisecond is taken in turns: one piece for each round of the event loop, so that a burst of arrivals whose commits
// were answered together does not hold up the pages for all of them together.

import { setImmediate as nextRound } from 'node:timers/promises';

/** Resolves in a round of the event loop of its own, in the order of the calls. */
export function turns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => nextRound());
    return last;
  };
}
