// `<post>.chain.json` (wire-chain/1): every leaf of one item, oldest first, each proved against one checkpoint. Read here for the command
// line and for readers' browsers alike, which then tell in their own ways where a chain breaks.

import { StetError } from '../model/errors.ts';
import { fromBase64, utf8 } from './bytes.ts';
import { chainProblem, type Link } from './chain.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LogCrypto } from './crypto.ts';
import { parseLeaf } from './leaf.ts';
import { HASH_SIZE, LONGEST_PROOF, leafHash, verifyInclusion } from './merkle.ts';

export interface ChainFile {
  /** The signed note, verbatim. */
  readonly checkpoint: string;
  readonly leaves: readonly ChainLeaf[];
}

interface ChainLeaf {
  readonly index: number;
  /** The log entry. */
  readonly leaf: string;
  /** The inclusion proof, from the leaf's sibling up. */
  readonly proof: readonly Uint8Array[];
}

/** UTF-16 code units: more than ten thousand leaves. */
const LONGEST = 33_554_432;

/** Nothing in it is verified. @throws {StetError} `log-chain-wrong`. */
export function parseChainFile(text: string): ChainFile {
  if (text.length > LONGEST) throw wrong('it is too long');
  const file = jsonOf(text);
  const [v, checkpoint, leaves] = ['v', 'checkpoint', 'leaves'].map((name) => member(file, name));
  if (v !== 'wire-chain/1' || typeof checkpoint !== 'string' || !Array.isArray(leaves) || leaves.length === 0)
    throw wrong('it is no wire-chain/1');
  return { checkpoint, leaves: leaves.map(chainLeaf) };
}

/**
 * The links of a chain whose checkpoint has been verified: every leaf is in the log, and each goes on from the one before, none left out.
 * @throws {StetError} `log-chain-wrong`, `log-inclusion-wrong`, `log-leaf-wrong`.
 */
export function followChainFile(crypto: LogCrypto, file: ChainFile, { size, root }: Checkpoint): Link[] {
  const links: Link[] = [];
  for (const { index, leaf: text, proof } of file.leaves) {
    verifyInclusion(crypto, { leafHash: leafHash(crypto, utf8(text)), index, size, root, proof });
    const leaf = parseLeaf(text);
    const problem = chainProblem(links.at(-1) ?? null, leaf, index);
    if (problem !== null) throw wrong(`leaf ${index} does not go on from the one before it: ${problem}`);
    links.push({ index, leaf });
  }
  return links;
}

function chainLeaf(value: unknown): ChainLeaf {
  const [index, leaf, proof] = ['index', 'leaf', 'proof'].map((name) => member(value, name));
  if (
    typeof index !== 'number' ||
    !Number.isSafeInteger(index) ||
    typeof leaf !== 'string' ||
    !Array.isArray(proof) ||
    proof.length > LONGEST_PROOF
  )
    throw wrong('one of its leaves is none');
  const hashes = proof.map((hash: unknown) => {
    const bytes = typeof hash === 'string' ? fromBase64(hash) : null;
    if (bytes?.length !== HASH_SIZE) throw wrong('one of its proofs is none');
    return bytes;
  });
  return { index, leaf, proof: hashes };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('it is no JSON');
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

const wrong = (why: string): StetError => new StetError('log-chain-wrong', `this chain is not sound: ${why}`);
