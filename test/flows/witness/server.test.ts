// A witness: what it signs, what it refuses and with which answer, and that it keeps to what it has signed.

import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWitnessKey, witnessHasKey, witnessVerifierKey } from '../../../src/flows/witness-key.ts';
import { MEMORY_FILE, openWitnessMemory } from '../../../src/flows/witness-memory.ts';
import { openWitness } from '../../../src/flows/witness-server.ts';
import { originHash, witnessRoutes } from '../../../src/http/witness.ts';
import { checkPolicy, signCheckpoint, verifyCosignature } from '../../../src/log/checkpoint.ts';
import { emptyRoot, proveConsistency } from '../../../src/log/merkle.ts';
import { addSignatures, COSIGNATURE, parseSignatures, verifierOf } from '../../../src/log/note.ts';
import { formatAddCheckpoint } from '../../../src/log/witness.ts';
import { StetError } from '../../../src/model/errors.ts';
import { crypto, edgeRoot, type GrowingLog, growingLog } from '../../support/growing-log.ts';
import { logVerifier, testSigner } from '../../support/log-keys.ts';

const ORIGIN = 'daily.example/log';
const NOW = Date.parse('2026-10-05T09:00:00Z');
const signer = testSigner('courier.example/witness', 77);
const cosigner = verifierOf(crypto, signer.name, COSIGNATURE, signer.publicKey);

let directory = '';
let log: GrowingLog;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stet-witness-'));
  log = growingLog(ORIGIN);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Misbehaviour {
  readonly code: string;
  readonly seen: string | null;
  readonly shown: string;
}

/** A witness on what is in the directory, as a fresh process would open it. */
async function witness(keys = [log.verifier]) {
  const misbehaviour: Misbehaviour[] = [];
  const app = Fastify();
  const opened = openWitness({
    crypto,
    signer,
    logs: new Map([[ORIGIN, keys]]),
    memory: openWitnessMemory(directory, true),
    now: () => NOW,
    misbehaved: ({ code }, seen, shown) => misbehaviour.push({ code, seen, shown }),
  });
  await app.register(witnessRoutes({ witness: opened, origins: [ORIGIN] }));
  const send = async (body: string | Buffer) => {
    const {
      statusCode,
      headers,
      body: text,
    } = await app.inject({ method: 'POST', url: '/add-checkpoint', payload: body });
    return { status: statusCode, type: headers['content-type'], text };
  };
  return {
    send,
    misbehaviour,
    add: async (oldSize: number, size: number, of: GrowingLog = log) =>
      send(await request(oldSize, size, of)),
    monitor: (hash = originHash(ORIGIN)) => app.inject({ url: `/${hash}/checkpoint` }),
  };
}

async function request(oldSize: number, size: number, of: GrowingLog = log): Promise<string> {
  const proof = await proveConsistency(crypto, oldSize, size, of.readNodes(size));
  return formatAddCheckpoint({ oldSize, proof, checkpoint: await of.note(size) });
}

const remembered = (): unknown =>
  JSON.parse(readFileSync(join(directory, MEMORY_FILE), 'utf8')).logs[ORIGIN]?.size;

it('the synthetic log has one root, whichever way it is computed', async () => {
  log.append(300);
  expect(await log.root(300)).toEqual(await edgeRoot(log));
});

describe('a witness cosigns', () => {
  it.each([
    [0, 1],
    [1, 2],
    [255, 256],
    [256, 257],
    [1, 513],
    [511, 512],
    [300, 300],
  ])('from size %i to size %i', async (from, to) => {
    log.append(to);
    const { add } = await witness();
    if (from > 0) expect((await add(0, from)).status).toBe(200);
    const { status, text } = await add(from, to);
    expect(status).toBe(200);
    const note = addSignatures(await log.note(to), parseSignatures(text));
    expect(verifyCosignature(crypto, note, cosigner)).toBe(NOW / 1000);
    expect(remembered()).toBe(to);
  });

  it('the empty log', async () => {
    const { add } = await witness();
    expect((await add(0, 0)).status).toBe(200);
    log.append(3);
    expect((await add(0, 3)).status).toBe(200);
  });

  it('a checkpoint that others have signed too, and keeps only what it knows of it', async () => {
    log.append(2);
    const stranger = testSigner('stranger.example', 9);
    const note = await signCheckpoint(
      crypto,
      { origin: ORIGIN, size: 2, root: await log.root(2), extensions: [] },
      log.signer,
      stranger,
    );
    const { send, monitor } = await witness();
    expect((await send(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: note }))).status).toBe(200);
    const kept = await monitor();
    expect(kept.statusCode).toBe(200);
    expect(kept.body).not.toContain('stranger.example');
    const policy = { logKeys: [log.verifier], witnesses: [cosigner], quorum: 1 };
    expect(checkPolicy(crypto, kept.body, ORIGIN, policy).checkpoint.size).toBe(2);
  });

  it('with either key of a log that is changing its key', async () => {
    const next = testSigner(ORIGIN, 2);
    const { send } = await witness([log.verifier, logVerifier(next)]);
    log.append(1);
    expect(
      (await send(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: await log.note(1) }))).status,
    ).toBe(200);
    const checkpoint = await log.note(1, next);
    expect((await send(formatAddCheckpoint({ oldSize: 1, proof: [], checkpoint }))).status).toBe(200);
  });

  it('the same checkpoint again, for a log that did not hear the first answer', async () => {
    log.append(5);
    const { add } = await witness();
    await add(0, 5);
    expect((await add(5, 5)).status).toBe(200);
  });
});

it('a cosignature is what tlog-cosignature says, taken apart by hand', async () => {
  log.append(4);
  const { add } = await witness();
  const { text } = await add(0, 4);
  const [, name, base64] = /^\u2014 (\S+) (\S+)\n$/.exec(text) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  expect([name, bytes.length]).toEqual([signer.name, 4 + 8 + 64]);
  const keyId = createHash('sha256').update(`${name}\n\x04`).update(signer.publicKey).digest().subarray(0, 4);
  expect(bytes.subarray(0, 4)).toEqual(keyId);
  expect(bytes.readBigUInt64BE(4)).toBe(BigInt(NOW / 1000));
  const body = `${ORIGIN}\n4\n${Buffer.from(await log.root(4)).toString('base64')}\n`;
  const message = Buffer.from(`cosignature/v1\ntime ${NOW / 1000}\n${body}`);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(signer.publicKey).toString('base64url') };
  expect(verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), bytes.subarray(12))).toBe(true);
});

describe('a witness refuses', () => {
  it.each<readonly [string, number, (body: string) => string]>([
    ['no body', 400, () => ''],
    ['no checkpoint', 400, () => 'old 0\n'],
    ['no old size', 400, (body) => body.slice(body.indexOf('\n') + 1)],
    ['an old size with a leading zero', 400, (body) => body.replace('old 4', 'old 04')],
    ['a negative old size', 400, (body) => body.replace('old 4', 'old -4')],
    ['an old size beyond the checkpoint', 400, (body) => body.replace('old 4', 'old 8')],
    ['a proof line that is no base64', 400, (body) => body.replace('old 4\n', 'old 4\n!\n')],
    [
      'a proof line of 31 bytes',
      400,
      (body) => body.replace('old 4\n', `old 4\n${Buffer.alloc(31).toString('base64')}\n`),
    ],
    [
      '64 proof lines',
      400,
      (body) => body.replace('old 4\n', `old 4\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}`),
    ],
    ['a note without signatures', 400, (body) => body.slice(0, body.indexOf('\u2014'))],
    ['a tree size with a leading zero', 400, (body) => body.replace('\n7\n', '\n07\n')],
    ['another log', 404, (body) => body.replace(`\n\n${ORIGIN}`, '\n\nother.example/log')],
    ['a changed size', 403, (body) => body.replace('\n7\n', '\n8\n')],
    ['a changed root', 403, (body) => body.replace(/\n7\n..../, '\n7\nAAAA')],
    [
      'a signature by nobody it knows',
      403,
      (body) => body.replace(`\u2014 ${ORIGIN} `, '\u2014 other.example '),
    ],
    [
      'a proof with a hash too many',
      422,
      (body) => body.replace('\n\n', `\n${Buffer.alloc(32).toString('base64')}\n\n`),
    ],
    ['a proof with a hash too few', 422, (body) => body.replace(/old 4\n[^\n]+\n/, 'old 4\n')],
    ['a proof with a changed hash', 422, (body) => body.replace(/old 4\n..../, 'old 4\nAAAA')],
  ])('%s', async (_, status, spoil) => {
    log.append(7);
    const { add, send } = await witness();
    await add(0, 4);
    const answer = await send(spoil(await request(4, 7)));
    expect(answer.status, answer.text).toBe(status);
    expect(answer.text).not.toContain('\u2014');
    expect(answer.type).not.toBe('text/x.tlog.size');
    expect(remembered()).toBe(4);
    expect((await add(4, 7)).status).toBe(200);
  });

  it.each([0, 3, 5])('an old size of %i when it has 4, and says 4', async (oldSize) => {
    log.append(7);
    const { add } = await witness();
    await add(0, 4);
    expect(await add(oldSize, 7)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '4\n' });
  });

  it('an old size other than 0 for a log it has not seen yet, and says 0', async () => {
    log.append(7);
    const { add } = await witness();
    expect(await add(4, 7)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '0\n' });
  });

  it('a log that went back', async () => {
    log.append(7);
    const { add } = await witness();
    await add(0, 7);
    expect(await add(4, 4)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '7\n' });
  });

  it('a proof from size 0 that is not empty', async () => {
    log.append(1);
    const { send } = await witness();
    const body = formatAddCheckpoint({
      oldSize: 0,
      proof: [new Uint8Array(32)],
      checkpoint: await log.note(1),
    });
    expect((await send(body)).status).toBe(422);
  });

  it('an empty log with a root that is not that of nothing', async () => {
    const note = (root: Uint8Array) =>
      signCheckpoint(crypto, { origin: ORIGIN, size: 0, root, extensions: [] }, log.signer);
    const { send } = await witness();
    const wrong = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: note(new Uint8Array(32)) });
    expect((await send(wrong)).status).toBe(422);
    const right = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: note(emptyRoot(crypto)) });
    expect((await send(right)).status).toBe(200);
  });

  it('a second root for a size, and keeps both notes as evidence', async () => {
    log.append(4);
    const other = log.fork(3);
    other.append(1, 'two');
    const { add, misbehaviour } = await witness();
    await add(0, 4);
    const answer = await add(4, 4, other);
    expect(answer.status).toBe(409);
    expect(answer.type).not.toBe('text/x.tlog.size');
    expect(misbehaviour).toEqual([
      { code: 'witness-root-conflict', seen: expect.stringContaining('\n4\n'), shown: await other.note(4) },
    ]);
  });

  it('a larger log that has another past', async () => {
    log.append(4);
    const other = log.fork(3);
    other.append(5, 'two');
    const { add, misbehaviour } = await witness();
    await add(0, 4);
    expect((await add(4, 8, other)).status).toBe(422);
    expect(misbehaviour.map(({ code }) => code)).toEqual(['log-consistency-wrong']);
    expect(remembered()).toBe(4);
  });

  it('a request that is too large', async () => {
    const { send } = await witness();
    expect((await send('x'.repeat(200_000))).status).toBe(413);
  });

  it('a request that is no UTF-8', async () => {
    const { send } = await witness();
    expect((await send(Buffer.from([0x6f, 0xff, 0xfe]))).status).toBe(400);
  });
});

describe('of many requests at once', () => {
  it('for two histories of one log only one is ever signed', async () => {
    log.append(20);
    const other = log.fork(10);
    other.append(10, 'two');
    const { add } = await witness();
    await add(0, 10);
    const sizes = Array.from({ length: 10 }, (_, at) => 11 + at);
    const answers = await Promise.all(
      sizes.flatMap((size) => [log, other].map(async (of) => ({ of, size, ...(await add(10, size, of)) }))),
    );
    const signed = answers.filter(({ status }) => status === 200);
    expect(signed).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(remembered()).toBe(signed[0]?.size);
  });

  it('a smaller one that waited does not set the witness back', async () => {
    log.append(9);
    const { add } = await witness();
    await add(0, 2);
    const answers = await Promise.all([add(2, 9), add(2, 5), add(2, 7)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 409]);
    expect(remembered()).toBe(9);
  });
});

describe('for monitors', () => {
  it('there is the last note it cosigned, and nothing before', async () => {
    const { add, monitor } = await witness();
    expect((await monitor()).statusCode).toBe(404);
    expect((await monitor('0'.repeat(64))).statusCode).toBe(404);
    log.append(3);
    await add(0, 3);
    const { body, headers } = await monitor();
    expect(headers['cache-control']).toBe('no-cache');
    expect(verifyCosignature(crypto, body, cosigner)).toBe(NOW / 1000);
  });
});

describe('what it has signed', () => {
  it('is known to the next process', async () => {
    log.append(9);
    await (await witness()).add(0, 5);
    const next = await witness();
    expect(await next.add(0, 9)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '5\n' });
    expect((await next.add(5, 9)).status).toBe(200);
  });

  it('is not cosigned when it can not be kept', async () => {
    log.append(5);
    const { add } = await witness();
    await add(0, 2);
    rmSync(directory, { recursive: true });
    const answer = await add(2, 5);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('\u2014');
  });

  it('is readable by its owner alone', async () => {
    await witness();
    expect(statSync(join(directory, MEMORY_FILE)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['of another version', (text: string) => text.replace('witness/1', 'witness/2')],
    ['without a root', (text: string) => text.replace(/"root": "[0-9a-f]+"/, '"root": ""')],
  ])('is not guessed at when its file is %s', async (_, spoil) => {
    log.append(5);
    await (await witness()).add(0, 5);
    const file = join(directory, MEMORY_FILE);
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    expect(() => openWitnessMemory(directory, false)).toThrowError(
      expect.objectContaining({ code: 'witness-memory-wrong' }),
    );
  });

  it('is not begun again when its file is gone', async () => {
    expect(() => openWitnessMemory(directory, false)).toThrowError(
      expect.objectContaining({ code: 'witness-memory-lost' }),
    );
  });
});

describe('its key', () => {
  it('is made once, for its owner alone, and stays', async () => {
    expect(witnessHasKey(directory)).toBe(false);
    const made = openWitnessKey(directory, 'courier.example/witness');
    expect(witnessHasKey(directory)).toBe(true);
    expect(statSync(join(directory, 'witness.key')).mode & 0o777).toBe(0o600);
    const again = openWitnessKey(directory, null);
    expect(witnessVerifierKey(again)).toBe(witnessVerifierKey(made));
    expect(witnessVerifierKey(made)).toMatch(/^courier\.example\/witness\+[0-9a-f]{8}\+B/);
  });

  it.each<readonly [string, string, () => unknown]>([
    ['no name', 'witness-name-missing', () => openWitnessKey(directory, null)],
    ['a name with a space', 'witness-name-wrong', () => openWitnessKey(directory, 'a b')],
    [
      'another name than it has',
      'witness-name-wrong',
      async () => {
        openWitnessKey(directory, 'one.example');
        openWitnessKey(directory, 'two.example');
      },
    ],
    [
      'a file that others may read',
      'witness-key-open',
      async () => {
        writeFileSync(join(directory, 'witness.key'), 'x', { mode: 0o644 });
        openWitnessKey(directory, null);
      },
    ],
    [
      'a file that holds no key',
      'witness-key-wrong',
      async () => {
        writeFileSync(join(directory, 'witness.key'), 'PRIVATE+KEY+x', { mode: 0o600 });
        openWitnessKey(directory, null);
      },
    ],
  ])('is refused with %s', async (_, code, open) => {
    const error = await Promise.resolve()
      .then(open)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StetError);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('PRIVATE');
  });
});
