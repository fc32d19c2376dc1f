// The only room that writes facts. Imported by flows and app, by nobody else.

import { promisify } from 'node:util';
import { zstdCompress, zstdCompressSync } from 'node:zlib';
import type { LeafDraft } from '../log/sequence.ts';
import type { ArrivalFact, Entry, Fact } from '../model/facts.ts';
import { type ArrivalId, type Seq, type Sha256, seq } from '../model/ids.ts';
import type { Database, Statement } from './database.ts';
import { entryStatement, identityOf } from './entries.ts';
import { type LedgerReader, PART } from './reader.ts';

const zstd = promisify(zstdCompress);

/** Bytes from which compression is worth its time: a single story is packed for more than its parsing costs. */
const COMPRESS_FROM = 16 * 1024;
/** Below this a story is packed at once (0.1 ms for 6 KB): handing it to zlib's threads costs eight times what the packing does. */
const PACK_HERE_BELOW = 64 * 1024;

/** What follows from facts, and becomes durable with them. */
export interface Consequences {
  /** The views. */
  readonly statements: readonly Statement[];
  /** What the public sees happen: the log's. */
  readonly acts: readonly LeafDraft[];
}

const NOTHING: Consequences = { statements: [], acts: [] };

export interface LedgerWriter {
  /**
   * Stores an arrival and its bytes. When the promise resolves both are durable, fully persisted, and the arrival is pending.
   * A crash at any moment leaves the arrival whole or absent; parts of its bytes may be left without one, which harms nothing.
   * @throws {StetError} `store-full`, `store-failed`: nothing was kept.
   */
  appendArrival(fact: ArrivalFact, bytes: Uint8Array): Promise<Entry<ArrivalFact>>;
  /**
   * Appends facts with what follows from them, as one transaction.
   * @param follows is given the entries with their sequence numbers.
   */
  append(facts: readonly Fact[], follows?: (entries: readonly Entry[]) => Consequences): Promise<Entry[]>;
  /** Sequence number that the next fact will have; facts of one `append` get consecutive numbers. */
  nextSeq(): Seq;
  /** Calls the listener after each commit with what was committed, in order. Returns the way to stop. */
  subscribe(listener: (entry: Entry) => void): () => void;
}

/** @param now milliseconds since 1970, for the time of writing that each entry carries. */
export async function openWriter(
  db: Database,
  reader: LedgerReader,
  now: () => number,
): Promise<LedgerWriter> {
  let last = await reader.lastSeq();
  const listeners = new Set<(entry: Entry) => void>();

  return {
    async appendArrival(fact, bytes) {
      const parts = await partStatements(fact.sha256, bytes);
      // Large arrivals write their bytes first: the key and the entry come in the last transaction, with the last part.
      for (const part of parts.slice(0, -1)) await db.transact([part]);
      const [entry] = number([fact]);
      if (entry === undefined) throw new Error('unreachable: one fact gives one entry');
      await commit(
        [entry],
        [
          ...parts.slice(-1),
          {
            sql: 'INSERT INTO arrival_key (source, sha256, identity, arrival) VALUES (?, ?, ?, ?)',
            params: [fact.source, fact.sha256, identityOf(fact), entry.seq],
          },
          { sql: 'INSERT INTO pending (arrival) VALUES (?)', params: [entry.seq] },
        ],
      );
      return entry;
    },
    async append(facts, follows) {
      const entries = number(facts);
      const { statements, acts } = follows?.(entries) ?? NOTHING;
      await commit(entries, [...statements, ...entries.flatMap(endOfPending)], acts);
      return entries;
    },
    nextSeq: () => seq(last + 1),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function number<F extends Fact>(facts: readonly F[]): Entry<F>[] {
    const at = new Date(now()).toISOString();
    return facts.map((fact) => ({ seq: seq(++last), at, fact }));
  }

  // Numbers are given in the order of the calls and transactions run in that order, so readers see them grow. A transaction that
  // fails leaves a gap, which means nothing.
  async function commit(
    entries: readonly Entry[],
    also: readonly Statement[],
    acts: readonly LeafDraft[] = [],
  ): Promise<void> {
    try {
      await db.transact([...entries.map(entryStatement), ...also], acts);
    } catch (error) {
      if (!(await areDurable(entries))) throw error;
    }
    for (const entry of entries) for (const listener of listeners) listener(entry);
  }

  /**
   * After a failure that may have come between the commit and its answer: a lost connection leaves all or nothing. Whoever listens must be
   * told of what the public can see by now, and the sender must not be told otherwise.
   */
  async function areDurable(entries: readonly Entry[]): Promise<boolean> {
    try {
      // A new connection gets the lock only when the lost one and its transaction have ended.
      await db.transact([]);
      // Another process may have written while this one had lost the lock.
      const written = await reader.lastSeq();
      last = Math.max(last, written);
      const kept = await reader.entries(entries.map((entry) => entry.seq));
      return entries.length > 0 && JSON.stringify(kept) === JSON.stringify(entries);
    } catch {
      return false;
    }
  }
}

function endOfPending(entry: Entry): Statement[] {
  if (entry.fact.type !== 'parsed') return [];
  const arrival: ArrivalId = entry.fact.arrival;
  return [{ sql: 'DELETE FROM pending WHERE arrival = ?', params: [arrival] }];
}

async function partStatements(digest: Sha256, bytes: Uint8Array): Promise<Statement[]> {
  const statements: Statement[] = [];
  for (let part = 0; part === 0 || part * PART < bytes.length; part++) {
    const body = bytes.slice(part * PART, (part + 1) * PART);
    const packed = await pack(body);
    const codec = packed.length < body.length ? 'zstd' : 'raw';
    statements.push({
      sql: 'INSERT INTO bytes (sha256, part, codec, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      params: [digest, part, codec, codec === 'zstd' ? packed : body],
    });
  }
  return statements;
}

async function pack(body: Uint8Array): Promise<Uint8Array> {
  if (body.length < COMPRESS_FROM) return body;
  return body.length < PACK_HERE_BELOW ? zstdCompressSync(body) : zstd(body);
}
