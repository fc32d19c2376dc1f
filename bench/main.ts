// `npm run bench -- [NAME…] [--items N] [--json FILE] [--folder DIR] [--archive DIR]`: prints a table of figures, and the same as JSON with --json. Never fails because of a
// figure.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Archive, buildArchive } from './archive.ts';
import { benchBurst } from './burst.ts';
import type { Bench, Context } from './context.ts';
import { benchImport } from './import.ts';
import { benchIntake } from './intake.ts';
import { benchLatency } from './latency.ts';
import { benchLog } from './log.ts';
import { benchLogAudit } from './log-audit.ts';
import { benchLogStore } from './log-store.ts';
import { benchLoop } from './loop.ts';
import { benchPages } from './pages.ts';
import { benchParse } from './parse.ts';
import { type Figure, type Skipped, table } from './report.ts';
import { benchSearch } from './search.ts';
import { benchStart } from './start.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  intake: benchIntake,
  import: benchImport,
  start: benchStart,
  search: benchSearch,
  pages: benchPages,
  latency: benchLatency,
  burst: benchBurst,
  loop: benchLoop,
  parse: benchParse,
  log: benchLog,
  'log-store': benchLogStore,
  'log-audit': benchLogAudit,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    items: { type: 'string', default: '100000' },
    json: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
    archive: { type: 'string' },
  },
});
const items = Number(values.items);
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0 || !Number.isSafeInteger(items) || items < 1) {
  console.error(
    `usage: bench [${Object.keys(BENCHES).join(' | ')}] [--items N] [--json FILE] [--folder DIR] [--archive DIR]`,
  );
  process.exit(2);
}

const chosen = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
mkdirSync(values.folder, { recursive: true });
const folder = mkdtempSync(join(values.folder, 'stet-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const figures: Figure[] = [];
const skipped: Skipped[] = [];
let archive: Promise<Archive> | null = null;
const context: Context = {
  folder,
  items,
  archive() {
    archive ??= buildArchive(folder, items, values.archive ?? null, context.note);
    return archive;
  },
  note: (text) => console.error(`  ${text}`),
  skip: (bench, reason) => skipped.push({ bench, reason }),
};

for (const name of chosen) {
  console.error(name);
  try {
    figures.push(...((await BENCHES[name]?.(context)) ?? []));
  } catch (error) {
    // What the others measured is not lost with it.
    context.skip(name, error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

console.log(table(figures));
for (const { bench, reason } of skipped) console.log(`skipped in ${bench}: ${reason}`);
if (values.json !== undefined) {
  const machine = { cores: availableParallelism(), node: process.version, at: new Date().toISOString() };
  writeFileSync(values.json, `${JSON.stringify({ machine, items, figures, skipped }, null, 2)}\n`);
}
