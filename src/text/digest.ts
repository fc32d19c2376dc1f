// Digests. Strings are hashed as UTF-8.

import { hash } from 'node:crypto';
import { type Sha256, sha256Hex } from '../model/ids.ts';

/** SHA-256 in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): Sha256 {
  return sha256Hex(hash('sha256', data, 'hex'));
}
