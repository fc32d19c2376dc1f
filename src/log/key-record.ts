// wire-key/1: what a leaf of kind key commits to. From this leaf on another key signs the log; the one before signs beside it for a while,
// or not at all where it may be in other hands. Nothing in it is secret, so it has no salt.

import { StetError } from '../model/errors.ts';
import type { LogCrypto } from './crypto.ts';
import { type Fields, formatFields, isText, isTime, parseFields } from './fields.ts';
import { KEY_SOURCE } from './leaf.ts';
import { ED25519, parseVerifierKey, type Verifier } from './note.ts';
import type { LeafDraft } from './sequence.ts';

export interface KeyRecord {
  readonly v: 'wire-key/1';
  /** Verifier keys of one name, which is the log's origin. */
  readonly old: string;
  readonly new: string;
  /** Until when both sign, milliseconds since 1970 UTC; 0 where the old key stopped at once. */
  readonly both_until: number;
  /** `compromise` where somebody else may have the old key, or nobody has it any more. */
  readonly reason: KeyReason;
}

export type KeyReason = 'rotation' | 'compromise';

const LONGEST_KEY_RECORD = 8_192;

const FIELDS: Fields<KeyRecord> = {
  v: (value) => value === 'wire-key/1',
  old: isText,
  new: isText,
  both_until: isTime,
  reason: (value): value is KeyReason => value === 'rotation' || value === 'compromise',
};
const FORM = { fields: FIELDS, code: 'log-key-record-wrong', longest: LONGEST_KEY_RECORD };

/** @throws {StetError} `log-key-record-wrong` with the fact `key`, `log-key-wrong`. */
export function formatKeyRecord(crypto: LogCrypto, record: KeyRecord): string {
  checkTogether(crypto, record);
  return formatFields(record, FORM);
}

/** @throws {StetError} `log-key-record-wrong` with the fact `key`, `null` when the text is no canonical JSON; `log-key-wrong`. */
export function parseKeyRecord(crypto: LogCrypto, text: string): KeyRecord {
  const record = parseFields(text, FORM);
  checkTogether(crypto, record);
  return record;
}

function checkTogether(crypto: LogCrypto, record: KeyRecord): void {
  const old = logKey(crypto, record.old);
  const next = logKey(crypto, record.new);
  const key =
    ((old === null || record.old === record.new) && 'old') ||
    ((next === null || next.name !== old?.name) && 'new') ||
    ((record.reason === 'compromise') !== (record.both_until === 0) && 'both_until');
  if (key !== false) {
    throw new StetError('log-key-record-wrong', `this record of a key contradicts itself at ${key}`, {
      problem: 'contradiction',
      key,
    });
  }
}

function logKey(crypto: LogCrypto, text: string): Verifier | null {
  const verifier = parseVerifierKey(crypto, text);
  return verifier.type === ED25519 ? verifier : null;
}

/** The act of changing keys. @param now milliseconds since 1970. */
export const keyDraft = (record: string, now: number): LeafDraft => ({
  item: '',
  // It is no fact of the ledger: the log itself is where it stands.
  seq: 0,
  chain: '',
  opens: false,
  kind: 'key',
  newText: false,
  logged: now,
  received: now,
  src: KEY_SOURCE,
  record,
});

/** A change of keys that stands in the log. */
export interface KeyChange {
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly logged: number;
  readonly record: KeyRecord;
}

export interface ListedKey {
  /** Verifier key. */
  readonly key: string;
  /** The leaf with which it began; `null` for the log's first key. */
  readonly leaf: number | null;
  /** When that leaf was logged. */
  readonly from: number | null;
  /** From when on its signature means nothing; `null` for the key that signs. Milliseconds since 1970. */
  readonly until: number | null;
  /** Why it was replaced. */
  readonly reason: KeyReason | null;
}

/** A compromise ends the time of every key before it: whoever got the one may have got the others, which lay beside it. */
function endOf(changes: readonly KeyChange[]): number {
  const stops = changes.filter(({ record }) => record.reason === 'compromise').map(({ logged }) => logged);
  const rotated = changes[0]?.record.both_until ?? 0;
  return Math.min(...stops, ...(rotated === 0 ? [] : [rotated]));
}

/**
 * Every key that the log has had, the current one first.
 * @param current verifier key; `null` when nobody knows it.
 */
export function listedKeys(current: string | null, changes: readonly KeyChange[]): ListedKey[] {
  const first = changes[0]?.record.old ?? current;
  if (first === null) return [];
  const begun = [
    { key: first, leaf: null, from: null },
    ...changes.map(({ index, logged, record }) => ({ key: record.new, leaf: index, from: logged })),
  ];
  return begun
    .map((key, at) => {
      const change = changes[at];
      if (change === undefined) return { ...key, until: null, reason: null };
      return { ...key, until: endOf(changes.slice(at)), reason: change.record.reason };
    })
    .toReversed();
}
