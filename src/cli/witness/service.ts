// A witness as a process: its data directory to itself, its key, its memory, and its server.

import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { type Logger, pino } from 'pino';
import { openWitnessKey, witnessHasKey, witnessVerifierKey } from '../../flows/witness-key.ts';
import { openWitnessMemory } from '../../flows/witness-memory.ts';
import { openWitness, type Witness } from '../../flows/witness-server.ts';
import { listen } from '../../http/listen.ts';
import { witnessRoutes } from '../../http/witness.ts';
import { lockDataDirectory } from '../../ledger/lock.ts';
import { nodeCrypto } from '../../log/node-crypto.ts';
import type { Signer } from '../../log/note.ts';
import type { LogLevel } from '../../model/config.ts';
import { StetError } from '../../model/errors.ts';
import type { WitnessSettings } from './settings.ts';

/** Longest time a client may take to send its request and its headers, milliseconds. */
const REQUEST_TIMEOUT = 30_000;
const HEADERS_TIMEOUT = 10_000;

export interface WitnessService {
  readonly url: string;
  /** Verifier key. */
  readonly key: string;
  readonly origins: readonly string[];
  close(): Promise<void>;
}

/** @throws {StetError} `witness-no-logs`, `data-locked`, `port-taken`, and those of the key and the memory. */
export async function startWitnessService(
  settings: WitnessSettings,
  level: LogLevel,
): Promise<WitnessService> {
  const origins = [...settings.logs.keys()];
  if (origins.length === 0) {
    throw new StetError(
      'witness-no-logs',
      "There is no log to watch. Name one with --log 'VKEY' (`stet log key` prints it), or under logs: in the file of --config.",
    );
  }
  const lock = lockDataDirectory(settings.directory);
  try {
    const { signer, witness, log } = openParts(settings, level);
    const server = witnessServer(log);
    await server.register(witnessRoutes({ witness, origins }));
    const { host, port } = settings;
    const url = await listen(server, { host, port, listenTextResolver: () => 'listening' });
    return {
      url,
      key: witnessVerifierKey(signer),
      origins,
      async close() {
        await server.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The witness's verifier key; the key itself is made when there is none yet. A running witness is not disturbed. */
export function printedKey({ directory, name }: WitnessSettings): string {
  if (witnessHasKey(directory)) return witnessVerifierKey(openWitnessKey(directory, name));
  const lock = lockDataDirectory(directory);
  try {
    return witnessVerifierKey(openKeyAndMemory(directory, name).signer);
  } finally {
    lock.release();
  }
}

function openParts(
  { directory, name, logs }: WitnessSettings,
  level: LogLevel,
): { readonly signer: Signer; readonly witness: Witness; readonly log: Logger } {
  const log = pino({ level }, pino.destination({ dest: 2, sync: true }));
  const { signer, memory } = openKeyAndMemory(directory, name);
  const witness = openWitness({
    crypto: nodeCrypto,
    signer,
    logs,
    memory,
    now: Date.now,
    misbehaved: (error, seen, shown) =>
      log.error(
        { ...error.facts, code: error.code, seen, shown },
        `not cosigned: ${error.message}. Both notes are evidence: keep this line`,
      ),
  });
  return { signer, witness, log };
}

/** The memory first: a key without a memory is one whose memory was lost. */
function openKeyAndMemory(directory: string, name: string | null) {
  const memory = openWitnessMemory(directory, !witnessHasKey(directory));
  return { memory, signer: openWitnessKey(directory, name) };
}

function witnessServer(log: Logger): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  return Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT,
    http: { headersTimeout: HEADERS_TIMEOUT },
  });
}
