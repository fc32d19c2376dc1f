// What must hold of the public log in a store at rest: every signed checkpoint is of the leaves that are there, every chain keeps its rules,
// and what is public is exactly what the log says is public, with the text that it commits to.

import { logTrouble } from '../../src/flows/log-check.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openLogReader, type StoredLeaf } from '../../src/ledger/log-reader.ts';
import { utf8 } from '../../src/log/bytes.ts';
import { chainProblem } from '../../src/log/chain.ts';
import { openCheckpoint } from '../../src/log/checkpoint.ts';
import { emptyEdge, grow, rootOfEdge } from '../../src/log/growth.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { leafHash } from '../../src/log/merkle.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import type { Verifier } from '../../src/log/note.ts';
import { parseRecord } from '../../src/log/record.ts';

const MOST = 1_000_000;

/** @param verifier the log's key; `null` where none is known. */
export async function logBreaches(db: Database, verifier: Verifier | null): Promise<string[]> {
  if (verifier === null) return ['the log: nobody knows its key'];
  const log = openLogReader(db);
  const found: string[] = [];
  const trouble = await logTrouble({
    log,
    origin: verifier.name,
    verifiers: [verifier],
    noted: null,
    progress: () => undefined,
  });
  if (trouble !== null) found.push(`the log: ${trouble}`);
  const leaves = await log.leaves(0, MOST);
  found.push(...(await checkpointBreaches(db, leaves, verifier)));
  found.push(...chainBreaches(leaves));
  found.push(...(await publicBreaches(db, leaves)));
  return found;
}

/** Every checkpoint ever signed is kept; each must be of the first leaves that are there now. */
async function checkpointBreaches(
  db: Database,
  leaves: readonly StoredLeaf[],
  verifier: Verifier,
): Promise<string[]> {
  const rows = await db.query('SELECT size, note FROM log_checkpoint ORDER BY size');
  const found: string[] = [];
  let edge = emptyEdge;
  for (const row of rows) {
    const size = Number(row.size);
    const { checkpoint } = openCheckpoint(nodeCrypto, String(row.note), {
      origin: verifier.name,
      verifiers: [verifier],
    });
    const more = leaves.slice(edge.size, size).map(({ body }) => leafHash(nodeCrypto, utf8(body)));
    edge = grow(nodeCrypto, edge, more).edge;
    const root = Buffer.from(rootOfEdge(nodeCrypto, edge)).toString('hex');
    if (
      checkpoint.size !== size ||
      edge.size !== size ||
      Buffer.from(checkpoint.root).toString('hex') !== root
    )
      found.push(`the checkpoint of ${size} leaves is not of the leaves that are there`);
  }
  if (edge.size !== leaves.length)
    found.push(`${leaves.length - edge.size} leaves are covered by no checkpoint`);
  return found;
}

function chainBreaches(leaves: readonly StoredLeaf[]): string[] {
  const found: string[] = [];
  const last = new Map<string, { leaf: ReturnType<typeof parseLeaf>; index: number }>();
  const names = new Map<string, string>();
  for (const { index, item, body } of leaves) {
    const leaf = parseLeaf(body);
    const problem = chainProblem(last.get(leaf.item) ?? null, leaf, index);
    if (problem !== null) found.push(`leaf ${index}: its chain breaks a rule: ${problem}`);
    if ((names.get(leaf.item) ?? item) !== item) found.push(`leaf ${index}: two items have one chain`);
    names.set(leaf.item, item);
    last.set(leaf.item, { leaf, index });
  }
  return found;
}

const SHOWN = new Set(['publish', 'correct', 'restore', 'review']);

async function publicBreaches(db: Database, leaves: readonly StoredLeaf[]): Promise<string[]> {
  const found: string[] = [];
  const last = new Map(leaves.map((leaf) => [leaf.item, leaf]));
  const posts = await db.query(
    'SELECT p.item, p.path, e.body FROM view_post p JOIN entry e ON e.seq = p.version ORDER BY p.id',
  );
  for (const { item, path, body } of posts) {
    const leaf = last.get(String(item));
    if (leaf === undefined || !SHOWN.has(parseLeaf(leaf.body).kind)) {
      found.push(`${path} is public, and the log does not say so`);
      continue;
    }
    const record = leaf.record === null ? null : parseRecord(leaf.record);
    const { textSha256 } = JSON.parse(String(body)).parsed;
    if (record?.text_sha256 !== textSha256) found.push(`${path} shows another text than the log commits to`);
  }
  const shown = new Set(posts.map(({ item }) => String(item)));
  for (const [item, { body }] of last) {
    if (SHOWN.has(parseLeaf(body).kind) && !shown.has(item))
      found.push(`${item} is public by the log and not on the site`);
  }
  return found;
}
