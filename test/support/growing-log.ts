// A log as publishers have them, in memory: grown leaf by leaf, signed at every size, served over HTTP, and able to lie. For those who look
// at the tree and its growth; what its leaves say is invented and stands for no story (test/log/synthetic-log.ts has whole stories).

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { utf8 } from '../../src/log/bytes.ts';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { edgeAt, emptyEdge, grow, rootOfEdge } from '../../src/log/growth.ts';
import { formatLeaf } from '../../src/log/leaf.ts';
import { leafHash, type ReadNodes, rootAt } from '../../src/log/merkle.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { formatVerifierKey, type Signer, type Verifier } from '../../src/log/note.ts';
import {
  encodeEntries,
  parseTilePath,
  readNodesFromTiles,
  TILE_WIDTH,
  type TileId,
} from '../../src/log/tiles.ts';
import { logVerifier, testSigner } from './log-keys.ts';

export const crypto = nodeCrypto;

export interface GrowingLog {
  readonly origin: string;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly vkey: string;
  size(): number;
  /** Appends invented leaves; `words` makes those of one branch differ from another's. */
  append(count: number, words?: string, logged?: number): void;
  root(size: number): Promise<Uint8Array>;
  /** The signed checkpoint of a size. */
  note(size?: number, by?: Signer): Promise<string>;
  tile(tile: TileId): Uint8Array | null;
  readNodes(size: number): ReadNodes;
  /** Another log that has the first `size` leaves of this one and signs with its key. */
  fork(size: number): GrowingLog;
  /** As the ledger's reader gives it. */
  latest(): Promise<{ size: number; root: string; note: string; cosigned: null } | null>;
}

export function growingLog(origin: string, seed = 1, begin: readonly string[] = []): GrowingLog {
  const signer = testSigner(origin, seed);
  const verifier = logVerifier(signer);
  const leaves: string[] = [];
  const tiles = new Map<string, Uint8Array>();
  let edge = emptyEdge;
  const key = (level: number, index: number): string => `${level}/${index}`;

  const add = (texts: readonly string[]): void => {
    const grown = grow(
      crypto,
      edge,
      texts.map((text) => leafHash(crypto, utf8(text))),
    );
    edge = grown.edge;
    leaves.push(...texts);
    for (const { level, index, hashes } of grown.tiles) tiles.set(key(level, index), hashes);
  };
  add(begin);

  const log: GrowingLog = {
    origin,
    signer,
    verifier,
    vkey: formatVerifierKey(verifier),
    size: () => leaves.length,
    append(count, words = 'one', logged = Date.now()) {
      add(Array.from({ length: count }, (_, at) => invented(leaves.length + at, words, logged)));
    },
    root: (size) => rootAt(crypto, size, log.readNodes(size)),
    async note(size = leaves.length, by = signer) {
      return signCheckpoint(crypto, { origin, size, root: await log.root(size), extensions: [] }, by);
    },
    tile({ level, index, width }) {
      if (level === 'entries') {
        const texts = leaves.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
        return texts.length < width ? null : encodeEntries(texts.map(utf8));
      }
      const hashes = tiles.get(key(level, index));
      return hashes === undefined || hashes.length < width * 32 ? null : hashes.subarray(0, width * 32);
    },
    readNodes: (size) =>
      readNodesFromTiles(
        crypto,
        async (tile) => {
          const bytes = log.tile(tile);
          if (bytes === null) throw new Error('no such tile');
          return bytes;
        },
        size,
      ),
    fork: (size) => growingLog(origin, seed, leaves.slice(0, size)),
    async latest() {
      const size = leaves.length;
      if (size === 0) return null;
      const root = Buffer.from(await log.root(size)).toString('hex');
      return { size, root, note: await log.note(size), cosigned: null };
    },
  };
  return log;
}

const invented = (index: number, words: string, logged: number): string =>
  formatLeaf({
    item: Buffer.from(`${words}-${index}`.padEnd(16, '.').slice(0, 16)).toString('hex'),
    kind: 'publish',
    logged,
    prev: -1,
    received: logged,
    record: 'ab'.repeat(32),
    src: 'harbour',
    v: 'wire-leaf/1',
    ver: 1,
  });

/** The roots of growth and of tiles agree: what the tests stand on. */
export async function edgeRoot(log: GrowingLog): Promise<Uint8Array> {
  return rootOfEdge(crypto, await edgeAt(log.size(), async (tile) => log.tile(tile) ?? new Uint8Array(0)));
}

export interface LogSite {
  readonly url: URL;
  /** What is served; tests swap it. */
  serve: GrowingLog;
  /** The checkpoint, when it is not the log's own newest. */
  note: (() => Promise<string>) | null;
  /** Changes a tile on its way out; `null` makes it a 404. */
  bend: ((path: string, bytes: Uint8Array) => Uint8Array | null) | null;
  /** When set, every answer has this status and no more. */
  status: number | null;
  readonly asked: string[];
  close(): Promise<void>;
}

/** The log at `<url>/checkpoint` and `<url>/tile/…`. */
export async function serveLog(log: GrowingLog): Promise<LogSite> {
  const site = {
    serve: log,
    note: null as LogSite['note'],
    bend: null as LogSite['bend'],
    status: null as number | null,
    asked: [] as string[],
  };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/^\/log\//, '');
    site.asked.push(path);
    if (site.status !== null) return response.writeHead(site.status).end();
    if (path === 'checkpoint') {
      return response.end(await (site.note === null ? site.serve.note() : site.note()));
    }
    const tile = parseTilePath(path);
    const bytes = tile === null ? null : site.serve.tile(tile);
    const sent = bytes === null || site.bend === null ? bytes : site.bend(path, bytes);
    return sent === null ? response.writeHead(404).end() : response.end(sent);
  });
  const url = await listening(server);
  return Object.assign(site, { url: new URL('/log', url), close: () => closed(server) });
}

/** Listens on a free port of this machine. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
