// Opens everything that holds a data directory's facts, in the order in which it must happen: lock, database, migrations.

import { join } from 'node:path';
import type { Database } from '../ledger/database.ts';
import { type DataLock, lockDataDirectory } from '../ledger/lock.ts';
import { migrate } from '../ledger/migrate.ts';
import { ledgerMigrations } from '../ledger/migrations.ts';
import { openPostgres } from '../ledger/postgres/database.ts';
import { type LedgerReader, openReader } from '../ledger/reader.ts';
import { openSqlite } from '../ledger/sqlite/database.ts';
import { type LedgerWriter, openWriter } from '../ledger/writer.ts';
import { viewMigrations } from '../views/schema.ts';

export const DATABASE_FILE = 'stet.db';

export interface Store {
  readonly db: Database;
  readonly reader: LedgerReader;
  readonly writer: LedgerWriter;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Absolute path; made when it is missing. */
  readonly dataDir: string;
  /** `postgres://…`; `null` for SQLite in the data directory. */
  readonly databaseUrl: string | null;
  readonly now: () => number;
}

/** @throws {StetError} `data-locked`, `store-locked`, `store-newer`, `store-failed`, `store-full`. */
export async function openStore({ dataDir, databaseUrl, now }: StoreOptions): Promise<Store> {
  const lock = lockDataDirectory(dataDir);
  let db: Database | null = null;
  try {
    db =
      databaseUrl === null ? await openSqlite(join(dataDir, DATABASE_FILE)) : await openPostgres(databaseUrl);
    await migrate(db, [...ledgerMigrations, ...viewMigrations(db.dialect)]);
    const reader = openReader(db);
    const writer = await openWriter(db, reader, now);
    return { db, reader, writer, close: closing(db, lock) };
  } catch (error) {
    await db?.close();
    lock.release();
    throw error;
  }
}

const closing = (db: Database, lock: DataLock) => async (): Promise<void> => {
  await db.close();
  lock.release();
};
