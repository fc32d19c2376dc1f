// Leaves and records here and there, after the log has been read as a whole: what is wrong with them has been said by then.

import { readLeaf } from '../../log/audit-leaf.ts';
import type { Leaf } from '../../log/leaf.ts';
import { decodeEntries, TILE_WIDTH } from '../../log/tiles.ts';
import { attempt } from '../../model/errors.ts';
import type { LogFiles } from './files.ts';
import { LONGEST_BUNDLE } from './leaves.ts';
import { parseRecords, readRecords } from './records.ts';
import { readTile } from './tree.ts';

export interface Ranges {
  /** `null` where there is none that can be read. */
  leaf(index: number): Promise<Leaf | null>;
  record(index: number): Promise<string | null>;
}

interface Range {
  readonly entries: readonly Uint8Array[];
  readonly records: ReadonlyMap<number, string>;
}

/** Ranges of 256 leaves that are kept in memory. */
const KEPT = 4;

/** @param size leaves in the log. */
export function openRanges(files: LogFiles, size: number): Ranges {
  const kept = new Map<number, Promise<Range>>();
  const rangeOf = (leaf: number): Promise<Range> => {
    const index = Math.floor(leaf / TILE_WIDTH);
    const known = kept.get(index);
    if (known !== undefined) return known;
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    const range = readRange(files, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH));
    kept.set(index, range);
    return range;
  };
  return {
    async leaf(index) {
      const entry = index < size ? (await rangeOf(index)).entries[index % TILE_WIDTH] : undefined;
      return entry === undefined ? null : attempt(() => readLeaf(entry));
    },
    record: async (index) => (await rangeOf(index)).records.get(index) ?? null,
  };
}

async function readRange(files: LogFiles, index: number, width: number): Promise<Range> {
  const bundle = await readTile(files, { level: 'entries', index, width }, LONGEST_BUNDLE);
  const records = await readRecords(files, index);
  const entries =
    bundle === null ? null : attempt(() => decodeEntries(bundle.bytes, bundle.isFull ? TILE_WIDTH : width));
  return { entries: entries ?? [], records: attempt(() => parseRecords(records, index)) ?? new Map() };
}
