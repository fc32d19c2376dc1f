// `stet log export`: the public log as files that any web server can serve, and anybody can copy. What is there already is left there; the
// checkpoint comes last, so that at every moment the mirror has all that its checkpoint covers. Records that were erased go, whenever that
// was: every file of records is held against the log.

import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LogReader, StoredCheckpoint } from '../ledger/log-reader.ts';
import { equal } from '../log/bytes.ts';
import { openCheckpoint } from '../log/checkpoint.ts';
import { parseLeaf } from '../log/leaf.ts';
import { rootAt } from '../log/merkle.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { ED25519, parseVerifierKey, type Verifier } from '../log/note.ts';
import { TILE_WIDTH, type TileId, tilePath, tilesOfSize } from '../log/tiles.ts';
import { StetError } from '../model/errors.ts';
import { itemId } from '../model/ids.ts';
import { recordLine, recordsPath } from './log-audit/records.ts';
import { keysOf } from './log-keys.ts';

export interface LogExportOptions {
  readonly log: LogReader;
  readonly folder: string;
  /** The key that signs. */
  readonly verifier: Verifier;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly progress: (done: number, total: number, note: string) => void;
}

export interface LogExported {
  /** Leaves. */
  readonly size: number;
  /** Files that were written because they were missing or different. */
  readonly written: number;
}

/** Files written side by side: syncing them costs the disk a turn for all together. */
const SIDE_BY_SIDE = 16;
/** A log at work grows while it is written down; each time less. */
const MOST_ROUNDS = 20;

/**
 * @throws {StetError} `log-empty`; `mirror-not-empty` for a folder with something else in it; `mirror-other-log`, `mirror-fork`,
 * `mirror-ahead` for one that holds the mirror of another log, of another history, or of a longer log; `log-tile-missing`.
 */
export async function exportLog(options: LogExportOptions): Promise<LogExported> {
  const { log, folder, verifier, now, progress } = options;
  const first = await log.latest();
  if (first === null)
    throw new StetError('log-empty', 'The public log is empty: nothing has been published yet.');
  const listed = await keysOf(log, verifier);
  const known = listed
    .map(({ key }) => parseVerifierKey(nodeCrypto, key))
    .filter(({ type }) => type === ED25519);
  openCheckpoint(nodeCrypto, first.note, { origin: verifier.name, verifiers: known });
  await checkFolder(folder, known, verifier, first, log);

  let written = 0;
  const put = async (path: string, content: string | Uint8Array): Promise<void> => {
    await writeDurably(join(folder, path), content);
    written += 1;
  };
  const inForce = listed.filter(({ until }) => until === null || until > now);
  // The key first: it says whose folder this is.
  await putChanged(folder, 'key', inForce.map(({ key }) => `${key}\n`).join(''), put);
  await putChanged(folder, 'keys.json', JSON.stringify({ v: 'wire-keys/1', keys: listed }), put);

  const checkpoint = await writeRecords(log, folder, first, put, progress);
  const { size } = checkpoint;
  const tiles = [...tilesOfSize(size)];
  let done = 0;
  await sideBySide(tiles, async (tile) => {
    const path = tilePath(tile);
    if (!(await isThere(folder, path))) await put(path, await tileBytes(log, tile));
    progress(++done, tiles.length, 'tiles');
  });
  await putChanged(folder, 'checkpoint', checkpoint.cosigned ?? checkpoint.note, put);
  await sideBySide(tiles, (tile) => removePartial(folder, tile));
  return { size, written };
}

/** @throws {StetError} unless the folder is empty, or holds an earlier mirror of this log. */
async function checkFolder(
  folder: string,
  known: readonly Verifier[],
  { name: origin }: Verifier,
  latest: StoredCheckpoint,
  log: LogReader,
): Promise<void> {
  const refuse = (code: string, why: string): StetError =>
    new StetError(code, `${folder} ${why}.`, { folder });
  await mkdir(folder, { recursive: true });
  const key = await readText(folder, 'key');
  if (key === null) {
    if ((await readdir(folder)).length === 0) return;
    throw refuse('mirror-not-empty', 'is not empty and no mirror of a log: name another folder');
  }
  const keys = key.split('\n').filter((line) => line !== '');
  if (!keys.some((text) => known.some((verifier) => isSame(text, verifier))))
    throw refuse('mirror-other-log', 'is the mirror of a log with another key');
  const note = await readText(folder, 'checkpoint');
  // The first export was broken off.
  if (note === null) return;
  const { checkpoint } = openMirrored(note, origin, known, refuse);
  if (checkpoint.size > latest.size)
    throw refuse(
      'mirror-ahead',
      `has a signed checkpoint of ${checkpoint.size} leaves, and the log here has ${latest.size}: it has been set back`,
    );
  const root = await rootAt(nodeCrypto, checkpoint.size, log.readNodes(latest.size));
  if (!equal(root, checkpoint.root))
    throw refuse(
      'mirror-fork',
      `has another history of the first ${checkpoint.size} leaves than the log here`,
    );
}

function openMirrored(
  note: string,
  origin: string,
  verifiers: readonly Verifier[],
  refuse: (code: string, why: string) => StetError,
) {
  try {
    return openCheckpoint(nodeCrypto, note, { origin, verifiers });
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw refuse('mirror-other-log', `has a checkpoint that is not of this log (${error.message})`);
  }
}

function isSame(text: string, { name, publicKey }: Verifier): boolean {
  try {
    const other = parseVerifierKey(nodeCrypto, text);
    return other.name === name && equal(other.publicKey, publicKey);
  } catch (error) {
    if (error instanceof StetError) return false;
    throw error;
  }
}

/**
 * Writes all records, and goes on with those of leaves that came meanwhile, until none did: what a takedown erased while this went on is
 * gone from the mirror, and the checkpoint that is returned covers the takedown.
 */
async function writeRecords(
  log: LogReader,
  folder: string,
  first: StoredCheckpoint,
  put: (path: string, content: string) => Promise<void>,
  progress: LogExportOptions['progress'],
): Promise<StoredCheckpoint> {
  let checkpoint = first;
  let ranges = new Set(Array.from({ length: Math.ceil(first.size / TILE_WIDTH) }, (_, range) => range));
  for (let round = 1; ; round++) {
    const { size } = checkpoint;
    let done = 0;
    for (const range of ranges) {
      const leaves = await log.leaves(range * TILE_WIDTH, Math.min(TILE_WIDTH, size - range * TILE_WIDTH));
      const lines = leaves.map(({ index, record }) => (record === null ? '' : recordLine(index, record)));
      await putChanged(folder, recordsPath(range), lines.join(''), put);
      progress(++done, ranges.size, 'files of records');
    }
    const latest = (await log.latest()) ?? checkpoint;
    if (latest.size === size || round === MOST_ROUNDS) return checkpoint;
    ranges = await rangesTouched(log, size, latest.size);
    checkpoint = latest;
  }
}

/** Where new leaves stand, and leaves whose records they have erased. */
async function rangesTouched(log: LogReader, from: number, size: number): Promise<Set<number>> {
  const ranges = new Set<number>();
  for (const { index, item, body } of await log.leaves(from, size - from)) {
    ranges.add(Math.floor(index / TILE_WIDTH));
    if (parseLeaf(body).kind !== 'takedown') continue;
    for (const leaf of await log.leavesOf(itemId(item))) {
      if (leaf.index < size) ranges.add(Math.floor(leaf.index / TILE_WIDTH));
    }
  }
  return ranges;
}

async function tileBytes(log: LogReader, tile: TileId): Promise<Uint8Array> {
  const { level, index, width } = tile;
  const bytes = level === 'entries' ? await log.entries(index, width) : await log.tile(level, index, width);
  if (bytes !== null) return bytes;
  throw new StetError('log-tile-missing', `The log has lost ${tilePath(tile)}: stet doctor says more.`);
}

/** What smaller logs had of a tile that is full now. */
async function removePartial(folder: string, tile: TileId): Promise<void> {
  if (tile.width === TILE_WIDTH)
    await rm(join(folder, `${tilePath(tile)}.p`), { recursive: true, force: true });
}

async function putChanged(
  folder: string,
  path: string,
  content: string,
  put: (path: string, content: string) => Promise<void>,
): Promise<void> {
  if ((await readText(folder, path)) !== content) await put(path, content);
}

const isThere = (folder: string, path: string): Promise<boolean> =>
  stat(join(folder, path)).then(
    (found) => found.isFile(),
    () => false,
  );

async function readText(folder: string, path: string): Promise<string | null> {
  try {
    return await readFile(join(folder, path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Nobody sees a part of a file, and a power cut leaves none behind: what is there by name is whole. */
async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(`${file}.part`, 'w', 0o644);
  try {
    await handle.writeFile(content);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}

/** After a failure nothing new is begun, and what is under way is waited for. */
async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const one of waiting) {
      if (failed) return;
      await work(one).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, worker));
  const end = ends.find(({ status }) => status === 'rejected');
  if (end?.status === 'rejected') throw end.reason;
}
