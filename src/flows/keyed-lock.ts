// One task at a time per key, tasks with different keys side by side. What two tasks must not do at once in this process is
// named by a key: two versions of one item, one arrival received twice.

export interface KeyedLock {
  /** Runs the task when every key is free. Keys are taken in sorted order, so that two tasks can't wait for each other. */
  run<T>(keys: readonly string[], task: () => Promise<T>): Promise<T>;
}

export function keyedLock(): KeyedLock {
  const tails = new Map<string, Promise<void>>();

  return {
    async run(keys, task) {
      const releases: (() => void)[] = [];
      try {
        for (const key of [...new Set(keys)].sort()) releases.push(await take(key));
        return await task();
      } finally {
        for (const release of releases) release();
      }
    },
  };

  async function take(key: string): Promise<() => void> {
    const before = tails.get(key);
    const { promise, resolve } = Promise.withResolvers<void>();
    tails.set(key, promise);
    await before;
    return () => {
      if (tails.get(key) === promise) tails.delete(key);
      resolve();
    };
  }
}
