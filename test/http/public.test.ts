// The public site as a server: caching and when it must not, conditional requests, codings, addresses that name nothing.

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { codingFor } from '../../src/http/page-answer.ts';
import { pageCache, sharedFlights } from '../../src/http/page-cache.ts';
import { publicAddress, publicRoute } from '../../src/http/public-path.ts';
import { seq } from '../../src/model/ids.ts';
import { BRIDGE_POST, NOW, POSTS, TABLE_POST } from '../publish/invented.ts';
import { inventedReader, type RunningSite, startSite } from '../publish/public-site.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const running: RunningSite[] = [];
afterEach(async () => {
  for (const site of running.splice(0)) await site.close();
});

async function start(...parameters: Parameters<typeof startSite>): Promise<RunningSite> {
  const site = await startSite(...parameters);
  running.push(site);
  return site;
}

/** Node's own client: the bytes as they came, nothing decoded. */
function ask(
  site: RunningSite,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(site.origin);
    const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject).end();
  });
}

const page = BRIDGE_POST.path;

describe('conditional requests', () => {
  test.each([
    '/',
    '/world',
    page,
    `${page}/versions`,
    `${page}/versions?from=1&to=2`,
    '/search?q=harbour',
    '/about',
    '/rss.xml',
    '/atom.xml',
    '/feed.json',
    '/sitemap.xml',
    '/sitemap-1.xml',
    '/sitemap-news.xml',
    '/robots.txt',
    '/trust.txt',
  ])('%s answers 304 to its own tag', async (path) => {
    const site = await start(inventedReader());
    const first = await ask(site, path);
    expect(first.status).toBe(200);
    const again = await ask(site, path, { 'if-none-match': String(first.headers.etag) });
    expect(again.status).toBe(304);
    expect(again.body.length).toBe(0);
    expect(again.headers.etag).toBe(first.headers.etag);
  });

  test('a weakened tag, a list and * are understood; another tag is not', async () => {
    const site = await start(inventedReader());
    const { etag } = (await ask(site, page)).headers;
    for (const tag of [`W/${etag}`, `"x", ${etag}`, '*']) {
      expect((await ask(site, page, { 'if-none-match': tag })).status).toBe(304);
    }
    expect((await ask(site, page, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('a tag goes before a date', async () => {
    const site = await start(inventedReader(), { now: () => NOW });
    const headers = { 'if-none-match': '"other"', 'if-modified-since': new Date(NOW + 9000).toUTCString() };
    expect((await ask(site, page, headers)).status).toBe(200);
  });

  test('a date is answered once the second of the change is over', async () => {
    let now = NOW + 300;
    const site = await start(inventedReader(), { now: () => now });
    expect((await ask(site, '/rss.xml')).headers['last-modified']).toBeUndefined();
    now += 1000;
    const later = await ask(site, '/rss.xml');
    const date = String(later.headers['last-modified']);
    expect(Date.parse(date)).toBe(NOW + 1000);
    expect((await ask(site, '/rss.xml', { 'if-modified-since': date })).status).toBe(304);
    expect((await ask(site, '/rss.xml', { 'if-modified-since': new Date(NOW).toUTCString() })).status).toBe(
      200,
    );
  });
});

describe('codings', () => {
  test('are chosen by what the client takes, each with its own tag', async () => {
    const site = await start(inventedReader());
    const plain = await ask(site, page);
    const gzip = await ask(site, page, { 'accept-encoding': 'gzip' });
    const brotli = await ask(site, page, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(new Set([plain, gzip, brotli].map(({ headers }) => headers.etag)).size).toBe(3);
    for (const { headers } of [plain, gzip, brotli]) expect(headers.vary).toBe('Accept-Encoding');
    expect(Number(brotli.headers['content-length'])).toBe(brotli.body.length);
  });

  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['identity', 'identity'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br;q=0.0,gzip;q=0', 'identity'],
    ['GZIP, BR', 'br'],
    ['brotli', 'identity'],
  ])('%s gives %s', (accepted, expected) => {
    expect(codingFor(accepted)).toBe(expected);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const site = await start(inventedReader());
    const get = await ask(site, page, { 'accept-encoding': 'br' });
    for (const repeat of [1, 2]) {
      const head = await ask(site, page, { 'accept-encoding': 'br' }, 'HEAD');
      expect(head.body.length, `request ${repeat}`).toBe(0);
      const { date: _, ...headers } = head.headers;
      const { date: __, ...expected } = get.headers;
      expect(headers).toEqual(expected);
    }
  });
});

describe('the cache', () => {
  test('answers a page that is still good before routing', async () => {
    const reader = inventedReader();
    const site = await start(reader);
    await ask(site, page);
    const reads = reader.reads.byPath;
    await ask(site, page);
    await ask(site, page, {}, 'HEAD');
    expect(site.cachedAnswers()).toBe(2);
    expect(reader.reads.byPath).toBe(reads);
  });

  test('gives up a withdrawn story with the next request', async () => {
    const reader = inventedReader();
    const site = await start(reader);
    for (const path of [page, '/', '/rss.xml', '/sitemap-1.xml', `${page}/versions`]) await ask(site, path);
    reader.publish(POSTS.filter((post) => post !== BRIDGE_POST));
    expect((await ask(site, page)).status).toBe(410);
    expect((await ask(site, `${page}/versions`)).status).toBe(410);
    for (const path of ['/', '/rss.xml', '/sitemap-1.xml']) {
      expect((await ask(site, path)).body.toString()).not.toContain(BRIDGE_POST.path);
    }
  });

  test('keeps an article through the publication of others, with its tag', async () => {
    const reader = inventedReader();
    const site = await start(reader);
    const before = await ask(site, page);
    reader.publish(POSTS.filter((post) => post === BRIDGE_POST));
    const reads = reader.reads.byPath;
    const after = await ask(site, page, { 'if-none-match': String(before.headers.etag) });
    expect(after.status).toBe(304);
    expect(reader.reads.byPath).toBe(reads + 1);
    await ask(site, page);
    expect(reader.reads.byPath).toBe(reads + 1);
  });

  test('makes an article again for a new version and for an editor’s reading', async () => {
    const reader = inventedReader();
    const site = await start(reader);
    const first = (await ask(site, page)).headers.etag;
    const read = { ...BRIDGE_POST, label: { read: true, at: '2026-11-22T11:59:00.000Z' } } as const;
    reader.publish([read]);
    const second = await ask(site, page);
    expect(second.headers.etag).not.toBe(first);
    expect(second.body.toString()).toContain('was read by an editor on');
    reader.publish([{ ...BRIDGE_POST, version: seq(5000), parsed: TABLE_POST.parsed }]);
    expect((await ask(site, page)).body.toString()).toContain('left its key rate');
  });

  test('keeps the tag and date of a list that a publication did not change', async () => {
    const reader = inventedReader();
    const site = await start(reader);
    const before = await ask(site, '/business');
    reader.publish([...POSTS]);
    expect((await ask(site, '/business')).headers.etag).toBe(before.headers.etag);
  });

  test('makes a missing page once for all who wait', async () => {
    const reader = inventedReader();
    const site = await start(reader);
    await Promise.all(Array.from({ length: 20 }, () => ask(site, '/world')));
    expect(reader.reads.page).toBe(1);
  });

  test('does not grow by addresses that name nothing, nor by parameters', async () => {
    const site = await start(inventedReader());
    await ask(site, '/');
    const { pages } = site.site.cacheState();
    for (let n = 0; n < 20; n += 1) {
      for (const path of [
        `/nothing-${n}`,
        `/world/never-${n}`,
        `/world/never-${n}/versions`,
        `/sitemap-${n + 2}.xml`,
        `/assets/${n}.css`,
        `/?utm_source=${n}`,
        `/?before=${n}`,
        `/search?q=${n}`,
        `/?hl=x${n}`,
        `/none-${n}/rss.xml`,
        `/%ff${n}`,
      ]) {
        await ask(site, path);
      }
    }
    expect(site.site.cacheState().pages).toBe(pages);
  });

  test('ignores parameters that the page does not know', async () => {
    const site = await start(inventedReader());
    const plain = await ask(site, page);
    expect((await ask(site, `${page}?utm_source=x&before=3`)).headers.etag).toBe(plain.headers.etag);
    expect((await ask(site, `${page}?hl=en`)).headers.etag).toBe(plain.headers.etag);
    expect((await ask(site, `${page}?hl=ur`)).headers.etag).not.toBe(plain.headers.etag);
  });

  test('stays within its bytes and gives up the least recently used first', () => {
    const cache = pageCache(60_000);
    const entry = (size: number) => ({
      page: { rendered: { body: Buffer.alloc(size) } },
      stamp: null,
      generation: 1,
      until: Infinity,
    });
    type Entry = Parameters<typeof cache.set>[1];
    const set = (key: string, size: number) => cache.set(key, entry(size) as unknown as Entry);
    set('a', 5000);
    set('b', 5000);
    set('c', 5000);
    cache.get('a');
    set('d', 5000);
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
    set('huge', 30_000);
    expect(cache.get('huge')).toBeUndefined();
    expect(cache.bytes).toBeLessThanOrEqual(60_000);
    for (const key of ['a', 'c', 'd']) cache.delete(key);
    expect(cache.bytes).toBe(0);
  });

  test('a flight that fails is not kept', async () => {
    const share = sharedFlights<number>();
    await expect(share('k', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(share('k', () => Promise.resolve(1))).resolves.toBe(1);
  });
});

describe('addresses', () => {
  test.each([
    ['/', { to: 'front' }],
    ['/world', { to: 'section', slug: 'world' }],
    ['/world/a-1', { to: 'post', path: '/world/a-1' }],
    ['/world/a-1/versions', { to: 'versions', path: '/world/a-1' }],
    ['/world/rss.xml', { to: 'feed', format: 'rss', section: 'world' }],
    ['/feed.json', { to: 'feed', format: 'json', section: null }],
    ['/sitemap-12.xml', { to: 'sitemap', page: 12 }],
    ['/world/', { to: 'redirect', path: '/world' }],
    ['//host.example/', { to: 'nothing' }],
    ['/world//a/', { to: 'nothing' }],
    ['/World', { to: 'nothing' }],
    ['/world/a/b', { to: 'nothing' }],
    ['/world/a/b/c', { to: 'nothing' }],
  ])('%s', (path, route) => {
    expect(publicRoute(path)).toEqual(route);
  });

  test('one path for every way to encode it; none for what cannot be one', () => {
    expect(publicAddress('/world/%61-1')?.path).toBe('/world/a-1');
    expect(publicAddress('/world/%e0%a4%a8')?.path).toBe('/world/%E0%A4%A8');
    expect(publicAddress('/world/%ff')).toBeNull();
    expect(publicAddress('http://host.example/')).toBeNull();
    expect(publicAddress(`/${'a'.repeat(5000)}`)).toBeNull();
  });

  test('a trailing slash leads to the page, in the reader’s language', async () => {
    const site = await start(inventedReader());
    const answer = await ask(site, '/world/?hl=ur&x=1');
    expect(answer.status).toBe(301);
    expect(answer.headers.location).toBe('/world?hl=ur');
  });

  test('what is not there is a 404 page with the policy of all pages', async () => {
    const site = await start(inventedReader());
    for (const path of [
      '/nope',
      '/world/nope',
      '/world/nope/versions',
      '/nope/rss.xml',
      '/assets/nope.css',
    ]) {
      const answer = await ask(site, path);
      expect(answer.status, path).toBe(404);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['x-robots-tag']).toBe('noindex, follow');
    }
  });

  test('style and script are kept for good, under the address that pages give', async () => {
    const site = await start(inventedReader());
    const html = (await ask(site, '/')).body.toString();
    for (const path of html.match(/\/assets\/[\w.]+/g) ?? []) {
      const answer = await ask(site, path, { 'accept-encoding': 'br' });
      expect(answer.status).toBe(200);
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });
});

describe('when the reader fails', () => {
  test('the page says so without details, and nothing is cached', async () => {
    const reader = inventedReader();
    let broken = true;
    const site = await start({
      ...reader,
      page: (query) => (broken ? Promise.reject(new Error('secret detail')) : reader.page(query)),
    });
    const answer = await ask(site, '/');
    expect(answer.status).toBe(500);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body.toString()).toContain('Something went wrong');
    expect(answer.body.toString()).not.toContain('secret detail');
    broken = false;
    expect((await ask(site, '/')).status).toBe(200);
  });
});
