import { createServer as createHttpsServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StetError } from '../../src/model/errors.ts';
import { seq } from '../../src/model/ids.ts';
import type { PollTransport, Source } from '../../src/model/source.ts';
import type { SourceState } from '../../src/model/source-state.ts';
import { type AddressRule, addressRule, type Resolve } from '../../src/sources/address-guard.ts';
import { systemTimers, type Timers } from '../../src/sources/clock.ts';
import type { SourceLimits } from '../../src/sources/limits.ts';
import { openNetwork } from '../../src/sources/poll/network.ts';
import { Poller } from '../../src/sources/poll/poller.ts';
import { type KeyPair, selfSigned } from './certificates.ts';
import {
  feed,
  httpServer,
  listen,
  pollSource,
  quickLimits,
  tcpServer,
  testClock,
  testLog,
  testStates,
  testStore,
  until,
} from './support.ts';

type PollSource = Source & { readonly transport: PollTransport };

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

let store = testStore();
let states = testStates();
let clock = testClock();
let log = testLog();
beforeEach(() => {
  store = testStore();
  states = testStates();
  clock = testClock();
  log = testLog();
});

interface Options {
  readonly limits?: Partial<SourceLimits>;
  readonly timers?: Timers;
  readonly resolve?: Resolve;
  readonly ruleFor?: (allowPrivate: boolean) => AddressRule;
}

/** A poller that has not been started: only `pollNow` polls, and what is scheduled after it is far away. */
function poller(sources: readonly PollSource[], options: Options = {}): Poller {
  const limits = { ...quickLimits, ...options.limits };
  const network = openNetwork(limits, options.resolve, options.ruleFor);
  const result = new Poller(sources, {
    receive: (delivery) => store.receive(delivery),
    states,
    clock,
    log,
    limits,
    network,
    timers: options.timers ?? systemTimers,
  });
  undo.push(async () => {
    await result.stop();
    await network.close();
  });
  return result;
}

async function server(handle: Parameters<typeof httpServer>[0]) {
  const result = await httpServer(handle);
  undo.push(result.close);
  return result;
}

async function rawServer(handle: Parameters<typeof tcpServer>[0]) {
  const result = await tcpServer(handle);
  undo.push(result.close);
  return result;
}

/** Polls a source once and gives its state. */
async function pollOnce(source: PollSource, options: Options = {}): Promise<SourceState> {
  await poller([source], options).pollNow(source.id);
  return states.get(source.id);
}

const texts = (): string[] => store.deliveries.map(({ bytes }) => Buffer.from(bytes).toString());

describe('polling a feed', () => {
  it('delivers the bytes with type and address and says so in the state', async () => {
    const { url } = await server((_request, response) => {
      response.setHeader('content-type', 'application/rss+xml; charset=utf-8');
      response.end(feed('Ferry service resumes'));
    });
    const state = await pollOnce(pollSource('meridian', `${url}/rss#top`));
    expect(store.deliveries).toEqual([
      expect.objectContaining({
        source: 'meridian',
        transport: 'poll',
        contentType: 'application/rss+xml; charset=utf-8',
        origin: `${url}/rss`,
        baseUrl: `${url}/rss`,
        guid: null,
        version: null,
      }),
    ]);
    expect(texts()).toEqual([feed('Ferry service resumes')]);
    const now = new Date(clock.time).toISOString();
    expect(state).toMatchObject({
      lastPoll: now,
      lastItem: now,
      lastError: null,
      skipped: null,
      failures: 0,
      arrivals: 1,
    });
    expect(Date.parse(state.nextPoll ?? '')).toBeGreaterThan(clock.time);
  });

  it('asks whether anything changed and notes a 304 as skipped', async () => {
    const { url, requests } = await server((request, response) => {
      const known = request.headers['if-none-match'] === '"v1"';
      response.writeHead(known ? 304 : 200, {
        etag: '"v1"',
        'last-modified': 'Sat, 14 Mar 2026 11:00:00 GMT',
      });
      response.end(known ? undefined : feed('Ferry service resumes'));
    });
    const source = pollSource('meridian', url);
    await pollOnce(source);
    const state = await pollOnce(source);
    expect(requests[1]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Sat, 14 Mar 2026 11:00:00 GMT',
    });
    expect(store.deliveries).toHaveLength(1);
    expect(state).toMatchObject({ failures: 0, arrivals: 1, skipped: { code: 'not-modified' } });
  });

  it('notes the same bytes as unchanged', async () => {
    const { url } = await server((_request, response) => response.end(feed('Ferry service resumes')));
    const source = pollSource('meridian', url);
    await pollOnce(source);
    expect(await pollOnce(source)).toMatchObject({ arrivals: 1, skipped: { code: 'unchanged' } });
  });

  it('says what could not be read for as long as the feed says it', async () => {
    let body = feed('Ferry service <resumes');
    const { url } = await server((_request, response) => response.end(body));
    const source = pollSource('meridian', url);
    store.failures = () => [{ id: seq(7), code: 'xml-not-well-formed', message: 'unclosed tag (line 3)' }];
    for (let look = 0; look < 2; look++) {
      expect(await pollOnce(source)).toMatchObject({
        failures: 0,
        lastError: { code: 'xml-not-well-formed', message: expect.stringContaining('unclosed tag (line 3)') },
      });
    }
    body = feed('Ferry service resumes');
    store.failures = () => [];
    expect(await pollOnce(source)).toMatchObject({ lastError: null });
  });

  it('forgets validators and moves when the configured URL changes', async () => {
    const { url, requests } = await server((_request, response) => {
      response.writeHead(200, { etag: '"v1"' });
      response.end(feed('Ferry service resumes'));
    });
    await pollOnce(pollSource('meridian', `${url}/old`));
    await pollOnce(pollSource('meridian', `${url}/new`));
    expect(requests.map((request) => [request.url, request.headers['if-none-match']])).toEqual([
      ['/old', undefined],
      ['/new', undefined],
    ]);
  });

  it('does not keep the ETag when the store is full, so that nothing is lost', async () => {
    const { url, requests } = await server((_request, response) => {
      response.writeHead(200, { etag: '"v1"' });
      response.end(feed('Ferry service resumes'));
    });
    const source = pollSource('meridian', url);
    store.refuse = () => {
      throw new StetError('store-full', 'The disk is full');
    };
    expect(await pollOnce(source)).toMatchObject({
      failures: 1,
      arrivals: 0,
      etag: null,
      lastError: { code: 'store-full', message: 'The disk is full' },
    });
    store.refuse = () => undefined;
    expect(await pollOnce(source)).toMatchObject({ failures: 0, arrivals: 1, etag: '"v1"', lastError: null });
    expect(requests[1]?.headers['if-none-match']).toBeUndefined();
  });

  it('survives a receiver that throws anything', async () => {
    const { url } = await server((_request, response) => response.end(feed('Ferry service resumes')));
    store.refuse = () => {
      throw new TypeError('a mistake of ours');
    };
    expect(await pollOnce(pollSource('meridian', url))).toMatchObject({
      failures: 1,
      lastError: { code: 'poll-failed' },
    });
  });

  it('sends credentials of the URL and configured headers, and tells nobody', async () => {
    const { url, port, requests } = await server((_request, response) =>
      response.end(feed('Ferry service resumes')),
    );
    const source = pollSource('meridian', `http://desk:p%C3%A4ss%3A@127.0.0.1:${port}/rss`, {
      headers: { 'X-Key': 'k-123' },
    });
    await pollOnce(source);
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('desk:päss:').toString('base64')}`,
      'x-key': 'k-123',
    });
    expect(store.deliveries[0]?.origin).toBe(`${url}/rss`);
    const told = JSON.stringify([
      log.lines,
      states.saved,
      store.deliveries.map(({ bytes, ...rest }) => [rest, bytes.length]),
    ]);
    expect(told).not.toMatch(/p%C3|päss|desk:|k-123/);
  });

  it('makes one request when two wishes for one source come at once', async () => {
    const { url, requests } = await server((_request, response) => {
      setTimeout(() => response.end(feed('Ferry service resumes')), 20);
    });
    const source = pollSource('meridian', url);
    const one = poller([source]);
    await Promise.all([one.pollNow(source.id), one.pollNow(source.id)]);
    expect(requests).toHaveLength(1);
  });

  it('makes one arrival when two pollers poll one source at once', async () => {
    const { url } = await server((_request, response) => response.end(feed('Ferry service resumes')));
    const source = pollSource('meridian', url);
    await Promise.all([poller([source]).pollNow(source.id), poller([source]).pollNow(source.id)]);
    expect(store.deliveries).toHaveLength(2);
    expect(store.arrivals).toHaveLength(1);
  });
});

describe('content coding', () => {
  const text = feed('Harbour dredging begins', 500);
  const codings: [string, Buffer][] = [
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['gzip, zstd', zstdCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ];

  it.each(codings)('undoes %s', async (coding, body) => {
    const { url, requests } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding });
      response.end(body);
    });
    await pollOnce(pollSource('meridian', url));
    expect(texts()).toEqual([text]);
    expect(requests[0]?.headers['accept-encoding']).toBe('gzip, br, zstd, deflate');
  });

  it.each(codings.slice(0, 5))('refuses %s that is cut off', async (coding, body) => {
    const { url } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding });
      response.end(body.subarray(0, body.length - 12));
    });
    expect(await pollOnce(pollSource('meridian', url))).toMatchObject({
      lastError: { code: 'body-truncated' },
    });
    expect(store.deliveries).toEqual([]);
  });

  it.each(codings.slice(0, 4))('refuses %s that is none', async (coding) => {
    const { url } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding });
      response.end(text);
    });
    const state = await pollOnce(pollSource('meridian', url));
    expect(['encoding-broken', 'body-truncated']).toContain(state.lastError?.code);
    expect(store.deliveries).toEqual([]);
  });

  it('refuses a second zstd frame rather than losing it', async () => {
    const { url } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'zstd' });
      response.end(Buffer.concat([zstdCompressSync(text), zstdCompressSync('more')]));
    });
    expect(await pollOnce(pollSource('meridian', url))).toMatchObject({
      lastError: { code: 'encoding-broken' },
    });
  });

  it('refuses an unknown coding and too many codings', async () => {
    const { url } = await server((request, response) => {
      response.writeHead(200, { 'content-encoding': request.url === '/many' ? 'gzip, gzip, gzip' : 'lzma' });
      response.end(text);
    });
    for (const path of ['/one', '/many']) {
      const state = await pollOnce(pollSource(path.slice(1), `${url}${path}`));
      expect(state.lastError?.code).toBe('encoding-unsupported');
    }
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['deflate', deflateSync],
  ] as const)('refuses a %s bomb while it streams', async (coding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024));
    const { url } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding });
      response.end(bomb);
    });
    expect(bomb.length).toBeLessThan(100_000);
    const state = await pollOnce(pollSource('meridian', url, { maxBytes: 100_000 }));
    expect(state).toMatchObject({ failures: 1, lastError: { code: 'too-large' } });
    expect(store.deliveries).toEqual([]);
  });
});

describe('limits', () => {
  it('cuts off a feed that trickles', async () => {
    let cutOff = false;
    const { url } = await server((_request, response) => {
      response.writeHead(200);
      const trickle = setInterval(() => response.write('x'), 5);
      response.on('close', () => {
        cutOff = true;
        clearInterval(trickle);
      });
    });
    const state = await pollOnce(pollSource('meridian', url, { timeout: 0.1 }));
    expect(state).toMatchObject({ failures: 1, lastError: { code: 'timeout-total' } });
    await until(() => cutOff);
    expect(store.deliveries).toEqual([]);
  });

  it('cuts off a head that trickles', async () => {
    const { url } = await rawServer((socket) => {
      const letters = setInterval(() => socket.write('X'), 5);
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.on('close', () => clearInterval(letters));
    });
    const state = await pollOnce(pollSource('meridian', url, { timeout: 0.1 }));
    expect(state).toMatchObject({ lastError: { code: 'timeout-total' } });
  });

  it('gives up on name servers and hosts that never answer', async () => {
    const resolve: Resolve = () => new Promise(() => undefined);
    const state = await pollOnce(pollSource('meridian', 'http://feeds.example/', { timeout: 0.05 }), {
      resolve,
    });
    expect(state).toMatchObject({ failures: 1, lastError: { code: 'timeout-total' } });
  });

  it('gives up on a server that falls silent', async () => {
    const { url } = await server((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('<rss>');
    });
    for (const path of ['/head', '/body']) {
      const state = await pollOnce(pollSource(path.slice(1), `${url}${path}`), { limits: { idle: 30 } });
      expect(state.lastError?.code).toBe('timeout-idle');
    }
  });

  it('refuses a body that says it is too large, and one that is', async () => {
    let sent = 0;
    const { url } = await server((request, response) => {
      if (request.url === '/declared') response.setHeader('content-length', 5_000_000);
      const pump = (): void => {
        while (!response.destroyed && sent < 5_000_000) {
          sent += 10_000;
          if (!response.write(Buffer.alloc(10_000, 'x'))) return;
        }
      };
      response.on('drain', pump);
      pump();
    });
    for (const path of ['/declared', '/undeclared']) {
      const state = await pollOnce(pollSource(path.slice(1), `${url}${path}`, { maxBytes: 50_000 }));
      expect(state.lastError?.code).toBe('too-large');
    }
    expect(store.deliveries).toEqual([]);
  });

  it('keeps nothing of a body shorter than its Content-Length', async () => {
    const { url } = await rawServer((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n${feed('Cut')}`.slice(0, 300));
    });
    expect(await pollOnce(pollSource('meridian', url))).toMatchObject({
      failures: 1,
      lastError: { code: 'body-truncated' },
    });
    expect(store.deliveries).toEqual([]);
  });

  it('keeps nothing of chunks that stop early', async () => {
    const { url } = await rawServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n');
    });
    expect(await pollOnce(pollSource('meridian', url))).toMatchObject({
      lastError: { code: 'body-truncated' },
    });
    expect(store.deliveries).toEqual([]);
  });

  it('takes no more of a body than its Content-Length', async () => {
    const { url } = await rawServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>and then some');
    });
    await pollOnce(pollSource('meridian', url));
    expect(texts().every((text) => text === '<rss>')).toBe(true);
  });

  it('refuses an empty body and headers without end', async () => {
    const { url } = await server((request, response) => {
      if (request.url === '/headers') response.setHeader('x-long', 'x'.repeat(40_000));
      response.end();
    });
    const codes: (string | undefined)[] = [];
    for (const path of ['/empty', '/headers']) {
      codes.push((await pollOnce(pollSource(path.slice(1), `${url}${path}`))).lastError?.code);
    }
    expect(codes).toEqual(['body-empty', 'headers-too-large']);
  });
});

describe('answers without a feed', () => {
  it.each([203, 204, 206, 304, 400, 401, 403, 404, 410, 418, 500, 502])('names status %i', async (status) => {
    const { url } = await server((_request, response) => {
      response.writeHead(status);
      response.end();
    });
    const state = await pollOnce(pollSource('meridian', url));
    expect(state).toMatchObject({ failures: 1, lastError: { code: `http-${status}` } });
    expect(state.lastError?.message).toContain(String(status));
  });

  it.each([429, 503])('waits as long as Retry-After asks after %i', async (status) => {
    const { url } = await server((_request, response) => {
      response.writeHead(status, { 'retry-after': '7200' });
      response.end();
    });
    const state = await pollOnce(pollSource('meridian', url));
    expect(state).toMatchObject({
      failures: 1,
      lastError: { code: `http-${status}` },
      skipped: { code: 'retry-after' },
    });
    expect(Date.parse(state.nextPoll ?? '')).toBe(clock.time + 7_200_000);
  });

  it('reads a Retry-After date against the server’s own clock, and waits a day at most', async () => {
    const { url } = await server((request, response) => {
      response.writeHead(503, {
        date: 'Sun, 06 Nov 1994 08:49:37 GMT',
        'retry-after':
          request.url === '/far' ? 'Tue, 06 Nov 2035 08:49:37 GMT' : 'Sun, 06 Nov 1994 09:49:37 GMT',
      });
      response.end();
    });
    const waits: number[] = [];
    for (const path of ['/near', '/far']) {
      const state = await pollOnce(pollSource(path.slice(1), `${url}${path}`));
      waits.push(Date.parse(state.nextPoll ?? '') - clock.time);
    }
    expect(waits).toEqual([3_600_000, 86_400_000]);
  });

  it('says what is wrong with the connection', async () => {
    const gone = await tcpServer(() => undefined);
    await gone.close();
    const dropping = await rawServer((socket) => socket.destroy());
    const babbling = await rawServer((socket) => socket.end('220 ftp.example ready\r\n'));
    const resolve: Resolve = async (host) => {
      throw Object.assign(new Error(), { code: host === 'gone.example' ? 'ENOTFOUND' : 'EAI_AGAIN' });
    };
    const found = new Map<string, string | undefined>();
    for (const [id, url] of [
      ['refused', gone.url],
      ['dropped', dropping.url],
      ['babble', babbling.url],
      ['no-name', 'http://gone.example/'],
      ['no-dns', 'http://later.example/'],
      ['scheme', 'ftp://127.0.0.1/'],
      ['broken', 'http://'],
    ] as const) {
      const state = await pollOnce(pollSource(id, url), { resolve });
      found.set(id, state.lastError?.code);
      expect(state.lastError?.message).toMatch(/^\S.{15,}/);
    }
    expect(Object.fromEntries(found)).toEqual({
      refused: 'connection-refused',
      dropped: 'connection-lost',
      babble: 'http-malformed',
      'no-name': 'dns-not-found',
      'no-dns': 'dns-unavailable',
      scheme: 'scheme-refused',
      broken: 'request-invalid',
    });
  });

  it('backs off further with each failure, up to the ceiling, and recovers at once', async () => {
    let well = false;
    const { url } = await server((_request, response) => {
      response.writeHead(well ? 200 : 500);
      response.end(feed('Ferry service resumes'));
    });
    const source = pollSource('meridian', url);
    const limits = { jitter: 0, pollRetry: 60_000, pollRetryCeiling: 400_000 };
    const waits: number[] = [];
    for (let n = 0; n < 5; n++) {
      waits.push(Date.parse((await pollOnce(source, { limits })).nextPoll ?? '') - clock.time);
    }
    well = true;
    const state = await pollOnce(source, { limits });
    waits.push(Date.parse(state.nextPoll ?? '') - clock.time);
    expect(waits).toEqual([60_000, 120_000, 240_000, 400_000, 400_000, 300_000]);
    expect(state).toMatchObject({ failures: 0, lastError: null });
  });
});

describe('redirects', () => {
  it('follows them and resolves against where they end', async () => {
    const { url } = await server((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: 'feeds/b' }).end();
      else response.end(feed('Ferry service resumes'));
    });
    const state = await pollOnce(pollSource('meridian', `${url}/a`));
    expect(store.deliveries[0]?.baseUrl).toBe(`${url}/feeds/b`);
    expect(state.movedTo).toBeNull();
  });

  it.each([301, 308])('remembers %i and asks there next time', async (status) => {
    const { url, requests } = await server((request, response) => {
      if (request.url === '/old') response.writeHead(status, { location: '/new' }).end();
      else response.end(feed('Ferry service resumes'));
    });
    const source = pollSource('meridian', `${url}/old`);
    expect((await pollOnce(source)).movedTo).toBe(`${url}/new`);
    await pollOnce(source);
    expect(requests.map((request) => request.url)).toEqual(['/old', '/new', '/new']);
  });

  it('remembers only the permanent part of a chain', async () => {
    const { url } = await server((request, response) => {
      const next: Record<string, [number, string]> = {
        '/a': [301, '/b'],
        '/b': [307, '/c'],
        '/c': [301, '/d'],
      };
      const step = next[request.url ?? ''];
      if (step !== undefined) response.writeHead(step[0], { location: step[1] }).end();
      else response.end(feed('Ferry service resumes'));
    });
    expect((await pollOnce(pollSource('meridian', `${url}/a`))).movedTo).toBe(`${url}/b`);
  });

  it('goes back to the configured URL when the new place fails', async () => {
    let moved = true;
    const { url, requests } = await server((request, response) => {
      if (request.url === '/old' && moved) response.writeHead(301, { location: '/new' }).end();
      else if (request.url === '/old' || moved) response.end(feed('Ferry service resumes'));
      else response.writeHead(404).end();
    });
    const source = pollSource('meridian', `${url}/old`);
    await pollOnce(source);
    moved = false;
    expect(await pollOnce(source)).toMatchObject({ movedTo: null, lastError: { code: 'http-404' } });
    expect(await pollOnce(source)).toMatchObject({ movedTo: null, lastError: null });
    expect(requests.map((request) => request.url)).toEqual(['/old', '/new', '/new', '/old']);
  });

  it('asks a new place for everything, whatever was known of the old one', async () => {
    let moved = false;
    const { url, requests } = await server((request, response) => {
      if (request.url === '/old' && moved) response.writeHead(301, { location: '/new' }).end();
      else response.writeHead(200, { etag: '"1"' }).end(feed(`From ${request.url}`));
    });
    const source = pollSource('meridian', `${url}/old`);
    await pollOnce(source);
    moved = true;
    await pollOnce(source);
    expect(requests.map((request) => request.headers['if-none-match'])).toEqual([
      undefined,
      '"1"',
      undefined,
    ]);
  });

  it('notices circles and endless chains', async () => {
    const { url } = await server((request, response) => {
      const path = request.url ?? '';
      const location = path.startsWith('/circle') ? '/circle' : `/on${Number(path.slice(3)) + 1}`;
      response.writeHead(302, { location }).end();
    });
    expect((await pollOnce(pollSource('circle', `${url}/circle`))).lastError?.code).toBe('redirect-loop');
    expect((await pollOnce(pollSource('endless', `${url}/on1`))).lastError?.code).toBe('redirect-limit');
  });

  it('follows five, not six', async () => {
    const { url } = await server((request, response) => {
      const left = Number((request.url ?? '').slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end(feed('Ferry service resumes'));
    });
    expect((await pollOnce(pollSource('five', `${url}/5`))).lastError).toBeNull();
    expect((await pollOnce(pollSource('six', `${url}/6`))).lastError?.code).toBe('redirect-limit');
  });

  it('refuses one without a target, to another scheme, and to a metadata service', async () => {
    const targets = new Map([
      ['/none', undefined],
      ['/file', 'file:///etc/passwd'],
      ['/meta', 'http://169.254.169.254/latest/meta-data/'],
    ]);
    const { url } = await server((request, response) => {
      const location = targets.get(request.url ?? '');
      response.writeHead(301, location === undefined ? {} : { location }).end();
    });
    const codes: (string | undefined)[] = [];
    for (const path of targets.keys()) {
      const state = await pollOnce(pollSource(path.slice(1), `${url}${path}`));
      codes.push(state.lastError?.code);
      expect(state.movedTo).toBeNull();
    }
    expect(codes).toEqual(['redirect-without-target', 'scheme-refused', 'address-refused']);
  });

  it('refuses one from a public server to a private address', async () => {
    const { port, requests } = await server((request, response) => {
      const location =
        request.url === '/literal' ? 'http://10.1.2.3/' : `http://inside.example:${port}/secret`;
      response.writeHead(301, { location }).end();
    });
    // The test's server plays a public host: the rule lets its address pass under the guise of one.
    const ruleFor = (allowPrivate: boolean): AddressRule => {
      const rule = addressRule(allowPrivate);
      return (address) => (address === '127.0.0.1' ? null : rule(address));
    };
    const resolve: Resolve = async (host) => [
      { address: host === 'inside.example' ? '192.168.7.7' : '127.0.0.1', family: 4 },
    ];
    for (const path of ['/literal', '/name']) {
      const source = pollSource(path.slice(1), `http://outside.example:${port}${path}`, {
        allowPrivate: false,
      });
      const state = await pollOnce(source, { resolve, ruleFor });
      expect(state).toMatchObject({ movedTo: null, lastError: { code: 'address-refused' } });
    }
    expect(requests.map((request) => request.url)).toEqual(['/literal', '/name']);
  });

  it('keeps passwords and keys from other servers', async () => {
    const other = await server((_request, response) => response.end(feed('Ferry service resumes')));
    const { port } = await server((_request, response) => {
      response.writeHead(302, { location: `http://evil:pw@127.0.0.1:${other.port}/` }).end();
    });
    const source = pollSource('meridian', `http://desk:secret@127.0.0.1:${port}/`, {
      headers: { 'x-key': 'k-123' },
    });
    await pollOnce(source);
    expect(other.requests).toHaveLength(1);
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(other.requests[0]?.headers).not.toHaveProperty('x-key');
  });
});

describe('over TLS', () => {
  const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

  async function tlsServer(pair: KeyPair, location?: string): Promise<number> {
    const tls = createHttpsServer(pair, (_request, response) => {
      if (location === undefined) response.end(feed('Ferry service resumes'));
      else response.writeHead(301, { location }).end();
    });
    const port = await listen(tls);
    undo.push(() => {
      tls.closeAllConnections();
      tls.close();
    });
    return port;
  }

  const trusted = selfSigned('feeds.example', '20200101000000Z', '20991231000000Z');
  const untrusted = selfSigned('feeds.example', '20200101000000Z', '20991231000000Z');
  const expired = selfSigned('feeds.example', '20200101000000Z', '20200102000000Z');
  const early = selfSigned('feeds.example', '20980101000000Z', '20991231000000Z');
  const before = getCACertificates('default');
  const trust = (): void => {
    setDefaultCACertificates([...before, trusted.cert, expired.cert, early.cert]);
    undo.push(() => setDefaultCACertificates(before));
  };

  it('takes a feed from a trusted server', async () => {
    trust();
    const port = await tlsServer(trusted);
    const state = await pollOnce(pollSource('meridian', `https://feeds.example:${port}/`), { resolve });
    expect(state.lastError).toBeNull();
    expect(store.deliveries).toHaveLength(1);
  });

  it('says what is wrong with a certificate', async () => {
    trust();
    const [good, bad] = [await tlsServer(trusted), await tlsServer(untrusted)];
    const plain = await server((_request, response) => response.end());
    const wrong = new Map([
      ['tls-wrong-name', `https://other.example:${good}/`],
      ['tls-untrusted', `https://feeds.example:${bad}/`],
      ['tls-failed', `https://feeds.example:${plain.port}/`],
    ]);
    wrong.set('tls-expired', `https://feeds.example:${await tlsServer(expired)}/`);
    wrong.set('tls-not-yet-valid', `https://feeds.example:${await tlsServer(early)}/`);
    for (const [code, url] of wrong) {
      const state = await pollOnce(pollSource(code, url), { resolve });
      expect(state.lastError?.code).toBe(code);
    }
    expect(store.deliveries).toEqual([]);
  });

  it('never goes on unencrypted', async () => {
    trust();
    const plain = await server((_request, response) => response.end(feed('Ferry service resumes')));
    const port = await tlsServer(trusted, `http://feeds.example:${plain.port}/`);
    const state = await pollOnce(pollSource('meridian', `https://feeds.example:${port}/`), { resolve });
    expect(state).toMatchObject({ movedTo: null, lastError: { code: 'redirect-downgrade' } });
    expect(plain.requests).toEqual([]);
  });
});

describe('politeness', () => {
  it('asks one host one thing at a time, and other hosts meanwhile', async () => {
    let busy = 0;
    let busiest = 0;
    const polite = await server((_request, response) => {
      busiest = Math.max(busiest, ++busy);
      setTimeout(() => {
        busy--;
        response.end(feed('Ferry service resumes'));
      }, 10);
    });
    const hanging = await server(() => undefined);
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const sources = ['a', 'b', 'c', 'd'].map((id) =>
      pollSource(id, `http://one.example:${polite.port}/${id}`),
    );
    const stuck = pollSource('stuck', `http://two.example:${hanging.port}/`);
    const both = poller([...sources, stuck], { resolve });
    void both.pollNow(stuck.id);
    await Promise.all(sources.map(({ id }) => both.pollNow(id)));
    expect(busiest).toBe(1);
    expect(polite.requests).toHaveLength(4);
  });

  it('leaves a pause between two requests to a host', async () => {
    const waits: number[] = [];
    const timers: Timers = {
      monotonic: () => 1_000,
      after(ms, run) {
        waits.push(ms);
        return ms === 700 ? systemTimers.after(0, run) : () => undefined;
      },
    };
    const { url } = await server((_request, response) => response.end(feed('Ferry service resumes')));
    const sources = [pollSource('a', `${url}/a`), pollSource('b', `${url}/b`)];
    const one = poller(sources, { limits: { hostGap: 700 }, timers });
    await Promise.all(sources.map(({ id }) => one.pollNow(id)));
    expect(waits.filter((ms) => ms === 700)).toHaveLength(1);
  });
});

/** Timers that fire when told to. */
function handTimers(): Timers & { advance(ms: number): void; readonly waits: () => number[] } {
  let now = 0;
  const due = new Set<{ at: number; run: () => void }>();
  return {
    monotonic: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      due.add(timer);
      return () => due.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...due].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        due.delete(timer);
        timer.run();
      }
    },
    waits: () => [...due].map(({ at }) => at - now),
  };
}

describe('the schedule', () => {
  it('polls again and again, however the wall clock jumps', async () => {
    const { url, requests } = await server((_request, response) =>
      response.end(feed('Ferry service resumes')),
    );
    const source = pollSource('meridian', url, { interval: 60 });
    const timers = handTimers();
    const running = poller([source], { timers });
    running.start();
    for (const [n, jump] of [0, -86_400_000, 172_800_000, -3_600_000, 0].entries()) {
      clock.time += jump;
      timers.advance(66_001);
      await until(() => states.saved.length === n + 1);
      await until(() => timers.waits().length === 1);
      expect(timers.waits()[0]).toBeLessThanOrEqual(66_001);
    }
    expect(requests).toHaveLength(5);
  });

  it('does not hammer after a restart, and does not wait for a date that a wrong clock left', async () => {
    const source = pollSource('meridian', 'http://127.0.0.1:9/', { interval: 60 });
    const nextAfterStart = async (nextPoll: number, failures = 0): Promise<number | undefined> => {
      await states.save({
        ...states.get(source.id),
        failures,
        nextPoll: new Date(clock.time + nextPoll).toISOString(),
      });
      const timers = handTimers();
      const running = poller([source], { timers });
      running.start();
      const [wait] = timers.waits();
      await running.stop();
      return wait;
    };
    expect(await nextAfterStart(45_000)).toBe(45_000);
    expect(await nextAfterStart(-86_400_000)).toBe(0);
    expect(await nextAfterStart(86_400_000)).toBeCloseTo(66_000);
    expect(await nextAfterStart(200_000, 3)).toBe(200_000);
  });

  it('spreads the first polls', () => {
    const timers = handTimers();
    const sources = Array.from({ length: 20 }, (_, n) => pollSource(`s${n}`, 'http://127.0.0.1:9/'));
    poller(sources, { timers, limits: { startSpread: 200 } }).start();
    const waits = timers.waits();
    expect(new Set(waits).size).toBe(20);
    expect(Math.max(...waits)).toBeLessThan(4_000);
  });

  it('goes on with the others when one source throws, even in its state', async () => {
    const { url, requests } = await server((_request, response) =>
      response.end(feed('Ferry service resumes')),
    );
    const sources = [pollSource('sick', `${url}/sick`), pollSource('well', `${url}/well`)];
    const save = states.save.bind(states);
    states.save = async (state) => {
      if (state.source === 'sick') throw new Error('no space left');
      await save(state);
    };
    const timers = handTimers();
    const running = poller(sources, { timers });
    running.start();
    for (let n = 1; n <= 2; n++) {
      timers.advance(400_000);
      await until(() => requests.length === 2 * n && timers.waits().length === 2);
    }
    expect(states.get(sources[1]?.id ?? pollSource('none', url).id).lastPoll).not.toBeNull();
    expect(log.lines.join('\n')).toContain('could not be saved');
  });

  it('aborts what is under way when it stops, waits for deliveries, and polls no more', async () => {
    const hanging = await server((_request, response) => {
      response.writeHead(200).write('<rss>');
    });
    const answering = await server((_request, response) => response.end(feed('Ferry service resumes')));
    const slow = Promise.withResolvers<void>();
    store.refuse = () => slow.promise;
    const sources = [pollSource('hanging', hanging.url), pollSource('answering', answering.url)];
    const running = poller(sources);
    const polls = sources.map(({ id }) => running.pollNow(id));
    await until(() => hanging.requests.length === 1 && store.deliveries.length === 1);
    let stopped = false;
    const stopping = running.stop().then(() => {
      stopped = true;
    });
    await polls[0];
    expect(stopped).toBe(false);
    slow.resolve();
    await Promise.all([stopping, ...polls]);
    expect(states.saved.map(({ source }) => source)).toEqual(['answering']);
    await expect(running.pollNow(pollSource('hanging', hanging.url).id)).rejects.toMatchObject({
      code: 'stopped',
    });
  });
});
