// RFC 6962 §2.1 written down word for word and recursively, over lists of entries: slow, obvious, and sharing no code with src/log.

import { createHash } from 'node:crypto';

type Bytes = Uint8Array;

const sha256 = (...parts: Bytes[]): Bytes => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** The largest power of two smaller than n. */
const half = (n: number): number => (n <= 2 ? 1 : 2 * half(Math.ceil(n / 2)));

/** MTH(D[n]). */
export function treeHash(entries: readonly Bytes[]): Bytes {
  if (entries.length === 0) return sha256();
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return sha256(Uint8Array.of(0), only);
  const k = half(entries.length);
  return sha256(Uint8Array.of(1), treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

/** PATH(m, D[n]). */
export function auditPath(m: number, entries: readonly Bytes[]): Bytes[] {
  const n = entries.length;
  if (n === 1) return [];
  const k = half(n);
  return m < k
    ? [...auditPath(m, entries.slice(0, k)), treeHash(entries.slice(k))]
    : [...auditPath(m - k, entries.slice(k)), treeHash(entries.slice(0, k))];
}

/** PROOF(m, D[n]), 0 < m < n. */
export const consistencyProof = (m: number, entries: readonly Bytes[]): Bytes[] => subProof(m, entries, true);

function subProof(m: number, entries: readonly Bytes[], whole: boolean): Bytes[] {
  const n = entries.length;
  if (m === n) return whole ? [] : [treeHash(entries)];
  const k = half(n);
  return m <= k
    ? [...subProof(m, entries.slice(0, k), whole), treeHash(entries.slice(k))]
    : [...subProof(m - k, entries.slice(k), false), treeHash(entries.slice(0, k))];
}
