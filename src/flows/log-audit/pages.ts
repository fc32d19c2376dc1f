// The site against the log, both ways: each story's address against the last leaf of its chain, and each page of the sitemap against all
// addresses that the log speaks of.

import type { ChainEnd, Chains } from '../../log/audit-chains.ts';
import { readRecord } from '../../log/audit-record.ts';
import { nodeCrypto } from '../../log/node-crypto.ts';
import { recordHash, type WireRecord } from '../../log/record.ts';
import { TILE_WIDTH } from '../../log/tiles.ts';
import { attempt } from '../../model/errors.ts';
import { ahead } from './ahead.ts';
import type { LogFiles } from './files.ts';
import type { Tally } from './leaves.ts';
import { type PageTrouble, pageTrouble } from './page.ts';
import type { Paths } from './paths.ts';
import { openRanges, type Ranges } from './ranges.ts';
import { isStoryAt, pathsInSitemap } from './sitemap.ts';
import type { Web } from './web.ts';

export interface Site {
  /** Without a last slash. */
  readonly address: string;
  readonly web: Web;
}

export interface PageReading {
  readonly files: LogFiles;
  readonly site: Site;
  readonly chains: Chains;
  /** Takes every address that is met. */
  readonly paths: Paths;
}

/** An item whose chain ends in a range, and its page. */
export interface LookedAt {
  readonly item: string;
  readonly trouble: PageTrouble | null;
}

/** The last leaves among 256, and what stands at their addresses. */
export interface RangeOfPages {
  /** Leaves behind us. */
  readonly to: number;
  readonly pages: readonly LookedAt[];
}

/** @param from the first leaf. @param size leaves in the log. */
export async function* lookAtPages(
  from: number,
  size: number,
  reading: PageReading,
): AsyncGenerator<RangeOfPages> {
  const ranges = openRanges(reading.files, size);
  for (let start = from; start < size; start += TILE_WIDTH) {
    const to = Math.min(size, start + TILE_WIDTH);
    const pages: LookedAt[] = [];
    const ends = await endsBetween(start, to, ranges, reading.chains);
    for await (const one of ahead(ends, reading.site.web.sideBySide, (end) => lookAt(end, reading))) {
      if (one !== null) pages.push(one);
    }
    yield { to, pages };
  }
}

/** Looks once more: a page may have changed between the log's checkpoint and its turn. */
export async function* lookAgain(
  items: Iterable<string>,
  size: number,
  reading: PageReading,
): AsyncGenerator<LookedAt> {
  const ranges = openRanges(reading.files, size);
  for (const item of items) {
    const index = reading.chains.end(item)?.index ?? -1;
    const end = index < 0 ? null : await endAt(index, ranges, reading.chains);
    const one = end === null ? null : await lookAt(end, reading);
    if (one !== null) yield one;
  }
}

interface ItemEnd {
  readonly end: ChainEnd;
  /** `null` where it is missing or wrong, which has been found by then. */
  readonly record: WireRecord | null;
}

async function endsBetween(start: number, to: number, ranges: Ranges, chains: Chains): Promise<ItemEnd[]> {
  const ends: ItemEnd[] = [];
  for (let index = start; index < to; index++) {
    const end = await endAt(index, ranges, chains);
    if (end !== null) ends.push(end);
  }
  return ends;
}

/** `null` where this is not an item's last leaf. */
async function endAt(index: number, ranges: Ranges, chains: Chains): Promise<ItemEnd | null> {
  const leaf = await ranges.leaf(index);
  if (leaf === null || leaf.kind === 'key') return null;
  const end = chains.end(leaf.item);
  if (end?.index !== index) return null;
  const record = await ranges.record(index);
  const fits = record !== null && recordHash(nodeCrypto, record) === leaf.record;
  return { end, record: fits ? attempt(() => readRecord(record)) : null };
}

async function lookAt({ end, record }: ItemEnd, { site, paths }: PageReading): Promise<LookedAt | null> {
  if (record === null) return null;
  paths.add(record.path);
  return { item: end.item, trouble: await pageTrouble(site.web, site.address, end, record) };
}

/** Addresses of stories in the site's sitemap that the log does not speak of. */
export async function* strangers(site: Site, paths: Paths, tally: Tally): AsyncGenerator<URL> {
  tally.listed = 0;
  for await (const path of pathsInSitemap(site.web, site.address)) {
    tally.listed += 1;
    if (paths.has(path)) continue;
    const url = new URL(site.address + path);
    if (await isStoryAt(site.web, url)) yield url;
  }
}
