// The crash matrix of a takedown: the process dies at every transaction and purge in turn, both ways. At no moment is a story half erased,
// and after a restart nothing of it is left, nothing else is lost, and nothing brings it back.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { identify } from '../../src/flows/read-arrival.ts';
import { startReadThread } from '../../src/flows/read-thread.ts';
import { replay } from '../../src/flows/replay.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openReader } from '../../src/ledger/reader.ts';
import { availableStores } from '../support/stores.ts';
import { dumpViews } from '../support/views.ts';
import { type Crash, crashingDatabase } from './crashing-database.ts';
import { type CrashDesk, openDesk } from './desk.ts';
import { logBreaches } from './log-breaches.ts';
import { brokenOff, feedOf, type Shipment, type Story, textOf } from './wire.ts';

const stores = await availableStores();
const thread = startReadThread();
afterAll(() => thread.close());

const story = (number: number, telling = 1, length = 300): Story => ({
  source: 'harbour',
  guid: `m-${number}`,
  telling,
  length,
});

/** The story that goes, and what its tellings are known by wherever they stand. */
const GONE = 'm-2';
const MARK = 'mx2t';

const BEFORE: readonly Shipment[] = [
  feedOf([story(1), story(2)]),
  feedOf([story(2, 2), story(3)]),
  brokenOff(story(4), story(2, 3)),
];
/** Again in other bytes, in the same, as a later version, and in a feed that is read on the reading thread in several chunks. */
const AFTER: readonly Shipment[] = [
  feedOf([story(5), story(2, 2)]),
  feedOf([story(2, 2), story(3)]),
  textOf(story(2, 4)),
  feedOf([
    story(20, 1, 200_000),
    story(2, 5),
    ...[21, 22, 23, 24].map((number) => story(number, 1, 200_000)),
  ]),
];
const OTHERS = ['m-1', 'm-3', 'm-4', 'm-5', 'm-20', 'm-21', 'm-22', 'm-23', 'm-24'];

/** Does the day, from its beginning: what has been done already does nothing again. */
async function runDay(desk: CrashDesk): Promise<void> {
  for (const shipment of BEFORE) await desk.receive(shipment);
  await desk.takeDown(GONE);
  for (const shipment of AFTER) await desk.receive(shipment);
  await desk.finishErasures();
}

const CRASHES: readonly Crash[] = ['lost', 'kept'];

describe.each(stores)('on $name', (store) => {
  const keys = mkdtempSync(join(tmpdir(), 'stet-takedown-matrix-'));
  afterAll(async () => {
    await store.remove();
    rmSync(keys, { recursive: true });
  });

  test('a takedown that is cut off anywhere is done whole or not at all, and finished by the next start', {
    timeout: 600_000,
  }, async () => {
    const db = await store.open();
    await empty(db);
    const whole = crashingDatabase(db, 0, 'lost');
    await runDay(await openDesk(whole.db, thread, keys));
    const { verifier } = (await openDesk(db, thread, keys)).log;
    if (verifier === null) expect.fail('the log has a key');
    const check = async (name: string): Promise<void> => {
      expect(await leftOf(db), name).toEqual([]);
      expect(await logBreaches(db, verifier), name).toEqual([]);
      expect(await publicGuids(db), name).toEqual([...OTHERS].sort());
      expect(await openReader(db).pending(), name).toEqual([]);
      const live = await dumpViews(db, ['ferry']);
      await replay(db, openReader(db), () => undefined);
      expect(await dumpViews(db, ['ferry']), name).toBe(live);
    };
    await check('without a crash');

    for (let at = 1; at <= whole.count(); at++) {
      for (const crash of CRASHES) {
        const name = `step ${at} ${crash}`;
        await empty(db);
        rmSync(join(keys, 'log.checkpoint'), { force: true });
        const dying = crashingDatabase(db, at, crash);
        await openDesk(dying.db, thread, keys)
          .then(runDay)
          .then(
            () => expect.fail(`${name}: nothing died`),
            () => undefined,
          );
        expect(await halfErased(db), name).toEqual([]);
        const desk = await openDesk(db, thread, keys);
        await desk.resume();
        await desk.finishErasures();
        // The bytes that the other stories need are there until they have been read.
        expect(await openReader(db).pending(), name).toEqual([]);
        expect(await halfErased(db), name).toEqual([]);
        await runDay(desk);
        await check(name);
      }
    }
    console.log(`${store.name}: died at each of ${whole.count()} steps, ${CRASHES.length} ways`);
    await db.close();
  });
});

const TABLES = [
  ...[
    'entry',
    'bytes',
    'arrival_key',
    'pending',
    'setting',
    'log_leaf',
    'log_tile',
    'log_checkpoint',
    'log_waiting',
  ],
  ...['view_item', 'view_post', 'view_section', 'view_count', 'view_words'],
];

const empty = (db: Database): Promise<void> =>
  db.transact(TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, params: [] })));

/** Tables and columns that hold a word of the story, and marks of cleaning that is still to be done. */
async function leftOf(db: Database): Promise<string[]> {
  const left: string[] = [];
  for (const table of ['entry', 'log_leaf', 'log_waiting', 'view_item', 'view_post', 'setting']) {
    const rows = JSON.stringify(await db.query(`SELECT * FROM ${table}`));
    if (rows.includes(MARK) || rows.includes(`"${GONE}\\"`) || rows.includes(`\\"${GONE}\\"`))
      left.push(table);
    if (table === 'setting' && rows.includes('erasure-')) left.push('a mark');
  }
  const reader = openReader(db);
  for (const { seq, fact } of await reader.arrivals(0, 100)) {
    const bytes = await reader.bytes(fact.sha256);
    if (bytes !== null && Buffer.from(bytes).includes(MARK)) left.push(`the bytes of arrival ${seq}`);
  }
  return left;
}

/** What contradicts itself about the story right after a crash. */
async function halfErased(db: Database): Promise<string[]> {
  const id = identify('harbour.example', GONE);
  const entries = await openReader(db).ofItem(id);
  const isDone = entries.some(({ fact }) => fact.type === 'takedown');
  const versions = entries.flatMap(({ fact }) => (fact.type === 'version' ? [fact] : []));
  const leaves = await db.query('SELECT body, record FROM log_leaf WHERE item = ? ORDER BY idx', [id]);
  const records = leaves.map(({ record }) => record !== null);
  const isPublic = (await db.query('SELECT 1 AS one FROM view_post WHERE item = ?', [id])).length > 0;
  const lastKind = /"kind":"(\w+)"/.exec(String(leaves.at(-1)?.body))?.[1];
  if (!isDone) {
    return [
      ...(versions.some(({ parsed }) => !parsed.text.includes(MARK))
        ? ['a text is gone before the takedown']
        : []),
      ...(records.includes(false) ? ['a record is gone before the takedown'] : []),
      ...(versions.length > 0 && !isPublic ? ['the story is not public before the takedown'] : []),
    ];
  }
  return [
    ...(JSON.stringify(entries).includes(MARK) ? ['a word of it is in its entries after the takedown'] : []),
    ...(records.slice(0, -1).includes(true) ? ['a record is there after the takedown'] : []),
    ...(lastKind === 'takedown' ? [] : ['the takedown has no leaf']),
    ...(isPublic ? ['the story is public after the takedown'] : []),
  ];
}

async function publicGuids(db: Database): Promise<string[]> {
  const rows = await db.query('SELECT line FROM view_item i JOIN view_post p ON p.item = i.item');
  return rows.map(({ line }) => String(JSON.parse(String(line)).guid)).sort();
}
