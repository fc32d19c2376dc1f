// One core of a campaign: makes its share of the inputs and reads each to its end. What it is doing stands in shared memory, so that
// the campaign knows which run to blame when this thread hangs or runs out of memory.

import { parentPort, workerData } from 'node:worker_threads';
import { corpus } from './corpus.ts';
import { inputOf } from './input.ts';
import type { Found, Share } from './messages.ts';
import { type Breach, breachOf } from './promises.ts';
import { shrink } from './shrink.ts';

const SLOW = 'slow';

workOn(workerData);

function workOn(share: Share): void {
  const seeds = corpus(share.withData);
  const now = new Int32Array(share.now);
  // Of each kind of breach one input is made smaller and kept: one fault must not end a long run, nor fill the disk.
  const seen = new Map<string, number>();
  for (let run = share.from; run < share.runs && Date.now() < share.until; run += share.step) {
    Atomics.store(now, 0, run);
    const { name, bytes, context } = inputOf(seeds, share.seed, run);
    const began = process.threadCpuUsage();
    const breach = breachOf(bytes, context) ?? breachOfTime(began, share.slowest);
    Atomics.add(now, 1, 1);
    if (breach === null) continue;
    const times = (seen.get(breach.code) ?? 0) + 1;
    seen.set(breach.code, times);
    const same = (smaller: Buffer): boolean => breachOf(smaller, context)?.code === breach.code;
    const kept = times > 1 ? null : breach.code === SLOW ? bytes : shrink(bytes, same);
    const found: Found = { run, name, breach, times, bytes: kept };
    parentPort?.postMessage(found);
  }
}

function breachOfTime(began: NodeJS.CpuUsage, slowest: number): Breach | null {
  const { user, system } = process.threadCpuUsage(began);
  const milliseconds = (user + system) / 1000;
  return milliseconds <= slowest
    ? null
    : { code: SLOW, detail: `${Math.round(milliseconds)} ms of CPU time` };
}
