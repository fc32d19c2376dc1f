// One file, told whole: read it, hand its bytes over, put it away. It stays in the folder until its bytes are durable in
// the ledger or it stands in failed/ with the reason beside it.

import type { Receipt, Receive } from '../../model/delivery.ts';
import { StetError } from '../../model/errors.ts';
import type { SourceId } from '../../model/ids.ts';
import { isoTime } from '../clock.ts';
import type { FileRead } from './disk.ts';
import { systemCode } from './error-code.ts';
import { displayName } from './names.ts';
import {
  type PutAway,
  type PutAwayEnvironment,
  putFailed,
  putProcessed,
  type SettledFile,
} from './put-away.ts';
import type { StillFile } from './stillness.ts';

export interface TakeEnvironment extends PutAwayEnvironment {
  readonly source: SourceId;
  readonly receive: Receive;
  /** How often a file is tried before it goes to `failed/`. */
  readonly fileAttempts: number;
}

/** The order of deliveries: wait for the turn, and pass it on once the bytes have been handed over. */
export interface Turn {
  readonly mine: Promise<void>;
  pass(): void;
}

/** What came of a file. `error` says what to tell people. */
export type Taken =
  | { readonly type: 'processed'; readonly receipt: Receipt }
  | { readonly type: 'failed'; readonly receipt: Receipt | null; readonly error: StetError }
  /** Changed, replaced or gone meanwhile: nothing to say, the next look sees. */
  | { readonly type: 'changed'; readonly receipt: Receipt | null }
  /** Still there, to be tried again later. */
  | { readonly type: 'postponed'; readonly receipt: Receipt | null; readonly error: StetError }
  /** The store takes nothing now: no use trying other files. */
  | { readonly type: 'store-closed'; readonly error: StetError };

/** Never rejects for what a file, a disk or a receiver does wrong. */
export async function takeFile(file: StillFile, turn: Turn, environment: TakeEnvironment): Promise<Taken> {
  let read: FileRead;
  try {
    read = await environment.disk.read(environment.folder, file.name, environment.maxBytes);
  } catch (error) {
    return giveUpOrPostpone({ ...file, bytes: null, readable: false }, unreadable(file, error), environment);
  }
  switch (read.type) {
    case 'gone':
    case 'changed':
      return { type: 'changed', receipt: null };
    case 'too-large':
      return fail(
        { ...file, stamp: read.stamp, bytes: null, readable: true },
        tooLarge(file, environment.maxBytes),
        null,
        environment,
      );
    case 'bytes':
      if (read.bytes.length === 0) {
        const error = new StetError('file-empty', `${displayName(file.name)} is empty`);
        return fail({ ...file, stamp: read.stamp, bytes: null, readable: true }, error, null, environment);
      }
      await turn.mine;
      return deliver(
        file,
        { ...file, stamp: read.stamp, bytes: read.bytes, readable: true },
        turn,
        environment,
      );
  }
}

async function deliver(
  file: StillFile,
  settled: SettledFile & { readonly bytes: Uint8Array },
  turn: Turn,
  environment: TakeEnvironment,
): Promise<Taken> {
  let receipt: Receipt;
  try {
    const delivery = environment.receive({
      source: environment.source,
      bytes: settled.bytes,
      transport: 'folder',
      contentType: null,
      origin: displayName(file.name),
      baseUrl: null,
      guid: null,
      version: null,
    });
    turn.pass();
    receipt = await delivery;
  } catch (error) {
    if (error instanceof StetError && (error.code === 'store-full' || error.code === 'store-failed')) {
      return { type: 'store-closed', error };
    }
    if (error instanceof StetError && error.code === 'too-large')
      return fail(settled, error, null, environment);
    return giveUpOrPostpone({ ...file, ...settled }, notTaken(file, error), environment);
  }
  if (receipt.failures.length > 0) return fail(settled, notUnderstood(file, receipt), receipt, environment);
  return putAway(file, receipt, () => putProcessed(settled, environment), { type: 'processed', receipt });
}

/** A file that could not be read may be readable in a moment: locked, or on a drive that hiccups. */
async function giveUpOrPostpone(
  file: StillFile & SettledFile,
  error: StetError,
  environment: TakeEnvironment,
): Promise<Taken> {
  if (file.attempts + 1 < environment.fileAttempts) return { type: 'postponed', receipt: null, error };
  return fail(file, error, null, environment);
}

async function fail(
  settled: SettledFile,
  error: StetError,
  receipt: Receipt | null,
  environment: TakeEnvironment,
): Promise<Taken> {
  const note = noteText(settled, error, receipt, environment);
  return putAway(settled, receipt, () => putFailed(settled, note, environment), {
    type: 'failed',
    receipt,
    error,
  });
}

async function putAway(
  file: Pick<StillFile, 'name'>,
  receipt: Receipt | null,
  move: () => Promise<PutAway>,
  done: Taken,
): Promise<Taken> {
  try {
    return (await move()) === 'moved' ? done : { type: 'changed', receipt };
  } catch (error) {
    const message = `${displayName(file.name)} could not be moved out of the folder (${systemCode(error) ?? 'no code given'})`;
    return {
      type: 'postponed',
      receipt,
      error: new StetError('move-failed', message, { cause: systemCode(error) }),
    };
  }
}

function noteText(
  settled: SettledFile,
  error: StetError,
  receipt: Receipt | null,
  { now, source }: TakeEnvironment,
): string {
  const note = {
    file: displayName(settled.name),
    source,
    at: isoTime(now()),
    code: error.code,
    message: error.message,
    // The arrival, when the bytes are in the ledger all the same.
    arrival: receipt?.arrival ?? null,
    failures: receipt?.failures ?? [],
  };
  return `${JSON.stringify(note, null, 2)}\n`;
}

const tooLarge = (file: StillFile, limit: number): StetError =>
  new StetError(
    'too-large',
    `${displayName(file.name)} has ${file.stamp.size} bytes; ${limit} are allowed for this source`,
    { limit },
  );

const unreadable = (file: StillFile, error: unknown): StetError =>
  new StetError(
    'file-unreadable',
    `${displayName(file.name)} can't be read (${systemCode(error) ?? 'no code given'})`,
    {
      cause: systemCode(error),
    },
  );

const notTaken = (file: StillFile, error: unknown): StetError =>
  error instanceof StetError
    ? error
    : new StetError(
        'delivery-failed',
        `${displayName(file.name)} could not be taken in for a reason inside Stet`,
        {
          cause: error instanceof Error ? error.message : null,
        },
      );

function notUnderstood(file: StillFile, { failures, failureCount }: Receipt): StetError {
  const first = failures[0];
  const more = failureCount > 1 ? ` and ${failureCount - 1} more` : '';
  return new StetError(
    first?.code ?? 'not-understood',
    `${displayName(file.name)}: ${first?.message ?? 'not understood'}${more}`,
    { failures: failureCount },
  );
}
