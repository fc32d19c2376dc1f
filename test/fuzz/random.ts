// The dice of a fuzz run: the same seed and run number always throw the same.

export interface Random {
  /** A whole number in [0, below). */
  below(below: number): number;
  /** True once in `n`. */
  once(n: number): boolean;
  /** One of them; they are not empty. */
  pick<T>(from: readonly T[]): T;
}

/** splitmix32 over seed and run, so that any run can be repeated without those before it. */
export function randomFor(seed: number, run: number): Random {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul((run + 1) | 0, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (limit: number): number => (limit <= 1 ? 0 : next() % limit);
  return {
    below,
    once: (n) => below(n) === 0,
    pick(from) {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
  };
}
