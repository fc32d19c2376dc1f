// A witness (C2SP tlog-witness): signs a log's checkpoint beside the log, after it has checked that the log only ever grew since the last
// one it signed. It never signs two roots for one size, nor a smaller log after a larger one, whatever it is sent and whenever it stops.

import { fromHex, toHex } from '../log/bytes.ts';
import { type Checkpoint, cosign, openCheckpoint, parseCheckpoint } from '../log/checkpoint.ts';
import type { LogCrypto } from '../log/crypto.ts';
import { emptyRoot, verifyConsistency } from '../log/merkle.ts';
import {
  formatNote,
  type NoteSignature,
  parseNote,
  type Signer,
  signaturesOf,
  type Verifier,
} from '../log/note.ts';
import { type AddCheckpoint, formatCosignatures, parseAddCheckpoint } from '../log/witness.ts';
import { StetError } from '../model/errors.ts';
import type { SeenCheckpoint, WitnessMemory } from './witness-memory.ts';

export interface WitnessOptions {
  readonly crypto: LogCrypto;
  readonly signer: Signer;
  /** By origin, the keys that may sign for that log. */
  readonly logs: ReadonlyMap<string, readonly Verifier[]>;
  readonly memory: WitnessMemory;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of a checkpoint that the log has signed and that does not follow from what it had signed before: both notes are the evidence. */
  readonly misbehaved: (error: StetError, seen: string | null, shown: string) => void;
}

export interface Witness {
  /**
   * One `add-checkpoint` request. What is cosigned is durable when this returns.
   *
   * @returns the body of the answer 200.
   * @throws {StetError} with the codes of `WITNESS_STATUS`, in the order of the specification's checks.
   */
  addCheckpoint(body: string): string;
  /** The latest note of a log that was cosigned; `null` before. */
  latest(origin: string): string | null;
}

/** What each refusal is answered with (tlog-witness, add-checkpoint). */
export const WITNESS_STATUS: Readonly<Record<string, 400 | 403 | 404 | 409 | 422>> = {
  'log-request-wrong': 400,
  'log-note-wrong': 400,
  'log-checkpoint-wrong': 400,
  'witness-log-unknown': 404,
  'log-signature-missing': 403,
  'log-signature-wrong': 403,
  'witness-old-size-wrong': 400,
  'witness-size-conflict': 409,
  'witness-root-conflict': 409,
  'log-consistency-wrong': 422,
};

export function openWitness(options: WitnessOptions): Witness {
  const { crypto, signer, logs, memory, now, misbehaved } = options;
  return {
    addCheckpoint(body) {
      const request = parseAddCheckpoint(body);
      const { origin } = parseCheckpoint(parseNote(request.checkpoint).text);
      const verifiers = logs.get(origin);
      if (verifiers === undefined) throw unknown(origin);
      const { checkpoint, verified } = openCheckpoint(crypto, request.checkpoint, { origin, verifiers });
      if (request.oldSize > checkpoint.size) throw oldSizeWrong(request.oldSize, checkpoint.size);
      return advance(request, checkpoint, verified);
    },
    latest: (origin) => memory.of(origin)?.note ?? null,
  };

  /**
   * All in one go: between the comparison with the last checkpoint and the moment the new one is durable no other request may come, or it could
   * set the witness back (tlog-witness, add-checkpoint, the race at its end). So nothing here may wait for anything but the disk.
   */
  function advance(request: AddCheckpoint, checkpoint: Checkpoint, verified: readonly Verifier[]): string {
    const { origin, size } = checkpoint;
    const last = memory.of(origin);
    if (request.oldSize !== (last?.size ?? 0)) throw sizeConflict(last?.size ?? 0);
    try {
      checkGrowth(crypto, last, request, checkpoint);
    } catch (error) {
      if (error instanceof StetError) misbehaved(error, last?.note ?? null, request.checkpoint);
      throw error;
    }
    const signature = cosign(crypto, request.checkpoint, signer, Math.floor(now() / 1000));
    if (last === null || size > last.size) {
      const note = noteToKeep(request.checkpoint, verified, signature);
      memory.keep(origin, { size, root: toHex(checkpoint.root), note });
    }
    return formatCosignatures([signature]);
  }
}

/** @throws {StetError} `witness-root-conflict`, `log-consistency-wrong` */
function checkGrowth(
  crypto: LogCrypto,
  last: SeenCheckpoint | null,
  { proof }: AddCheckpoint,
  { size, root }: Checkpoint,
): void {
  if (last !== null && size === last.size && toHex(root) !== last.root) {
    throw new StetError('witness-root-conflict', `the log has signed two roots for the size ${size}`, {
      size,
      seen: last.root,
      shown: toHex(root),
    });
  }
  const fromRoot = last === null ? emptyRoot(crypto) : (fromHex(last.root) ?? new Uint8Array(0));
  verifyConsistency(crypto, { from: last?.size ?? 0, fromRoot, to: size, toRoot: root, proof });
}

/** Without the lines of strangers, which anybody may add. */
function noteToKeep(shown: string, verified: readonly Verifier[], own: NoteSignature): string {
  const note = parseNote(shown);
  const signatures = verified.flatMap((verifier) => signaturesOf(note, verifier));
  return formatNote({ text: note.text, signatures: [...signatures, own] });
}

const unknown = (origin: string): StetError =>
  new StetError('witness-log-unknown', 'this witness does not watch that log', {
    origin: origin.slice(0, 200),
  });

const oldSizeWrong = (oldSize: number, size: number): StetError =>
  new StetError('witness-old-size-wrong', `the old size ${oldSize} is larger than the checkpoint's ${size}`, {
    oldSize,
    size,
  });

const sizeConflict = (size: number): StetError =>
  new StetError('witness-size-conflict', `the last checkpoint cosigned had the size ${size}`, { size });
