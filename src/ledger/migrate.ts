// Brings a database up to the list in `migrations.ts`.

import { StetError } from '../model/errors.ts';
import type { Database, Statement } from './database.ts';
import type { Migration } from './migrations.ts';

/** @throws {StetError} `store-newer` when the database was written by a later version of the program. */
export async function migrate(db: Database, list: readonly Migration[]): Promise<void> {
  await db.transact([{ sql: 'CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)', params: [] }]);
  const rows = await db.query('SELECT name FROM migration');
  const done = new Set(rows.map((row) => String(row.name)));
  const unknown = [...done].find((name) => !list.some((migration) => migration.name === name));
  if (unknown !== undefined) {
    throw new StetError(
      'store-newer',
      `This database has been through migration ${unknown}, which this version does not know. Use the version that wrote it, or a later one.`,
      { migration: unknown },
    );
  }
  for (const migration of list) {
    if (!done.has(migration.name)) await db.transact(statementsOf(migration, db.dialect));
  }
}

function statementsOf(migration: Migration, dialect: Database['dialect']): Statement[] {
  const statements = migration.statements.map((sql) => ({ sql: spell(sql, dialect), params: [] }));
  return [...statements, { sql: 'INSERT INTO migration (name) VALUES (?)', params: [migration.name] }];
}

/**
 * Writes a schema statement in the dialect's own types. `$CODES` is text in the order of its code points, which `ORDER BY` and `<` need:
 * PostgreSQL's databases are mostly made with a language's order, in which `~` comes before digits.
 */
export function spell(sql: string, dialect: Database['dialect']): string {
  return sql
    .replaceAll('$INT', dialect === 'sqlite' ? 'INTEGER' : 'BIGINT')
    .replaceAll('$CODES', dialect === 'sqlite' ? 'TEXT' : 'TEXT COLLATE "C"')
    .replaceAll('$BLOB', dialect === 'sqlite' ? 'BLOB' : 'BYTEA');
}
