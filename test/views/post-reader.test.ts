// What readers ask of either store: lists in order, searches whatever they type, and stories of any kind in the index.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/ledger/database.ts';
import { testSource } from '../support/app.ts';
import { feedOf, openFlows } from '../support/flows.ts';
import { availableStores } from '../support/stores.ts';

const stores = await availableStores();

const story = (guid: string, minute: number, text: string): string =>
  `<item><guid>${guid}</guid><title>Story ${guid}</title>
   <pubDate>Mon, 03 Mar 2031 10:${String(minute).padStart(2, '0')}:00 GMT</pubDate><description>${text}</description></item>`;

describe.each(stores)('on $name', (store) => {
  let db: Database;
  let flows: Awaited<ReturnType<typeof openFlows>>;
  beforeAll(async () => {
    db = await store.open();
    flows = await openFlows(db, [testSource()]);
    await flows.receive(feedOf([1, 2, 3].map((n) => story(`p${n}`, n, `The harbour, telling ${n}.`))));
  });
  afterAll(async () => {
    await flows.thread.close();
    await db.close();
    await store.remove();
  });
  const guidsAfter = async (cursor: string | null, limit = 2) => {
    const { posts, next } = await flows.posts.page({ section: null, cursor, limit });
    return { titles: posts.map((post) => post.title), next };
  };

  test('lists go from the newest to the oldest, page by page', async () => {
    const first = await guidsAfter(null);
    expect(first.titles).toEqual(['Story p3', 'Story p2']);
    expect((await guidsAfter(first.next)).titles).toEqual(['Story p1']);
  });

  test.each(['\u0000', '~~~', 'nonsense', "'; DROP TABLE entry; --"])(
    'a cursor that nobody was given is no error: %j',
    async (cursor) => {
      await expect(guidsAfter(cursor)).resolves.toBeDefined();
      await expect(flows.posts.search({ text: 'harbour', cursor, limit: 5 })).resolves.toBeDefined();
    },
  );

  test.each([
    '"',
    '""',
    '"harbour',
    'harbour"',
    '*',
    '^harbour',
    'words:harbour',
    '{words}: harbour',
    '-harbour',
    'harbour NEAR/2 telling',
    'NEAR(harbour telling)',
    'harbour OR NOT AND',
    'harbour & ! | <-> ( :* )',
    "har'bour\\",
    '\u0000harbour\u0000',
    '\ud800',
    '&&&& !!! ???',
    '"harbour telling"*',
    'har* tel*',
    'a '.repeat(100),
    '港'.repeat(200),
    'x'.repeat(5_000),
  ])('a search for %j finds or finds nothing, and is no error', async (text) => {
    await expect(flows.posts.search({ text, cursor: null, limit: 5 })).resolves.toBeDefined();
    await expect(
      flows.desk.list({ source: null, decision: null, text, cursor: null, limit: 5 }),
    ).resolves.toBeDefined();
  });

  test('operators that are typed are words like others', async () => {
    const found = async (text: string) =>
      (await flows.posts.search({ text, cursor: null, limit: 5 })).hits.length;
    expect(await found('^harbour')).toBe(3);
    expect(await found('harbour AND telling')).toBe(3);
    expect(await found('"the harbour" tel*')).toBe(3);
    expect(await found('harbour NOT telling')).toBe(0);
  });

  test.each([
    ['twenty thousand words of their own', Array.from({ length: 20_000 }, (_, n) => `w${n}x`).join(' ')],
    [
      'words without end',
      Array.from({ length: 4_000 }, (_, n) => `${String(n).padStart(5, '0')}${'ต'.repeat(600)}`).join(' '),
    ],
    ['one word a hundred thousand times', 'tide '.repeat(100_000)],
  ])('a story of %s is published', async (name, text) => {
    const receipt = await flows.receive(feedOf([story(name.replaceAll(' ', '-'), 30, text)]));
    expect(receipt.items[0]?.decision).toBe('publish');
  });
});
