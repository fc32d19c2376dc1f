// What a takedown does to what was written: entries keep their places and lose the story, bytes and records go. For the transaction that
// appends the takedown, or the arrival that brought the story again.

import type { Entry } from '../model/facts.ts';
import type { ItemId, Seq, Sha256 } from '../model/ids.ts';
import type { Database, Statement } from './database.ts';

export const rewriteEntry = ({ seq, fact }: Entry): Statement => ({
  sql: 'UPDATE entry SET body = ? WHERE seq = ?',
  params: [JSON.stringify(fact), seq],
});

/** Their place stays taken: the same bytes are never stored again, whoever sends them. */
export const eraseBytes = (digest: Sha256): Statement => ({
  sql: "UPDATE bytes SET codec = 'erased', body = '' WHERE sha256 = ?",
  params: [digest],
});

/** Records of the public log and their salts. The leaves stay, and nobody can try out guesses on them. */
export const eraseRecords = (item: ItemId): Statement => ({
  sql: 'UPDATE log_leaf SET record = NULL WHERE item = ? AND record IS NOT NULL',
  params: [item],
});

/** That something was erased, and the disk may hold it still: set in the same transaction. */
const UNFINISHED = { bytes: 'erasure-bytes', search: 'erasure-search' } as const;
export type ErasedFrom = keyof typeof UNFINISHED;

/** @param by the entry that did it: tells a later mark from an earlier one. */
export const markErasure = (from: ErasedFrom, by: Seq): Statement => ({
  sql: 'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  params: [UNFINISHED[from], String(by)],
});

/** The mark, `null` when there is none. */
export async function erasureMark(db: Database, from: ErasedFrom): Promise<string | null> {
  const rows = await db.query('SELECT value FROM setting WHERE name = ?', [UNFINISHED[from]]);
  return rows[0] === undefined ? null : String(rows[0].value);
}

/** Clears the mark unless there is a later one. */
export const clearErasureMark = (from: ErasedFrom, mark: string): Statement => ({
  sql: 'DELETE FROM setting WHERE name = ? AND value = ?',
  params: [UNFINISHED[from], mark],
});
