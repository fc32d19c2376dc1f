// A log and its witnesses: real servers on this machine, honest ones and every kind of other.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LogHttpLimits, openLogHttp } from '../../../src/flows/log-http.ts';
import { startWitnessing, type Witnessing } from '../../../src/flows/witness-client.ts';
import { witnessVerifierKey } from '../../../src/flows/witness-key.ts';
import { openWitnessMemory } from '../../../src/flows/witness-memory.ts';
import type { WitnessPolicy } from '../../../src/flows/witness-policy.ts';
import { openWitness } from '../../../src/flows/witness-server.ts';
import { witnessRoutes } from '../../../src/http/witness.ts';
import { checkPolicy, cosign } from '../../../src/log/checkpoint.ts';
import {
  COSIGNATURE,
  formatSignatures,
  parseVerifierKey,
  type Signer,
  type Verifier,
  verifierOf,
} from '../../../src/log/note.ts';
import { parseAddCheckpoint } from '../../../src/log/witness.ts';
import type { StetError } from '../../../src/model/errors.ts';
import { systemClock, systemTimers } from '../../../src/sources/clock.ts';
import { closed, crypto, type GrowingLog, growingLog, listening } from '../../support/growing-log.ts';
import { testSigner } from '../../support/log-keys.ts';

// Nothing here fails on time: conditions are waited for.
vi.setConfig({ testTimeout: 120_000 });
const until = (condition: () => void) => vi.waitFor(condition, { timeout: 60_000, interval: 5 });

const ORIGIN = 'daily.example/log';
const QUICK = { pause: 1, retry: 1, retryCeiling: 4, refresh: 1_000_000 };
const PATIENT: LogHttpLimits = { connect: 5_000, idle: 60_000, total: 60_000 };

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface TestWitness {
  readonly url: string;
  readonly key: string;
  readonly signer: Signer;
  readonly verifier: Verifier;
}

const described = (signer: Signer, url: string): TestWitness => ({
  url,
  key: witnessVerifierKey(signer),
  signer,
  verifier: verifierOf(crypto, signer.name, COSIGNATURE, signer.publicKey),
});

/** An honest witness that watches these logs. */
async function honest(
  logs: readonly GrowingLog[],
  seed = 100,
): Promise<TestWitness & { readonly app: FastifyInstance }> {
  const directory = mkdtempSync(join(tmpdir(), 'stet-watching-'));
  const signer = testSigner(`witness-${seed}.example`, seed);
  const app = Fastify({ forceCloseConnections: true });
  const witness = openWitness({
    crypto,
    signer,
    logs: new Map(logs.map(({ origin, verifier }) => [origin, [verifier]])),
    memory: openWitnessMemory(directory, true),
    now: Date.now,
    misbehaved: () => undefined,
  });
  await app.register(witnessRoutes({ witness, origins: logs.map(({ origin }) => origin) }), { prefix: '/w' });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  closers.push(async () => {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { app, ...described(signer, `${url}/w/`) };
}

type Answer = (body: string, response: ServerResponse, request: IncomingMessage) => unknown;

/** A witness that answers as it is told to. */
async function scripted(
  answer: Answer,
  seed = 200,
): Promise<TestWitness & { readonly server: Server; asked: string[] }> {
  const signer = testSigner(`scripted-${seed}.example`, seed);
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    asked.push(body);
    await answer(body, response, request);
  });
  const url = await listening(server);
  closers.push(() => closed(server));
  return { server, asked, ...described(signer, url) };
}

/** What an honest witness would sign. */
const signatureOf = (body: string, signer: Signer, seconds = Math.floor(Date.now() / 1000)): string =>
  formatSignatures([cosign(crypto, parseAddCheckpoint(body).checkpoint, signer, seconds)]);

interface Run {
  readonly witnessing: Witnessing;
  readonly swapped: { readonly size: number; readonly note: string }[];
  readonly alarms: StetError[];
}

function watch(
  log: Pick<GrowingLog, 'latest' | 'readNodes'>,
  policy: WitnessPolicy,
  httpLimits = PATIENT,
  limits = QUICK,
): Run {
  const swapped: { size: number; note: string }[] = [];
  const alarms: StetError[] = [];
  const http = openLogHttp(systemClock, systemTimers, httpLimits);
  const witnessing = startWitnessing({
    policy,
    log,
    crypto,
    http,
    clock: systemClock,
    timers: systemTimers,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    swapIn: async (cosigned) => {
      swapped.push(cosigned);
    },
    alarm: (error) => alarms.push(error),
    limits,
  });
  closers.push(async () => {
    await witnessing.close();
    await http.close();
  });
  return { witnessing, swapped, alarms };
}

const grown = (leaves: number, origin = ORIGIN, seed = 1): GrowingLog => {
  const log = growingLog(origin, seed);
  log.append(leaves);
  return log;
};

function cosigners(
  log: GrowingLog,
  note: string,
  witnesses: readonly TestWitness[],
  quorum: number,
): string[] {
  const policy = { logKeys: [log.verifier], witnesses: witnesses.map(({ verifier }) => verifier), quorum };
  return checkPolicy(crypto, note, log.origin, policy).cosigned.map(({ witness }) => witness.name);
}

describe('with honest witnesses', () => {
  it('every checkpoint that is the newest for long enough is cosigned', async () => {
    const log = grown(3);
    const witness = await honest([log]);
    const { witnessing, swapped } = watch(log, { witnesses: [witness], quorum: 1 });
    for (const size of [3, 4, 300, 513]) {
      log.append(size - log.size());
      witnessing.ring();
      await until(() => expect(swapped.at(-1)?.size).toBe(size));
    }
    for (const { note } of swapped)
      expect(cosigners(log, note, [witness], 1)).toEqual(['witness-100.example']);
    expect(witnessing.standing()).toMatchObject([
      {
        name: 'witness-100.example',
        cosigned: 513,
        lastError: null,
        failures: 0,
        nextTry: null,
        alarm: null,
      },
    ]);
  });

  it('two publishers watch each other', async () => {
    const [daily, courier] = [grown(5, 'daily.example/log', 1), grown(9, 'courier.example/log', 2)];
    const [ofDaily, ofCourier] = [await honest([courier], 101), await honest([daily], 102)];
    const runs = [
      { log: daily, run: watch(daily, { witnesses: [ofCourier], quorum: 1 }), by: ofCourier },
      { log: courier, run: watch(courier, { witnesses: [ofDaily], quorum: 1 }), by: ofDaily },
    ];
    for (let round = 0; round < 20; round++) {
      for (const { log, run } of runs) {
        log.append(1 + (round % 3));
        run.witnessing.ring();
      }
      if (round % 5 === 4) {
        for (const { log, run } of runs) await until(() => expect(run.swapped.at(-1)?.size).toBe(log.size()));
      }
    }
    for (const { log, run, by } of runs) {
      expect(run.alarms).toEqual([]);
      for (const { note } of run.swapped) expect(cosigners(log, note, [by], 1)).toEqual([by.signer.name]);
    }
  });

  it('a log that was started again goes on from what the witness has', async () => {
    const log = grown(20);
    const witness = await honest([log]);
    const first = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(first.swapped).toHaveLength(1));
    await first.witnessing.close();
    log.append(7);
    const second = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(second.swapped.at(-1)?.size).toBe(27));
    expect(second.alarms).toEqual([]);
  });

  it('an empty log asks nobody', async () => {
    const log = growingLog(ORIGIN);
    const witness = await scripted((_, response) => response.writeHead(500).end());
    const { witnessing, swapped } = watch(log, { witnesses: [witness], quorum: 1 });
    witnessing.ring();
    await witnessing.close();
    expect(witness.asked).toEqual([]);
    expect(swapped).toEqual([]);
  });

  it('the newest checkpoint is cosigned anew when it has long been the newest', async () => {
    const log = grown(3);
    const witness = await honest([log]);
    const { swapped } = watch(log, { witnesses: [witness], quorum: 1 }, PATIENT, { ...QUICK, refresh: 5 });
    await until(() => expect(swapped.length).toBeGreaterThan(2));
    expect(new Set(swapped.map(({ size }) => size))).toEqual(new Set([3]));
  });
});

describe('the quorum', () => {
  it('is met without the witness that never answers', async () => {
    const log = grown(3);
    const [one, two] = [await honest([log], 101), await honest([log], 102)];
    const silent = await scripted(() => undefined);
    const { witnessing, swapped } = watch(log, { witnesses: [silent, one, two], quorum: 2 });
    for (const size of [3, 5, 8]) {
      log.append(size - log.size());
      witnessing.ring();
      await until(() => expect(swapped.at(-1)?.size).toBe(size));
    }
    expect(silent.asked).toHaveLength(1);
    expect(cosigners(log, swapped.at(-1)?.note ?? '', [silent, one, two], 2)).toHaveLength(2);
  });

  it('takes in what a slower witness adds later', async () => {
    const log = grown(3);
    const one = await honest([log], 101);
    const late = Promise.withResolvers<void>();
    const slow = await scripted(async (body, response) => {
      await late.promise;
      response.end(signatureOf(body, slow.signer));
    });
    const { swapped } = watch(log, { witnesses: [one, slow], quorum: 1 });
    await until(() => expect(swapped).toHaveLength(1));
    late.resolve();
    await until(() => expect(swapped).toHaveLength(2));
    expect(cosigners(log, swapped[1]?.note ?? '', [one, slow], 2)).toHaveLength(2);
  });

  it('is not met by one witness that signs twice, and nothing is swapped in', async () => {
    const log = grown(3);
    const twice = await scripted((body, response) => {
      response.end(signatureOf(body, twice.signer) + signatureOf(body, twice.signer, 1_700_000_000));
    });
    const broken = await scripted((_, response) => response.writeHead(503).end(), 201);
    const { witnessing, swapped } = watch(log, { witnesses: [twice, broken], quorum: 2 });
    await until(() => expect(witnessing.standing()[1]?.failures).toBeGreaterThan(2));
    expect(witnessing.standing()[0]?.cosigned).toBe(3);
    expect(swapped).toEqual([]);
  });

  it('a witness that was slow is asked for what it missed, without another ring', async () => {
    const log = grown(3);
    const one = await honest([log], 101);
    const late = Promise.withResolvers<void>();
    const slow = await scripted(async (body, response) => {
      if (slow.asked.length === 1) await late.promise;
      response.end(signatureOf(body, slow.signer));
    });
    const { witnessing, swapped } = watch(log, { witnesses: [one, slow], quorum: 1 });
    await until(() => expect(slow.asked).toHaveLength(1));
    log.append(4);
    witnessing.ring();
    await until(() => expect(swapped.at(-1)?.size).toBe(7));
    late.resolve();
    await until(() => expect(witnessing.standing()[1]?.cosigned).toBe(7));
  });
});

describe('an answer is refused', () => {
  const stranger = testSigner('stranger.example', 250);
  const log = grown(7);
  it.each<readonly [string, string, Answer]>([
    ['with status 400', 'witness-refuses-request', (_, response) => response.writeHead(400).end()],
    ['with status 403', 'witness-refuses-key', (_, response) => response.writeHead(403).end('no\n')],
    ['with status 404', 'witness-refuses-log', (_, response) => response.writeHead(404).end()],
    [
      'with status 422 to a first checkpoint',
      'witness-answer-wrong',
      (_, response) => response.writeHead(422).end(),
    ],
    ['with status 500', 'witness-status', (_, response) => response.writeHead(500).end()],
    ['with a redirect', 'witness-status', (_, response) => response.writeHead(307, { location: '/' }).end()],
    ['that is empty', 'witness-answer-wrong', (_, response) => response.end()],
    ['that is a page', 'witness-answer-wrong', (_, response) => response.end('<html>Welcome</html>\n')],
    ['that is no UTF-8', 'witness-answer-wrong', (_, response) => response.end(Buffer.from([0xff, 0x0a]))],
    [
      'without its last newline',
      'witness-answer-wrong',
      (body, response) => response.end(signatureOf(body, testSigner('scripted-200.example', 200)).trimEnd()),
    ],
    [
      'by another name',
      'witness-signature-missing',
      (body, response) => response.end(signatureOf(body, stranger)),
    ],
    [
      'by its name and another key',
      'witness-signature-missing',
      (body, response) => response.end(signatureOf(body, { ...stranger, name: 'scripted-200.example' })),
    ],
    [
      'by another key under its key id',
      'witness-signature-wrong',
      (body, response) =>
        response.end(signatureOf(body, { ...testSigner('scripted-200.example', 200), sign: stranger.sign })),
    ],
    [
      'that is a signature of another checkpoint',
      'witness-signature-wrong',
      async (_, response) => {
        const other = { oldSize: 0, proof: [], checkpoint: await log.note(6) };
        const signature = cosign(
          crypto,
          other.checkpoint,
          testSigner('scripted-200.example', 200),
          1_700_000_000,
        );
        response.end(formatSignatures([signature]));
      },
    ],
    [
      'dated in the future',
      'witness-time-wrong',
      (body, response) =>
        response.end(signatureOf(body, testSigner('scripted-200.example', 200), 4_000_000_000)),
    ],
    [
      'without a date',
      'witness-time-wrong',
      (body, response) => response.end(signatureOf(body, testSigner('scripted-200.example', 200), 0)),
    ],
    ['that is too large', 'log-answer-too-large', (_, response) => response.end(`${'x'.repeat(70_000)}\n`)],
    [
      'that is compressed',
      'log-answer-encoded',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    ],
    [
      'that breaks off',
      'body-truncated',
      (_, response) =>
        response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy()),
    ],
    ['that is no answer', 'connection-lost', (_, response) => response.destroy()],
    [
      'with a conflict without a size',
      'witness-answer-wrong',
      (_, response) => response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('many\n'),
    ],
    [
      'with a conflict of another content type',
      'witness-answer-wrong',
      (_, response) => response.writeHead(409, { 'content-type': 'text/plain' }).end('3\n'),
    ],
    [
      'with a conflict that names the size it was asked with',
      'witness-answer-wrong',
      (_, response) => response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('0\n'),
    ],
    [
      'with another size each time',
      'witness-answer-wrong',
      (body, response) => {
        const { oldSize } = parseAddCheckpoint(body);
        response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${(oldSize + 1) % 7}\n`);
      },
    ],
  ])('%s', async (_, code, answer) => {
    const witness = await scripted(answer);
    const { witnessing, swapped, alarms } = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(witnessing.standing()[0]?.failures).toBeGreaterThan(1));
    const [standing] = witnessing.standing();
    expect(standing).toMatchObject({ lastError: { code }, cosigned: null, alarm: null });
    expect(standing?.lastError?.message).toMatch(/^The|127\.0\.0\.1/);
    expect(swapped).toEqual([]);
    expect(alarms).toEqual([]);
  });

  it('with a size of another content type, which is not taken for one', async () => {
    const witness = await scripted((_, response) => {
      response.writeHead(409, { 'content-type': 'text/x.tlog.size; charset=utf-8' }).end('3\n');
    });
    const { witnessing } = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(witnessing.standing()[0]?.failures).toBeGreaterThan(1));
    expect(witness.asked.every((body) => body.startsWith('old 0\n'))).toBe(true);
  });

  it('that takes too long', async () => {
    const witness = await scripted(() => undefined);
    const { witnessing } = watch(
      log,
      { witnesses: [witness], quorum: 1 },
      { connect: 1_000, idle: 20, total: 1_000 },
    );
    await until(() => expect(witnessing.standing()[0]?.lastError?.code).toBe('timeout-idle'));
  });

  it('that trickles', async () => {
    const witness = await scripted((_, response) => {
      const timer = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(timer));
    });
    const { witnessing } = watch(
      log,
      { witnesses: [witness], quorum: 1 },
      { connect: 1_000, idle: 1_000, total: 60 },
    );
    await until(() => expect(witnessing.standing()[0]?.lastError?.code).toBe('timeout-total'));
  });

  it('nobody listens', async () => {
    const witness = await scripted(() => undefined);
    await closed(witness.server);
    const { witnessing } = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(witnessing.standing()[0]?.lastError?.code).toBe('connection-refused'));
  });

  it('but a stranger’s line beside the right one does no harm, and is not taken over', async () => {
    const witness = await scripted((body, response) => {
      response.end(signatureOf(body, stranger) + signatureOf(body, witness.signer));
    });
    const { swapped } = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(swapped).toHaveLength(1));
    expect(swapped[0]?.note).not.toContain('stranger.example');
  });
});

describe('after failures', () => {
  it('a witness is asked again, later each time, and says when', async () => {
    const log = grown(3);
    const witness = await scripted((_, response) => response.writeHead(503).end());
    const well = await honest([log]);
    const slow = { ...QUICK, retry: 3_600_000, retryCeiling: 7_200_000 };
    const { witnessing } = watch(log, { witnesses: [witness, well], quorum: 1 }, PATIENT, slow);
    await until(() => expect(witnessing.standing()[0]?.failures).toBe(1));
    const next = Date.parse(witnessing.standing()[0]?.nextTry ?? '') - Date.now();
    expect(next).toBeGreaterThan(3_000_000);
    log.append(1);
    witnessing.ring();
    await until(() => expect(witnessing.standing()[1]?.cosigned).toBe(4));
    await witnessing.close();
    expect(witness.asked).toHaveLength(1);
  });

  it('Retry-After is heard', async () => {
    const log = grown(3);
    const witness = await scripted((_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const { witnessing } = watch(log, { witnesses: [witness], quorum: 1 }, PATIENT, {
      ...QUICK,
      retryCeiling: 7_200_000,
    });
    await until(() => expect(witnessing.standing()[0]?.failures).toBe(1));
    expect(Date.parse(witnessing.standing()[0]?.nextTry ?? '') - Date.now()).toBeGreaterThan(3_000_000);
  });

  it('it goes on when the witness is well again', async () => {
    const log = grown(3);
    let well = false;
    const witness = await scripted((body, response) => {
      if (well) response.end(signatureOf(body, witness.signer));
      else response.writeHead(502).end();
    });
    const { witnessing, swapped } = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(witnessing.standing()[0]?.failures).toBeGreaterThan(2));
    well = true;
    await until(() => expect(swapped).toHaveLength(1));
    expect(witnessing.standing()).toMatchObject([{ failures: 0, lastError: null, nextTry: null }]);
  });

  it('of the log itself, it asks again', async () => {
    const log = grown(3);
    const witness = await honest([log]);
    let failures = 2;
    const latest = async () => {
      if (failures-- > 0) throw new Error('the database is away');
      return log.latest();
    };
    const { swapped } = watch({ latest, readNodes: log.readNodes }, { witnesses: [witness], quorum: 1 });
    await until(() => expect(swapped).toHaveLength(1));
  });
});

describe('an alarm is raised', () => {
  it('when a witness has seen a larger log than ours: we were set back', async () => {
    const log = grown(9);
    const witness = await honest([log]);
    const before = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(before.swapped).toHaveLength(1));
    await before.witnessing.close();

    const restored = log.fork(6);
    const { witnessing, swapped, alarms } = watch(restored, { witnesses: [witness], quorum: 1 });
    await until(() => expect(witnessing.standing()[0]?.failures).toBeGreaterThan(2));
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({ code: 'log-witness-ahead', facts: { seen: 9, ours: 6 } });
    expect(alarms[0]?.message).toContain('has seen size 9 of this log, ours is 6');
    expect(witnessing.standing()[0]?.alarm?.code).toBe('log-witness-ahead');
    expect(swapped).toEqual([]);
  });

  it('when we went on from an old backup and are larger by now', async () => {
    const log = grown(9);
    const witness = await honest([log]);
    const before = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(before.swapped).toHaveLength(1));
    await before.witnessing.close();

    const restored = log.fork(6);
    restored.append(8, 'two');
    const { swapped, alarms, witnessing } = watch(restored, { witnesses: [witness], quorum: 1 });
    await until(() => expect(witnessing.standing()[0]?.failures).toBeGreaterThan(2));
    expect(alarms).toMatchObject([{ code: 'log-witness-fork', facts: { seen: 9, ours: 14 } }]);
    expect(swapped).toEqual([]);
  });

  it('when the witness has another root for the same size', async () => {
    const log = grown(9);
    const witness = await honest([log]);
    const before = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(before.swapped).toHaveLength(1));
    await before.witnessing.close();

    const restored = log.fork(6);
    restored.append(3, 'two');
    const { alarms } = watch(restored, { witnesses: [witness], quorum: 1 });
    await until(() =>
      expect(alarms).toMatchObject([{ code: 'log-witness-fork', facts: { seen: 9, ours: 9 } }]),
    );
  });

  it('and taken back when the witness cosigns again', async () => {
    const log = grown(5);
    let claim: number | null = 1_000;
    const witness = await scripted((body, response) => {
      if (claim === null) response.end(signatureOf(body, witness.signer));
      else response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${claim}\n`);
    });
    const { witnessing, alarms } = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(alarms).toHaveLength(1));
    claim = null;
    await until(() => expect(witnessing.standing()[0]).toMatchObject({ cosigned: 5, alarm: null }));
  });

  it('but not when the log grew while the witness was asked', async () => {
    const log = grown(5);
    const witness = await scripted((body, response) => {
      if (witness.asked.length === 1) {
        log.append(3);
        response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('8\n');
      } else response.end(signatureOf(body, witness.signer));
    });
    const { swapped, alarms } = watch(log, { witnesses: [witness], quorum: 1 });
    await until(() => expect(swapped.at(-1)?.size).toBe(8));
    expect(alarms).toEqual([]);
  });
});

describe('a policy is refused', () => {
  const witness = described(testSigner('w.example', 1), 'https://w.example/');
  const log = grown(1);
  it.each<readonly [string, string, WitnessPolicy]>([
    ['with a quorum of none', 'witness-policy-wrong', { witnesses: [witness], quorum: 0 }],
    ['with a quorum of more than there are', 'witness-policy-wrong', { witnesses: [witness], quorum: 2 }],
    [
      'with one witness under two names',
      'witness-policy-wrong',
      {
        witnesses: [witness, described(testSigner('v.example', 1), 'https://v.example/')],
        quorum: 1,
      },
    ],
    [
      "with a log's key",
      'witness-key-wrong',
      { witnesses: [{ url: witness.url, key: log.vkey }], quorum: 1 },
    ],
    [
      'with a key cut off',
      'witness-key-wrong',
      { witnesses: [{ url: witness.url, key: witness.key.slice(0, -9) }], quorum: 1 },
    ],
    [
      'with an address that is none',
      'witness-url-wrong',
      { witnesses: [{ url: 'w.example', key: witness.key }], quorum: 1 },
    ],
    [
      'with an address of a file',
      'witness-url-wrong',
      { witnesses: [{ url: 'file:///w', key: witness.key }], quorum: 1 },
    ],
  ])('%s', (_, code, policy) => {
    expect(() => watch(log, policy)).toThrowError(expect.objectContaining({ code }));
  });

  it('and one without witnesses asks nobody', async () => {
    const { witnessing, swapped } = watch(log, { witnesses: [], quorum: 0 });
    witnessing.ring();
    expect(witnessing.standing()).toEqual([]);
    await witnessing.close();
    expect(swapped).toEqual([]);
  });
});

it('the key that a witness prints is a cosignature key', () => {
  const signer = testSigner('w.example', 3);
  expect(parseVerifierKey(crypto, witnessVerifierKey(signer)).type).toBe(COSIGNATURE);
});
