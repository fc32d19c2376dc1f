// A wait that a signal can end.

import type { Timers } from '../sources/clock.ts';

/** Resolves after `ms`, or at once when stopped. */
export function pause(timers: Timers, ms: number, stop: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const callOff = timers.after(ms, resolve);
  const stopped = (): void => {
    callOff();
    resolve();
  };
  if (stop.aborted) stopped();
  stop.addEventListener('abort', stopped, { once: true });
  return promise.finally(() => stop.removeEventListener('abort', stopped));
}
