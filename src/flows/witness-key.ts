// A witness's own key: made on its first start, readable by its owner alone, and never the key of a log.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeOwnerFile } from '../ledger/owner-file.ts';
import { ed25519FromSeed, nodeCrypto } from '../log/node-crypto.ts';
import { COSIGNATURE, formatVerifierKey, isKeyName, type Signer, verifierOf } from '../log/note.ts';
import { formatSignerKey, parseSignerKey } from '../log/signer-key.ts';
import { StetError } from '../model/errors.ts';

const KEY_FILE = 'witness.key';
const OTHERS = 0o077;

export const witnessHasKey = (directory: string): boolean => existsSync(join(directory, KEY_FILE));

/**
 * The witness's key; a new one where there is none, durable before it is used.
 *
 * @param name for a new key: a URL without scheme that is the witness's for good. With an old key it must be the same or `null`.
 * @throws {StetError} `witness-name-missing`, `witness-name-wrong`, `witness-key-open` when others may read the file, `witness-key-wrong`
 */
export function openWitnessKey(directory: string, name: string | null): Signer {
  const file = join(directory, KEY_FILE);
  if (!existsSync(file)) writeOwnerFile(file, `${newKey(name)}\n`);
  if ((statSync(file).mode & OTHERS) !== 0) {
    throw new StetError(
      'witness-key-open',
      `The witness's key ${file} can be read by others than its owner. If nobody has: chmod 600 ${file}. If somebody may have, retire this witness: start one with a new name and another --data.`,
      { file },
    );
  }
  const signer = read(file);
  if (name !== null && name !== signer.name) {
    throw new StetError(
      'witness-name-wrong',
      `The key in ${file} is of the witness ${signer.name}, not ${name}. A new name needs a key of its own: give another --data.`,
      { file, name, found: signer.name },
    );
  }
  return signer;
}

/** What publishers put into `log.witnesses`. */
export const witnessVerifierKey = ({ name, publicKey }: Signer): string =>
  formatVerifierKey(verifierOf(nodeCrypto, name, COSIGNATURE, publicKey));

function newKey(name: string | null): string {
  if (name === null) {
    throw new StetError(
      'witness-name-missing',
      'A new witness needs a name, for good: give --name with an address without its scheme, such as --name daily.example/witness',
    );
  }
  if (!isKeyName(name)) {
    throw new StetError('witness-name-wrong', `“${name}” cannot be a witness's name: no spaces, no plus`, {
      name,
    });
  }
  return formatSignerKey(nodeCrypto, ed25519FromSeed, name, randomBytes(32));
}

function read(file: string): Signer {
  try {
    return parseSignerKey(nodeCrypto, ed25519FromSeed, readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw new StetError('witness-key-wrong', `${file} holds no key that a witness can sign with.`, { file });
  }
}
