// Reads large arrivals on a thread of its own, a few items at a time, so that pages never wait for a parser. Several arrivals are read
// side by side; each is pulled by whoever takes its items.

import { Worker } from 'node:worker_threads';
import { StetError } from '../model/errors.ts';
import type { ReadChunk, ReadOptions } from './read-arrival.ts';

export type ReadRequest =
  | { readonly type: 'open'; readonly id: number; readonly bytes: Uint8Array; readonly options: ReadOptions }
  | { readonly type: 'next'; readonly id: number }
  /** Not answered: nobody wants the rest. */
  | { readonly type: 'leave'; readonly id: number };

export type ReadAnswer =
  | (ReadChunk & { readonly id: number })
  | { readonly id: number; readonly error: string };

export interface ReadThread {
  /** @throws {StetError} `parser-stopped` when the thread died of this input or of running out of memory or time. */
  read(bytes: Uint8Array, options: ReadOptions): AsyncGenerator<ReadChunk, void>;
  close(): Promise<void>;
}

/** A parser that gives no item for so long is stopped, milliseconds. */
const STUCK_AFTER = 60_000;
/** The thread's own heap, MiB: input that needs more ends the thread, not the process. */
const HEAP_MIB = 1_024;

interface Running {
  readonly worker: Worker;
  readonly waiting: Map<number, PromiseWithResolvers<ReadAnswer>>;
}

export function startReadThread(): ReadThread {
  let running: Running | null = null;
  let lastId = 0;

  return {
    async *read(bytes, options) {
      running ??= start();
      const thread = running;
      const id = ++lastId;
      let done = false;
      try {
        for (let answer = await ask(thread, { type: 'open', id, bytes, options }); ; ) {
          if ('error' in answer) {
            done = true;
            throw new StetError('parser-stopped', `The parser failed: ${answer.error}`);
          }
          done = answer.summary !== null;
          yield answer;
          if (answer.summary !== null) return;
          answer = await ask(thread, { type: 'next', id });
        }
      } finally {
        // The reader of these steps failed or stopped: the thread need not keep the rest.
        if (!done && running === thread)
          thread.worker.postMessage({ type: 'leave', id } satisfies ReadRequest);
      }
    },
    async close() {
      await running?.worker.terminate();
    },
  };

  function start(): Running {
    const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    const started: Running = { worker, waiting: new Map() };
    worker.unref();
    worker.on('message', (answer: ReadAnswer) => {
      started.waiting.get(answer.id)?.resolve(answer);
      started.waiting.delete(answer.id);
      if (started.waiting.size === 0) worker.unref();
    });
    worker.on('error', (error) => end(started, error.message));
    worker.on('exit', () => end(started, 'its thread ended'));
    return started;
  }

  /** A dead thread fails what it was reading; the next arrival gets a new one. */
  function end(thread: Running, message: string): void {
    if (running === thread) running = null;
    for (const [id, asked] of thread.waiting) asked.resolve({ id, error: message });
    thread.waiting.clear();
  }

  async function ask(thread: Running, request: ReadRequest): Promise<ReadAnswer> {
    if (running !== thread) return { id: request.id, error: 'its thread ended' };
    const asked = Promise.withResolvers<ReadAnswer>();
    thread.waiting.set(request.id, asked);
    thread.worker.ref();
    thread.worker.postMessage(request);
    const timer = setTimeout(() => {
      end(thread, `no item came for ${STUCK_AFTER / 1000} seconds`);
      void thread.worker.terminate();
    }, STUCK_AFTER);
    try {
      return await asked.promise;
    } finally {
      clearTimeout(timer);
    }
  }
}
