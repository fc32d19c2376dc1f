// The one checker of what must never break: every crash test ends here. It reads a store that nobody writes to and compares it with what
// was acknowledged to the senders. Each breach is a sentence; an empty list means that all holds.

import { replay } from '../../src/flows/replay.ts';
import type { Database } from '../../src/ledger/database.ts';
import { isFact } from '../../src/ledger/entries.ts';
import { openReader } from '../../src/ledger/reader.ts';
import type { Receipt } from '../../src/model/delivery.ts';
import type { Entry } from '../../src/model/facts.ts';
import { type ItemId, type Seq, type SourceId, sha256Hex } from '../../src/model/ids.ts';
import { sha256 } from '../../src/text/digest.ts';
import { dumpViews } from '../support/views.ts';
import type { Shipment } from './wire.ts';

/** What a sender was told, once it was told: status 200, 201 or 202. */
export interface Acknowledgement {
  readonly shipment: Pick<Shipment, 'source' | 'sha256' | 'guid' | 'tellings'>;
  readonly receipt: Pick<Receipt, 'arrival' | 'items' | 'itemCount'>;
}

/**
 * Nothing acknowledged is lost, nothing is there twice, views equal a replay. Rebuilds the views.
 * @param db a migrated store after a quiet restart: everything that was pending has been read to its end.
 */
export async function breaches(db: Database, acknowledged: readonly Acknowledgement[]): Promise<string[]> {
  const ledger = await readLedger(db);
  return [
    ...ledgerBreaches(ledger),
    ...(await byteBreaches(db, ledger)),
    ...acknowledged.flatMap((acknowledgement) => lostOf(ledger, acknowledgement)),
    ...(await pendingBreaches(db)),
    ...(await viewBreaches(db)),
  ];
}

/** The ledger, folded by hand: the checker shares no fold with the program. */
interface Ledger {
  readonly arrivals: ReadonlyMap<string, readonly ArrivalEntry[]>;
  readonly items: ReadonlyMap<ItemId, ItemHistory>;
  readonly entries: readonly Entry[];
}

interface ArrivalEntry {
  readonly seq: Seq;
  readonly source: SourceId;
  readonly guid: string | null;
  readonly version: string | null;
  readonly sha256: string;
  readonly size: number;
}

interface ItemHistory {
  readonly guid: string;
  readonly source: string;
  readonly versions: { readonly seq: Seq; readonly digest: string; readonly marks: readonly string[] }[];
  readonly decisions: { readonly version: Seq; readonly by: string; readonly path: string | null }[];
}

const PAGE = 500;
const MARK = /\b[a-z]+\d*x\d+t\d+\b/g;

async function readLedger(db: Database): Promise<Ledger> {
  const reader = openReader(db);
  const arrivals = new Map<string, ArrivalEntry[]>();
  const items = new Map<ItemId, ItemHistory>();
  const entries: Entry[] = [];
  for (let after = 0; ; ) {
    const page = await reader.after(after, PAGE);
    for (const entry of page) {
      take(entry, arrivals, items);
      entries.push(withoutCopy(entry));
    }
    const last = page.at(-1);
    if (last === undefined) return { arrivals, items, entries };
    after = last.seq;
  }
}

function take(entry: Entry, arrivals: Map<string, ArrivalEntry[]>, items: Map<ItemId, ItemHistory>): void {
  const { seq, fact } = entry;
  switch (fact.type) {
    case 'arrival': {
      const { source, sha256, size, guid, version } = fact;
      const key = deliveryKey(fact);
      arrivals.set(key, [...(arrivals.get(key) ?? []), { seq, source, guid, version, sha256, size }]);
      return;
    }
    case 'version': {
      const { guid, text } = fact.parsed;
      const item = items.get(fact.item) ?? { guid, source: fact.source, versions: [], decisions: [] };
      items.set(fact.item, item);
      item.versions.push({ seq, digest: fact.digest, marks: [...new Set(text.match(MARK) ?? [])] });
      return;
    }
    case 'decision':
      items.get(fact.item)?.decisions.push({ version: fact.version, by: fact.by, path: fact.path });
      return;
    default:
      return;
  }
}

/** What makes two deliveries the same: the source, the bytes, and the guid given beside them. No crash test gives a version. */
export const deliveryKey = ({
  source,
  sha256,
  guid,
}: {
  readonly source: string;
  readonly sha256: string;
  readonly guid: string | null;
}): string => `${source} ${sha256}${guid === null ? '' : ` ${guid}`}`;

/** Keeps memory small: the text of a version is not looked at again. */
function withoutCopy(entry: Entry): Entry {
  return entry.fact.type === 'version'
    ? { ...entry, fact: { ...entry.fact, parsed: { ...entry.fact.parsed, text: '', bodyHtml: '' } } }
    : entry;
}

function ledgerBreaches({ arrivals, items, entries }: Ledger): string[] {
  return [
    ...repeats(entries.map(({ seq }) => String(seq))).map((seq) => `sequence number ${seq} is there twice`),
    ...[...arrivals].flatMap(([key, found]) =>
      found.length > 1 ? [`arrival ${key} is there ${found.length} times`] : [],
    ),
    ...[...items].flatMap(([id, item]) => itemBreaches(id, item)),
    ...readingBreaches(entries),
  ];
}

function itemBreaches(id: ItemId, { guid, versions, decisions }: ItemHistory): string[] {
  const name = `item ${id} (${guid})`;
  const decided = decisions.filter(({ by }) => by === 'rules').map(({ version }) => String(version));
  return [
    ...repeats(versions.map(({ digest }) => digest)).map((digest) => `${name} has version ${digest} twice`),
    ...repeats(versions.flatMap(({ marks }) => marks)).map((mark) => `${name} tells ${mark} twice`),
    ...repeats(decided).map((version) => `${name} has two decisions of the rules on version ${version}`),
    ...versions
      .filter(({ seq }) => !decided.includes(String(seq)))
      .map(({ seq }) => `${name} has no decision on version ${seq}`),
    ...(new Set(decisions.flatMap(({ path }) => (path === null ? [] : [path]))).size > 1
      ? [`${name} was published at more than one path`]
      : []),
  ];
}

/** Each arrival is read to its end once, and nothing of it is in quarantine twice. */
function readingBreaches(entries: readonly Entry[]): string[] {
  const arrivals = entries.filter(isFact('arrival')).map(({ seq }) => String(seq));
  const parsed = entries.filter(isFact('parsed')).map(({ fact }) => String(fact.arrival));
  const failures = entries
    .filter(isFact('failure'))
    .map(({ fact }) => `arrival ${fact.arrival} ${JSON.stringify(fact.failure)}`);
  const read = new Set(parsed);
  return [
    ...repeats(parsed).map((arrival) => `arrival ${arrival} was read to its end twice`),
    ...arrivals
      .filter((arrival) => !read.has(arrival))
      .map((arrival) => `arrival ${arrival} was never read to its end`),
    ...repeats(failures).map((failure) => `in quarantine twice: ${failure}`),
  ];
}

/** Every arrival's bytes are kept and hash to its digest, and its key points to it. */
async function byteBreaches(db: Database, { arrivals }: Ledger): Promise<string[]> {
  const reader = openReader(db);
  const found: string[] = [];
  for (const [key, [arrival]] of arrivals) {
    if (arrival === undefined) continue;
    const digest = sha256Hex(arrival.sha256);
    const bytes = await reader.bytes(digest);
    if (bytes === null) found.push(`the bytes of arrival ${key} are gone`);
    else if (sha256(bytes) !== digest || bytes.length !== arrival.size)
      found.push(`the bytes of arrival ${key} are not those that came`);
    const named = await reader.findArrival(arrival.source, digest, arrival);
    if (named !== arrival.seq) found.push(`the key of arrival ${key} names ${named}, not ${arrival.seq}`);
  }
  return found;
}

function lostOf(ledger: Ledger, { shipment, receipt }: Acknowledgement): string[] {
  const key = deliveryKey(shipment);
  const arrival = ledger.arrivals.get(key)?.[0];
  if (arrival === undefined) return [`LOST: acknowledged arrival ${receipt.arrival}, ${key}`];
  const named =
    arrival.seq === receipt.arrival
      ? []
      : [`${key} was acknowledged as ${receipt.arrival} and is ${arrival.seq}`];
  const items = receipt.items.flatMap(({ id, guid, url }) => {
    const item = ledger.items.get(id);
    if (item === undefined || item.decisions.length === 0)
      return [`LOST: acknowledged item ${id} (${guid}) of arrival ${receipt.arrival}`];
    const published = item.decisions.some(({ path }) => path !== null && url?.endsWith(path));
    return url === null || published ? [] : [`LOST: the acknowledged address ${url} of item ${id}`];
  });
  const byGuid = new Map(receipt.items.map(({ guid, id }) => [guid, id]));
  const tellings = shipment.tellings
    .filter(({ guid, mark }) => {
      const id = byGuid.get(guid);
      const versions = id === undefined ? [] : (ledger.items.get(id)?.versions ?? []);
      return !versions.some(({ marks }) => marks.includes(mark));
    })
    .map(({ mark }) => `LOST: the telling ${mark} of acknowledged arrival ${receipt.arrival}`);
  return [...named, ...items, ...tellings];
}

async function pendingBreaches(db: Database): Promise<string[]> {
  return (await openReader(db).pending()).map((arrival) => `arrival ${arrival} is still pending`);
}

async function viewBreaches(db: Database): Promise<string[]> {
  const before = await viewsOf(db);
  await replay(db, openReader(db), () => undefined);
  const after = await viewsOf(db);
  return Object.entries(before).flatMap(([view, rows]) =>
    rows === after[view]
      ? []
      : [`${view} differs from a replay: ${firstDifference(rows, after[view] ?? '')}`],
  );
}

const SEARCHES = ['ferry', 'telling*', '"the tide"', 'noon'];

async function viewsOf(db: Database): Promise<Record<string, string>> {
  return { views: await dumpViews(db, SEARCHES), index: await dumpIndex(db) };
}

/** The whole search index: which word stands where in which item. */
async function dumpIndex(db: Database): Promise<string> {
  if (db.dialect === 'sqlite')
    await db.query(
      "CREATE VIRTUAL TABLE IF NOT EXISTS temp.seen_words USING fts5vocab('main', 'view_words', 'instance')",
    );
  const rows = await db.query(INDEX[db.dialect]);
  return JSON.stringify(rows, null, 1);
}

const INDEX: Readonly<Record<Database['dialect'], string>> = {
  sqlite:
    'SELECT doc, term, group_concat(offset ORDER BY offset) AS places FROM temp.seen_words GROUP BY doc, term ORDER BY doc, term',
  postgres: 'SELECT id, words::text AS words FROM view_words ORDER BY id',
};

function firstDifference(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const part = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 80), at + 80));
  return `live ${part(before)}, replayed ${part(after)}`;
}

function repeats(values: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) (seen.has(value) ? twice : seen).add(value);
  return [...twice];
}
