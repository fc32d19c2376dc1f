// SQLite as a Database: short reads on the calling thread (microseconds), commits on a thread of their own (they wait for the
// disk), long searches on another.

import { Worker } from 'node:worker_threads';
import { StetError } from '../../model/errors.ts';
import type { Database, SqlRow } from '../database.ts';
import { openConnection, type Synchronous } from './connection.ts';
import type { LogClosed, WorkerAnswer, WorkerRequest } from './messages.ts';

type Unnumbered = WorkerRequest extends infer R ? (R extends WorkerRequest ? Omit<R, 'id'> : never) : never;

interface Thread {
  ask(request: Unnumbered): Promise<SqlRow[]>;
  onLogClosed(listener: (trouble: string) => void): void;
  end(): Promise<void>;
}

/** @throws {StetError} `store-failed` when the file is no database or can't be opened. */
export async function openSqlite(path: string, synchronous: Synchronous = 'FULL'): Promise<Database> {
  const writer = startThread(path, false, synchronous);
  // The writer makes the file and its WAL; the readers can open it only after that.
  await writer.ask({ type: 'query', sql: 'SELECT count(*) AS n FROM sqlite_schema', params: [] });
  const searcher = startThread(path, true, synchronous);
  const reader = openConnection(path, { readOnly: true, synchronous });

  return {
    dialect: 'sqlite',
    async query(sql, params = [], options = {}) {
      if (options.long === true) return searcher.ask({ type: 'query', sql, params });
      try {
        return reader.all(sql, params);
      } catch (error) {
        throw storeError(error instanceof Error ? error.message : String(error), null);
      }
    },
    async transact(statements, acts = []) {
      // The writing thread groups what it finds waiting.
      await writer.ask({ type: 'commit', statements, acts });
    },
    async openLog(keys, closed) {
      writer.onLogClosed(closed);
      await writer.ask({ type: 'open-log', keys });
    },
    async purge() {
      await writer.ask({ type: 'purge' });
    },
    async close() {
      reader.close();
      await Promise.all([writer.end(), searcher.end()]);
    },
  };
}

/** What passes through these threads is soon garbage; left to itself, each would keep three times 16 MiB for it. */
const YOUNG_MIB = 8;

function startThread(path: string, readOnly: boolean, synchronous: Synchronous): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { path, readOnly, synchronous },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  const waiting = new Map<number, { resolve: (rows: SqlRow[]) => void; reject: (error: unknown) => void }>();
  let lastId = 0;
  let dead: StetError | null = null;
  let logClosed: (trouble: string) => void = () => undefined;

  worker.on('message', (answer: WorkerAnswer | LogClosed) => {
    if (answer.id === null) {
      logClosed(answer.trouble);
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) asked?.resolve(answer.rows);
    else asked?.reject(storeError(answer.message, answer.errcode));
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', (error) => fail(storeError(error.message, null)));
  worker.on('exit', () => fail(storeError('the database thread has ended', null)));
  worker.unref();

  function fail(error: StetError): void {
    dead ??= error;
    for (const asked of waiting.values()) asked.reject(dead);
    waiting.clear();
  }

  const ask = (request: Unnumbered): Promise<SqlRow[]> =>
    new Promise((resolve, reject) => {
      if (dead !== null) {
        reject(dead);
        return;
      }
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...request, id });
    });

  return {
    ask,
    onLogClosed(listener) {
      logClosed = listener;
    },
    async end() {
      if (dead !== null) return;
      await ask({ type: 'close' });
      await worker.terminate();
    },
  };
}

/** SQLITE_FULL; the extended codes keep it in the low byte. */
const SQLITE_FULL = 13;
/** SQLITE_IOERR_WRITE and _FSYNC: what a full disk looks like from some file systems. */
const FULL_TOO = new Set([778, 1034]);

function storeError(message: string, errcode: number | null): StetError {
  const full = errcode !== null && ((errcode & 0xff) === SQLITE_FULL || FULL_TOO.has(errcode));
  return full
    ? new StetError(
        'store-full',
        `The disk that holds the database is full (${message}). Free some space; nothing acknowledged was lost.`,
        { errcode },
      )
    : new StetError('store-failed', `The database refused: ${message}`, { errcode });
}
