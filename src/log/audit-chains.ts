// Where the chain of every item stands while a whole log is read, in flat arrays: 58 bytes an item and 8 to 16 more to find it by, so that
// a log of a million items is followed in about 75 MB, and saved as it is.

import { StetError } from '../model/errors.ts';
import { showsText } from './audit-record.ts';
import { chainProblem } from './chain.ts';
import { LEAF_KINDS, type Leaf, type LeafKind } from './leaf.ts';

/** Where an item stands after its last leaf. */
export interface ChainEnd {
  readonly item: string;
  /** Of the last leaf. */
  readonly index: number;
  readonly kind: LeafKind;
  readonly ver: number;
  /** A person has read the text that is shown. */
  readonly isRead: boolean;
}

/** Records that are not there, and no takedown says why. */
export interface Unexplained {
  readonly item: string;
  /** The first leaf that lacks its record, and how many do. */
  readonly index: number;
  readonly count: number;
}

export interface Followed {
  /** As `chainProblem` says it. */
  readonly problem: string | null;
  /** The leaf takes the item down, and records of earlier leaves had been there: they must be gone by now. */
  readonly hadRecords: boolean;
}

export interface Chains {
  readonly items: number;
  /** The next leaf of the log. A wrong one counts as its item's last all the same, so that one mistake is named once. */
  follow(leaf: Leaf, index: number, hasRecord: boolean): Followed;
  /** `null` for an item without leaves. */
  end(item: string): ChainEnd | null;
  unexplained(): Generator<Unexplained>;
  save(): Uint8Array;
}

const IS_READ = 1;
const HAS_RECORDS = 2;
const FEWEST_ROWS = 1024;

/**
 * @param seed any number that the log's publisher can't know: items are found by a hash of their name, and names could be chosen to
 * collide.
 * @param saved what `save` gave.
 * @throws {StetError} `audit-state-wrong`.
 */
export function openChains(seed: number, saved: Uint8Array | null = null): Chains {
  let columns = saved === null ? emptyColumns(FEWEST_ROWS) : restored(saved);
  let count = saved === null ? 0 : columns.last.length;
  /** Row + 1 of each item by its hash; 0 is free. */
  let slots = slotsFor(columns, count, seed);

  function rowOf(item: string): number {
    const name = nameOf(item);
    for (let slot = slotOf(name, 0, seed, slots.length); ; slot = (slot + 1) % slots.length) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0) return -1;
      if (isAt(columns.names, row, name)) return row;
    }
  }

  function addRow(item: string): number {
    if (count === columns.last.length) columns = grown(columns, Math.max(FEWEST_ROWS, count * 2));
    columns.names.set(nameOf(item), count * 4);
    columns.missing[count] = -1;
    count++;
    if (count * 2 > slots.length) slots = slotsFor(columns, count, seed);
    else place(slots, columns.names, count - 1, seed);
    return count - 1;
  }

  const endOf = (row: number, item: string): ChainEnd => ({
    item,
    index: columns.last[row] ?? -1,
    kind: LEAF_KINDS[columns.kinds[row] ?? 0] ?? 'publish',
    ver: columns.vers[row] ?? 0,
    isRead: ((columns.flags[row] ?? 0) & IS_READ) !== 0,
  });

  function linkOf(row: number, next: Leaf) {
    const { index, kind, ver } = endOf(row, next.item);
    // What a chain's rules don't look at is filled in from the next leaf.
    return { index, leaf: { ...next, kind, ver, logged: columns.logged[row] ?? 0 } };
  }

  return {
    get items() {
      return count;
    },
    follow(leaf, index, hasRecord) {
      const known = rowOf(leaf.item);
      const problem = chainProblem(known < 0 ? null : linkOf(known, leaf), leaf, index);
      const row = known < 0 ? addRow(leaf.item) : known;
      const isTakedown = leaf.kind === 'takedown';
      let flags = columns.flags[row] ?? 0;
      const hadRecords = isTakedown && (flags & HAS_RECORDS) !== 0;
      if (isTakedown) {
        flags = 0;
        columns.missing[row] = -1;
        columns.missed[row] = 0;
      }
      if (leaf.kind === 'review') flags |= IS_READ;
      else if (showsText(leaf.kind)) flags &= ~IS_READ;
      // A takedown's own record stays.
      if (hasRecord && !isTakedown) flags |= HAS_RECORDS;
      if (!hasRecord) {
        if (columns.missing[row] === -1) columns.missing[row] = index;
        columns.missed[row] = (columns.missed[row] ?? 0) + 1;
      }
      columns.last[row] = index;
      columns.logged[row] = leaf.logged;
      columns.vers[row] = leaf.ver;
      columns.kinds[row] = LEAF_KINDS.indexOf(leaf.kind);
      columns.flags[row] = flags;
      return { problem, hadRecords };
    },
    end(item) {
      const row = rowOf(item);
      return row < 0 ? null : endOf(row, item);
    },
    *unexplained() {
      for (let row = 0; row < count; row++) {
        const index = columns.missing[row] ?? -1;
        if (index >= 0) yield { item: itemOf(columns.names, row), index, count: columns.missed[row] ?? 0 };
      }
    },
    save: () => saving(columns, count),
  };
}

interface Columns {
  /** Four words of 32 bits an item. */
  readonly names: Uint32Array;
  readonly last: Float64Array;
  readonly logged: Float64Array;
  readonly vers: Float64Array;
  /** The first leaf without a record that no takedown explains yet; -1 for none. */
  readonly missing: Float64Array;
  readonly missed: Uint32Array;
  readonly kinds: Uint8Array;
  readonly flags: Uint8Array;
}

const emptyColumns = (rows: number): Columns => ({
  names: new Uint32Array(rows * 4),
  last: new Float64Array(rows),
  logged: new Float64Array(rows),
  vers: new Float64Array(rows),
  missing: new Float64Array(rows),
  missed: new Uint32Array(rows),
  kinds: new Uint8Array(rows),
  flags: new Uint8Array(rows),
});

/** In the order in which they are saved. */
const inOrder = (columns: Columns) => [
  columns.names,
  columns.last,
  columns.logged,
  columns.vers,
  columns.missing,
  columns.missed,
  columns.kinds,
  columns.flags,
];

const ROW_BYTES = 16 + 4 * 8 + 4 + 1 + 1;

function grown(columns: Columns, rows: number): Columns {
  const larger = emptyColumns(rows);
  for (const [at, column] of inOrder(larger).entries()) {
    const held = inOrder(columns)[at];
    if (held !== undefined) column.set(held);
  }
  return larger;
}

function saving(columns: Columns, count: number): Uint8Array {
  const bytes = new Uint8Array(count * ROW_BYTES);
  let at = 0;
  for (const column of inOrder(columns)) {
    const length = (column.byteLength / columns.last.length) * count;
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, length), at);
    at += length;
  }
  return bytes;
}

function restored(saved: Uint8Array): Columns {
  const rows = saved.length / ROW_BYTES;
  if (!Number.isInteger(rows)) {
    throw new StetError('audit-state-wrong', `${saved.length} bytes are no saved chains`, {
      bytes: saved.length,
    });
  }
  const columns = emptyColumns(rows);
  let at = 0;
  for (const column of inOrder(columns)) {
    new Uint8Array(column.buffer).set(saved.subarray(at, at + column.byteLength));
    at += column.byteLength;
  }
  return columns;
}

function slotsFor({ names }: Columns, count: number, seed: number): Uint32Array {
  const slots = new Uint32Array(Math.max(FEWEST_ROWS, 2 ** Math.ceil(Math.log2(count * 2 + 1))));
  for (let row = 0; row < count; row++) place(slots, names, row, seed);
  return slots;
}

function place(slots: Uint32Array, names: Uint32Array, row: number, seed: number): void {
  let slot = slotOf(names, row, seed, slots.length);
  while (slots[slot] !== 0) slot = (slot + 1) % slots.length;
  slots[slot] = row + 1;
}

/** @param slots a power of two. */
function slotOf(names: Uint32Array, row: number, seed: number, slots: number): number {
  let hash = seed | 0;
  for (let word = row * 4; word < row * 4 + 4; word++) {
    hash = Math.imul(hash ^ (names[word] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca77);
  return ((hash ^ (hash >>> 13)) >>> 0) & (slots - 1);
}

const isAt = (names: Uint32Array, row: number, name: Uint32Array): boolean =>
  names[row * 4] === name[0] &&
  names[row * 4 + 1] === name[1] &&
  names[row * 4 + 2] === name[2] &&
  names[row * 4 + 3] === name[3];

function nameOf(item: string): Uint32Array {
  const name = new Uint32Array(4);
  for (let word = 0; word < 4; word++) name[word] = Number.parseInt(item.slice(word * 8, word * 8 + 8), 16);
  return name;
}

const itemOf = (names: Uint32Array, row: number): string =>
  [...names.subarray(row * 4, row * 4 + 4)].map((word) => word.toString(16).padStart(8, '0')).join('');
