// What happens to what is public when the configuration changes between two runs: sources removed, renamed, brought back, set otherwise.

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import type { Source } from '../../src/model/source.ts';
import { httpServer, type TestServer } from '../sources/support.ts';
import { startTestApp } from '../support/app.ts';
import { testPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';
import { type Desk, isServing, item, openDesk, polled, rss, serving } from './support.ts';

const postgres = await testPostgres();
afterAll(() => postgres?.drop());
const stores = [
  { store: 'SQLite', databaseUrl: null },
  ...(postgres === null ? [] : [{ store: 'PostgreSQL', databaseUrl: postgres.url }]),
];

describe.each(stores)('on $store', ({ databaseUrl }) => {
  const folder = temporaryFolder();
  let server: TestServer;
  let running: RunningApp | null = null;
  let desk: Desk;
  let addresses: (string | null)[];

  const quay = (
    changes: Partial<Omit<Source, 'id' | 'transport'>> & { readonly id?: string } = {},
  ): Source => {
    const { id, ...rest } = changes;
    return polled(
      id ?? 'quay',
      `${server.url}/feed`,
      {},
      { name: 'Quay Wire', provider: 'quay.example', ...rest },
    );
  };
  const other = (): Source => polled('other', `${server.url}/other`);

  async function restart(sources: readonly Source[]): Promise<RunningApp> {
    await running?.close();
    running = await startTestApp({ folder, databaseUrl, sources });
    desk = await openDesk(running);
    return running;
  }
  const stories = (from: number, to: number): string =>
    rss(
      Array.from({ length: to - from }, (_, k) =>
        item(`q-${from + k}`, `Crane ${from + k}`, `Crane ${from + k} is up.`),
      ).join(''),
    );
  const quayItems = () => desk.items('text=crane&limit=200');

  beforeAll(async () => {
    server = await httpServer((request, response) =>
      serving(request.url === '/feed' ? feed : rss(item('o-1', 'Winch one')))(request, response),
    );
    await restart([quay(), other()]);
    await desk.poll('quay');
    await desk.poll('other');
    addresses = (await quayItems()).map(({ path }) => path);
    expect(addresses).toHaveLength(4);
  });
  let feed = stories(0, 4);
  afterAll(async () => {
    await running?.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('when a source is taken out, its posts stay, in pages, feeds and search, and its items at the desk', async () => {
    const app = await restart([other()]);
    await isServing(app, 'Crane 0');
    for (const path of addresses) {
      const html = await (await fetch(`${app.url}${path}`)).text();
      expect(html).toContain('has not been reviewed by an editor');
      expect(html).toContain('quay');
    }
    expect(await (await fetch(`${app.url}/search?q=crane`)).text()).toContain('Crane 3');
    expect((await quayItems()).map(({ decision }) => decision)).toEqual(Array(4).fill('publish'));
    const pushed = await fetch(`${app.url}/api/sources/quay/arrivals`, { method: 'POST', body: 'x' });
    expect([pushed.status, (await pushed.json()).error.code]).toEqual([404, 'source-unknown']);
  });

  test('when it comes back, its stories are known and nothing is there twice', async () => {
    await restart([quay(), other()]);
    await desk.poll('quay');
    expect(await desk.source('quay')).toMatchObject({ skipped: { code: 'unchanged' } });
    expect((await quayItems()).map(({ path, versions }) => [path, versions])).toEqual(
      addresses.map((path) => [path, 1]),
    );
  });

  test('when it is renamed and keeps its agency, its stories keep their addresses', async () => {
    await restart([quay({ id: 'quay-new', name: 'Quay News' }), other()]);
    await desk.poll('quay-new');
    expect((await quayItems()).map(({ path, versions }) => [path, versions])).toEqual(
      addresses.map((path) => [path, 1]),
    );
  });

  test('when it is set to wait and to another section, what is public stays where it is and new stories wait', async () => {
    feed = stories(2, 6);
    const app = await restart([quay({ publish: 'hold', section: 'docks' }), other()]);
    await desk.poll('quay');
    const items = await quayItems();
    expect(
      items
        .filter(({ decision }) => decision === 'hold')
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['Crane 4', 'Crane 5']);
    expect(items.filter(({ decision }) => decision === 'publish').map(({ path }) => path)).toEqual(addresses);
    await isServing(app, 'Crane 0');
  });

  test('when it is set to a format that the feed is not, the feed goes to quarantine and is told of', async () => {
    feed = stories(6, 7);
    const app = await restart([quay({ format: 'atom' }), other()]);
    await desk.poll('quay');
    expect(await desk.source('quay')).toMatchObject({ lastError: { code: 'format-mismatch' } });
    expect((await desk.quarantine('quay')).at(-1)?.failure.code).toBe('format-mismatch');
    await isServing(app, 'Crane 0');
  });

  test('when limits are set below what it sends, the rest goes to quarantine', async () => {
    feed = stories(7, 12);
    const app = await restart([
      quay({ limits: { bytes: 1e6, depth: 256, attributes: 256, items: 2, itemText: 1e5 } }),
      other(),
    ]);
    await desk.poll('quay');
    expect(await desk.source('quay')).toMatchObject({ lastError: { code: 'too-many-items' } });
    expect((await quayItems()).map(({ title }) => title)).toContain('Crane 8');
    expect((await quayItems()).map(({ title }) => title)).not.toContain('Crane 9');
    await isServing(app, 'Crane 7');
  });

  test('when no source is left at all, the site stands', async () => {
    const app = await restart([]);
    await isServing(app, 'Crane 0');
  });
});
