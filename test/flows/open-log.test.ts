// The public log over a whole life: what becomes a leaf, what happens to what waited, and what keeps it closed.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { storyProofs } from '../../src/flows/story-proof.ts';
import type { Database, SqlValue } from '../../src/ledger/database.ts';
import { openLogReader } from '../../src/ledger/log-reader.ts';
import { utf8 } from '../../src/log/bytes.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { parseProof, verifyProof } from '../../src/log/proof.ts';
import { parseRecord } from '../../src/log/record.ts';
import type { Seq } from '../../src/model/ids.ts';
import { sha256 } from '../../src/text/digest.ts';
import { logBreaches } from '../crash/log-breaches.ts';
import { testSource } from '../support/app.ts';
import { feedOf, openFlows } from '../support/flows.ts';
import { availableStores } from '../support/stores.ts';

const stores = await availableStores();
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'stet-log-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const SOURCES = [
  testSource({ id: 'harbour', publish: 'auto' }),
  testSource({ id: 'lamplight', publish: 'hold' }),
];

const story = (number: number, telling = 1): string =>
  `<item><guid isPermaLink="false">log-${number}</guid><title>Ferry ${number} sails, telling ${telling}</title>
   <pubDate>Tue, 04 Mar 2031 10:0${telling}:00 GMT</pubDate>
   <description>&lt;p&gt;PORT ELLEN — Ferry ${number} sailed at dawn, says telling ${telling} of many words.&lt;/p&gt;</description></item>`;
const kill = (number: number): string =>
  JSON.stringify({
    uri: `log-${number}`,
    version: '9',
    pubstatus: 'canceled',
    versioncreated: '2031-03-04T12:00:00Z',
    headlines: [{ value: `Ferry ${number}` }],
  });

/** Kind and version of every leaf, in order. */
async function acts(db: Database): Promise<string[]> {
  const leaves = await openLogReader(db).leaves(0, 1_000);
  return leaves.map(({ body }) => `${parseLeaf(body).kind} ${parseLeaf(body).ver}`);
}

const change = (db: Database, sql: string, ...params: SqlValue[]): Promise<void> =>
  db.transact([{ sql, params }]);

describe.each(stores)('on $name', (store) => {
  afterAll(() => store.remove());

  async function opened(keys: string) {
    const db = await store.open();
    const flows = await openFlows(db, SOURCES, keys);
    const { log } = flows;
    if (log?.verifier == null) throw new Error('opened with keys');
    const { verifier } = log;
    return {
      ...{ db, ...flows, log, verifier },
      async close() {
        await log.close();
        await flows.thread.close();
        await db.close();
      },
    };
  }

  async function emptied(): Promise<void> {
    const db = await store.open();
    const tables = ['entry', 'bytes', 'arrival_key', 'pending', 'setting', 'log_leaf', 'log_tile'];
    const views = ['view_item', 'view_post', 'view_section', 'view_count', 'view_words'];
    for (const table of [...tables, 'log_checkpoint', 'log_waiting', ...views])
      await change(db, `DELETE FROM ${table}`);
    await db.close();
  }

  test('every act that the public sees is a leaf whose record names the text on the page', async () => {
    await emptied();
    const site = await opened(folder());
    await site.receive(feedOf([story(1), story(2)]));
    await site.receive(feedOf([story(1, 2)]));
    const held = await site.receive(feedOf([story(3)]), 'lamplight');
    const [item] = held.items;
    if (item === undefined) throw new Error('a story was received');
    const version = Number((await site.desk.item(item.id))?.versions[0]?.seq) as Seq;
    await site.act(item.id, 'release', 'R. Person', version);
    await site.act(item.id, 'review', 'R. Person', version);
    await site.act(item.id, 'hold', 'R. Person', version);
    await site.act(item.id, 'release', 'R. Person', version);
    await site.receive(utf8(kill(2)));

    expect(await acts(site.db)).toEqual([
      ...[
        'publish 1',
        'publish 1',
        'publish 2',
        'publish 1',
        'review 1',
        'withhold 1',
        'restore 1',
        'kill 1',
      ],
    ]);
    expect(await logBreaches(site.db, site.verifier)).toEqual([]);

    const proofs = storyProofs(site.log.reader, site.verifier);
    const check = await proofs.check(item.id);
    const { extra } = parseProof(check?.proof ?? '');
    const { origin } = site.log;
    const { verifier } = site;
    const policy = { logKeys: [verifier], witnesses: [], quorum: 0 };
    verifyProof(nodeCrypto, check?.proof ?? '', extra ?? new Uint8Array(), { origin, policy });
    const record = parseRecord(check?.record ?? '');
    const post = await site.posts.byPath(record.path);
    expect(record).toMatchObject({
      guid: 'log-3',
      text_sha256: sha256(post?.parsed.text ?? ''),
      transport: 'push',
    });
    expect(record.headline_sha256).toBe(sha256('Ferry 3 sails, telling 1'));
    await site.close();
  });

  test('what changes nothing for the public makes no leaf', async () => {
    await emptied();
    const site = await opened(folder());
    await site.receive(feedOf([story(1, 2)]));
    await site.receive(feedOf([story(1, 2)]));
    await site.receive(feedOf([story(1, 1)]));
    await site.receive(feedOf([story(4)]), 'lamplight');
    expect(await acts(site.db)).toEqual(['publish 1']);
    await site.close();
  });

  test('what happened while the log was closed becomes leaves when it opens, in its order', async () => {
    await emptied();
    const db = await store.open();
    const offline = await openFlows(db, SOURCES);
    await offline.receive(feedOf([story(1), story(2)]));
    await offline.receive(feedOf([story(2, 2)]));
    await offline.receive(utf8(kill(1)));
    await offline.thread.close();
    await db.close();
    const site = await opened(folder());
    expect(await acts(site.db)).toEqual(['publish 1', 'publish 1', 'publish 2', 'kill 1']);
    expect(await logBreaches(site.db, site.verifier)).toEqual([]);
    await site.close();
  });

  test('posts that are older than the log get their leaves when it is first opened', async () => {
    await emptied();
    const db = await store.open();
    const before = await openFlows(db, SOURCES);
    await before.receive(feedOf([story(1), story(2)]));
    await before.thread.close();
    await change(db, 'DELETE FROM log_waiting');
    await db.close();
    const site = await opened(folder());
    await site.receive(feedOf([story(1, 2)]));
    expect(await acts(site.db)).toEqual(['publish 1', 'publish 1', 'publish 2']);
    expect(await logBreaches(site.db, site.verifier)).toEqual([]);
    await site.close();
  });

  const damage: readonly (readonly [string, RegExp, (db: Database, keys: string) => Promise<void>])[] = [
    [
      'a changed leaf',
      /From index 2 on: a leaf or tile\/0\/000\.p\/4 has been changed/,
      async (db) => {
        const leaf = await openLogReader(db).leaf(2);
        const body = leaf?.body.replace(/"received":\d+/, '"received":1') ?? '';
        await change(db, 'UPDATE log_leaf SET body = ? WHERE idx = 2', body);
      },
    ],
    [
      'a changed record',
      /From index 1 on: its record/,
      async (db) => {
        const leaf = await openLogReader(db).leaf(1);
        const record = leaf?.record?.replace(/"guid":"[^"]*"/, '"guid":"log-7"') ?? '';
        await change(db, 'UPDATE log_leaf SET record = ? WHERE idx = 1', record);
      },
    ],
    [
      'a lost leaf',
      /From index 1 on: this leaf is missing/,
      (db) => change(db, 'DELETE FROM log_leaf WHERE idx = 1'),
    ],
    [
      'a database cut off at its end',
      /From index 3 on: this leaf is missing/,
      (db) => change(db, 'DELETE FROM log_leaf WHERE idx = 3'),
    ],
    [
      'a lost tile',
      /From index 0 on: tile\/0\/000\.p\/4 is missing/,
      (db) => change(db, 'DELETE FROM log_tile WHERE level = 0'),
    ],
    [
      'a changed tile',
      /From index 0 on: a leaf or tile\/0\/000\.p\/4 has been changed/,
      (db) => change(db, 'UPDATE log_tile SET hashes = ? WHERE level = 0', new Uint8Array(128)),
    ],
    [
      'a changed root',
      /newest checkpoint is not the one that was signed/,
      (db) => change(db, 'UPDATE log_checkpoint SET root = ? WHERE size = 4', 'ab'.repeat(32)),
    ],
    [
      'a checkpoint that the key has not signed',
      /does not verify/,
      async (db) => {
        const latest = await openLogReader(db).latest();
        const note = latest?.note.replace('daily.example/log\n4\n', 'daily.example/log\n5\n') ?? '';
        await change(db, 'UPDATE log_checkpoint SET note = ? WHERE size = 4', note);
      },
    ],
    [
      'an old copy of the database',
      /From index 2 on: a checkpoint of 4 leaves has been shown, and the database knows of 2/,
      async (db) => {
        await change(db, 'DELETE FROM log_leaf WHERE idx >= 2');
        await change(db, 'DELETE FROM log_checkpoint WHERE size > 2');
        const hashes = await openLogReader(db).tile(0, 0, 2);
        await change(db, 'UPDATE log_tile SET hashes = ? WHERE level = 0', hashes);
      },
    ],
    [
      'leaves that nothing covers',
      /From index 4 on: there are leaves that no checkpoint covers/,
      async (db) => {
        const leaf = await openLogReader(db).leaf(3);
        await change(
          db,
          'INSERT INTO log_leaf (idx, item, seq, body, record) VALUES (4, ?, 1, ?, NULL)',
          leaf?.item ?? '',
          leaf?.body ?? '',
        );
      },
    ],
  ];

  test.each(damage)(
    '%s keeps the log closed, and a kill still takes its story down',
    async (_name, trouble, harm) => {
      await emptied();
      const keys = folder();
      const before = await opened(keys);
      await before.receive(feedOf([story(1), story(2)]));
      await before.receive(feedOf([story(3), story(4)]));
      await noted(keys, 4);
      await before.close();
      const db = await store.open();
      await harm(db, keys);
      const rows = await db.query('SELECT size FROM log_checkpoint ORDER BY size');
      await db.close();

      const site = await opened(keys);
      expect(site.log.trouble()).toMatch(trouble);
      const fresh = await site.receive(feedOf([story(8)]));
      expect(fresh.items[0]).toMatchObject({
        decision: 'hold',
        reasons: [{ code: 'log-closed' }],
        url: null,
      });
      const [killed] = (await site.receive(utf8(kill(2)))).items;
      expect(killed?.url).toBeNull();
      expect((await site.posts.page({ section: null, cursor: null, limit: 10 })).posts).toHaveLength(3);
      expect(
        await site.db.query('SELECT size FROM log_checkpoint ORDER BY size'),
        'nothing was signed',
      ).toEqual(rows);
      expect(await site.db.query('SELECT 1 AS one FROM log_waiting')).toHaveLength(1);
      await site.close();
    },
  );

  test('a fork is seen where the same size was shown with another root', async () => {
    await emptied();
    const keys = folder();
    const first = await opened(keys);
    await first.receive(feedOf([story(1)]));
    await noted(keys, 1);
    await first.close();
    const noteOfFirst = readFileSync(join(keys, 'log.checkpoint'), 'utf8');
    await emptied();
    rmSync(join(keys, 'log.checkpoint'));
    const second = await opened(keys);
    await second.receive(feedOf([story(2), story(3)]));
    await second.close();
    writeFileSync(join(keys, 'log.checkpoint'), noteOfFirst);
    const third = await opened(keys);
    expect(third.log.trouble()).toMatch(/From index 1 on: another root of this size has been shown/);
    await third.close();
  });
});

/** Until the newest checkpoint stands beside the database too. */
async function noted(keys: string, size: number): Promise<void> {
  mkdirSync(keys, { recursive: true });
  for (;;) {
    try {
      if (readFileSync(join(keys, 'log.checkpoint'), 'utf8').split('\n')[1] === String(size)) return;
    } catch {
      // Not there yet.
    }
    await wait(20);
  }
}
