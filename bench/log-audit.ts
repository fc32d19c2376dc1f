// Auditing whole logs with the command, as an agency's engineer would: time, CPU time and peak memory at a hundred thousand and a million
// leaves. The logs are invented ones with all kinds of acts, as static mirrors on the disk.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSyntheticLog } from '../test/log/synthetic-log.ts';
import type { Context } from './context.ts';
import { type CpuTime, watchCpu } from './cpu.ts';
import { type Figure, figure } from './report.ts';

const BENCH = 'log-audit';
const SIZES = [100_000, 1_000_000];
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const LOOK_EVERY_MS = 50;

export async function benchLogAudit(context: Context): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const folder = mkdtempSync(join(context.folder, 'log-audit-'));
    context.note(`writing a log of ${size} leaves`);
    const { vkey } = writeSyntheticLog(folder, { size });
    context.note(`auditing a log of ${size} leaves`);
    const { seconds, cpu, peakMiB } = await audit(folder, vkey);
    rmSync(folder, { recursive: true });
    figures.push(
      figure(
        BENCH,
        `${size} leaves with records, no pages`,
        seconds,
        's',
        size === 1_000_000 ? { goal: '≤ 60 s' } : {},
      ),
      figure(BENCH, `${size} leaves: peak memory`, peakMiB, 'MiB'),
    );
    if (cpu === null) continue;
    figures.push(
      figure(BENCH, `${size} leaves: CPU time of the busiest thread`, cpu.busiest, 's'),
      figure(BENCH, `${size} leaves: CPU time of all threads`, cpu.total, 's'),
    );
  }
  return figures;
}

interface Audited {
  readonly seconds: number;
  readonly cpu: CpuTime | null;
  readonly peakMiB: number;
}

async function audit(folder: string, vkey: string): Promise<Audited> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, 'log', 'audit', folder, '--vkey', vkey], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const pid = child.pid ?? 0;
  const watch = watchCpu(pid);
  let peakMiB = 0;
  const timer = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakOf(pid));
  }, LOOK_EVERY_MS);
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - started) / 1000;
  clearInterval(timer);
  const cpu = watch?.end() ?? null;
  if (code !== 0) throw new Error(`the audit ended with ${String(code)}: ${Buffer.concat(said).toString()}`);
  return { seconds, cpu, peakMiB };
}

/** MiB at most so far; 0 when the process has ended, or where there is no /proc. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
