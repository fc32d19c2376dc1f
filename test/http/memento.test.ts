// Versions of a post at addresses of their own, and their TimeMap, as served.

import { afterEach, expect, test } from 'vitest';
import { pathOf, publicRoute } from '../../src/http/public-path.ts';
import type { PostVersion } from '../../src/model/post.ts';
import { textOfHtml } from '../../src/text/html.ts';
import { BRIDGE_POST, BRIDGE_VERSIONS, HINDI_POST, POSTS } from '../publish/invented.ts';
import { memoryReader } from '../publish/memory-reader.ts';
import { inventedReader, type RunningSite, startSite } from '../publish/public-site.ts';

const running: RunningSite[] = [];
afterEach(async () => {
  for (const site of running.splice(0)) await site.close();
});

async function start(
  ...parameters: Parameters<typeof startSite>
): Promise<(path: string) => Promise<Response>> {
  const site = await startSite(...parameters);
  running.push(site);
  return (path) => fetch(site.origin + path, { redirect: 'manual' });
}

const page = BRIDGE_POST.path;
const url = `https://ledger.example${page}`;

/** The words of a page's text, as they stand in its markup. */
const textIn = (html: string) => textOfHtml(/<div class="body"[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? '');

test.each([
  [1, 'Sun, 22 Nov 2026 11:46:00 GMT'],
  [2, 'Sun, 22 Nov 2026 11:50:00 GMT'],
  [3, 'Sun, 22 Nov 2026 11:54:00 GMT'],
])('version %d is served as it was, with its time', async (number, time) => {
  const get = await start(inventedReader());
  const answer = await get(`${page}/versions/${number}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('memento-datetime')).toBe(time);
  expect(answer.headers.get('link')).toBe(
    `<${url}>; rel="original", <${url}/timemap>; rel="timemap"; type="application/link-format"`,
  );
  expect(answer.headers.get('x-robots-tag')).toBe('noindex, follow');
  const html = await answer.text();
  expect(html).toContain(`<link rel="canonical" href="${url}"/>`);
  expect(html).toContain('<meta name="robots" content="noindex, follow"/>');
  const version = BRIDGE_VERSIONS.at(-number);
  expect(html).toContain(`>${version?.parsed.headline}</h1>`);
  expect(textIn(html)).toEqual({ ok: true, text: version?.parsed.text });
});

test('an earlier version says so under its own label; the one shown now has the label alone', async () => {
  const get = await start(inventedReader());
  const earlier = await (await get(`${page}/versions/2`)).text();
  const words = earlier.replace(/<[^>]*>/g, '');
  expect(words).toContain(
    'It was published here on 22 November 2026, 17:20 GMT+5:30; another version took its place on 22 November 2026, 17:24 GMT+5:30.',
  );
  expect(earlier).toContain('auto-published');
  const now = await (await get(`${page}/versions/3`)).text();
  expect(now).toContain('auto-published');
  expect(now).not.toContain('An earlier version');
});

test('when an older version is released once more, the newer one is the earlier one', async () => {
  const [newest, ...older] = BRIDGE_VERSIONS;
  const again = older.at(-1);
  if (newest === undefined || again === undefined) throw new Error('the bridge has versions');
  const at = '2026-11-22T11:58:00.000Z';
  const post = { ...BRIDGE_POST, version: again.version, parsed: again.parsed, updatedAt: at };
  const versions: readonly PostVersion[] = BRIDGE_VERSIONS;
  const get = await start(memoryReader([post], new Map([[post.item, versions]])));
  const first = await (await get(`${page}/versions/1`)).text();
  expect(first).toContain('auto-published');
  const third = (await (await get(`${page}/versions/3`)).text()).replace(/<[^>]*>/g, '');
  expect(third).toContain('another version took its place on 22 November 2026, 17:28 GMT+5:30.');
});

test('the TimeMap is listed by the post and lists every version, each of which is there', async () => {
  const get = await start(inventedReader());
  expect((await get(page)).headers.get('link')).toBe(
    `<${url}/timemap>; rel="timemap"; type="application/link-format"`,
  );
  const answer = await get(`${page}/timemap`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/link-format');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('x-robots-tag')).toBe('noindex');
  const map = await answer.text();
  const mementos = [...map.matchAll(/<([^>]*)>; rel="[a-z ]*memento"; datetime="([^"]*)"/g)];
  expect(mementos).toHaveLength(3);
  for (const [, address = '', time] of mementos) {
    const memento = await get(address.replace('https://ledger.example', ''));
    expect([memento.status, memento.headers.get('memento-datetime')]).toEqual([200, time]);
  }
  expect(await (await get(`${HINDI_POST.path}/timemap`)).text()).toContain('rel="first last memento"');
});

test('the history links each version', async () => {
  const get = await start(inventedReader());
  const history = await (await get(`${page}/versions?hl=ur`)).text();
  for (const number of [1, 2, 3]) expect(history).toContain(`href="${page}/versions/${number}?hl=ur"`);
});

test('of a story that was killed or withheld, the versions and the TimeMap are gone', async () => {
  const reader = inventedReader();
  const get = await start(reader);
  const paths = [1, 2, 3].map((number) => `${page}/versions/${number}`).concat(`${page}/timemap`);
  for (const path of paths) expect((await get(path)).status).toBe(200);
  reader.publish(POSTS.filter((post) => post !== BRIDGE_POST));
  for (const path of paths) {
    const answer = await get(path);
    expect(answer.status).toBe(410);
    expect(answer.headers.get('memento-datetime')).toBeNull();
    expect(await answer.text()).not.toContain('Harbour bridge');
  }
});

test('what never was is not found', async () => {
  const get = await start(inventedReader());
  const paths = ['4', '999999', '0', '01', '-1', '1.0', '1e0', 'x', '1/2'].map(
    (end) => `${page}/versions/${end}`,
  );
  for (const path of [...paths, `${page}/timemap/1`, '/world/nope/timemap', '/world/nope/versions/1']) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

test('each place has one path', () => {
  for (const path of [`${page}/versions/12`, `${page}/timemap`]) {
    expect(pathOf(publicRoute(path))).toBe(path);
  }
});
