// A lawful takedown: nothing of the story is left anywhere in the store, what was not the story's stays, and nothing brings it back.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { finishErasures } from '../../src/flows/erasure.ts';
import { keyedLock } from '../../src/flows/keyed-lock.ts';
import { logTrouble } from '../../src/flows/log-check.ts';
import { identify } from '../../src/flows/read-arrival.ts';
import { replay } from '../../src/flows/replay.ts';
import { openTakedown } from '../../src/flows/takedown.ts';
import type { Database } from '../../src/ledger/database.ts';
import { isFact } from '../../src/ledger/entries.ts';
import { openLogReader } from '../../src/ledger/log-reader.ts';
import { recordProblem } from '../../src/log/audit-record.ts';
import { chainProblem } from '../../src/log/chain.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { parseRecord } from '../../src/log/record.ts';
import type { ItemId } from '../../src/model/ids.ts';
import type { TakedownOrder } from '../../src/model/takedown.ts';
import { openTakenDownReader } from '../../src/views/taken-down.ts';
import { crashingDatabase } from '../crash/crashing-database.ts';
import { testSource } from '../support/app.ts';
import { feedOf, openFlows } from '../support/flows.ts';
import { availableStores } from '../support/stores.ts';
import { dumpViews } from '../support/views.ts';

const stores = await availableStores();
const SOURCES = [testSource(), testSource({ id: 'gull', provider: 'gull.example' })];
const ORDER: TakedownOrder = {
  reason: 'court-order',
  reference: 'Saltmarch District Court 7/31',
  note: null,
};

/** Words that stand in the story and nowhere else. */
const WORDS = [
  'Quillfeather',
  'quillfeather',
  'Vexworth',
  'vexworth',
  'Zanthorpe',
  'zanthorpe',
  'oblique-guid',
];
const LONG = 'Ambrose Vexworth of Zanthorpe denied it before the harbour court. '.repeat(6);

const item = (guid: string, minute: number, title: string, text: string): string =>
  `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><link>https://wire.example/${guid}</link>
   <pubDate>Mon, 03 Mar 2031 10:${String(minute).padStart(2, '0')}:00 GMT</pubDate><description>${text}</description></item>`;

const story = (minute = 10, more = ''): string =>
  item('oblique-guid-77', minute, 'Quillfeather accused', `${LONG}${more}`);
const other = (n: number): string =>
  item(`tide-${n}`, n, `Tide table ${n}`, `High water number ${n} at the mole.`);

describe.each(stores)('on $name', (store) => {
  const keys = mkdtempSync(join(tmpdir(), 'stet-takedown-'));
  afterAll(async () => {
    await store.remove();
    rmSync(keys, { recursive: true });
  });

  async function open(logKeys: string | null = keys) {
    const db = await store.open();
    const flows = await openFlows(db, SOURCES, logKeys);
    const lock = keyedLock();
    const takedown = openTakedown({ ...flows, db, itemLock: lock, now: Date.now });
    const idOf = async (guid: string): Promise<ItemId> => {
      const page = await flows.desk.list({
        source: null,
        decision: null,
        text: null,
        cursor: null,
        limit: 200,
      });
      return page.items.find((row) => row.guid === guid)?.id ?? expect.fail(`no ${guid}`);
    };
    const close = async () => {
      flows.log?.close();
      await flows.thread.close();
      await db.close();
    };
    return { db, ...flows, takedown, idOf, close };
  }

  test('when a story is taken down, no word of it is left in any table or file', async () => {
    const desk = await open();
    const { db, receive, takedown, idOf, posts } = desk;
    for (let n = 1; n <= 30; n++) await receive(feedOf([other(n)]));
    await receive(feedOf([other(40), story(), other(41)]));
    await receive(feedOf([story(20, 'Told again.')]));
    // Broken off within the story: nobody could read it.
    await receive(Buffer.from(feedOf([story(30)])).subarray(0, -40));
    for (let n = 50; n <= 80; n++) await receive(feedOf([other(n % 60)]));
    const id = await idOf('oblique-guid-77');
    const path = (await posts.page({ section: null, cursor: null, limit: 100 })).posts.find(
      (post) => post.item === id,
    )?.path;
    expect(path).toContain('quillfeather');
    expect(await found(db)).not.toEqual([]);

    const erased = await takedown(id, ORDER, 'Ines Calloway');

    expect(erased).toMatchObject({ versions: 2, otherItems: 2, files: [], cleaned: true });
    expect(erased.path).toBe(`/news/${id}`);
    expect(await found(db)).toEqual([]);
    expect(inFiles(store.folder)).toEqual([]);
    const { items } = await desk.desk.list({
      source: null,
      decision: 'takedown',
      text: null,
      cursor: null,
      limit: 9,
    });
    expect(items).toMatchObject([
      {
        id,
        title: '',
        guid: '',
        path: null,
        by: 'Ines Calloway',
        takedown: { ...ORDER, by: 'Ines Calloway', path: `/news/${id}` },
      },
    ]);
    // What came with it is as it was.
    for (const guid of ['tide-40', 'tide-41', 'tide-1']) {
      const versions = await posts.versions(await idOf(guid));
      expect(versions[0]?.parsed.text).toContain('High water');
    }
    const reader = openTakenDownReader(db);
    for (const address of [path ?? '', `/news/${id}`])
      expect(await reader.noticeAt(address)).toMatchObject({ ...ORDER, path: `/news/${id}` });
    expect(await reader.takenDownAt(path ?? '')).toBeNull();
    expect(await posts.itemAt(path ?? '')).toBe(id);
    await desk.close();
  });

  test('the log keeps every leaf, erases the records, and says why', async () => {
    const desk = await open();
    const log = openLogReader(desk.db);
    const [{ id } = expect.fail('nothing was taken down')] = await takenDown(desk);
    const leaves = await log.leavesOf(id);
    expect(leaves.map(({ body }) => parseLeaf(body).kind)).toEqual(['publish', 'publish', 'takedown']);
    expect(leaves.map(({ record }) => record === null)).toEqual([true, true, false]);
    const last = leaves.at(-1);
    const record = parseRecord(last?.record ?? '');
    expect(record).toMatchObject({ guid: '', provider: '', path: `/news/${id}`, ...withoutNote(ORDER) });
    expect(recordProblem(parseLeaf(last?.body ?? ''), record)).toBeNull();
    const links = leaves.map(({ body, index }) => ({ leaf: parseLeaf(body), index }));
    for (const [at, link] of links.entries())
      expect(chainProblem(links[at - 1] ?? null, link.leaf, link.index)).toBeNull();
    const verifier = desk.log?.verifier ?? expect.fail('the log has a key');
    const trouble = await logTrouble({
      log,
      origin: verifier.name,
      verifiers: [verifier],
      noted: null,
      progress: () => undefined,
    });
    expect(trouble).toBeNull();
    await desk.close();
  });

  test('what is sent again, in any version or under any name, is held and not kept', async () => {
    const desk = await open();
    const { db, receive, reader } = desk;
    const [{ id } = expect.fail('nothing was taken down')] = await takenDown(desk);
    const held = { decision: 'hold', reasons: [{ code: 'taken-down' }], url: null };
    // The same version in other bytes, a new version, and the same bytes as before.
    expect((await receive(feedOf([other(90), story()]))).items).toMatchObject([
      { decision: 'publish' },
      held,
    ]);
    expect((await receive(feedOf([story(40, 'A new telling.'), other(91)]))).items).toMatchObject([held, {}]);
    expect((await receive(feedOf([story(20, 'Told again.')]))).items).toMatchObject([held]);
    // By another agency, word for word.
    const gull = await receive(feedOf([item('gull-5', 10, 'Quillfeather accused', LONG)]), 'gull');
    expect(gull.items).toMatchObject([held]);
    const text = Buffer.from(`SALTMARCH, March 3 (Gull) - ${LONG}`);
    expect((await receive(text, 'gull', { guid: 'gull-6' })).items).toMatchObject([{ guid: 'gull-6' }]);
    expect((await desk.desk.item(id))?.item.decision).toBe('takedown');

    const [another] = gull.items;
    const version = (await reader.ofItem(another?.id ?? id)).find(isFact('version'))?.seq;
    if (another === undefined || version === undefined) expect.fail('a stub is kept of it');
    await expect(desk.act(another.id, 'release', 'Ines', version)).rejects.toMatchObject({
      code: 'taken-down',
    });
    const own = (await desk.desk.item(id))?.current ?? expect.fail('no version');
    for (const act of ['release', 'hold', 'spike', 'review'] as const)
      await expect(desk.act(id, act, 'Ines', own)).rejects.toMatchObject({ code: 'taken-down' });
    await expect(desk.takedown(id, ORDER, 'Ines')).rejects.toMatchObject({ code: 'taken-down' });
    const posts = await desk.posts.page({ section: null, cursor: null, limit: 100 });
    expect(posts.posts.map((post) => post.item)).not.toContain(id);
    expect(JSON.stringify(posts)).not.toContain('Quillfeather');

    // The text that differs by a dateline is another story to the program: a person takes it down too.
    await desk.takedown(await desk.idOf('gull-6'), ORDER, 'Ines');
    await finishErasures(db, reader);
    expect(await found(db)).toEqual([]);
    expect(inFiles(store.folder)).toEqual([]);
    await desk.close();
  });

  test('a replay, and reading everything again, give the same views', async () => {
    const desk = await open();
    const live = await dumpViews(desk.db, ['tide', 'harbour', 'zanthorpe']);
    await replay(desk.db, desk.reader, () => undefined);
    expect(await dumpViews(desk.db, ['tide', 'harbour', 'zanthorpe'])).toBe(live);
    const before = await desk.reader.lastSeq();
    await desk.intake.reread(() => undefined);
    expect(await desk.reader.lastSeq()).toBe(before);
    await replay(desk.db, desk.reader, () => undefined);
    expect(await dumpViews(desk.db, ['tide', 'harbour', 'zanthorpe'])).toBe(live);
    expect(await desk.reader.pending()).toEqual([]);
    await desk.close();
  });

  test('a story that never was public is erased too, and the log says nothing of it', async () => {
    const desk = await open();
    const receipt = await desk.receive(
      feedOf([item('held-oblique-guid', 5, 'Quillfeather embargo', '<p>Vexworth <del>was</del> is.</p>')]),
    );
    const [held] = receipt.items;
    if (held === undefined) expect.fail('an item was sent');
    expect(held.decision).toBe('hold');
    const size = (await openLogReader(desk.db).latest())?.size;
    const erased = await desk.takedown(held.id, { ...ORDER, note: 'At the family’s wish.' }, 'Ines');
    expect(erased).toMatchObject({ path: null, versions: 1, arrivals: 1, otherItems: 0 });
    expect((await openLogReader(desk.db).latest())?.size).toBe(size);
    expect(await found(desk.db)).toEqual([]);
    await desk.close();
  });

  test('while the log is closed the leaf waits, and so does nothing of the story', async () => {
    const closed = await open(null);
    const receipt = await closed.receive(
      feedOf([item('waiting-oblique-guid', 6, 'Quillfeather again', 'Vexworth once more.')]),
    );
    const id = receipt.items[0]?.id ?? expect.fail('an item was sent');
    expect(JSON.stringify(await closed.db.query('SELECT * FROM log_waiting'))).toContain(
      'waiting-oblique-guid',
    );
    await closed.takedown(id, ORDER, 'Ines');
    expect(await found(closed.db)).toEqual([]);
    await closed.close();

    const opened = await open();
    const leaves = await openLogReader(opened.db).leavesOf(id);
    expect(leaves.map(({ body }) => parseLeaf(body).kind)).toEqual(['publish', 'takedown']);
    expect(leaves.map(({ record }) => record === null)).toEqual([true, false]);
    await opened.close();
  });

  test('a takedown while a large arrival that holds the story is being read loses no other story', async () => {
    const desk = await open();
    const long = (n: number) =>
      item(`large-${n}`, n % 60, `Long tide table ${n}`, 'High water at noon. '.repeat(9_000));
    const coming = desk.receive(
      feedOf([
        item('large-oblique-guid', 7, 'Quillfeather at large', LONG.replace('denied', 'admitted')),
        ...[1, 2, 3, 4, 5, 6].map(long),
      ]),
    );
    const id = identify('harbour.example', 'large-oblique-guid');
    while ((await desk.desk.item(id)) === null) await new Promise((resolve) => setTimeout(resolve, 1));
    await desk.takedown(id, ORDER, 'Ines');
    const receipt = await coming;
    expect(receipt.itemCount).toBe(7);
    await finishErasures(desk.db, desk.reader);
    expect(await found(desk.db)).toEqual([]);
    expect(inFiles(store.folder)).toEqual([]);
    for (const n of [1, 2, 3, 4, 5, 6]) expect(await desk.idOf(`large-${n}`)).toBeDefined();
    expect(await desk.reader.pending()).toEqual([]);
    await desk.close();
  });

  test('when the process dies with the commit, the next start cleans the disk', async () => {
    const first = await open();
    for (let n = 1; n <= 30; n++) await first.receive(feedOf([other(n + 100)]));
    await first.receive(feedOf([item('dying-oblique-guid', 8, 'Quillfeather dying', `${LONG} At last.`)]));
    const id = await first.idOf('dying-oblique-guid');
    await first.close();

    const db = await store.open();
    const dying = crashingDatabase(db, 1, 'kept').db;
    const flows = await openFlows(dying, SOURCES, keys);
    const takedown = openTakedown({ ...flows, db: dying, itemLock: keyedLock(), now: Date.now });
    await expect(takedown(id, ORDER, 'Ines')).rejects.toMatchObject({ code: 'store-failed' });
    flows.log?.close();
    await flows.thread.close();
    if (store.folder !== null) expect(inFiles(store.folder)).not.toEqual([]);
    await db.close();

    const next = await open();
    expect((await next.desk.item(id))?.item.decision).toBe('takedown');
    await finishErasures(next.db, next.reader);
    expect(await found(next.db)).toEqual([]);
    expect(inFiles(store.folder)).toEqual([]);
    expect(await next.db.query('SELECT name FROM setting')).toEqual([]);
    await next.close();
  });

  test('an order without a reference, and an item that is not there, are refused', async () => {
    const desk = await open();
    const id = await desk.idOf('tide-1');
    for (const wrong of [
      { reference: ' ' },
      { reference: 'x'.repeat(301) },
      { note: '' },
      { reference: '\ud800' },
    ])
      await expect(desk.takedown(id, { ...ORDER, ...wrong }, 'Ines')).rejects.toMatchObject({
        code: 'takedown-wrong',
      });
    const unknown = 'ffffffffffffffff' as ItemId;
    await expect(desk.takedown(unknown, ORDER, 'Ines')).rejects.toMatchObject({ code: 'item-unknown' });
    expect((await desk.desk.item(id))?.item.decision).toBe('publish');
    await desk.close();
  });
});

const withoutNote = ({ reason, reference }: TakedownOrder) => ({ reason, reference });

async function takenDown({ desk }: { desk: Awaited<ReturnType<typeof openFlows>>['desk'] }) {
  return (await desk.list({ source: null, decision: 'takedown', text: null, cursor: null, limit: 9 })).items;
}

const TABLES = [
  'entry',
  'log_leaf',
  'log_waiting',
  'setting',
  'source_state',
  'view_item',
  'view_post',
  'view_words',
  'arrival_key',
];

/** Where words of the story stand, in any column of any table, bytes unpacked. */
async function found(db: Database): Promise<string[]> {
  const places: string[] = [];
  for (const table of TABLES) {
    const rows = JSON.stringify(await db.query(`SELECT * FROM ${table}`));
    for (const word of WORDS) if (rows.includes(word)) places.push(`${word} in ${table}`);
  }
  const rows = await db.query('SELECT body FROM bytes');
  for (const { body } of rows) {
    const text = body instanceof Uint8Array ? Buffer.from(body).toString('latin1') : '';
    for (const word of WORDS) if (text.includes(word)) places.push(`${word} in bytes`);
  }
  return places;
}

/** Files that hold a word of the story: all of the data directory, write-ahead log and free pages with it. */
function inFiles(folder: string | null): string[] {
  if (folder === null) return [];
  return readdirSync(folder).flatMap((file) => {
    const bytes = readFileSync(join(folder, file));
    // The search index leaves out what a word has in common with the one before it.
    return [...WORDS, 'uillfeather', 'exworth', 'anthorpe']
      .filter((word) => bytes.includes(word))
      .map((word) => `${word} in ${file}`);
  });
}
