// The daily time-stamp of the log's newest checkpoint, by OpenSSL as the authority.

import type { RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stampToday } from '../../src/flows/daily-timestamp.ts';
import { type LogReader, openLogReader, type StoredCheckpoint } from '../../src/ledger/log-reader.ts';
import { openTimestampReader } from '../../src/ledger/log-timestamps.ts';
import { systemTimers } from '../../src/sources/clock.ts';
import { SOURCE_LIMITS } from '../../src/sources/limits.ts';
import { openNetwork } from '../../src/sources/poll/network.ts';
import { type Authority, openAuthority, withoutOpenssl } from '../log/authority.ts';
import { httpServer } from '../sources/support.ts';
import { availableStores } from '../support/stores.ts';

const missing = withoutOpenssl();
const stores = missing === null ? await availableStores() : [];
const network = openNetwork(SOURCE_LIMITS);
afterAll(() => network.close());

const checkpoint = (size: number): StoredCheckpoint => ({
  size,
  root: '00'.repeat(32),
  note: `news.example/log\n${size}\nAAAA\n\n— news.example/log AAAA\n`,
  cosigned: null,
});

describe.skipIf(missing !== null)('a day of the log', () => {
  let authority: Authority;
  let answers = true;
  const undo: (() => Promise<void>)[] = [];
  beforeAll(() => {
    authority = openAuthority();
  });
  afterAll(() => authority.close());
  afterEach(async () => {
    for (const step of undo.splice(0)) await step();
  });

  const handle: RequestListener = async (request, response) => {
    const query = await buffer(request);
    if (answers) response.writeHead(200).end(authority.reply(query));
    else response.writeHead(503).end();
  };

  it.each(stores)('has one stamp over the newest checkpoint, on $name', async (store) => {
    const db = await store.open();
    undo.push(async () => {
      await db.close();
      await store.remove();
    });
    const { url, close } = await httpServer(handle);
    undo.push(close);
    let size = 0;
    const log: LogReader = {
      ...openLogReader(db),
      latest: async () => (size === 0 ? null : checkpoint(size)),
    };
    const timestamps = openTimestampReader(db);
    let now = Date.UTC(2031, 2, 4, 9);
    const stamp = () =>
      stampToday({
        ...{ db, log, timestamps, url: new URL(url), way: network.way(true), timers: systemTimers },
        now: () => now,
        stop: new AbortController().signal,
      });

    expect(await stamp(), 'nothing in an empty log').toBeNull();
    size = 7;
    answers = false;
    await expect(stamp()).rejects.toMatchObject({ code: 'timestamp-status' });
    expect(await timestamps.days()).toEqual([]);
    answers = true;
    expect(await stamp()).toMatchObject({ day: '2031-03-04', size: 7 });
    size = 9;
    expect(await stamp(), 'once a day').toBeNull();
    now += 24 * 3600_000;
    expect(await stamp()).toMatchObject({ day: '2031-03-05', size: 9 });
    now += 24 * 3600_000;
    expect(await stamp(), 'not for a log that has not grown').toBeNull();

    const stored = await timestamps.of('2031-03-05');
    expect(stored?.checkpoint).toBe(checkpoint(9).note);
    const bytes = new TextEncoder().encode(stored?.checkpoint);
    expect(authority.verify(stored?.token ?? new Uint8Array(), bytes)).toContain('Verification: OK');
    expect((await timestamps.days()).map(({ day }) => day)).toEqual(['2031-03-05', '2031-03-04']);
  });
});
