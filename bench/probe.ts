// Loaded into the measured program by `--import`, beside the program's own files: answers the bench's questions about the process over
// the IPC channel and keeps no process alive. The program itself is the one that users run.

import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface ProbeAnswer {
  /** Resident memory, bytes. */
  readonly rss: number;
  /** CPU time of all threads since the process began, seconds. */
  readonly cpu: number;
  /** How late the event loop came to a timer of 1 ms, milliseconds; since the last question. */
  readonly loopP50: number;
  readonly loopP99: number;
  readonly loopMax: number;
}

const RESOLUTION_MS = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

process.on('message', (question) => {
  if (question !== 'probe') return;
  const { user, system } = process.cpuUsage();
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const answer: ProbeAnswer = {
    rss: process.memoryUsage.rss(),
    cpu: (user + system) / 1e6,
    loopP50: late(delay.percentile(50)),
    loopP99: late(delay.percentile(99)),
    loopMax: late(delay.max),
  };
  delay.reset();
  process.send?.(answer);
});
process.channel?.unref();
