// The log's cryptography in script: browsers have no WebCrypto on pages without HTTPS, and none that answers at once anywhere.

import { hashes, Point, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { LogCrypto } from '../src/log/crypto.ts';

hashes.sha512 = sha512;

export const scriptCrypto: LogCrypto = {
  sha256: (bytes) => sha256(bytes),
  verifyEd25519(publicKey, message, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    try {
      // RFC 8032 to the letter, as the programs that audit logs check it; not the looser rules of ZIP 215.
      return verify(signature, message, publicKey, { zip215: false });
    } catch {
      // No point of the curve: an attacker's bytes, not ours.
      return false;
    }
  },
};

/** Makes the tables that the first signature would otherwise wait for: some 50 ms, which pass unnoticed while answers are on their way. */
export function prepareSignatures(): void {
  Point.BASE.multiply(2n);
}
