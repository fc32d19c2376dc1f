// Appending: the right edge of the tree is all that is kept, a few kilobytes whatever the log's size. Out of new leaf hashes it makes the
// tiles that change and the new edge. Nothing is written here, and an edge is never changed: a failed commit leaves the old one good.

import { StetError } from '../model/errors.ts';
import { concatAll } from './bytes.ts';
import type { LogCrypto } from './crypto.ts';
import { emptyRoot, foldNodes, HASH_SIZE } from './merkle.ts';
import { checkedTile, edgeTiles, type ReadTile, TILE_WIDTH, tileRoot } from './tiles.ts';

export interface Edge {
  /** Leaves in the log. */
  readonly size: number;
  /** Per level, from 0 up, the hashes of its unfinished tile one after another; empty where the last tile is full. */
  readonly tiles: readonly Uint8Array[];
}

/** A tile as it stands after growing, with all its hashes: 32 × width bytes. */
export interface GrownTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

const NO_HASHES = new Uint8Array(0);
/** Bytes of a full tile. */
const TILE_SIZE = TILE_WIDTH * HASH_SIZE;

export const emptyEdge: Edge = { size: 0, tiles: [] };

/**
 * The edge of a log of this size, from its partial tiles.
 * @throws {StetError} `log-tile-wrong` when a tile has not the length it must have. Compare `rootOfEdge` with the signed root.
 */
export async function edgeAt(size: number, readTile: ReadTile): Promise<Edge> {
  const tiles: Uint8Array[] = [];
  for (const tile of edgeTiles(size)) {
    while (tiles.length < tile.level) tiles.push(NO_HASHES);
    tiles.push(checkedTile(tile, await readTile(tile)));
  }
  return { size, tiles };
}

/**
 * Appends leaves. `tiles` are the hash tiles that change, levels ascending: each full one, and the partial one at the new edge of a level
 * that changed. Entry bundles are the caller's.
 * @throws {StetError} `log-hash-wrong` when a leaf hash is not 32 bytes long.
 */
export function grow(
  crypto: LogCrypto,
  edge: Edge,
  leafHashes: readonly Uint8Array[],
): { readonly edge: Edge; readonly tiles: readonly GrownTile[] } {
  const wrong = leafHashes.find(({ length }) => length !== HASH_SIZE);
  if (wrong !== undefined) {
    throw new StetError('log-hash-wrong', `a leaf hash has ${wrong.length} bytes`, { bytes: wrong.length });
  }
  const edgeNow = [...edge.tiles];
  const changed: GrownTile[] = [];
  let rising: readonly Uint8Array[] = leafHashes;
  for (let level = 0; rising.length > 0; level++) {
    const hashes = concatAll([edge.tiles[level] ?? NO_HASHES, ...rising]);
    const firstIndex = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
    const finished: Uint8Array[] = [];
    edgeNow[level] = NO_HASHES;
    for (let at = 0; at < hashes.length; at += TILE_SIZE) {
      const tile = { level, index: firstIndex + at / TILE_SIZE, hashes: hashes.slice(at, at + TILE_SIZE) };
      changed.push(tile);
      if (tile.hashes.length === TILE_SIZE) finished.push(tileRoot(crypto, tile.hashes));
      else edgeNow[level] = tile.hashes;
    }
    rising = finished;
  }
  return { edge: { size: edge.size + leafHashes.length, tiles: edgeNow }, tiles: changed };
}

/** The root of the whole log. */
export function rootOfEdge(crypto: LogCrypto, edge: Edge): Uint8Array {
  if (edge.size === 0) return emptyRoot(crypto);
  // Every hash of an unfinished tile lies right of all tiles on the levels above it.
  const subtrees = edge.tiles.toReversed().flatMap((tile) => perfectSubtrees(crypto, tile));
  return foldNodes(crypto, subtrees);
}

/** The roots of the perfect subtrees over up to 255 hashes, the largest first. */
function perfectSubtrees(crypto: LogCrypto, hashes: Uint8Array): Uint8Array[] {
  const roots: Uint8Array[] = [];
  let at = 0;
  for (let span = TILE_SIZE / 2; span >= HASH_SIZE; span /= 2) {
    if (hashes.length - at < span) continue;
    roots.push(tileRoot(crypto, hashes.subarray(at, at + span)));
    at += span;
  }
  return roots;
}
