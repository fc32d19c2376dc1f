// What happens by the clock alone, on both stores: embargoes end, expired stories leave, also after a restart and a changed clock.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { decideDue } from '../../src/flows/keep-time.ts';
import { keyedLock } from '../../src/flows/keyed-lock.ts';
import { replay } from '../../src/flows/replay.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openLogReader } from '../../src/ledger/log-reader.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import type { Seq } from '../../src/model/ids.ts';
import { logBreaches } from '../crash/log-breaches.ts';
import { testSource } from '../support/app.ts';
import { openFlows } from '../support/flows.ts';
import { availableStores, type TestStore } from '../support/stores.ts';

const stores = await availableStores();
const SOURCES = [
  testSource({ id: 'harbour', provider: 'harbour', publish: 'auto' }),
  testSource({ id: 'lamplight', provider: 'lamplight', publish: 'hold' }),
];
/** The flows' clock begins there and moves a second with each entry. */
const BEGIN = Date.UTC(2031, 2, 4);
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(BEGIN + hours * HOUR).toISOString();

interface Telling {
  readonly version?: number;
  readonly embargoed?: string;
  readonly expires?: string;
  readonly pubstatus?: string;
}

const story = (guid: string, { version = 1, ...more }: Telling = {}): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      $schema: 'https://www.iptc.org/std/ninjs/ninjs-schema_2.0.json',
      uri: guid,
      type: 'text',
      pubstatus: 'usable',
      version: String(version),
      versioncreated: new Date(BEGIN - HOUR + version).toISOString(),
      headlines: [{ value: `Ferry report ${version}` }],
      bodies: [
        { contenttype: 'text/html', value: `<p>The ferry report, telling ${version}, was presented.</p>` },
      ],
      ...more,
    }),
  );

describe.each(stores)('on $name', (store) => {
  const keys: string[] = [];
  let places: Place[] = [];
  beforeEach(async () => {
    for (const place of places) await place.close();
    places = [];
    await emptied(store);
    keys.push(mkdtempSync(join(tmpdir(), 'stet-time-')));
  });
  afterAll(async () => {
    for (const place of places) await place.close();
    for (const folder of keys) rmSync(folder, { recursive: true, force: true });
    await store.remove();
  });

  const opened = async (): Promise<Place> => {
    const place = await openPlace(store, keys.at(-1) ?? '');
    places.push(place);
    return place;
  };

  test('an embargoed story is public from its time on, and not before, also after a restart', async () => {
    const before = await opened();
    const [held] = (await before.receive(story('e-1', { embargoed: at(2) }))).items;
    expect(held).toMatchObject({ decision: 'hold', reasons: [{ code: 'embargoed', detail: at(2) }] });
    expect(await before.due(2 * HOUR - 1)).toBe(0);
    expect(await before.paths()).toEqual([]);
    await before.close();

    const after = await opened();
    expect(await after.due(2 * HOUR)).toBe(1);
    expect(await after.paths()).toHaveLength(1);
    const item = await after.desk.item(held?.id ?? ('' as never));
    expect(item?.item).toMatchObject({ decision: 'publish', by: 'rules' });
    expect(item?.item.reasons.map(({ code }) => code)).toEqual(['source-publishes', 'embargo-over']);
    expect(await after.acts()).toEqual(['publish 1']);
    expect(await after.due(3 * HOUR), 'once').toBe(0);
  });

  test.each([
    ['a later version without it lifts the embargo', story('e-2', { version: 2 }), 1],
    ['a later version puts it off', story('e-2', { version: 2, embargoed: at(9) }), 0],
    ['a kill comes before its time', story('e-2', { version: 2, pubstatus: 'canceled' }), 0],
    ['the agency withholds it', story('e-2', { version: 2, pubstatus: 'withheld' }), 0],
  ])('%s', async (_name, later, shown) => {
    const place = await opened();
    await place.receive(story('e-2', { embargoed: at(2) }));
    await place.receive(later);
    await place.due(3 * HOUR);
    expect(await place.paths()).toHaveLength(shown);
  });

  test('a story that a person holds stays held when its embargo ends', async () => {
    const place = await opened();
    const [held] = (await place.receive(story('e-3', { embargoed: at(2) }))).items;
    if (held === undefined) throw new Error('a story was received');
    const version = Number((await place.desk.item(held.id))?.versions[0]?.seq) as Seq;
    await place.act(held.id, 'hold', 'R. Person', version);
    expect(await place.due(3 * HOUR)).toBe(0);
    expect(await place.paths()).toEqual([]);
  });

  test('a source that waits for a person still does when the embargo ends', async () => {
    const place = await opened();
    const [held] = (await place.receive(story('e-4', { embargoed: at(2) }), 'lamplight')).items;
    expect(await place.due(3 * HOUR)).toBe(1);
    const item = await place.desk.item(held?.id ?? ('' as never));
    expect(item?.item.reasons.map(({ code }) => code)).toEqual(['source-holds', 'embargo-over']);
  });

  test('an expired story leaves the site, and the log says that its time was over', async () => {
    const place = await opened();
    await place.receive(story('x-1', { expires: at(2) }));
    expect(await place.paths()).toHaveLength(1);
    expect(await place.due(2 * HOUR)).toBe(1);
    expect(await place.paths()).toEqual([]);
    expect(await place.acts()).toEqual(['publish 1', 'expire 1']);
    expect(await logBreaches(place.db, place.verifier)).toEqual([]);
  });

  test('a story that only a person could release leaves once, and with one decision', async () => {
    const place = await opened();
    const [held] = (await place.receive(story('x-3', { expires: at(2) }), 'lamplight')).items;
    if (held === undefined) throw new Error('a story was received');
    const version = Number((await place.desk.item(held.id))?.versions[0]?.seq) as Seq;
    await place.act(held.id, 'release', 'R. Person', version);
    expect(await place.due(2 * HOUR)).toBe(1);
    expect(await place.paths()).toEqual([]);
    const last = await place.reader.lastSeq();
    expect(await place.due(3 * HOUR)).toBe(0);
    expect(await place.reader.lastSeq()).toBe(last);
  });

  test('a story that a person releases after its time stays', async () => {
    const place = await opened();
    const [held] = (await place.receive(story('x-4', { expires: at(-1) }))).items;
    if (held === undefined) throw new Error('a story was received');
    expect(held).toMatchObject({ decision: 'hold', reasons: [{ code: 'expired' }] });
    const version = Number((await place.desk.item(held.id))?.versions[0]?.seq) as Seq;
    await place.act(held.id, 'release', 'R. Person', version);
    expect(await place.due(3 * HOUR)).toBe(0);
    expect(await place.paths()).toHaveLength(1);
  });

  test('an update that puts the expiry off keeps the story', async () => {
    const place = await opened();
    await place.receive(story('x-2', { expires: at(2) }));
    await place.receive(story('x-2', { version: 2, expires: at(8) }));
    expect(await place.due(3 * HOUR)).toBe(0);
    expect(await place.paths()).toHaveLength(1);
  });

  test('many at once, and the same after a replay', async () => {
    const place = await opened();
    for (let n = 0; n < 25; n++) await place.receive(story(`m-${n}`, { embargoed: at(1 + (n % 5)) }));
    await replay(place.db, place.reader, () => undefined);
    expect(await place.due(3 * HOUR)).toBe(15);
    expect(await place.paths()).toHaveLength(15);
    expect(await place.due(6 * HOUR)).toBe(10);
    expect(await place.db.query('SELECT item FROM view_due')).toEqual([]);
  });

  test('while the log is closed an embargo does not end, and a story expires all the same', async () => {
    const place = await opened();
    await place.receive(story('c-1', { embargoed: at(2) }));
    await place.receive(story('c-2', { expires: at(2) }));
    expect(await place.due(3 * HOUR, 'From index 0 on: a leaf has been changed.')).toBe(1);
    expect(await place.paths()).toEqual([]);
    expect(await place.due(3 * HOUR)).toBe(1);
    expect(await place.paths()).toHaveLength(1);
  });
});

type Place = Awaited<ReturnType<typeof openPlace>>;

async function openPlace(store: TestStore, keys: string) {
  const db = await store.open();
  const flows = await openFlows(db, SOURCES, keys);
  const { log, reader, writer, thread, posts } = flows;
  if (log?.verifier == null) throw new Error('opened with keys');
  let open = true;
  return {
    ...{ ...flows, db, verifier: log.verifier },
    /** Everything due at this time after the beginning, milliseconds. */
    due: (after: number, trouble: string | null = null): Promise<number> =>
      decideDue({
        ...{ db, reader, writer, sources: SOURCES, sections: [], itemLock: keyedLock() },
        now: () => BEGIN + after,
        logTrouble: () => trouble,
      }),
    async paths(): Promise<string[]> {
      const page = await posts.page({ section: null, cursor: null, limit: 100 });
      return page.posts.map(({ path }) => path);
    },
    async acts(): Promise<string[]> {
      const leaves = await openLogReader(db).leaves(0, 100);
      return leaves.map(({ body }) => `${parseLeaf(body).kind} ${parseLeaf(body).ver}`);
    },
    async close(): Promise<void> {
      if (!open) return;
      open = false;
      await log.close();
      await thread.close();
      await db.close();
    },
  };
}

async function emptied(store: TestStore): Promise<void> {
  const db: Database = await store.open();
  const facts = [
    'entry',
    'bytes',
    'arrival_key',
    'pending',
    'setting',
    'log_leaf',
    'log_tile',
    'log_checkpoint',
  ];
  const views = ['view_item', 'view_post', 'view_section', 'view_count', 'view_words', 'view_due'];
  for (const table of [...facts, 'log_waiting', ...views])
    await db.transact([{ sql: `DELETE FROM ${table}`, params: [] }]);
  await db.close();
}
