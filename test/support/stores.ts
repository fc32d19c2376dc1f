// Both stores, migrated and empty, for suites that hold on either.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { ledgerMigrations } from '../../src/ledger/migrations.ts';
import { openPostgres } from '../../src/ledger/postgres/database.ts';
import { openSqlite } from '../../src/ledger/sqlite/database.ts';
import { viewMigrations } from '../../src/views/schema.ts';
import { testPostgres } from './postgres.ts';

export interface TestStore {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** Where its files are; `null` on a server. */
  readonly folder: string | null;
  /** Opens the same store again, as a restarted process would; the one before must be closed. */
  open(): Promise<Database>;
  remove(): Promise<void>;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'stet-test-'));
}

export function sqliteStore(): TestStore {
  const folder = temporaryFolder();
  return {
    name: 'SQLite',
    folder,
    open: () => migrated(openSqlite(join(folder, 'stet.db'))),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `null` where there is no server; the reason has been printed. */
export async function postgresStore(): Promise<TestStore | null> {
  const server = await testPostgres();
  if (server === null) return null;
  return {
    name: 'PostgreSQL',
    folder: null,
    open: () => migrated(openPostgres(server.url)),
    remove: () => server.drop(),
  };
}

async function migrated(opening: Promise<Database>): Promise<Database> {
  const db = await opening;
  await migrate(db, [...ledgerMigrations, ...viewMigrations(db.dialect)]);
  return db;
}

/** Every store that this machine has. */
export async function availableStores(): Promise<TestStore[]> {
  const postgres = await postgresStore();
  return postgres === null ? [sqliteStore()] : [sqliteStore(), postgres];
}
