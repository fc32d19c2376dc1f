// The real program in a process of its own under everything at once, and what its event loop and its pages make of it. It takes minutes
// and prints figures, so it runs only when asked for:
//
//   STET_HOSTILE=heavy npx vitest run test/hostile/heavy.test.ts
//
// What is asserted is what comes out, never how long it took. STET_HOSTILE_MB changes the size of the feed that is taken in (50).

import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Program, SOURCE, startProgram, TOKEN } from '../../bench/program.ts';
import { temporaryFolder } from '../support/stores.ts';
import { flood } from './bad-feeds.ts';
import { item, rss } from './support.ts';

const wanted = process.env.STET_HOSTILE === 'heavy';
const MEGABYTES = Number(process.env.STET_HOSTILE_MB ?? 50);
const STORY = 4_096;
const STORIES = Math.floor((MEGABYTES * 1024 * 1024) / STORY);
const SLOW = 50;
if (!wanted) console.log('skipped: STET_HOSTILE=heavy runs the heavy hostile tests');

describe.runIf(wanted)('under everything at once', { timeout: 600_000 }, () => {
  const folder = temporaryFolder();
  const feeds = createServer((request, response) => {
    const feed = FEEDS[request.url?.slice(1) ?? ''];
    if (feed === undefined) response.writeHead(404).end();
    else void released(request.url ?? '').then(() => feed(response));
  });
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const released = (path: string): Promise<void> => gate(path).promise;
  function gate(path: string): PromiseWithResolvers<void> {
    const known = gates.get(path) ?? Promise.withResolvers<void>();
    gates.set(path, known);
    return known;
  }
  let program: Program;

  beforeAll(async () => {
    // Every feed has a host of its own, so that none waits for another's turn.
    feeds.listen(0, '0.0.0.0');
    await once(feeds, 'listening');
    const address = feeds.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    const names = Object.keys(FEEDS);
    program = await startProgram({
      folder,
      dataDir: `${folder}/data`,
      feeds: Object.fromEntries(names.map((name, n) => [name, `http://127.0.0.${n + 1}:${port}/${name}`])),
    });
  }, 300_000);
  afterAll(async () => {
    await program.stop();
    feeds.closeAllConnections();
    feeds.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pushed = (body: string | Iterable<string>): Promise<Response> =>
    fetch(`${program.url}/api/sources/${SOURCE}/arrivals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/rss+xml' },
      body: typeof body === 'string' ? body : [...body].join(''),
    });

  /** Prints how the event loop and the pages did until the work was over. */
  async function measured(what: string, work: () => Promise<unknown>): Promise<void> {
    await program.probe();
    const { times, failed } = await pagesUntil(program, work());
    const { loopP50, loopP99, loopMax, rss: memory } = await program.probe();
    const page = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
    console.log(
      `${what}: event-loop delay p50 ${loopP50.toFixed(1)} p99 ${loopP99.toFixed(1)} longest ${loopMax.toFixed(1)} ms; ` +
        `${times.length} pages p50 ${page(0.5)} p99 ${page(0.99)} longest ${page(0.999999)} ms; ${Math.round(memory / 2 ** 20)} MiB`,
    );
    expect(failed).toEqual([]);
    expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
  }

  const facts = async (source: string, type: string): Promise<number> =>
    metric(program, `stet_facts_total\\{source="${source}",type="${type}"\\}`);

  /** Lets the feed answer and waits until it has been read to its end. */
  async function readToEnd(name: string): Promise<void> {
    gate(`/${name}`).resolve();
    while ((await facts(name, 'parsed')) === 0) await sleep(250);
  }
  async function refusedOnce(name: string): Promise<void> {
    gate(`/${name}`).resolve();
    while ((await metric(program, `stet_source_failures\\{source="${name}"\\}`)) === 0) await sleep(100);
  }

  // The feeds are asked for at the start and wait for their gates no longer than the limit for silent servers allows.
  test('at rest', () => measured('at rest', () => sleep(1_000)));

  test('while 100 MB are refused', () => measured('100 MB refused', () => refusedOnce('refused')));

  test(`while ${MEGABYTES} MB of stories are taken in, all of them are`, async () => {
    await measured(`${MEGABYTES} MB, ${STORIES} stories, taken in`, () => readToEnd('taken'));
    expect(await facts('taken', 'version')).toBe(STORIES);
  });

  test.each([
    ['1,000,000 items', 'too-many-items', 20_000, 1, millionItems],
    ['20,000 items of one guid', 'too-many-versions', 1_000, 1, itemsOfOneGuid],
    ['20,000 large items that cannot be read', 'json-wrong-type', 0, 20_000, unreadableItems],
  ])(
    'while %s are pushed, what can be is taken in and the rest is told of',
    async (what, code, items, failures, feed) => {
      const body = [...feed()].join('');
      let receipt: unknown;
      await measured(what, async () => {
        receipt = await (await pushed(body)).json();
      });
      expect(receipt).toMatchObject({
        itemCount: items,
        failureCount: failures,
        failures: expect.arrayContaining([expect.objectContaining({ code })]),
      });
    },
  );

  test('while long searches run', () =>
    measured('long searches', async () => {
      for (const words of ['harbour', 'ha*', '"the harbour"', 'the harbour was quiet', 'h* q* t*']) {
        const answers = Array.from({ length: 8 }, () =>
          fetch(`${program.url}/search?q=${encodeURIComponent(words)}`),
        );
        for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
      }
    }));

  test(`while ${SLOW} readers and ${SLOW} senders go byte by byte`, async () => {
    const sockets = await Promise.all(Array.from({ length: 2 * SLOW }, () => opened(program.url)));
    const body = rss(item('slow', 'Slow'));
    const drip = setInterval(() => {
      for (const [n, socket] of sockets.entries())
        if (n % 2 === 0) socket.write('x');
        else socket.read(1);
    }, 50);
    for (const [n, socket] of sockets.entries()) {
      if (n % 2 === 0) socket.write(sending(body.length));
      else socket.write('GET /rss.xml HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
    }
    try {
      await measured(`${SLOW} slow readers and ${SLOW} slow senders`, async () => {
        await sleep(3_000);
        expect((await pushed(rss(item('quick', 'Quick')))).status).toBe(201);
      });
    } finally {
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
    }
  });
});

const story = (guid: string): string =>
  item(guid, `Harbour ${guid}`, 'The harbour was quiet at noon. '.repeat(STORY).slice(0, STORY - 130));

const write = (response: ServerResponse, parts: Iterable<string>): Promise<void> => {
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' });
  return pipeline(Readable.from(parts), response);
};

function* feedOf(count: number, make: (n: number) => string): Generator<string> {
  yield '<rss version="2.0"><channel><title>Heavy Wire</title>';
  for (let n = 0; n < count; n++) yield make(n);
  yield '</channel></rss>';
}

function* jsonOf(count: number, make: (n: number) => string): Generator<string> {
  yield '{"version":"https://jsonfeed.org/version/1.1","items":[';
  for (let n = 0; n < count; n++) yield `${n === 0 ? '' : ',\n'}${make(n)}`;
  yield ']}';
}

const millionItems = () => feedOf(1_000_000, (n) => `<item><guid>m-${n}</guid><title>${n}</title></item>`);
const itemsOfOneGuid = () => feedOf(20_000, (n) => item('same', `Lamp ${n}`));
const unreadableItems = () =>
  jsonOf(20_000, (n) => `{"title":${n},"content_text":"${'long\\n'.repeat(300)}"}`);

const FEEDS: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  refused: (response) => flood(100)(response.req, response),
  taken: (response) =>
    write(
      response,
      feedOf(STORIES, (n) => story(`taken-${n}`)),
    ),
};

/** Asks for the front page, a feed and a page that is not there, one after another at a steady pace, until the work is over. */
async function pagesUntil(
  program: Program,
  work: Promise<unknown>,
): Promise<{ times: number[]; failed: string[] }> {
  const times: number[] = [];
  const failed: string[] = [];
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  for (let n = 0; !over; n++) {
    const path = ['/', '/rss.xml', '/search', '/news'][n % 4] ?? '/';
    const sent = performance.now();
    const answer = await fetch(`${program.url}${path}`);
    await answer.arrayBuffer();
    const took = performance.now() - sent;
    times.push(took);
    if (answer.status !== 200) failed.push(`${path} ${answer.status}`);
    await sleep(Math.max(0, 20 - took));
  }
  await ended;
  return { times: times.sort((a, b) => a - b), failed };
}

async function metric(program: Program, line: string): Promise<number> {
  const text = await (await fetch(`${program.url}/metrics`)).text();
  return Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

async function opened(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  return socket;
}

const sending = (length: number): string =>
  `POST /api/sources/${SOURCE}/arrivals HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Length: ${length}\r\n\r\n`;
