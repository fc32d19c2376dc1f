// Reads a log from left to right, a tile's width at a time: each entry against the tree, each leaf against its item's chain, each record
// against its leaf. What is kept of it all is the tree's edge and where each item stands.

import type { Chains } from '../../log/audit-chains.ts';
import { readLeaf } from '../../log/audit-leaf.ts';
import { readRecord, recordProblem } from '../../log/audit-record.ts';
import { concat, equal } from '../../log/bytes.ts';
import { type Edge, emptyEdge, grow } from '../../log/growth.ts';
import { parseKeyRecord } from '../../log/key-record.ts';
import type { Leaf } from '../../log/leaf.ts';
import { HASH_SIZE, leafHash } from '../../log/merkle.ts';
import { nodeCrypto } from '../../log/node-crypto.ts';
import { recordHash } from '../../log/record.ts';
import {
  decodeEntries,
  LONGEST_ENTRY,
  perfectRoot,
  splitHashes,
  TILE_WIDTH,
  type TileId,
  tilePath,
} from '../../log/tiles.ts';
import { StetError } from '../../model/errors.ts';
import { ahead } from './ahead.ts';
import type { LogFiles } from './files.ts';
import type { Findings } from './findings.ts';
import { parseRecords, readRecords, recordsPath } from './records.ts';
import { type HeldTile, LONGEST_TILE, type Read, readTile, type Tree } from './tree.ts';

export const LONGEST_BUNDLE = TILE_WIDTH * (2 + LONGEST_ENTRY);

/** How far a log has been read. */
export interface Position {
  /** The tree of all whole tiles that were read, as their entries give it. */
  readonly edge: Edge;
  /** Hashes of the leaves after those, one after another. */
  readonly tail: Uint8Array;
}

export const START: Position = { edge: emptyEdge, tail: new Uint8Array(0) };

export const leavesRead = ({ edge, tail }: Position): number => edge.size + tail.length / HASH_SIZE;

export interface Reading {
  readonly files: LogFiles;
  readonly chains: Chains;
  readonly findings: Findings;
  /** Takes each leaf whose item must have lost its records by now. */
  readonly suspects: Set<number>;
  /** Takes each range of 256 in which an entry could not be read, or is not the one that was logged: chains have gaps there. */
  readonly gaps: Set<number>;
  readonly tally: Tally;
}

export interface Tally {
  leaves: number;
  tiles: number;
  records: number;
  /** Addresses of stories that were looked at. */
  pages: number;
  /** Pages that the site's sitemap has. */
  listed: number;
}

interface Range {
  readonly index: number;
  readonly width: number;
  readonly entries: Read | null;
  readonly hashes: Read | null;
  readonly records: Uint8Array;
}

/** Goes on from a position to the tree's size; yields the position after each tile's width. */
export async function* readLeaves(tree: Tree, from: Position, reading: Reading): AsyncGenerator<Position> {
  let position = from;
  const ranges = ahead(rangesFrom(from.edge.size, tree.size), reading.files.sideBySide, (bundle) =>
    readRange(reading.files, bundle),
  );
  for await (const range of ranges) {
    position = await readOn(tree, position, range, reading);
    yield position;
  }
}

function* rangesFrom(start: number, size: number): Generator<TileId> {
  for (let at = start; at < size; at += TILE_WIDTH) {
    yield { level: 'entries', index: at / TILE_WIDTH, width: Math.min(TILE_WIDTH, size - at) };
  }
}

async function readRange(files: LogFiles, bundle: TileId): Promise<Range> {
  const { index, width } = bundle;
  const isFull = width === TILE_WIDTH;
  const [entries, hashes, records] = await Promise.all([
    readTile(files, bundle, LONGEST_BUNDLE),
    // The tile at the edge has been read.
    isFull ? readTile(files, { level: 0, index, width }, LONGEST_TILE) : null,
    readRecords(files, index),
  ]);
  return { index, width, entries, hashes, records };
}

async function readOn(tree: Tree, position: Position, range: Range, reading: Reading): Promise<Position> {
  const { index, width } = range;
  const tile = await tree.leafHashes(index, range.hashes);
  const entries = entriesOf(range, reading.findings);
  const own = entries?.map((entry) => leafHash(nodeCrypto, entry)) ?? null;
  const altered = own === null ? new Set<number>() : await compare(tree, tile, own, index, reading.findings);
  reading.tally.tiles += 1;
  if (entries === null || altered.size > 0) reading.gaps.add(index);

  const first = index * TILE_WIDTH;
  const seen = position.tail.length / HASH_SIZE;
  if (entries !== null) {
    const records = recordsOf(range, reading.findings);
    for (const [at, entry] of entries.entries()) {
      // The leaves at the end of a shorter log were followed when it was read.
      if (at >= seen) followLeaf(entry, first + at, altered.has(at), records, reading);
    }
  }
  // A wrong entry is named once, and not again by every hash above it: what the root vouches for goes on.
  const held = tile.bytes === null || (!tile.isGood && own !== null) ? own : splitHashes(tile.bytes);
  // Where neither entries nor hashes could be had, which has been said, the tree goes on with zeros in their place.
  const good = held ?? Array.from({ length: width }, () => new Uint8Array(HASH_SIZE));
  if (seen > 0 && !equal(concat(...good.slice(0, seen)), position.tail)) {
    reading.findings.add('fork', `leaves ${first} to ${first + seen - 1} are not what they were`, {
      leaf: first,
    });
  }
  if (width < TILE_WIDTH) return { edge: position.edge, tail: concat(...good) };
  const root = (tile.isGood ? tile.root : null) ?? perfectRoot(nodeCrypto, good);
  return { edge: withTile(position.edge, root), tail: new Uint8Array(0) };
}

/** The edge after one more whole tile: above the leaves the tree is grown as any tree, with the roots of tiles for leaves. */
function withTile({ size, tiles }: Edge, root: Uint8Array): Edge {
  const grown = grow(nodeCrypto, { size: size / TILE_WIDTH, tiles: tiles.slice(1) }, [root]);
  return { size: size + TILE_WIDTH, tiles: [new Uint8Array(0), ...grown.edge.tiles] };
}

function entriesOf({ entries, index, width }: Range, findings: Findings): Uint8Array[] | null {
  const file = tilePath({ level: 'entries', index, width });
  if (entries === null) {
    findings.add('file-missing', `${file} is not there`, { file });
    return null;
  }
  try {
    return decodeEntries(entries.bytes, entries.isFull ? TILE_WIDTH : width).slice(0, width);
  } catch (error) {
    findings.add('entries-wrong', `${file}: ${sentence(error)}`, { file });
    return null;
  }
}

/**
 * Says which is wrong where the entries of a whole tile contradict its hashes. At the log's edge that is told by the root, when all is read.
 * @returns positions of altered entries.
 */
async function compare(
  tree: Tree,
  tile: HeldTile,
  own: readonly Uint8Array[],
  index: number,
  findings: Findings,
): Promise<ReadonlySet<number>> {
  const file = tilePath({ level: 'entries', index, width: own.length });
  if (!tile.isGood) {
    if (own.length < TILE_WIDTH) return new Set();
    const must = await tree.rootOfTile(0, index);
    if (must !== null && equal(perfectRoot(nodeCrypto, own), must)) return new Set();
    if (must !== null)
      findings.add('entries-wrong', `${file} does not hold the entries that were signed`, { file });
  }
  const altered = new Set(differences(own, tile.bytes));
  for (const at of altered) {
    const leaf = index * TILE_WIDTH + at;
    findings.add('entry-wrong', `the entry of leaf ${leaf} does not give the hash that the tree has of it`, {
      leaf,
      file,
    });
  }
  return altered;
}

/** Positions at which hashes are not those of a tile; none where there is no tile. */
export function differences(own: readonly Uint8Array[], tile: Uint8Array | null): number[] {
  const theirs = tile === null ? own : splitHashes(tile);
  return own.flatMap((hash, at) => (equal(hash, theirs[at] ?? hash) ? [] : [at]));
}

function recordsOf({ records, index }: Range, findings: Findings): ReadonlyMap<number, string> | null {
  try {
    return parseRecords(records, index);
  } catch (error) {
    const file = recordsPath(index);
    findings.add('records-wrong', `${file}: ${sentence(error)}`, { file });
    return null;
  }
}

function followLeaf(
  entry: Uint8Array,
  index: number,
  isAltered: boolean,
  records: ReadonlyMap<number, string> | null,
  { chains, findings, suspects, gaps, tally }: Reading,
): void {
  tally.leaves += 1;
  const leaf = leafOf(entry, index, findings);
  if (leaf === null) {
    gaps.add(Math.floor(index / TILE_WIDTH));
    return;
  }
  const record = records?.get(index) ?? null;
  // In a file that can't be read, nothing is known to be missing.
  const { problem, hadRecords } = chains.follow(leaf, index, record !== null || records === null);
  if (problem !== null && !isAltered && !gaps.has(Math.floor(leaf.prev / TILE_WIDTH))) {
    findings.add(
      'chain-wrong',
      `leaf ${index} does not go on from its item's last: ${CHAIN_WORDS[problem] ?? problem}`,
      {
        leaf: index,
      },
    );
  }
  if (hadRecords) suspects.add(index);
  if (record === null) return;
  tally.records += 1;
  checkRecord(leaf, record, index, isAltered, findings);
}

/** What `chainProblem` says, for people. */
const CHAIN_WORDS: Readonly<Record<string, string>> = {
  received: 'it was received after it was logged',
  item: 'it is of another item',
  'first-kind': 'a first leaf must be a publish',
  'first-version': 'a first leaf must have version 1',
  prev: 'prev is not the index of the leaf before',
  kind: 'an act of this kind may not follow the one before',
  version: 'the version number does not follow',
  logged: 'its time is before that of the leaf before',
};

function leafOf(entry: Uint8Array, index: number, findings: Findings): Leaf | null {
  try {
    return readLeaf(entry);
  } catch (error) {
    findings.add('leaf-wrong', `entry ${index} is no leaf: ${sentence(error)}`, { leaf: index });
    return null;
  }
}

function checkRecord(
  leaf: Leaf,
  record: string,
  index: number,
  isAltered: boolean,
  findings: Findings,
): void {
  const where = { leaf: index, file: recordsPath(Math.floor(index / TILE_WIDTH)) };
  if (recordHash(nodeCrypto, record) !== leaf.record) {
    if (!isAltered)
      findings.add(
        'record-wrong',
        `the record of leaf ${index} was changed: it does not give the hash in the leaf`,
        where,
      );
    return;
  }
  try {
    const problem = leaf.kind === 'key' ? keyProblem(record) : recordProblem(leaf, readRecord(record));
    if (problem !== null)
      findings.add('record-wrong', `the record of leaf ${index} ${RECORD_WORDS[problem] ?? problem}`, where);
  } catch (error) {
    findings.add('record-wrong', `the record of leaf ${index} is none: ${sentence(error)}`, where);
  }
}

function keyProblem(record: string): null {
  parseKeyRecord(nodeCrypto, record);
  return null;
}

/** What `recordProblem` says, for people. */
const RECORD_WORDS: Readonly<Record<string, string>> = {
  digests: 'has digests of a text where none is shown, or none where one is',
  path: 'has no path',
  identity: 'still says whose story it was, after a takedown',
};

const sentence = (error: unknown): string => {
  if (error instanceof StetError) return error.message;
  throw error;
};
