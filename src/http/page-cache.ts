// Pages kept in memory, the least recently used going first when their bytes pass the limit. A page is good for the
// generation of public state that it was made from; whoever reads here compares it with the reader's. Many requests for one
// missing page make it once.

import type { ReadyPage } from './page-answer.ts';

export interface CachedPage {
  readonly page: ReadyPage;
  /** What it was made from; equal stamps mean that it need not be made again. `null`: compare nothing, make it again. */
  readonly stamp: string | null;
  /** The generation it is known to be good for; `null` for what no publication changes. */
  generation: number | null;
  /** Milliseconds since 1970 after which it is not good whatever the generation. */
  readonly until: number;
}

export interface PageCache {
  /** Marks the page as used. */
  get(key: string): CachedPage | undefined;
  set(key: string, cached: CachedPage): void;
  delete(key: string): void;
  clear(): void;
  readonly bytes: number;
  readonly size: number;
}

/** Headers, keys and bookkeeping of a page, about. */
const OVERHEAD = 4096;

/** The most that a page can come to hold: its bytes in three codings, of which none is longer than the plain one. */
const reserved = ({ page }: CachedPage): number => page.rendered.body.length * 3 + OVERHEAD;

/** @param maxBytes limit for all pages together; a page larger than it is not kept. */
export function pageCache(maxBytes: number): PageCache {
  const pages = new Map<string, CachedPage>();
  let bytes = 0;

  function remove(key: string): void {
    const cached = pages.get(key);
    if (cached === undefined) return;
    pages.delete(key);
    bytes -= reserved(cached);
  }

  return {
    get(key) {
      const cached = pages.get(key);
      if (cached === undefined) return undefined;
      pages.delete(key);
      pages.set(key, cached);
      return cached;
    },
    set(key, cached) {
      remove(key);
      if (reserved(cached) > maxBytes) return;
      pages.set(key, cached);
      bytes += reserved(cached);
      for (const oldest of pages.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
    delete: remove,
    clear() {
      pages.clear();
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
    get size() {
      return pages.size;
    },
  };
}

/** Calls with one key while the first is under way share its result. */
export function sharedFlights<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const flights = new Map<string, Promise<T>>();
  return (key, make) => {
    const flying = flights.get(key);
    if (flying !== undefined) return flying;
    const flight = make().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
