// When to poll next, as waits and never as points in time, so that a jump of the wall clock changes nothing.

import type { SourceState } from '../../model/source-state.ts';
import { backOff, type Clock, jittered } from '../clock.ts';
import type { SourceLimits } from '../limits.ts';

/**
 * Milliseconds until the next poll.
 *
 * @param interval Milliseconds between polls when all is well.
 * @param asked What the server's Retry-After asks for, milliseconds.
 */
export function nextWait(
  interval: number,
  failures: number,
  asked: number | null,
  limits: SourceLimits,
  clock: Clock,
): number {
  const usual = failures === 0 ? interval : failureWait(interval, failures, limits);
  const wished = Math.min(asked ?? 0, limits.retryAfterCeiling);
  // Rounded up: a server that asks for 30 seconds is not asked after 29.9.
  return Math.ceil(Math.max(jittered(usual, limits.jitter, clock), wished));
}

/**
 * Milliseconds from a start of the program until a source's first poll: what is left of the saved wait, so that a restart
 * hammers nobody, or a random moment soon, so that all sources do not start at once.
 *
 * @param sources How many sources start together.
 */
export function firstWait(
  interval: number,
  state: SourceState,
  sources: number,
  limits: SourceLimits,
  clock: Clock,
): number {
  const spread = clock.random() * Math.min(limits.startSpreadCeiling, limits.startSpread * sources);
  const saved = state.nextPoll === null ? 0 : Date.parse(state.nextPoll) - clock.now();
  if (!(saved > spread)) return spread;
  // No honest wait is longer than this: if it is, the clock was wrong when it was saved, or is now.
  return Math.min(saved, longestWait(interval, state, limits));
}

const failureWait = (interval: number, failures: number, limits: SourceLimits): number =>
  backOff(failures, Math.min(interval, limits.pollRetry), Math.max(interval, limits.pollRetryCeiling));

function longestWait(interval: number, state: SourceState, limits: SourceLimits): number {
  const usual = state.failures === 0 ? interval : failureWait(interval, state.failures, limits);
  const longest = usual * (1 + limits.jitter);
  return state.skipped?.code === 'retry-after' ? Math.max(longest, limits.retryAfterCeiling) : longest;
}
