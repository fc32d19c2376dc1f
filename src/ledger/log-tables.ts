// The public log's tables, and the statements that fill them. Leaves, records and signed checkpoints are facts: nothing makes them again.
// Tiles follow from the leaves, but a reader has seen them under a signature, so that a lost one is trouble and not a view to rebuild.

import type { LeafDraft, Sequenced } from '../log/sequence.ts';
import type { ItemId } from '../model/ids.ts';
import type { Database, SqlRow, Statement } from './database.ts';

export const logMigrations: readonly string[] = [
  // `item` is the item's id, empty for a leaf about the log's own key. `record` is NULL once it was erased.
  `CREATE TABLE log_leaf (
     idx $INT PRIMARY KEY,
     item $CODES NOT NULL,
     seq $INT NOT NULL,
     body TEXT NOT NULL,
     record TEXT)`,
  'CREATE INDEX log_leaf_by_item ON log_leaf (item, idx)',
  // All hashes that a tile has so far, 32 bytes each; what a smaller log had of it is their beginning.
  'CREATE TABLE log_tile (level $INT NOT NULL, idx $INT NOT NULL, hashes $BLOB NOT NULL, PRIMARY KEY (level, idx))',
  // One root per size. `cosigned` is the same note with witnesses' lines.
  'CREATE TABLE log_checkpoint (size $INT PRIMARY KEY, root TEXT NOT NULL, note TEXT NOT NULL, cosigned TEXT)',
  'CREATE INDEX log_checkpoint_cosigned ON log_checkpoint (size) WHERE cosigned IS NOT NULL',
  // Acts that happened while the log was closed, in their order; a leaf is made of each when it opens.
  'CREATE TABLE log_waiting (item $CODES NOT NULL, seq $INT NOT NULL, draft TEXT NOT NULL, PRIMARY KEY (seq, item))',
];

/**
 * The leaves, the tiles that they changed, and the checkpoint that covers them: for one transaction. A takedown's leaf erases the records
 * before it here too, since acts that waited for the log get theirs only now.
 */
export function sequencedStatements({ leaves, tiles, checkpoint }: Sequenced): Statement[] {
  return [
    ...leaves.map(({ index, item, seq, body, record }) => ({
      sql: 'INSERT INTO log_leaf (idx, item, seq, body, record) VALUES (?, ?, ?, ?, ?)',
      params: [index, item, seq, body, record],
    })),
    ...leaves
      .filter(({ kind }) => kind === 'takedown')
      .map(({ index, item }) => ({
        sql: 'UPDATE log_leaf SET record = NULL WHERE item = ? AND idx < ? AND record IS NOT NULL',
        params: [item, index],
      })),
    ...tiles.map(({ level, index, hashes }) => ({
      sql: `INSERT INTO log_tile (level, idx, hashes) VALUES (?, ?, ?)
            ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes`,
      params: [level, index, hashes],
    })),
    {
      sql: 'INSERT INTO log_checkpoint (size, root, note) VALUES (?, ?, ?)',
      params: [checkpoint.size, checkpoint.root, checkpoint.note],
    },
  ];
}

export const waitingStatement = (draft: LeafDraft): Statement => ({
  sql: 'INSERT INTO log_waiting (item, seq, draft) VALUES (?, ?, ?)',
  params: [draft.item, draft.seq, JSON.stringify(draft)],
});

/** Puts another draft in the place of one that waits. */
export const rewaitingStatement = (draft: LeafDraft): Statement => ({
  sql: 'UPDATE log_waiting SET draft = ? WHERE seq = ? AND item = ?',
  params: [JSON.stringify(draft), draft.seq, draft.item],
});

/** The acts of one item that wait. */
export async function waitingActsOf(db: Database, item: ItemId): Promise<LeafDraft[]> {
  const rows = await db.query('SELECT draft FROM log_waiting WHERE item = ?', [item]);
  return rows.map(draftOf);
}

/** The acts that wait, oldest first, at most `limit`. The statements above alone write them, from typed drafts. */
export async function waitingActs(db: Database, limit: number): Promise<LeafDraft[]> {
  const rows = await db.query('SELECT draft FROM log_waiting ORDER BY seq, item LIMIT ?', [limit]);
  return rows.map(draftOf);
}

const draftOf = (row: SqlRow): LeafDraft => JSON.parse(String(row.draft)) as LeafDraft;

export const clearWaiting = ({ item, seq }: LeafDraft): Statement => ({
  sql: 'DELETE FROM log_waiting WHERE seq = ? AND item = ?',
  params: [seq, item],
});

/** Puts the witnesses' lines to a checkpoint. */
export const cosignStatement = (size: number, cosigned: string): Statement => ({
  sql: 'UPDATE log_checkpoint SET cosigned = ? WHERE size = ?',
  params: [cosigned, size],
});
