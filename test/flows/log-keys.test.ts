// The log's keys over a whole life: made, changed openly, lost, stolen, mistaken; with real files, on each store.

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { isSignedBy, keysOf } from '../../src/flows/log-keys.ts';
import { openPublicLog, type PublicLog, startPublicLog } from '../../src/flows/open-log.ts';
import { storyProofs } from '../../src/flows/story-proof.ts';
import type { Database } from '../../src/ledger/database.ts';
import { type LogKeySource, newSignerKey, readLogKeys } from '../../src/ledger/log-key.ts';
import { cosignStatement } from '../../src/ledger/log-tables.ts';
import { openReader } from '../../src/ledger/reader.ts';
import { rotateLogKey } from '../../src/ledger/rotate-log-key.ts';
import { toHex } from '../../src/log/bytes.ts';
import { parseKeyRecord } from '../../src/log/key-record.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { formatVerifierKey, openNote, parseVerifierKey, type Verifier } from '../../src/log/note.ts';
import { parseProof } from '../../src/log/proof.ts';
import type { LeafDraft } from '../../src/log/sequence.ts';
import { itemId } from '../../src/model/ids.ts';
import { availableStores } from '../support/stores.ts';

const ORIGIN = 'daily.example/log';
const START = Date.UTC(2031, 2, 4);
const DAY = 86_400_000;
const ITEM = itemId('00000000000000aa');

const stores = await availableStores();
const folders: string[] = [];
const opened: { close(): Promise<void> }[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'stet-keys-'));
  folders.push(made);
  return made;
}

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const draft = (seq: number): LeafDraft => ({
  item: ITEM,
  seq,
  chain: '0123456789abcdef0123456789abcdef',
  opens: false,
  kind: 'publish',
  newText: true,
  logged: START + seq,
  received: START + seq,
  src: 'harbour',
  record: `{"invented":"${seq}"}`,
});

const source = (dataDir: string, settings: Partial<LogKeySource> = {}): LogKeySource => ({
  dataDir,
  origin: ORIGIN,
  key: null,
  ...settings,
});

const verifierOfText = (vkey: string): Verifier => parseVerifierKey(nodeCrypto, vkey);
const keyFileOf = (dataDir: string, vkey: string): string =>
  join(dataDir, `log.key.${toHex(verifierOfText(vkey).keyId)}`);

interface OpenedLog {
  readonly db: Database;
  readonly log: PublicLog;
  /** Puts one act into the log; resolves to the note that covers it. */
  act(): Promise<string>;
  close(): Promise<void>;
}

describe.each(stores)('on $name', (store) => {
  let seq = 0;
  afterAll(() => store.remove());

  async function emptied(): Promise<void> {
    const db = await store.open();
    for (const table of ['log_leaf', 'log_tile', 'log_checkpoint', 'log_waiting'])
      await db.transact([{ sql: `DELETE FROM ${table}`, params: [] }]);
    await db.close();
  }

  async function open(
    dataDir: string,
    settings: Partial<LogKeySource> = {},
    now: () => number = () => START,
  ): Promise<OpenedLog> {
    const db = await store.open();
    try {
      const log = await openPublicLog({
        ...source(dataDir, settings),
        db,
        ledger: openReader(db),
        now,
        progress: () => undefined,
      });
      let isOpen = true;
      const one = {
        db,
        log,
        async act() {
          await db.transact([], [draft(++seq)]);
          return (await log.reader.latest())?.note ?? '';
        },
        async close() {
          if (!isOpen) return;
          isOpen = false;
          await log.close();
          await db.close();
        },
      };
      opened.push(one);
      return one;
    } catch (error) {
      await db.close();
      throw error;
    }
  }

  /** A log of three leaves with its first key. Resolves to the verifier key. */
  async function begun(dataDir: string, settings: Partial<LogKeySource> = {}): Promise<string> {
    await emptied();
    const one = await open(dataDir, settings);
    for (let leaves = 0; leaves < 3; leaves++) await one.act();
    await one.close();
    if (one.log.verifier === null) throw new Error('an open log has a key');
    return formatVerifierKey(one.log.verifier);
  }

  test('the first start makes a key that only its owner can read', async () => {
    const dataDir = folder();
    const vkey = await begun(dataDir);
    expect(statSync(join(dataDir, 'log.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, 'log.vkey'), 'utf8')).toBe(`${vkey}\n`);
    expect(vkey).toMatch(/^daily\.example\/log\+/);
  });

  test('a changed key is a leaf of its own, and both sign until the stated time, then only the new one', async () => {
    const dataDir = folder();
    const old = await begun(dataDir);
    const until = START + 2 * DAY;
    const changed = rotateLogKey(source(dataDir), until);
    expect(changed.old).toBe(old);
    expect(statSync(keyFileOf(dataDir, old)).mode & 0o777).toBe(0o600);

    let clock = START + DAY;
    const one = await open(dataDir, {}, () => clock);
    expect(one.log.trouble()).toBeNull();
    const [leaf] = await one.log.reader.keyLeaves();
    expect(leaf?.index).toBe(3);
    expect(parseLeaf(leaf?.body ?? '')).toMatchObject({ kind: 'key', prev: -1, ver: 0, logged: clock });
    expect(parseKeyRecord(nodeCrypto, leaf?.record ?? '')).toEqual({
      v: 'wire-key/1',
      old,
      new: changed.new,
      both_until: until,
      reason: 'rotation',
    });
    const both = [verifierOfText(changed.new), verifierOfText(old)];
    expect(openNote(nodeCrypto, await one.act(), both).verified).toEqual(both);
    expect((await keysOf(one.log.reader, one.log.verifier)).map(({ key }) => key)).toEqual([
      changed.new,
      old,
    ]);
    await one.close();

    // A start within the time changes nothing; when the time comes no start is needed.
    clock = until - 20;
    const two = await open(dataDir, {}, () => clock);
    expect(openNote(nodeCrypto, await two.act(), both).verified).toEqual(both);
    expect(await two.log.reader.keyLeaves()).toHaveLength(1);
    clock = until;
    await vi.waitFor(
      async () => expect(isSignedBy(await two.act(), verifierOfText(old))).toBe(false),
      30_000,
    );
    expect(two.log.trouble()).toBeNull();
    await two.close();

    const three = await open(dataDir, {}, () => until + DAY);
    expect(three.log.trouble()).toBeNull();
    expect(isSignedBy(await three.act(), verifierOfText(old))).toBe(false);
    expect(await three.log.reader.keyLeaves()).toHaveLength(1);
  });

  test.each(['before', 'after'])(
    'a crash %s the change is durable leaves one change in the log',
    async (when) => {
      const dataDir = folder();
      const old = await begun(dataDir);
      const changed = rotateLogKey(source(dataDir), START + DAY);
      const db = await store.open();
      const crashing: Database = {
        ...db,
        async transact(statements, acts) {
          if (when === 'after') await db.transact(statements, acts);
          throw new Error('the machine stops here');
        },
      };
      const opening = openPublicLog({
        ...source(dataDir),
        ...{ db: crashing, ledger: openReader(db), now: () => START, progress: () => undefined },
      });
      await expect(opening).rejects.toThrow('the machine stops here');
      await db.close();

      const one = await open(dataDir);
      expect(one.log.trouble()).toBeNull();
      expect((await keysOf(one.log.reader, one.log.verifier)).map(({ key }) => key)).toEqual([
        changed.new,
        old,
      ]);
      expect(await one.log.reader.keyLeaves()).toHaveLength(1);
      // What the next change of keys rests on.
      expect(readFileSync(join(dataDir, 'log.vkey'), 'utf8')).toBe(`${changed.new}\n`);
    },
  );

  test('a key that may be stolen never signs again, nor any before it', async () => {
    const dataDir = folder();
    const first = await begun(dataDir);
    const second = rotateLogKey(source(dataDir), START + 9 * DAY).new;
    const during = await open(dataDir);
    await during.close();
    const third = rotateLogKey(source(dataDir), null).new;
    for (const key of [first, second]) expect(readFileSync(keyFileOf(dataDir, key), 'utf8')).toBe(`${key}\n`);

    const after = await open(dataDir);
    expect(after.log.trouble()).toBeNull();
    const note = await after.act();
    expect(openNote(nodeCrypto, note, [verifierOfText(third)]).verified).toHaveLength(1);
    for (const key of [first, second]) expect(isSignedBy(note, verifierOfText(key))).toBe(false);
    expect(await keysOf(after.log.reader, after.log.verifier)).toEqual([
      { key: third, leaf: 4, from: START, until: null, reason: null },
      { key: second, leaf: 3, from: START, until: START, reason: 'compromise' },
      { key: first, leaf: null, from: null, until: START, reason: 'rotation' },
    ]);
  });

  test('a log whose key is gone stays closed and says so, and no new key is made', async () => {
    const dataDir = folder();
    const vkey = await begun(dataDir);
    rmSync(join(dataDir, 'log.key'));
    const one = await open(dataDir);
    expect(one.log.trouble()).toContain('log.key is missing');
    expect(existsSync(join(dataDir, 'log.key'))).toBe(false);
    expect(one.log.verifier).toEqual(verifierOfText(vkey));
    await one.act();
    expect(await one.log.reader.waiting()).toBe(1);
    expect((await one.log.reader.latest())?.size).toBe(3);
  });

  test('a lost key is replaced on demand: the log goes on, and what waited comes in after the change', async () => {
    const dataDir = folder();
    const old = await begun(dataDir);
    rmSync(join(dataDir, 'log.key'));
    const closed = await open(dataDir);
    await closed.act();
    await closed.close();

    expect(() => rotateLogKey(source(dataDir), START + DAY)).toThrow(
      expect.objectContaining({ code: 'log-key-missing' }),
    );
    const changed = rotateLogKey(source(dataDir), null);
    expect(changed.old).toBe(old);
    const one = await open(dataDir);
    expect(one.log.trouble()).toBeNull();
    const kinds = (await one.log.reader.leaves(3, 9)).map(({ body }) => parseLeaf(body).kind);
    expect(kinds).toEqual(['key', 'publish']);
    expect(await one.log.reader.waiting()).toBe(0);
  });

  test('another key in the place of the old one opens nothing', async () => {
    const dataDir = folder();
    await begun(dataDir);
    writeFileSync(join(dataDir, 'log.key'), `${newSignerKey(ORIGIN)}\n`);
    const one = await open(dataDir);
    expect(one.log.trouble()).toContain('not signed with the key');
    expect(await one.log.reader.keyLeaves()).toEqual([]);
  });

  test('a checkpoint that only a replaced key has signed is trouble', async () => {
    const dataDir = folder();
    await begun(dataDir);
    rotateLogKey(source(dataDir), null);
    const one = await open(dataDir);
    const [old] = await one.db.query('SELECT note FROM log_checkpoint WHERE size = 3');
    await one.db.transact([
      { sql: 'UPDATE log_checkpoint SET note = ? WHERE size = 4', params: [String(old?.note)] },
    ]);
    await one.close();
    expect((await open(dataDir)).log.trouble()).toContain('not signed with the key');
  });

  test('configured keys are changed by the configuration', async () => {
    const dataDir = folder();
    const [one, two, three] = [newSignerKey(ORIGIN), newSignerKey(ORIGIN), newSignerKey(ORIGIN)];
    const first = await begun(dataDir, { key: one });
    expect(existsSync(join(dataDir, 'log.key'))).toBe(false);
    expect(() => rotateLogKey(source(dataDir, { key: one }), START)).toThrow(
      expect.objectContaining({ code: 'log-key-configured' }),
    );

    const rotated = await open(dataDir, { key: two, previousKey: one, bothUntil: START + DAY });
    expect(rotated.log.trouble()).toBeNull();
    const second = formatVerifierKey(readLogKeys(source(dataDir, { key: two })).current.verifier);
    const both = [verifierOfText(second), verifierOfText(first)];
    expect(openNote(nodeCrypto, await rotated.act(), both).verified).toEqual(both);
    await rotated.close();

    const stopped = await open(dataDir, { key: three, previousKey: second });
    expect(stopped.log.trouble()).toBeNull();
    const listed = await keysOf(stopped.log.reader, stopped.log.verifier);
    expect(listed.map(({ reason }) => reason)).toEqual([null, 'compromise', 'rotation']);
    expect(isSignedBy(await stopped.act(), verifierOfText(second))).toBe(false);
  });

  test('a proof goes out with a checkpoint that the current key has signed, even when witnesses know only an older one', async () => {
    const dataDir = folder();
    await begun(dataDir);
    const before = await open(dataDir);
    const latest = await before.log.reader.latest();
    await before.db.transact([cosignStatement(latest?.size ?? 0, latest?.note ?? '')]);
    await before.close();
    rotateLogKey(source(dataDir), null);
    const one = await open(dataDir);
    const check = await storyProofs(one.log.reader, one.log.verifier).check(ITEM);
    expect(isSignedBy(parseProof(check?.proof ?? '').checkpoint, verifierOfText(check?.key ?? ''))).toBe(
      true,
    );
  });

  test('a page that is asked for while the key is being changed waits for the new key to have signed', async () => {
    const dataDir = folder();
    await begun(dataDir);
    const changed = rotateLogKey(source(dataDir), START + DAY);
    const db = await store.open();
    const log = await startPublicLog({
      ...source(dataDir),
      ...{ db, ledger: openReader(db), now: () => START, progress: () => undefined },
    });
    const check = await storyProofs(log.reader, log.verifier, log.ready).check(ITEM);
    expect(check?.key).toBe(changed.new);
    expect(isSignedBy(parseProof(check?.proof ?? '').checkpoint, verifierOfText(changed.new))).toBe(true);
    await log.close();
    await db.close();
  });

  test('key files that others can read, that hold no key, or the key of another log, are refused', async () => {
    const dataDir = folder();
    await begun(dataDir);
    const file = join(dataDir, 'log.key');
    const refused = (code: string, settings: Partial<LogKeySource> = {}) =>
      expect(open(dataDir, settings)).rejects.toMatchObject({ code });
    await refused('log-key-other', { origin: 'courier.example/log', originSet: true });
    chmodSync(file, 0o640);
    await refused('log-key-open');
    chmodSync(file, 0o600);
    const good = readFileSync(file, 'utf8');
    for (const wrong of ['', 'garbage', good.replace(/.{6}\n$/, '\n'), good.replace('daily', 'courier')]) {
      writeFileSync(file, wrong);
      await refused('log-key-wrong');
    }
    writeFileSync(file, good);
    await refused('log-key-other', {
      key: good.trim(),
      previousKey: newSignerKey('courier.example/log'),
      bothUntil: START,
    });
  });
});

test('a site that moves keeps the name of its log', () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'log.key'), newSignerKey(ORIGIN), { mode: 0o600 });
  const { current } = readLogKeys(source(dataDir, { origin: 'moved.example/log', originSet: false }));
  expect(current.verifier.name).toBe(ORIGIN);
});

describe('a change of keys', () => {
  test('waits for the one before it to be in the log', () => {
    const dataDir = folder();
    const key = newSignerKey(ORIGIN);
    writeFileSync(join(dataDir, 'log.key'), key, { mode: 0o600 });
    const vkey = formatVerifierKey(readLogKeys(source(dataDir)).current.verifier);
    writeFileSync(join(dataDir, 'log.vkey'), `${vkey}\n`);
    rotateLogKey(source(dataDir), START);
    for (const until of [START, null]) {
      expect(() => rotateLogKey(source(dataDir), until)).toThrow(
        expect.objectContaining({ code: 'log-rotation-pending' }),
      );
    }
  });

  test('that was cut off before the new key was there leaves the old one in force', () => {
    const dataDir = folder();
    const key = newSignerKey(ORIGIN);
    writeFileSync(join(dataDir, 'log.key'), key, { mode: 0o600 });
    const { current } = readLogKeys(source(dataDir));
    const kept = keyFileOf(dataDir, formatVerifierKey(current.verifier));
    writeFileSync(kept, `${key}\n${new Date(START).toISOString()}\n`, { mode: 0o600 });
    expect(readLogKeys(source(dataDir)).previous).toEqual([]);
  });

  test('is refused for a lost key that nobody knows', () => {
    expect(() => rotateLogKey(source(folder()), null)).toThrow(
      expect.objectContaining({ code: 'log-key-unknown' }),
    );
  });
});
