// Proof files (C2SP tlog-proof): that a leaf is in the log, checkable offline. Stet hands the leaf itself along as extra data, which
// proves nothing before its hash has been found in the tree.
//
//   c2sp.org/tlog-proof@v1
//   extra <base64>            (may be left out)
//   index <decimal>
//   <base64 of a hash>        (none or more)
//
//   <checkpoint>

import { StetError } from '../model/errors.ts';
import { fromBase64, fromDecimal, toBase64 } from './bytes.ts';
import { type Checkpoint, type Cosigned, checkPolicy, type Policy } from './checkpoint.ts';
import type { LogCrypto } from './crypto.ts';
import { HASH_SIZE, LONGEST_PROOF, leafHash, verifyInclusion } from './merkle.ts';
import { LONGEST_NOTE, type Verifier } from './note.ts';
import { LONGEST_ENTRY } from './tiles.ts';

export interface Proof {
  /** Opaque and unauthenticated. */
  readonly extra: Uint8Array | null;
  readonly index: number;
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

export interface Proved {
  readonly index: number;
  readonly checkpoint: Checkpoint;
  /** The log's keys whose signatures verified. */
  readonly verified: readonly Verifier[];
  readonly cosigned: readonly Cosigned[];
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** UTF-16 code units: a note, an entry in base64 and the hashes. */
export const LONGEST_PROOF_FILE = LONGEST_NOTE + Math.ceil(LONGEST_ENTRY / 3) * 4 + LONGEST_PROOF * 45 + 100;

export function formatProof({ extra, index, hashes, checkpoint }: Proof): string {
  const extraLine = extra === null ? '' : `extra ${toBase64(extra)}\n`;
  const hashLines = hashes.map((hash) => `${toBase64(hash)}\n`).join('');
  return `${FIRST_LINE}\n${extraLine}index ${index}\n${hashLines}\n${checkpoint}`;
}

/**
 * Takes a proof apart. Nothing in it is verified, its checkpoint not even read.
 * @throws {StetError} `log-proof-wrong`, with `problem` `too-long`, `first-line`, `extra`, `index`, `hash`, `too-many-hashes` or
 * `no-checkpoint`.
 */
export function parseProof(proofText: string): Proof {
  if (proofText.length > LONGEST_PROOF_FILE) throw proofWrong('too-long');
  const blank = proofText.indexOf('\n\n');
  const head = blank < 0 ? proofText : proofText.slice(0, blank);
  const lines = head.split('\n');
  if (lines.shift() !== FIRST_LINE) throw proofWrong('first-line');
  if (blank < 0) throw proofWrong('no-checkpoint');

  const extraText =
    lines[0]?.startsWith('extra ') === true ? lines.shift()?.slice('extra '.length) : undefined;
  const extra = extraText === undefined ? null : fromBase64(extraText);
  if (extraText !== undefined && extra === null) throw proofWrong('extra');

  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? fromDecimal(indexLine.slice('index '.length)) : null;
  if (index === null) throw proofWrong('index');
  if (lines.length > LONGEST_PROOF) throw proofWrong('too-many-hashes');
  const hashes = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_SIZE) throw proofWrong('hash');
    return hash;
  });
  return { extra, index, hashes, checkpoint: proofText.slice(blank + 2) };
}

/**
 * That this leaf is in this log, by this proof.
 * @throws {StetError} `log-proof-wrong`, whatever `checkPolicy` throws, or `log-inclusion-wrong`.
 */
export function verifyProof(
  crypto: LogCrypto,
  proofText: string,
  leaf: Uint8Array,
  expected: { readonly origin: string; readonly policy: Policy },
): Proved {
  const { index, hashes, checkpoint: note } = parseProof(proofText);
  const { checkpoint, verified, cosigned } = checkPolicy(crypto, note, expected.origin, expected.policy);
  const { size, root } = checkpoint;
  verifyInclusion(crypto, { leafHash: leafHash(crypto, leaf), index, size, proof: hashes, root });
  return { index, checkpoint, verified, cosigned };
}

const proofWrong = (problem: string): StetError =>
  new StetError('log-proof-wrong', `this is not a proof file: ${problem}`, { problem });
