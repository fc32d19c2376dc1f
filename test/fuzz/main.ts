// npm run fuzz [-- --runs N --seed S --minutes M --data --run R]: mutated fixtures through the parser, on all cores. `--data` mutates the
// public sets too, `--run R` repeats one run. Failing inputs go to the folder `fuzz-failures`; the exit code is 1 when there is one.

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { corpus } from './corpus.ts';
import { inputOf } from './input.ts';
import type { Found } from './messages.ts';
import { breachOf } from './promises.ts';

const FOLDER = 'fuzz-failures';
/** Breaches of one kind that are printed. */
const PRINTED = 3;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '600' },
    data: { type: 'boolean', default: false },
    run: { type: 'string' },
  },
});
const [seed, runs, minutes] = [Number(values.seed), Number(values.runs), Number(values.minutes)];
if (![seed, runs].every(Number.isSafeInteger) || !(minutes > 0)) {
  console.error('usage: fuzz [--runs N] [--seed S] [--minutes M] [--data] [--run R]');
  process.exit(2);
}

if (values.run === undefined) await runAll();
else repeat(Number(values.run));

async function runAll(): Promise<void> {
  const workers = availableParallelism();
  console.log(`${corpus(values.data).length} seed files, ${runs} runs, seed ${seed}, ${workers} workers`);
  const printed = new Map<string, number>();
  const outcome = await runCampaign({
    seed,
    runs,
    workers,
    withData: values.data,
    longest: minutes * 60_000,
    progress: (done, seconds, breaches) =>
      console.log(`  ${done} runs, ${Math.round(done / seconds)}/s, ${breaches} kinds of failure`),
    found(found) {
      const times = (printed.get(found.breach.code) ?? 0) + 1;
      printed.set(found.breach.code, times);
      if (times <= PRINTED) report(found);
    },
  });
  const { breaches, seconds } = outcome;
  console.log(`${outcome.runs} runs in ${Math.round(seconds)} s, ${Math.round(outcome.runs / seconds)}/s`);
  for (const [code, times] of [...breaches].sort(([, a], [, b]) => b - a))
    console.log(`  ${times} × ${code}`);
  if (breaches.size === 0) console.log('no failure');
  else process.exitCode = 1;
}

function report({ run, name, breach, bytes }: Found): void {
  console.log(
    `${breach.code}\n  from ${name}; repeat with --seed ${seed} --run ${run}${values.data ? ' --data' : ''}`,
  );
  console.log(`  ${breach.detail.split('\n').slice(0, 6).join('\n  ').slice(0, 900)}`);
  if (bytes === null) return;
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${seed}-${run}-${breach.code.replaceAll(/[^\w]+/g, '-').slice(0, 80)}`);
  writeFileSync(file, bytes);
  console.log(`  ${file}, ${bytes.byteLength} bytes`);
}

function repeat(run: number): void {
  const { name, bytes, context } = inputOf(corpus(values.data), seed, run);
  const began = performance.now();
  const breach = breachOf(bytes, context);
  console.log({ name, bytes: bytes.length, milliseconds: performance.now() - began, context });
  console.log(breach ?? 'no failure');
  if (breach !== null) process.exitCode = 1;
}
