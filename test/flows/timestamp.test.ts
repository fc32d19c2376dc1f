import { createHash, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requestTimestamp, TIMESTAMP_LIMITS, type TimestampLimits } from '../../src/flows/timestamp.ts';
import type { Timestamp } from '../../src/log/timestamp.ts';
import { systemTimers } from '../../src/sources/clock.ts';
import { SOURCE_LIMITS } from '../../src/sources/limits.ts';
import { openNetwork } from '../../src/sources/poll/network.ts';
import { type Authority, openAuthority, withoutOpenssl } from '../log/authority.ts';
import { httpServer, type TestServer, tcpServer } from '../sources/support.ts';

const CHECKPOINT = new TextEncoder().encode('news.example/log\n7\nAAAA\n\n— news.example/log AAAA\n');
const DIGEST = createHash('sha256').update(CHECKPOINT).digest();
const never = new AbortController().signal;

const network = openNetwork(SOURCE_LIMITS);
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});
afterAll(() => network.close());

async function server(handle: RequestListener): Promise<TestServer> {
  const opened = await httpServer(handle);
  undo.push(opened.close);
  return opened;
}

interface Asked {
  readonly limits?: Partial<TimestampLimits>;
  readonly allowPrivate?: boolean;
  readonly stop?: AbortSignal;
}

const ask = (url: string, { limits, allowPrivate = true, stop = never }: Asked = {}): Promise<Timestamp> =>
  requestTimestamp(
    {
      url: new URL(url),
      digest: DIGEST,
      nonce: randomBytes(8),
      way: network.way(allowPrivate),
      limits: { ...TIMESTAMP_LIMITS, ...limits },
      timers: systemTimers,
    },
    stop,
  );

const missing = withoutOpenssl();

describe.skipIf(missing !== null)('an authority over HTTP', () => {
  let authority: Authority;
  beforeAll(() => {
    authority = openAuthority();
  });
  afterAll(() => authority.close());

  /** Answers as `openssl ts -reply` does, after `change`. */
  const answering =
    (change: (query: Buffer) => Uint8Array): RequestListener =>
    async (request, response) => {
      const query = await buffer(request);
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(change(query));
    };

  it('gives a token over the checkpoint that openssl verifies', async () => {
    const { url, requests } = await server(answering((query) => authority.reply(query)));
    const { token, genTime } = await ask(`${url}/tsa`);
    expect(authority.verify(token, CHECKPOINT)).toContain('Verification: OK');
    expect(Number.isInteger(genTime)).toBe(true);
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/tsa',
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      },
    ]);
  });

  it('that tampers with the token is seen by openssl', async () => {
    const { url } = await server(
      answering((query) => {
        const reply = authority.reply(query);
        // The last byte belongs to the signature.
        reply[reply.length - 1] = (reply.at(-1) ?? 0) ^ 1;
        return reply;
      }),
    );
    const { token } = await ask(url);
    expect(authority.verify(token, CHECKPOINT)).toContain('Verification: FAILED');
  });

  it('that stamps another digest, answers an earlier request, refuses, or breaks off is refused', async () => {
    const other = createHash('sha256').update('another checkpoint').digest();
    const stampsOther = answering((query) => {
      query.set(other, query.indexOf(DIGEST));
      return authority.reply(query);
    });
    let first: Uint8Array | null = null;
    const repeats = answering((query) => {
      first ??= authority.reply(query);
      return first;
    });
    const refuses = answering((query) => authority.reply(query, 'refuses-sha256'));
    const breaksOff = answering((query) => authority.reply(query).subarray(0, 400));
    const { url } = await server((request, response) => {
      const ways = {
        '/other': stampsOther,
        '/repeats': repeats,
        '/refuses': refuses,
        '/breaks-off': breaksOff,
      };
      Object.entries(ways).find(([path]) => path === request.url)?.[1](request, response);
    });
    await expect(ask(`${url}/other`)).rejects.toMatchObject({ code: 'timestamp-wrong-imprint' });
    await ask(`${url}/repeats`);
    await expect(ask(`${url}/repeats`)).rejects.toMatchObject({ code: 'timestamp-wrong-nonce' });
    await expect(ask(`${url}/refuses`)).rejects.toMatchObject({ code: 'timestamp-refused' });
    await expect(ask(`${url}/breaks-off`)).rejects.toMatchObject({ code: 'timestamp-truncated' });
  });
});

describe('what is no authority', () => {
  it('answers with a page, a status, or a redirect, which is not followed', async () => {
    const { url, requests } = await server((request, response) => {
      if (request.url === '/page') response.end('<!doctype html><title>Sign in</title>');
      else if (request.url === '/moved') response.writeHead(307, { location: '/page' }).end();
      else response.writeHead(503).end('later');
    });
    await expect(ask(`${url}/page`)).rejects.toMatchObject({ code: 'timestamp-malformed' });
    await expect(ask(`${url}/moved`)).rejects.toMatchObject({
      code: 'timestamp-status',
      facts: { status: 307 },
    });
    await expect(ask(`${url}/busy`)).rejects.toMatchObject({
      code: 'timestamp-status',
      facts: { status: 503 },
    });
    expect(requests.map((request) => request.url)).toEqual(['/page', '/moved', '/busy']);
  });

  it('answers with more than a token can be, and is not read to the end', async () => {
    const closed = Promise.withResolvers<void>();
    const { url } = await server((_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(16_384, 0x30)));
      };
      response.on('drain', more).on('close', () => closed.resolve());
      more();
    });
    await expect(ask(url)).rejects.toMatchObject({ code: 'timestamp-too-large', facts: { limit: 65_536 } });
    await closed.promise;
  });

  it('is too slow, as a whole or in the middle', async () => {
    const { url } = await server((request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(200);
      const trickle = setInterval(() => response.write(Buffer.of(0x30)), 5);
      response.on('close', () => clearInterval(trickle));
    });
    await expect(ask(`${url}/silent`, { limits: { idle: 50 } })).rejects.toMatchObject({
      code: 'timeout-idle',
    });
    await expect(ask(`${url}/trickle`, { limits: { total: 100 } })).rejects.toMatchObject({
      code: 'timeout-total',
    });
  });

  it('closes the connection or refuses it', async () => {
    const { url, close } = await tcpServer((socket) => socket.destroy());
    await expect(ask(url)).rejects.toMatchObject({ code: 'connection-lost' });
    await close();
    await expect(ask(url)).rejects.toMatchObject({ code: 'connection-refused' });
  });

  it('lives at an address or in a scheme that the configuration does not allow', async () => {
    const { url, requests } = await server((_request, response) => response.end());
    await expect(ask(url, { allowPrivate: false })).rejects.toMatchObject({ code: 'address-refused' });
    await expect(ask('file:///etc/passwd')).rejects.toMatchObject({ code: 'scheme-refused' });
    expect(requests).toEqual([]);
  });
});

it('stops when told to, with the reason', async () => {
  const asked = Promise.withResolvers<void>();
  const { url } = await server(() => asked.resolve());
  const stop = new AbortController();
  const answer = ask(url, { stop: stop.signal });
  const refused = expect(answer).rejects.toBe('closing');
  await asked.promise;
  stop.abort('closing');
  await refused;
});
