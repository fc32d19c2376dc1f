// Where an item stands after versions, kills and people have come in any order.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replay } from '../../src/flows/replay.ts';
import type { Database } from '../../src/ledger/database.ts';
import type { Receipt } from '../../src/model/delivery.ts';
import type { ItemId } from '../../src/model/ids.ts';
import { testSource } from '../support/app.ts';
import { feedOf, openFlows } from '../support/flows.ts';
import { sqliteStore } from '../support/stores.ts';
import { dumpViews } from '../support/views.ts';

const SOURCES = [
  testSource(),
  testSource({ id: 'wire-two', robots: 'noindex' }),
  testSource({ id: 'hold', provider: 'hold.example', publish: 'hold' }),
];

const told = (guid: string, minute: number | null, text: string, title = `Story ${guid}`): Uint8Array =>
  feedOf([
    `<item><guid>${guid}</guid><title>${title}</title>${
      minute === null
        ? ''
        : `<pubDate>Mon, 03 Mar 2031 10:${String(minute).padStart(2, '0')}:00 GMT</pubDate>`
    }<description>${text}</description></item>`,
  ]);

let db: Database;
let flows: Awaited<ReturnType<typeof openFlows>>;
const store = sqliteStore();
beforeAll(async () => {
  db = await store.open();
  flows = await openFlows(db, SOURCES);
});
afterAll(async () => {
  await flows.thread.close();
  await db.close();
  await store.remove();
});

const idOf = (receipt: Receipt): ItemId => receipt.items[0]?.id ?? expect.fail('no item');
const detailOf = async (id: ItemId) => (await flows.desk.item(id)) ?? expect.fail('no item');
async function act(id: ItemId, name: 'release' | 'hold' | 'spike' | 'review'): Promise<void> {
  await flows.act(id, name, 'Ada', (await detailOf(id)).current);
}
async function textOnShow(id: ItemId): Promise<string | null> {
  const { item } = await detailOf(id);
  return item.path === null ? null : ((await flows.posts.byPath(item.path))?.parsed.text ?? null);
}

describe('an item that a person holds', () => {
  test('stays held through any number of new versions', async () => {
    const id = idOf(await flows.receive(told('h1', 1, 'One.')));
    await act(id, 'hold');
    for (const minute of [2, 3, 4]) await flows.receive(told('h1', minute, `Minute ${minute}.`));
    expect(await textOnShow(id)).toBeNull();
    expect((await detailOf(id)).item).toMatchObject({ decision: 'hold' });
  });

  test('stays held when a late older version comes between', async () => {
    const id = idOf(await flows.receive(told('h2', 10, 'Ten.')));
    await act(id, 'spike');
    await flows.receive(told('h2', 5, 'Five.'));
    await flows.receive(told('h2', 11, 'Eleven.'));
    expect(await textOnShow(id)).toBeNull();
    expect((await detailOf(id)).item.decision).toBe('spike');
  });

  test('is published again only by a release, of the newest version', async () => {
    const id = idOf(await flows.receive(told('h3', 1, 'One.')));
    await act(id, 'hold');
    await flows.receive(told('h3', 2, 'Two.'));
    await act(id, 'release');
    expect(await textOnShow(id)).toBe('Two.');
    await flows.receive(told('h3', 3, 'Three.'));
    expect(await textOnShow(id)).toBe('Three.');
  });
});

describe('a story that the agency kills under its own id', () => {
  test('is down, and stays down through late and new versions until a person releases it', async () => {
    const id = idOf(await flows.receive(told('k1', 10, 'Ten.')));
    await flows.receive(told('k1', 12, 'Kill this story.', 'KILL KILL KILL'));
    expect(await textOnShow(id)).toBeNull();
    await flows.receive(told('k1', 11, 'Eleven, late.'));
    await flows.receive(told('k1', 13, 'Thirteen.'));
    expect(await textOnShow(id)).toBeNull();
    await act(id, 'release');
    expect(await textOnShow(id)).toBe('Thirteen.');
  });

  test('before it came is never up', async () => {
    const id = idOf(await flows.receive(told('k2', 10, 'Kill this story.', 'KILL KILL KILL')));
    await flows.receive(told('k2', 11, 'The story.'));
    expect(await textOnShow(id)).toBeNull();
  });
});

describe('a late older version', () => {
  test('leaves a waiting story among those that wait, under its own title', async () => {
    const id = idOf(await flows.receive(told('l1', 10, 'Ten.', 'The newer title'), 'hold'));
    const late = await flows.receive(told('l1', 9, 'Nine.', 'The older title'), 'hold');
    expect(late.items[0]).toMatchObject({ decision: 'keep', reasons: [{ code: 'late-older-version' }] });
    expect((await detailOf(id)).item).toMatchObject({
      decision: 'hold',
      title: 'The newer title',
      versions: 2,
    });
    await act(id, 'release');
    expect(await textOnShow(id)).toBe('Ten.');
  });

  test('does not keep a person from marking as read what the public sees', async () => {
    const id = idOf(await flows.receive(told('l2', 10, 'Ten.')));
    await flows.receive(told('l2', 9, 'Nine.'));
    await act(id, 'review');
    expect((await detailOf(id)).item).toMatchObject({ decision: 'publish', readAt: expect.any(String) });
  });
});

test('a story read a second time says so the same way live and after a replay', async () => {
  const id = idOf(await flows.receive(told('r1', 10, 'Ten.')));
  await act(id, 'review');
  await act(id, 'review');
  const live = await dumpViews(db, []);
  await replay(db, flows.reader, () => undefined);
  expect(await dumpViews(db, [])).toBe(live);
});

describe('two versions that the agency gives no order', () => {
  test('stand in the order of their arrivals, also when the first is read last', async () => {
    const filler = Array.from(
      { length: 900 },
      (_, n) =>
        `<item><guid>f${n}</guid><title>Filler ${n}</title><description>${'tide '.repeat(40)}</description></item>`,
    );
    const large = feedOf([
      ...filler,
      '<item><guid>o1</guid><title>Order</title><description>The first telling.</description></item>',
    ]);
    const reading = flows.receive(large);
    // The large arrival is durable and on the reading thread; the small one overtakes it there.
    while ((await flows.reader.pending()).length === 0) await new Promise(setImmediate);
    const id = idOf(await flows.receive(told('o1', null, 'The second telling.', 'Order')));
    await reading;
    expect(await textOnShow(id)).toBe('The second telling.');
  });
});

test('a story that comes by two sources of one agency is under the terms of the one that brought what is shown', async () => {
  const id = idOf(await flows.receive(told('s1', 10, 'Ten.')));
  await flows.receive(told('s1', 11, 'Eleven.'), 'wire-two');
  const { item } = await detailOf(id);
  expect((await flows.posts.byPath(item.path ?? ''))?.source).toBe('wire-two');
  expect(await flows.posts.sitemap(0)).toContainEqual(
    expect.objectContaining({ path: item.path, source: 'wire-two' }),
  );
});

describe('the same words', () => {
  const nothing = Buffer.from(
    'SALTMARCH, March 4 (Harbour Wire) - Nothing to report from the harbour today.',
  );

  test('under another guid are another item, each once', async () => {
    const first = await flows.receive(nothing, 'harbour', { guid: 'bulletin-1' });
    const second = await flows.receive(nothing, 'harbour', { guid: 'bulletin-2' });
    expect(second).toMatchObject({ new: true, items: [{ guid: 'bulletin-2' }] });
    expect(await flows.receive(nothing, 'harbour', { guid: 'bulletin-1' })).toMatchObject({
      new: false,
      arrival: first.arrival,
    });
  });

  test('sent again as a later version take the place of the version between', async () => {
    const other = Buffer.from(
      'SALTMARCH, March 4 (Harbour Wire) - A boat is missing from the harbour today.',
    );
    await flows.receive(nothing, 'harbour', { guid: 'watch', version: '1' });
    const id = idOf(await flows.receive(other, 'harbour', { guid: 'watch', version: '2' }));
    await flows.receive(nothing, 'harbour', { guid: 'watch', version: '3' });
    expect(await textOnShow(id)).toContain('Nothing to report');
  });
});
