// Which addresses the log speaks of: 64 bits of a hash for each, so that those of a million stories take 8 MB.

import { hash } from 'node:crypto';

export interface Paths {
  add(path: string): void;
  has(path: string): boolean;
  save(): Uint8Array;
}

export function openPaths(saved: Uint8Array | null = null): Paths {
  const known = saved === null ? [] : [...new BigUint64Array(saved.slice().buffer)];
  let hashes = new BigUint64Array(Math.max(1024, known.length * 2));
  hashes.set(known);
  let count = known.length;
  let sorted = 0;

  function sort(): void {
    if (sorted === count) return;
    hashes.subarray(0, count).sort();
    sorted = count;
  }

  return {
    add(path) {
      if (count === hashes.length) {
        const larger = new BigUint64Array(count * 2);
        larger.set(hashes);
        hashes = larger;
      }
      hashes[count++] = hashOf(path);
    },
    has(path) {
      sort();
      const wanted = hashOf(path);
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((hashes[middle] ?? 0n) < wanted) low = middle + 1;
        else high = middle;
      }
      return low < count && hashes[low] === wanted;
    },
    save: () => new Uint8Array(hashes.buffer, 0, count * 8).slice(),
  };
}

const hashOf = (path: string): bigint => hash('sha256', path, 'buffer').readBigUInt64BE();
