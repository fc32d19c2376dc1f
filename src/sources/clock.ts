// Time and chance, passed in so that tests drive them. Waiting goes by `Timers`, which is monotonic: a wall clock set back
// or a day ahead never stops a source. `Clock` only dates what people read.

export interface Clock {
  /** Milliseconds since 1970, UTC; may jump. */
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
}

export interface Timers {
  /** Milliseconds from any start; never goes back. */
  monotonic(): number;
  /** Calls `run` once after `ms` and returns what calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = { now: () => Date.now(), random: () => Math.random() };

/** Longer waits overflow `setTimeout`, which then fires at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export const systemTimers: Timers = {
  monotonic: () => performance.now(),
  after(ms, run) {
    const timeout = setTimeout(run, Math.min(Math.max(0, ms), LONGEST_TIMEOUT));
    return () => clearTimeout(timeout);
  },
};

/** ISO 8601 in UTC with milliseconds. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** `ms` made longer or shorter by a random part of at most `share`. */
export const jittered = (ms: number, share: number, clock: Clock): number =>
  ms * (1 - share + 2 * share * clock.random());

/** Wait before try number `failures` + 1: `first`, doubled with each failure, up to `ceiling`. */
export const backOff = (failures: number, first: number, ceiling: number): number =>
  Math.min(ceiling, first * 2 ** Math.max(0, failures - 1));
