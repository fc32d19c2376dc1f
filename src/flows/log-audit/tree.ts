// The tiles of a log, each held against the signed root: what stands at the right edge folds into the root, every other tile into the hash
// that the tile above has of it. So a wrong tile is named, and not all that hang under it.

import { equal } from '../../log/bytes.ts';
import { type Edge, rootOfEdge } from '../../log/growth.ts';
import { HASH_SIZE } from '../../log/merkle.ts';
import { nodeCrypto } from '../../log/node-crypto.ts';
import { edgeTiles, perfectRoot, splitHashes, TILE_WIDTH, type TileId, tilePath } from '../../log/tiles.ts';
import type { LogFiles } from './files.ts';
import type { Findings } from './findings.ts';

export const LONGEST_TILE = TILE_WIDTH * HASH_SIZE;

export interface Tree {
  readonly size: number;
  /** The tiles at the edge give the signed root. */
  readonly edgeIsGood: boolean;
  /** Leaf hashes, out of what was read at the place of a tile of level 0; `null` where there are none. */
  leafHashes(index: number, read: Read | null): Promise<HeldTile>;
  /** The hash that a full tile must give, by the tiles above it; `null` where those are wrong themselves. */
  rootOfTile(level: number, index: number): Promise<Uint8Array | null>;
  /** The partial tile of a level, as it was read. */
  edgeTile(level: number): Uint8Array | null;
}

/** What stands at a tile's place, or at that of the full tile which begins with it. */
export interface Read {
  readonly bytes: Uint8Array;
  readonly isFull: boolean;
}

export interface HeldTile {
  readonly bytes: Uint8Array | null;
  /** Over all its hashes; `null` where it is partial or lacks. */
  readonly root: Uint8Array | null;
  /** It is what the signed root says. */
  readonly isGood: boolean;
}

/** What is wrong is added to the findings. */
export async function openTree(
  files: LogFiles,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
  findings: Findings,
): Promise<Tree> {
  const edge = new Map<number, Uint8Array | null>();
  for (const tile of edgeTiles(size)) {
    edge.set(tile.level, checked(tile, await readTile(files, tile, LONGEST_TILE), findings));
  }
  const edgeIsGood = edgeGives(edge, size, root);
  /** The tile last asked for on each level: leaves are read from left to right. */
  const held = new Map<number, HeldTile & { readonly index: number }>();

  async function hold(level: number, index: number, read: Read | null): Promise<HeldTile> {
    const must = await rootOfTile(level, index);
    const tile = { level, index, width: TILE_WIDTH };
    const bytes = checked(tile, read, findings);
    if (bytes === null) return { bytes, root: null, isGood: false };
    const root = perfectRoot(nodeCrypto, splitHashes(bytes));
    const isGood = must !== null && equal(root, must);
    if (must !== null && !isGood) {
      const file = tilePath(tile);
      findings.add('tile-wrong', `${file} does not give the hash that the tile above has of it`, { file });
    }
    return { bytes, root, isGood };
  }

  async function holdAbove(level: number, index: number): Promise<HeldTile> {
    const known = held.get(level);
    if (known?.index === index) return known;
    const tile = { level, index, width: TILE_WIDTH };
    const found = isAtEdge(level, index, size)
      ? { bytes: edge.get(level) ?? null, root: null, isGood: edgeIsGood }
      : await hold(level, index, await readTile(files, tile, LONGEST_TILE));
    held.set(level, { ...found, index });
    return found;
  }

  async function rootOfTile(level: number, index: number): Promise<Uint8Array | null> {
    const above = await holdAbove(level + 1, Math.floor(index / TILE_WIDTH));
    if (above.bytes === null || !above.isGood) return null;
    const at = (index % TILE_WIDTH) * HASH_SIZE;
    return above.bytes.subarray(at, at + HASH_SIZE);
  }

  return {
    size,
    edgeIsGood,
    async leafHashes(index, read) {
      if (isAtEdge(0, index, size)) return { bytes: edge.get(0) ?? null, root: null, isGood: edgeIsGood };
      return hold(0, index, read);
    },
    rootOfTile,
    edgeTile: (level) => edge.get(level) ?? null,
  };
}

const isAtEdge = (level: number, index: number, size: number): boolean =>
  index === Math.floor(Math.floor(size / TILE_WIDTH ** level) / TILE_WIDTH);

/** The hashes of a tile; `null` where it lacks or is not as long as it must be. */
function checked(tile: TileId, read: Read | null, findings: Findings): Uint8Array | null {
  const file = tilePath(tile);
  if (read === null) {
    findings.add('file-missing', `${file} is not there`, { file });
    return null;
  }
  const length = tile.width * HASH_SIZE;
  if (read.bytes.length === (read.isFull ? LONGEST_TILE : length)) return read.bytes.subarray(0, length);
  findings.add('tile-wrong', `${file} is not ${length} bytes long`, { file });
  return null;
}

/**
 * A partial tile or bundle may be gone once the full one is there, which begins with it (tlog-tiles, Partial Tiles).
 * @param longest bytes.
 */
export async function readTile(files: LogFiles, tile: TileId, longest: number): Promise<Read | null> {
  const bytes = await files.read(tilePath(tile), longest);
  if (bytes !== null) return { bytes, isFull: tile.width === TILE_WIDTH };
  if (tile.width === TILE_WIDTH) return null;
  const full = await files.read(tilePath({ ...tile, width: TILE_WIDTH }), longest);
  return full === null ? null : { bytes: full, isFull: true };
}

function edgeGives(edge: ReadonlyMap<number, Uint8Array | null>, size: number, root: Uint8Array): boolean {
  if ([...edge.values()].includes(null)) return false;
  const levels = Math.max(-1, ...edge.keys()) + 1;
  const tiles = Array.from({ length: levels }, (_, level) => edge.get(level) ?? new Uint8Array(0));
  return equal(rootOfEdge(nodeCrypto, { size, tiles } satisfies Edge), root);
}
