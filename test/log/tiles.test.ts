// Tiles and the growing edge: paths as tlog-tiles gives them, and the same tiles whatever the batches they grew in.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/log/bytes.ts';
import { edgeAt, emptyEdge, grow, rootOfEdge } from '../../src/log/growth.ts';
import { leafHash, proveInclusion, rootAt } from '../../src/log/merkle.ts';
import {
  decodeEntries,
  encodeEntries,
  hashInTile,
  LONGEST_ENTRY,
  parseTilePath,
  readNodesFromTiles,
  TILE_WIDTH,
  type TileId,
  tileOfNode,
  tilePath,
  tilesBetween,
  tilesOfSize,
} from '../../src/log/tiles.ts';
import { crypto, entriesOf, logOf, refusal } from './logs.ts';
import { NaiveTree } from './naive.ts';

const SIZES = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537];

describe('paths', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 1_234, width: 5 }, 'tile/0/x001/234.p/5'],
    [{ level: 63, index: 999, width: 255 }, 'tile/63/999.p/255'],
    [{ level: 'entries', index: 1_000, width: 1 }, 'tile/entries/x001/000.p/1'],
    [{ level: 1, index: 2 ** 53 - 1, width: 256 }, 'tile/1/x009/x007/x199/x254/x740/991'],
  ] satisfies [TileId, string][])('%j is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('round trip', () => {
    const level = fc.oneof(fc.nat({ max: 63 }), fc.constant('entries' as const));
    fc.assert(
      fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
      }),
    );
  });

  it.each([
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/data/000',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/X001/000',
    'tile/0/../000',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/000\n',
    'tile/0/x009/x007/x199/x254/x740/992',
    `tile/0/${'x001/'.repeat(100_000)}000`,
    'tile/entries/000?',
    '',
  ])('%.40j is refused', (path) => expect(parseTilePath(path)).toBeNull());
});

describe('the tiles of a size', () => {
  it('of 70,000 are those the specification counts', () => {
    const tiles = [...tilesOfSize(70_000)];
    const of = (level: TileId['level']) => tiles.filter((tile) => tile.level === level);
    expect(of(0).filter(({ width }) => width === 256)).toHaveLength(273);
    expect(of(0).at(-1)).toEqual({ level: 0, index: 273, width: 112 });
    expect(of(1)).toEqual([
      { level: 1, index: 0, width: 256 },
      { level: 1, index: 1, width: 17 },
    ]);
    expect(of(2)).toEqual([{ level: 2, index: 0, width: 1 }]);
    expect(of('entries')).toHaveLength(274);
    expect(tiles).toHaveLength(274 + 274 + 2 + 1);
  });

  it('of 256 are a full one and one of a single hash above it', () => {
    expect([...tilesOfSize(256)].map(tilePath)).toEqual(['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']);
    expect([...tilesOfSize(0)]).toEqual([]);
  });

  it('between two sizes are those the larger has and the smaller had not', () => {
    for (const from of [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536]) {
      for (const to of [1, 2, 256, 257, 512, 513, 65_536, 65_537, 66_000].filter((size) => size >= from)) {
        const had = new Set([...tilesOfSize(from)].map(tilePath));
        const expected = [...tilesOfSize(to)].map(tilePath).filter((path) => !had.has(path));
        expect([...tilesBetween(from, to)].map(tilePath)).toEqual(expected);
      }
    }
  });

  it('do not need room for a log of 2^40', () => {
    expect(tilesOfSize(2 ** 40).next().value).toEqual({ level: 'entries', index: 0, width: 256 });
    expect([...tilesBetween(2 ** 40, 2 ** 40 + 300)].map(tilePath)).toEqual([
      'tile/entries/x004/x294/x967/296',
      'tile/entries/x004/x294/x967/297.p/44',
      'tile/0/x004/x294/x967/296',
      'tile/0/x004/x294/x967/297.p/44',
      'tile/1/x016/x777/216.p/1',
    ]);
  });
});

describe('growing', () => {
  const entries = entriesOf(66_000);
  const hashes = entries.map((entry) => leafHash(crypto, entry));
  const tree = new NaiveTree(entries);
  const largest = logOf(entries);

  it('makes exactly the tiles of the size, in one batch or in many', () => {
    for (const size of SIZES) {
      const whole = logOf(entries.slice(0, size));
      const expected = [...tilesOfSize(size)].filter(({ level }) => level !== 'entries').map(tilePath);
      expect([...whole.tiles.keys()].sort()).toEqual(expected.sort());
      const batched = logOf(entries.slice(0, size), size > 600 ? [9_000, 1] : [1, 100, 3, 700]);
      expect(batched.root).toEqual(whole.root);
      expect(batched.edge).toEqual(whole.edge);
      for (const [path, bytes] of whole.tiles) expect(batched.tiles.get(path)).toEqual(bytes);
    }
  });

  it('writes only what changes, each tile as it stands after', () => {
    const before = logOf(entries.slice(0, 600)).edge;
    const added = entries.slice(600, 1_100).map((entry) => leafHash(crypto, entry));
    const { tiles, edge } = grow(crypto, before, added);
    expect(tiles.map(({ level, index, hashes }) => [level, index, hashes.length / 32])).toEqual([
      [0, 2, 256],
      [0, 3, 256],
      [0, 4, 76],
      [1, 0, 4],
    ]);
    expect(edge.size).toBe(1_100);
    expect(grow(crypto, edge, []).tiles).toEqual([]);
    expect(before).toEqual(logOf(entries.slice(0, 600)).edge);
  });

  it('goes on from the edge that the tiles give', async () => {
    for (const size of SIZES) {
      const edge = await edgeAt(size, largest.readTile);
      expect(new Uint8Array(rootOfEdge(crypto, edge))).toEqual(tree.root(size));
      const grown = grow(crypto, edge, hashes.slice(size, size + 300));
      expect(new Uint8Array(rootOfEdge(crypto, grown.edge))).toEqual(tree.root(size + 300));
    }
  });

  it('batches of any sizes come to the same tree', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 700 }), { maxLength: 12 }), (batches) => {
        let edge = emptyEdge;
        for (const batch of batches)
          edge = grow(crypto, edge, hashes.slice(edge.size, edge.size + batch)).edge;
        expect(new Uint8Array(rootOfEdge(crypto, edge))).toEqual(tree.root(edge.size));
      }),
      { numRuns: 40 },
    );
  });

  it('takes only hashes', () => {
    expect(refusal(() => grow(crypto, emptyEdge, [utf8('short')]))).toBe('log-hash-wrong: 5');
  });

  it('goes on at 2^40 leaves', async () => {
    const edge = { size: 2 ** 40 - 1, tiles: Array.from({ length: 5 }, () => new Uint8Array(255 * 32)) };
    const { tiles, edge: grown } = grow(crypto, edge, [leafHash(crypto, utf8('last'))]);
    expect(tiles.map(({ level, index, hashes }) => [level, index, hashes.length / 32])).toEqual([
      [0, 2 ** 32 - 1, 256],
      [1, 2 ** 24 - 1, 256],
      [2, 2 ** 16 - 1, 256],
      [3, 255, 256],
      [4, 0, 256],
      [5, 0, 1],
    ]);
    expect(grown.tiles.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0, 32]);
    expect(rootOfEdge(crypto, grown)).toEqual(tiles.at(-1)?.hashes);
  });
});

describe('nodes out of tiles', () => {
  const entries = entriesOf(600);
  const log = logOf(entries);

  it('come from the tile eight levels at a time', () => {
    expect(tileOfNode({ level: 0, index: 599 }, 600)).toEqual({ level: 0, index: 2, width: 88 });
    expect(tileOfNode({ level: 7, index: 3 }, 600)).toEqual({ level: 0, index: 1, width: 256 });
    expect(tileOfNode({ level: 8, index: 1 }, 600)).toEqual({ level: 1, index: 0, width: 2 });
    expect(tileOfNode({ level: 40, index: 0 }, 2 ** 40)).toEqual({ level: 5, index: 0, width: 1 });
  });

  it.each([
    { level: 0, index: 600 },
    { level: 8, index: 2 },
    { level: 9, index: 1 },
    { level: 10, index: 0 },
    { level: 60, index: 0 },
  ])('that the log has not are refused: %j', (node) => {
    expect(refusal(() => tileOfNode(node, 600))).toMatch(/^log-range-wrong/);
  });

  it.each([
    ['short', (bytes: Uint8Array) => bytes.subarray(1)],
    ['long', (bytes: Uint8Array) => new Uint8Array([...bytes, 0])],
    ['empty', () => new Uint8Array(0)],
  ])('out of a tile too %s are refused', async (_, change) => {
    const readNodes = readNodesFromTiles(crypto, async (tile) => change(await log.readTile(tile)), 600);
    await expect(proveInclusion(crypto, 3, 600, readNodes)).rejects.toMatchObject({ code: 'log-tile-wrong' });
    await expect(edgeAt(600, async (tile) => change(await log.readTile(tile)))).rejects.toMatchObject({
      code: 'log-tile-wrong',
    });
    expect(refusal(() => hashInTile(crypto, change(new Uint8Array(32)), { level: 1, index: 0 }))).toBe(
      'log-tile-wrong: length',
    );
  });

  it('are refused where a reader leaves some out', async () => {
    await expect(rootAt(crypto, 600, async () => [])).rejects.toMatchObject({ code: 'log-nodes-missing' });
  });

  it('read each tile once', async () => {
    const read: string[] = [];
    const readNodes = readNodesFromTiles(
      crypto,
      (tile) => {
        read.push(tilePath(tile));
        return log.readTile(tile);
      },
      600,
    );
    await proveInclusion(crypto, 3, 600, readNodes);
    expect(read.sort()).toEqual(['tile/0/000', 'tile/0/002.p/88', 'tile/1/000.p/2']);
  });

  it('any byte changed gives another root', async () => {
    for (const [path, bytes] of log.tiles) {
      for (let at = 0; at < bytes.length; at += 97) {
        const readNodes = readNodesFromTiles(
          crypto,
          async (tile) => {
            const read = await log.readTile(tile);
            return tilePath(tile) === path
              ? read.map((byte, place) => (place === at ? byte ^ 1 : byte))
              : read;
          },
          600,
        );
        const root = await rootAt(crypto, 600, readNodes);
        // A full tile's own hashes are asked for in proofs of its leaves; the root comes from the tile above.
        if (bytes.length === TILE_WIDTH * 32) expect(root).toEqual(log.root);
        else expect(root).not.toEqual(log.root);
      }
    }
  });
});

describe('entry bundles', () => {
  it('round trip', () => {
    const bundle = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 256 });
    fc.assert(
      fc.property(bundle, (entries) => {
        expect(decodeEntries(encodeEntries(entries), entries.length)).toEqual(entries);
      }),
    );
  });

  it('hold entries of 0 and of 65,535 bytes, and no longer ones', () => {
    const entries = [new Uint8Array(0), new Uint8Array(LONGEST_ENTRY).fill(7)];
    expect(decodeEntries(encodeEntries(entries), 2)).toEqual(entries);
    expect(refusal(() => encodeEntries([new Uint8Array(LONGEST_ENTRY + 1)]))).toBe(
      'log-entry-wrong: too-long',
    );
    expect(refusal(() => encodeEntries(entriesOf(257)))).toBe('log-entry-wrong: width');
  });

  it('that end early, go on, or are of another width are refused', () => {
    const bytes = encodeEntries(entriesOf(3));
    for (let length = 0; length < bytes.length; length++) {
      expect(refusal(() => decodeEntries(bytes.subarray(0, length), 3))).toBe('log-entry-wrong: truncated');
    }
    expect(refusal(() => decodeEntries(new Uint8Array([...bytes, 0]), 3))).toBe('log-entry-wrong: trailing');
    expect(refusal(() => decodeEntries(bytes, 2))).toBe('log-entry-wrong: trailing');
    expect(refusal(() => decodeEntries(bytes, 4))).toBe('log-entry-wrong: truncated');
    for (const width of [0, -1, 257, 1.5, Number.NaN]) {
      expect(refusal(() => decodeEntries(bytes, width))).toBe('log-entry-wrong: width');
    }
  });
});
