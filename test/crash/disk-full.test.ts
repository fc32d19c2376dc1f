// A full disk: pushes are refused with a code, nothing acknowledged is lost, pages go on, and once there is room again pushes are taken
// without a restart.

import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { openStore } from '../../src/flows/open-store.ts';
import { storeProblems } from '../../src/ledger/integrity.ts';
import { sha256 } from '../../src/text/digest.ts';
import { push, startTestApp } from '../support/app.ts';
import { type Acknowledgement, breaches } from './check.ts';
import { type Image, openImage, whyNoImage } from './image.ts';
import { answerSchema } from './load.ts';
import { headersOf, type Shipment, textOf } from './wire.ts';

const why = await whyNoImage();
if (why !== null) console.log(`skipped: a small disk can't be made here: ${why}`);

/** MiB, and the bytes that fill most of it: one part is taken away when the disk is full, the other before the views are made again. */
const DISK = 64;
const BALLAST = 6 * 1024 * 1024;
const RESERVE = 32 * 1024 * 1024;
/** More stories than fit. */
const STORIES = 400;
const BYTES = 60_000;

describe.skipIf(why !== null)('when the disk is full', async () => {
  const image: Image | null = why === null ? await openImage(DISK) : null;
  afterAll(() => image?.remove());

  test('pushes are refused, pages go on, and room makes all well without a restart', {
    timeout: 300_000,
  }, async () => {
    if (image === null) return;
    const ballast = join(image.mount, 'ballast');
    const reserve = join(image.mount, 'reserve');
    writeFileSync(ballast, randomBytes(BALLAST));
    writeFileSync(reserve, randomBytes(RESERVE));
    const app = await startTestApp({ folder: image.mount });
    const acknowledged: Acknowledgement[] = [];
    const refused: Shipment[] = [];
    try {
      for (let number = 0; number < STORIES && refused.length < 5; number++) {
        const shipment = thick(number);
        const answer = await pushed(app, shipment, acknowledged);
        if (answer === null) continue;
        expect(answer).toEqual({ status: 507, code: 'store-full' });
        refused.push(shipment);
      }
      expect(refused).toHaveLength(5);
      expect(acknowledged.length).toBeGreaterThan(0);

      const url = acknowledged[0]?.receipt.items[0]?.url ?? '';
      expect((await fetch(`${app.url}${new URL(url).pathname}`)).status).toBe(200);
      expect((await fetch(`${app.url}/`)).status).toBe(200);
      expect((await fetch(`${app.url}/search?q=ferry`)).status).toBe(200);

      rmSync(ballast);
      for (const shipment of [...refused, thick(STORIES)])
        expect(await pushed(app, shipment, acknowledged)).toBeNull();
    } finally {
      await app.close();
    }
    rmSync(reserve);
    const store = await openStore({ dataDir: join(image.mount, 'data'), databaseUrl: null, now: Date.now });
    try {
      expect(await breaches(store.db, acknowledged)).toEqual([]);
      expect(await storeProblems(store.db)).toEqual([]);
    } finally {
      await store.close();
    }
  });
});

/** `null` when it was acknowledged. */
async function pushed(
  app: RunningApp,
  shipment: Shipment,
  acknowledged: Acknowledgement[],
): Promise<{ status: number; code: string } | null> {
  const answer = await push(app, shipment.bytes, headersOf(shipment));
  if (!answer.ok) return { status: answer.status, code: (await answer.json()).error.code };
  acknowledged.push({ shipment, receipt: answerSchema.parse(await answer.json()) });
  return null;
}

/** A story whose bytes don't shrink: what stands in it is a dump in base64. */
function thick(number: number): Shipment {
  const plain = textOf({ source: 'harbour', guid: `d-${number}`, telling: 1, length: 200 });
  const bytes = Buffer.concat([plain.bytes, Buffer.from(`\n${randomBytes(BYTES).toString('base64')}\n`)]);
  return { ...plain, bytes, sha256: sha256(bytes) };
}
