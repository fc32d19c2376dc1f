// What a benchmark hands over, and how it is shown. Figures are printed beside the goal and a yardstick of the same run, never judged:
// the machine may be busy with something else.

import type { CpuTime } from './cpu.ts';

export interface Figure {
  readonly bench: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the product aims at. */
  readonly goal: string | null;
  /** The same figure as a multiple of a yardstick measured in the same run. */
  readonly ratio: { readonly value: number; readonly of: string } | null;
}

export interface Skipped {
  readonly bench: string;
  readonly reason: string;
}

export const figure = (
  bench: string,
  name: string,
  value: number,
  unit: string,
  more: { readonly goal?: string; readonly ratio?: { readonly value: number; readonly of: string } } = {},
): Figure => ({ bench, name, value, unit, goal: more.goal ?? null, ratio: more.ratio ?? null });

/** What the work would come to a second if its busiest thread had a core for itself, and the CPU time it takes; none where that can't be known. */
export function cpuFigures(bench: string, name: string, done: number, cpu: CpuTime | null): Figure[] {
  if (cpu === null || done === 0) return [];
  return [
    figure(bench, `${name}: a CPU second of the busiest thread`, done / cpu.busiest, '1/CPU s'),
    figure(bench, `${name}: CPU time of all threads`, (cpu.total / done) * 1e6, 'µs each'),
  ];
}

/** Three significant digits; whole numbers from 100 on. */
export function shown(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

const COLUMNS = ['bench', 'figure', 'value', 'unit', 'goal', 'beside'] as const;

/** A Markdown table, so that it can go into `docs/benchmarks.md` as it is. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ bench, name, value, unit, goal, ratio }) => [
    bench,
    name,
    shown(value),
    unit,
    goal ?? '',
    ratio === null ? '' : `${shown(ratio.value)} × ${ratio.of}`,
  ]);
  const widths = COLUMNS.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(COLUMNS), rule, ...rows.map(line)].join('\n');
}

/** The value that a share `p` (0 to 1) of the samples does not exceed. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}
