// What a start goes on with: arrivals that were durable and not read to their end.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startReadThread } from '../../src/flows/read-thread.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openReader } from '../../src/ledger/reader.ts';
import { availableStores } from '../support/stores.ts';
import { breaches } from './check.ts';
import { crashingDatabase } from './crashing-database.ts';
import { openDesk } from './desk.ts';
import { brokenOff, type Shipment, type Story, textOf } from './wire.ts';

const stores = await availableStores();
const thread = startReadThread();
const keys = mkdtempSync(join(tmpdir(), 'stet-resume-'));
afterAll(async () => {
  await thread.close();
  rmSync(keys, { recursive: true });
});

const story = (number: number): Story => ({
  source: 'harbour',
  guid: `r-${number}`,
  telling: 1,
  length: 2_000,
});

describe.each(stores)('on $name', (store) => {
  afterAll(() => store.remove());

  test('an arrival delivered again while the restart reads it is read once', async () => {
    const db = await store.open();
    const shipments = Array.from({ length: 5 }, (_, n) => brokenOff(story(n), story(n + 10)));
    for (const shipment of shipments) await leavePending(db, shipment);
    const desk = await openDesk(db, thread, keys);
    const [, ...receipts] = await Promise.all([
      desk.resume(),
      ...shipments.map(async (shipment) => ({ shipment, receipt: await desk.receive(shipment) })),
    ]);
    expect(await breaches(db, receipts)).toEqual([]);
    await db.close();
  });

  test('an arrival whose bytes are damaged does not keep the others waiting', async () => {
    const db = await store.open();
    const damaged = textOf(story(20));
    const whole = textOf(story(21));
    await leavePending(db, damaged);
    await leavePending(db, whole);
    await db.transact([
      {
        sql: 'UPDATE bytes SET codec = ?, body = ? WHERE sha256 = ?',
        params: ['zstd', Buffer.from('not zstd'), damaged.sha256],
      },
    ]);
    await expect((await openDesk(db, thread, keys)).resume()).rejects.toThrow();
    expect(await openReader(db).pending()).toHaveLength(1);
    await db.close();
  });
});

/** The process dies between the arrival and what follows from it. */
async function leavePending(db: Database, shipment: Shipment): Promise<void> {
  const dying = await openDesk(crashingDatabase(db, 2, 'lost').db, thread, keys);
  await expect(dying.receive(shipment)).rejects.toMatchObject({ code: 'store-failed' });
}
