// Watches somebody's log from outside: that its checkpoints are signed, that each goes on from the last one seen, that everybody is shown
// the same one, and that it is not old. Trusts nothing but the log's key and what it remembers.

import { equal, fromHex, fromUtf8, toHex, utf8 } from '../log/bytes.ts';
import { type Checkpoint, openCheckpoint, verifyCosignature } from '../log/checkpoint.ts';
import type { LogCrypto } from '../log/crypto.ts';
import { parseLeaf } from '../log/leaf.ts';
import {
  leafHash,
  proveConsistency,
  proveInclusion,
  type ReadNodes,
  rootAt,
  verifyConsistency,
  verifyInclusion,
} from '../log/merkle.ts';
import type { Verifier } from '../log/note.ts';
import { decodeEntries, type ReadTile, readNodesFromTiles, TILE_WIDTH } from '../log/tiles.ts';
import { attempt, StetError } from '../model/errors.ts';
import { isoTime, type Timers } from '../sources/clock.ts';
import { below, type LogHttp } from './log-http.ts';
import { fetchNote, openTiles, UNREACHABLE } from './monitor-fetch.ts';
import type { MonitorState } from './monitor-state.ts';
import { pause } from './pause.ts';

export interface MonitorOptions {
  /** The log's prefix: `checkpoint` and `tile/…` are below it. */
  readonly log: URL;
  readonly origin: string;
  /** Keys of the log; more than one while it changes its key. */
  readonly verifiers: readonly Verifier[];
  /** Keys of witnesses (type 0x04), whose cosignatures show how old a checkpoint is. */
  readonly witnesses: readonly Verifier[];
  /** Addresses where others show the log's checkpoint: mirrors' and witnesses'. Whole URLs. */
  readonly others: readonly URL[];
  /** Milliseconds; `null` for no limit. */
  readonly maxAge: number | null;
  readonly crypto: LogCrypto;
  readonly http: LogHttp;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly timers: Timers;
  /** Milliseconds between two questions to a log that shows less than others have: it may wait for its witnesses before it shows more. */
  readonly settle: number;
}

export type Look = LookWell | LookAlarm | LookUnreachable;

export interface LookWell {
  readonly type: 'well';
  /** To be kept before the next look. */
  readonly state: MonitorState;
  /** Others that could not be asked, and why. */
  readonly silent: readonly string[];
}

/** The log is not what it must be; codes begin with `log-`. */
export interface LookAlarm {
  readonly type: 'alarm';
  readonly code: string;
  readonly message: string;
  /** Signed notes that show it: the one remembered, the one found, those of others. */
  readonly notes: readonly string[];
  /** To be kept all the same, where the log is only too old. */
  readonly state: MonitorState | null;
}

/** Nothing can be said: the log could not be asked. */
export interface LookUnreachable {
  readonly type: 'unreachable';
  readonly code: string;
  readonly message: string;
}

/** How far ahead the log's clock and the witnesses' may be, milliseconds. What claims to be later is not believed. */
const CLOCK_SKEW = 5 * 60_000;
/** How often a log that shows less than others have is asked before that is an alarm. */
const MOST_QUESTIONS = 5;
const STALE = 'log-stale';

/** One look at the log. @returns every outcome; rejects only when stopped. */
export async function look(
  options: MonitorOptions,
  before: MonitorState | null,
  stop: AbortSignal,
): Promise<Look> {
  const shown: string[] = before === null ? [] : [before.note];
  try {
    const note = await fetchNote(options.http, below(options.log, 'checkpoint'), stop);
    shown.push(note);
    const checkpoint = open(options, note, 'The log');
    refuseOlder(checkpoint, before);
    const readTile = openTiles(options.http, options.log, stop);
    const readNodes = readNodesFromTiles(options.crypto, readTile, checkpoint.size);
    if (checkpoint.size !== before?.size) await checkGrowth(options, checkpoint, before, readNodes);
    const silent = await compareWithOthers({ options, own: checkpoint, readTile, shown, stop });
    const state = await stateAfter(options, { note, checkpoint, before, readNodes, readTile });
    return staleness(options, state) ?? { type: 'well', state, silent };
  } catch (error) {
    stop.throwIfAborted();
    if (!(error instanceof StetError)) throw error;
    const { code, message } = error;
    if (code !== UNREACHABLE) return { type: 'alarm', code, message, notes: shown, state: null };
    const tooLong = goneTooLong(options, before);
    return tooLong ?? { type: 'unreachable', code: String(error.facts.cause), message };
  }
}

/** Signature, form and origin. */
function open({ crypto, origin, verifiers }: MonitorOptions, note: string, who: string): Checkpoint {
  try {
    return openCheckpoint(crypto, note, { origin, verifiers }).checkpoint;
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw new StetError(
      error.code,
      `${who} shows a checkpoint that can't be believed: ${error.message}`,
      error.facts,
    );
  }
}

/** @throws {StetError} `log-rollback`, `log-fork` */
function refuseOlder({ size, root }: Checkpoint, before: MonitorState | null): void {
  if (before === null) return;
  if (size < before.size) {
    throw new StetError(
      'log-rollback',
      `The log shows size ${size}, and had signed size ${before.size} before`,
      {
        size,
        before: before.size,
      },
    );
  }
  if (size === before.size && toHex(root) !== before.root) throw twoRoots(size);
}

const twoRoots = (size: number): StetError =>
  new StetError('log-fork', `The log has signed two roots for the size ${size}`, { size });

/**
 * That the tiles give the signed root, and that this tree goes on from the one remembered.
 * @throws {StetError} `log-tiles-wrong`, `log-fork`, `log-tile-missing`
 */
async function checkGrowth(
  { crypto }: MonitorOptions,
  checkpoint: Checkpoint,
  before: MonitorState | null,
  readNodes: ReadNodes,
): Promise<void> {
  const { size, root } = checkpoint;
  if (!equal(await rootAt(crypto, size, readNodes), root)) {
    throw new StetError(
      'log-tiles-wrong',
      `The log's tiles do not give the root it has signed for size ${size}`,
      {
        size,
      },
    );
  }
  if (before === null) return;
  const past = { size: before.size, root: fromHex(before.root) ?? new Uint8Array(0) };
  await checkPast(crypto, past, checkpoint, readNodes, 'which was seen before');
}

/**
 * A proof made from the log's tiles and checked against both signed roots. Comparing what the tiles say of each size would not do: a log
 * may show tiles that do not belong together.
 * @throws {StetError} `log-fork`
 */
async function checkPast(
  crypto: LogCrypto,
  past: { readonly size: number; readonly root: Uint8Array },
  now: { readonly size: number; readonly root: Uint8Array },
  readNodes: ReadNodes,
  which: string,
): Promise<void> {
  const proof = await proveConsistency(crypto, past.size, now.size, readNodes);
  try {
    verifyConsistency(crypto, {
      from: past.size,
      fromRoot: past.root,
      to: now.size,
      toRoot: now.root,
      proof,
    });
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw new StetError(
      'log-fork',
      `The log of size ${now.size} does not go on from size ${past.size}, ${which}: it has signed two histories, or its tiles are damaged`,
      { size: now.size, past: past.size },
    );
  }
}

/** Mirrors and witnesses must be shown the same log. One that can't be asked is no alarm, one that contradicts is. */
async function compareWithOthers(parts: Comparison): Promise<string[]> {
  const { options, shown, stop } = parts;
  const silent: string[] = [];
  for (const url of options.others) {
    try {
      const note = await fetchNote(options.http, url, stop);
      shown.push(note);
      await compare(parts, open(options, note, url.host), url.host);
    } catch (error) {
      stop.throwIfAborted();
      if (!(error instanceof StetError) || error.code !== UNREACHABLE) throw error;
      silent.push(error.message);
    }
  }
  return silent;
}

interface Comparison {
  readonly options: MonitorOptions;
  readonly own: Checkpoint;
  readonly readTile: ReadTile;
  /** Takes every note seen. */
  readonly shown: string[];
  readonly stop: AbortSignal;
}

/** @throws {StetError} `log-fork`, `log-behind` */
async function compare(parts: Comparison, theirs: Checkpoint, host: string): Promise<void> {
  const { options, own, readTile } = parts;
  const { crypto } = options;
  const which = `which ${host} has`;
  if (theirs.size === own.size && !equal(theirs.root, own.root)) throw twoRoots(own.size);
  if (theirs.size <= own.size) {
    await checkPast(crypto, theirs, own, readNodesFromTiles(crypto, readTile, own.size), which);
    return;
  }
  const newer = await newerCheckpoint(parts, theirs.size);
  if (newer.size < theirs.size) {
    throw new StetError(
      'log-behind',
      `The log shows size ${newer.size}, and has signed size ${theirs.size}, ${which}: it was set back, or shows us less than others`,
      { size: newer.size, theirs: theirs.size, host },
    );
  }
  const readNodes = readNodesFromTiles(crypto, readTile, newer.size);
  await checkPast(crypto, theirs, newer, readNodes, which);
  await checkPast(crypto, own, newer, readNodes, 'which it showed a moment before');
}

/** The log may have grown since it was asked, or be about to show what others have already. */
async function newerCheckpoint({ options, shown, stop }: Comparison, wanted: number): Promise<Checkpoint> {
  for (let questions = 1; ; questions++) {
    const note = await fetchNote(options.http, below(options.log, 'checkpoint'), stop);
    const newer = open(options, note, 'The log');
    if (newer.size >= wanted || questions === MOST_QUESTIONS) {
      shown.push(note);
      return newer;
    }
    await pause(options.timers, options.settle, stop);
  }
}

interface Found {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly before: MonitorState | null;
  readonly readNodes: ReadNodes;
  readonly readTile: ReadTile;
}

async function stateAfter(options: MonitorOptions, found: Found): Promise<MonitorState> {
  const { note, checkpoint, before } = found;
  const { origin, size, root } = checkpoint;
  const isSame = before !== null && before.size === size;
  return {
    origin,
    note,
    size,
    root: toHex(root),
    firstSeen: isSame ? before.firstSeen : options.now(),
    lastLook: options.now(),
    logged: isSame ? before.logged : await loggedTime(options, found),
  };
}

/**
 * When the last leaf says that it was logged; `null` for leaves that are not Stet's.
 * @throws {StetError} `log-entry-wrong`, `log-inclusion-wrong` when the entries are not those that the root is of.
 */
async function loggedTime(
  { crypto, maxAge }: MonitorOptions,
  { checkpoint: { size, root }, readNodes, readTile }: Found,
): Promise<number | null> {
  if (maxAge === null || size === 0) return null;
  const index = size - 1;
  const bundle = Math.floor(index / TILE_WIDTH);
  const width = size - bundle * TILE_WIDTH;
  const bytes = await readTile({ level: 'entries', index: bundle, width });
  const entry = decodeEntries(bytes, width)[width - 1] ?? new Uint8Array(0);
  const proof = await proveInclusion(crypto, index, size, readNodes);
  verifyInclusion(crypto, { leafHash: leafHash(crypto, entry), index, size, proof, root });
  return attempt(() => parseLeaf(fromUtf8(entry)).logged);
}

/** Age by the youngest thing that is known and not in the future: the last leaf, the witnesses' cosignatures, else the first sight. */
function staleness(
  { crypto, witnesses, maxAge, now }: MonitorOptions,
  state: MonitorState,
): LookAlarm | null {
  if (maxAge === null) return null;
  const cosigned = witnesses.map((witness) => (verifyCosignature(crypto, state.note, witness) ?? 0) * 1000);
  const believed = [state.logged ?? 0, ...cosigned].filter((time) => time > 0 && time <= now() + CLOCK_SKEW);
  const newest = believed.length > 0 ? Math.max(...believed) : state.firstSeen;
  if (now() - newest <= maxAge) return null;
  const message = `The newest checkpoint (size ${state.size}) is of ${isoTime(newest)}, which is older than --max-age allows`;
  return { type: 'alarm', code: STALE, message, notes: [state.note], state };
}

function goneTooLong({ maxAge, now, log }: MonitorOptions, before: MonitorState | null): LookAlarm | null {
  if (maxAge === null || before === null || now() - before.lastLook <= maxAge) return null;
  const message = `${log.host} has not shown its log since ${isoTime(before.lastLook)}, which is longer than --max-age allows`;
  return { type: 'alarm', code: STALE, message, notes: [before.note], state: null };
}

/** A name for evidence that is the same for the same notes. */
export const evidenceName = (crypto: LogCrypto, { code, notes }: LookAlarm): string =>
  toHex(crypto.sha256(utf8(`${code}\n${notes.join('\n')}`))).slice(0, 16);
