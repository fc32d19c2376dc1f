// A takedown over HTTP, with the whole program: what every public place says before and after, and that the words are nowhere any more.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { parseRecord } from '../../src/log/record.ts';
import { push, startTestApp } from '../support/app.ts';
import { testPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';

const postgres = await testPostgres();
const stores = [
  { name: 'SQLite', databaseUrl: null },
  ...(postgres === null ? [] : [{ name: 'PostgreSQL', databaseUrl: postgres.url }]),
];
afterAll(() => postgres?.drop());

const WORDS = /quillfeather|vexworth|zanthorpe|oblique-guid/i;
const ORDER = {
  reason: 'court-order',
  reference: 'Saltmarch District Court <7/31>',
  note: 'By order of 3 March.',
};

const feed = (...items: readonly string[]): string =>
  `<rss version="2.0"><channel><title>Harbour Wire</title>${items.join('')}</channel></rss>`;
const item = (guid: string, minute: number, title: string, text: string): string =>
  `<item><guid>${guid}</guid><title>${title}</title><category>Sea</category><pubDate>Wed, 03 Mar 2021 10:0${minute}:00 GMT</pubDate><description>${text}</description></item>`;
const STORY = item('oblique-guid-9', 1, 'Quillfeather accused', 'Ambrose Vexworth of Zanthorpe denies it.');
const TIDE = item('tide-1', 2, 'Tide table', 'High water at the mole at noon.');

describe.each(stores)('on $name', ({ databaseUrl }) => {
  const folder = temporaryFolder();
  let app: RunningApp;
  let cookie = '';
  let path = '';
  let id = '';

  const get = (at: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(app.url + at, { headers });
  const textOf = async (at: string): Promise<string> => (await get(at)).text();
  const post = (at: string, body: object): Promise<Response> =>
    fetch(app.url + at, {
      method: 'POST',
      headers: { origin: app.url, cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    app = await startTestApp({ folder, databaseUrl });
    const token = new URL(app.setupUrl ?? '').searchParams.get('token') ?? '';
    const answer = await fetch(`${app.url}/desk/setup`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: app.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        token,
        name: 'Ines Calloway',
        password: 'a lantern at the quay',
        again: 'a lantern at the quay',
      }),
    });
    cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
    const receipt = await (await push(app, feed(STORY, TIDE))).json();
    await push(app, feed(STORY.replace('10:01', '10:05').replace('denies', 'admits')));
    id = receipt.items[0].id;
    path = new URL(receipt.items[0].url).pathname;
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const LISTS = [
    '/',
    '/news',
    '/rss.xml',
    '/atom.xml',
    '/feed.json',
    '/sitemap-1.xml',
    '/sitemap-news.xml',
    '/search?q=accused',
    '/log/records/000',
  ];

  test('before it, the story is public everywhere', async () => {
    expect(await textOf(path)).toMatch(WORDS);
    for (const at of LISTS) {
      const response = await get(at);
      expect([at, response.status]).toEqual([at, 200]);
      expect([at, WORDS.test(await response.text())]).toEqual([at, true]);
    }
  });

  test('an order that lacks something, or comes from nobody, is refused', async () => {
    for (const wrong of [{}, { reason: 'spite', reference: 'x' }, { reason: 'privacy', reference: '' }])
      expect((await post(`/api/items/${id}/takedown`, wrong)).status).toBe(400);
    const anonymous = await fetch(`${app.url}/api/items/${id}/takedown`, {
      method: 'POST',
      headers: { origin: app.url, 'content-type': 'application/json' },
      body: JSON.stringify(ORDER),
    });
    expect(anonymous.status).toBe(401);
    expect((await get(path)).status).toBe(200);
  });

  test('an order at the desk takes it down, and says what was erased', async () => {
    const answer = await post(`/api/items/${id}/takedown`, ORDER);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      item: { id, title: '', guid: '', decision: 'takedown', takedown: { ...ORDER, by: 'Ines Calloway' } },
      erased: { path: `/news/${id}`, versions: 2, arrivals: 2, otherItems: 1, cleaned: true },
    });
    const again = await post(`/api/items/${id}/takedown`, ORDER);
    expect(again.status).toBe(410);
    expect((await again.json()).error.code).toBe('taken-down');
  });

  test('its address, with the words and without, answers 410 with the notice', async () => {
    for (const at of [
      path,
      `${path}/versions`,
      `${path}/versions/1`,
      `${path}/timemap`,
      `/news/${id}`,
      `${path}?hl=ur`,
    ]) {
      const response = await get(at);
      const html = await response.text();
      expect([at, response.status]).toEqual([at, 410]);
      expect(html).toContain('Saltmarch District Court &lt;7/31>');
      expect(html).toContain('By order of 3 March.');
      expect(html).not.toMatch(WORDS);
      expect(response.headers.get('x-robots-tag')).toContain('noindex');
    }
    expect(await textOf(path)).toContain('Reason: By order of a court');
    expect(
      (await get(`/news/anything-${id.replace(/./g, (digit) => (digit === 'f' ? '0' : 'f'))}`)).status,
    ).toBe(404);
  });

  test('no list, feed, sitemap, search or record says a word of it', async () => {
    for (const at of [...LISTS, '/log/tile/entries/000.p/4']) {
      const text = await textOf(at);
      expect([at, text.match(WORDS)]).toEqual([at, null]);
    }
    expect(await textOf('/')).toContain('Tide table');
  });

  test('proof and chain prove the takedown, and the record that stands there says why', async () => {
    const proof = await get(`${path}.tlog-proof`);
    expect(proof.status).toBe(200);
    const record = await get(`${path}.record.json`);
    expect(record.status).toBe(410);
    expect(parseRecord(await record.text())).toMatchObject({
      guid: '',
      path: `/news/${id}`,
      reason: ORDER.reason,
      reference: ORDER.reference,
    });
    const chain = await (await get(`${path}.chain.json`)).json();
    expect(chain.leaves.map(({ leaf }: { leaf: string }) => parseLeaf(leaf).kind)).toEqual([
      'publish',
      'publish',
      'takedown',
    ]);
    for (const ending of ['.g2.xml', '.nitf.xml', '.ninjs.json', '.7901.txt']) {
      const response = await get(path + ending);
      expect([ending, response.status]).toEqual([ending, 410]);
      expect(await response.text()).not.toMatch(WORDS);
    }
  });

  test('the desk shows who took it down and why, and gives no bytes', async () => {
    const detail = await (await get(`/api/items/${id}`, { cookie })).json();
    expect(JSON.stringify(detail)).not.toMatch(WORDS);
    const bytes = await get(`/api/arrivals/${detail.versions[0].arrival}/bytes`, { cookie });
    expect(bytes.status).toBe(410);
    const release = await post(`/api/items/${id}/release`, { version: detail.current });
    expect(release.status).toBe(410);
  });

  test('sent again it is held, and after a start it is still gone', async () => {
    const receipt = await (
      await push(app, feed(STORY, item('tide-2', 3, 'Next tide', 'Low water at six.')))
    ).json();
    expect(receipt.items).toMatchObject([
      { decision: 'hold', reasons: [{ code: 'taken-down' }], url: null },
      { decision: 'publish' },
    ]);
    await app.close();
    app = await startTestApp({ folder, databaseUrl });
    expect((await get(path)).status).toBe(410);
    expect(await textOf('/')).not.toMatch(WORDS);
    // The start has cleaned up after the arrival that brought it again.
    await expect.poll(() => wordsIn(join(folder, 'data')), { timeout: 30_000, interval: 100 }).toEqual([]);
  });
});

function wordsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((file) => {
    if (!file.isFile()) return [];
    const bytes = readFileSync(join(folder, file.name)).toString('latin1');
    return WORDS.test(bytes) ? [file.name] : [];
  });
}
