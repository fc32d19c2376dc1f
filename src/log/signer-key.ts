// The log's private key as text, in the form of Go's sumdb/note: `PRIVATE+KEY+<name>+<key ID, hex>+<base64 of type and seed>`.

import { StetError } from '../model/errors.ts';
import { concat, fromBase64, toBase64, toHex } from './bytes.ts';
import type { LogCrypto, Sign } from './crypto.ts';
import { ED25519, type Signer, verifierOf } from './note.ts';

const FORM = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;
const SEED_SIZE = 32;

type FromSeed = (seed: Uint8Array) => { readonly publicKey: Uint8Array; readonly sign: Sign };

/** @param seed 32 random bytes. */
export function formatSignerKey(
  crypto: LogCrypto,
  fromSeed: FromSeed,
  name: string,
  seed: Uint8Array,
): string {
  const { keyId } = verifierOf(crypto, name, ED25519, fromSeed(seed).publicKey);
  return `PRIVATE+KEY+${name}+${toHex(keyId)}+${toBase64(concat(Uint8Array.of(ED25519), seed))}`;
}

/** @throws {StetError} `log-key-wrong`; the message never repeats the key. */
export function parseSignerKey(crypto: LogCrypto, fromSeed: FromSeed, text: string): Signer {
  const [, name, id, encoded] = FORM.exec(text.trim()) ?? [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || bytes === null) throw wrong('its form is not PRIVATE+KEY+name+id+key');
  if (bytes.length !== SEED_SIZE + 1 || bytes[0] !== ED25519) throw wrong('it is not an Ed25519 key');
  const { publicKey, sign } = fromSeed(bytes.subarray(1));
  if (toHex(verifierOf(crypto, name, ED25519, publicKey).keyId) !== id)
    throw wrong('its key ID does not fit');
  return { name, publicKey, sign };
}

const wrong = (why: string): StetError =>
  new StetError('log-key-wrong', `The log's signer key can't be used: ${why}.`);
