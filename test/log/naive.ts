// RFC 6962 §2.1 written down word for word and recursively: slow, obvious, and sharing no code with src/log. Subtrees are remembered by
// where they begin and end, so that trees of 65,537 entries can be asked for many proofs.

import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** The largest power of two smaller than n. */
const half = (n: number): number => (n <= 2 ? 1 : 2 * half(Math.ceil(n / 2)));

export class NaiveTree {
  readonly #entries: readonly Uint8Array[];
  readonly #known = new Map<string, Uint8Array>();

  constructor(entries: readonly Uint8Array[]) {
    this.#entries = entries;
  }

  /** MTH(D[n]). */
  root(n: number): Uint8Array {
    return n === 0 ? sha256() : this.#root(0, n);
  }

  /** PATH(m, D[n]). */
  auditPath(m: number, n: number): Uint8Array[] {
    return this.#path(m, 0, n);
  }

  /** PROOF(m, D[n]), 0 < m < n. */
  consistencyProof(m: number, n: number): Uint8Array[] {
    return this.#subProof(m, 0, n, true);
  }

  #root(start: number, end: number): Uint8Array {
    const key = `${start}-${end}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const k = half(end - start);
    const entry = this.#entries[start] ?? new Uint8Array(0);
    const root =
      end - start === 1
        ? sha256(Uint8Array.of(0), entry)
        : sha256(Uint8Array.of(1), this.#root(start, start + k), this.#root(start + k, end));
    this.#known.set(key, root);
    return root;
  }

  #path(m: number, start: number, end: number): Uint8Array[] {
    const n = end - start;
    if (n === 1) return [];
    const k = half(n);
    return m < k
      ? [...this.#path(m, start, start + k), this.#root(start + k, end)]
      : [...this.#path(m - k, start + k, end), this.#root(start, start + k)];
  }

  #subProof(m: number, start: number, end: number, whole: boolean): Uint8Array[] {
    const n = end - start;
    if (m === n) return whole ? [] : [this.#root(start, end)];
    const k = half(n);
    return m <= k
      ? [...this.#subProof(m, start, start + k, whole), this.#root(start + k, end)]
      : [...this.#subProof(m - k, start + k, end, false), this.#root(start, start + k)];
  }
}
