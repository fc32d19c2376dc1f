// The Merkle tree of RFC 6962 §2.1 over SHA-256: roots, inclusion and consistency proofs, made from the hashes of perfect subtrees and
// checked. Sizes and indexes are whole numbers up to 2^53 - 1, so arithmetic is by division, never by 32-bit shifts.

import { StetError } from '../model/errors.ts';
import { concat, equal } from './bytes.ts';
import type { LogCrypto } from './crypto.ts';

export const HASH_SIZE = 32;
/** No proof in a tree of up to 2^53 - 1 leaves has more hashes: 53 for inclusion, one more for consistency. */
export const LONGEST_PROOF = 63;

/** The subtree over the 2^level leaves from index × 2^level on. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** The hashes of these nodes, in the same order. Rejects where one can't be had. */
export type ReadNodes = (ids: readonly NodeId[]) => Promise<readonly Uint8Array[]>;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** SHA-256(0x00 ‖ entry). */
export const leafHash = (crypto: LogCrypto, entry: Uint8Array): Uint8Array =>
  crypto.sha256(concat(LEAF, entry));

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (crypto: LogCrypto, left: Uint8Array, right: Uint8Array): Uint8Array =>
  crypto.sha256(concat(NODE, left, right));

/** The root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (crypto: LogCrypto): Uint8Array => crypto.sha256(new Uint8Array(0));

/**
 * The inclusion proof of a leaf (RFC 6962 §2.1.1) as nodes, from the leaf's sibling up. Each hash of the proof is the fold of one list:
 * a subtree at the right edge that is not perfect is made of several that are.
 * @throws {StetError} `log-range-wrong` unless 0 ≤ index < size.
 */
export function inclusionNodes(index: number, size: number): NodeId[][] {
  return inclusionSteps(index, size).map(({ start, end }) => perfectNodes(start, end));
}

/**
 * The consistency proof between two sizes (RFC 6962 §2.1.2), as for `inclusionNodes`. Empty from size 0 and between equal sizes.
 * @throws {StetError} `log-range-wrong` unless 0 ≤ from ≤ to.
 */
export function consistencyNodes(from: number, to: number): NodeId[][] {
  return consistencySteps(from, to).map(({ start, end }) => perfectNodes(start, end));
}

/** @throws {StetError} `log-range-wrong` unless 0 ≤ index < size. */
export async function proveInclusion(
  crypto: LogCrypto,
  index: number,
  size: number,
  readNodes: ReadNodes,
): Promise<Uint8Array[]> {
  return hashesOf(crypto, inclusionNodes(index, size), readNodes);
}

/** @throws {StetError} `log-range-wrong` unless 0 ≤ from ≤ to. */
export async function proveConsistency(
  crypto: LogCrypto,
  from: number,
  to: number,
  readNodes: ReadNodes,
): Promise<Uint8Array[]> {
  return hashesOf(crypto, consistencyNodes(from, to), readNodes);
}

/** The root of the tree's first `size` leaves. */
export async function rootAt(crypto: LogCrypto, size: number, readNodes: ReadNodes): Promise<Uint8Array> {
  checkRange(isSize(size), { size });
  if (size === 0) return emptyRoot(crypto);
  const [root] = await hashesOf(crypto, [perfectNodes(0, size)], readNodes);
  return root ?? emptyRoot(crypto);
}

/** @throws {StetError} `log-inclusion-wrong`, with what is wrong as the fact `problem`: `range`, `hash-size`, `length` or `root`. */
export function verifyInclusion(
  crypto: LogCrypto,
  claim: {
    readonly leafHash: Uint8Array;
    readonly index: number;
    readonly size: number;
    readonly proof: readonly Uint8Array[];
    readonly root: Uint8Array;
  },
): void {
  const { index, size, proof, root } = claim;
  const wrong = (problem: string): StetError =>
    new StetError('log-inclusion-wrong', `leaf ${index} is not proved to be in this tree of ${size}`, {
      problem,
      index,
      size,
    });
  if (!isSize(index) || !isSize(size) || index >= size) throw wrong('range');
  if (![claim.leafHash, root, ...proof.slice(0, LONGEST_PROOF)].every(isHash)) throw wrong('hash-size');
  const steps = inclusionSteps(index, size);
  if (steps.length !== proof.length) throw wrong('length');
  let hash = claim.leafHash;
  for (const [at, sibling] of proof.entries()) {
    hash = steps[at]?.side === 'left' ? nodeHash(crypto, sibling, hash) : nodeHash(crypto, hash, sibling);
  }
  if (!equal(hash, root)) throw wrong('root');
}

/**
 * That the tree of `to` leaves begins with the tree of `from` leaves.
 * @throws {StetError} `log-consistency-wrong`, with what is wrong as the fact `problem`: `range`, `hash-size`, `length`, `from-root` or
 * `to-root`.
 */
export function verifyConsistency(
  crypto: LogCrypto,
  claim: {
    readonly from: number;
    readonly fromRoot: Uint8Array;
    readonly to: number;
    readonly toRoot: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
): void {
  const { from, fromRoot, to, toRoot, proof } = claim;
  const wrong = (problem: string): StetError =>
    new StetError(
      'log-consistency-wrong',
      `the tree of ${to} is not proved to go on from the tree of ${from}`,
      {
        problem,
        from,
        to,
      },
    );
  if (!isSize(from) || !isSize(to) || from > to) throw wrong('range');
  if (![fromRoot, toRoot, ...proof.slice(0, LONGEST_PROOF)].every(isHash)) throw wrong('hash-size');
  const steps = consistencySteps(from, to);
  if (steps.length !== proof.length) throw wrong('length');
  if (from === 0 && !equal(fromRoot, emptyRoot(crypto))) throw wrong('from-root');
  if (to === 0 && !equal(toRoot, emptyRoot(crypto))) throw wrong('to-root');
  if (from === 0) return;

  // The subtree both trees share is the old tree itself, or the proof's first hash.
  let old = fromRoot;
  let grown = fromRoot;
  for (const [at, hash] of proof.entries()) {
    switch (steps[at]?.side) {
      case 'shared':
        old = hash;
        grown = hash;
        break;
      case 'left':
        old = nodeHash(crypto, hash, old);
        grown = nodeHash(crypto, hash, grown);
        break;
      default:
        grown = nodeHash(crypto, grown, hash);
    }
  }
  if (!equal(old, fromRoot)) throw wrong('from-root');
  if (!equal(grown, toRoot)) throw wrong('to-root');
}

/** Perfect subtrees from left to right, each smaller than the one before, folded into the root over all of them. */
export function foldNodes(crypto: LogCrypto, hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.reduceRight((right, left) => nodeHash(crypto, left, right));
}

/** One hash of a proof: the root over leaves [start, end), and on which side of the path it stands. */
interface Step {
  readonly start: number;
  readonly end: number;
  readonly side: 'left' | 'right' | 'shared';
}

function inclusionSteps(index: number, size: number): Step[] {
  checkRange(isSize(index) && isSize(size) && index < size, { index, size });
  const steps: Step[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      steps.push({ start: middle, end, side: 'right' });
      end = middle;
    } else {
      steps.push({ start, end: middle, side: 'left' });
      start = middle;
    }
  }
  return steps.reverse();
}

function consistencySteps(from: number, to: number): Step[] {
  checkRange(isSize(from) && isSize(to) && from <= to, { from, to });
  if (from === 0) return [];
  const steps: Step[] = [];
  let start = 0;
  let end = to;
  while (end !== from) {
    const middle = start + split(end - start);
    if (from <= middle) {
      steps.push({ start: middle, end, side: 'right' });
      end = middle;
    } else {
      steps.push({ start, end: middle, side: 'left' });
      start = middle;
    }
  }
  if (start > 0) steps.push({ start, end, side: 'shared' });
  return steps.reverse();
}

/** The largest power of two below the size of a range of two leaves or more (RFC 6962 §2.1). */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** The perfect subtrees over leaves [start, end), where `start` is a multiple of the largest of them. */
function perfectNodes(start: number, end: number): NodeId[] {
  const nodes: NodeId[] = [];
  for (let at = start; at < end; ) {
    let level = 0;
    while (2 ** (level + 1) <= end - at) level += 1;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

async function hashesOf(
  crypto: LogCrypto,
  groups: readonly (readonly NodeId[])[],
  readNodes: ReadNodes,
): Promise<Uint8Array[]> {
  if (groups.length === 0) return [];
  const ids = groups.flat();
  const hashes = await readNodes(ids);
  if (hashes.length !== ids.length) {
    throw new StetError('log-nodes-missing', `${hashes.length} of ${ids.length} nodes could be read`, {
      asked: ids.length,
      read: hashes.length,
    });
  }
  let at = 0;
  return groups.map(({ length }) => {
    at += length;
    return foldNodes(crypto, hashes.slice(at - length, at));
  });
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const isHash = ({ length }: Uint8Array): boolean => length === HASH_SIZE;

function checkRange(holds: boolean, facts: Readonly<Record<string, number>>): void {
  if (!holds) throw new StetError('log-range-wrong', `no such leaf or size: ${JSON.stringify(facts)}`, facts);
}
