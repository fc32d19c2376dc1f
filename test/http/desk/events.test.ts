import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DeskEventView, deskEvent } from '../../../src/http/desk/schema.ts';
import { createSseParser } from '../../../web/src/sse-parser.ts';
import { startDesk, type TestDesk } from './desk-server.ts';

/** A client on a real socket that keeps what it was told. */
interface Client {
  readonly events: DeskEventView[];
  readonly heartbeats: () => number;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  pause(): void;
  resume(): void;
  leave(): void;
}

async function connect(
  desk: TestDesk,
  cookie: string,
  after: number | null,
  lastEventId = '',
): Promise<Client> {
  const { port } = desk.app.server.address() as AddressInfo;
  const asked = request({
    port,
    host: '127.0.0.1',
    path: after === null ? '/api/events' : `/api/events?after=${after}`,
    headers: { cookie, ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }) },
  });
  asked.end();
  const [response]: [IncomingMessage] = await once(asked, 'response').then(([message]) => [message]);
  expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  const events: DeskEventView[] = [];
  let heartbeats = 0;
  const parse = createSseParser();
  response.setEncoding('utf8').on('data', (piece: string) => {
    heartbeats += piece.split('\n').filter((line) => line === ':').length;
    for (const event of parse(piece)) {
      const told = deskEvent.parse(JSON.parse(event.data));
      expect(event.id).toBe(String(told.seq));
      events.push(told);
    }
  });
  response.on('error', () => undefined);
  return {
    events,
    heartbeats: () => heartbeats,
    ended: new Promise((resolve) => response.on('close', () => resolve())),
    pause: () => response.pause(),
    resume: () => response.resume(),
    leave: () => asked.destroy(),
  };
}

async function listening(options: Parameters<typeof startDesk>[0] = {}): Promise<TestDesk> {
  const desk = await startDesk(options);
  await desk.app.listen({ host: '127.0.0.1', port: 0 });
  return desk;
}

/** Waits until something holds; the test's own time limit ends it when it never does. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const numbers = (client: Client): number[] =>
  client.events.flatMap((event) => (event.type === 'item' || event.type === 'failure' ? [event.seq] : []));

/** The ledger positions that a client that was always there must have been told of. */
const toTell = (desk: TestDesk, after = 0): number[] =>
  desk.fake.entries
    .filter(({ seq, fact }) => seq > after && fact.type !== 'arrival' && fact.type !== 'parsed')
    .map(({ seq }) => seq);

describe('live events', () => {
  test('tell of versions, decisions, reviews and failures, with the row as the desk shows it', async () => {
    await using desk = await listening();
    const cookie = await desk.signedIn();
    const client = await connect(desk, cookie, null);
    await until(() => client.events.length === 1);
    expect(client.events[0]).toEqual({ type: 'ready', seq: 0 });
    const { item, version } = desk.fake.version(1, {}, 'hold');
    desk.fake.failure(3);
    await desk.fake.acts(item, 'release', 'Ines Calloway', version);
    await until(() => numbers(client).length === 4);
    expect(client.events.slice(1)).toMatchObject([
      { type: 'item', change: 'version', by: null, row: { title: 'Story 1' } },
      { type: 'item', change: 'decision', by: 'rules' },
      { type: 'failure', source: 'meridian', code: 'xml-not-well-formed' },
      { type: 'item', change: 'decision', by: 'Ines Calloway', row: { decision: 'publish' } },
    ]);
  });

  test('when a client comes back, go on after the last one it had, by address or by header', async () => {
    await using desk = await listening();
    const cookie = await desk.signedIn();
    for (let n = 1; n <= 4; n += 1) desk.fake.version(n);
    const byAddress = await connect(desk, cookie, 5);
    const byHeader = await connect(desk, cookie, 2, '5');
    await until(() => numbers(byAddress).length === 5 && numbers(byHeader).length === 5);
    expect(numbers(byAddress)).toEqual(toTell(desk, 5));
    expect(numbers(byHeader)).toEqual(toTell(desk, 5));
  });

  test('however clients come and go, each is told everything once and in order', async () => {
    await using desk = await listening();
    const cookie = await desk.signedIn();
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constant('version' as const) },
      fc.constant('failure' as const),
      fc.constant('noise' as const),
      { weight: 3, arbitrary: fc.constant('reconnect' as const) },
      { weight: 2, arbitrary: fc.constant('breathe' as const) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.array(fc.nat(2)),
        async (steps, meanwhile) => {
          // Facts come in while a client that is on its way in has the ledger read for it.
          const coming = meanwhile.values();
          desk.fake.duringReads = async () => {
            for (let n = coming.next().value ?? 0; n > 0; n -= 1) desk.fake.version(n + 10);
            await new Promise((resolve) => setTimeout(resolve, 1));
          };
          const start = desk.fake.entries.length;
          const told: number[] = [];
          let last = start;
          let client = await connect(desk, cookie, last);
          const leave = () => {
            const got = numbers(client);
            told.push(...got);
            last = client.events.at(-1)?.seq ?? last;
            client.leave();
          };
          for (const [n, name] of steps.entries()) {
            if (name === 'version') desk.fake.version((n % 7) + 1);
            if (name === 'failure') desk.fake.failure(n + 1);
            if (name === 'noise') desk.fake.noise();
            if (name === 'breathe') await new Promise((resolve) => setTimeout(resolve, 1));
            if (name === 'reconnect') {
              leave();
              desk.fake.version(9);
              client = await connect(desk, cookie, last);
            }
          }
          await until(() => client.events.some((event) => event.type === 'ready'));
          const end = desk.fake.version(10).version + 1;
          await until(() => numbers(client).includes(end));
          leave();
          expect(told).toEqual(toTell(desk, start));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('when a client is too far behind, tell it to load the list again, and go on from there', async () => {
    await using desk = await listening({ limits: { replay: 500 } });
    const cookie = await desk.signedIn();
    for (let n = 1; n <= 400; n += 1) desk.fake.version(n);
    const client = await connect(desk, cookie, 0);
    await until(() => client.events.at(-1)?.type === 'resync');
    expect(client.events.at(-1)).toEqual({
      type: 'resync',
      seq: desk.fake.entries.length,
      why: 'far-behind',
    });
    const { version } = desk.fake.version(1);
    await until(() => client.events.at(-1)?.seq === version + 1);
  });

  test('when a client comes with a position that the ledger never had, tell it to load the list again', async () => {
    await using desk = await listening();
    const client = await connect(desk, await desk.signedIn(), 1_000);
    await until(() => client.events.length === 1);
    expect(client.events[0]).toEqual({ type: 'resync', seq: 0, why: 'far-behind' });
  });

  test('when facts come faster than rows can be read, tell the clients to load the list again', async () => {
    await using desk = await listening({ limits: { waiting: 50 } });
    const client = await connect(desk, await desk.signedIn(), 0);
    await until(() => client.events.length === 1);
    for (let n = 1; n <= 200; n += 1) desk.fake.version(n);
    const end = desk.fake.entries.length;
    await until(() => (client.events.at(-1)?.seq ?? 0) >= end);
    expect(client.events.some((event) => event.type === 'resync')).toBe(true);
  });

  test('when a client does not read, it is let go with a hint, and the others are told everything', async () => {
    await using desk = await listening({ limits: { unread: 1024 * 1024, waiting: 100_000 } });
    const cookie = await desk.signedIn();
    const slow = await connect(desk, cookie, null);
    const quick = await connect(desk, cookie, null);
    await until(() => quick.events.length === 1 && slow.events.length === 1);
    slow.pause();
    const long = 'x'.repeat(40_000);
    for (let n = 1; n <= 300; n += 1) {
      desk.fake.version(n, { headline: long });
      if (n % 10 === 0) await until(() => quick.events.at(-1)?.seq === desk.fake.entries.length);
    }
    slow.resume();
    await slow.ended;
    expect(slow.events.at(-1)).toMatchObject({ type: 'resync', why: 'too-slow' });
    expect(numbers(quick)).toEqual(toTell(desk));
    const told = numbers(slow);
    expect(told).toEqual(toTell(desk).slice(0, told.length));
  });

  test('send heartbeats', async () => {
    await using desk = await listening({ limits: { heartbeat: 5 } });
    const client = await connect(desk, await desk.signedIn(), null);
    await until(() => client.heartbeats() >= 2);
  });

  test('end when the person signs out', async () => {
    await using desk = await listening();
    const cookie = await desk.signedIn();
    const client = await connect(desk, cookie, null);
    await until(() => client.events.length === 1);
    await desk.form('/desk/sign-out', {}, cookie);
    await client.ended;
  });

  test('end when the session has run out', async () => {
    await using desk = await listening({ limits: { heartbeat: 5 } });
    const client = await connect(desk, await desk.signedIn(), null);
    await until(() => client.events.length === 1);
    desk.pass(13 * 3_600_000);
    await client.ended;
  });

  test('end when the server closes', async () => {
    const desk = await listening();
    const client = await connect(desk, await desk.signedIn(), null);
    await until(() => client.events.length === 1);
    await desk[Symbol.asyncDispose]();
    await client.ended;
    expect(desk.fake.listeners()).toBe(0);
  });
});
