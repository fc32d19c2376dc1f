// From the bytes to the page, the whole story from top to bottom: the arrival becomes durable, then it is read, each item is decided on,
// and versions, decisions and views are written together. Every step can be done again after a crash without doing anything twice.

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decide, TAKEN_DOWN } from '../desk/decide.ts';
import { erasedFailure, erasedVersion } from '../desk/erased.ts';
import { type ItemState, nextState } from '../desk/item-state.ts';
import type { Database, Statement } from '../ledger/database.ts';
import { identityOf, isFact } from '../ledger/entries.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import type { Delivery, Receipt, ReceiptItem } from '../model/delivery.ts';
import { StetError } from '../model/errors.ts';
import type {
  ArrivalFact,
  DecisionFact,
  Entry,
  Fact,
  FailureFact,
  ParsedFact,
  VersionFact,
} from '../model/facts.ts';
import {
  type ArrivalId,
  type ItemId,
  type Seq,
  type Sha256,
  type SourceId,
  seq,
  sha256Hex,
} from '../model/ids.ts';
import type { ParseContext, ParseFailure, ParseSummary } from '../model/parse-result.ts';
import type { Section } from '../model/site.ts';
import type { Source } from '../model/source.ts';
import { sha256 } from '../text/digest.ts';
import { readStates } from '../views/desk-reader.ts';
import { entriesOfItem, project, projectionOf } from '../views/project.ts';
import { arrivalErasure } from './erasure.ts';
import { type KeyedLock, keyedLock } from './keyed-lock.ts';
import { publicAct } from './public-act.ts';
import {
  type ReadChunk,
  type ReadItem,
  type ReadOptions,
  type ReadStep,
  readArrival,
} from './read-arrival.ts';
import type { ReadThread } from './read-thread.ts';
import { settingsDigest } from './settings-digest.ts';
import { openTakenDown } from './taken-down.ts';
import { turns } from './turns.ts';

/** Bytes from which an arrival is read on the reading thread. */
const THREAD_FROM = 128 * 1024;
/** Items of a small arrival taken together: as many as feeds have, so that most need one flush of the disk; others get a turn in between. */
const STEPS_HERE = 100;
/** Bytes hashed before others get a turn. */
const HASH_SLICE = 1024 * 1024;
/** Items and failures listed in a receipt; `itemCount` and `failureCount` tell how many there were. */
const RECEIPT_ITEMS = 100;
/** Arrivals taken from the ledger at a time when all are read again. */
const REREAD_BATCH = 100;
/** Item ids kept with an arrival, for its receipt when it is delivered again. */
const KEPT_IDS = 1_000;

export interface IntakeOptions {
  readonly db: Database;
  readonly reader: LedgerReader;
  readonly writer: LedgerWriter;
  readonly thread: ReadThread;
  readonly sources: readonly Source[];
  readonly sections: readonly Section[];
  /** Public origin, for the URLs in receipts. */
  readonly siteUrl: string;
  readonly now: () => number;
  /** Shared with `decide.ts`: a person and an arrival never decide on one item at once. */
  readonly itemLock: KeyedLock;
  /** Why the public log can't be signed; `null` while all is well. */
  readonly logTrouble: () => string | null;
}

export interface Intake {
  /** See `Receive` in `model/delivery.ts`. */
  receive(delivery: Delivery): Promise<Receipt>;
  /** Goes on with arrivals that were durable but not read to their end when the process stopped. Rejects, after the last, with the first failure. */
  resume(): Promise<number>;
  /**
   * Reads every arrival again with the parsers of today. What comes out otherwise than before becomes a new version, which names the one it
   * takes the place of; evidence is not touched.
   * @param progress called with the number of arrivals read so far.
   */
  reread(progress: (arrivals: number) => void): Promise<number>;
}

export function openIntake(options: IntakeOptions): Intake {
  const { db, reader, writer, thread, sections, siteUrl, now, itemLock, logTrouble } = options;
  const sources = new Map<SourceId, Source>(options.sources.map((source) => [source.id, source]));
  const configs = new Map<SourceId, Sha256>(
    options.sources.map((source) => [source.id, settingsDigest(source)]),
  );
  const arrivalLock = keyedLock();
  const turn = turns();
  const takenDown = openTakenDown(reader, writer);
  /** Sources known to have had items. */
  const begun = new Set<SourceId>();

  return { receive, resume, reread };

  async function receive(delivery: Delivery): Promise<Receipt> {
    const source = sourceOf(delivery.source);
    const digest = await hashInTurns(delivery.bytes);
    // Two pollers, or a push and its retry, may bring the same bytes at once: the second waits and finds the first's arrival.
    return arrivalLock.run([arrivalKey({ ...delivery, sha256: digest })], async () => {
      const seen = await reader.findArrival(source.id, digest, delivery);
      if (seen !== null) {
        await finish(seen, source, delivery.bytes);
        return receiptOf(seen);
      }
      return takeIn(delivery, digest, source);
    });
  }

  async function takeIn(delivery: Delivery, digest: Sha256, source: Source): Promise<Receipt> {
    const { bytes, ...facts } = delivery;
    const read = async (first: boolean): Promise<Receipt> => {
      const fact: ArrivalFact = { type: 'arrival', ...facts, sha256: digest, size: bytes.length, first };
      // After this line the bytes are durable: a crash leaves a pending arrival, which the next start goes on with.
      const arrival = await writer.appendArrival(fact, bytes);
      const tally = await readToEnd({ arrival, source, again: false, known: null }, bytes);
      return receiptFrom({ ...tally, arrival: arrival.seq, new: true });
    };
    if (begun.has(source.id)) return read(false);
    // Of several that come to a new source at once only one is its first; one that gave nothing does not count.
    return arrivalLock.run([`first of ${source.id}`], async () => {
      const receipt = await read(!(await reader.hasHadItems(source.id)));
      if (await reader.hasHadItems(source.id)) begun.add(source.id);
      return receipt;
    });
  }

  async function resume(): Promise<number> {
    const failed: unknown[] = [];
    let finished = 0;
    for (const id of await reader.pending()) {
      const arrival = await reader.arrival(id);
      const source = arrival === null ? undefined : sources.get(arrival.fact.source);
      // A source that is no longer configured keeps its arrivals pending: they are read when it comes back.
      if (arrival === null || source === undefined) continue;
      try {
        // Senders repeat what was never answered: a redelivery may be reading this very arrival to its end.
        await arrivalLock.run([arrivalKey(arrival.fact)], async () => {
          const bytes = await reader.bytes(arrival.fact.sha256);
          if (bytes !== null && (await finish(id, source, bytes))) finished++;
        });
      } catch (error) {
        // What is wrong with one arrival must not keep the others waiting.
        failed.push(error);
      }
    }
    if (failed.length > 0) throw failed[0];
    return finished;
  }

  async function reread(progress: (arrivals: number) => void): Promise<number> {
    let done = 0;
    for (let after = 0; ; ) {
      const arrivals = await reader.arrivals(after, REREAD_BATCH);
      const last = arrivals.at(-1);
      if (last === undefined) return done;
      for (const arrival of arrivals) {
        const source = sources.get(arrival.fact.source);
        const bytes = source === undefined ? null : await reader.bytes(arrival.fact.sha256);
        if (source !== undefined && bytes !== null)
          await readToEnd({ arrival, source, again: true, known: null }, bytes);
        progress(++done);
      }
      after = last.seq;
    }
  }

  /** Says whether there was anything left to do. */
  async function finish(id: ArrivalId, source: Source, bytes: Uint8Array): Promise<boolean> {
    const arrival = (await reader.isPending(id)) ? await reader.arrival(id) : null;
    if (arrival === null) return false;
    await readToEnd({ arrival, source, again: false, known: null }, bytes);
    return true;
  }

  function sourceOf(id: SourceId): Source {
    const source = sources.get(id);
    if (source === undefined)
      throw new StetError('source-unknown', `There is no source "${id}" in the configuration.`, {
        source: id,
      });
    return source;
  }

  async function readToEnd(reading: Reading, bytes: Uint8Array): Promise<Tally> {
    await takenDown.ready();
    const erasedBy = reading.arrival.fact.erasedBy ?? null;
    const tally: Tally = {
      items: 0,
      failures: 0,
      ids: [],
      states: new Map(),
      failed: [],
      met: new Set(),
      erasedBy,
    };
    const read = readOptions(reading);
    try {
      const here = bytes.length < THREAD_FROM;
      if (here) await turn();
      const chunks = here ? readHere(bytes, read) : thread.read(bytes, read);
      for await (const chunk of chunks) await take(chunk, reading, tally);
    } catch (error) {
      if (!(error instanceof StetError) || error.code !== 'parser-stopped') throw error;
      await take({ steps: [stopped(error)], summary: NOTHING_READ }, reading, tally);
    }
    return tally;
  }

  /** The last chunk is written together with the end of the reading: for a small arrival that is one flush of the disk instead of two. */
  async function take({ steps, summary }: ReadChunk, reading: Reading, tally: Tally): Promise<void> {
    const failures = steps.flatMap((step) => (step.type === 'failure' ? [step.failure] : []));
    const items = steps.flatMap((step) => (step.type === 'item' ? [step] : []));
    for (const item of items) {
      tally.met.add(item.id);
      tally.erasedBy ??= takenDown.under(item);
    }
    if (failures.length > 0) await keepFailures(failures, reading, tally);
    tally.items += items.length;
    tally.failures += failures.length;
    for (const { id } of items) {
      if (tally.ids.length < KEPT_IDS && !tally.ids.includes(id)) tally.ids.push(id);
    }
    const end = summary === null || reading.again ? [] : [parsedFact(summary, reading, tally)];
    const isLast = summary !== null;
    if (items.length > 0) {
      await itemLock.run(
        items.map((item) => item.id),
        () => decideOn(items, { ...reading, charset: summary?.charset ?? null }, end, isLast, tally),
      );
    } else if (isLast) {
      const erasure = endErasure(reading, tally, await failuresKept(reading, tally));
      if (end.length + erasure.length > 0)
        await writer.append(end, () => ({ statements: erasure, acts: [] }));
    }
  }

  /**
   * With the end of the reading the bytes of an arrival go that has brought a story which was taken down: not before, for until then a
   * restart would need them for the other stories. From here to `append` nothing is awaited: a takedown that comes later finds the arrival
   * read to its end, and erases it itself.
   */
  function endErasure(
    { arrival }: Reading,
    { erasedBy, met }: Tally,
    failures: readonly Entry<FailureFact>[],
  ): Statement[] {
    const by = erasedBy ?? takenDown.amongItems(met);
    return by === null ? [] : arrivalErasure(arrival, failures, by);
  }

  async function failuresKept(
    { arrival }: Reading,
    { failures }: Tally,
  ): Promise<readonly Entry<FailureFact>[]> {
    return failures === 0 ? [] : reader.failuresOf(arrival.seq);
  }

  async function keepFailures(
    failures: readonly ParseFailure[],
    reading: Reading,
    { failed, erasedBy }: Tally,
  ): Promise<void> {
    const { arrival, source } = reading;
    reading.known ??= new Set(
      (await reader.failuresOf(arrival.seq)).map((entry) => JSON.stringify(entry.fact.failure)),
    );
    const { known } = reading;
    const facts = failures
      .filter((failure) => !known.has(JSON.stringify(failure)))
      .map((failure): FailureFact => ({ type: 'failure', source: source.id, arrival: arrival.seq, failure }))
      .map((fact) => (erasedBy === null ? fact : erasedFailure(fact)));
    if (facts.length === 0) return;
    const entries = await writer.append(facts);
    failed.push(...entries.filter(isFact('failure')).slice(0, RECEIPT_ITEMS - failed.length));
  }

  /**
   * @param end the fact that closes the reading, with its last items.
   * @param isLast true for the last items of the arrival.
   */
  async function decideOn(
    items: readonly ReadItem[],
    reading: Reading & { readonly charset: string | null },
    end: readonly ParsedFact[],
    isLast: boolean,
    tally: Tally,
  ): Promise<void> {
    const before = await readStates(
      db,
      items.map((item) => item.id),
    );
    const listed = new Set(tally.ids.slice(0, RECEIPT_ITEMS));
    for (const [id, state] of before) if (listed.has(id)) tally.states.set(id, state);
    const fresh = items.filter((item) => !isKnown(item, before.get(item.id)));
    const standing = await standingVersions(fresh, before);
    const failures = isLast ? await failuresKept(reading, tally) : [];
    for (const item of items) tally.erasedBy ??= takenDown.under(item);
    const erasure = isLast ? endErasure(reading, tally, failures) : [];
    if (fresh.length === 0 && end.length === 0 && erasure.length === 0) return;
    // From here to `append` nothing is awaited: the sequence numbers foreseen are the ones given.
    const { facts, words } = decisionsOn(fresh, before, reading);
    await writer.append([...facts, ...end], (entries) => {
      const projections = [...new Set(fresh.map((item) => item.id))].map((id) => {
        const known = standing.get(id);
        const own = entriesOfItem(entries, id);
        const projection = projectionOf(before.get(id) ?? null, own, '', known === undefined ? [] : [known]);
        if (listed.has(id)) tally.states.set(id, projection.after);
        const indexed = projection.shown ?? projection.current;
        return { ...projection, words: words.get(indexed.seq) ?? '' };
      });
      const fetched = { transport: reading.arrival.fact.transport, charset: reading.charset };
      return {
        statements: [...projections.flatMap((projection) => project(projection, db.dialect)), ...erasure],
        acts: projections.flatMap((projection) => publicAct(projection, fetched, now())),
      };
    });
  }

  /** Versions and decisions, with the folded words by the version's number. Of two versions of one item the second is decided on knowing the first. */
  function decisionsOn(
    items: readonly ReadItem[],
    before: ReadonlyMap<ItemId, ItemState>,
    reading: Reading,
  ): { readonly facts: readonly Fact[]; readonly words: ReadonlyMap<Seq, string> } {
    const states = new Map(before);
    const facts: Fact[] = [];
    const words = new Map<Seq, string>();
    const time = new Date(now()).toISOString();
    for (const item of items) {
      const state = states.get(item.id);
      if (isKnown(item, state)) continue;
      const at = seq(writer.nextSeq() + facts.length);
      const erasedBy = takenDown.under(item);
      const read = versionFact(item, state ?? null, reading);
      const version = erasedBy === null ? read : erasedVersion(read, erasedBy);
      const decision = decisionFact(item, version, at, state ?? null, reading.source);
      facts.push(version, decision);
      words.set(at, erasedBy === null ? item.words : '');
      const known = nextState(state ?? null, { seq: at, at: time, fact: version });
      states.set(item.id, nextState(known, { seq: seq(at + 1), at: time, fact: decision }));
    }
    return { facts, words };
  }

  /** The versions that the decisions in force are about: they stay current when what comes in is a late older one. */
  async function standingVersions(
    items: readonly ReadItem[],
    states: ReadonlyMap<ItemId, ItemState>,
  ): Promise<ReadonlyMap<ItemId, Entry<VersionFact>>> {
    const at = items.flatMap(({ id }) => states.get(id)?.decision?.version ?? []);
    const entries = (await reader.entries(at)).filter(isFact('version'));
    return new Map(entries.map((entry) => [entry.fact.item, entry]));
  }

  function decisionFact(
    item: ReadItem,
    version: VersionFact,
    at: Seq,
    state: ItemState | null,
    source: Source,
  ): DecisionFact {
    const question = {
      item: item.id,
      parsed: item.parsed,
      seq: at,
      arrival: version.arrival,
      supersedes: version.supersedes,
      state,
      source,
      sections,
      now: new Date(now()).toISOString(),
      beyondFirstRun: item.beyondFirstRun,
      erased: version.erasedBy !== undefined,
      logTrouble: logTrouble(),
    };
    return {
      type: 'decision',
      source: source.id,
      item: item.id,
      version: at,
      ...decide(question),
      by: 'rules',
      config: configs.get(source.id) ?? null,
    };
  }

  /** The receipt of an arrival that had come before. */
  async function receiptOf(arrival: ArrivalId): Promise<Receipt> {
    const parsed = (await reader.parsed(arrival))?.fact;
    const { itemIds: ids = [], items = 0, failures = 0 } = parsed ?? {};
    const states = await readStates(db, ids.slice(0, RECEIPT_ITEMS));
    const failed = failures > 0 ? await reader.failuresOf(arrival, RECEIPT_ITEMS) : [];
    return receiptFrom({ arrival, new: false, ids, items, failures, states, failed });
  }

  function receiptFrom({ arrival, new: isNew, ids, items, failures, states, failed }: Received): Receipt {
    return {
      arrival,
      new: isNew,
      items: ids.slice(0, RECEIPT_ITEMS).flatMap((item) => receiptItem(states.get(item), siteUrl)),
      itemCount: items,
      failureCount: failures,
      failures: failed.map(({ seq: quarantine, fact }) => ({
        id: quarantine,
        code: fact.failure.code,
        message: fact.failure.message,
      })),
    };
  }
}

/** An arrival on its way through the parser. `again`: it was read before, by an earlier parser. */
interface Reading {
  readonly arrival: Entry<ArrivalFact>;
  readonly source: Source;
  readonly again: boolean;
  /** Failures of the arrival that were kept before this reading; asked for when the first comes up. */
  known: ReadonlySet<string> | null;
}

/** What an arrival has brought so far. */
interface Tally {
  items: number;
  failures: number;
  readonly ids: ItemId[];
  /** Where the items stand that a receipt lists, and the failures it lists: read back, they would cost a push three more queries. */
  readonly states: Map<ItemId, ItemState>;
  readonly failed: Entry<FailureFact>[];
  /** Every item met, also those that a receipt does not list. */
  readonly met: Set<ItemId>;
  /** The takedown that a story in it falls under. */
  erasedBy: Seq | null;
}

interface Received extends Pick<Readonly<Tally>, 'items' | 'failures'> {
  readonly arrival: ArrivalId;
  readonly new: boolean;
  readonly ids: readonly ItemId[];
  readonly states: ReadonlyMap<ItemId, ItemState>;
  readonly failed: readonly Entry<FailureFact>[];
}

const arrivalKey = (fact: Pick<ArrivalFact, 'source' | 'sha256' | 'guid' | 'version'>): string =>
  `${fact.source} ${fact.sha256} ${identityOf(fact)}`;

/** Same bytes read again, or the same version in another arrival: the digest of what was parsed tells. */
function isKnown(item: ReadItem, state: ItemState | undefined): boolean {
  return state?.versions.some((version) => version.digest === item.digest) ?? false;
}

function versionFact(
  item: ReadItem,
  state: ItemState | null,
  { arrival, source, again }: Reading,
): VersionFact {
  return {
    type: 'version',
    source: source.id,
    arrival: arrival.seq,
    item: item.id,
    receivedAt: arrival.at,
    arrivalSha256: arrival.fact.sha256,
    digest: item.digest,
    parsed: item.parsed,
    supersedes: again
      ? (state?.versions.findLast((version) => version.arrival === arrival.seq)?.seq ?? null)
      : null,
  };
}

function receiptItem(state: ItemState | undefined, siteUrl: string): ReceiptItem[] {
  // What was decided on this arrival's version, also where that changed nothing.
  const decision = state?.aside ?? state?.decision;
  if (state === undefined || decision === undefined || decision === null) return [];
  const isTakenDown = state.takenDown !== undefined;
  return [
    {
      id: state.item,
      guid: state.guid,
      version: state.versions.find((version) => version.seq === decision.version)?.version ?? null,
      decision: isTakenDown ? 'hold' : decision.action,
      reasons: isTakenDown ? [TAKEN_DOWN] : decision.reasons,
      url: state.shows === null || state.path === null ? null : `${siteUrl}${state.path}`,
    },
  ];
}

/** Ends the arrival's being pending, in the transaction that it is written in. */
function parsedFact(summary: ParseSummary, { arrival, source }: Reading, tally: Tally): ParsedFact {
  return {
    type: 'parsed',
    source: source.id,
    arrival: arrival.seq,
    format: summary.format,
    charset: summary.charset,
    feed: summary.feed,
    items: tally.items,
    failures: tally.failures,
    itemIds: tally.ids,
  };
}

const NOTHING_READ: ParseSummary = { format: null, charset: null, feed: null };

const stopped = ({ code, message }: StetError): ReadStep => ({
  type: 'failure',
  failure: { code, message, line: null, column: null, offset: null, index: null },
});

function* readHere(bytes: Uint8Array, read: ReadOptions): Generator<ReadChunk, void> {
  const reading = readArrival(bytes, read);
  for (let steps: ReadStep[] = []; ; ) {
    const step = reading.next();
    if (step.done === true) {
      yield { steps, summary: step.value };
      return;
    }
    steps.push(step.value);
    if (steps.length < STEPS_HERE) continue;
    yield { steps, summary: null };
    steps = [];
  }
}

function readOptions({ arrival, source }: Reading): ReadOptions {
  const context: ParseContext = {
    format: source.format,
    provider: source.provider,
    timezone: source.timezone,
    language: source.language,
    charset: source.charset,
    emptyEmbargo: source.emptyEmbargo,
    conventions: source.conventions,
    contentType: arrival.fact.contentType,
    baseUrl: arrival.fact.baseUrl,
    receivedAt: arrival.at,
    guid: arrival.fact.guid,
    version: arrival.fact.version,
    limits: source.limits,
  };
  return {
    context,
    hotlinkImages: source.hotlinkImages,
    newest: arrival.fact.first ? source.firstRun : null,
  };
}

async function hashInTurns(bytes: Uint8Array): Promise<Sha256> {
  if (bytes.length <= HASH_SLICE) return sha256(bytes);
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += HASH_SLICE) {
    hash.update(bytes.subarray(at, at + HASH_SLICE));
    await nextTurn();
  }
  return sha256Hex(hash.digest('hex'));
}
