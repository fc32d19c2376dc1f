// Power cuts: a writer fills a store on an ext4 image, the file system is shut down under it at a random moment, and after the image is
// mounted again everything that was acknowledged must be there.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startReadThread } from '../../src/flows/read-thread.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { ledgerMigrations } from '../../src/ledger/migrations.ts';
import { openReader } from '../../src/ledger/reader.ts';
import type { Synchronous } from '../../src/ledger/sqlite/connection.ts';
import { openSqlite } from '../../src/ledger/sqlite/database.ts';
import { sha256Hex, sourceId } from '../../src/model/ids.ts';
import { viewMigrations } from '../../src/views/schema.ts';
import { type Acknowledgement, breaches } from './check.ts';
import { openDesk } from './desk.ts';
import { type Image, openImage } from './image.ts';
import { answerSchema } from './load.ts';
import { logBreaches } from './log-breaches.ts';
import { type Random, seeded } from './random.ts';

const WRITER = fileURLToPath(new URL('./power-writer.ts', import.meta.url));
/** MiB. */
const IMAGE_SIZE = 96;
/** Acknowledgements before a cut, at least and at most. */
const FEWEST = 10;
const MOST = 160;
/** Milliseconds for the writer to get there, far more than it needs. */
const PATIENCE = 120_000;

export interface PowerReport {
  readonly cuts: number;
  readonly acknowledged: number;
  /** Acknowledged arrivals that were not there after the power came back. */
  readonly lost: number;
  /** Cuts after which something acknowledged was gone. */
  readonly losingCuts: number;
  /** Whatever else was wrong, in cuts that lost no arrival. */
  readonly problems: readonly string[];
}

export interface PowerOptions {
  readonly synchronous: Synchronous;
  readonly cuts: number;
  readonly seed: number;
  /** End after the first cut that lost something: all that is asked of weaker syncing. */
  readonly untilLoss?: boolean;
}

/** Ask `whyNoImage` first. */
export async function powerRun({
  synchronous,
  cuts,
  seed,
  untilLoss = false,
}: PowerOptions): Promise<PowerReport> {
  const random = seeded(seed);
  const image = await openImage(IMAGE_SIZE);
  const total = { cuts: 0, acknowledged: 0, lost: 0, losingCuts: 0, problems: [] as string[] };
  try {
    for (let cut = 0; cut < cuts && !(untilLoss && total.lost > 0); cut++) {
      const folder = join(image.mount, `cut-${cut}`);
      const acknowledged = await writeUntilCut(image, folder, synchronous, random);
      await image.powerOn();
      const { lost, problems } = await lookAt(folder, acknowledged);
      total.cuts++;
      total.acknowledged += acknowledged.length;
      total.lost += lost;
      if (lost > 0) total.losingCuts++;
      else total.problems.push(...problems);
      rmSync(folder, { recursive: true, force: true });
    }
    return total;
  } finally {
    image.remove();
  }
}

/** @throws when it is none of SQLite's settings that the store knows. */
export function synchronousOf(value: string): Synchronous {
  if (value === 'FULL' || value === 'NORMAL' || value === 'OFF') return value;
  throw new Error(`synchronous is FULL, NORMAL or OFF, not ${value}`);
}

async function writeUntilCut(
  image: Image,
  folder: string,
  synchronous: Synchronous,
  random: Random,
): Promise<Acknowledgement[]> {
  mkdirSync(folder);
  const seed = random.below(2 ** 31);
  const writer = spawn(process.execPath, [WRITER, join(folder, 'stet.db'), synchronous, String(seed)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(writer, 'close');
  try {
    const acknowledged = await acknowledgements(writer, FEWEST + random.below(MOST - FEWEST), () =>
      image.cutPower(),
    );
    return acknowledged;
  } finally {
    writer.kill('SIGKILL');
    await gone;
  }
}

const lineSchema = z.object({
  source: z.enum(['harbour', 'lamplight']),
  sha256: z.string(),
  guid: z.string().nullable(),
  tellings: z.array(z.object({ guid: z.string(), mark: z.string() })),
  receipt: answerSchema.omit({ new: true }),
});

/** What the writer acknowledged up to the cut, which comes after `count` of them. Lines that were on their way count too. */
async function acknowledgements(
  writer: ChildProcess,
  count: number,
  cut: () => Promise<void>,
): Promise<Acknowledgement[]> {
  if (writer.stdout === null) throw new Error('the writer has no pipe');
  const acknowledged: Acknowledgement[] = [];
  const lines = createInterface({ input: writer.stdout });
  const late = setTimeout(() => writer.kill('SIGKILL'), PATIENCE);
  let cutting: Promise<void> | null = null;
  for await (const line of lines) {
    const { receipt, ...shipment } = lineSchema.parse(JSON.parse(line));
    acknowledged.push({ shipment, receipt });
    if (acknowledged.length >= count && cutting === null)
      cutting = cut().finally(() => writer.kill('SIGKILL'));
  }
  clearTimeout(late);
  if (cutting === null) throw new Error(`the writer ended after ${acknowledged.length} of ${count} stories`);
  await cutting;
  return acknowledged;
}

/** The store after the power came back: opened, gone on with what was pending, and checked. */
async function lookAt(
  folder: string,
  acknowledged: readonly Acknowledgement[],
): Promise<{ lost: number; problems: string[] }> {
  const thread = startReadThread();
  try {
    const db = await openSqlite(join(folder, 'stet.db'));
    try {
      await migrate(db, [...ledgerMigrations, ...viewMigrations(db.dialect)]);
      const lost = await lostArrivals(openReader(db), acknowledged);
      if (lost > 0) return { lost, problems: [] };
      const desk = await openDesk(db, thread, folder);
      await desk.resume();
      const problems = [...(await breaches(db, acknowledged)), ...(await logBreaches(db, desk.log.verifier))];
      return { lost, problems };
    } finally {
      await db.close();
    }
  } catch (error) {
    // A store that can't be read any more has lost everything.
    return { lost: acknowledged.length, problems: [String(error)] };
  } finally {
    await thread.close();
  }
}

async function lostArrivals(
  reader: ReturnType<typeof openReader>,
  acknowledged: readonly Acknowledgement[],
): Promise<number> {
  let lost = 0;
  for (const { shipment, receipt } of acknowledged) {
    const found = await reader.findArrival(sourceId(shipment.source), sha256Hex(shipment.sha256), {
      guid: shipment.guid,
      version: null,
    });
    const bytes = await reader.bytes(sha256Hex(shipment.sha256));
    if (found !== receipt.arrival || bytes === null) lost++;
  }
  return lost;
}
