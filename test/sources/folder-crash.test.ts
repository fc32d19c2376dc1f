// Every operation on the disk, and the delivery, fails in every way: before it took effect, after it took effect, once, or
// with the whole process. After each the folder is watched by a sound process until it is quiet, and then every file that
// was dropped must be in processed/ or failed/, untouched, and its bytes delivered.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StetError } from '../../src/model/errors.ts';
import { seq } from '../../src/model/ids.ts';
import { systemTimers } from '../../src/sources/clock.ts';
import { type FolderDisk, nodeDisk } from '../../src/sources/folder/disk.ts';
import { FolderWatcher } from '../../src/sources/folder/folder-watcher.ts';
import {
  folderSource,
  quickLimits,
  type TestStore,
  testClock,
  testLog,
  testStates,
  testStore,
  until,
} from './support.ts';

/** Spoils one operation. `crash`: nothing happens after it, as if the process were gone. */
interface Fault {
  readonly at: number;
  readonly effect: 'lost' | 'persisted';
  readonly after: 'error' | 'crash';
  readonly code: 'EIO' | 'ENOSPC' | 'EACCES';
}

interface Spoiler {
  readonly disk: FolderDisk;
  readonly receive: TestStore['receive'];
  /** Operations so far. */
  count(): number;
  crashed(): boolean;
}

class Crash extends Error {}

function spoil(fault: Fault | null, store: TestStore): Spoiler {
  let count = 0;
  let crashed = false;
  const failure = (isDelivery: boolean): Error => {
    if (isDelivery) return new StetError('store-failed', 'The store failed');
    return Object.assign(new Error('spoilt'), { code: fault?.code });
  };
  async function run<Result>(isDelivery: boolean, work: () => Promise<Result>): Promise<Result> {
    if (crashed) throw new Crash();
    const spoilt = fault !== null && ++count === fault.at;
    if (fault === null) count++;
    if (!spoilt) return work();
    if (fault.effect === 'persisted') await work();
    crashed = fault.after === 'crash';
    throw crashed ? new Crash() : failure(isDelivery);
  }
  return {
    disk: {
      list: (directory) => run(false, () => nodeDisk.list(directory)),
      stamp: (directory, name) => run(false, () => nodeDisk.stamp(directory, name)),
      read: (directory, name, maxBytes) => run(false, () => nodeDisk.read(directory, name, maxBytes)),
      makeDirectory: (path) => run(false, () => nodeDisk.makeDirectory(path)),
      reserve: (directory, name) => run(false, () => nodeDisk.reserve(directory, name)),
      write: (directory, name, text) => run(false, () => nodeDisk.write(directory, name, text)),
      move: (directory, name, to, toName) => run(false, () => nodeDisk.move(directory, name, to, toName)),
      remove: (directory, name) => run(false, () => nodeDisk.remove(directory, name)),
      syncFile: (directory, name) => run(false, () => nodeDisk.syncFile(directory, name)),
      syncDirectory: (directory) => run(false, () => nodeDisk.syncDirectory(directory)),
    },
    receive: (delivery) => run(true, () => store.receive(delivery)),
    count: () => count,
    crashed: () => crashed,
  };
}

const LARGE = 'L'.repeat(200);
/** Two that are taken in, one that is not understood, one that is too large. */
const FILES = new Map([
  ['a.txt', 'STORY A'],
  ['b.xml', 'STORY B'],
  ['bad.xml', '<broken'],
  ['large.txt', LARGE],
]);

function newStore(): TestStore {
  const store = testStore();
  store.failures = ({ bytes }) =>
    bytes[0] === 0x3c ? [{ id: seq(1), code: 'xml-malformed', message: 'broken' }] : [];
  return store;
}

const quiet = { ...quickLimits, scan: 2, doorbell: 2, folderRetry: 2, folderRetryCeiling: 4, emptySettle: 2 };

function watcherOf(folder: string, spoiler: Spoiler): FolderWatcher {
  return new FolderWatcher(folderSource('drop', folder, { settle: 0, maxBytes: 100 }), {
    receive: spoiler.receive,
    states: testStates(),
    clock: testClock(),
    timers: systemTimers,
    log: testLog(),
    limits: quiet,
    disk: spoiler.disk,
  });
}

const inbox = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name !== 'processed' && name !== 'failed');

function contents(folder: string, kind: string): string[] {
  const root = join(folder, kind);
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((day) =>
    readdirSync(join(root, day))
      .filter((name) => !name.endsWith('.error.json'))
      .map((name) => readFileSync(join(root, day, name), 'utf8')),
  );
}

/** Files of failed/ that have no note beside them; there must never be one. */
function unexplained(folder: string): string[] {
  const root = join(folder, 'failed');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((day) => {
    const names = new Set(readdirSync(join(root, day)));
    return [...names].filter(
      (name) =>
        !name.endsWith('.error.json') &&
        readFileSync(join(root, day, name)).length > 0 &&
        !names.has(`${name}.error.json`),
    );
  });
}

/** Everything that was dropped is somewhere; checked at any moment, also between the crash and the restart. */
function expectNothingLost(folder: string): void {
  const all = [
    ...inbox(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
    ...contents(folder, 'processed'),
    ...contents(folder, 'failed'),
  ];
  expect(all).toEqual(expect.arrayContaining([...FILES.values()]));
  expect(unexplained(folder)).toEqual([]);
}

/** Drops the files, runs into the fault, restarts soundly, and checks. Gives the operations a run without a fault takes. */
async function runWith(fault: Fault | null): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'stet-crash-'));
  const store = newStore();
  try {
    for (const [name, text] of FILES) writeFileSync(join(folder, name), text);
    const first = spoil(fault, store);
    const watcher = watcherOf(folder, first);
    await watcher.lookNow();
    if (fault?.after === 'error') await watcher.lookNow();
    await watcher.stop();
    expectNothingLost(folder);

    const second = watcherOf(folder, spoil(null, store));
    second.start();
    await until(() => inbox(folder).length === 0);
    await second.stop();

    // Empty names that a crash left reserved are allowed; anything else must be what was dropped, each once.
    const written = (kind: string): string[] =>
      contents(folder, kind)
        .filter((text) => text !== '')
        .sort();
    expectNothingLost(folder);
    expect([...written('processed'), ...written('failed')].sort()).toEqual([...FILES.values()].sort());
    expect(written('processed').every((text) => text.startsWith('STORY'))).toBe(true);
    const kept = store.deliveries.map(({ bytes }) => Buffer.from(bytes).toString());
    for (const text of written('processed')) expect(kept).toContain(text);
    expect(store.arrivals.length).toBeLessThanOrEqual(3);
    return first.count();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a watched folder under failures', () => {
  it('loses nothing when any single step fails, before or after it took effect, with or without the process', async () => {
    const steps = await runWith(null);
    expect(steps).toBeGreaterThan(25);
    for (let at = 1; at <= steps; at++) {
      for (const effect of ['lost', 'persisted'] as const) {
        for (const after of ['error', 'crash'] as const) await runWith({ at, effect, after, code: 'EIO' });
      }
    }
  }, 300_000);

  it('loses nothing under failures at random', async () => {
    const fault = fc.record({
      at: fc.integer({ min: 1, max: 60 }),
      effect: fc.constantFrom('lost', 'persisted'),
      after: fc.constantFrom('error', 'crash'),
      code: fc.constantFrom('EIO', 'ENOSPC', 'EACCES'),
    });
    await fc.assert(
      fc.asyncProperty(fault, async (one) => {
        await runWith(one);
      }),
      { numRuns: 40 },
    );
  }, 300_000);
});
