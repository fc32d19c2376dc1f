// wire-key/1: what the log says of a change of keys, and the list that follows from it.

import { describe, expect, test } from 'vitest';
import { emptyEdge } from '../../src/log/growth.ts';
import {
  formatKeyRecord,
  type KeyChange,
  type KeyRecord,
  keyDraft,
  listedKeys,
  parseKeyRecord,
} from '../../src/log/key-record.ts';
import { formatLeaf, KEY_ITEM, parseLeaf } from '../../src/log/leaf.ts';
import { ed25519FromSeed, nodeCrypto } from '../../src/log/node-crypto.ts';
import { COSIGNATURE, ED25519, formatVerifierKey, verifierOf } from '../../src/log/note.ts';
import { sequence } from '../../src/log/sequence.ts';

const ed25519 = (fill: number) => ed25519FromSeed(new Uint8Array(32).fill(fill));
const vkey = (fill: number, name = 'daily.example/log', type = ED25519): string =>
  formatVerifierKey(verifierOf(nodeCrypto, name, type, ed25519(fill).publicKey));

const ROTATION: KeyRecord = {
  v: 'wire-key/1',
  old: vkey(1),
  new: vkey(2),
  both_until: 1_930_000_000_000,
  reason: 'rotation',
};

describe('a key record', () => {
  test('is canonical JSON and comes back as it was', () => {
    const text = formatKeyRecord(nodeCrypto, ROTATION);
    expect(text).toBe(
      `{"both_until":1930000000000,"new":"${vkey(2)}","old":"${vkey(1)}","reason":"rotation","v":"wire-key/1"}`,
    );
    expect(parseKeyRecord(nodeCrypto, text)).toEqual(ROTATION);
  });

  test.each([
    ['the same key twice', { new: vkey(1) }],
    ['a key of another log', { new: vkey(2, 'courier.example/log') }],
    ["a witness's key", { new: vkey(2, 'daily.example/log', COSIGNATURE) }],
    ['a rotation that stops at once', { both_until: 0 }],
    ['a compromise with a time for both', { reason: 'compromise' as const }],
    ['another reason', { reason: 'whim' as 'rotation' }],
    ['another version', { v: 'wire-key/2' as 'wire-key/1' }],
  ])('is refused with %s', (_, wrong) => {
    expect(() => formatKeyRecord(nodeCrypto, { ...ROTATION, ...wrong })).toThrow(
      expect.objectContaining({ code: 'log-key-record-wrong' }),
    );
  });

  test('is refused with a verifier key whose key ID is not its own', () => {
    const wrong = vkey(2).replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    expect(() => formatKeyRecord(nodeCrypto, { ...ROTATION, new: wrong })).toThrow(
      expect.objectContaining({ code: 'log-key-wrong' }),
    );
  });

  test('is refused in any other spelling', () => {
    const text = formatKeyRecord(nodeCrypto, ROTATION);
    expect(() => parseKeyRecord(nodeCrypto, `${text} `)).toThrow(
      expect.objectContaining({ code: 'log-key-record-wrong' }),
    );
  });
});

test('the act of changing keys becomes a leaf of the item that keys have, chained to the one before', () => {
  const signer = { name: 'daily.example/log', ...ed25519(2) };
  const first = keyDraft(formatKeyRecord(nodeCrypto, ROTATION), 1_000);
  const one = sequence(nodeCrypto, [signer], emptyEdge, [first, { ...first, logged: 2_000 }], new Map());
  const leaves = one?.leaves.map(({ body }) => parseLeaf(body)) ?? [];
  expect(leaves).toMatchObject([
    { item: KEY_ITEM, kind: 'key', prev: -1, ver: 0, src: 'stet', logged: 1_000 },
    { item: KEY_ITEM, kind: 'key', prev: 0, ver: 0, src: 'stet', logged: 2_000 },
  ]);
  expect(leaves.map(formatLeaf)).toEqual(one?.leaves.map(({ body }) => body));
});

describe('the list of keys', () => {
  test('has only the current key where none was ever changed', () => {
    expect(listedKeys(vkey(1), [])).toEqual([
      { key: vkey(1), leaf: null, from: null, until: null, reason: null },
    ]);
    expect(listedKeys(null, [])).toEqual([]);
  });

  test('begins with the current key and says when each began and ended', () => {
    const changes: readonly KeyChange[] = [
      { index: 7, logged: 5_000, record: ROTATION },
      {
        index: 9,
        logged: 8_000,
        record: { ...ROTATION, old: vkey(2), new: vkey(3), both_until: 0, reason: 'compromise' as const },
      },
    ];
    expect(listedKeys(vkey(2), changes.slice(0, 1))[1]).toMatchObject({ until: 1_930_000_000_000 });
    // The one before the stolen key stops with it.
    expect(listedKeys(vkey(3), changes)).toEqual([
      { key: vkey(3), leaf: 9, from: 8_000, until: null, reason: null },
      { key: vkey(2), leaf: 7, from: 5_000, until: 8_000, reason: 'compromise' },
      { key: vkey(1), leaf: null, from: null, until: 8_000, reason: 'rotation' },
    ]);
  });
});
