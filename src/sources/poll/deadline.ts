// The two time limits of a request: the whole of it (a feed that trickles a byte a second ends here) and its silences.

import { StetError } from '../../model/errors.ts';
import type { Timers } from '../clock.ts';

export interface Deadline {
  /** Aborts with a `StetError`: `timeout-total`, `timeout-idle`, or the reason of the signal passed in. */
  readonly signal: AbortSignal;
  /** Something arrived: the silence starts again. */
  touch(): void;
  /** Ends both limits. */
  close(): void;
}

export function startDeadline(total: number, idle: number, stop: AbortSignal, timers: Timers): Deadline {
  const controller = new AbortController();
  const whole = timers.after(total, () =>
    controller.abort(
      new StetError('timeout-total', `The answer was not complete when its time was up`, { total }),
    ),
  );
  const silence = (): (() => void) =>
    timers.after(idle, () =>
      controller.abort(
        new StetError('timeout-idle', `The server sent nothing for ${Math.round(idle / 1000)} seconds`, {
          idle,
        }),
      ),
    );
  let cancelSilence = silence();
  return {
    signal: AbortSignal.any([controller.signal, stop]),
    touch() {
      cancelSilence();
      cancelSilence = silence();
    },
    close() {
      whole();
      cancelSilence();
    },
  };
}
