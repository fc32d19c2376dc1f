// One fact about an item that is known already, with everything that follows from it: views and the public log, in one transaction.

import type { ItemState } from '../desk/item-state.ts';
import type { Database } from '../ledger/database.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import type { DecisionFact, Entry, ReviewFact, VersionFact } from '../model/facts.ts';
import { entriesOfItem, project, projectionOf } from '../views/project.ts';
import { searchWords } from '../views/search-index.ts';
import { fetchedHow } from './fetched.ts';
import { publicAct } from './public-act.ts';

export interface AppendOptions {
  readonly db: Database;
  readonly reader: LedgerReader;
  readonly writer: LedgerWriter;
  readonly now: () => number;
}

/**
 * The caller holds the item's lock.
 * @param seen the version that the fact is about.
 */
export async function appendDecision(
  { db, reader, writer, now }: AppendOptions,
  state: ItemState,
  seen: Entry<VersionFact>,
  fact: DecisionFact | ReviewFact,
): Promise<void> {
  const history = entriesOfItem(await reader.ofItem(state.item), state.item);
  const fetched = await fetchedHow(reader, seen.fact.arrival);
  await writer.append([fact], (entries) => {
    const projection = projectionOf(null, [...history, ...entriesOfItem(entries, state.item)], '');
    const indexed = projection.shown ?? projection.current;
    const changed = { ...projection, before: state, words: searchWords(indexed.fact.parsed) };
    return { statements: project(changed, db.dialect), acts: publicAct(changed, fetched, now()) };
  });
}
