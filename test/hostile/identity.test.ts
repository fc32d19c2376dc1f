// Feeds that are confused about what a story is: guids repeated, stories moving between sources, windows that shrink, old copies out of
// a cache. One story stays one post at one address, and nothing that was public goes because a feed no longer lists it.

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import type { Source } from '../../src/model/source.ts';
import { httpServer, type TestServer } from '../sources/support.ts';
import { startTestApp } from '../support/app.ts';
import { testPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';
import { type Desk, item, openDesk, polled, rss, serving } from './support.ts';

const postgres = await testPostgres();
afterAll(() => postgres?.drop());
const stores = [
  { store: 'SQLite', databaseUrl: null },
  ...(postgres === null ? [] : [{ store: 'PostgreSQL', databaseUrl: postgres.url }]),
];

const dated = (guid: string, headline: string, body: string, time: string, more = ''): string =>
  item(guid, headline, body, `<pubDate>${time}</pubDate>${more}`);
const MONDAY = 'Mon, 02 Mar 2026 08:00:00 GMT';
const TUESDAY = 'Tue, 03 Mar 2026 08:00:00 GMT';

const IDS = ['one-guid', 'linkless', 'twice', 'north', 'south', 'window', 'cache', 'bare-cache', 'edits'];
const PROVIDERS: Readonly<Record<string, string>> = { north: 'coast.example', south: 'coast.example' };

describe.concurrent.each(stores)('on $store', ({ databaseUrl }) => {
  const folder = temporaryFolder();
  const servers = new Map<string, TestServer>();
  let app: RunningApp;
  let desk: Desk;

  beforeAll(async () => {
    const sources: Source[] = [];
    for (const id of IDS) {
      const server = await httpServer(serving(''));
      servers.set(id, server);
      sources.push(polled(id, `${server.url}/feed`, {}, { provider: PROVIDERS[id] ?? `${id}.example` }));
    }
    app = await startTestApp({ folder, databaseUrl, sources });
    desk = await openDesk(app);
  });
  afterAll(async () => {
    await app.close();
    for (const server of servers.values()) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The source's feed now says this, and is polled. */
  async function says(source: string, feed: string): Promise<void> {
    const server = servers.get(source);
    if (server === undefined) throw new Error(`no server for ${source}`);
    server.handle = serving(feed);
    await desk.poll(source);
    expect(await desk.source(source)).toMatchObject({ failures: 0, lastError: null });
  }
  const itemsOf = (source: string) => desk.items(`source=${source}&limit=200`);
  const page = async (path: string | null | undefined): Promise<string> => {
    const answer = await fetch(`${app.url}${path}`);
    expect(answer.status).toBe(200);
    return answer.text();
  };

  test('when one guid stands for all items, each with its own link is a story', async () => {
    const items = Array.from({ length: 12 }, (_, n) =>
      item('0', `Buoy ${n}`, `Buoy ${n} is lit.`, `<link>https://buoys.example/${n}</link>`),
    );
    await says('one-guid', rss(items.join('')));
    const published = await itemsOf('one-guid');
    expect(published.map(({ decision }) => decision)).toEqual(Array(12).fill('publish'));
    expect(new Set(published.map(({ path }) => path)).size).toBe(12);

    // The next poll has another story first and one fewer: the others keep their addresses.
    await says('one-guid', rss(items.slice(3).reverse().join('')));
    expect(new Set((await itemsOf('one-guid')).map(({ path }) => path))).toEqual(
      new Set(published.map(({ path }) => path)),
    );
  });

  test('when one guid stands for all items and there are no links, all are kept and the newest is shown', async () => {
    await says(
      'linkless',
      rss(
        dated('0', 'Tide table for Tuesday', 'High at nine.', TUESDAY) +
          dated('0', 'Tide table for Monday', 'High at eight.', MONDAY),
      ),
    );
    const [only, ...others] = await itemsOf('linkless');
    expect(others).toEqual([]);
    expect(only?.versions).toBe(2);
    expect(await page(only?.path)).toContain('Tide table for Tuesday');
  });

  test('when one feed tells a story twice, the later telling is shown, wherever it stands', async () => {
    const updated = (time: string) => `<a:updated xmlns:a="http://www.w3.org/2005/Atom">${time}</a:updated>`;
    await says(
      'twice',
      rss(
        dated('b-1', 'Lock opens', 'The lock is open.', MONDAY, updated('2026-03-03T08:00:00Z')) +
          dated('b-1', 'Lock to open', 'The lock will open.', MONDAY, updated('2026-03-02T08:00:00Z')),
      ),
    );
    const [only, ...others] = await itemsOf('twice');
    expect(others).toEqual([]);
    expect(await page(only?.path)).toContain('The lock is open.');
    expect(await page('/rss.xml')).not.toContain('The lock will open.');
  });

  test('when a story moves to another source of its agency, it stays one post at one address', async () => {
    await says('north', rss(dated('c-1', 'Ferry late', 'The ferry is late.', MONDAY)));
    const [before] = await itemsOf('north');
    await says('north', rss(''));
    await says('south', rss(dated('c-1', 'Ferry in', 'The ferry is in.', TUESDAY)));
    const all = await desk.items('text=ferry&limit=200');
    expect(all.filter(({ provider }) => provider === 'coast.example')).toHaveLength(1);
    expect(await page(before?.path)).toContain('The ferry is in.');
    await says('north', rss(dated('c-1', 'Ferry late', 'The ferry is late.', MONDAY)));
    expect(await page(before?.path)).toContain('The ferry is in.');
  });

  test('when a feed shrinks, empties or is reordered, no post changes or goes', async () => {
    const items = Array.from({ length: 6 }, (_, n) =>
      dated(`d-${n}`, `Pilot ${n}`, `Pilot ${n} is aboard.`, MONDAY),
    );
    await says('window', rss(items.join('')));
    const before = await itemsOf('window');
    expect(before).toHaveLength(6);
    await says('window', rss(items.toReversed().join('')));
    await says('window', rss(items.slice(4).join('')));
    await says('window', rss(''));
    await says('window', rss([3, 0, 5].map((n) => items[n]).join('')));
    expect(await itemsOf('window')).toEqual(before);
    for (const { path } of before) await page(path);
  });

  test('when an older copy comes after a newer one, the newer stays', async () => {
    const story = (body: string, time: string) =>
      rss(
        dated(
          'e-1',
          'Dredger sinks',
          body,
          MONDAY,
          `<a:updated xmlns:a="http://www.w3.org/2005/Atom">${time}</a:updated>`,
        ),
        `Built ${time}`,
      );
    await says('cache', story('Two were aboard.', '2026-03-02T08:00:00Z'));
    await says('cache', story('Three were aboard.', '2026-03-02T09:00:00Z'));
    // Another node of the agency's cache never saw the correction: neither these bytes nor this version came before.
    await says('cache', story('One was aboard.', '2026-03-02T07:00:00Z'));
    const [only] = await itemsOf('cache');
    expect(only).toMatchObject({ decision: 'publish', versions: 3 });
    expect(await page(only?.path)).toContain('Three were aboard.');
  });

  test('when an undated older copy comes again, nothing changes', async () => {
    const story = (body: string, built: number) => rss(item('f-1', 'Quay closed', body), `Built ${built}`);
    await says('bare-cache', story('Closed until noon.', 1));
    await says('bare-cache', story('Closed until six.', 2));
    await says('bare-cache', story('Closed until noon.', 1));
    await says('bare-cache', story('Closed until noon.', 3));
    const [only] = await itemsOf('bare-cache');
    expect(only?.versions).toBe(2);
    expect(await page(only?.path)).toContain('Closed until six.');
  });

  test('when one story is edited 40 times, it is one post with all its versions', async () => {
    for (let n = 0; n < 40; n += 20) {
      const telling = Array.from({ length: 20 }, (_, k) =>
        dated(
          'g-1',
          'Count',
          `Boats counted: ${n + k}.`,
          `Mon, 02 Mar 2026 08:${String(n + k).padStart(2, '0')}:00 GMT`,
        ),
      );
      await says('edits', rss(telling.join('')));
    }
    const [only, ...others] = await itemsOf('edits');
    expect(others).toEqual([]);
    expect(only?.versions).toBe(40);
    expect(await page(only?.path)).toContain('Boats counted: 39.');
    expect(await page(`${only?.path}/versions`)).toContain('Boats counted: ');
  });
});
