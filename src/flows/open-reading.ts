// A data directory for a command that only looks: nothing is written, and with SQLite a running Stet is not disturbed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../ledger/database.ts';
import { openPostgres } from '../ledger/postgres/database.ts';
import { openReader } from '../ledger/reader.ts';
import { openSqliteReading } from '../ledger/sqlite/reading.ts';
import type { Config } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import { openPostReader } from '../views/post-reader.ts';
import type { PostReader } from '../views/posts.ts';
import { openTakenDownReader, type TakenDownReader } from '../views/taken-down.ts';
import { DATABASE_FILE } from './open-store.ts';
import { replayWasCutOff } from './replay.ts';

export interface Reading {
  readonly posts: PostReader;
  readonly takenDown: TakenDownReader;
  close(): Promise<void>;
}

/**
 * @throws {StetError} `no-data` when Stet has never run there, `views-incomplete` when a replay was cut off, `store-locked` while Stet
 * is running with PostgreSQL, `store-failed`.
 */
export async function openReading(config: Config): Promise<Reading> {
  const db = await openReadingDatabase(config);
  try {
    if (await replayWasCutOff(db)) {
      throw new StetError('views-incomplete', 'A replay was cut off: run stet replay, or start Stet, first.');
    }
    return {
      posts: openPostReader(db, openReader(db), () => 0),
      takenDown: openTakenDownReader(db),
      close: () => db.close(),
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** @throws {StetError} `no-data`, `store-locked` while Stet is running with PostgreSQL, `store-failed`. */
export async function openReadingDatabase({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> {
  if (databaseUrl !== null) return openPostgres(databaseUrl);
  const file = join(dataDir, DATABASE_FILE);
  if (!existsSync(file)) throw new StetError('no-data', `There is no data in ${dataDir}.`, { dataDir });
  return openSqliteReading(file);
}
