// From the push to the reader, at a steady 50 stories a second over a large archive: when the sender is answered, when the story's page is there, when the
// front page shows it. Times count from when the push was due, so that a stall counts for every story it delays.

import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Context } from './context.ts';
import { copyFrom, jsonFeed, story } from './copy.ts';
import { push } from './intake.ts';
import { ask, type Wanted } from './load.ts';
import { startProgram } from './program.ts';
import { type Figure, figure, percentile } from './report.ts';

const RATE = 50;
const SECONDS = 30;
const WARM_UP_SECONDS = 3;
const CONNECTIONS = 64;
const STORY_BYTES = 6 * 1024;
const PATIENCE_MS = 10_000;

interface Seen {
  readonly answered: number;
  readonly page: number;
  readonly front: number;
  /** Whether the first look at the front page showed it; at this rate 30 newer ones push it off within 0.6 s. */
  readonly shown: boolean;
}

export async function benchLatency(context: Context): Promise<Figure[]> {
  const { dataDir, items } = await context.archive();
  const program = await startProgram({ folder: context.folder, dataDir });
  const pool = new Pool(program.url, { connections: CONNECTIONS });
  try {
    const next = datedPushes();
    await steady(WARM_UP_SECONDS, (due) => follow(pool, next(), due));
    const before = await program.probe();
    const seen = await steady(SECONDS, (due) => follow(pool, next(), due));
    const after = await program.probe();
    const at = `${RATE}/s, ${items} items`;
    const times = (of: 'answered' | 'page' | 'front'): number[] => seen.map((one) => one[of]);
    return [
      figure('latency', `push answered (durable), ${at}: p50`, percentile(times('answered'), 0.5), 'ms'),
      figure('latency', `push answered (durable), ${at}: p99`, percentile(times('answered'), 0.99), 'ms'),
      figure('latency', `push to article page, ${at}: p50`, percentile(times('page'), 0.5), 'ms'),
      figure('latency', `push to article page, ${at}: p99`, percentile(times('page'), 0.99), 'ms', {
        goal: '≤ 100',
      }),
      figure('latency', `push to front page, ${at}: p50`, percentile(times('front'), 0.5), 'ms'),
      figure('latency', `push to front page, ${at}: p99`, percentile(times('front'), 0.99), 'ms', {
        goal: '≤ 100',
      }),
      figure('latency', 'on the front page at the first look', share(seen.map(({ shown }) => shown)), '%'),
      figure('latency', `event-loop delay meanwhile: p99`, after.loopP99, 'ms', { goal: '≤ 20' }),
      figure('latency', `CPU meanwhile`, (after.cpu - before.cpu) / SECONDS, 'cores'),
    ];
  } finally {
    await pool.close();
    await program.stop();
  }
}

const share = (held: readonly boolean[]): number => (held.filter(Boolean).length / held.length) * 100;

async function steady(seconds: number, task: (due: number) => Promise<Seen>): Promise<Seen[]> {
  const began = performance.now();
  const tasks: Promise<Seen>[] = [];
  for (let n = 0; n < seconds * RATE; n++) {
    const due = began + (n * 1000) / RATE;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    tasks.push(task(due));
  }
  return Promise.all(tasks);
}

async function follow(pool: Pool, wanted: Wanted, due: number): Promise<Seen> {
  const { status, body } = await ask(pool, wanted);
  const answered = performance.now() - due;
  const url = /"url":"([^"]+)"/.exec(body)?.[1];
  if (status !== 201 || url === undefined)
    throw new Error(`a push was answered ${status}: ${body.slice(0, 200)}`);
  const { pathname } = new URL(url);
  const page = await until(
    due,
    async () => (await ask(pool, { method: 'GET', path: pathname })).status === 200,
  );
  const shown = (await ask(pool, { method: 'GET', path: '/' })).body.includes(pathname);
  return { answered, page, front: performance.now() - due, shown };
}

/** Milliseconds after `due` at which the condition held. */
async function until(due: number, holds: () => Promise<boolean>): Promise<number> {
  while (!(await holds())) {
    if (performance.now() - due > PATIENCE_MS) throw new Error(`not visible after ${PATIENCE_MS} ms`);
  }
  return performance.now() - due;
}

/** Stories dated to the millisecond, since the front page is in the order of the agency's times. */
function datedPushes(): () => Wanted {
  const copy = copyFrom(5);
  let sent = 0;
  return () => push(jsonFeed(story(copy, `latency-${sent++}`, STORY_BYTES, Date.now())));
}
