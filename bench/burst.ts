// Whether readers notice a burst: article pages at a steady rate, first while nothing else happens, then while 200 stories a second come in. Times count
// from when the request was due.

import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Context } from './context.ts';
import { copyFrom, jsonFeed, rss, story } from './copy.ts';
import { push } from './intake.ts';
import { ask, type Wanted } from './load.ts';
import { startProgram } from './program.ts';
import { type Figure, figure, percentile } from './report.ts';
import { pathsFrom } from './start.ts';

const PAGES_A_SECOND = 100;
const STORIES_A_SECOND = 200;
const SECONDS = 15;
const WARM_UP_SECONDS = 3;
const STORY_BYTES = 2 * 1024;

export async function benchBurst(context: Context): Promise<Figure[]> {
  const { dataDir } = await context.archive();
  const program = await startProgram({ folder: context.folder, dataDir });
  const readers = new Pool(program.url, { connections: 16 });
  const senders = new Pool(program.url, { connections: 32 });
  try {
    const paths = await pathsFrom(program.url);
    let read = 0;
    const page = (): Wanted => ({ method: 'GET', path: paths[read++ % paths.length] ?? '/' });
    const stories = newStories();
    await steady(readers, PAGES_A_SECOND, WARM_UP_SECONDS, page);
    await steady(senders, STORIES_A_SECOND, WARM_UP_SECONDS, stories);
    const idle = await steady(readers, PAGES_A_SECOND, SECONDS, page);
    const [burst, taken] = await Promise.all([
      steady(readers, PAGES_A_SECOND, SECONDS, page),
      steady(senders, STORIES_A_SECOND, SECONDS, stories),
    ]);
    const p99 = percentile(idle, 0.99);
    return [
      figure('burst', 'page, nothing else to do: p50', percentile(idle, 0.5), 'ms'),
      figure('burst', 'page, nothing else to do: p99', p99, 'ms'),
      figure('burst', `page, ${STORIES_A_SECOND} stories a second: p50`, percentile(burst, 0.5), 'ms'),
      figure('burst', `page, ${STORIES_A_SECOND} stories a second: p99`, percentile(burst, 0.99), 'ms', {
        goal: '≤ 3 × idle',
        ratio: { value: percentile(burst, 0.99) / p99, of: 'idle' },
      }),
      figure('burst', 'push answered (durable) meanwhile: p99', percentile(taken, 0.99), 'ms'),
    ];
  } finally {
    await Promise.all([readers.close(), senders.close()]);
    await program.stop();
  }
}

/** Milliseconds from when each request was due to its answer. */
async function steady(pool: Pool, rate: number, seconds: number, next: () => Wanted): Promise<number[]> {
  const began = performance.now();
  const answers: Promise<number>[] = [];
  for (let n = 0; n < seconds * rate; n++) {
    const due = began + (n * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    answers.push(answered(pool, next(), due));
  }
  return Promise.all(answers);
}

async function answered(pool: Pool, wanted: Wanted, due: number): Promise<number> {
  const { status, body } = await ask(pool, wanted);
  if (status >= 300) throw new Error(`${wanted.path} answered ${status}: ${body.slice(0, 200)}`);
  return performance.now() - due;
}

function newStories(): () => Wanted {
  const copy = copyFrom(6);
  let sent = 0;
  return () => {
    const told = story(copy, `burst-${sent++}`, STORY_BYTES, Date.now());
    return push(sent % 2 === 0 ? rss([told]) : jsonFeed(told));
  };
}
