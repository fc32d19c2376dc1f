// The last part of a commit that the public can see: from drafts of leaves to the statements that put them into the log, with tiles and a
// signed checkpoint. Each commit begins with what the database holds, so that a commit whose outcome is unknown needs no remembering.

import { equal, fromHex } from '../log/bytes.ts';
import type { Edge } from '../log/growth.ts';
import { rootOfEdge } from '../log/growth.ts';
import { parseLeaf } from '../log/leaf.ts';
import { HASH_SIZE } from '../log/merkle.ts';
import { ed25519FromSeed, nodeCrypto } from '../log/node-crypto.ts';
import type { Signer } from '../log/note.ts';
import { type ChainEnd, type LeafDraft, sequence } from '../log/sequence.ts';
import { parseSignerKey } from '../log/signer-key.ts';
import { edgeTiles } from '../log/tiles.ts';
import { StetError } from '../model/errors.ts';
import type { SqlRow, Statement } from './database.ts';
import { sequencedStatements } from './log-tables.ts';

/** Levels of tiles in a log of up to 2^48 leaves. */
const LEVELS = [0, 1, 2, 3, 4, 5];

/** What `appendStatements` must be told, in this order. */
export function appendQueries(drafts: readonly LeafDraft[]): Statement[] {
  return [
    { sql: 'SELECT size, root FROM log_checkpoint ORDER BY size DESC LIMIT 1', params: [] },
    { sql: EDGE, params: [] },
    ...lookedUp(drafts).map((item) => ({ sql: LAST_LEAF, params: [item] })),
  ];
}

/** The rightmost tile of each level. */
const EDGE = LEVELS.map(
  (level) =>
    `SELECT * FROM (SELECT level, idx, hashes FROM log_tile WHERE level = ${level} ORDER BY idx DESC LIMIT 1) l${level}`,
).join(' UNION ALL ');

const LAST_LEAF = 'SELECT idx, body FROM log_leaf WHERE item = ? ORDER BY idx DESC LIMIT 1';

/** Items that may have leaves. An item's first act needs no look, and most acts are first ones. */
const lookedUp = (drafts: readonly LeafDraft[]): string[] => [
  ...new Set(drafts.filter(({ opens }) => !opens).map(({ item }) => item)),
];

/**
 * @param answers rows of `appendQueries`, read in the same transaction.
 * @throws {StetError} `log-broken` when the tiles are not those of the last signed root: nothing may be signed then.
 */
export function appendStatements(
  signers: readonly Signer[],
  drafts: readonly LeafDraft[],
  answers: readonly (readonly SqlRow[])[],
): Statement[] {
  const [checkpoints = [], tiles = [], ...ends] = answers;
  const edge = edgeOf(checkpoints[0], tiles);
  const known = new Map<string, ChainEnd>();
  for (const [at, item] of lookedUp(drafts).entries()) {
    const row = ends[at]?.[0];
    if (row !== undefined) known.set(item, { index: Number(row.idx), leaf: parseLeaf(String(row.body)) });
  }
  const sequenced = sequence(nodeCrypto, signers, edge, drafts, known);
  return sequenced === null ? [] : sequencedStatements(sequenced);
}

function edgeOf(checkpoint: SqlRow | undefined, rows: readonly SqlRow[]): Edge {
  const size = Number(checkpoint?.size ?? 0);
  const tiles: Uint8Array[] = [];
  for (const { level, index, width } of edgeTiles(size)) {
    const row = rows.find((one) => Number(one.level) === level && Number(one.idx) === index);
    const hashes = row?.hashes instanceof Uint8Array ? row.hashes : null;
    if (hashes?.length !== width * HASH_SIZE) throw broken(size);
    while (tiles.length < level) tiles.push(new Uint8Array(0));
    tiles.push(hashes);
  }
  const edge = { size, tiles };
  const signed = checkpoint === undefined ? null : fromHex(String(checkpoint.root));
  if (signed !== null && !equal(signed, rootOfEdge(nodeCrypto, edge))) throw broken(size);
  return edge;
}

const broken = (size: number): StetError =>
  new StetError(
    'log-broken',
    `The public log's tiles are not those of the root that was signed at size ${size}. Nothing more is signed; stet log audit shows what is wrong.`,
    { size },
  );

/** Signer keys as text, for a thread of its own. @throws {StetError} `log-key-wrong`. */
export const signersOf = (keys: readonly string[]): Signer[] =>
  keys.map((key) => parseSignerKey(nodeCrypto, ed25519FromSeed, key));
