// Which files have stood still long enough to be whole. Measured by the machine's monotonic time between looks, so that
// neither the sender's clock nor a network drive's matters.

import { type FileName, type FileStamp, sameContent } from './disk.ts';

export interface StillFile {
  readonly name: FileName;
  readonly stamp: FileStamp;
  /** Tries so far that failed. */
  readonly attempts: number;
}

interface Watched extends StillFile {
  /** Monotonic time at which it may be read. */
  readonly readyAt: number;
}

export class Stillness {
  #watched = new Map<FileName, Watched>();
  readonly #settle: number;
  readonly #emptySettle: number;

  /** @param settle,emptySettle Milliseconds; the second for files without any bytes yet. */
  constructor(settle: number, emptySettle: number) {
    this.#settle = settle;
    this.#emptySettle = Math.max(settle, emptySettle);
  }

  /**
   * Takes in what a look at the folder found. Files not in `found` are forgotten.
   *
   * @param now Monotonic milliseconds.
   * @returns the files to read now, oldest first, those of one time by name.
   */
  observe(
    found: readonly { readonly name: FileName; readonly stamp: FileStamp }[],
    now: number,
  ): StillFile[] {
    this.#watched = new Map(found.map(({ name, stamp }) => [name, this.#watch(name, stamp, now)]));
    return [...this.#watched.values()].filter(({ readyAt }) => readyAt <= now).sort(byTimeThenName);
  }

  /** The file could not be taken in: not to be tried again for `wait` milliseconds. */
  postpone(name: FileName, wait: number, now: number): void {
    const watched = this.#watched.get(name);
    if (watched === undefined) return;
    this.#watched.set(name, { ...watched, attempts: watched.attempts + 1, readyAt: now + wait });
  }

  /** The file changed while it was being read: its stillness begins anew. */
  forget(name: FileName): void {
    this.#watched.delete(name);
  }

  /** Monotonic time at which the next file gets ready; `null` when none is waiting. */
  nextReady(now: number): number | null {
    let next: number | null = null;
    for (const { readyAt } of this.#watched.values()) {
      if (readyAt > now && (next === null || readyAt < next)) next = readyAt;
    }
    return next;
  }

  #watch(name: FileName, stamp: FileStamp, now: number): Watched {
    const before = this.#watched.get(name);
    if (before !== undefined && sameContent(before.stamp, stamp)) return { ...before, stamp };
    const settle = stamp.size === 0n ? this.#emptySettle : this.#settle;
    return { name, stamp, attempts: 0, readyAt: now + settle };
  }
}

function byTimeThenName(a: StillFile, b: StillFile): number {
  if (a.stamp.mtimeNs !== b.stamp.mtimeNs) return a.stamp.mtimeNs < b.stamp.mtimeNs ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
