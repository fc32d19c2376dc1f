// The erasing that follows from a takedown, beside its own transaction: of arrivals, and of what the disk holds after that.

import { erasedArrival, erasedFailure } from '../desk/erased.ts';
import type { Database, Statement } from '../ledger/database.ts';
import { isFact } from '../ledger/entries.ts';
import {
  clearErasureMark,
  type ErasedFrom,
  eraseBytes,
  erasureMark,
  markErasure,
  rewriteEntry,
} from '../ledger/erase.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { ArrivalFact, Entry, FailureFact } from '../model/facts.ts';
import type { ArrivalId, ItemId, Seq } from '../model/ids.ts';
import { dropDeletedWords } from '../views/search-index.ts';

/** The bytes go, whatever else they hold, and what the sender and the parser said of them. */
export function arrivalErasure(
  { seq, at, fact }: Entry<ArrivalFact>,
  failures: readonly Entry<FailureFact>[],
  by: Seq,
): Statement[] {
  return [
    eraseBytes(fact.sha256),
    rewriteEntry({ seq, at, fact: erasedArrival(fact, by) }),
    ...failures.map((entry) => rewriteEntry({ ...entry, fact: erasedFailure(entry.fact) })),
    markErasure('bytes', by),
  ];
}

/**
 * The arrivals that an item was read from and whose bytes are there. Those that are being read are not among them: their bytes are
 * needed until then, for the other items, and go with the end of the reading.
 */
export async function arrivalsOf(reader: LedgerReader, item: ItemId): Promise<Entry<ArrivalFact>[]> {
  const versions = (await reader.ofItem(item)).filter(isFact('version'));
  const found: Entry<ArrivalFact>[] = [];
  for (const id of new Set(versions.map(({ fact }) => fact.arrival))) {
    const arrival = await unerased(reader, id);
    if (arrival !== null && !(await reader.isPending(id))) found.push(arrival);
  }
  return found;
}

export async function unerased(reader: LedgerReader, id: ArrivalId): Promise<Entry<ArrivalFact> | null> {
  const arrival = await reader.arrival(id);
  return arrival === null || arrival.fact.erasedBy !== undefined ? null : arrival;
}

const TABLES = ['entry', 'bytes', 'log_leaf', 'log_waiting', 'view_item', 'view_post', 'view_words'];

/**
 * Finishes what takedowns began: erases bytes of arrivals that were being read at the time, and cleans the disk of what was erased. A crash
 * leaves the marks by which the next start does it again. Does nothing where there is nothing to do.
 * @throws {StetError} `store-failed`, also when a reader is in the way; the marks stay.
 */
export async function finishErasures(db: Database, reader: LedgerReader): Promise<void> {
  const [search, bytes] = await Promise.all([erasureMark(db, 'search'), erasureMark(db, 'bytes')]);
  if (search !== null) {
    await eraseLeftovers(db, reader);
    await dropDeletedWords(db);
  }
  if (search === null && bytes === null) return;
  await db.purge(TABLES);
  await db.transact([...cleared('search', search), ...cleared('bytes', bytes)]);
}

async function eraseLeftovers(db: Database, reader: LedgerReader): Promise<void> {
  for (const { seq, fact } of await reader.takedowns()) {
    for (const arrival of await arrivalsOf(reader, fact.item))
      await db.transact(arrivalErasure(arrival, await reader.failuresOf(arrival.seq), seq));
  }
}

const cleared = (from: ErasedFrom, mark: string | null): Statement[] =>
  mark === null ? [] : [clearErasureMark(from, mark)];
