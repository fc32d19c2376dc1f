// A monitor beside the program that is killed over and over: what the log has once shown under its signature it must go on showing, and no
// page may be seen that no checkpoint covers.

import { Agent, request } from 'undici';
import { fromUtf8, utf8 } from '../../src/log/bytes.ts';
import { type Checkpoint, openCheckpoint } from '../../src/log/checkpoint.ts';
import { leafHash, proveConsistency, verifyConsistency, verifyInclusion } from '../../src/log/merkle.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { parseVerifierKey, type Verifier } from '../../src/log/note.ts';
import { parseProof } from '../../src/log/proof.ts';
import { readNodesFromTiles, tilePath } from '../../src/log/tiles.ts';

export interface LogWatch {
  /** Looks at the log and at some pages, over and over, until the program does not answer any more. */
  follow(address: string): { stop(): Promise<void> };
  /** Checkpoints and pages looked at. */
  readonly seen: { checkpoints: number; pages: number };
  readonly problems: readonly string[];
}

const PAGES = 4;

export function openLogWatch(): LogWatch {
  let verifier: Verifier | null = null;
  let last: Checkpoint | null = null;
  const seen = { checkpoints: 0, pages: 0 };
  const problems: string[] = [];

  return {
    seen,
    problems,
    follow(address) {
      const agent = new Agent({ connections: 2 });
      let stopped = false;
      const following = (async () => {
        while (!stopped && problems.length === 0) await look(address, agent);
      })().catch((error: unknown) => {
        // A connection that breaks is the kill.
        if (!isConnectionError(error)) problems.push(`the log's watcher: ${String(error)}`);
      });
      return {
        async stop() {
          stopped = true;
          await following;
          await agent.close();
        },
      };
    },
  };

  async function look(address: string, agent: Agent): Promise<void> {
    const key = (await fetched(`${address}/log/key`, agent))?.trim().split('\n')[0];
    if (key === undefined) return;
    const known = parseVerifierKey(nodeCrypto, key);
    if (verifier !== null && Buffer.compare(verifier.publicKey, known.publicKey) !== 0)
      problems.push('the log has another key after the restart');
    verifier ??= known;
    for (const page of await pagesOf(address, agent)) await lookAtPage(page, address, agent);
    const note = await fetched(`${address}/log/checkpoint`, agent);
    if (note !== null) await checkpointSeen(note, address, agent);
  }

  async function checkpointSeen(note: string, address: string, agent: Agent): Promise<Checkpoint> {
    if (verifier === null) throw new Error('the key is known before any checkpoint');
    const { checkpoint } = openCheckpoint(nodeCrypto, note, { origin: verifier.name, verifiers: [verifier] });
    seen.checkpoints++;
    if (last !== null && checkpoint.size < last.size) {
      problems.push(`a rollback: ${checkpoint.size} leaves after ${last.size}`);
      return checkpoint;
    }
    const before = last ?? { ...checkpoint, size: 0 };
    const proof = await proveConsistency(
      nodeCrypto,
      before.size,
      checkpoint.size,
      nodesAt(checkpoint.size, address, agent),
    );
    if (before.size > 0) {
      verifyConsistency(nodeCrypto, {
        ...{ from: before.size, fromRoot: before.root, to: checkpoint.size, toRoot: checkpoint.root },
        proof,
      });
    }
    last = checkpoint;
    return checkpoint;
  }

  /** The page's own proof must hold, under a checkpoint that the log still shows. */
  async function lookAtPage(path: string, address: string, agent: Agent): Promise<void> {
    const html = await fetched(`${address}${path}`, agent);
    if (html === null) return;
    seen.pages++;
    const data = /<script type="application\/json" id="stet-proof">(.*?)<\/script>/s.exec(html)?.[1];
    if (data === undefined) {
      problems.push(`${path} can be seen, and no checkpoint covers it`);
      return;
    }
    const { index, hashes, extra, checkpoint: note } = parseProof(JSON.parse(data).proof);
    if (verifier === null || extra === null) throw new Error('a proof has its leaf with it');
    const { checkpoint } = openCheckpoint(nodeCrypto, note, { origin: verifier.name, verifiers: [verifier] });
    const leaf = leafHash(nodeCrypto, utf8(fromUtf8(extra)));
    verifyInclusion(nodeCrypto, {
      leafHash: leaf,
      index,
      size: checkpoint.size,
      proof: hashes,
      root: checkpoint.root,
    });
    const newest = await fetched(`${address}/log/checkpoint`, agent);
    if (newest === null) return;
    const now = await checkpointSeen(newest, address, agent);
    const proof = await proveConsistency(
      nodeCrypto,
      checkpoint.size,
      now.size,
      nodesAt(now.size, address, agent),
    );
    verifyConsistency(nodeCrypto, {
      ...{ from: checkpoint.size, fromRoot: checkpoint.root, to: now.size, toRoot: now.root },
      proof,
    });
  }
}

const nodesAt = (size: number, address: string, agent: Agent) =>
  readNodesFromTiles(
    nodeCrypto,
    async (tile) => {
      const { statusCode, body } = await request(`${address}/log/${tilePath(tile)}`, { dispatcher: agent });
      if (statusCode !== 200) throw new Error(`${tilePath(tile)} answers ${statusCode}`);
      return new Uint8Array(await body.arrayBuffer());
    },
    size,
  );

async function fetched(url: string, agent: Agent): Promise<string | null> {
  const { statusCode, body } = await request(url, { dispatcher: agent });
  const text = await body.text();
  return statusCode === 200 ? text : null;
}

/** The newest stories, and one of the older ones on the front page. */
async function pagesOf(address: string, agent: Agent): Promise<string[]> {
  const front = (await fetched(`${address}/`, agent)) ?? '';
  const paths = [
    ...new Set(
      [...front.matchAll(/href="(\/[a-z-]+\/(?:[^"?/]*-)?[0-9a-f]{16})"/g)].map(([, path = '']) => path),
    ),
  ];
  return paths.length <= PAGES ? paths : [...paths.slice(0, PAGES - 1), ...paths.slice(-1)];
}

const CONNECTION =
  /ECONNREFUSED|ECONNRESET|EPIPE|other side closed|socket hang up|terminated|fetch failed|UND_ERR/i;

function isConnectionError(error: unknown): boolean {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return CONNECTION.test(`${message} ${code}`);
}
