// `<post>.chain.json` (wire-chain/1): every leaf of one item, oldest first, each proved against one checkpoint.

import { fromBase64 } from '../src/log/bytes.ts';
import { HASH_SIZE, LONGEST_PROOF } from '../src/log/merkle.ts';
import { StetError } from '../src/model/errors.ts';

export interface ChainFile {
  /** The signed note, verbatim. */
  readonly checkpoint: string;
  readonly leaves: readonly ChainLeaf[];
}

export interface ChainLeaf {
  readonly index: number;
  /** The log entry. */
  readonly leaf: string;
  /** The inclusion proof, from the leaf's sibling up. */
  readonly proof: readonly Uint8Array[];
}

/** UTF-16 code units: more than ten thousand leaves. */
const LONGEST = 33_554_432;

/** Nothing in it is verified. @throws {StetError} `chain-file-wrong`. */
export function parseChainFile(text: string): ChainFile {
  const file = text.length > LONGEST ? null : parseJson(text);
  const checkpoint = field(file, 'checkpoint');
  const leaves = field(file, 'leaves');
  if (field(file, 'v') !== 'wire-chain/1' || typeof checkpoint !== 'string' || !Array.isArray(leaves))
    throw wrong();
  if (leaves.length === 0) throw wrong();
  return { checkpoint, leaves: leaves.map(chainLeaf) };
}

function chainLeaf(value: unknown): ChainLeaf {
  const index = field(value, 'index');
  const leaf = field(value, 'leaf');
  const proof = field(value, 'proof');
  if (typeof index !== 'number' || typeof leaf !== 'string' || !Array.isArray(proof)) throw wrong();
  if (!Number.isSafeInteger(index) || proof.length > LONGEST_PROOF) throw wrong();
  const hashes = proof.map((hash: unknown) => {
    const bytes = typeof hash === 'string' ? fromBase64(hash) : null;
    if (bytes?.length !== HASH_SIZE) throw wrong();
    return bytes;
  });
  return { index, leaf, proof: hashes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong();
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

const wrong = (): StetError => new StetError('chain-file-wrong', 'this is not a chain file (wire-chain/1)');
