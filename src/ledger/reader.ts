// Reads the ledger. Holds no way to write.

import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { ArrivalFact, Entry, FailureFact, ParsedFact, TakedownFact } from '../model/facts.ts';
import {
  type ArrivalId,
  type ItemId,
  itemId,
  type Seq,
  type Sha256,
  type SourceId,
  seq,
  sha256Hex,
} from '../model/ids.ts';
import type { Database, SqlRow } from './database.ts';
import { ENTRY_COLUMNS, entryOf, identityOf, isFact } from './entries.ts';

const unzstd = promisify(zstdDecompress);

/** Bytes are stored in parts of this size, so that no single message or blob is large. */
export const PART = 1024 * 1024;

type SenderNames = Pick<ArrivalFact, 'guid' | 'version'>;
const UNNAMED: SenderNames = { guid: null, version: null };

export interface LedgerReader {
  /** The last sequence number written; 0 in an empty ledger. */
  lastSeq(): Promise<number>;
  entry(at: Seq): Promise<Entry | null>;
  entries(at: readonly Seq[]): Promise<Entry[]>;
  /** Entries after `after` in order, at most `limit`. */
  after(after: number, limit: number): Promise<Entry[]>;
  /** All that happened to an item, oldest first. */
  ofItem(item: ItemId): Promise<Entry[]>;
  /** All that was derived from an arrival, oldest first. */
  ofArrival(arrival: ArrivalId): Promise<Entry[]>;
  arrival(id: ArrivalId): Promise<Entry<ArrivalFact> | null>;
  /** Arrivals after `after` in order, at most `limit`. */
  arrivals(after: number, limit: number): Promise<Entry<ArrivalFact>[]>;
  /** The arrival of these bytes from this source, if they came before under the same name (`guid` and `version`, where the sender gave any). */
  findArrival(source: SourceId, sha256: Sha256, named?: SenderNames): Promise<ArrivalId | null>;
  /** Whether an arrival of the source has ever been read with an item in it; looks at the last 50. */
  hasHadItems(source: SourceId): Promise<boolean>;
  /** Arrivals that were acknowledged by the disk and not yet read to their end, oldest first. */
  pending(): Promise<ArrivalId[]>;
  isPending(arrival: ArrivalId): Promise<boolean>;
  /** The fact that closed the reading of an arrival; `null` while it is pending. */
  parsed(arrival: ArrivalId): Promise<Entry<ParsedFact> | null>;
  /** Ids of items after `after` in id order, at most `limit`. */
  items(after: string, limit: number): Promise<ItemId[]>;
  /** In order; the first `limit`, or all. */
  failuresOf(arrival: ArrivalId, limit?: number): Promise<Entry<FailureFact>[]>;
  failures(before: number, limit: number): Promise<Entry[]>;
  /** Arrivals of which something could not be understood, oldest first. */
  quarantined(): Promise<ArrivalId[]>;
  takedowns(): Promise<Entry<TakedownFact>[]>;
  /** The exact bytes; `null` when there are none under that digest, or they were erased. */
  bytes(digest: Sha256): Promise<Uint8Array | null>;
  /** At most `length` of the bytes from `offset`, without reading the others. */
  slice(digest: Sha256, offset: number, length: number): Promise<Uint8Array | null>;
}

export function openReader(db: Database): LedgerReader {
  return {
    async lastSeq() {
      const rows = await db.query('SELECT max(seq) AS last FROM entry');
      return Number(rows[0]?.last ?? 0);
    },
    async entry(at) {
      const rows = await db.query(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE seq = ?`, [at]);
      return rows[0] === undefined ? null : entryOf(rows[0]);
    },
    async entries(at) {
      if (at.length === 0) return [];
      const marks = at.map(() => '?').join(', ');
      return read(
        await db.query(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE seq IN (${marks}) ORDER BY seq`, at),
      );
    },
    async after(after, limit) {
      return read(
        await db.query(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE seq > ? ORDER BY seq LIMIT ?`, [
          after,
          limit,
        ]),
      );
    },
    async ofItem(item) {
      return read(await db.query(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE item = ? ORDER BY seq`, [item]));
    },
    async ofArrival(arrival) {
      return read(
        await db.query(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE arrival = ? ORDER BY seq`, [arrival]),
      );
    },
    async arrival(id) {
      const found = await this.entry(id);
      return found !== null && isFact('arrival')(found) ? found : null;
    },
    async arrivals(after, limit) {
      const rows = await db.query(
        `SELECT ${ENTRY_COLUMNS} FROM entry WHERE seq IN (SELECT arrival FROM arrival_key WHERE arrival > ? ORDER BY arrival LIMIT ?) ORDER BY seq`,
        [after, limit],
      );
      return read(rows).filter(isFact('arrival'));
    },
    async findArrival(source, sha256, named = UNNAMED) {
      const rows = await db.query(
        'SELECT arrival FROM arrival_key WHERE source = ? AND sha256 = ? AND identity = ?',
        [source, sha256, identityOf(named)],
      );
      return rows[0] === undefined ? null : seq(Number(rows[0].arrival));
    },
    async hasHadItems(source) {
      const rows = await db.query(
        `SELECT ${ENTRY_COLUMNS} FROM entry WHERE type = 'parsed' AND arrival IN
           (SELECT arrival FROM arrival_key WHERE source = ? ORDER BY arrival DESC LIMIT 50)`,
        [source],
      );
      return read(rows).some((entry) => isFact('parsed')(entry) && entry.fact.items > 0);
    },
    async pending() {
      const rows = await db.query('SELECT arrival FROM pending ORDER BY arrival');
      return rows.map((row) => seq(Number(row.arrival)));
    },
    async isPending(arrival) {
      const rows = await db.query('SELECT 1 AS one FROM pending WHERE arrival = ?', [arrival]);
      return rows.length > 0;
    },
    async parsed(arrival) {
      const rows = await db.query(
        `SELECT ${ENTRY_COLUMNS} FROM entry WHERE arrival = ? AND type = 'parsed' ORDER BY seq DESC LIMIT 1`,
        [arrival],
      );
      const found = rows[0] === undefined ? null : entryOf(rows[0]);
      return found !== null && isFact('parsed')(found) ? found : null;
    },
    async items(after, limit) {
      const rows = await db.query(
        'SELECT item FROM entry WHERE item > ? GROUP BY item ORDER BY item LIMIT ?',
        [after, limit],
      );
      return rows.map((row) => itemId(String(row.item)));
    },
    async failuresOf(arrival, limit = Number.MAX_SAFE_INTEGER) {
      const rows = await db.query(
        `SELECT ${ENTRY_COLUMNS} FROM entry WHERE arrival = ? AND type = 'failure' ORDER BY seq LIMIT ?`,
        [arrival, limit],
      );
      return read(rows).filter(isFact('failure'));
    },
    async failures(before, limit) {
      return read(
        await db.query(
          `SELECT ${ENTRY_COLUMNS} FROM entry WHERE type = 'failure' AND seq < ? ORDER BY seq DESC LIMIT ?`,
          [before, limit],
        ),
      );
    },
    async quarantined() {
      const rows = await db.query(
        "SELECT DISTINCT arrival FROM entry WHERE type = 'failure' AND arrival IS NOT NULL ORDER BY arrival",
      );
      return rows.map((row) => seq(Number(row.arrival)));
    },
    async takedowns() {
      const rows = await db.query(`SELECT ${ENTRY_COLUMNS} FROM entry WHERE type = 'takedown' ORDER BY seq`);
      return read(rows).filter(isFact('takedown'));
    },
    async bytes(digest) {
      const rows = await db.query('SELECT codec, body FROM bytes WHERE sha256 = ? ORDER BY part', [
        sha256Hex(digest),
      ]);
      if (rows.length === 0 || rows.some(isErased)) return null;
      return Buffer.concat(await Promise.all(rows.map(decode)));
    },
    async slice(digest, offset, length) {
      const first = Math.floor(offset / PART);
      const last = Math.floor((offset + length) / PART);
      const rows = await db.query(
        'SELECT codec, body FROM bytes WHERE sha256 = ? AND part BETWEEN ? AND ? ORDER BY part',
        [sha256Hex(digest), first, last],
      );
      if (rows.length === 0 || rows.some(isErased)) return null;
      const start = offset - first * PART;
      return Buffer.concat(await Promise.all(rows.map(decode))).subarray(start, start + length);
    },
  };
}

const read = (rows: readonly SqlRow[]): Entry[] => rows.map(entryOf);

const isErased = (row: SqlRow): boolean => row.codec === 'erased';

async function decode(row: SqlRow): Promise<Uint8Array> {
  if (!(row.body instanceof Uint8Array)) throw new TypeError('bytes.body is not a blob');
  return row.codec === 'zstd' ? unzstd(row.body) : row.body;
}
