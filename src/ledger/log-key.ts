// The log's keys: the one that signs and those it took the place of, from the configuration or from the data directory, where the first is
// made on the first start. Whoever may read a key may sign in the log's name, so that a file which others can read is refused.

import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519FromSeed, nodeCrypto } from '../log/node-crypto.ts';
import { ED25519, formatVerifierKey, parseVerifierKey, type Verifier, verifierOf } from '../log/note.ts';
import { formatSignerKey, parseSignerKey } from '../log/signer-key.ts';
import type { PublicLogSettings } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import { readIfThere, writeOwnerFile } from './owner-file.ts';

export const KEY_FILE = 'log.key';
/** The verifier key of the key that signed last: known even when the key itself is lost. */
const VERIFIER_FILE = 'log.vkey';
const PREVIOUS_FILE = /^log\.key\.[0-9a-f]{8}$/;
const OTHERS = 0o077;
const SEED_SIZE = 32;

export interface LogKey {
  readonly verifier: Verifier;
  /** The signer key as text: the writing thread makes its own signer of it. */
  readonly text: string;
}

/** A key that another has taken the place of. */
export interface PreviousKey {
  readonly verifier: Verifier;
  /** The signer key as text; `null` where it must not sign any more. */
  readonly text: string | null;
  /** Until when it signs beside the new one, milliseconds since 1970; 0 where it stopped at once. */
  readonly bothUntil: number;
}

export interface LogKeys {
  /** Signs first; its name is the log's origin. */
  readonly current: LogKey;
  readonly previous: readonly PreviousKey[];
}

/** What the configuration says of the keys. */
export interface LogKeySource
  extends Pick<PublicLogSettings, 'origin' | 'key'>,
    Partial<Pick<PublicLogSettings, 'originSet' | 'previousKey' | 'bothUntil'>> {
  readonly dataDir: string;
}

const LOST_OR_STOLEN = 'see "A key is lost or stolen" in docs/audit.md';

/**
 * The configured keys, else the data directory's.
 * @throws {StetError} `log-key-missing`, `log-key-wrong`, `log-key-open` when others may read a file, `log-key-other` when a key is of
 * another log.
 */
export function readLogKeys(source: LogKeySource): LogKeys {
  const keys = source.key === null ? keysOfFiles(source.dataDir) : configuredKeys(source.key, source);
  const { name } = keys.current.verifier;
  if (source.originSet === true && name !== source.origin)
    throw other(name, source.origin, 'log.origin says');
  const stranger = keys.previous.find(({ verifier }) => verifier.name !== name);
  if (stranger !== undefined) throw other(stranger.verifier.name, name, 'the key that signs now is of');
  return keys;
}

/** The log's keys; a new one where there is none, durable before it is used. Only for a log that was never signed. */
export function openLogKeys(source: LogKeySource): LogKeys {
  const file = join(source.dataDir, KEY_FILE);
  const isFirst = source.key === null && !existsSync(file);
  if (isFirst) writeOwnerFile(file, `${newSignerKey(source.origin)}\n`);
  const keys = readLogKeys(source);
  // Before anything is signed: from then on a key that is lost can be named.
  if (isFirst) noteVerifier(source.dataDir, keys.current.verifier);
  return keys;
}

export const newSignerKey = (name: string): string =>
  formatSignerKey(nodeCrypto, ed25519FromSeed, name, randomBytes(SEED_SIZE));

/** The verifier key of what signed last; `null` where it was never noted. */
export function lastVerifier(dataDir: string): Verifier | null {
  const text = readIfThere(join(dataDir, VERIFIER_FILE));
  return text === null ? null : parseVerifierKey(nodeCrypto, text.trim());
}

export function noteVerifier(dataDir: string, verifier: Verifier): void {
  const file = join(dataDir, VERIFIER_FILE);
  const text = `${formatVerifierKey(verifier)}\n`;
  if (readIfThere(file) !== text) writeOwnerFile(file, text);
}

function keysOfFiles(dataDir: string): LogKeys {
  const file = join(dataDir, KEY_FILE);
  if (!existsSync(file)) {
    throw new StetError(
      'log-key-missing',
      `The log's key ${file} is missing. The first start makes one; once the log has been signed only the same one will do: put it back from its backup and start Stet again. If it is gone for good, ${LOST_OR_STOLEN}.`,
      { file },
    );
  }
  const current = signerKey(readKeyFile(file).trim(), file);
  const previous = readdirSync(dataDir)
    .filter((name) => PREVIOUS_FILE.test(name))
    .map((name) => previousOfFile(join(dataDir, name)))
    // A change of keys that was cut off has kept the old one, and not yet made a new one.
    .filter(({ verifier }) => formatVerifierKey(verifier) !== formatVerifierKey(current.verifier));
  return { current, previous };
}

function previousOfFile(file: string): PreviousKey {
  const [key = '', until = ''] = readKeyFile(file).split('\n');
  return previousKey(key.trim(), until === '' ? null : Date.parse(until), file);
}

/** What `previousOfFile` reads. */
export const previousFileText = (key: string, bothUntil: number | null): string =>
  `${key}\n${bothUntil === null ? '' : `${new Date(bothUntil).toISOString()}\n`}`;

function configuredKeys(
  key: string,
  { previousKey: before = null, bothUntil = null }: LogKeySource,
): LogKeys {
  const previous = before === null ? [] : [previousKey(before, bothUntil, 'log.previous_key')];
  return { current: signerKey(key, 'log.key of the configuration'), previous };
}

function previousKey(text: string, bothUntil: number | null, where: string): PreviousKey {
  if (bothUntil !== null) return { ...signerKey(text, where), bothUntil };
  const verifier = named(where, () => parseVerifierKey(nodeCrypto, text));
  return { verifier, text: null, bothUntil: 0 };
}

function signerKey(text: string, where: string): LogKey {
  const { name, publicKey } = named(where, () => parseSignerKey(nodeCrypto, ed25519FromSeed, text));
  return { verifier: verifierOf(nodeCrypto, name, ED25519, publicKey), text };
}

/** Says where the key is that can't be used. No message ever repeats a key. */
function named<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StetError) || error.code !== 'log-key-wrong') throw error;
    throw new StetError(
      'log-key-wrong',
      `The key in ${where} can't be used (${error.message}). Put the right one back from its backup; if it is gone for good, ${LOST_OR_STOLEN}.`,
      { where },
    );
  }
}

function readKeyFile(file: string): string {
  if ((statSync(file).mode & OTHERS) !== 0) {
    throw new StetError(
      'log-key-open',
      `The log's key ${file} can be read by others than its owner. If nobody has: chmod 600 ${file}. If somebody may have, ${LOST_OR_STOLEN}.`,
      { file },
    );
  }
  return readFileSync(file, 'utf8');
}

const other = (name: string, expected: string, who: string): StetError =>
  new StetError(
    'log-key-other',
    `This key is of the log ${name}; ${who} ${expected}. A log has one name for good: use its own key, or set log.origin to ${name}.`,
    { name, expected },
  );
