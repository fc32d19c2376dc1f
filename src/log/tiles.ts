// How a log is laid out in files (C2SP tlog-tiles): tiles of 256 hashes, bundles of 256 entries, their paths, and the hashes of the tree's
// nodes taken from them.
//
//   tile/<level>/<index>[.p/<width>]      width × 32 bytes; level 0 holds leaf hashes, each level above the roots of full tiles below
//   tile/entries/<index>[.p/<width>]      width × (big-endian uint16 length, entry)

import { StetError } from '../model/errors.ts';
import { concatAll, fromDecimal, readUint16, uint16 } from './bytes.ts';
import type { LogCrypto } from './crypto.ts';
import { HASH_SIZE, type NodeId, type ReadNodes } from './merkle.ts';

export const TILE_WIDTH = 256;
/** The height of a full tile's tree. */
const TILE_HEIGHT = 8;
/** Bytes, as its length is written in two. */
export const LONGEST_ENTRY = 65_535;
const HIGHEST_LEVEL = 63;

export interface TileId {
  /** `entries` names an entry bundle. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** The bytes of a tile, exactly as wide as asked for. Rejects where it can't be had. */
export type ReadTile = (tile: TileId) => Promise<Uint8Array>;

/** Such as `tile/0/x001/x234/067` or `tile/entries/000.p/5`, relative to the log's prefix. */
export function tilePath({ level, index, width }: TileId): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.../g) ?? [];
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const TILE_PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/** `null` for any path but the one that `tilePath` writes. */
export function parseTilePath(path: string): TileId | null {
  const [, levelText, indexText, widthText] = TILE_PATH.exec(path) ?? [];
  if (levelText === undefined || indexText === undefined) return null;
  const level = levelText === 'entries' ? 'entries' : fromDecimal(levelText);
  const index = Number(indexText.replaceAll(/[x/]/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : fromDecimal(widthText);
  if (level === null || width === null || width < 1) return null;
  if (level !== 'entries' && level > HIGHEST_LEVEL) return null;
  if (!Number.isSafeInteger(index)) return null;
  const tile: TileId = { level, index, width };
  return tilePath(tile) === path ? tile : null;
}

/** Every tile and entry bundle of a log of this size, the partial ones at its edge included. */
export const tilesOfSize = (size: number): Generator<TileId> => tilesBetween(0, size);

/** Every tile and entry bundle that a log of `newSize` has and one of `oldSize` had not, partial ones included. Entries come first. */
export function* tilesBetween(oldSize: number, newSize: number): Generator<TileId> {
  for (const level of levelsOf(newSize)) {
    const had = hashesAt(level, oldSize);
    const has = hashesAt(level, newSize);
    if (has === had) continue;
    for (let index = Math.floor(had / TILE_WIDTH); index * TILE_WIDTH < has; index++) {
      yield { level, index, width: Math.min(TILE_WIDTH, has - index * TILE_WIDTH) };
    }
  }
}

/** The partial tiles at the right edge of a log of this size, levels ascending; no entry bundle. */
export function edgeTiles(size: number): (TileId & { readonly level: number })[] {
  const tiles: (TileId & { readonly level: number })[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const hashes = hashesAt(level, size);
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

/**
 * The tile that holds what a node's hash is made of, as wide as it is in a log of this size.
 * @throws {StetError} `log-range-wrong` when the node is not in a log of this size.
 */
export function tileOfNode({ level, index }: NodeId, size: number): TileId & { readonly level: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const hashes = hashesAt(tileLevel, size);
  const span = 2 ** (level % TILE_HEIGHT);
  if ((index + 1) * span > hashes) {
    throw new StetError('log-range-wrong', `a log of ${size} has no node ${index} at level ${level}`, {
      level,
      index,
      size,
    });
  }
  const tileIndex = Math.floor((index * span) / TILE_WIDTH);
  return { level: tileLevel, index: tileIndex, width: Math.min(TILE_WIDTH, hashes - tileIndex * TILE_WIDTH) };
}

/**
 * The hash of a node out of the tile that `tileOfNode` names.
 * @throws {StetError} `log-tile-wrong` when the tile is not made of hashes, or has not those of this node.
 */
export function hashInTile(crypto: LogCrypto, tile: Uint8Array, { level, index }: NodeId): Uint8Array {
  const span = 2 ** (level % TILE_HEIGHT);
  const first = (index * span) % TILE_WIDTH;
  const hashes = tile.subarray(first * HASH_SIZE, (first + span) * HASH_SIZE);
  if (tile.length % HASH_SIZE !== 0 || hashes.length !== span * HASH_SIZE) {
    throw new StetError(
      'log-tile-wrong',
      `a tile of ${tile.length} bytes has no node ${index} at level ${level}`,
      {
        problem: 'length',
        bytes: tile.length,
      },
    );
  }
  return tileRoot(crypto, hashes);
}

/** Reads nodes through tiles of a log of this size, each tile once per call. */
export function readNodesFromTiles(crypto: LogCrypto, readTile: ReadTile, size: number): ReadNodes {
  return async (ids) => {
    const tiles = new Map<string, Promise<Uint8Array>>();
    const read = (tile: TileId): Promise<Uint8Array> => {
      const path = tilePath(tile);
      const known = tiles.get(path);
      if (known !== undefined) return known;
      const reading = readTile(tile).then((bytes) => checkedTile(tile, bytes));
      tiles.set(path, reading);
      return reading;
    };
    return Promise.all(ids.map(async (id) => hashInTile(crypto, await read(tileOfNode(id, size)), id)));
  };
}

/** @throws {StetError} `log-tile-wrong` when the bytes are not as long as the tile is wide. */
export function checkedTile(tile: TileId, bytes: Uint8Array): Uint8Array {
  if (bytes.length === tile.width * HASH_SIZE) return bytes;
  throw new StetError('log-tile-wrong', `${tilePath(tile)} has ${bytes.length} bytes`, {
    problem: 'length',
    tile: tilePath(tile),
    bytes: bytes.length,
  });
}

/** The hashes of a tile, or of a part of it, whose length is a multiple of 32 bytes. */
export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / HASH_SIZE }, (_, at) =>
    bytes.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE),
  );
}

/** The root over 1, 2, 4 … 256 hashes. */
export const perfectRoot = (crypto: LogCrypto, hashes: readonly Uint8Array[]): Uint8Array =>
  tileRoot(crypto, concatAll(hashes));

/** The root over a full tile, or over 1, 2, 4 … hashes out of one, one after another. */
export function tileRoot(crypto: LogCrypto, hashes: Uint8Array): Uint8Array {
  // As `nodeHash`, without a copy for each hash: making a proof is mostly this.
  const message = new Uint8Array(1 + 2 * HASH_SIZE);
  message[0] = 1;
  let row = hashes;
  while (row.length > HASH_SIZE) {
    const above = new Uint8Array(row.length / 2);
    for (let at = 0; at < above.length; at += HASH_SIZE) {
      message.set(row.subarray(at * 2, (at + HASH_SIZE) * 2), 1);
      above.set(crypto.sha256(message), at);
    }
    row = above;
  }
  return row;
}

/**
 * An entry bundle.
 * @throws {StetError} `log-entry-wrong` for an entry of more than 65,535 bytes, or more than 256 of them.
 */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH) throw entriesWrong('width', { entries: entries.length });
  const longest = entries.find(({ length }) => length > LONGEST_ENTRY);
  if (longest !== undefined) throw entriesWrong('too-long', { bytes: longest.length });
  return concatAll(entries.flatMap((entry) => [uint16(entry.length), entry]));
}

/**
 * The entries of a bundle of exactly this width.
 * @throws {StetError} `log-entry-wrong`, with `problem` `width`, `truncated` or `trailing`.
 */
export function decodeEntries(bytes: Uint8Array, width: number): Uint8Array[] {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) throw entriesWrong('width', { width });
  const entries: Uint8Array[] = [];
  let at = 0;
  for (let number = 0; number < width; number++) {
    const start = at + 2;
    const end = start + readUint16(bytes, at);
    if (end > bytes.length) throw entriesWrong('truncated', { entry: number });
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  if (at !== bytes.length) throw entriesWrong('trailing', { bytes: bytes.length - at });
  return entries;
}

const entriesWrong = (problem: string, facts: Readonly<Record<string, number>>): StetError =>
  new StetError('log-entry-wrong', `this entry bundle is not as it should be: ${problem}`, {
    problem,
    ...facts,
  });

function levelsOf(size: number): (number | 'entries')[] {
  const levels: (number | 'entries')[] = size > 0 ? ['entries'] : [];
  for (let level = 0; hashesAt(level, size) > 0; level++) levels.push(level);
  return levels;
}

/** How many hashes (or entries) all tiles of a level hold together. */
const hashesAt = (level: number | 'entries', size: number): number =>
  level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
