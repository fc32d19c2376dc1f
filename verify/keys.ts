// Whose log it is: the key that the site states, against the keys that the reader has from elsewhere or from before.

import { type Checkpoint, openCheckpoint } from '../src/log/checkpoint.ts';
import {
  COSIGNATURE,
  ED25519,
  formatVerifierKey,
  openNote,
  parseVerifierKey,
  type Verifier,
} from '../src/log/note.ts';
import { attempt, StetError } from '../src/model/errors.ts';
import { scriptCrypto } from './crypto.ts';
import { type Checked, type Code, stepOf, without } from './steps.ts';
import type { Story, TrustedKeys } from './story.ts';

/** What the rest of the check relies on. */
export interface LogKey {
  readonly origin: string;
  readonly witnesses: readonly Verifier[];
  /** The checkpoint of this log in a note that the key has signed. @throws {StetError} as `openCheckpoint`. */
  open(note: string): Checkpoint;
}

/** @param notes the signed notes at hand: a key's successor counts only where the key itself has signed too. */
export function checkKey({ key, trusted, origin }: Story, notes: readonly string[]): Checked<LogKey> {
  const stated = key === null ? [] : [key];
  const all = [...stated, ...(trusted?.keys ?? [])];
  const malformed = all.find((text) => parse(text) === null);
  if (malformed !== undefined) return without('key', 'key-malformed', { found: malformed });
  const known = parseAll(trusted?.keys ?? []);
  const logs = known.filter(({ type }) => type === ED25519);
  const witnesses = known.filter(({ type }) => type === COSIGNATURE);

  const [own] = parseAll(stated);
  const verifiers = own === undefined ? logs : [own];
  const [first] = verifiers;
  if (first === undefined) return without('key', 'key-missing');
  if (first.type !== ED25519) return without('key', 'key-malformed', { found: formatVerifierKey(first) });
  const code = standing(first, logs, trusted, notes);
  const facts = {
    key: formatVerifierKey(first),
    ...(logs[0] === undefined ? {} : { known: formatVerifierKey(logs[0]) }),
    ...(trusted === null || trusted.since === null ? {} : { since: trusted.since }),
  };
  if (code === 'key-changed') return without('key', code, facts);
  return { step: stepOf('key', code, facts), value: logKey(origin ?? first.name, verifiers, witnesses) };
}

function standing(
  own: Verifier,
  logs: readonly Verifier[],
  trusted: TrustedKeys | null,
  notes: readonly string[],
): Code {
  if (trusted === null || logs.length === 0) return 'key-new';
  const text = formatVerifierKey(own);
  if (logs.some((log) => formatVerifierKey(log) === text)) {
    return trusted.from === 'given' ? 'key-given' : 'key-remembered';
  }
  return notes.some((note) => signedByBoth(note, own, logs)) ? 'key-replaced' : 'key-changed';
}

function signedByBoth(note: string, own: Verifier, logs: readonly Verifier[]): boolean {
  return [[own], logs].every((verifiers) => {
    try {
      return openNote(scriptCrypto, note, verifiers).verified.length > 0;
    } catch (error) {
      if (error instanceof StetError) return false;
      throw error;
    }
  });
}

/** Most notes at hand are one and the same, and its signature is the costly part of a check. */
function logKey(origin: string, verifiers: readonly Verifier[], witnesses: readonly Verifier[]): LogKey {
  const opened = new Map<string, Checkpoint>();
  return {
    origin,
    witnesses,
    open(note) {
      const known = opened.get(note);
      if (known !== undefined) return known;
      const { checkpoint } = openCheckpoint(scriptCrypto, note, { origin, verifiers });
      opened.set(note, checkpoint);
      return checkpoint;
    },
  };
}

const parseAll = (keys: readonly string[]): Verifier[] => keys.flatMap((text) => parse(text) ?? []);

const parse = (text: string): Verifier | null => attempt(() => parseVerifierKey(scriptCrypto, text.trim()));
