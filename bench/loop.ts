// Whether a huge feed holds up the pages: one of 100 MB is refused and one of 50 MB is taken in by polling, while readers ask for pages of a large archive.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import type { Context } from './context.ts';
import { copyFrom, RSS_HEAD, RSS_TAIL, rssItem, story } from './copy.ts';
import { ask } from './load.ts';
import { type Program, startProgram } from './program.ts';
import { type Figure, figure, percentile } from './report.ts';
import { pathsFrom } from './start.ts';

const REFUSED_BYTES = 100 * 1024 * 1024;
const TAKEN_BYTES = 50 * 1024 * 1024;
const STORY_BYTES = 6 * 1024;
const PAGE_EVERY_MS = 20;
const PATIENCE_MS = 180_000;
/** Sources new to an archive that is used again: one that was polled before would wait its interval. */
const RUN = Date.now().toString(36);
const REFUSED = `refused-${RUN}`;
const TAKEN = `taken-${RUN}`;

export async function benchLoop(context: Context): Promise<Figure[]> {
  const { dataDir, items } = await context.archive();
  const feeds = await serveFeeds();
  const program = await startProgram({
    folder: context.folder,
    dataDir,
    feeds: { [REFUSED]: `${feeds.url}/refused`, [TAKEN]: `${feeds.url}/taken` },
  });
  try {
    const paths = await pathsFrom(program.url);
    await readPages(program, paths, sleep(2_000));
    const quiet = await program.probe();
    const began = performance.now();
    const whole = feeds.release().then(() => taken(program));
    const times = await readPages(program, paths, whole);
    const seconds = (performance.now() - began) / 1000;
    const busy = await program.probe();
    const stories = await whole;
    return [
      figure('loop', 'event-loop delay at rest: p99', quiet.loopP99, 'ms'),
      figure('loop', 'event-loop delay during the feeds: p50', busy.loopP50, 'ms'),
      figure('loop', 'event-loop delay during the feeds: p99', busy.loopP99, 'ms', { goal: '≤ 20' }),
      figure('loop', 'event-loop delay during the feeds: longest', busy.loopMax, 'ms'),
      figure('loop', `page during the feeds, ${items} items: p50`, percentile(times, 0.5), 'ms'),
      figure('loop', `page during the feeds, ${items} items: p99`, percentile(times, 0.99), 'ms'),
      figure('loop', `50 MB feed of ${stories} stories taken in`, stories / seconds, 'items/s'),
      figure('loop', 'memory after the feeds', busy.rss / 1024 / 1024, 'MiB'),
    ];
  } finally {
    await program.stop();
    feeds.close();
  }
}

/** Asks for the front page and for articles that nobody has asked for, at a steady pace, until the work is over. Milliseconds each took. */
async function readPages(
  program: Program,
  paths: readonly string[],
  work: Promise<unknown>,
): Promise<number[]> {
  const client = new Client(program.url);
  const times: number[] = [];
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  // A failure is thrown below, when the last page is there.
  ended.catch(() => undefined);
  for (let n = 0; !over; n++) {
    const sent = performance.now();
    const path = n % 2 === 0 ? '/' : (paths[n % paths.length] ?? '/');
    const { status } = await ask(client, { method: 'GET', path });
    if (status !== 200) throw new Error(`${path} was answered ${status}`);
    const took = performance.now() - sent;
    times.push(took);
    await sleep(Math.max(0, PAGE_EVERY_MS - took));
  }
  await ended;
  await client.close();
  return times;
}

/** Resolves with the number of stories when the large feed is read to its end and the larger one has failed. */
async function taken(program: Program): Promise<number> {
  const client = new Client(program.url);
  try {
    for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await sleep(250)) {
      const { body } = await ask(client, { method: 'GET', path: '/metrics' });
      const count = (line: string): number =>
        Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(body)?.[1] ?? 0);
      const whole = count(`stet_facts_total\\{source="${TAKEN}",type="parsed"\\}`);
      const refused = count(`stet_source_failures\\{source="${REFUSED}"\\}`);
      if (whole > 0 && refused > 0) return count(`stet_facts_total\\{source="${TAKEN}",type="version"\\}`);
    }
  } finally {
    await client.close();
  }
  throw new Error(`the feeds were not done with after ${PATIENCE_MS} ms`);
}

interface Feeds {
  readonly url: string;
  /** Lets the answers out; resolves when both have been asked for. */
  release(): Promise<void>;
  close(): void;
}

async function serveFeeds(): Promise<Feeds> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const asked = new Map<string, PromiseWithResolvers<void>>(
    ['/refused', '/taken'].map((path) => [path, Promise.withResolvers<void>()]),
  );
  const bodies = new Map([
    ['/refused', feedOf(REFUSED, REFUSED_BYTES)],
    ['/taken', feedOf(TAKEN, TAKEN_BYTES)],
  ]);
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.get(path)?.resolve();
    await released;
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' });
    // The reader of the refused feed hangs up: nothing is wrong then.
    await pipeline(Readable.from(bodies.get(path) ?? []), response).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  return {
    url: `http://127.0.0.1:${port}`,
    async release() {
      const all = Promise.all([...asked.values()].map(({ promise }) => promise));
      const late = sleep(PATIENCE_MS, null, { ref: false }).then(() => {
        throw new Error(`the feeds were not asked for within ${PATIENCE_MS} ms`);
      });
      await Promise.race([all, late]);
      release();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function feedOf(name: string, bytes: number): string[] {
  const copy = copyFrom(name.length);
  const parts = [RSS_HEAD];
  let length = 0;
  for (let n = 0; length < bytes; n++) {
    const item = rssItem(story(copy, `${name}-${n}`, STORY_BYTES, Date.UTC(2025, 6, 1) + n * 1000));
    parts.push(item);
    length += item.length;
  }
  return [...parts, RSS_TAIL];
}
