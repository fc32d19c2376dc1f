// The thread that waits for the disk. It owns one connection: the writing one, or a reading one for long searches.

import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Signer } from '../../log/note.ts';
import type { LeafDraft } from '../../log/sequence.ts';
import { StetError } from '../../model/errors.ts';
import type { Statement } from '../database.ts';
import { appendQueries, appendStatements, signersOf } from '../log-append.ts';
import { waitingStatement } from '../log-tables.ts';
import { type Connection, openConnection, type Synchronous } from './connection.ts';
import type { LogClosed, WorkerAnswer, WorkerRequest } from './messages.ts';

type CommitRequest = Extract<WorkerRequest, { readonly type: 'commit' }>;

/** Most statements in one group: bounds the time that a small transaction waits behind large ones. */
const GROUP_STATEMENTS = 500;

const { path, readOnly, synchronous } = workerData as {
  path: string;
  readOnly: boolean;
  synchronous: Synchronous;
};

if (parentPort === null) throw new Error('sqlite/worker.ts runs only as a worker thread');
const port: MessagePort = parentPort;
const connection: Connection = openConnection(path, { readOnly, synchronous });
/** Who signs the public log; empty while it is closed. */
let signers: readonly Signer[] = [];

port.on('message', (first: WorkerRequest) => {
  for (let next: WorkerRequest | null = first; next !== null; ) {
    if (next.type === 'commit') next = commitGroup(next);
    else {
      answer(next);
      next = nextRequest();
    }
  }
});

/** What was asked for while this thread was busy. */
function nextRequest(): WorkerRequest | null {
  const received = receiveMessageOnPort(port);
  // Only database.ts writes to this port.
  return received === undefined ? null : (received.message as WorkerRequest);
}

/**
 * Commits what has come in meanwhile together with the first, since one flush of the disk costs the same for one or for fifty. Order is the
 * order of the calls.
 * @returns the request that is next, and was not part of the group.
 */
function commitGroup(first: CommitRequest): WorkerRequest | null {
  const group = [first];
  let statements = first.statements.length;
  let next = nextRequest();
  while (next?.type === 'commit' && statements + next.statements.length <= GROUP_STATEMENTS) {
    group.push(next);
    statements += next.statements.length;
    next = nextRequest();
  }
  for (const told of commitAll(group)) port.postMessage(told);
  return next;
}

function commitAll(group: readonly CommitRequest[]): WorkerAnswer[] {
  const all: readonly Statement[] = group.flatMap((member) => member.statements);
  const acts = group.flatMap((member) => member.acts);
  try {
    connection.commit(all, () => logStatements(acts));
    return group.map(({ id }) => ({ id, ok: true, rows: [] }));
  } catch (error) {
    // One bad transaction must not take its neighbours with it: nothing was committed, so each is tried alone.
    return group.length === 1
      ? group.map(({ id }) => failed(id, error))
      : group.flatMap((member) => commitAll([member]));
  }
}

/** Within the transaction. A log that is broken closes, and what it should have told waits: it must not keep a kill from the page. */
function logStatements(acts: readonly LeafDraft[]): readonly Statement[] {
  if (acts.length === 0) return [];
  if (signers.length === 0) return acts.map(waitingStatement);
  try {
    const answers = appendQueries(acts).map(({ sql, params }) => connection.all(sql, params));
    return appendStatements(signers, acts, answers);
  } catch (error) {
    if (!(error instanceof StetError) || error.code !== 'log-broken') throw error;
    signers = [];
    port.postMessage({ id: null, trouble: error.message } satisfies LogClosed);
    return acts.map(waitingStatement);
  }
}

function answer(request: Exclude<WorkerRequest, CommitRequest>): void {
  try {
    switch (request.type) {
      case 'query':
        port.postMessage({ id: request.id, ok: true, rows: connection.all(request.sql, request.params) });
        return;
      case 'open-log':
        signers = signersOf(request.keys);
        port.postMessage({ id: request.id, ok: true, rows: [] });
        return;
      case 'purge':
        connection.purge();
        port.postMessage({ id: request.id, ok: true, rows: [] });
        return;
      case 'close':
        connection.close();
        port.postMessage({ id: request.id, ok: true, rows: [] });
        port.close();
        return;
    }
  } catch (error) {
    port.postMessage(failed(request.id, error));
  }
}

function failed(id: number, error: unknown): WorkerAnswer {
  const { message, errcode } = error as { message: string; errcode?: number };
  return { id, ok: false, message, errcode: errcode ?? null };
}
