// Trees in memory for tests of the tree itself: any entries, grown in any batches, with every tile ever made, by its path; and keys.

import { utf8 } from '../../src/log/bytes.ts';
import { type Edge, emptyEdge, grow, rootOfEdge } from '../../src/log/growth.ts';
import { leafHash, type ReadNodes } from '../../src/log/merkle.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import type { Signer, Verifier } from '../../src/log/note.ts';
import { type ReadTile, readNodesFromTiles, TILE_WIDTH, type TileId, tilePath } from '../../src/log/tiles.ts';
import { logVerifier, testSigner, witnessVerifier } from '../support/log-keys.ts';

export const crypto = nodeCrypto;

/** Plain arrays: what Node hashes into is a Buffer, which tests compare as another type. */
export const plain = (hashes: readonly Uint8Array[]): Uint8Array[] =>
  hashes.map((hash) => new Uint8Array(hash));

export const entriesOf = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, index) => utf8(`entry ${index}`));

export interface MemoryLog {
  readonly edge: Edge;
  readonly root: Uint8Array;
  /** Every hash tile ever made, partial ones under the widths they had. */
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  readonly readTile: ReadTile;
  readonly readNodes: ReadNodes;
}

/** Grown in batches of the given sizes, over and over. */
export function logOf(
  entries: readonly Uint8Array[],
  batches: readonly number[] = [entries.length],
): MemoryLog {
  const tiles = new Map<string, Uint8Array>();
  let edge = emptyEdge;
  for (let turn = 0; edge.size < entries.length; turn++) {
    const batch = entries.slice(edge.size, edge.size + (batches[turn % batches.length] ?? 1));
    const grown = grow(
      crypto,
      edge,
      batch.map((entry) => leafHash(crypto, entry)),
    );
    for (const { level, index, hashes } of grown.tiles) {
      tiles.set(tilePath({ level, index, width: hashes.length / 32 }), hashes);
    }
    edge = grown.edge;
  }
  const readTile = tileReader(tiles);
  return {
    edge,
    root: rootOfEdge(crypto, edge),
    tiles,
    readTile,
    readNodes: readNodesFromTiles(crypto, readTile, edge.size),
  };
}

/** Finds a partial tile within a wider one too, as a store that keeps only the widest does. */
export function tileReader(tiles: ReadonlyMap<string, Uint8Array>): ReadTile {
  return async (tile: TileId) => {
    for (let width = tile.width; width <= TILE_WIDTH; width++) {
      const bytes = tiles.get(tilePath({ ...tile, width }));
      if (bytes !== undefined) return bytes.subarray(0, tile.width * 32);
    }
    throw new Error(`no ${tilePath(tile)}`);
  };
}

export interface Key {
  readonly signer: Signer;
  /** Of its plain signatures. */
  readonly verifier: Verifier;
  /** Of its cosignatures. */
  readonly witness: Verifier;
}

export function keyOf(name: string, seed: number): Key {
  const signer = testSigner(name, seed);
  return { signer, verifier: logVerifier(signer), witness: witnessVerifier(signer) };
}

/** What a synchronous call throws: code and `problem` or `key`. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const facts = 'facts' in error ? error.facts : null;
    const detail = typeof facts === 'object' && facts !== null ? Object.values(facts)[0] : undefined;
    return detail === undefined ? String(error.code) : `${error.code}: ${detail}`;
  }
  return 'nothing';
}
