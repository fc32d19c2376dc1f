// Puts the rows of one group that go into one table into one statement: a server takes ten rows for little more than one, and the answers
// of nine statements less need not be read.

import type { SqlValue, Statement } from '../database.ts';

const PLAIN_INSERT = /^(INSERT INTO (\w+) \([^()]*\) VALUES) (\(\?(?:, \?)*\))( ON CONFLICT DO NOTHING)?$/;
/** Rows in one statement are one of these numbers: each is a text of its own, which the server keeps parsed. */
const ROWS = [32, 16, 8, 4, 2, 1] as const;

interface PlainInsert {
  readonly head: string;
  readonly table: string;
  readonly row: string;
  readonly tail: string;
}

interface Batch {
  readonly sql: string;
  readonly insert: PlainInsert | null;
  readonly rows: (readonly SqlValue[])[];
}

/**
 * The same effect in fewer statements. A row moves up to the rows before it of the same statement only past statements that don't name its
 * table, so that none sees more or less than before.
 */
export function severalRows(statements: readonly Statement[]): Statement[] {
  const batches: Batch[] = [];
  const open = new Map<string, Batch>();
  for (const { sql, params } of statements) {
    const insert = plainInsert(sql);
    const last = insert === null ? undefined : open.get(insert.table);
    if (last?.sql === sql) {
      last.rows.push(params);
      continue;
    }
    for (const table of open.keys()) if (sql.includes(table)) open.delete(table);
    const batch = { sql, insert, rows: [params] };
    batches.push(batch);
    if (insert !== null) open.set(insert.table, batch);
  }
  return batches.flatMap(inStatements);
}

function inStatements({ sql, insert, rows }: Batch): Statement[] {
  const statements: Statement[] = [];
  for (let at = 0; at < rows.length; ) {
    const count = ROWS.find((number) => number <= rows.length - at) ?? 1;
    const params = rows.slice(at, at + count).flat();
    statements.push({ sql: insert === null || count === 1 ? sql : withRows(insert, count), params });
    at += count;
  }
  return statements;
}

const withRows = ({ head, row, tail }: PlainInsert, count: number): string =>
  `${head} ${Array.from({ length: count }, () => row).join(', ')}${tail}`;

const known = new Map<string, PlainInsert | null>();

function plainInsert(sql: string): PlainInsert | null {
  const found = known.get(sql);
  if (found !== undefined) return found;
  const [, head, table, row, tail = ''] = PLAIN_INSERT.exec(sql) ?? [];
  const insert =
    head === undefined || table === undefined || row === undefined ? null : { head, table, row, tail };
  known.set(sql, insert);
  return insert;
}
