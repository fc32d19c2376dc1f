// Writes a log as a directory that nginx could serve, for programs that share no code with Stet to look at. Unlike the
// folders of synthetic-log.ts it keeps every partial tile, and holds proofs; its entries need not be leaves.

import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { proveConsistency, proveInclusion } from '../../src/log/merkle.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { formatProof } from '../../src/log/proof.ts';
import { encodeEntries, TILE_WIDTH, tilePath, tilesOfSize } from '../../src/log/tiles.ts';
import { formatAddCheckpoint } from '../../src/log/witness.ts';
import { crypto, type Key, type MemoryLog } from './logs.ts';
import { put } from './synthetic-log.ts';

/** @param proofsOf places whose proofs are written too. */
export async function writeMirror(
  folder: string,
  log: MemoryLog,
  entries: readonly Uint8Array[],
  key: Key,
  proofsOf: readonly number[],
): Promise<void> {
  const write = (path: string, content: Uint8Array | string): void => put(folder, path, content);
  const { size } = log.edge;
  for (const [path, hashes] of log.tiles) write(path, hashes);
  for (const tile of tilesOfSize(size)) {
    if (tile.level !== 'entries') continue;
    const first = tile.index * TILE_WIDTH;
    write(tilePath(tile), encodeEntries(entries.slice(first, first + tile.width)));
  }
  const { signer, verifier } = key;
  const checkpoint = signCheckpoint(
    crypto,
    { origin: signer.name, size, root: log.root, extensions: [] },
    signer,
  );
  write('checkpoint', checkpoint);
  write('vkey', `${formatVerifierKey(verifier)}\n`);
  for (const index of proofsOf) {
    const hashes = await proveInclusion(crypto, index, size, log.readNodes);
    const extra = entries[index] ?? null;
    write(`proofs/${index}.tlog-proof`, formatProof({ extra, index, hashes, checkpoint }));
  }
  if (size < 2) return;
  const oldSize = Math.ceil(size / 3);
  const proof = await proveConsistency(crypto, oldSize, size, log.readNodes);
  write('add-checkpoint', formatAddCheckpoint({ oldSize, proof, checkpoint }));
}
