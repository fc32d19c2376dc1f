// Reads the public log: leaves, records, tiles and signed checkpoints. Holds no way to write.

import { utf8 } from '../log/bytes.ts';
import { HASH_SIZE, type ReadNodes } from '../log/merkle.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { encodeEntries, readNodesFromTiles, TILE_WIDTH, tilePath } from '../log/tiles.ts';
import { StetError } from '../model/errors.ts';
import type { ItemId } from '../model/ids.ts';
import type { Database, SqlRow } from './database.ts';

export interface StoredCheckpoint {
  readonly size: number;
  /** SHA-256 in hexadecimal. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
  /** The note with witnesses' lines; `null` while there are too few. */
  readonly cosigned: string | null;
}

export interface StoredLeaf {
  readonly index: number;
  /** The item's id; empty for a leaf about the log's own key. */
  readonly item: string;
  /** The leaf's text, as it was hashed. */
  readonly body: string;
  /** The record's text; `null` when it was erased. */
  readonly record: string | null;
}

export interface LogReader {
  /** The largest signed size; `null` in an empty log. */
  latest(): Promise<StoredCheckpoint | null>;
  checkpointAt(size: number): Promise<StoredCheckpoint | null>;
  /** The newest checkpoint with cosignatures that covers a leaf, else the newest of all. */
  checkpointFor(index: number): Promise<StoredCheckpoint | null>;
  /** The first `width` hashes of a tile; `null` when the log has not so many. */
  tile(level: number, index: number, width: number): Promise<Uint8Array | null>;
  /** The first `width` entries of a bundle, as tlog-tiles encodes them; `null` when the log has not so many. */
  entries(index: number, width: number): Promise<Uint8Array | null>;
  leaf(index: number): Promise<StoredLeaf | null>;
  /** Leaves from `from` on in order, at most `limit`. */
  leaves(from: number, limit: number): Promise<StoredLeaf[]>;
  leavesOf(item: ItemId): Promise<StoredLeaf[]>;
  lastLeafOf(item: ItemId): Promise<StoredLeaf | null>;
  /** The leaves about the log's own keys, oldest first. */
  keyLeaves(): Promise<StoredLeaf[]>;
  /** How many acts wait for the log to open. */
  waiting(): Promise<number>;
  /** Hashes of complete subtrees in a log of `size` leaves. */
  readNodes(size: number): ReadNodes;
}

const CHECKPOINT = 'SELECT size, root, note, cosigned FROM log_checkpoint';
const LEAF = 'SELECT idx, item, body, record FROM log_leaf';

export function openLogReader(db: Database): LogReader {
  const reader: LogReader = {
    async latest() {
      return checkpointOf(await db.query(`${CHECKPOINT} ORDER BY size DESC LIMIT 1`));
    },
    async checkpointAt(size) {
      return checkpointOf(await db.query(`${CHECKPOINT} WHERE size = ?`, [size]));
    },
    async checkpointFor(index) {
      const cosigned = await db.query(
        `${CHECKPOINT} WHERE cosigned IS NOT NULL AND size > ? ORDER BY size DESC LIMIT 1`,
        [index],
      );
      return checkpointOf(cosigned) ?? reader.latest();
    },
    async tile(level, index, width) {
      const rows = await db.query('SELECT hashes FROM log_tile WHERE level = ? AND idx = ?', [level, index]);
      const hashes = rows[0]?.hashes;
      if (!(hashes instanceof Uint8Array) || hashes.length < width * HASH_SIZE) return null;
      return hashes.subarray(0, width * HASH_SIZE);
    },
    async entries(index, width) {
      const leaves = await reader.leaves(index * TILE_WIDTH, width);
      return leaves.length < width ? null : encodeEntries(leaves.map(({ body }) => utf8(body)));
    },
    async leaf(index) {
      return (await db.query(`${LEAF} WHERE idx = ?`, [index])).map(leafOf)[0] ?? null;
    },
    async leaves(from, limit) {
      return (await db.query(`${LEAF} WHERE idx >= ? ORDER BY idx LIMIT ?`, [from, limit])).map(leafOf);
    },
    async lastLeafOf(item) {
      return (
        (await db.query(`${LEAF} WHERE item = ? ORDER BY idx DESC LIMIT 1`, [item])).map(leafOf)[0] ?? null
      );
    },
    async leavesOf(item) {
      return (await db.query(`${LEAF} WHERE item = ? ORDER BY idx`, [item])).map(leafOf);
    },
    async keyLeaves() {
      return (await db.query(`${LEAF} WHERE item = ? ORDER BY idx`, [''])).map(leafOf);
    },
    async waiting() {
      const rows = await db.query('SELECT count(*) AS n FROM log_waiting');
      return Number(rows[0]?.n ?? 0);
    },
    readNodes: (size) =>
      readNodesFromTiles(
        nodeCrypto,
        async (tile) => {
          const { level, index, width } = tile;
          const hashes = level === 'entries' ? null : await reader.tile(level, index, width);
          if (hashes === null) throw new StetError('log-tile-missing', `The log has lost ${tilePath(tile)}.`);
          return hashes;
        },
        size,
      ),
  };
  return reader;
}

function checkpointOf(rows: readonly SqlRow[]): StoredCheckpoint | null {
  const row = rows[0];
  if (row === undefined) return null;
  return {
    size: Number(row.size),
    root: String(row.root),
    note: String(row.note),
    cosigned: row.cosigned === null ? null : String(row.cosigned),
  };
}

const leafOf = (row: SqlRow): StoredLeaf => ({
  index: Number(row.idx),
  item: String(row.item),
  body: String(row.body),
  record: row.record === null ? null : String(row.record),
});
