// The composition root: opens the store, wires the rooms together, starts listening, and takes it all down again in order.

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { type Logger, pino } from 'pino';
import { type DailyTimestampOptions, keepStamping } from './flows/daily-timestamp.ts';
import { openDeskActs } from './flows/decide.ts';
import { finishErasures } from './flows/erasure.ts';
import { openIntake } from './flows/intake.ts';
import { keepResuming } from './flows/keep-resuming.ts';
import { type KeepTimeOptions, keepTime } from './flows/keep-time.ts';
import { keyedLock } from './flows/keyed-lock.ts';
import { publicLogFacts, publicLogState } from './flows/log-facts.ts';
import { startPublicLog } from './flows/open-log.ts';
import { openStore, type Store } from './flows/open-store.ts';
import { startReadThread } from './flows/read-thread.ts';
import { replay, replayWasCutOff } from './flows/replay.ts';
import { storyProofs } from './flows/story-proof.ts';
import { openTakedown } from './flows/takedown.ts';
import { witnessLog } from './flows/witness-log.ts';
import { deskRoutes } from './http/desk/routes.ts';
import { listen } from './http/listen.ts';
import { CHECKER, logRoutes } from './http/log.ts';
import { timestampRoutes } from './http/log-timestamps.ts';
import { openMetrics, operationRoutes } from './http/operation.ts';
import { type PublicSite, publicRoutes } from './http/public.ts';
import { pushRoutes } from './http/push.ts';
import { openAccounts } from './ledger/accounts.ts';
import { openTimestampReader } from './ledger/log-timestamps.ts';
import { openSourceStates } from './ledger/source-states.ts';
import type { Config } from './model/config.ts';
import { systemClock, systemTimers } from './sources/clock.ts';
import { SOURCE_LIMITS } from './sources/limits.ts';
import { openNetwork } from './sources/poll/network.ts';
import { type RunningSources, startSources } from './sources/start.ts';
import { openDeskReader } from './views/desk-reader.ts';
import { publicGeneration } from './views/generation.ts';
import { openPostReader } from './views/post-reader.ts';
import { openTakenDownReader } from './views/taken-down.ts';

const DESK_BUILD = fileURLToPath(new URL('../dist/desk', import.meta.url));
const PAGE_CACHE_BYTES = 24 * 1024 * 1024;
const HOUR = 60 * 60 * 1000;
/** Longest time a client may take to send its whole request, milliseconds: a slow one must not hold a connection for ever. */
const REQUEST_TIMEOUT = 120_000;
const HEADERS_TIMEOUT = 20_000;

export interface RunningApp {
  readonly url: string;
  readonly deskUrl: string;
  /** One-time link to set the administrator's password; `null` once that is done. */
  readonly setupUrl: string | null;
  close(): Promise<void>;
}

export interface AppOptions {
  /** Forget the administrator and make a new one-time link: for when the password is lost. */
  readonly newAdministrator: boolean;
}

/** @throws {StetError} `data-locked`, `store-…`, `port-taken`: nothing is left running. */
export async function startApp(
  config: Config,
  options: AppOptions = { newAdministrator: false },
): Promise<RunningApp> {
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  const store = await openStore({ dataDir: config.dataDir, databaseUrl: config.databaseUrl, now: Date.now });
  try {
    return await run(config, store, log, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function run(config: Config, store: Store, log: Logger, options: AppOptions): Promise<RunningApp> {
  const { db, reader, writer } = store;
  if (await replayWasCutOff(db)) {
    log.warn('an earlier replay was cut off: making the views again');
    await replay(db, reader, (items) => log.info({ items }, 'views rebuilt'));
  }
  const { sources, site } = config;
  const states = await openSourceStates(db);
  const itemLock = keyedLock();
  const thread = startReadThread();
  const publicLog = await startPublicLog({
    db,
    ledger: reader,
    dataDir: config.dataDir,
    ...config.publicLog,
    now: Date.now,
    progress: sayNowAndThen(log),
  });
  const parts = {
    ...{ db, reader, writer, sources, sections: site.sections, itemLock, now: Date.now },
    logTrouble: publicLog.trouble,
  };
  const generation = publicGeneration(writer.subscribe);
  const witnessing = witnessLog(publicLog, config.publicLog, db, log, generation.next);
  writer.subscribe(witnessing.ring);
  // Pages are served at once; nothing is published before the log can be signed, and before its witnesses had their say.
  const opened = publicLog.ready.then(witnessing.heard);
  void opened.then(
    () => {
      if (publicLog.trouble() !== null) log.error({ trouble: publicLog.trouble() }, LOG_CLOSED);
    },
    (error: unknown) => log.error({ err: error }, 'the public log could not be opened; nothing is taken in'),
  );
  const intake = openIntake({ ...parts, thread, siteUrl: site.url });
  const receive = after(opened, intake.receive);
  const posts = openPostReader(db, reader, generation.now);
  const publicSite = publicRoutes({
    site,
    sources,
    reader: posts,
    takenDown: openTakenDownReader(db),
    proofs: storyProofs(publicLog.reader, publicLog.verifier, publicLog.ready),
    log: () => publicLogFacts(publicLog, CHECKER),
    now: Date.now,
    trust: [],
    cacheBytes: PAGE_CACHE_BYTES,
  });
  writer.subscribe(({ fact }) => {
    if (fact.type === 'takedown') publicSite.forget();
  });
  const logState = () => publicLogState(publicLog);
  const metrics = openMetrics({ sources, states, cache: publicSite.cacheState, log: logState });
  writer.subscribe(metrics.count);
  const accounts = openAccounts(
    db,
    { idle: config.desk.sessionHours * HOUR, absolute: config.desk.sessionHours * HOUR },
    Date.now,
  );

  const timestamps = openTimestampReader(db);
  const stopStamping =
    config.publicLog.timestamps === null
      ? () => undefined
      : stampDaily(new URL(config.publicLog.timestamps), { db, log: publicLog.reader, timestamps }, log);
  const server = httpServer(config, publicSite, log);
  const started = Promise.withResolvers<RunningSources>();

  await server.register(
    operationRoutes({ metrics: metrics.registry, trouble: () => storeTrouble(store), log: logState }),
  );
  await server.register(pushRoutes({ sources, receive, states, now: Date.now }));
  await server.register(
    deskRoutes({
      site,
      sources,
      accounts,
      desk: openDeskReader(db, reader),
      states,
      acts: after(opened, openDeskActs(parts)),
      takedown: after(opened, openTakedown(parts)),
      facts: { subscribe: writer.subscribe, head: reader.lastSeq },
      pollNow: async (id) => (await started.promise).pollNow(id),
      distDir: DESK_BUILD,
      sessionSeconds: config.desk.sessionHours * 3600,
    }),
  );
  await server.register(logRoutes({ log: publicLog.reader, verifier: publicLog.verifier, now: Date.now }));
  await server.register(timestampRoutes(timestamps));
  await server.register(publicSite.plugin);

  if (options.newAdministrator) await accounts.forgetAdministrator();
  const setupToken = await accounts.setupToken();
  const url = await listenAt(server, config);
  // Last of all: what comes in must not hold up the start, and nothing may go on coming in when the start has failed.
  const running = startSources(sources, { receive, states, clock: systemClock, log });
  started.resolve(running);
  const stopKeepingTime = startKeepingTime(opened, { ...parts, sections: site.sections }, log);
  const stopResuming = keepResuming(after(opened, intake.resume), () => finishErasures(db, reader), log);
  return {
    url,
    deskUrl: `${url}/desk`,
    setupUrl: setupToken === null ? null : `${url}/desk/setup?token=${setupToken}`,
    async close() {
      stopKeepingTime();
      stopResuming();
      stopStamping();
      await witnessing.close();
      await server.close();
      await running.stop();
      await thread.close();
      await publicLog.close();
      await store.close();
    },
  };
}

/** The same function, for when the first promise has resolved. */
const after =
  <Arguments extends readonly unknown[], Result>(
    first: Promise<unknown>,
    act: (...given: Arguments) => Promise<Result>,
  ) =>
  async (...given: Arguments): Promise<Result> => {
    await first;
    return act(...given);
  };

/** Once the log can tell of what ends. */
function startKeepingTime(opened: Promise<unknown>, options: KeepTimeOptions, log: Logger): () => void {
  let stop = (): void => undefined;
  let stopped = false;
  void opened.then(
    () => {
      if (stopped) return;
      stop = keepTime(options, systemTimers, (error) =>
        log.error({ err: error }, 'what is due could not be decided on; it is tried again'),
      );
    },
    () => undefined,
  );
  return () => {
    stopped = true;
    stop();
  };
}

function stampDaily(
  url: URL,
  parts: Pick<DailyTimestampOptions, 'db' | 'log' | 'timestamps'>,
  log: Logger,
): () => void {
  const network = openNetwork(SOURCE_LIMITS);
  // Who configures an authority on a private address has one there.
  const stop = keepStamping(
    { ...parts, url, way: network.way(true), timers: systemTimers, now: Date.now },
    (error) => log.warn({ err: error }, 'the time-stamp authority gave no time-stamp; it is asked again'),
  );
  return () => {
    stop();
    void network.close();
  };
}

const LOG_CLOSED =
  'the public log is closed: nothing is signed and nothing new is published until it matches what was signed';
/** Leaves between two lines about a log that takes long to check. */
const SAY_EVERY = 100_000;

function sayNowAndThen(log: Logger): (what: 'checked' | 'caught-up', leaves: number) => void {
  let next = SAY_EVERY;
  return (what, leaves) => {
    if (leaves < next) return;
    next = leaves + SAY_EVERY;
    log.info({ leaves }, what === 'checked' ? 'checking the public log' : 'adding to the public log');
  };
}

/** A Fastify server whose pages in memory go out before any routing. */
function httpServer(config: Config, publicSite: PublicSite, log: Logger): FastifyInstance {
  const { trustProxy } = config.server;
  const loggerInstance: FastifyBaseLogger = log;
  return Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: typeof trustProxy === 'boolean' ? trustProxy : [...trustProxy],
    forceCloseConnections: true,
    serverFactory(handler) {
      return createServer(
        { requestTimeout: REQUEST_TIMEOUT, headersTimeout: HEADERS_TIMEOUT },
        (request, response) => {
          if (!publicSite.serveCached(request, response)) handler(request, response);
        },
      );
    },
  });
}

/** Asks both who reads and who writes; an empty transaction changes nothing. */
async function storeTrouble({ db, reader }: Store): Promise<string | null> {
  try {
    await Promise.all([reader.lastSeq(), db.transact([])]);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Answers the address by which people of this machine find it. */
async function listenAt(server: FastifyInstance, { server: { host, port } }: Config): Promise<string> {
  await listen(server, { host, port });
  const address = server.server.address();
  const boundPort = address === null || typeof address === 'string' ? port : address.port;
  const shown = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${boundPort}`;
}
