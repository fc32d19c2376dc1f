// CPU time of another process, thread by thread, from Linux's /proc: unlike a rate by the clock it hardly depends on what else the machine does.

import { readdirSync, readFileSync } from 'node:fs';

export interface CpuTime {
  /** Seconds of all threads. */
  readonly total: number;
  /** Seconds of the thread that used most: work cannot go faster than that thread. */
  readonly busiest: number;
}

export interface CpuWatch {
  /** CPU time since the watch began. */
  sofar(): CpuTime;
  /** Threads that end between two looks lose what they used since the first; so it looks often. */
  end(): CpuTime;
}

const LOOK_EVERY_MS = 100;

/** `null` where there is no /proc. */
export function watchCpu(pid: number): CpuWatch | null {
  const first = threads(pid);
  if (first === null) return null;
  const latest = new Map(first);
  const look = (): void => {
    for (const [thread, used] of threads(pid) ?? []) latest.set(thread, used);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const sofar = (): CpuTime => {
    look();
    const used = [...latest].map(([thread, nanoseconds]) => (nanoseconds - (first.get(thread) ?? 0)) / 1e9);
    return { total: used.reduce((sum, seconds) => sum + seconds, 0), busiest: Math.max(...used) };
  };
  return {
    sofar,
    end() {
      clearInterval(timer);
      return sofar();
    },
  };
}

/** Nanoseconds on a CPU by thread: the first field of /proc/PID/task/TID/schedstat. */
function threads(pid: number): Map<string, number> | null {
  try {
    const folder = `/proc/${pid}/task`;
    return new Map(
      readdirSync(folder).map((thread) => [
        thread,
        Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
      ]),
    );
  } catch {
    // The process has ended, or this is no Linux.
    return null;
  }
}
