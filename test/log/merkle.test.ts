// The tree: the published vectors, every size and place up to 70 and the edges of tiles against RFC 6962 read word for word, and every
// kind of tampering refused.

import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/log/bytes.ts';
import { rootOfEdge } from '../../src/log/growth.ts';
import {
  consistencyNodes,
  emptyRoot,
  inclusionNodes,
  leafHash,
  nodeHash,
  proveConsistency,
  proveInclusion,
  rootAt,
  verifyConsistency,
  verifyInclusion,
} from '../../src/log/merkle.ts';
import { crypto, entriesOf, logOf, plain, refusal } from './logs.ts';
import { NaiveTree } from './naive.ts';

const treeHash = (entries: readonly Uint8Array[]): Uint8Array => new NaiveTree(entries).root(entries.length);

const EDGES = [255, 256, 257, 511, 512, 513];
const LARGE = [65_535, 65_536, 65_537];
const ALL = entriesOf(65_537);
/** Of any of their number: what it has worked out once it remembers. */
const TREE = new NaiveTree(ALL);

describe('the vectors that implementations of RFC 6962 share', () => {
  const entries = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((hex) => fromHex(hex) ?? new Uint8Array(0));
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it.each(roots.map((root, size) => [size, root] as const))('root of %i', async (size, root) => {
    const log = logOf(entries.slice(0, size));
    expect(toHex(log.root)).toBe(root);
    expect(toHex(await rootAt(crypto, size, log.readNodes))).toBe(root);
    expect(toHex(treeHash(entries.slice(0, size)))).toBe(root);
  });

  it('leaf and node hashes are told apart by their first byte', () => {
    expect(toHex(emptyRoot(crypto))).toBe(roots[0]);
    expect(toHex(leafHash(crypto, new Uint8Array(0)))).toBe(roots[1]);
    expect(toHex(leafHash(crypto, utf8('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
    expect(toHex(nodeHash(crypto, utf8('N123'), utf8('N456')))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
  });
});

describe('against RFC 6962 read word for word', () => {
  it('every place in every tree of up to 70', async () => {
    for (let size = 1; size <= 70; size++) {
      const log = logOf(ALL.slice(0, size), [7, 1, 13]);
      expect(new Uint8Array(log.root)).toEqual(TREE.root(size));
      for (let index = 0; index < size; index++) {
        const proof = await proveInclusion(crypto, index, size, log.readNodes);
        expect(plain(proof)).toEqual(TREE.auditPath(index, size));
        const hash = leafHash(crypto, ALL[index] ?? utf8(''));
        verifyInclusion(crypto, { leafHash: hash, index, size, proof, root: log.root });
      }
    }
  });

  it('every pair of sizes up to 70', async () => {
    const log = logOf(ALL.slice(0, 70));
    for (let to = 1; to <= 70; to++) {
      for (let from = 1; from <= to; from++) {
        const proof = await proveConsistency(crypto, from, to, log.readNodes);
        const expected = from === to ? [] : TREE.consistencyProof(from, to);
        expect(plain(proof)).toEqual(expected);
        verifyConsistency(crypto, {
          from,
          to,
          proof,
          fromRoot: TREE.root(from),
          toRoot: TREE.root(to),
        });
      }
    }
  });

  it.each([...EDGES, ...LARGE])('at the edges of tiles: %i', async (size) => {
    const log = logOf(ALL.slice(0, size), [1_000]);
    expect(new Uint8Array(log.root)).toEqual(TREE.root(size));
    expect(new Uint8Array(await rootAt(crypto, size, log.readNodes))).toEqual(TREE.root(size));
    const places = [0, 1, 254, 255, 256, 257, 511, 512, 65_279, 65_280, 65_535, 65_536, size - 2, size - 1];
    for (const index of places.filter((place) => place < size)) {
      const proof = await proveInclusion(crypto, index, size, log.readNodes);
      expect(plain(proof)).toEqual(TREE.auditPath(index, size));
      const hash = leafHash(crypto, ALL[index] ?? utf8(''));
      verifyInclusion(crypto, { leafHash: hash, index, size, proof, root: log.root });
    }
    for (const from of [...places, size - 256, size - 1].filter((one) => one > 0 && one < size)) {
      const proof = await proveConsistency(crypto, from, size, log.readNodes);
      expect(plain(proof)).toEqual(TREE.consistencyProof(from, size));
      const fromRoot = TREE.root(from);
      verifyConsistency(crypto, { from, fromRoot, to: size, toRoot: log.root, proof });
      expect(new Uint8Array(await rootAt(crypto, from, log.readNodes))).toEqual(fromRoot);
    }
  });

  it('an old root can be had from the tiles of a larger log', async () => {
    const log = logOf(ALL.slice(0, 600));
    for (const size of [0, 1, 2, 3, ...EDGES, 599]) {
      expect(new Uint8Array(await rootAt(crypto, size, log.readNodes))).toEqual(TREE.root(size));
    }
  });
});

describe('a proof of inclusion is refused', () => {
  const entries = entriesOf(21);
  const log = logOf(entries);
  const claim = async (index: number) => ({
    leafHash: leafHash(crypto, entries[index] ?? utf8('')),
    index,
    size: 21,
    proof: await proveInclusion(crypto, index, 21, log.readNodes),
    root: log.root,
  });

  it('for every other index and size', async () => {
    for (let index = 0; index < 21; index++) {
      const good = await claim(index);
      for (let size = 0; size <= 40; size++) {
        for (let other = 0; other <= 40; other++) {
          if (other === index && size === 21) continue;
          // Some sizes give a leaf the same path: then the root, which is signed together with the size, is what differs.
          const samePath = JSON.stringify(sidesOf(other, size)) === JSON.stringify(sidesOf(index, 21));
          if (samePath) continue;
          expect(refusal(() => verifyInclusion(crypto, { ...good, index: other, size }))).toMatch(
            /^log-inclusion-wrong: (range|length|root)$/,
          );
        }
      }
    }
  });

  it('with any byte of it, the leaf or the root changed', async () => {
    const good = await claim(18);
    for (let at = 0; at < good.proof.length; at++) {
      for (let byte = 0; byte < 32; byte++) {
        const proof = good.proof.map((hash, place) => (place === at ? flipped(hash, byte) : hash));
        expect(refusal(() => verifyInclusion(crypto, { ...good, proof }))).toBe('log-inclusion-wrong: root');
      }
    }
    expect(refusal(() => verifyInclusion(crypto, { ...good, leafHash: flipped(good.leafHash, 0) }))).toBe(
      'log-inclusion-wrong: root',
    );
    expect(refusal(() => verifyInclusion(crypto, { ...good, root: flipped(good.root, 31) }))).toBe(
      'log-inclusion-wrong: root',
    );
  });

  it.each([
    ['shorter', (proof: Uint8Array[]) => proof.slice(1), 'length'],
    ['longer', (proof: Uint8Array[]) => [...proof, new Uint8Array(32)], 'length'],
    ['in another order', (proof: Uint8Array[]) => proof.toReversed(), 'root'],
    ['of hashes too short', (proof: Uint8Array[]) => proof.map((hash) => hash.subarray(1)), 'hash-size'],
    ['of a million hashes', () => Array.from({ length: 1_000_000 }, () => new Uint8Array(32)), 'length'],
  ])('%s', async (_, change, problem) => {
    const good = await claim(18);
    expect(refusal(() => verifyInclusion(crypto, { ...good, proof: change(good.proof) }))).toBe(
      `log-inclusion-wrong: ${problem}`,
    );
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 21])('for index %d', async (index) => {
    const good = await claim(0);
    expect(refusal(() => verifyInclusion(crypto, { ...good, index }))).toBe('log-inclusion-wrong: range');
    expect(refusal(() => inclusionNodes(index, 21))).toMatch(/^log-range-wrong/);
  });

  it('of an inner node in place of a leaf', async () => {
    const two = logOf(entries.slice(0, 2));
    const four = logOf(entries.slice(0, 4));
    const [, upper] = await proveInclusion(crypto, 0, 4, four.readNodes);
    const entry = new Uint8Array([
      ...leafHash(crypto, entries[0] ?? utf8('')),
      ...leafHash(crypto, entries[1] ?? utf8('')),
    ]);
    expect(
      refusal(() =>
        verifyInclusion(crypto, {
          leafHash: leafHash(crypto, entry),
          index: 0,
          size: 2,
          proof: [upper ?? utf8('')],
          root: four.root,
        }),
      ),
    ).toBe('log-inclusion-wrong: root');
    expect(two.root).not.toEqual(leafHash(crypto, entry));
  });
});

describe('a proof of consistency is refused', () => {
  const entries = entriesOf(21);
  const log = logOf(entries);
  const claim = async (from: number) => ({
    from,
    fromRoot: treeHash(entries.slice(0, from)),
    to: 21,
    toRoot: log.root,
    proof: await proveConsistency(crypto, from, 21, log.readNodes),
  });

  it('for another history, whatever the sizes', async () => {
    for (let from = 1; from < 21; from++) {
      const good = await claim(from);
      const forked = treeHash([...entries.slice(0, from - 1), utf8('another')]);
      expect(refusal(() => verifyConsistency(crypto, { ...good, fromRoot: forked }))).toMatch(
        /^log-consistency-wrong: (from-root|to-root)$/,
      );
      expect(refusal(() => verifyConsistency(crypto, { ...good, toRoot: forked }))).toBe(
        'log-consistency-wrong: to-root',
      );
    }
  });

  it('with any hash of it changed, left out or put in', async () => {
    for (let from = 1; from < 21; from++) {
      const good = await claim(from);
      for (let at = 0; at < good.proof.length; at++) {
        const proof = good.proof.map((hash, place) => (place === at ? flipped(hash, at) : hash));
        expect(refusal(() => verifyConsistency(crypto, { ...good, proof }))).toMatch(
          /^log-consistency-wrong: (from-root|to-root)$/,
        );
      }
      for (const proof of [good.proof.slice(1), [...good.proof, log.root]]) {
        expect(refusal(() => verifyConsistency(crypto, { ...good, proof }))).toBe(
          'log-consistency-wrong: length',
        );
      }
    }
  });

  it('backwards, between unlike roots of one size, and from an empty tree that is not empty', async () => {
    const good = await claim(9);
    const proof: Uint8Array[] = [];
    expect(refusal(() => verifyConsistency(crypto, { ...good, from: 22 }))).toBe(
      'log-consistency-wrong: range',
    );
    expect(refusal(() => verifyConsistency(crypto, { ...good, from: 21, proof }))).toBe(
      'log-consistency-wrong: to-root',
    );
    expect(refusal(() => verifyConsistency(crypto, { ...good, from: 0, proof }))).toBe(
      'log-consistency-wrong: from-root',
    );
    const none = emptyRoot(crypto);
    expect(refusal(() => verifyConsistency(crypto, { ...good, from: 0, fromRoot: none }))).toBe(
      'log-consistency-wrong: length',
    );
    expect(
      refusal(() => verifyConsistency(crypto, { from: 0, fromRoot: none, to: 0, toRoot: log.root, proof })),
    ).toBe('log-consistency-wrong: to-root');
    verifyConsistency(crypto, { ...good, from: 0, fromRoot: none, proof });
    verifyConsistency(crypto, { from: 0, fromRoot: none, to: 0, toRoot: none, proof });
  });
});

describe('sizes beyond 32 bits', () => {
  // A log of equal entries has one hash a level, so that any node of it can be had without writing it down.
  const levels = [leafHash(crypto, utf8('same'))];
  for (let level = 1; level <= 52; level++) {
    const below = levels[level - 1] ?? utf8('');
    levels.push(nodeHash(crypto, below, below));
  }
  const readNodes = async (ids: readonly { level: number }[]) =>
    ids.map(({ level }) => levels[level] ?? utf8(''));

  it.each([2 ** 31 - 1, 2 ** 31, 2 ** 32 + 1, 2 ** 40, 2 ** 40 - 1, 2 ** 40 + 12_345, 2 ** 53 - 1])(
    '%d',
    async (size) => {
      const root = await rootAt(crypto, size, readNodes);
      for (const index of [0, 1, 2 ** 31, Math.floor(size / 3), size - 2, size - 1].filter(
        (one) => one < size,
      )) {
        const proof = await proveInclusion(crypto, index, size, readNodes);
        expect(proof.length).toBeLessThanOrEqual(53);
        verifyInclusion(crypto, { leafHash: levels[0] ?? utf8(''), index, size, proof, root });
      }
      for (const from of [1, 2 ** 31, Math.floor(size / 3), size - 1].filter((one) => one < size)) {
        const proof = await proveConsistency(crypto, from, size, readNodes);
        expect(proof.length).toBeLessThanOrEqual(54);
        const fromRoot = await rootAt(crypto, from, readNodes);
        verifyConsistency(crypto, { from, fromRoot, to: size, toRoot: root, proof });
        expect(
          consistencyNodes(from, size)
            .flat()
            .every(({ index }) => Number.isSafeInteger(index)),
        ).toBe(true);
      }
    },
  );
});

it('the edge of an empty log has the empty root', () => {
  expect(rootOfEdge(crypto, { size: 0, tiles: [] })).toEqual(emptyRoot(crypto));
});

function flipped(hash: Uint8Array, byte: number): Uint8Array {
  const other = new Uint8Array(hash);
  other[byte] = (other[byte] ?? 0) ^ 1;
  return other;
}

/** On which side the sibling stands at each step, from the root down, by the definition of PATH. */
function sidesOf(index: number, size: number): string[] {
  if (size <= 1 || index >= size) return size === 1 && index === 0 ? [] : ['none'];
  let k = 1;
  while (k * 2 < size) k *= 2;
  return index < k ? ['right', ...sidesOf(index, k)] : ['left', ...sidesOf(index - k, size - k)];
}
