// The cryptography of the log by Node's own library. The one file of this room that browsers do without.

import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import type { LogCrypto, Sign } from './crypto.ts';

/** ASN.1 heads of an Ed25519 key: PKCS #8 for a private one, SubjectPublicKeyInfo for a public one (RFC 8410 §4, §7). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

export const nodeCrypto: LogCrypto = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  verifyEd25519(publicKey, message, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    return verify(null, message, publicKeyObject(publicKey), signature);
  },
};

export interface Ed25519 {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly sign: Sign;
}

/** @param seed 32 bytes, the private key of RFC 8032 §5.1.5. */
export function ed25519FromSeed(seed: Uint8Array): Ed25519 {
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: new Uint8Array(spki.subarray(PUBLIC_HEAD.length)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, publicKey]), format: 'der', type: 'spki' });
}
