// What a log and a witness say to each other (C2SP tlog-witness, add-checkpoint): the messages only. Who checks what, and in which order,
// is the flows' business.

import { StetError } from '../model/errors.ts';
import { fromBase64, fromDecimal, toBase64 } from './bytes.ts';
import { HASH_SIZE, LONGEST_PROOF } from './merkle.ts';
import { formatSignatures, LONGEST_NOTE, type NoteSignature, parseSignatures } from './note.ts';

export interface AddCheckpoint {
  /** The size of the last checkpoint the witness cosigned, as the log believes; 0 for none. */
  readonly oldSize: number;
  /** The consistency proof from there. */
  readonly proof: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

/** Content type of the answer 409 that tells which size the witness has. */
export const SIZE_CONTENT_TYPE = 'text/x.tlog.size';
/** UTF-16 code units. */
export const LONGEST_REQUEST = LONGEST_NOTE + LONGEST_PROOF * 45 + 100;

/** The body of `POST <submission prefix>/add-checkpoint`. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`;
}

/** @throws {StetError} `log-request-wrong`, with `problem` `too-long`, `no-checkpoint`, `old-size`, `too-many-hashes` or `hash`. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  if (body.length > LONGEST_REQUEST) throw requestWrong('too-long');
  const blank = body.indexOf('\n\n');
  if (blank < 0) throw requestWrong('no-checkpoint');
  const [oldLine = '', ...lines] = body.slice(0, blank).split('\n');
  const oldSize = oldLine.startsWith('old ') ? fromDecimal(oldLine.slice('old '.length)) : null;
  if (oldSize === null) throw requestWrong('old-size');
  if (lines.length > LONGEST_PROOF) throw requestWrong('too-many-hashes');
  const proof = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_SIZE) throw requestWrong('hash');
    return hash;
  });
  return { oldSize, proof, checkpoint: body.slice(blank + 2) };
}

/** The body of the answer 200: one signature line or more. */
export const formatCosignatures = (signatures: readonly NoteSignature[]): string =>
  formatSignatures(signatures);

/** Verify them before use, with `verifyCosignature` on the note they are added to. @throws {StetError} `log-note-wrong`. */
export const parseCosignatures = (body: string): NoteSignature[] => parseSignatures(body);

/** The body of the answer 409: the size of the last checkpoint the witness cosigned. */
export const formatKnownSize = (size: number): string => `${size}\n`;

/** `null` when the body is not a size and a newline. */
export const parseKnownSize = (body: string): number | null =>
  body.endsWith('\n') ? fromDecimal(body.slice(0, -1)) : null;

const requestWrong = (problem: string): StetError =>
  new StetError('log-request-wrong', `this is not an add-checkpoint request: ${problem}`, { problem });
