// What every store must do, run on SQLite and on PostgreSQL.

import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { openReader } from '../../src/ledger/reader.ts';
import { openSourceStates } from '../../src/ledger/source-states.ts';
import { openWriter } from '../../src/ledger/writer.ts';
import { StetError } from '../../src/model/errors.ts';
import type { ArrivalFact, ParsedFact } from '../../src/model/facts.ts';
import { type Seq, sourceId } from '../../src/model/ids.ts';
import { sha256 } from '../../src/text/digest.ts';
import { availableStores } from '../support/stores.ts';

const stores = await availableStores();
const HARBOUR = sourceId('harbour');

function arrivalOf(bytes: Uint8Array): ArrivalFact {
  return {
    type: 'arrival',
    source: HARBOUR,
    sha256: sha256(bytes),
    size: bytes.length,
    transport: 'push',
    contentType: 'text/plain',
    origin: null,
    baseUrl: null,
    guid: null,
    version: null,
    first: false,
  };
}

const parsedOf = (arrival: Seq): ParsedFact => ({
  type: 'parsed',
  source: HARBOUR,
  arrival,
  format: 'text',
  charset: 'utf-8',
  feed: null,
  items: 0,
  failures: 0,
  itemIds: [],
});

describe.each(stores)('a ledger in $name', (store) => {
  afterAll(() => store.remove());

  const withLedger = async (
    use: (ledger: Awaited<ReturnType<typeof openLedger>>) => Promise<void>,
  ): Promise<void> => {
    const ledger = await openLedger();
    try {
      await use(ledger);
    } finally {
      await ledger.db.close();
    }
  };

  async function openLedger() {
    const db = await store.open();
    const reader = openReader(db);
    return { db, reader, writer: await openWriter(db, reader, () => Date.UTC(2031, 2, 4)) };
  }

  test('keeps bytes exactly, whatever they are and however long', async () => {
    await withLedger(async ({ reader, writer }) => {
      const samples = [
        new Uint8Array(0),
        Uint8Array.from({ length: 256 }, (_, index) => index),
        randomBytes(3 * 1024 * 1024 + 17),
        Buffer.alloc(2 * 1024 * 1024, 'tide '),
      ];
      for (const bytes of samples) {
        const entry = await writer.appendArrival(arrivalOf(bytes), bytes);
        const kept = await reader.bytes(entry.fact.sha256);
        expect(kept === null ? null : Buffer.compare(kept, bytes)).toBe(0);
        for (const [offset, length] of [
          [0, 10],
          [1024 * 1024 - 5, 10],
          [2_000_000, 1_500_000],
        ] as const) {
          const part = await reader.slice(entry.fact.sha256, offset, length);
          expect(Buffer.compare(part ?? Buffer.alloc(0), bytes.subarray(offset, offset + length))).toBe(0);
        }
      }
    });
  });

  test('gives numbers that only grow, also after it was closed and opened again', async () => {
    let last = 0;
    for (let round = 0; round < 2; round++) {
      await withLedger(async ({ reader, writer }) => {
        const bytes = randomBytes(10);
        const entry = await writer.appendArrival(arrivalOf(bytes), bytes);
        expect(entry.seq).toBeGreaterThan(last);
        expect(await reader.lastSeq()).toBe(entry.seq);
        last = entry.seq;
      });
    }
  });

  test('refuses the same bytes from the same source a second time, and keeps nothing of the attempt', async () => {
    await withLedger(async ({ reader, writer }) => {
      const bytes = randomBytes(40);
      const first = await writer.appendArrival(arrivalOf(bytes), bytes);
      await expect(writer.appendArrival(arrivalOf(bytes), bytes)).rejects.toMatchObject({
        code: 'store-failed',
      });
      expect(await reader.findArrival(HARBOUR, sha256(bytes))).toBe(first.seq);
      expect(await reader.after(first.seq, 10)).toEqual([]);
    });
  });

  test('lets one failing transaction harm none of those committed together with it', async () => {
    await withLedger(async ({ reader, writer }) => {
      const twice = randomBytes(20);
      const others = Array.from({ length: 20 }, () => randomBytes(20));
      const results = await Promise.allSettled(
        [twice, ...others, twice].map((bytes) => writer.appendArrival(arrivalOf(bytes), bytes)),
      );
      expect(results.filter((result) => result.status === 'rejected')).toHaveLength(1);
      for (const bytes of [twice, ...others])
        expect(await reader.findArrival(HARBOUR, sha256(bytes))).not.toBeNull();
    });
  });

  test('keeps an arrival pending until the fact that closes its reading', async () => {
    await withLedger(async ({ reader, writer }) => {
      const bytes = randomBytes(30);
      const { seq } = await writer.appendArrival(arrivalOf(bytes), bytes);
      expect(await reader.pending()).toContain(seq);
      await writer.append([parsedOf(seq)]);
      expect(await reader.pending()).not.toContain(seq);
      expect((await reader.parsed(seq))?.fact.charset).toBe('utf-8');
    });
  });

  test('keeps NUL, lone surrogates and every other character in a fact', async () => {
    await withLedger(async ({ reader, writer }) => {
      const naughty = 'a\u0000b\ud800c\u2028d\u{1f5de}e\\f"g';
      const [entry] = await writer.append([{ ...parsedOf(1 as Seq), charset: naughty }]);
      const read = await reader.after((entry?.seq ?? 0) - 1, 1);
      expect(read[0]?.fact).toEqual(entry?.fact);
    });
  });

  test('tells its listeners of each commit in order', async () => {
    await withLedger(async ({ writer }) => {
      const seen: number[] = [];
      const stop = writer.subscribe((entry) => seen.push(entry.seq));
      const entries = await Promise.all(
        Array.from({ length: 50 }, () => writer.append([parsedOf(1 as Seq)])),
      );
      stop();
      await writer.append([parsedOf(1 as Seq)]);
      expect(seen).toEqual(entries.flat().map((entry) => entry.seq));
    });
  });

  test('knows that a commit was durable though its answer was lost, and tells its listeners', async () => {
    await withLedger(async ({ db, reader }) => {
      let lost = false;
      const losing: Database = {
        ...db,
        async transact(statements) {
          await db.transact(statements);
          if (lost && statements.length > 0) throw new StetError('store-failed', 'the connection has gone');
        },
      };
      const writer = await openWriter(losing, reader, () => Date.UTC(2031, 2, 4));
      const seen: number[] = [];
      writer.subscribe((entry) => seen.push(entry.seq));
      lost = true;
      const entries = await writer.append([parsedOf(1 as Seq)]);
      expect(seen).toEqual(entries.map((entry) => entry.seq));
    });
  });

  test('goes on after the numbers that another process gave while it had lost the lock', async () => {
    await withLedger(async ({ db, reader, writer }) => {
      const other = await openWriter(db, reader, () => Date.UTC(2031, 2, 5));
      const given = await other.append(Array.from({ length: 30 }, () => parsedOf(1 as Seq)));
      await expect(writer.append([parsedOf(2 as Seq)])).rejects.toMatchObject({ code: 'store-failed' });
      const [entry] = await writer.append([parsedOf(2 as Seq)]);
      expect(entry?.seq).toBe((given.at(-1)?.seq ?? 0) + 1);
    });
  });

  test('remembers where a source stands', async () => {
    await withLedger(async ({ db }) => {
      const states = await openSourceStates(db);
      await states.save({ ...states.get(HARBOUR), failures: 3, etag: '"tide-7"' });
    });
    await withLedger(async ({ db }) => {
      expect((await openSourceStates(db)).get(HARBOUR)).toMatchObject({ failures: 3, etag: '"tide-7"' });
    });
  });

  test('saves a noted state a little later', async () => {
    await withLedger(async ({ db }) => {
      const states = await openSourceStates(db);
      states.note({ ...states.get(HARBOUR), arrivals: 77 });
      expect(states.get(HARBOUR).arrivals).toBe(77);
      await expect
        .poll(async () => (await openSourceStates(db)).get(HARBOUR).arrivals, { timeout: 20_000 })
        .toBe(77);
    });
  });

  test('refuses a database that a later version has written', async () => {
    await withLedger(async ({ db }) => {
      await expect(migrate(db, [])).rejects.toMatchObject({ code: 'store-newer' });
    });
  });
});
