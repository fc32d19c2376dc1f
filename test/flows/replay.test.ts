// Views are disposable: what `replay` makes of the ledger is what the running program had.

import { afterAll, describe, expect, test } from 'vitest';
import { replay } from '../../src/flows/replay.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openWriter } from '../../src/ledger/writer.ts';
import { sourceId } from '../../src/model/ids.ts';
import { testSource } from '../support/app.ts';
import { feedOf, openFlows } from '../support/flows.ts';
import { availableStores, sqliteStore } from '../support/stores.ts';
import { dumpViews } from '../support/views.ts';

const stores = await availableStores();
const WORDS = ['tide', 'ferry*', '"the harbour"', 'mole', 'released'];
const SOURCES = [
  testSource({ firstRun: 3 }),
  testSource({ id: 'hold', provider: 'hold.example', publish: 'hold' }),
];

const feed = feedOf;

const item = (guid: string, minute: number, text: string): string =>
  `<item><guid>${guid}</guid><title>Story ${guid}</title><category>Sea</category>
   <pubDate>Mon, 03 Mar 2031 10:${String(minute).padStart(2, '0')}:00 GMT</pubDate><description>${text}</description></item>`;

const openDesk = (db: Database) => openFlows(db, SOURCES);

describe.each(stores)('on $name', (store) => {
  afterAll(() => store.remove());

  test('a replay gives the same views to the byte, and again', async () => {
    const db = await store.open();
    const { reader, receive, act, thread } = await openDesk(db);
    await receive(
      feed([1, 2, 3, 4, 5].map((n) => item(`a${n}`, n, `The tide at the harbour, telling ${n}.`))),
    );
    await receive(
      feed([item('a1', 30, 'The tide at the harbour, told again.'), item('b1', 31, 'A mole is built.')]),
    );
    await receive(feed([item('a1', 20, 'A late older telling.')]));
    await receive(feed([item('c1', 40, 'Ten &lt;del&gt;ferries&lt;/del&gt; boats.')]));
    await receive(feed([item('d1', 41, 'Cut off.')]).subarray(0, -30));
    const held = await receive(
      feed([item('e1', 50, 'Ferrymen wait.'), item('e2', 51, 'Ferry spiked.')]),
      'hold',
    );
    const [first, second] = held.items;
    if (first === undefined || second === undefined) throw new Error('two items were sent');
    const versionOf = async (id: typeof first.id) => (await reader.ofItem(id))[0]?.seq ?? expect.fail();
    await act(first.id, 'release', 'Ada', await versionOf(first.id));
    await act(first.id, 'review', 'Ada', await versionOf(first.id));
    await act(first.id, 'hold', 'Ben', await versionOf(first.id));
    await act(first.id, 'release', 'Ben', await versionOf(first.id));
    await act(second.id, 'spike', 'Ben', await versionOf(second.id));

    const live = await dumpViews(db, WORDS);
    expect(live).toContain('Story a1');
    for (let round = 0; round < 2; round++) {
      const items = await replay(db, reader, () => undefined);
      expect(items).toBe(9);
      expect(await dumpViews(db, WORDS)).toBe(live);
    }
    await thread.close();
    await db.close();
  });

  test('an arrival that a crash left unread is finished by the next start', async () => {
    const db = await store.open();
    const before = await openDesk(db);
    const bytes = feed([item('r1', 10, 'Left unread.')]);
    const { sha256 } = await import('../../src/text/digest.ts');
    const writer = await openWriter(db, before.reader, () => Date.UTC(2031, 2, 5));
    const arrival = await writer.appendArrival(
      {
        type: 'arrival',
        source: sourceId('harbour'),
        sha256: sha256(bytes),
        size: bytes.length,
        transport: 'push',
        contentType: null,
        origin: null,
        baseUrl: null,
        guid: null,
        version: null,
        first: false,
      },
      bytes,
    );
    const after = await openDesk(db);
    expect(await after.intake.resume()).toBe(1);
    expect(await after.reader.pending()).toEqual([]);
    expect((await after.reader.parsed(arrival.seq))?.fact.items).toBe(1);
    await before.thread.close();
    await after.thread.close();
    await db.close();
  });
});

test('arrivals read again by the same parsers give nothing new; a version read otherwise before is superseded', async () => {
  const store = sqliteStore();
  const db = await store.open();
  const { reader, receive, intake, thread } = await openDesk(db);
  await receive(feed([item('p1', 10, 'Read as it should be.'), item('p2', 11, 'The other one.')]));
  const before = await reader.lastSeq();
  expect(await intake.reread(() => undefined)).toBe(1);
  expect(await reader.lastSeq()).toBe(before);

  // What an earlier parser might have made of it.
  await db.transact([
    {
      sql: "UPDATE entry SET body = replace(body, 'as it should be', 'all wrong') WHERE type = 'version'",
      params: [],
    },
    { sql: 'UPDATE view_item SET state = replace(state, \'digest":"\', \'digest":"0\')', params: [] },
  ]);
  await intake.reread(() => undefined);
  const facts = (await reader.after(before, 100)).map((entry) => entry.fact);
  expect(facts.map((fact) => fact.type)).toEqual(['version', 'decision', 'version', 'decision']);
  expect(facts[0]).toMatchObject({ supersedes: expect.any(Number) });
  expect(JSON.stringify(facts[0])).toContain('as it should be');
  await thread.close();
  await db.close();
  await store.remove();
});

test('a first arrival that gave nothing leaves the first run to the next', async () => {
  const store = sqliteStore();
  const db = await store.open();
  const { reader, receive, thread } = await openDesk(db);
  await receive(Buffer.from('<rss version="2.0"><channel><item><title>Cut'));
  await receive(feed([item('g1', 1, 'The first that can be read.')]));
  await receive(feed([item('g2', 2, 'The second.')]));
  expect((await reader.arrivals(0, 10)).map(({ fact }) => fact.first)).toEqual([true, true, false]);
  await thread.close();
  await db.close();
  await store.remove();
});

test('of several arrivals that come to a new source at once one is its first', async () => {
  const store = sqliteStore();
  const db = await store.open();
  const { reader, receive, thread } = await openDesk(db);
  await Promise.all([1, 2, 3, 4].map((n) => receive(feed([item(`f${n}`, n, `Telling ${n}.`)]))));
  const arrivals = await reader.arrivals(0, 10);
  expect(arrivals.filter(({ fact }) => fact.first)).toHaveLength(1);
  await thread.close();
  await db.close();
  await store.remove();
});
