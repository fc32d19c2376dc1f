// Which key signs the public log and when: the change from one to the next stands in the log itself, and for a stated time both sign.

import type { Database } from '../ledger/database.ts';
import type { LogKeys, PreviousKey } from '../ledger/log-key.ts';
import type { LogReader, StoredCheckpoint } from '../ledger/log-reader.ts';
import { clearWaiting } from '../ledger/log-tables.ts';
import {
  formatKeyRecord,
  type KeyChange,
  type KeyRecord,
  keyDraft,
  type ListedKey,
  listedKeys,
  parseKeyRecord,
} from '../log/key-record.ts';
import { parseLeaf } from '../log/leaf.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { formatVerifierKey, parseNote, signaturesOf, type Verifier } from '../log/note.ts';
import { StetError } from '../model/errors.ts';

export interface KeyInForce {
  /** Whose signature the newest checkpoint must have. */
  readonly signed: Verifier;
  /** The key that the current one takes the place of now; `null` when no change is under way. */
  readonly replaced: PreviousKey | null;
}

/**
 * Which key the log was signed with last. A change that is known to the log already counts for good: from then on the old key's signature
 * alone is not enough.
 */
export async function keyInForce(
  reader: LogReader,
  { current, previous }: LogKeys,
  latest: StoredCheckpoint | null,
): Promise<KeyInForce> {
  const unchanged = { signed: current.verifier, replaced: null };
  if (latest === null || isSignedBy(latest.note, current.verifier)) return unchanged;
  const last = (await keyChanges(reader)).at(-1)?.record.new ?? null;
  const replaced =
    last === null
      ? previous.find(({ verifier }) => isSignedBy(latest.note, verifier))
      : previous.find(({ verifier }) => formatVerifierKey(verifier) === last);
  return replaced === undefined ? unchanged : { signed: replaced.verifier, replaced };
}

/** Said before the whole log is read: whoever took the wrong key file needs to hear of the key. `null` when it is the right one. */
export function strangeKey(latest: StoredCheckpoint | null, signed: Verifier): string | null {
  if (latest === null || isSignedBy(latest.note, signed)) return null;
  return `The newest checkpoint is not signed with the key ${formatVerifierKey(signed)}. Put the key back that signed last; if it was changed on purpose, see "Changing the key" in docs/audit.md.`;
}

/** Whether the note has a signature that says it is this key's. It is not verified here. */
export function isSignedBy(noteText: string, verifier: Verifier): boolean {
  try {
    return signaturesOf(parseNote(noteText), verifier).length > 0;
  } catch (error) {
    if (error instanceof StetError) return false;
    throw error;
  }
}

/** The changes of keys that stand in the log, oldest first. One whose record can't be read is for the check of the log to name. */
export async function keyChanges(reader: LogReader): Promise<KeyChange[]> {
  return (await reader.keyLeaves()).flatMap(({ index, body, record }) => {
    try {
      if (record === null) return [];
      return [{ index, logged: parseLeaf(body).logged, record: parseKeyRecord(nodeCrypto, record) }];
    } catch (error) {
      if (error instanceof StetError) return [];
      throw error;
    }
  });
}

/** Every key that the log has had, the current one first. */
export const keysOf = async (reader: LogReader, current: Verifier | null): Promise<ListedKey[]> =>
  listedKeys(current === null ? null : formatVerifierKey(current), await keyChanges(reader));

/** Writes the change into the log, as the first act that the new key signs. */
export async function replaceKey(
  db: Database,
  { current }: LogKeys,
  { verifier, text, bothUntil }: PreviousKey,
  now: number,
): Promise<void> {
  const record: KeyRecord = {
    v: 'wire-key/1',
    old: formatVerifierKey(verifier),
    new: formatVerifierKey(current.verifier),
    both_until: bothUntil,
    reason: text === null ? 'compromise' : 'rotation',
  };
  const draft = keyDraft(formatKeyRecord(nodeCrypto, record), now);
  // One that waits is from a start whose log was closed in the middle of this; this one takes its place.
  await db.transact([clearWaiting(draft)], [draft]);
}

export interface SignersOptions {
  readonly db: Database;
  readonly keys: LogKeys;
  readonly now: () => number;
  /** A log that was found broken must not be opened again. */
  readonly isSound: () => boolean;
  readonly closed: (trouble: string) => void;
}

/** Milliseconds: timers go wrong beyond 24 days, and with a clock that is set. */
const LONGEST_WAIT = 60 * 60 * 1000;

/** Opens the log for signing, and lets an old key go when its time has come. Returns the way to stop looking. */
export async function keepSigners({ db, keys, now, isSound, closed }: SignersOptions): Promise<() => void> {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  await open(beside());
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };

  /** The old keys that sign now. */
  function beside(): readonly PreviousKey[] {
    return keys.previous.filter(({ text, bothUntil }) => text !== null && bothUntil > now());
  }

  async function open(signing: readonly PreviousKey[]): Promise<void> {
    const texts = signing.flatMap(({ text }) => (text === null ? [] : [text]));
    await db.openLog([keys.current.text, ...texts], closed);
    wait(signing);
  }

  function wait(signing: readonly PreviousKey[]): void {
    if (stopped || signing.length === 0) return;
    const first = Math.min(...signing.map(({ bothUntil }) => bothUntil));
    timer = setTimeout(() => void look(signing), Math.min(Math.max(first - now(), 1), LONGEST_WAIT)).unref();
  }

  async function look(signing: readonly PreviousKey[]): Promise<void> {
    const left = beside();
    if (stopped || !isSound()) return;
    if (left.length === signing.length) {
      wait(signing);
      return;
    }
    // A store that does not answer closes nothing: the next commit says so to whoever makes it, and this is tried again.
    await open(left).catch(() => wait(signing));
  }
}
