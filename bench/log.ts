// The public log's arithmetic alone, on one thread and in memory: appending in batches with a signed checkpoint each, making proofs in a
// log of a million leaves, and checking them. What disk and database add is in the other benchmarks.

import { toHex, utf8 } from '../src/log/bytes.ts';
import { type Policy, signCheckpoint } from '../src/log/checkpoint.ts';
import { type Edge, edgeAt, emptyEdge, grow, rootOfEdge } from '../src/log/growth.ts';
import { formatLeaf } from '../src/log/leaf.ts';
import {
  leafHash,
  proveConsistency,
  proveInclusion,
  rootAt,
  verifyConsistency,
  verifyInclusion,
} from '../src/log/merkle.ts';
import { nodeCrypto as crypto, ed25519FromSeed } from '../src/log/node-crypto.ts';
import { ED25519, verifierOf } from '../src/log/note.ts';
import { formatProof, verifyProof } from '../src/log/proof.ts';
import { type ReadTile, readNodesFromTiles, tilePath } from '../src/log/tiles.ts';
import type { Context } from './context.ts';
import { type Figure, figure, percentile } from './report.ts';

const BENCH = 'log';
const LEAVES = 1_000_000;
const BATCH = 100;
const PROOFS = 2_000;
const ORIGIN = 'harbour.example/log';

export async function benchLog(context: Context): Promise<Figure[]> {
  const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32).fill(1));
  const signer = { name: ORIGIN, publicKey, sign };
  const policy: Policy = {
    logKeys: [verifierOf(crypto, ORIGIN, ED25519, publicKey)],
    witnesses: [],
    quorum: 0,
  };
  const bodies = Array.from({ length: BATCH * 50 }, (_, at) => utf8(leafText(at)));

  context.note(`${LEAVES} leaves in batches of ${BATCH}`);
  const tiles = new Map<string, Uint8Array>();
  let edge: Edge = emptyEdge;
  let note = '';
  let root: Uint8Array = new Uint8Array(0);
  const batches: number[] = [];
  let cpu = 0;
  while (edge.size < LEAVES) {
    const first = edge.size % bodies.length;
    const started = performance.now();
    const began = process.threadCpuUsage();
    const hashes = bodies.slice(first, first + BATCH).map((body) => leafHash(crypto, body));
    const grown = grow(crypto, edge, hashes);
    root = rootOfEdge(crypto, grown.edge);
    note = signCheckpoint(crypto, { origin: ORIGIN, size: grown.edge.size, root, extensions: [] }, signer);
    batches.push(performance.now() - started);
    cpu += cpuSince(began);
    edge = grown.edge;
    // Only the widest form of each tile is kept: the partial ones of a million leaves would take gigabytes.
    for (const { level, index, hashes: held } of grown.tiles) {
      tiles.set(tilePath({ level, index, width: 256 }), held);
    }
  }
  const seconds = batches.reduce((sum, time) => sum + time, 0) / 1_000;

  const readTile: ReadTile = async (tile) => {
    const held = tiles.get(tilePath({ ...tile, width: 256 }));
    if (held === undefined) throw new Error(`no ${tilePath(tile)}`);
    return held.subarray(0, tile.width * 32);
  };
  const readNodes = readNodesFromTiles(crypto, readTile, LEAVES);
  const places = Array.from({ length: PROOFS }, (_, at) => (at * 7_919_777) % LEAVES);

  context.note(`${PROOFS} proofs`);
  const inclusion = await timed(places, async (index) => {
    const hashes = await proveInclusion(crypto, index, LEAVES, readNodes);
    return { index, hashes };
  });
  const consistency = await timed(places, async (from) => {
    const proof = await proveConsistency(crypto, from + 1, LEAVES, readNodes);
    return { from: from + 1, proof };
  });
  const files = inclusion.results.map(({ index, hashes }) => {
    const extra = bodies[index % bodies.length] ?? new Uint8Array(0);
    return { extra, text: formatProof({ extra, index, hashes, checkpoint: note }) };
  });
  const roots = new Map<number, Uint8Array>();
  for (const { from } of consistency.results) roots.set(from, await rootAt(crypto, from, readNodes));

  const paths = await timed(inclusion.results, async ({ index, hashes: proof }) => {
    const leaf = bodies[index % bodies.length] ?? new Uint8Array(0);
    verifyInclusion(crypto, { leafHash: leafHash(crypto, leaf), index, size: LEAVES, proof, root });
  });
  const whole = await timed(files, async ({ extra, text }) =>
    verifyProof(crypto, text, extra, { origin: ORIGIN, policy }),
  );
  const grown = await timed(consistency.results, async ({ from, proof }) => {
    const fromRoot = roots.get(from) ?? root;
    verifyConsistency(crypto, { from, fromRoot, to: LEAVES, toRoot: root, proof });
  });
  const again = await timed([LEAVES], async (size) => edgeAt(size, readTile));
  if (toHex(rootOfEdge(crypto, again.results[0] ?? emptyEdge)) !== toHex(root))
    throw new Error('another root');

  const proofs = { goal: '≤ 5' };
  return [
    figure(BENCH, `appends in batches of ${BATCH}, each signed`, LEAVES / seconds, '1/s', {
      goal: '≥ 5,000',
    }),
    figure(BENCH, 'appends: a CPU second of the thread', (LEAVES / cpu) * 1_000, '1/CPU s'),
    figure(BENCH, 'one batch: p99', percentile(batches, 0.99), 'ms'),
    figure(BENCH, `inclusion proof made, ${LEAVES} leaves: p50`, percentile(inclusion.times, 0.5), 'ms'),
    figure(
      BENCH,
      `inclusion proof made, ${LEAVES} leaves: p99`,
      percentile(inclusion.times, 0.99),
      'ms',
      proofs,
    ),
    figure(BENCH, `inclusion proof made, ${LEAVES} leaves: CPU time`, inclusion.cpu / PROOFS, 'ms each'),
    figure(BENCH, `consistency proof made, ${LEAVES} leaves: p99`, percentile(consistency.times, 0.99), 'ms'),
    figure(BENCH, 'inclusion verified: p50', percentile(paths.times, 0.5), 'ms'),
    figure(BENCH, 'proof file verified, with its signature: p50', percentile(whole.times, 0.5), 'ms'),
    figure(BENCH, 'consistency verified: p50', percentile(grown.times, 0.5), 'ms'),
  ];
}

async function timed<In, Out>(
  inputs: readonly In[],
  work: (input: In) => Promise<Out>,
): Promise<{ times: number[]; results: Out[]; cpu: number }> {
  const began = process.threadCpuUsage();
  const times: number[] = [];
  const results: Out[] = [];
  for (const input of inputs) {
    const started = performance.now();
    results.push(await work(input));
    times.push(performance.now() - started);
  }
  return { times, results, cpu: cpuSince(began) };
}

/** Milliseconds this thread was on a CPU: on a busy machine the clock goes on meanwhile. */
function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1_000;
}

function leafText(at: number): string {
  const digits = at.toString(16).padStart(8, '0');
  return formatLeaf({
    item: `${'a'.repeat(24)}${digits}`,
    kind: 'publish',
    logged: 1_772_541_000_000 + at,
    prev: -1,
    received: 1_772_540_999_000 + at,
    record: digits.repeat(8),
    src: 'harbour-wire',
    v: 'wire-leaf/1',
    ver: 1,
  });
}
