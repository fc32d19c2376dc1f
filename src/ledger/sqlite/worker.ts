// The thread that waits for the disk. It owns one connection: the writing one, or a reading one for long searches.

import { parentPort, workerData } from 'node:worker_threads';
import { type Connection, openConnection, type Synchronous } from './connection.ts';
import type { WorkerAnswer, WorkerRequest } from './messages.ts';

const { path, readOnly, synchronous } = workerData as {
  path: string;
  readOnly: boolean;
  synchronous: Synchronous;
};

if (parentPort === null) throw new Error('sqlite/worker.ts runs only as a worker thread');
const port = parentPort;
const connection: Connection = openConnection(path, { readOnly, synchronous });

port.on('message', (request: WorkerRequest) => {
  const answer = handle(request);
  port.postMessage(answer);
  if (request.type === 'close') port.close();
});

function handle(request: WorkerRequest): WorkerAnswer {
  try {
    switch (request.type) {
      case 'commit':
        connection.commit(request.statements);
        return { id: request.id, ok: true, rows: [] };
      case 'query':
        return { id: request.id, ok: true, rows: connection.all(request.sql, request.params) };
      case 'close':
        connection.close();
        return { id: request.id, ok: true, rows: [] };
    }
  } catch (error) {
    const { message, errcode } = error as { message: string; errcode?: number };
    return { id: request.id, ok: false, message, errcode: errcode ?? null };
  }
}
