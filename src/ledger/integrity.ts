// Whether a store is whole and takes writes: what `stet doctor` asks of it.

import type { Database } from './database.ts';

/**
 * Problems as sentences; empty when all is well. Writes one setting and takes it out again. Reads the whole file on SQLite.
 * @throws {StetError} `store-full`, `store-failed`.
 */
export async function storeProblems(db: Database): Promise<string[]> {
  await db.transact([
    { sql: 'DELETE FROM setting WHERE name = ?', params: [PROBE] },
    { sql: 'INSERT INTO setting (name, value) VALUES (?, ?)', params: [PROBE, 'written'] },
    { sql: 'DELETE FROM setting WHERE name = ?', params: [PROBE] },
  ]);
  const damage = db.dialect === 'sqlite' ? await damagedPages(db) : [];
  const rows = await db.query('SELECT count(*) AS entries, max(seq) AS last FROM entry', [], { long: true });
  const entries = Number(rows[0]?.entries ?? 0);
  const last = Number(rows[0]?.last ?? 0);
  const gaps = entries === last ? [] : [`the ledger has ${entries} entries but is numbered to ${last}`];
  return [...damage, ...gaps];
}

const PROBE = 'doctor';

async function damagedPages(db: Database): Promise<string[]> {
  const rows = await db.query('PRAGMA quick_check(5)', [], { long: true });
  return rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== 'ok');
}
