// What the tests of the transports share: a store and states in memory that keep the promises of the real ones, a clock that
// is set by hand, and real HTTP servers on 127.0.0.1.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import type { Delivery, Receipt, Receive } from '../../src/model/delivery.ts';
import { type SourceId, seq, sourceId } from '../../src/model/ids.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import type { FolderTransport, PollTransport, Source, Transport } from '../../src/model/source.ts';
import { newSourceState, type SourceState, type SourceStates } from '../../src/model/source-state.ts';
import type { Clock } from '../../src/sources/clock.ts';
import { SOURCE_LIMITS, type SourceLimits } from '../../src/sources/limits.ts';
import type { SourceLog } from '../../src/sources/source-log.ts';

/** Takes deliveries in as the ledger does: the same bytes from the same source are new once. */
export interface TestStore {
  readonly receive: Receive;
  readonly deliveries: Delivery[];
  /** Digests of the arrivals kept, in order. */
  readonly arrivals: string[];
  /** Called before anything is kept; throw here to refuse. */
  refuse: (delivery: Delivery) => void | Promise<void>;
  /** Failures that the receipts tell of. */
  failures: (delivery: Delivery) => Receipt['failures'];
}

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function testStore(): TestStore {
  const kept = new Map<string, number>();
  const store: TestStore = {
    deliveries: [],
    arrivals: [],
    refuse: () => undefined,
    failures: () => [],
    async receive(delivery) {
      store.deliveries.push(delivery);
      await store.refuse(delivery);
      const key = `${delivery.source} ${digest(delivery.bytes)}`;
      const before = kept.get(key);
      const arrival = before ?? kept.size + 1;
      if (before === undefined) store.arrivals.push(key);
      kept.set(key, arrival);
      const failures = store.failures(delivery);
      return {
        arrival: seq(arrival),
        new: before === undefined,
        items: [],
        itemCount: 1,
        failures,
        failureCount: failures.length,
      };
    },
  };
  return store;
}

/** States that survive a restart as the database's do. */
export function testStates(): SourceStates & { readonly saved: SourceState[] } {
  const states = new Map<SourceId, string>();
  const saved: SourceState[] = [];
  return {
    saved,
    get(source) {
      const text = states.get(source);
      return text === undefined ? newSourceState(source) : JSON.parse(text);
    },
    async save(state) {
      states.set(state.source, JSON.stringify(state));
      saved.push(state);
    },
    note(state) {
      states.set(state.source, JSON.stringify(state));
    },
  };
}

export interface TestClock extends Clock {
  time: number;
}

export function testClock(): TestClock {
  let seed = 1;
  const clock: TestClock = {
    time: Date.UTC(2026, 2, 14, 12),
    now: () => clock.time,
    random() {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    },
  };
  return clock;
}

export interface TestLog extends SourceLog {
  readonly lines: string[];
}

export function testLog(): TestLog {
  const lines: string[] = [];
  const write = (facts: object, message: string): void => {
    lines.push(`${JSON.stringify(facts)} ${message}`);
  };
  return { lines, info: write, warn: write, error: write };
}

/** Limits short enough for tests that wait for them. */
export const quickLimits: SourceLimits = {
  ...SOURCE_LIMITS,
  hostGap: 0,
  idle: 10_000,
  startSpread: 0,
  scan: 20,
  doorbell: 5,
  emptySettle: 30,
  folderRetry: 20,
  folderRetryCeiling: 100,
};

const base = {
  name: 'Meridian Wire',
  provider: 'meridian.example',
  format: 'auto',
  timezone: 'UTC',
  charset: null,
  emptyEmbargo: 'hold',
  conventions: [],
  language: 'en',
  publish: 'auto',
  section: 'news',
  credit: 'Meridian Wire',
  rights: null,
  robots: 'index',
  canonical: 'self',
  minimumText: 0,
  firstRun: 50,
  hotlinkImages: false,
  limits: DEFAULT_LIMITS,
} as const;

export const sourceOf = <T extends Transport>(
  id: string,
  transport: T,
): Source & { readonly transport: T } => ({
  ...base,
  id: sourceId(id),
  transport,
});

export const pollSource = (
  id: string,
  url: string,
  changes: Partial<PollTransport> = {},
): Source & { readonly transport: PollTransport } =>
  sourceOf(id, {
    type: 'poll',
    url,
    interval: 300,
    allowPrivate: true,
    timeout: 20,
    maxBytes: 1024 * 1024,
    headers: {},
    ...changes,
  });

export const folderSource = (
  id: string,
  path: string,
  changes: Partial<FolderTransport> = {},
): Source & { readonly transport: FolderTransport } =>
  sourceOf(id, { type: 'folder', path, settle: 0.02, maxBytes: 1024 * 1024, ...changes });

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers'] }[];
  handle: RequestListener;
  close(): Promise<void>;
}

/** A real server that notes what it was asked. */
export async function httpServer(handle: RequestListener): Promise<TestServer> {
  const requests: TestServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    test.handle(request, response);
  });
  const port = await listen(server);
  const test: TestServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    handle,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return test;
}

/** A server below HTTP: for answers that no HTTP server would send. */
export async function tcpServer(
  onRequest: (socket: Socket) => void,
): Promise<{ readonly url: string; readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => onRequest(socket));
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return address.port;
}

/** Resolves once `holds` does; never gives up by itself, the runner's time limit does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 5));
}

/** A feed of the fictional Meridian Wire. */
export const feed = (headline: string, filler = 0): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Meridian Wire</title>` +
  `<item><guid>${headline}</guid><title>${headline}</title><description>${'Lorem ipsum. '.repeat(filler)}</description></item>` +
  `</channel></rss>`;
