// Small things to remember that are neither facts nor views: where an import stands, that a replay was cut off.

import type { Database, Statement } from './database.ts';

export async function readSetting(db: Database, name: string): Promise<string | null> {
  const rows = await db.query('SELECT value FROM setting WHERE name = ?', [name]);
  return rows[0] === undefined ? null : String(rows[0].value);
}

export const writeSetting = (name: string, value: string): Statement => ({
  sql: 'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  params: [name, value],
});

export const clearSetting = (name: string): Statement => ({
  sql: 'DELETE FROM setting WHERE name = ?',
  params: [name],
});
