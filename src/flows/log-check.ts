// Whether what the database holds of the public log is what was signed: done before anything more is signed. It reads every leaf once,
// hashes it, and grows the tree again; the first thing that does not match is named with its index.

import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogReader, StoredCheckpoint } from '../ledger/log-reader.ts';
import { equal, fromHex, toHex } from '../log/bytes.ts';
import { openCheckpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { type Edge, emptyEdge, type GrownTile, grow, rootOfEdge } from '../log/growth.ts';
import { HASH_SIZE } from '../log/merkle.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { parseNote, type Verifier } from '../log/note.ts';
import { tilePath } from '../log/tiles.ts';
import { StetError } from '../model/errors.ts';
import { sha256 } from '../text/digest.ts';

/** Leaves read and hashed at a time: one tile, some milliseconds. */
const BATCH = 256;
/** What makes a leaf's hash no node's (RFC 6962 §2.1). Node hashes the text without a copy of its bytes. */
const LEAF_PREFIX = '\0';
/** Whether the leaf has its right form is not asked here: it is the one that was signed. */
const RECORD = /"record":"([0-9a-f]{64})"/;

export interface LogCheckOptions {
  readonly log: LogReader;
  /** The log's name and the keys that may have signed its newest checkpoint. */
  readonly origin: string;
  readonly verifiers: readonly Verifier[];
  /** A checkpoint that was noted outside the database; `null` when there is none. */
  readonly noted: string | null;
  /** Called with the number of leaves behind us. */
  readonly progress: (leaves: number) => void;
}

/**
 * @returns what does not match, in one sentence that names from which index on; `null` when all does.
 */
export async function logTrouble(options: LogCheckOptions): Promise<string | null> {
  try {
    await checkLog(options);
    return null;
  } catch (error) {
    if (!(error instanceof StetError) || error.code.startsWith('store-')) throw error;
    return error.message;
  }
}

async function checkLog(options: LogCheckOptions): Promise<void> {
  const { log, origin, verifiers, noted, progress } = options;
  const latest = await log.latest();
  const signedSize = latest?.size ?? 0;
  const outside = noted === null ? null : parseCheckpoint(parseNote(noted).text);
  if (latest !== null) openLatest(latest, origin, verifiers);
  if (outside !== null && outside.origin === origin && outside.size > signedSize) {
    throw mismatch(
      signedSize,
      `a checkpoint of ${outside.size} leaves has been shown, and the database knows of ${signedSize}: it is an old copy, or was cut off`,
    );
  }
  let edge: Edge = emptyEdge;
  while (edge.size < signedSize) {
    const end = Math.min(edge.size + BATCH, signedSize);
    // The noted size is a place to stop at, for its root.
    const stop = outside !== null && outside.size > edge.size && outside.size < end ? outside.size : end;
    edge = await checkBatch(log, edge, stop);
    if (outside !== null && outside.origin === origin && outside.size === edge.size) {
      if (!equal(rootOfEdge(nodeCrypto, edge), outside.root))
        throw mismatch(edge.size, 'another root of this size has been shown: the log would fork');
    }
    progress(edge.size);
    // Beside the pages that are served meanwhile.
    await nextTurn();
  }
  if (latest !== null && toHex(rootOfEdge(nodeCrypto, edge)) !== latest.root)
    throw mismatch(0, `the leaves don't give the root that was signed at size ${signedSize}`);
  const after = await log.leaves(signedSize, 1);
  if (after.length > 0) throw mismatch(signedSize, 'there are leaves that no checkpoint covers');
}

function openLatest(latest: StoredCheckpoint, origin: string, verifiers: readonly Verifier[]): void {
  const { checkpoint } = openCheckpoint(nodeCrypto, latest.note, { origin, verifiers });
  const root = fromHex(latest.root);
  if (checkpoint.size !== latest.size || root === null || !equal(checkpoint.root, root))
    throw mismatch(latest.size, 'the newest checkpoint is not the one that was signed');
}

async function checkBatch(log: LogReader, edge: Edge, stop: number): Promise<Edge> {
  const leaves = await log.leaves(edge.size, stop - edge.size);
  // One piece of memory for all: a million small ones would stay with the process for good.
  const room = Buffer.alloc(leaves.length * HASH_SIZE);
  const hashes = leaves.map(({ index, body, record }, at) => {
    if (index !== edge.size + at) throw mismatch(edge.size + at, 'this leaf is missing');
    if (record !== null && sha256(record) !== RECORD.exec(body)?.[1])
      throw mismatch(index, 'its record is not the one that the leaf commits to');
    const place = room.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE);
    place.write(hash('sha256', `${LEAF_PREFIX}${body}`, 'binary'), 'binary');
    return place;
  });
  if (hashes.length < stop - edge.size) throw mismatch(edge.size + hashes.length, 'this leaf is missing');
  const grown = grow(nodeCrypto, edge, hashes);
  for (const tile of grown.tiles) await checkTile(log, tile);
  return grown.edge;
}

async function checkTile(log: LogReader, { level, index, hashes }: GrownTile): Promise<void> {
  const width = hashes.length / HASH_SIZE;
  const kept = await log.tile(level, index, width);
  if (kept !== null && equal(kept, hashes)) return;
  const path = tilePath({ level, index, width });
  const first =
    index * 256 ** (level + 1) + (kept === null ? 0 : firstDifference(kept, hashes) * 256 ** level);
  throw mismatch(first, kept === null ? `${path} is missing` : `a leaf or ${path} has been changed`);
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  let at = 0;
  while (a[at] === b[at]) at++;
  return Math.floor(at / HASH_SIZE);
}

const mismatch = (index: number, what: string): StetError =>
  new StetError('log-mismatch', `From index ${index} on: ${what}.`, { index });
