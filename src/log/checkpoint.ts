// Checkpoints (C2SP tlog-checkpoint): a signed note whose text says how many leaves the log has and what its root is. With the
// cosignatures of witnesses (C2SP tlog-cosignature, cosignature/v1) and the policy that says whose are needed.

import { StetError } from '../model/errors.ts';
import { concat, fromBase64, fromDecimal, readUint64, toBase64, toHex, uint64, utf8 } from './bytes.ts';
import type { LogCrypto } from './crypto.ts';
import { HASH_SIZE } from './merkle.ts';
import {
  COSIGNATURE,
  ED25519,
  type NoteSignature,
  openNote,
  parseNote,
  type Signer,
  signaturesOf,
  signatureWrong,
  signNote,
  type Verifier,
  verifierOf,
} from './note.ts';

export interface Checkpoint {
  /** The log's identity: its URL prefix without scheme. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Opaque lines; Stet writes none. */
  readonly extensions: readonly string[];
}

/** Who must have signed a checkpoint before it counts. */
export interface Policy {
  /** Keys of the log (Ed25519): one of them must have signed. */
  readonly logKeys: readonly Verifier[];
  /** Keys of witnesses (cosignature/v1), each of another witness. */
  readonly witnesses: readonly Verifier[];
  /** How many of the witnesses must have cosigned; 0 for none. */
  readonly quorum: number;
}

export interface Cosigned {
  readonly witness: Verifier;
  /** POSIX seconds. */
  readonly time: number;
}

export interface OpenCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The note's text, as it was signed. */
  readonly text: string;
  /** The keys whose signatures verified. */
  readonly verified: readonly Verifier[];
}

const LONGEST_TEXT = 16_384;

/** The note's text. @throws {StetError} `log-checkpoint-wrong` for what could not be read back. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root), ...extensions];
  const text = `${lines.join('\n')}\n`;
  if (parseCheckpoint(text).extensions.length !== extensions.length) throw checkpointWrong('line');
  return text;
}

/**
 * @param text the note's text, without signatures.
 * @throws {StetError} `log-checkpoint-wrong`, with `problem` `too-long`, `line` (too few, or an empty one), `size` or `root`.
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (text.length > LONGEST_TEXT) throw checkpointWrong('too-long');
  if (!text.endsWith('\n') || !text.isWellFormed() || /[\0-\x09\x0b-\x1f]/.test(text))
    throw checkpointWrong('line');
  const lines = text.slice(0, -1).split('\n');
  const [origin, sizeText, rootText, ...extensions] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined || lines.includes('')) {
    throw checkpointWrong('line');
  }
  const size = fromDecimal(sizeText);
  if (size === null) throw checkpointWrong('size');
  const root = fromBase64(rootText);
  if (root?.length !== HASH_SIZE) throw checkpointWrong('root');
  return { origin, size, root, extensions };
}

/** The signed note. Two signers where a key is being replaced. */
export function signCheckpoint(
  crypto: LogCrypto,
  checkpoint: Checkpoint,
  ...signers: readonly Signer[]
): string {
  return signNote(crypto, formatCheckpoint(checkpoint), ...signers);
}

/**
 * A checkpoint that one of these keys has signed.
 * @throws {StetError} as `openNote` and `parseCheckpoint`, and `log-origin-wrong` when it is of another log.
 */
export function openCheckpoint(
  crypto: LogCrypto,
  noteText: string,
  expected: { readonly origin: string; readonly verifiers: readonly Verifier[] },
): OpenCheckpoint {
  const { text, verified } = openNote(crypto, noteText, expected.verifiers);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== expected.origin) {
    throw new StetError('log-origin-wrong', 'this checkpoint is of another log', {
      origin: checkpoint.origin,
      expected: expected.origin,
    });
  }
  return { checkpoint, text, verified };
}

/** What a witness signs: that this was the largest tree it had seen at that time. */
export const cosignMessage = (checkpointText: string, timeSeconds: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${timeSeconds}\n${checkpointText}`);

/**
 * A witness's signature for the note. The witness has verified the log's signature and the consistency with what it saw before.
 * @throws {StetError} `log-checkpoint-wrong` when the note's text is no checkpoint; `log-time-wrong`.
 */
export function cosign(
  crypto: LogCrypto,
  noteText: string,
  witness: Signer,
  timeSeconds: number,
): NoteSignature {
  if (!Number.isSafeInteger(timeSeconds) || timeSeconds < 0) {
    throw new StetError('log-time-wrong', `${timeSeconds} is no time in seconds`, { time: timeSeconds });
  }
  const { text } = parseNote(noteText);
  parseCheckpoint(text);
  const { name, publicKey, sign } = witness;
  const { keyId } = verifierOf(crypto, name, COSIGNATURE, publicKey);
  return { name, keyId, signature: concat(uint64(timeSeconds), sign(cosignMessage(text, timeSeconds))) };
}

/**
 * When this witness cosigned the checkpoint, in POSIX seconds; `null` when it has not. The latest time where it did more than once.
 * @throws {StetError} `log-signature-wrong` when a cosignature under its key does not verify.
 */
export function verifyCosignature(crypto: LogCrypto, noteText: string, witness: Verifier): number | null {
  const note = parseNote(noteText);
  parseCheckpoint(note.text);
  let latest: number | null = null;
  for (const { signature } of signaturesOf(note, witness)) {
    const time = signature.length === 72 ? readUint64(signature, 0) : null;
    if (witness.type !== COSIGNATURE || time === null) throw signatureWrong(witness);
    const message = cosignMessage(note.text, time);
    if (!crypto.verifyEd25519(witness.publicKey, message, signature.subarray(8)))
      throw signatureWrong(witness);
    latest = Math.max(latest ?? 0, time);
  }
  return latest;
}

/**
 * A checkpoint that satisfies the policy: signed by the log, and cosigned by as many of the witnesses as the quorum asks for.
 * @throws {StetError} as `openCheckpoint`; `log-quorum-missing`; `log-policy-wrong` for a policy that can't be meant.
 */
export function checkPolicy(
  crypto: LogCrypto,
  noteText: string,
  origin: string,
  policy: Policy,
): OpenCheckpoint & { readonly cosigned: readonly Cosigned[] } {
  checkPolicyItself(policy);
  const open = openCheckpoint(crypto, noteText, { origin, verifiers: policy.logKeys });
  const cosigned = policy.witnesses.flatMap((witness) => {
    const time = verifyCosignature(crypto, noteText, witness);
    return time === null ? [] : [{ witness, time }];
  });
  if (cosigned.length < policy.quorum) {
    throw new StetError(
      'log-quorum-missing',
      `${cosigned.length} of ${policy.quorum} witnesses needed have cosigned`,
      {
        cosigned: cosigned.length,
        quorum: policy.quorum,
      },
    );
  }
  return { ...open, cosigned };
}

/** One witness must not count as two under two names (C2SP tlog-policy, Defining a witness). */
function checkPolicyItself({ logKeys, witnesses, quorum }: Policy): void {
  const different = new Set(witnesses.map(({ publicKey }) => toHex(publicKey))).size;
  const problem =
    (logKeys.some(({ type }) => type !== ED25519) && 'log-key-type') ||
    (witnesses.some(({ type }) => type !== COSIGNATURE) && 'witness-key-type') ||
    (different !== witnesses.length && 'witness-twice') ||
    ((!Number.isInteger(quorum) || quorum < 0 || quorum > witnesses.length) && 'quorum');
  if (problem !== false)
    throw new StetError('log-policy-wrong', `no policy can be so: ${problem}`, { problem });
}

const checkpointWrong = (problem: string): StetError =>
  new StetError('log-checkpoint-wrong', `this is not a checkpoint: ${problem}`, { problem });
