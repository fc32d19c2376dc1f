// A lawful takedown, told from the order to the empty pages of the disk. One transaction takes the story off the site, out of the ledger and
// out of the public log's records, and appends the leaf that says so; after it the disk is cleaned. A crash before that transaction leaves
// everything, a crash after it leaves marks by which the next start goes on cleaning. Nothing in between can be published.

import { randomBytes } from 'node:crypto';
import { blocksOf, erasedEntry, erasedPath } from '../desk/erased.ts';
import type { ItemState } from '../desk/item-state.ts';
import type { Database } from '../ledger/database.ts';
import { isFact } from '../ledger/entries.ts';
import { eraseRecords, markErasure, rewriteEntry } from '../ledger/erase.ts';
import { rewaitingStatement, waitingActsOf } from '../ledger/log-tables.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import { erasedRecord } from '../log/acts.ts';
import type { LeafDraft } from '../log/sequence.ts';
import { StetError } from '../model/errors.ts';
import type { ArrivalFact, Entry, TakedownFact, VersionFact } from '../model/facts.ts';
import type { ItemId } from '../model/ids.ts';
import {
  type Erased,
  LONGEST_NOTE,
  LONGEST_REFERENCE,
  type Takedown,
  type TakedownOrder,
} from '../model/takedown.ts';
import { readStates } from '../views/desk-reader.ts';
import { entriesOfItem, project, projectionOf } from '../views/project.ts';
import { arrivalErasure, arrivalsOf, finishErasures, unerased } from './erasure.ts';
import { fetchedHow } from './fetched.ts';
import type { KeyedLock } from './keyed-lock.ts';
import { publicAct } from './public-act.ts';
import { holdsCopy } from './traces.ts';

export interface TakedownOptions {
  readonly db: Database;
  readonly reader: LedgerReader;
  readonly writer: LedgerWriter;
  /** Shared with intake and desk: nobody decides on the item meanwhile. */
  readonly itemLock: KeyedLock;
  readonly now: () => number;
}

export function openTakedown(options: TakedownOptions): Takedown {
  const { db, reader, writer, itemLock, now } = options;

  return async (item, order, by) => {
    checkOrder(order);
    const erased = await itemLock.run([item], () => erase(item, order, by));
    return { ...erased, cleaned: await clean() };
  };

  async function erase(item: ItemId, order: TakedownOrder, by: string): Promise<Omit<Erased, 'cleaned'>> {
    const state = await standing(item);
    const history = entriesOfItem(await reader.ofItem(item), item);
    const versions = history.filter(isFact('version'));
    const current = versions.find(({ seq }) => seq === state.decision?.version);
    if (current === undefined) throw new Error(`item ${item} has no version that was decided on`);
    const arrivals = [...(await arrivalsOf(reader, item)), ...(await quarantinedCopies(versions))];
    const failures = await Promise.all(arrivals.map(({ seq }) => reader.failuresOf(seq)));
    const waiting = await waitingActsOf(db, item);
    const fetched = await fetchedHow(reader, current.fact.arrival);
    const fact: TakedownFact = {
      type: 'takedown',
      source: state.source,
      item,
      version: current.seq,
      by,
      ...order,
      blocks: blocksOf(versions.map(({ fact }) => fact)),
    };
    await writer.append([fact], (entries) => {
      const [{ seq: takedown } = current] = entries;
      const kept = history.map((entry) => erasedEntry(entry, takedown));
      const changed = projectionOf(state, entriesOfItem(entries, item), '', kept.filter(isFact('version')));
      return {
        statements: [
          ...kept.filter((entry, at) => entry !== history[at]).map(rewriteEntry),
          ...arrivals.flatMap((arrival, at) => arrivalErasure(arrival, failures[at] ?? [], takedown)),
          eraseRecords(item),
          ...waiting.map((draft) => rewaitingStatement(erasedDraft(draft, state))),
          ...project(changed, db.dialect),
          markErasure('search', takedown),
          markErasure('bytes', takedown),
        ],
        acts: publicAct(changed, fetched, now()),
      };
    });
    return {
      path: state.path === null ? null : erasedPath(state.path, item),
      versions: versions.length,
      arrivals: arrivals.length,
      otherItems: await otherItems(item, arrivals),
      files: [...new Set(arrivals.flatMap(({ fact }) => fileOf(fact)))],
    };
  }

  async function standing(item: ItemId): Promise<ItemState> {
    const state = (await readStates(db, [item])).get(item);
    if (state === undefined) throw new StetError('item-unknown', `There is no item ${item}.`, { item });
    if (state.takenDown === undefined) return state;
    const { at, reason, reference } = state.takenDown;
    throw new StetError(
      'taken-down',
      `Item ${item} was taken down already (${at}, ${reason}, ${reference}).`,
      {
        item,
      },
    );
  }

  /** Arrivals that were not understood, or not wholly, and hold words of the story. */
  async function quarantinedCopies(versions: readonly Entry<VersionFact>[]): Promise<Entry<ArrivalFact>[]> {
    const copies = versions.map(({ fact }) => fact.parsed);
    const own = new Set(versions.map(({ fact }) => fact.arrival));
    const found: Entry<ArrivalFact>[] = [];
    for (const id of await reader.quarantined()) {
      const arrival = own.has(id) || (await reader.isPending(id)) ? null : await unerased(reader, id);
      const bytes = arrival === null ? null : await reader.bytes(arrival.fact.sha256);
      if (arrival !== null && bytes !== null && holdsCopy(bytes, copies)) found.push(arrival);
    }
    return found;
  }

  async function otherItems(item: ItemId, arrivals: readonly Entry<ArrivalFact>[]): Promise<number> {
    const others = new Set<ItemId>();
    for (const { seq } of arrivals) {
      for (const { fact } of (await reader.ofArrival(seq)).filter(isFact('version')))
        if (fact.item !== item) others.add(fact.item);
    }
    return others.size;
  }

  async function clean(): Promise<boolean> {
    try {
      // After this line every arrival whose reading had ended before the takedown was known is no longer pending.
      await db.transact([]);
      await finishErasures(db, reader);
      return true;
    } catch (error) {
      if (!(error instanceof StetError)) throw error;
      return false;
    }
  }
}

/** What waits for the log becomes a leaf all the same, with a record that tells nothing. */
const erasedDraft = (draft: LeafDraft, { path, item }: ItemState): LeafDraft => ({
  ...draft,
  record: erasedRecord({
    salt: randomBytes(32).toString('hex'),
    fetched: draft.received,
    path: path === null ? '' : erasedPath(path, item),
    reason: '',
    reference: '',
  }),
});

/** Names of files outside the ledger that held the arrival. */
const fileOf = ({ transport, origin }: ArrivalFact): string[] =>
  (transport === 'folder' || transport === 'import') && origin !== null ? [origin] : [];

function checkOrder({ reference, note }: TakedownOrder): void {
  const problem =
    (reference.trim() === '' && 'The reference is empty: what is the order or request filed under?') ||
    (reference.length > LONGEST_REFERENCE &&
      `The reference is longer than ${LONGEST_REFERENCE} characters.`) ||
    (note !== null && note.trim() === '' && 'The note for readers is empty.') ||
    (note !== null && note.length > LONGEST_NOTE && `The note is longer than ${LONGEST_NOTE} characters.`) ||
    (!`${reference}${note ?? ''}`.isWellFormed() && 'Reference or note is not well-formed Unicode.');
  if (problem !== false) throw new StetError('takedown-wrong', problem);
}
