// Changes the key in the data directory. Nothing of it takes effect before the next start, which writes the change into the log and signs
// with the new key from then on.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '../log/bytes.ts';
import { formatVerifierKey, type Verifier } from '../log/note.ts';
import { StetError } from '../model/errors.ts';
import {
  KEY_FILE,
  type LogKey,
  type LogKeySource,
  lastVerifier,
  newSignerKey,
  previousFileText,
  readLogKeys,
} from './log-key.ts';
import { writeOwnerFile } from './owner-file.ts';

export interface KeyRotation {
  /** Verifier keys. */
  readonly old: string;
  readonly new: string;
}

/**
 * Makes a new key in the place of the old one, which is kept as `log.key.<key ID>`. A crash at any moment leaves the old key in force, or
 * the new one with the old one kept.
 * @param bothUntil until when the old key signs beside the new one, milliseconds since 1970; `null` where it must stop at once, because
 * somebody else may have it or nobody has. Then no older key signs any more either.
 * @throws {StetError} `log-key-configured`, `log-key-missing`, `log-key-unknown`, `log-rotation-pending`, and as `readLogKeys`.
 */
export function rotateLogKey(source: LogKeySource, bothUntil: number | null): KeyRotation {
  const { dataDir } = source;
  if (source.key !== null) throw configured();
  const old = bothUntil === null ? silenced(source) : kept(source, bothUntil);
  writeOwnerFile(join(dataDir, KEY_FILE), `${newSignerKey(old.name)}\n`);
  return { old: formatVerifierKey(old), new: formatVerifierKey(readLogKeys(source).current.verifier) };
}

/** Keeps the old key for the time in which both sign. */
function kept(source: LogKeySource, bothUntil: number): Verifier {
  const { current } = readLogKeys(source);
  const old = oldVerifier(source.dataDir, current);
  writeOwnerFile(previousFile(source.dataDir, old), previousFileText(current.text, bothUntil));
  return old;
}

/** Leaves of each key only what it takes to check its signatures. */
function silenced(source: LogKeySource): Verifier {
  const { dataDir } = source;
  const keys = existsSync(join(dataDir, KEY_FILE)) ? readLogKeys(source) : null;
  const old = keys === null ? lostVerifier(dataDir) : oldVerifier(dataDir, keys.current);
  for (const verifier of [old, ...(keys?.previous ?? []).map((key) => key.verifier)]) {
    writeOwnerFile(previousFile(dataDir, verifier), previousFileText(formatVerifierKey(verifier), null));
  }
  return old;
}

function oldVerifier(dataDir: string, current: LogKey): Verifier {
  const last = lastVerifier(dataDir);
  if (last === null || formatVerifierKey(last) === formatVerifierKey(current.verifier))
    return current.verifier;
  throw new StetError(
    'log-rotation-pending',
    'The key was changed, and the log has not been signed with the new one yet. Start Stet once before you change it again.',
    { key: formatVerifierKey(current.verifier) },
  );
}

function lostVerifier(dataDir: string): Verifier {
  const last = lastVerifier(dataDir);
  if (last !== null) return last;
  throw new StetError(
    'log-key-unknown',
    `The key is lost, and nothing here says which it was. Write its verifier key, as readers and agencies have it, into ${join(dataDir, 'log.vkey')} and try again.`,
    { dataDir },
  );
}

const previousFile = (dataDir: string, { keyId }: Verifier): string =>
  join(dataDir, `${KEY_FILE}.${toHex(keyId)}`);

const configured = (): StetError =>
  new StetError(
    'log-key-configured',
    'This log signs with the key of the configuration. Make a new one with `stet log key --new NAME` and set it as log.key, the old one as log.previous_key, and log.both_until; see "Changing the key" in docs/audit.md.',
  );
