// The crash matrix: a scripted day at the desk, with the process dying at every transaction in turn, both ways. After a restart and
// a redelivery of everything the store must be what it would have been without the crash.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startReadThread } from '../../src/flows/read-thread.ts';
import type { Database } from '../../src/ledger/database.ts';
import type { DeskAct } from '../../src/model/desk-act.ts';
import { availableStores } from '../support/stores.ts';
import { type Acknowledgement, breaches } from './check.ts';
import { type Crash, crashingDatabase } from './crashing-database.ts';
import { openDesk } from './desk.ts';
import { logBreaches } from './log-breaches.ts';
import { brokenOff, feedOf, type Shipment, type Story, textOf, type WireSource } from './wire.ts';

const stores = await availableStores();
const thread = startReadThread();
const keys = mkdtempSync(join(tmpdir(), 'stet-matrix-'));
afterAll(async () => {
  await thread.close();
  rmSync(keys, { recursive: true });
});

const story = (number: number, telling = 1, source: WireSource = 'harbour', length = 300): Story => ({
  source,
  guid: `m-${number}`,
  telling,
  length,
});

type Step =
  | { readonly type: 'send'; readonly shipments: readonly Shipment[] }
  | { readonly type: 'act'; readonly guid: string; readonly act: DeskAct };

const send = (...shipments: readonly Shipment[]): Step => ({ type: 'send', shipments });
const act = (guid: string, act: DeskAct): Step => ({ type: 'act', guid, act });

const UPDATE = feedOf([story(2, 2), story(8)]);

/** Two parts of at most 1 MiB, read on the reading thread in several chunks. */
const LARGE = feedOf([20, 21, 22, 23, 24, 25].map((number) => story(number, 1, 'harbour', 200_000)));

const DAY: readonly Step[] = [
  send(feedOf([story(1), story(2), story(3), story(4)])),
  send(textOf(story(5))),
  send(LARGE),
  send(UPDATE),
  send(UPDATE),
  send(brokenOff(story(9), story(10))),
  send(feedOf([story(30, 1, 'lamplight'), story(31, 1, 'lamplight')])),
  act('m-30', 'release'),
  act('m-30', 'review'),
  act('m-31', 'spike'),
  act('m-30', 'hold'),
  // What several senders bring at once, two of them the same.
  send(feedOf([story(40), story(1, 2)]), textOf(story(41)), textOf(story(41)), feedOf([story(3, 2)])),
  act('m-30', 'release'),
];

/** Different stories of the day, without the one that broke off. */
const STORIES = 17;

interface Day {
  readonly acknowledged: readonly Acknowledgement[];
  /** Steps done to their end; the length of `DAY` when nothing crashed. */
  readonly steps: number;
}

/** Runs the day from a step on, until it ends or the database dies. */
async function runDay(db: Database, from: number): Promise<Day> {
  const desk = await openDesk(db, thread, keys);
  const acknowledged: Acknowledgement[] = [];
  for (let steps = from; steps < DAY.length; steps++) {
    const step = DAY[steps];
    if (step === undefined) break;
    const results = await Promise.allSettled(tasksOf(step, desk, acknowledged));
    if (results.some(({ status }) => status === 'rejected')) return { acknowledged, steps };
  }
  return { acknowledged, steps: DAY.length };
}

function tasksOf(step: Step, desk: OpenDesk, acknowledged: Acknowledgement[]): Promise<unknown>[] {
  if (step.type === 'act') return [desk.decide(step.guid, step.act)];
  return step.shipments.map(async (shipment) => {
    acknowledged.push({ shipment, receipt: await desk.receive(shipment) });
  });
}

type OpenDesk = Awaited<ReturnType<typeof openDesk>>;

const TABLES = [
  'entry',
  'bytes',
  'arrival_key',
  'pending',
  'setting',
  'log_leaf',
  'log_tile',
  'log_checkpoint',
  'log_waiting',
  'view_item',
  'view_post',
  'view_section',
  'view_count',
  'view_words',
];

const empty = (db: Database): Promise<void> =>
  db.transact(TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, params: [] })));

/** A new database is a new log: its key may stay, and what was noted of the last may not. */
const forgetLog = (): void => rmSync(join(keys, 'log.checkpoint'), { force: true });

/** What the desk and the public end up with, without the times and numbers that a crash may change. */
async function outcome(db: Database): Promise<unknown[]> {
  const rows = await db.query('SELECT line FROM view_item ORDER BY item');
  return rows.map(({ line }) => {
    const { guid, title, decision, versions, path, by, section } = JSON.parse(String(line));
    return { guid, title, decision, versions, path, by, section };
  });
}

const CRASHES: readonly Crash[] = ['lost', 'kept'];

describe.each(stores)('on $name', (store) => {
  afterAll(() => store.remove());

  test('a process that dies at any transaction loses nothing and does nothing twice', {
    timeout: 600_000,
  }, async () => {
    const db = await store.open();
    forgetLog();
    const whole = crashingDatabase(db, 0, 'lost');
    const quiet = await runDay(whole.db, 0);
    expect(quiet.steps).toBe(DAY.length);
    expect(await breaches(db, quiet.acknowledged)).toEqual([]);
    const { verifier } = (await openDesk(db, thread, keys)).log;
    expect(await logBreaches(db, verifier)).toEqual([]);
    const expected = await outcome(db);
    expect(expected).toHaveLength(STORIES);

    for (let at = 1; at <= whole.count(); at++) {
      for (const crash of CRASHES) {
        await empty(db);
        forgetLog();
        const died = await runDay(crashingDatabase(db, at, crash).db, 0);
        expect(died.steps, `transaction ${at} ${crash}`).toBeLessThan(DAY.length);
        await (await openDesk(db, thread, keys)).resume();
        const rest = await runDay(db, died.steps);
        const again = await redeliver(db);
        const found = await breaches(db, [...died.acknowledged, ...rest.acknowledged, ...again]);
        expect(found, `transaction ${at} ${crash}`).toEqual([]);
        expect(await logBreaches(db, verifier), `transaction ${at} ${crash}`).toEqual([]);
        expect(await outcome(db), `transaction ${at} ${crash}`).toEqual(expected);
      }
    }
    console.log(`${store.name}: died at each of ${whole.count()} transactions, ${CRASHES.length} ways`);
    await db.close();
  });
});

async function redeliver(db: Database): Promise<Acknowledgement[]> {
  const desk = await openDesk(db, thread, keys);
  const acknowledged: Acknowledgement[] = [];
  for (const step of DAY) {
    if (step.type !== 'send') continue;
    for (const shipment of step.shipments) {
      const receipt = await desk.receive(shipment);
      expect(receipt.new).toBe(false);
      acknowledged.push({ shipment, receipt });
    }
  }
  return acknowledged;
}
