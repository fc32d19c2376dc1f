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
  return [...damage, ...(await missing(db))];
}

const PROBE = 'doctor';

async function damagedPages(db: Database): Promise<string[]> {
  const rows = await db.query('PRAGMA quick_check(5)', [], { long: true });
  return rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== 'ok');
}

// Numbers that are not there mean nothing: a transaction that a full disk refused leaves such a gap. What must be there is what an
// arrival rests on.
const MISSING: readonly { readonly what: string; readonly sql: string }[] = [
  {
    what: 'arrivals have lost their bytes',
    sql: `SELECT count(*) AS n FROM arrival_key k LEFT JOIN bytes b ON b.sha256 = k.sha256 AND b.part = 0
          WHERE b.sha256 IS NULL`,
  },
  {
    what: 'arrivals have lost their entry in the ledger',
    sql: `SELECT count(*) AS n FROM arrival_key k LEFT JOIN entry e ON e.seq = k.arrival AND e.type = 'arrival'
          WHERE e.seq IS NULL`,
  },
];

async function missing(db: Database): Promise<string[]> {
  const problems: string[] = [];
  for (const { what, sql } of MISSING) {
    const rows = await db.query(sql, [], { long: true });
    const count = Number(rows[0]?.n ?? 0);
    if (count > 0) problems.push(`${count} ${what}`);
  }
  return problems;
}
