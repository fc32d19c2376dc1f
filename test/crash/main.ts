// `npm run test:crash`: 1,000 kills, half on each store, then the power cuts. Bounded by counts, never by a clock; exit 1 on any breach.

import { parseArgs } from 'node:util';
import { whyNoImage } from './image.ts';
import { killRun, type StoreName } from './kill.ts';
import { powerRun } from './power.ts';

const HELP = `node test/crash/main.ts [--kills N] [--store sqlite|postgres|both] [--seed N] [--cuts N]
  --kills   kill -9 this many times, shared out over the stores (default 1000)
  --store   which stores (default both)
  --seed    repeats the choice of stories and moments of an earlier run
  --cuts    power cuts for each way of syncing (default 30; 0 leaves them out)
Each option may also come from the environment: CRASH_KILLS, CRASH_STORE, CRASH_SEED, CRASH_CUTS.`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: process.env.CRASH_KILLS ?? '1000' },
    store: { type: 'string', default: process.env.CRASH_STORE ?? 'both' },
    seed: { type: 'string', default: process.env.CRASH_SEED ?? String(Math.floor(Math.random() * 2 ** 31)) },
    cuts: { type: 'string', default: process.env.CRASH_CUTS ?? '30' },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => console.log(line);

async function kills(): Promise<number> {
  const stores: StoreName[] = values.store === 'both' ? ['sqlite', 'postgres'] : [storeName(values.store)];
  const seed = Number(values.seed);
  say(`seed ${seed}`);
  const reports = await Promise.all(
    stores.map(async (store, index) => {
      const share = Math.floor((Number(values.kills) + index) / stores.length);
      return { store, report: await killRun({ store, kills: share, seed: seed + index, say }) };
    }),
  );
  let problems = 0;
  for (const { store, report } of reports) {
    if (report === null) continue;
    problems += report.problems.length;
    say(
      `${store}: ${report.kills} kills, ${report.acknowledged} arrivals acknowledged, ${report.problems.length} breaches`,
    );
    for (const problem of report.problems) say(`  ${problem}`);
  }
  return problems;
}

/** FULL must lose nothing; NORMAL and OFF must lose something, or the test would notice nothing. */
async function cuts(): Promise<number> {
  const count = Number(values.cuts);
  if (count === 0) return 0;
  const why = await whyNoImage();
  if (why !== null) {
    say(`power cuts skipped: ${why}`);
    return 0;
  }
  let problems = 0;
  for (const synchronous of ['FULL', 'NORMAL', 'OFF'] as const) {
    const report = await powerRun({ synchronous, cuts: count, seed: Number(values.seed) });
    say(
      `power cuts with ${synchronous}: ${report.lost} of ${report.acknowledged} acknowledged arrivals lost, ` +
        `in ${report.losingCuts} of ${report.cuts} cuts`,
    );
    for (const problem of report.problems) say(`  ${problem}`);
    const asExpected = synchronous === 'FULL' ? report.lost === 0 : report.lost > 0;
    problems += report.problems.length + (asExpected ? 0 : 1);
  }
  return problems;
}

function storeName(given: string): StoreName {
  if (given === 'sqlite' || given === 'postgres') return given;
  throw new Error(`--store is sqlite, postgres or both, not ${given}`);
}

if (values.help) say(HELP);
else process.exitCode = (await kills()) + (await cuts()) === 0 ? 0 : 1;
