// Facts as rows and back.

import type { ArrivalFact, Entry, Fact } from '../model/facts.ts';
import { seq } from '../model/ids.ts';
import { sha256 } from '../text/digest.ts';
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

/**
 * What tells two deliveries of the same bytes apart: the guid and version that the sender gave beside them. Copy that says nothing of
 * itself, such as plain text, may be sent again word for word as another item or as a later version.
 */
export const identityOf = ({ guid, version }: Pick<ArrivalFact, 'guid' | 'version'>): string =>
  guid === null && version === null ? '' : sha256(JSON.stringify([guid, version]));

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
