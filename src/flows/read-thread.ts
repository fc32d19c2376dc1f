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
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly died: string };

export interface ReadThread {
  /** @throws {StetError} `parser-stopped` when the thread died of this input or of running out of memory or time. */
  read(bytes: Uint8Array, options: ReadOptions): AsyncGenerator<ReadChunk, void>;
  /** Threads that are there now; none while there is nothing to read. */
  threads(): number;
  close(): Promise<void>;
}

/** A parser that gives no item for so long is stopped, milliseconds. */
const STUCK_AFTER = 60_000;
/** A thread with nothing to read is ended after so long, milliseconds: after a large feed it keeps hundreds of megabytes. */
const IDLE_AFTER = 5_000;
/** The thread's own heap, MiB: input that needs more ends the thread, not the process. */
const HEAP_MIB = 1_024;

interface Running {
  readonly worker: Worker;
  readonly waiting: Map<number, PromiseWithResolvers<ReadAnswer>>;
  /** Arrivals that are being read on it. */
  readings: number;
  /** Why it is no more; `null` while it runs. */
  ended: string | null;
  /** True when more than one arrival was being read as it ended: nobody knows which of them was to blame. */
  shared: boolean;
  /** Ends the thread, while there is nothing to read. */
  resting: NodeJS.Timeout | null;
}

interface ReadThreadLimits {
  /** Milliseconds. */
  readonly stuckAfter: number;
  /** Milliseconds. */
  readonly idleAfter: number;
  readonly heapMib: number;
}

export function startReadThread({
  stuckAfter = STUCK_AFTER,
  idleAfter = IDLE_AFTER,
  heapMib = HEAP_MIB,
}: Partial<ReadThreadLimits> = {}): ReadThread {
  const threads = new Set<Running>();
  let running: Running | null = null;
  let lastId = 0;

  return {
    async *read(bytes, options) {
      running ??= start();
      const common = running;
      let taken = 0;
      try {
        for await (const chunk of readOn(common, bytes, options)) {
          taken += 1;
          yield chunk;
        }
        return;
      } catch (error) {
        if (!common.shared) throw error;
      }
      // Another arrival may have been the end of the thread. On one of its own this one is answerable for itself only; it is read in the
      // same chunks as before.
      const own = start();
      try {
        let seen = 0;
        for await (const chunk of readOn(own, bytes, options)) if (++seen > taken) yield chunk;
      } finally {
        await own.worker.terminate();
      }
    },
    threads: () => threads.size,
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };

  async function* readOn(
    thread: Running,
    bytes: Uint8Array,
    options: ReadOptions,
  ): AsyncGenerator<ReadChunk, void> {
    const id = ++lastId;
    thread.readings += 1;
    if (thread.resting !== null) clearTimeout(thread.resting);
    thread.resting = null;
    try {
      let asked = ask(thread, { type: 'open', id, bytes, options });
      for (;;) {
        const answer = await asked;
        if ('error' in answer) throw new StetError('parser-stopped', `The parser failed: ${answer.error}`);
        if ('died' in answer) throw new StetError('parser-stopped', `The parser was stopped: ${answer.died}`);
        // One chunk ahead: the thread reads while the chunk before is on its way to the disk. `ask` never rejects.
        if (answer.summary === null) asked = ask(thread, { type: 'next', id });
        yield answer;
        if (answer.summary !== null) return;
      }
    } finally {
      thread.readings -= 1;
      if (thread.readings === 0) rest(thread);
    }
  }

  function rest(thread: Running): void {
    thread.resting = setTimeout(() => {
      end(thread, 'it had nothing to read');
      void thread.worker.terminate();
    }, idleAfter).unref();
  }

  function start(): Running {
    const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMib },
    });
    const started: Running = {
      worker,
      waiting: new Map(),
      readings: 0,
      ended: null,
      shared: false,
      resting: null,
    };
    threads.add(started);
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
    if (thread.ended !== null) return;
    thread.ended = message;
    thread.shared = thread.readings > 1;
    threads.delete(thread);
    if (running === thread) running = null;
    for (const [id, asked] of thread.waiting) asked.resolve({ id, died: message });
    thread.waiting.clear();
  }

  async function ask(thread: Running, request: ReadRequest): Promise<ReadAnswer> {
    if (thread.ended !== null) return { id: request.id, died: thread.ended };
    const asked = Promise.withResolvers<ReadAnswer>();
    thread.waiting.set(request.id, asked);
    thread.worker.ref();
    thread.worker.postMessage(request);
    const timer = setTimeout(() => {
      end(thread, `no item came for ${stuckAfter / 1000} seconds`);
      void thread.worker.terminate();
    }, stuckAfter);
    try {
      return await asked.promise;
    } finally {
      clearTimeout(timer);
    }
  }
}
