// The reading thread's side of `read-thread.ts`.

import { parentPort } from 'node:worker_threads';
import type { ParseSummary } from '../model/parse-result.ts';
import { type ReadStep, readArrival } from './read-arrival.ts';
import type { ReadAnswer, ReadRequest } from './read-thread.ts';

/** Items and characters of text in one message: small enough for the main thread to take between two frames. */
const STEPS = 25;
const TEXT = 256 * 1024;

const open = new Map<number, Generator<ReadStep, ParseSummary>>();

if (parentPort === null) throw new Error('read-worker.ts runs only as a worker thread');
const port = parentPort;

port.on('message', (request: ReadRequest) => {
  if (request.type === 'leave') open.delete(request.id);
  else port.postMessage(answer(request));
});

function answer(request: Exclude<ReadRequest, { type: 'leave' }>): ReadAnswer {
  try {
    if (request.type === 'open') open.set(request.id, readArrival(request.bytes, request.options));
    const reading = open.get(request.id);
    if (reading === undefined) return { id: request.id, error: 'nothing is being read under that number' };
    return take(request.id, reading);
  } catch (error) {
    open.delete(request.id);
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
}

function take(id: number, reading: Generator<ReadStep, ParseSummary>): ReadAnswer {
  const steps: ReadStep[] = [];
  let text = 0;
  while (steps.length < STEPS && text < TEXT) {
    const step = reading.next();
    if (step.done === true) {
      open.delete(id);
      return { id, steps, summary: step.value };
    }
    steps.push(step.value);
    if (step.value.type === 'item') text += step.value.parsed.text.length;
  }
  return { id, steps, summary: null };
}
