// Asks one witness to cosign one checkpoint (C2SP tlog-witness, add-checkpoint, the log's side), and believes nothing it answers before it
// has been checked: a witness may be slow, wrong, malicious, or right about something we have forgotten.

import { fromUtf8 } from '../log/bytes.ts';
import { verifyCosignature } from '../log/checkpoint.ts';
import type { LogCrypto } from '../log/crypto.ts';
import { proveConsistency, type ReadNodes } from '../log/merkle.ts';
import { addSignatures, type NoteSignature, signaturesOf, type Verifier } from '../log/note.ts';
import { formatAddCheckpoint, parseCosignatures, parseKnownSize, SIZE_CONTENT_TYPE } from '../log/witness.ts';
import { StetError } from '../model/errors.ts';
import { below, type LogAnswer, type LogHttp } from './log-http.ts';

export interface KnownWitness {
  /** Its submission prefix. */
  readonly url: URL;
  readonly verifier: Verifier;
}

export interface SignedCheckpoint {
  readonly size: number;
  /** The signed note. */
  readonly note: string;
}

export interface WitnessQuestion {
  readonly witness: KnownWitness;
  readonly checkpoint: SignedCheckpoint;
  /** The size it cosigned last, as far as is known; 0 when nothing is. */
  readonly oldSize: number;
  /** Nodes of the log at the checkpoint's size. */
  readonly readNodes: ReadNodes;
  readonly crypto: LogCrypto;
  readonly http: LogHttp;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How often one question may be put again because the witness named another old size. */
const MOST_CONFLICTS = 3;
/** Bytes. A witness with several keys, one of them post-quantum, stays far below. */
const LONGEST_ANSWER = 65_536;
/** How far ahead a witness's clock may be, milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

/** Codes that mean: somebody holds signed evidence that this log is not what it was. */
export const WITNESS_ALARMS: ReadonlySet<string> = new Set(['log-witness-ahead', 'log-witness-fork']);

/**
 * @returns the witness's cosignature, verified.
 * @throws {StetError} `log-witness-ahead` (facts `witness`, `seen`, `ours`) and `log-witness-fork`, which are alarms;
 * `witness-refuses-key` (403), `witness-refuses-log` (404), `witness-refuses-request` (400), `witness-status`, `witness-answer-wrong`,
 * `witness-signature-missing`, `witness-signature-wrong`, `witness-time-wrong`, and those of `LogHttp`.
 */
export async function askWitness(question: WitnessQuestion, stop: AbortSignal): Promise<NoteSignature> {
  const { size } = question.checkpoint;
  let oldSize = Math.min(question.oldSize, size);
  for (let conflicts = 0; ; conflicts++) {
    const answer = await post(question, oldSize, stop);
    if (answer.status === 200) return cosignatureIn(answer, question);
    const seen = knownSize(answer);
    if (seen === null || seen === oldSize) throw refusal(answer, oldSize, question);
    if (seen > size) throw ahead(seen, question);
    if (conflicts === MOST_CONFLICTS) {
      throw wrong(question, 'witness-answer-wrong', `names another old size each time, last ${seen}`);
    }
    oldSize = seen;
  }
}

async function post(
  { witness, checkpoint, readNodes, crypto, http }: WitnessQuestion,
  oldSize: number,
  stop: AbortSignal,
): Promise<LogAnswer> {
  const proof = await proveConsistency(crypto, oldSize, checkpoint.size, readNodes);
  const text = formatAddCheckpoint({ oldSize, proof, checkpoint: checkpoint.note });
  const body = { text, type: 'text/plain; charset=utf-8' };
  return http.ask({ url: below(witness.url, 'add-checkpoint'), body, maxBytes: LONGEST_ANSWER }, stop);
}

/** The size in an answer 409; `null` when it has none, which is how a witness answers a second root. */
function knownSize({ status, contentType, body }: LogAnswer): number | null {
  if (status !== 409 || contentType !== SIZE_CONTENT_TYPE) return null;
  return parseKnownSize(Buffer.from(body).toString('latin1'));
}

function cosignatureIn(answer: LogAnswer, question: WitnessQuestion): NoteSignature {
  const { witness, checkpoint, crypto, now } = question;
  const lines = signaturesIn(answer, question);
  // Lines of other keys, and of this name with another key, are ignored.
  const [signature] = signaturesOf({ text: '', signatures: lines }, witness.verifier);
  if (signature === undefined) {
    throw wrong(question, 'witness-signature-missing', 'answers with signatures, but none by its key');
  }
  let time: number | null;
  try {
    time = verifyCosignature(crypto, addSignatures(checkpoint.note, [signature]), witness.verifier);
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw wrong(question, 'witness-signature-wrong', 'answers with a signature that does not verify');
  }
  if (time === null || time === 0 || time * 1000 > now() + CLOCK_SKEW) {
    throw wrong(question, 'witness-time-wrong', 'dates its signature in the future, or not at all');
  }
  return signature;
}

function signaturesIn({ body }: LogAnswer, question: WitnessQuestion): NoteSignature[] {
  try {
    return parseCosignatures(fromUtf8(body));
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw wrong(question, 'witness-answer-wrong', 'answers with something that is no signature');
  }
}

function refusal({ status, retryAfter }: LogAnswer, oldSize: number, question: WitnessQuestion): StetError {
  const { size } = question.checkpoint;
  switch (status) {
    case 400:
      return wrong(question, 'witness-refuses-request', 'says that it does not understand the request');
    case 403:
      return wrong(
        question,
        'witness-refuses-key',
        "does not know this log's key: give its operator the key that `stet log key` prints",
      );
    case 404:
      return wrong(
        question,
        'witness-refuses-log',
        'does not watch this log, or is not at this address: give its operator the key that `stet log key` prints',
      );
    case 409:
      // Equal sizes, and yet a conflict: another root (some witnesses answer 422 for that).
      return oldSize === size
        ? forked(oldSize, question)
        : wrong(question, 'witness-answer-wrong', 'refuses the old size without naming another');
    case 422:
      // Our proofs are made from our own tree. Who refuses one has signed another tree of the old size.
      return oldSize > 0
        ? forked(oldSize, question)
        : wrong(question, 'witness-answer-wrong', 'refuses a first checkpoint for its proof, which is empty');
    default:
      return wrong(question, 'witness-status', `answers with status ${status}`, { status, retryAfter });
  }
}

const forked = (seen: number, question: WitnessQuestion): StetError =>
  wrong(
    question,
    'log-witness-fork',
    `has cosigned another history of this log, up to size ${seen}, than ours. See “What an alarm means” in docs/audit.md`,
    { seen, ours: question.checkpoint.size },
  );

const ahead = (seen: number, question: WitnessQuestion): StetError =>
  wrong(
    question,
    'log-witness-ahead',
    `has seen size ${seen} of this log, ours is ${question.checkpoint.size}: this log was set back, or the witness lies. See “What an alarm means” in docs/audit.md`,
    { seen, ours: question.checkpoint.size },
  );

const wrong = (
  { witness: { verifier } }: WitnessQuestion,
  code: string,
  what: string,
  facts: Readonly<Record<string, number | null>> = {},
): StetError =>
  new StetError(code, `The witness ${verifier.name} ${what}`, { witness: verifier.name, ...facts });
