// DeskReader over the database.

import type { ItemState } from '../desk/item-state.ts';
import type { Database, SqlRow, SqlValue } from '../ledger/database.ts';
import { isFact } from '../ledger/entries.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { Action, ArrivalFact, Entry, FailureFact } from '../model/facts.ts';
import type { ItemId, SourceId } from '../model/ids.ts';
import type { DeskItem, DeskQuery, DeskReader, QuarantineRow } from './desk.ts';
import { matchExpression } from './search-index.ts';

export function openDeskReader(db: Database, ledger: LedgerReader): DeskReader {
  return {
    async list(query) {
      const rows = await listRows(query);
      const last = rows.at(-1);
      return {
        items: rows.map(lineOf),
        next: rows.length === query.limit && last !== undefined ? String(last.last_seq) : null,
      };
    },
    async item(id) {
      const rows = await db.query('SELECT line, state FROM view_item WHERE item = ?', [id]);
      const current = rows[0] === undefined ? null : stateOf(rows[0]).decision?.version;
      if (rows[0] === undefined || current === null || current === undefined) return null;
      const history = await ledger.ofItem(id);
      return {
        item: lineOf(rows[0]),
        current,
        versions: history.filter(isFact('version')),
        decisions: history.filter(isFact('decision')),
        history,
      };
    },
    async quarantine(cursor, limit) {
      const entries = (await ledger.failures(seqCursor(cursor), limit)).filter(isFact('failure'));
      const last = entries.at(-1);
      const rows = await Promise.all(entries.map(quarantineRow));
      return {
        rows: rows.filter((row) => row !== null),
        next: entries.length === limit && last !== undefined ? String(last.seq) : null,
      };
    },
    async bytes(arrival, offset, length) {
      const found = await ledger.arrival(arrival);
      if (found === null) return null;
      if (found.fact.erasedBy !== undefined) return 'erased';
      // Past the end there is nothing, which is not the same as no arrival.
      return (await ledger.slice(found.fact.sha256, offset, length)) ?? new Uint8Array(0);
    },
    async counts() {
      const rows = await db.query(
        'SELECT source, decision, items FROM view_count WHERE items > 0 ORDER BY source, decision',
      );
      // The projection alone writes these rows, from typed values.
      return rows.map((row) => ({
        source: String(row.source) as SourceId,
        decision: String(row.decision) as Action,
        items: Number(row.items),
      }));
    },
    after: (seq, limit) => ledger.after(seq, limit),
  };

  async function listRows({ source, decision, text, cursor, limit }: DeskQuery): Promise<SqlRow[]> {
    const params: SqlValue[] = [seqCursor(cursor)];
    const where = ['last_seq < ?'];
    if (source !== null) {
      where.push('source = ?');
      params.push(source);
    }
    if (decision !== null) {
      where.push('decision = ?');
      params.push(decision);
    }
    if (text !== null) {
      const expression = matchExpression(text, db.dialect);
      if (expression === null) return [];
      where.push(MATCHING[db.dialect]);
      params.push(expression);
    }
    const sql = `SELECT last_seq, line FROM view_item WHERE ${where.join(' AND ')} ORDER BY last_seq DESC LIMIT ?`;
    return db.query(sql, [...params, limit], { long: text !== null });
  }

  async function quarantineRow(entry: Entry<FailureFact>): Promise<QuarantineRow | null> {
    const arrival: Entry<ArrivalFact> | null = await ledger.arrival(entry.fact.arrival);
    if (arrival === null) return null;
    const { origin, size, sha256 } = arrival.fact;
    return { id: entry.seq, at: entry.at, arrival: arrival.seq, origin, size, sha256, fact: entry.fact };
  }
}

const MATCHING: Readonly<Record<Database['dialect'], string>> = {
  sqlite: 'id IN (SELECT rowid FROM view_words WHERE view_words MATCH ?)',
  postgres: 'id IN (SELECT id FROM view_words WHERE words @@ ?::tsquery)',
};

function seqCursor(cursor: string | null): number {
  const at = Number(cursor ?? Number.MAX_SAFE_INTEGER);
  return Number.isSafeInteger(at) ? at : 0;
}

/** The projection alone writes these rows, from typed values. */
const lineOf = (row: SqlRow): DeskItem => JSON.parse(String(row.line)) as DeskItem;
const stateOf = (row: SqlRow): ItemState => JSON.parse(String(row.state)) as ItemState;

/** Where items stand, as the flows need it; unknown items are not in the map. */
export async function readStates(
  db: Database,
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, ItemState>> {
  if (items.length === 0) return new Map();
  const marks = items.map(() => '?').join(', ');
  const rows = await db.query(`SELECT state FROM view_item WHERE item IN (${marks})`, items);
  const states = rows.map(stateOf);
  return new Map(states.map((state) => [state.item, state]));
}
