// Opens the public log, in the order that keeps its promises: the key, then a check of everything that was signed, then what happened while
// it was closed. If the check fails the log stays closed: nothing is signed, what the agency takes back is taken down all the same, and
// nothing new is published.

import { join } from 'node:path';
import type { Database } from '../ledger/database.ts';
import {
  type LogKeySource,
  type LogKeys,
  lastVerifier,
  noteVerifier,
  openLogKeys,
  readLogKeys,
} from '../ledger/log-key.ts';
import { type LogReader, openLogReader } from '../ledger/log-reader.ts';
import { clearWaiting, waitingActs } from '../ledger/log-tables.ts';
import { readIfThere, writeOwnerFile } from '../ledger/owner-file.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { Verifier } from '../log/note.ts';
import type { LeafDraft } from '../log/sequence.ts';
import { StetError } from '../model/errors.ts';
import type { ItemId } from '../model/ids.ts';
import { entriesOfItem, projectionOf } from '../views/project.ts';
import { unloggedPosts } from '../views/unlogged.ts';
import { fetchedHow } from './fetched.ts';
import { logTrouble } from './log-check.ts';
import { keepSigners, keyInForce, replaceKey, strangeKey } from './log-keys.ts';
import { publicAct } from './public-act.ts';

export interface PublicLog {
  readonly reader: LogReader;
  /** The log's name: a URL without its scheme. */
  readonly origin: string;
  /** The key that signs; `null` while it is missing and nothing says which it was. */
  readonly verifier: Verifier | null;
  /** Why nothing is signed; `null` while the log is open. */
  trouble(): string | null;
  /** Resolves when the log is checked and has caught up: before that nothing may be published, since nothing is signed. */
  readonly ready: Promise<void>;
  /** Closes the log: others have seen of it what this database does not know. */
  distrust(trouble: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenLogOptions extends LogKeySource {
  readonly db: Database;
  readonly ledger: LedgerReader;
  readonly now: () => number;
  /** Told of what takes longer. */
  readonly progress: (what: 'checked' | 'caught-up', leaves: number) => void;
}

/** The newest checkpoint, beside the database: tells a database that was put back from one that is as it was. */
export const NOTE_FILE = 'log.checkpoint';
/** Milliseconds between two looks whether it is still the newest. */
const NOTE_EVERY = 1_000;
/** Acts turned into leaves in one transaction. */
const BATCH = 500;

/** As `startPublicLog`, when it is ready. */
export async function openPublicLog(options: OpenLogOptions): Promise<PublicLog> {
  const log = await startPublicLog(options);
  await log.ready;
  return log;
}

/**
 * Opens the log as far as it can be read; the check of what was signed goes on beside other work.
 * @throws {StetError} `log-key-…` when there is a key and it can't be used; `store-failed`.
 */
export async function startPublicLog(options: OpenLogOptions): Promise<PublicLog> {
  const { db, dataDir, progress, now } = options;
  const reader = openLogReader(db);
  const latest = await reader.latest();
  const file = join(dataDir, NOTE_FILE);
  const noted = readIfThere(file);
  const keys = keysFor(options, latest === null && noted === null);
  if ('missing' in keys) return closedLog(reader, options, keys.missing);
  const usable = keys;

  const { current } = keys;
  const { name: origin } = current.verifier;
  const { replaced, signed } = await keyInForce(reader, keys, latest);
  let trouble: string | null = null;
  let stop = (): void => undefined;
  const ready = checkAndOpen();
  // Whoever waits for it is told; a failure must not end the process before.
  ready.catch(() => undefined);

  async function checkAndOpen(): Promise<void> {
    const progressed = (leaves: number): void => progress('checked', leaves);
    trouble =
      strangeKey(latest, signed) ??
      (await logTrouble({ log: reader, origin, verifiers: [signed], noted, progress: progressed }));
    if (trouble !== null) return;
    const isSound = (): boolean => trouble === null;
    const closed = (found: string): void => {
      trouble = found;
    };
    const stopSigning = await keepSigners({ db, keys: usable, now, isSound, closed });
    if (replaced !== null) await replaceKey(db, usable, replaced, now());
    noteVerifier(dataDir, current.verifier);
    await catchUp(options);
    const stopNoting = keepNote(file, reader, isSound);
    stop = () => {
      stopSigning();
      stopNoting();
    };
  }

  return {
    ready,
    reader,
    origin,
    verifier: current.verifier,
    trouble: () => trouble,
    async distrust(found) {
      trouble ??= found;
      await db.openLog([], () => undefined);
    },
    async close() {
      await ready.catch(() => undefined);
      stop();
    },
  };
}

/** @param isNew nothing was ever signed: only then is a key made. */
function keysFor(options: LogKeySource, isNew: boolean): LogKeys | { readonly missing: string } {
  if (isNew) return openLogKeys(options);
  try {
    return readLogKeys(options);
  } catch (error) {
    if (!(error instanceof StetError) || error.code !== 'log-key-missing') throw error;
    return { missing: error.message };
  }
}

/** What was published stays to be read; to sign with a new key would look like a forged log to all who know the old one. */
function closedLog(reader: LogReader, { dataDir, origin }: LogKeySource, trouble: string): PublicLog {
  const verifier = lastVerifier(dataDir);
  return {
    reader,
    origin: verifier?.name ?? origin,
    verifier,
    trouble: () => trouble,
    ready: Promise.resolve(),
    distrust: async () => undefined,
    close: async () => undefined,
  };
}

/** Leaves of what happened while the log was closed, and of what was public before there was one. */
async function catchUp({ db, ledger, now, progress }: OpenLogOptions): Promise<void> {
  let done = 0;
  for (;;) {
    const acts = await waitingActs(db, BATCH);
    if (acts.length === 0) break;
    await db.transact(acts.map(clearWaiting), acts);
    done += acts.length;
    progress('caught-up', done);
  }
  for (;;) {
    const items = await unloggedPosts(db, BATCH);
    if (items.length === 0) return;
    const acts = await Promise.all(items.map((item) => publication(ledger, item, now())));
    await db.transact([], acts.flat());
    done += items.length;
    progress('caught-up', done);
  }
}

async function publication(ledger: LedgerReader, item: ItemId, now: number): Promise<LeafDraft[]> {
  const entries = entriesOfItem(await ledger.ofItem(item), item);
  const projection = projectionOf(null, entries, '');
  const { fact } = projection.shown ?? projection.current;
  return publicAct(projection, await fetchedHow(ledger, fact.arrival), now);
}

/** Keeps the note at the newest checkpoint while the log is sound. Returns the way to stop, with a last note. */
function keepNote(file: string, reader: LogReader, isSound: () => boolean): () => void {
  let noted = '';
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    try {
      const latest = isSound() ? await reader.latest() : null;
      if (latest !== null && latest.note !== noted) {
        writeOwnerFile(file, latest.note);
        noted = latest.note;
      }
    } catch {
      // A store that does not answer, or a full disk: whoever writes facts is told of it, and the next look tries again.
    }
    if (!stopped) timer = setTimeout(look, NOTE_EVERY).unref();
  };
  void look();
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}
