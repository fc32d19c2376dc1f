// Facts as rows and back.

import type { Entry, Fact } from '../model/facts.ts';
import { seq } from '../model/ids.ts';
import type { SqlRow, Statement } from './database.ts';

export function entryStatement(entry: Entry): Statement {
  const { fact } = entry;
  return {
    sql: 'INSERT INTO entry (seq, at, type, source, item, arrival, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    params: [
      entry.seq,
      entry.at,
      fact.type,
      fact.source,
      'item' in fact ? fact.item : null,
      'arrival' in fact ? fact.arrival : null,
      JSON.stringify(fact),
    ],
  };
}

export const ENTRY_COLUMNS = 'seq, at, body';

/** The writer alone puts rows here, from typed facts, so the JSON is what it was. */
export function entryOf(row: SqlRow): Entry {
  const fact = JSON.parse(String(row.body)) as Fact;
  return { seq: seq(Number(row.seq)), at: String(row.at), fact };
}

export const isFact =
  <T extends Fact['type']>(type: T) =>
  (entry: Entry): entry is Entry<Extract<Fact, { type: T }>> =>
    entry.fact.type === type;
