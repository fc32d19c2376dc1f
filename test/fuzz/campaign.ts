// Many runs on all cores, watched: a run that hangs or needs too much memory costs its worker, is reported, and the rest goes on.

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { corpus } from './corpus.ts';
import { inputOf } from './input.ts';
import type { Found, Share } from './messages.ts';

export interface Campaign {
  readonly seed: number;
  readonly runs: number;
  readonly workers: number;
  readonly withData: boolean;
  /** Milliseconds after which no run begins. */
  readonly longest: number;
  progress(done: number, seconds: number, breaches: number): void;
  found(found: Found): void;
}

export interface Outcome {
  readonly runs: number;
  readonly seconds: number;
  /** How often each promise was broken. */
  readonly breaches: ReadonlyMap<string, number>;
}

/** No run may take longer, in CPU time. */
export const SLOWEST_RUN = 1_000;
/** No run may need more, beside what the program itself takes. */
export const LARGEST_RUN = 200 * 1024 * 1024;
/** Code, fixtures and what is not collected yet. */
const PROGRAM = 100 * 1024 * 1024;
/** By the clock; a thread that shows no progress for so long hangs. */
const HANGS = 30_000;
const LOOK_EVERY = 500;
const MEGABYTE = 1024 * 1024;

export async function runCampaign(campaign: Campaign): Promise<Outcome> {
  const began = performance.now();
  const until = Date.now() + campaign.longest;
  const breaches = new Map<string, number>();
  const found = (one: Found): void => {
    breaches.set(one.breach.code, (breaches.get(one.breach.code) ?? 0) + 1);
    campaign.found(one);
  };
  const lanes = Array.from({ length: campaign.workers }, (_, from) => new Lane(campaign, from, until, found));
  const done = (): number => lanes.reduce((sum, lane) => sum + lane.done(), 0);
  const seconds = (): number => (performance.now() - began) / 1000;
  const timer = setInterval(() => campaign.progress(done(), seconds(), breaches.size), 5_000);
  try {
    await Promise.all(lanes.map((lane) => lane.finished()));
  } finally {
    clearInterval(timer);
  }
  return { runs: done(), seconds: seconds(), breaches };
}

/** A worker's share of the runs; a new worker goes on behind a run that ended the last. */
class Lane {
  readonly #campaign: Campaign;
  readonly #from: number;
  readonly #until: number;
  readonly #found: (one: Found) => void;
  readonly #now = new SharedArrayBuffer(8);

  constructor(campaign: Campaign, from: number, until: number, found: (one: Found) => void) {
    this.#campaign = campaign;
    this.#from = from;
    this.#until = until;
    this.#found = found;
  }

  done(): number {
    return Atomics.load(new Int32Array(this.#now), 1);
  }

  async finished(): Promise<void> {
    const { runs, workers } = this.#campaign;
    for (let from = this.#from; from < runs; ) {
      const ended = await this.#work(from);
      if (ended === null) return;
      const { run, reason } = ended;
      const { name, bytes } = inputOf(corpus(this.#campaign.withData), this.#campaign.seed, run);
      this.#found({ run, name, breach: { code: reason, detail: `run ${run}` }, times: 1, bytes });
      Atomics.add(new Int32Array(this.#now), 1, 1);
      from = run + workers;
    }
  }

  /** `null` when all is done, else the run that ended the worker. */
  async #work(from: number): Promise<{ run: number; reason: string } | null> {
    const { seed, runs, workers, withData } = this.#campaign;
    const now = new Int32Array(this.#now);
    Atomics.store(now, 0, from);
    const share: Share = {
      seed,
      from,
      step: workers,
      runs,
      withData,
      until: this.#until,
      slowest: SLOWEST_RUN,
      now: this.#now,
    };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: share,
      resourceLimits: { maxOldGenerationSizeMb: (LARGEST_RUN + PROGRAM) / MEGABYTE },
    });
    worker.on('message', this.#found);
    let reason: string | null = null;
    worker.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : `ended: ${error.message}`;
    });
    const exit = once(worker, 'exit');
    const watch = new AbortController();
    const hang = this.#watched(now, watch.signal).then(async (hangs) => {
      if (!hangs) return;
      reason = 'hangs';
      await worker.terminate();
    });
    await exit;
    watch.abort();
    await hang;
    return reason === null ? null : { run: Atomics.load(now, 0), reason };
  }

  /** True once the worker has been at one run for too long; false when the watch is called off. */
  async #watched(now: Int32Array, signal: AbortSignal): Promise<boolean> {
    let since = performance.now();
    let last = Atomics.load(now, 1);
    for (;;) {
      try {
        await sleep(LOOK_EVERY, undefined, { signal });
      } catch {
        return false;
      }
      const done = Atomics.load(now, 1);
      if (done !== last) since = performance.now();
      last = done;
      if (performance.now() - since > HANGS) return true;
    }
  }
}
