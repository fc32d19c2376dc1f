// The connection to the live events: keeps it, notices when it is dead, and goes on after the last event that came. Fetch instead of
// EventSource, because that can't see heartbeats, nor that the session has ended.

import type { DeskEventView } from '../../src/http/desk/schema.ts';
import { createSseParser } from './sse-parser.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'signed-out';

export interface Live {
  /** Follows the events after ledger position `after`. */
  start(after: number): void;
  stop(): void;
}

interface LiveOptions {
  readonly onEvent: (event: DeskEventView) => void;
  readonly onConnection: (connection: Connection) => void;
}

/** The server sends something at least every 15 seconds. */
const SILENCE = 40_000;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;

export function createLive({ onEvent, onConnection }: LiveOptions): Live {
  let controller: AbortController | null = null;

  return {
    start(after) {
      controller?.abort();
      controller = new AbortController();
      void follow(after, controller.signal);
    },
    stop() {
      controller?.abort();
    },
  };

  async function follow(after: number, stopped: AbortSignal): Promise<void> {
    let last = after;
    let failures = 0;
    onConnection('connecting');
    while (!stopped.aborted) {
      try {
        for await (const event of eventsAfter(last, stopped)) {
          failures = 0;
          last = event.seq;
          onConnection('live');
          onEvent(event);
        }
      } catch (error) {
        if (error instanceof SignedOut) {
          onConnection('signed-out');
          return;
        }
      }
      if (stopped.aborted) return;
      // A server that ends the stream by itself (restart, session) is asked again too; a session that ended answers 401.
      onConnection('reconnecting');
      await pause(Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures) * (0.5 + Math.random()), stopped);
      failures += 1;
    }
  }
}

class SignedOut extends Error {}

async function* eventsAfter(after: number, stopped: AbortSignal): AsyncGenerator<DeskEventView> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE);
  try {
    const response = await fetch(`/api/events?after=${after}`, {
      signal: AbortSignal.any([stopped, silent.signal]),
      cache: 'no-store',
    });
    if (response.status === 401) throw new SignedOut();
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const parse = createSseParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE);
      for (const event of parse(value)) yield JSON.parse(event.data);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, or less when the computer comes back to its network. */
function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener('online', done);
    stopped.addEventListener('abort', done, { once: true });
  });
}
