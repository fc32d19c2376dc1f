// The log's signer key in the data directory: made on the first start, readable by its owner alone.

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { ed25519FromSeed, nodeCrypto } from '../log/node-crypto.ts';
import type { Signer } from '../log/note.ts';
import { formatSignerKey, parseSignerKey } from '../log/signer-key.ts';
import { StetError } from '../model/errors.ts';

export const KEY_FILE = 'log.key';
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

export interface LogKey {
  readonly signer: Signer;
  /** The signer key as text: the writing thread makes its own signer of it. */
  readonly text: string;
}

export interface LogKeySource {
  readonly dataDir: string;
  /** The log's name, for a key that is made now, and to be told of one that is another log's. */
  readonly origin: string;
  /** The key's text where it is configured. */
  readonly key: string | null;
}

/**
 * The configured key, else the data directory's.
 * @throws {StetError} `log-key-missing`, `log-key-wrong`, `log-key-open` when others may read the file.
 */
export function readLogKey({ dataDir, key }: Omit<LogKeySource, 'origin'>): LogKey {
  if (key !== null) return parse(key);
  const file = join(dataDir, KEY_FILE);
  if (!existsSync(file)) {
    throw new StetError('log-key-missing', `There is no log key ${file}. Stet makes one when it starts.`, {
      file,
    });
  }
  if ((statSync(file).mode & OTHERS) !== 0) {
    throw new StetError(
      'log-key-open',
      `The log key ${file} can be read by others than its owner. If nobody has: chmod 600 ${file}. If somebody may have, see "A key is lost or stolen" in docs/audit.md.`,
      { file },
    );
  }
  return parse(readFileSync(file, 'utf8'));
}

/** The log's key; a new one where there is none, durable before it is used. */
export function openLogKey(source: LogKeySource): LogKey {
  const file = join(source.dataDir, KEY_FILE);
  if (source.key === null && !existsSync(file)) {
    writeKey(file, formatSignerKey(nodeCrypto, ed25519FromSeed, source.origin, randomBytes(32)));
  }
  return readLogKey(source);
}

function writeKey(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', OWNER_ONLY);
  try {
    chmodSync(file, OWNER_ONLY);
    writeSync(descriptor, `${text}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const parse = (text: string): LogKey => ({ signer: parseSignerKey(nodeCrypto, ed25519FromSeed, text), text });
