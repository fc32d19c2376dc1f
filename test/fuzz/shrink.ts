// A failing input made smaller, as long as it still breaks the same promise: long runs of bytes are left out first.

/** Milliseconds after which the smallest so far is good enough. */
const PATIENCE = 15_000;

export function shrink(bytes: Buffer, stillBreaks: (smaller: Buffer) => boolean): Buffer {
  const end = performance.now() + PATIENCE;
  let smallest = bytes;
  for (let length = bytes.length >>> 1; length >= 1; length = length >>> 1) {
    for (let at = 0; at < smallest.length; ) {
      if (performance.now() > end) return smallest;
      const smaller = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + length)]);
      if (stillBreaks(smaller)) smallest = smaller;
      else at += length;
    }
  }
  return smallest;
}
