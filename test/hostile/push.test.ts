// Bad input by push: what the sender is answered, what is kept, and that nobody else notices.

import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { push, startTestApp, TOKEN, testSource } from '../support/app.ts';
import { temporaryFolder } from '../support/stores.ts';
import { badBodies } from './bad-feeds.ts';
import { type Desk, healthyNeighbour, item, type Neighbour, openDesk, rss } from './support.ts';

const folder = temporaryFolder();
const LIMIT = 8 * 1024 * 1024;
let app: RunningApp;
let desk: Desk;
let neighbour: Neighbour;

beforeAll(async () => {
  neighbour = await healthyNeighbour();
  app = await startTestApp({ folder, sources: [testSource(), neighbour.source] });
  desk = await openDesk(app);
});
afterAll(async () => {
  await app.close();
  await neighbour.server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A connection on which the test writes HTTP by hand. */
async function open(): Promise<{ socket: Socket; answer: Promise<string> }> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
  await new Promise<void>((done) => socket.once('connect', () => done()));
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  return { socket, answer: new Promise((done) => socket.once('close', () => done(answer))) };
}
const head = (length: number, more = ''): string =>
  `POST /api/sources/harbour/arrivals HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${TOKEN}\r\n${more}Content-Length: ${length}\r\n\r\n`;

describe('what cannot be read', () => {
  const unread = badBodies.filter(({ published, held, quarantine, source }) => {
    const nothing = published.length === 0 && held === undefined && source === undefined;
    return nothing && quarantine.length === 1 && quarantine[0]?.code !== 'format-unknown';
  });

  test.each(unread)(
    'when $when, it is answered 202 with its code and place in the quarantine',
    async (bad) => {
      const answer = await push(app, bad.kept ?? '', { 'content-type': 'application/octet-stream' });
      expect(answer.status).toBe(202);
      const receipt = await answer.json();
      const code = bad.quarantine[0]?.code;
      expect(receipt).toMatchObject({ new: true, items: [], failureCount: 1, failures: [{ code }] });
      const rows = await desk.quarantine('harbour');
      expect(rows.find(({ id }) => id === receipt.quarantine)).toMatchObject({
        arrival: receipt.arrival,
        failure: { code },
      });
      expect(await desk.bytes(receipt.arrival)).toEqual(bad.kept);
      expect((await desk.source('harbour')).lastError?.code).toBe(code);
    },
  );

  test('when thousands of items cannot be read, the answer lists the first and counts all', async () => {
    const body = `{"version":"https://jsonfeed.org/version/1.1","items":[${Array.from({ length: 4_000 }, (_, n) => n).join()}]}`;
    const receipt = await (await push(app, body)).json();
    expect(receipt.failures).toHaveLength(100);
    expect(receipt.failureCount).toBe(4_000);
  });

  test('when one guid stands for more items than an item may have versions, the rest is told of once', async () => {
    const items = Array.from({ length: 1_300 }, (_, n) => item('same', `Lamp ${n}`));
    const receipt = await (await push(app, rss(items.join('')))).json();
    expect(receipt).toMatchObject({ itemCount: 1_000, failures: [{ code: 'too-many-versions' }] });
    const [only, ...others] = await desk.items('text=lamp&limit=200');
    expect(others).toEqual([]);
    expect(only?.versions).toBe(1_000);
    expect((await fetch(`${app.url}${only?.path}/versions`)).status).toBe(200);
  });
});

describe('what is not taken', () => {
  test.each([
    ['nothing', '', {}, 400, 'body-empty'],
    ['more than the source takes', 'x'.repeat(LIMIT + 1), {}, 413, 'too-large'],
    ['a wrong token', 'x', { authorization: 'Bearer wrong' }, 401, 'token-wrong'],
    ['an identity that is not percent-encoded UTF-8', 'x', { 'stet-guid': '%ff' }, 400, 'identity-encoding'],
  ])(
    'when %s is sent, it is answered with a code and nothing is kept',
    async (_what, body, headers, status, code) => {
      const before = (await desk.source('harbour')).arrivals;
      const answer = await push(app, body, headers);
      expect([answer.status, (await answer.json()).error.code]).toEqual([status, code]);
      expect((await desk.source('harbour')).arrivals).toBe(before);
    },
  );

  test('when more is announced than the source takes, it is refused before it is sent', async () => {
    const { socket, answer } = await open();
    socket.write(head(100 * 1024 * 1024));
    expect(await answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*too-large/);
    socket.destroy();
  });

  test('when more is sent than the source takes, without a length, it is refused on the way', async () => {
    const { socket, answer } = await open();
    socket.write(head(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked'));
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    for (let n = 0; n < 20 && !socket.destroyed; n++) socket.write(chunk);
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test.each([
    ['a length that is no number', 'Content-Length: many\r\n'],
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 5\r\n'],
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'],
    ['a header of 64 KB', `X-Long: ${'x'.repeat(65_536)}\r\n`],
  ])('when the header has %s, it is refused', async (_what, lines) => {
    const { socket, answer } = await open();
    socket.write(head(3).replace('Content-Length: 3\r\n', lines));
    socket.write('abc');
    expect(await answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    socket.destroy();
  });
});

test('when the sender goes away in the middle, nothing is kept', async () => {
  const before = (await desk.source('harbour')).arrivals;
  const story = rss(item('half', 'Half sent'));
  const { socket, answer } = await open();
  socket.write(head(story.length) + story.slice(0, 80));
  await new Promise((done) => setTimeout(done, 50));
  socket.destroy();
  await answer;
  expect((await desk.source('harbour')).arrivals).toBe(before);
  expect(await desk.items('text=half')).toEqual([]);
});

test('while 50 senders and 50 readers go byte by byte, others are served as ever', async () => {
  const story = rss(item('slow', 'Slow boat'));
  const slow = await Promise.all(Array.from({ length: 100 }, open));
  for (const [n, { socket }] of slow.entries()) {
    if (n % 2 === 0) socket.write(head(story.length) + story.slice(0, 10));
    else {
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      socket.pause();
    }
  }
  const drip = setInterval(() => {
    for (const [n, { socket }] of slow.entries()) {
      if (n % 2 === 0) socket.write('x');
      else socket.read(1);
    }
  }, 100);
  try {
    await neighbour.isUnharmed(app, desk);
    const answer = await push(app, rss(item('quick', 'Quick boat')));
    expect(answer.status).toBe(201);
    await neighbour.isUnharmed(app, desk);
  } finally {
    clearInterval(drip);
    for (const { socket } of slow) socket.destroy();
  }
});

test('after all this the neighbour is polled as before', () => neighbour.isUnharmed(app, desk));
