// The auditor over static mirrors: it accepts logs of every size, and names what was tampered with, and where.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openFolder } from '../../src/flows/log-audit/files.ts';
import { type AuditOptions, type AuditReport, auditLog } from '../../src/flows/log-audit.ts';
import { utf8 } from '../../src/log/bytes.ts';
import { cosign } from '../../src/log/checkpoint.ts';
import { ed25519FromSeed, nodeCrypto } from '../../src/log/node-crypto.ts';
import {
  addSignatures,
  COSIGNATURE,
  parseVerifierKey,
  verifierOf as verifierFor,
} from '../../src/log/note.ts';
import { encodeEntries } from '../../src/log/tiles.ts';
import { StetError } from '../../src/model/errors.ts';
import { sha256 } from '../../src/text/digest.ts';
import {
  type Act,
  change,
  changeEntry,
  changeRecord,
  pathOf,
  put,
  recordsPath,
  remove,
  type SyntheticLog,
  type SyntheticOptions,
  writeSyntheticLog,
} from '../log/synthetic-log.ts';

const folders: string[] = [];
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stet-test-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const logOf = (options: SyntheticOptions): SyntheticLog => writeSyntheticLog(temporaryFolder(), options);

const verifierOf = (vkey: string) => parseVerifierKey(nodeCrypto, vkey);

async function audit(log: SyntheticLog, more: Partial<AuditOptions> = {}): Promise<AuditReport> {
  return auditLog({
    files: await openFolder(log.folder),
    origin: log.origin,
    policy: { logKeys: [verifierOf(log.vkey)], witnesses: [], quorum: 0 },
    since: null,
    site: null,
    state: null,
    progress: () => undefined,
    monotonic: () => 0,
    signal: new AbortController().signal,
    ...more,
  });
}

/** Codes with the leaf or the file they are about. */
const found = ({ findings }: AuditReport): string[] =>
  findings.map(({ code, leaf, file }) => `${code} ${leaf ?? file ?? ''}`.trim());

/** A full tile more than two, and some leaves. */
const SIZE = 600;

describe('a sound log', () => {
  test.each([0, 1, 2, 255, 256, 257, 511, 512, 513])('of %i leaves is accepted', async (size) => {
    await accepted(logOf({ size }));
  });

  // Where the tree gets its third level of tiles.
  test('of 65,535, 65,536 and 65,537 leaves is accepted', async () => {
    const log = logOf({ size: 65_535 });
    await accepted(log);
    const full = writeSyntheticLog(log.folder, { size: 65_536, after: log });
    await accepted(full);
    const largest = writeSyntheticLog(log.folder, { size: 65_537, after: full });
    await accepted(largest);
    // A full tile above others is named alone when it was changed.
    change(log.folder, 'tile/1/000', (bytes) => bytes.with(40, (bytes[40] ?? 0) ^ 1));
    expect(found(await audit(largest))).toEqual(['tile-wrong tile/1/000']);
  }, 300_000);

  async function accepted(log: SyntheticLog): Promise<void> {
    const report = await audit(log);
    expect(found(report)).toEqual([]);
    expect(report.checkpoint?.size).toBe(log.size);
    expect(report.checked.leaves).toBe(log.size);
    const erased = Array.from({ length: log.size }, (_, index) => index).filter((index) =>
      log.isErased(index),
    );
    expect(report.checked.records).toBe(log.size - erased.length);
  }

  test('with leaves about its keys is accepted', async () => {
    const acts: Act[] = [
      { item: 0, kind: 'publish' },
      { item: 900, kind: 'key' },
      { item: 900, kind: 'key' },
    ];
    expect(found(await audit(logOf({ size: 3, acts })))).toEqual([]);
  });

  test('is accepted where only the full tile stands in place of a partial one', async () => {
    const log = logOf({ size: SIZE });
    const longer = logOf({ size: 1_024 });
    for (const kind of ['entries', 'hashes'] as const) {
      const full = readFileSync(join(longer.folder, pathOf(kind, SIZE - 1, 1_024)));
      remove(log.folder, pathOf(kind, SIZE - 1, SIZE));
      put(log.folder, pathOf(kind, SIZE - 1, 1_024), full);
    }
    expect(found(await audit(log))).toEqual([]);
  });
});

describe('a checkpoint', () => {
  const refused = async (log: SyntheticLog, message: string) => {
    const report = await audit(log);
    expect(found(report)).toEqual(['checkpoint-wrong checkpoint']);
    expect(report.findings[0]?.message).toContain(message);
    expect(report.checkpoint).toBeNull();
  };

  test('whose size was changed is refused', async () => {
    const log = logOf({ size: 3 });
    put(log.folder, 'checkpoint', log.note.replace('\n3\n', '\n2\n'));
    await refused(log, 'signature');
  });

  test('of another origin is refused', async () => {
    const log = logOf({ size: 3 });
    const root = Buffer.from(log.note.split('\n')[2] ?? '', 'base64');
    put(log.folder, 'checkpoint', log.sign(3, root, 'night.example/log'));
    await refused(log, 'another log');
  });

  test('of another key is refused', async () => {
    const log = logOf({ size: 3 });
    const other = logOf({ size: 3, key: 9 });
    put(log.folder, 'checkpoint', other.note);
    await refused(log, 'no known key');
  });

  test('that is no note is refused', async () => {
    const log = logOf({ size: 3 });
    put(log.folder, 'checkpoint', 'gone fishing\n');
    await refused(log, 'not a signed note');
  });

  test('without the cosignatures of the policy is refused', async () => {
    const log = logOf({ size: 3 });
    const witness = { ...verifierOf(logOf({ size: 1, key: 11, origin: 'witness.example' }).vkey), type: 4 };
    const report = await audit(log, {
      policy: { logKeys: [verifierOf(log.vkey)], witnesses: [witness], quorum: 1 },
    });
    expect(found(report)).toEqual(['checkpoint-wrong checkpoint']);
    expect(report.findings[0]?.message).toContain('0 of 1 witnesses');
  });

  test('with the cosignatures of the policy is accepted, and they are told', async () => {
    const log = logOf({ size: 3 });
    const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32).fill(11));
    const signer = { name: 'courier.example/witness', publicKey, sign };
    const witness = verifierFor(nodeCrypto, signer.name, COSIGNATURE, publicKey);
    const policy = { logKeys: [verifierOf(log.vkey)], witnesses: [witness], quorum: 1 };
    const signature = cosign(nodeCrypto, log.note, signer, 1_930_000_000);
    put(log.folder, 'checkpoint', addSignatures(log.note, [signature]));
    const report = await audit(log, { policy });
    expect(found(report)).toEqual([]);
    expect(report.cosigned).toEqual([{ witness: signer.name, time: '2031-02-27T23:06:40.000Z' }]);
    // A cosignature for another time than the one it was made for.
    const late = { ...signature, signature: signature.signature.with(7, 0) };
    put(log.folder, 'checkpoint', addSignatures(log.note, [late]));
    expect(found(await audit(log, { policy }))).toEqual(['checkpoint-wrong checkpoint']);
  });

  test('that is not there leaves nothing to check', async () => {
    const log = logOf({ size: 3 });
    remove(log.folder, 'checkpoint');
    await expect(audit(log)).rejects.toMatchObject({ code: 'audit-no-checkpoint' });
  });

  test('with a signed root that is not the tree’s is refused', async () => {
    const log = logOf({ size: SIZE });
    put(log.folder, 'checkpoint', log.sign(SIZE, new Uint8Array(32)));
    expect(found(await audit(log))).toEqual(['root-wrong']);
  });
});

describe('a checkpoint kept from earlier', () => {
  const earlier = logOf({ size: 300 });

  test('is gone on from', async () => {
    const report = await audit(logOf({ size: SIZE }), { since: earlier.note });
    expect(found(report)).toEqual([]);
  });

  test('of the same size and root is the same', async () => {
    expect(found(await audit(logOf({ size: 300 }), { since: earlier.note }))).toEqual([]);
  });

  test('shows a fork', async () => {
    for (const size of [300, SIZE]) {
      const report = await audit(logOf({ size, seed: 2 }), { since: earlier.note });
      expect(found(report)).toEqual(['fork']);
      expect(report.findings[0]?.message).toContain('300');
    }
  });

  test('shows a rollback', async () => {
    const report = await audit(logOf({ size: 299 }), { since: earlier.note });
    expect(found(report)).toEqual(['rollback']);
  });

  test('of another key is no measure', async () => {
    const other = logOf({ size: 300, key: 9 });
    await expect(audit(logOf({ size: SIZE }), { since: other.note })).rejects.toMatchObject({
      code: 'audit-since-wrong',
    });
  });
});

describe('a tile', () => {
  const flip = (bytes: Uint8Array): Uint8Array => bytes.with(40, (bytes[40] ?? 0) ^ 1);

  test.each([
    ['full', 'tile/0/001', flip],
    ['at the edge', 'tile/0/002.p/88', flip],
    ['of level 1', 'tile/1/000.p/2', flip],
    ['cut off', 'tile/0/000', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['too long', 'tile/0/000', (bytes: Uint8Array) => Buffer.concat([bytes, new Uint8Array(32)])],
    ['cut off at the edge', 'tile/1/000.p/2', (bytes: Uint8Array) => bytes.subarray(0, -1)],
  ])('that was changed, %s, is named alone', async (_, file, to) => {
    const log = logOf({ size: SIZE });
    change(log.folder, file, to);
    expect(found(await audit(log))).toEqual([`tile-wrong ${file}`]);
  });

  test.each(['tile/0/001', 'tile/0/002.p/88', 'tile/1/000.p/2', 'tile/entries/001', 'tile/entries/002.p/88'])(
    'that is gone is named: %s',
    async (file) => {
      const log = logOf({ size: SIZE });
      remove(log.folder, file);
      const names = found(await audit(log));
      expect(names[0]).toBe(`file-missing ${file}`);
      // Whether a takedown stood in a bundle that is gone can't be known.
      expect(names.slice(1).filter((name) => !name.startsWith('silent-deletion'))).toEqual([]);
    },
  );
});

describe('an entry', () => {
  test.each([
    [300, 'full', 'tile/entries/001'],
    [590, 'at the edge', 'tile/entries/002.p/88'],
  ])('that was changed is named: %i, in a bundle that is %s', async (leaf) => {
    const log = logOf({ size: SIZE });
    changeEntry(log.folder, leaf, SIZE, (text) => text.replace(/"record":"./, '"record":"x'));
    const names = found(await audit(log));
    expect(names.filter((name) => name.startsWith('entry-wrong'))).toEqual([`entry-wrong ${leaf}`]);
    expect(names.some((name) => /root|tile|fork/.test(name))).toBe(false);
  });

  test('whose text was changed for another leaf is named', async () => {
    const log = logOf({ size: SIZE });
    changeEntry(log.folder, 300, SIZE, (text) => text.replace('"src":"harbour"', '"src":"nightly"'));
    expect(found(await audit(log))).toEqual(['entry-wrong 300']);
  });

  test('changed together with its hash is still not what was signed', async () => {
    const log = logOf({ size: SIZE });
    const other = logOf({
      size: SIZE,
      entry: (index, text) => (index === 300 ? text.replace('harbour', 'nightly') : text),
    });
    for (const kind of ['entries', 'hashes'] as const) {
      put(log.folder, pathOf(kind, 300, SIZE), readFileSync(join(other.folder, pathOf(kind, 300, SIZE))));
    }
    expect(found(await audit(log))).toEqual(['tile-wrong tile/0/001', 'entries-wrong tile/entries/001']);
  });

  test('in another place is named, both times', async () => {
    const log = logOf({ size: SIZE });
    let first = '';
    changeEntry(log.folder, 10, SIZE, (text) => {
      first = text;
      return text;
    });
    let second = '';
    changeEntry(log.folder, 11, SIZE, (text) => {
      second = text;
      return first;
    });
    changeEntry(log.folder, 10, SIZE, () => second);
    expect(found(await audit(log)).filter((name) => name.startsWith('entry-wrong'))).toEqual([
      'entry-wrong 10',
      'entry-wrong 11',
    ]);
  });

  test.each([
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, -3)],
    ['with more behind it', (bytes: Uint8Array) => Buffer.concat([bytes, utf8('more')])],
    ['with a length of nonsense', (bytes: Uint8Array) => bytes.with(0, 0xff)],
    ['oversized', () => new Uint8Array(256 * 65_537 + 1)],
  ])('bundle %s is named', async (_, to) => {
    const log = logOf({ size: SIZE });
    change(log.folder, 'tile/entries/001', to);
    expect(found(await audit(log))[0]).toBe('entries-wrong tile/entries/001');
  });
});

describe('a well signed leaf', () => {
  const changed = (leaf: number, from: string | RegExp, to: string): Promise<AuditReport> =>
    audit(
      logOf({
        size: 8,
        acts: STORY,
        entry: (index, text) => (index === leaf ? text.replace(from, to) : text),
      }),
    );
  /** One story: published, read, corrected, withheld, back again; and another. */
  const STORY: readonly Act[] = [
    { item: 0, kind: 'publish' },
    { item: 1, kind: 'publish' },
    { item: 0, kind: 'review' },
    { item: 0, kind: 'correct' },
    { item: 1, kind: 'withhold' },
    { item: 0, kind: 'kill' },
    { item: 1, kind: 'restore' },
    { item: 0, kind: 'takedown' },
  ];

  test.each([
    ['that is no JSON', 2, /^.*$/, 'a note', 'leaf-wrong 2'],
    ['in another spelling', 2, '{"item"', '{ "item"', 'leaf-wrong 2'],
    ['with a key more', 6, '{"item"', '{"headline":"x","item"', 'leaf-wrong 6'],
    ['received after it was logged', 6, /"received":\d+/, '"received":9999999999999', 'leaf-wrong 6'],
    ['of an empty entry', 6, /^.*$/, '', 'leaf-wrong 6'],
  ])('%s is named', async (_, leaf, from, to, name) => {
    expect(found(await changed(leaf, from, to))).toContain(name);
  });

  test.each([
    ['that passes a leaf over', 3, '"prev":2', '"prev":0', 'prev'],
    ['with a prev of another item', 4, '"prev":1', '"prev":0', 'prev'],
    ['that begins a chain with a review', 0, 'publish', 'review', 'first leaf must be a publish'],
    ['that begins with version 2', 1, '"ver":1', '"ver":2', 'version 1'],
    ['that skips a version', 3, '"ver":2', '"ver":3', 'version number'],
    ['that claims a new version for a review', 2, '"ver":1', '"ver":2', 'version number'],
    ['that restores what was not away', 3, '"kind":"correct"', '"kind":"restore"', 'may not follow'],
    ['that publishes over a kill', 7, '"kind":"takedown"', '"kind":"review"', 'may not follow'],
    [
      'from before the one before',
      3,
      /"logged":\d+(.*)"received":\d+/,
      '"logged":1000$1"received":1000',
      'before',
    ],
  ])('%s breaks the chain', async (_, leaf, from, to, words) => {
    const { findings } = await changed(leaf, from, to);
    const first = findings.find(({ code }) => code === 'chain-wrong');
    expect(first?.leaf).toBe(leaf);
    expect(first?.message).toContain(words);
  });
});

describe('a record', () => {
  const STORY: readonly Act[] = [
    { item: 0, kind: 'publish' },
    { item: 1, kind: 'publish' },
    { item: 1, kind: 'review' },
    { item: 0, kind: 'takedown' },
    { item: 2, kind: 'publish' },
  ];
  const story = (more: Partial<SyntheticOptions> = {}): SyntheticLog =>
    logOf({ size: 5, acts: STORY, ...more });

  test('that was changed is named', async () => {
    const log = story();
    changeRecord(log.folder, 1, (record) => record.replace('harbour.example', 'night.example'));
    expect(found(await audit(log))).toEqual(['record-wrong 1']);
  });

  test('that is gone without a takedown is a silent deletion', async () => {
    const log = story();
    changeRecord(log.folder, 1, () => null);
    changeRecord(log.folder, 2, () => null);
    const report = await audit(log);
    expect(found(report)).toEqual(['silent-deletion 1']);
    expect(report.findings[0]?.message).toContain('1 more');
  });

  test('of a takedown that is gone is a silent deletion', async () => {
    const log = story();
    changeRecord(log.folder, 3, () => null);
    expect(found(await audit(log))).toEqual(['silent-deletion 3']);
  });

  test('that is still there after a takedown is not erased', async () => {
    expect(found(await audit(story({ keepsErased: true })))).toEqual(['not-erased 0']);
  });

  test('file that is gone is a silent deletion of all that was in it', async () => {
    const log = logOf({
      size: SIZE,
      acts: Array.from({ length: SIZE }, (_, item) => ({ item, kind: 'publish' })),
    });
    remove(log.folder, recordsPath(1));
    const report = await audit(log);
    expect(report.counts).toEqual({ 'silent-deletion': 256 });
  });

  test.each([
    ['no JSON', 'gone\n'],
    ['a line without an end', '{"index":0,"record":""}'],
    ['a leaf of another range', '{"index":256,"record":""}\n'],
    ['a leaf twice', '{"index":0,"record":""}\n{"index":0,"record":""}\n'],
    ['a key more', '{"index":0,"record":"","more":1}\n'],
    ['no UTF-8', Uint8Array.of(0xff, 0x0a)],
  ])('file with %s is named', async (_, content) => {
    const log = story();
    put(log.folder, 'records/000', content);
    expect(found(await audit(log))).toEqual(['records-wrong records/000']);
  });

  test('with digests where nothing is shown is named', async () => {
    const log = story({
      record: (index, record) => (index === 3 ? { ...record, text_sha256: sha256('still here') } : record),
    });
    expect(found(await audit(log))).toEqual(['record-wrong 3']);
  });

  test('of a takedown that still names the story is named', async () => {
    const log = story({ record: (index, record) => (index === 3 ? { ...record, guid: 'tide-1' } : record) });
    expect(found(await audit(log))).toEqual(['record-wrong 3']);
  });
});

test('of what is wrong everywhere a thousand are listed and all are counted', async () => {
  const size = 2_000;
  const log = logOf({ size, entry: (_, text) => text.replace('wire-leaf/1', 'wire-leaf/0') });
  const report = await audit(log);
  expect(report.counts).toEqual({ 'leaf-wrong': size });
  expect(report.findings).toHaveLength(1_000);
});

describe('an audit that is broken off', () => {
  /** Stops after so many tiles. */
  async function brokenOff(log: SyntheticLog, state: string, tiles: number): Promise<void> {
    const stop = new AbortController();
    let seen = 0;
    const progress = () => {
      seen += 1;
      if (seen === tiles) stop.abort(new StetError('audit-stopped', 'broken off'));
    };
    await expect(audit(log, { state, progress, signal: stop.signal })).rejects.toMatchObject({
      code: 'audit-stopped',
    });
  }

  test('goes on where it was, and comes to the same report', async () => {
    const log = logOf({ size: 5_000 });
    changeRecord(log.folder, 100, () => null);
    changeEntry(log.folder, 700, 5_000, (text) => text.replace('harbour', 'nightly'));
    changeEntry(log.folder, 4_000, 5_000, (text) => text.replace('harbour', 'nightly'));
    const whole = await audit(log);
    const state = join(temporaryFolder(), 'state');
    for (const tiles of [1, 5, 2]) await brokenOff(log, state, tiles);
    let first: number | null = null;
    const progress = (done: number) => {
      first ??= done;
    };
    expect(await audit(log, { state, progress })).toEqual(whole);
    expect(first).toBe(9 * 256);
    expect(() => readFileSync(state)).toThrow('ENOENT');
  });

  test('finds the log grown, and goes on to its end', async () => {
    const log = logOf({ size: 2_000 });
    const state = join(temporaryFolder(), 'state');
    await brokenOff(log, state, 4);
    const grown = writeSyntheticLog(log.folder, { size: 3_000 });
    const report = await audit(grown, { state });
    expect(found(report)).toEqual([]);
    expect(report.checked.leaves).toBe(3_000);
  });

  test('finds another log in its place', async () => {
    const state = join(temporaryFolder(), 'state');
    await brokenOff(logOf({ size: 2_000 }), state, 4);
    expect(found(await audit(logOf({ size: 2_000, seed: 2 }), { state }))).toContain('fork');
  });

  test('finds the log shorter than it was', async () => {
    const state = join(temporaryFolder(), 'state');
    await brokenOff(logOf({ size: 2_000 }), state, 4);
    expect(found(await audit(logOf({ size: 600 }), { state }))).toEqual(['rollback']);
  });

  test('does not take the state of another log, or one that was cut off', async () => {
    const state = join(temporaryFolder(), 'state');
    await brokenOff(logOf({ size: 2_000 }), state, 4);
    await expect(audit(logOf({ size: 2_000, origin: 'night.example/log' }), { state })).rejects.toMatchObject(
      {
        code: 'audit-state-wrong',
      },
    );
    put('/', state, readFileSync(state).subarray(0, -1));
    await expect(audit(logOf({ size: 2_000 }), { state })).rejects.toMatchObject({
      code: 'audit-state-wrong',
    });
  });
});

test('of a folder that is not there nothing can be said', async () => {
  await expect(openFolder('/nowhere/at/all')).rejects.toMatchObject({ code: 'audit-no-log' });
});

test('an oversized entry has no place in a bundle', () => {
  expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow('too-long');
});
