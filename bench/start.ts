// How soon the program is ready over a large archive, and how much memory it holds then and under load.

import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import type { Context } from './context.ts';
import { pushes } from './intake.ts';
import { ask, closedLoad } from './load.ts';
import { startProgram } from './program.ts';
import { type Figure, figure, percentile } from './report.ts';

const STARTS = 5;
const LOAD_MS = 10_000;
const MIB = 1024 * 1024;

export async function benchStart(context: Context): Promise<Figure[]> {
  const { dataDir, items } = await context.archive();
  const options = { folder: context.folder, dataDir };
  const ready: number[] = [];
  const first: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const began = performance.now();
    const program = await startProgram(options);
    ready.push(program.readyAfter);
    const client = new Client(program.url);
    await ask(client, { method: 'GET', path: '/' });
    first.push(performance.now() - began);
    await client.close();
    await program.stop();
  }

  const program = await startProgram(options);
  try {
    await sleep(2_000);
    const atStart = (await program.probe()).rss;
    await closedLoad(program.url, 16, LOAD_MS, reads(await pathsFrom(program.url)));
    const afterReads = (await program.probe()).rss;
    await closedLoad(program.url, 16, LOAD_MS, pushes('memory'));
    const afterPushes = (await program.probe()).rss;
    const goal = '≤ 250';
    return [
      figure('start', `ready line, ${items} items, median of ${STARTS}`, percentile(ready, 0.5), 'ms', {
        goal: '≤ 2,000',
      }),
      figure('start', 'front page answered, median', percentile(first, 0.5), 'ms'),
      figure('start', `memory after the start, ${items} items`, atStart / MIB, 'MiB', { goal }),
      figure('start', `memory after ${LOAD_MS / 1000} s of page reads`, afterReads / MIB, 'MiB', { goal }),
      figure('start', `memory after ${LOAD_MS / 1000} s of pushes more`, afterPushes / MIB, 'MiB', { goal }),
    ];
  } finally {
    await program.stop();
  }
}

/** Pages, feeds and searches in turn: what readers, machines and crawlers ask for. */
function reads(paths: readonly string[]): () => { method: 'GET'; path: string } {
  const others = [
    '/',
    '/rss.xml',
    '/atom.xml',
    '/feed.json',
    '/sitemap.xml',
    '/sitemap-news.xml',
    '/search?q=baba',
  ];
  let sent = 0;
  return () => {
    const index = sent++;
    const from = index % 4 === 0 ? others : paths;
    return { method: 'GET', path: from[Math.floor(index / 4 + index) % from.length] ?? '/' };
  };
}

/** Addresses of stories, off a page of the sitemap. */
export async function pathsFrom(origin: string): Promise<string[]> {
  const client = new Client(origin);
  const { body } = await ask(client, { method: 'GET', path: '/sitemap-1.xml' });
  await client.close();
  const paths = [...body.matchAll(/<loc>[a-z]+:\/\/[^/]+([^<]+)<\/loc>/g)].map(([, path = '/']) => path);
  if (paths.length === 0) throw new Error('the sitemap names no stories');
  return paths;
}
