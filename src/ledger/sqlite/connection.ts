// One SQLite connection with the settings that durability rests on, and its cache of prepared statements.

import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqlRow, SqlValue, Statement } from '../database.ts';

/**
 * How hard a commit is pushed to the disk. `FULL` is the only setting the product uses; the weaker one exists so that the
 * power-cut test can show that it would notice. Reopening a WAL database falls back to NORMAL silently, so this is set at
 * every open.
 */
export type Synchronous = 'FULL' | 'NORMAL' | 'OFF';

export interface Connection {
  all(sql: string, params: readonly SqlValue[]): SqlRow[];
  /**
   * One transaction; throws having changed nothing.
   * @param more called before the end of it, for statements that follow from what it has read in the transaction.
   */
  commit(statements: readonly Statement[], more?: () => readonly Statement[]): void;
  /** Brings the whole write-ahead log into the database and empties its file. @throws when a reader is in the way. */
  purge(): void;
  close(): void;
}

const BUSY_TIMEOUT_MS = 5_000;
/** While a purge waits for a reader, so do all commits. */
const PURGE_TIMEOUT_MS = 300;
/** Pages of WAL (4 KiB each) between checkpoints: the same index pages are written again and again, so rarer checkpoints write less. */
const CHECKPOINT_PAGES = 8_000;
const STATEMENT_CACHE = 200;
/** The writer goes all over its B-trees; what readers miss is in the system's own cache. */
const WRITING_CACHE_KIB = 16_000;
const READING_CACHE_KIB = 8_000;

export function openConnection(
  path: string,
  options: { readOnly: boolean; synchronous: Synchronous },
): Connection {
  const db = new DatabaseSync(path, { readOnly: options.readOnly, timeout: BUSY_TIMEOUT_MS });
  if (!options.readOnly) db.exec('PRAGMA journal_mode = WAL');
  db.exec(`PRAGMA synchronous = ${options.synchronous}`);
  db.exec(`PRAGMA cache_size = -${options.readOnly ? READING_CACHE_KIB : WRITING_CACHE_KIB}`);
  db.exec('PRAGMA temp_store = MEMORY');
  // What is deleted or overwritten is filled with zeros: a story that a court has taken away must not lie about in free pages.
  if (!options.readOnly) db.exec('PRAGMA secure_delete = ON');
  db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  const prepared = new Map<string, StatementSync>();

  return {
    all(sql, params) {
      // node:sqlite types a row as Record<string, SQLOutputValue>, the same set of values as SqlRow's.
      return prepare(sql).all(...params) as SqlRow[];
    },
    commit(statements, more) {
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const { sql, params } of statements) prepare(sql).run(...params);
        for (const { sql, params } of more?.() ?? []) prepare(sql).run(...params);
        db.exec('COMMIT');
      } catch (error) {
        // A full disk may have rolled back by itself; a second ROLLBACK would hide the first error.
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    purge() {
      db.exec(`PRAGMA busy_timeout = ${PURGE_TIMEOUT_MS}`);
      try {
        const [answer] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
        if (answer?.busy !== 0) throw new Error('a reader holds on to an earlier state of the database');
      } finally {
        db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
    },
    close() {
      prepared.clear();
      db.close();
    },
  };

  function prepare(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    if (prepared.size >= STATEMENT_CACHE) prepared.clear();
    prepared.set(sql, statement);
    return statement;
  }
}
