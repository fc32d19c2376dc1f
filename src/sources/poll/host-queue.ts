// Politeness: one request at a time per host and port, and a pause between two. Hosts never wait for each other.

import { StetError } from '../../model/errors.ts';
import type { Timers } from '../clock.ts';

export interface HostQueue {
  /** Runs `work` when it is the host's turn. Rejects with the signal's reason when aborted while waiting. */
  run<Result>(host: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

/** @param gap Milliseconds between the end of one request and the start of the next to the same host. */
export function hostQueue(gap: number, timers: Timers): HostQueue {
  /** Resolves when everything queued for the host so far is over. */
  const tails = new Map<string, Promise<void>>();
  const freeAt = new Map<string, number>();
  /** Redirects can name any number of hosts; those that may be asked again need not be remembered. */
  const forgetPast = (): void => {
    for (const [host, at] of freeAt) if (at <= timers.monotonic()) freeAt.delete(host);
  };

  return {
    async run(host, signal, work) {
      const before = tails.get(host);
      const { promise: over, resolve: leave } = Promise.withResolvers<void>();
      // A waiter that gives up must not let the next one overtake the request still running.
      const tail = before === undefined ? over : before.then(() => over);
      tails.set(host, tail);
      try {
        if (before !== undefined) await unlessAborted(before, signal);
        await pause((freeAt.get(host) ?? 0) - timers.monotonic(), signal, timers);
        try {
          return await work();
        } finally {
          forgetPast();
          freeAt.set(host, timers.monotonic() + gap);
        }
      } finally {
        leave();
        if (tails.get(host) === tail) tails.delete(host);
      }
    },
  };
}

const reason = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new StetError('stopped', 'The source was stopped');

function unlessAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    if (signal.aborted) return fail(reason(signal));
    const abort = (): void => fail(reason(signal));
    signal.addEventListener('abort', abort, { once: true });
    wait.then(() => {
      signal.removeEventListener('abort', abort);
      done();
    }, fail);
  });
}

function pause(ms: number, signal: AbortSignal, timers: Timers): Promise<void> {
  if (ms <= 0) return unlessAborted(Promise.resolve(), signal);
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timers.after(ms, resolve);
  return unlessAborted(promise, signal).finally(cancel);
}
