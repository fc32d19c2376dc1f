import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StetError } from '../../src/model/errors.ts';
import { seq } from '../../src/model/ids.ts';
import type { FolderTransport } from '../../src/model/source.ts';
import { systemTimers, type Timers } from '../../src/sources/clock.ts';
import { type FolderDisk, nodeDisk } from '../../src/sources/folder/disk.ts';
import { FolderWatcher } from '../../src/sources/folder/folder-watcher.ts';
import type { SourceLimits } from '../../src/sources/limits.ts';
import { folderSource, quickLimits, testClock, testLog, testStates, testStore, until } from './support.ts';

let folder = '';
let store = testStore();
let states = testStates();
let clock = testClock();
let log = testLog();
const running: FolderWatcher[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-folder-'));
  store = testStore();
  states = testStates();
  clock = testClock();
  log = testLog();
});
afterEach(async () => {
  for (const watcher of running.splice(0)) await watcher.stop();
  rmSync(folder, { recursive: true });
});

interface Options extends Partial<FolderTransport> {
  readonly disk?: FolderDisk;
  readonly limits?: Partial<SourceLimits>;
  readonly timers?: Timers;
}

function watcher({ disk, limits, timers, ...transport }: Options = {}): FolderWatcher {
  const result = new FolderWatcher(folderSource('drop', folder, transport), {
    receive: (delivery) => store.receive(delivery),
    states,
    clock,
    log,
    timers: timers ?? systemTimers,
    limits: { ...quickLimits, ...limits },
    disk: disk ?? nodeDisk,
  });
  running.push(result);
  return result;
}

function watch(options: Options = {}): FolderWatcher {
  const result = watcher(options);
  result.start();
  return result;
}

const drop = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const today = '2026-03-14';
const processed = (): string[] => listed('processed');
const failed = (): string[] => listed('failed');
const listed = (kind: string): string[] => {
  const directory = join(folder, kind, today);
  if (!existsSync(directory)) return [];
  // A name that is reserved for a move under way is an empty file.
  return readdirSync(directory)
    .filter((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size !== 0)
    .sort();
};
const inbox = (): string[] => readdirSync(folder).filter((name) => name !== 'processed' && name !== 'failed');
const texts = (): string[] => store.deliveries.map(({ bytes }) => Buffer.from(bytes).toString());
const state = () => states.get(folderSource('drop', folder).id);
const note = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'failed', today, name), 'utf8'));

describe('a watched folder', () => {
  it('takes in a file and moves it to processed', async () => {
    watch();
    drop('harbour.txt', 'HARBOUR BRIDGE REOPENS');
    await until(() => processed().length === 1);
    await until(() => state().arrivals === 1);
    expect(store.deliveries[0]).toMatchObject({
      source: 'drop',
      transport: 'folder',
      origin: 'harbour.txt',
      contentType: null,
      baseUrl: null,
    });
    expect(texts()).toEqual(['HARBOUR BRIDGE REOPENS']);
    expect(inbox()).toEqual([]);
    const now = new Date(clock.time).toISOString();
    expect(state()).toMatchObject({
      lastPoll: now,
      lastItem: now,
      lastError: null,
      failures: 0,
      nextPoll: null,
    });
  });

  it('takes in what was there before the start', async () => {
    drop('early.txt', 'EARLY');
    watch();
    await until(() => processed().length === 1);
  });

  it('leaves temporary names alone until they are renamed', async () => {
    const names = ['.hidden', 'a.tmp', 'b.part', 'c.filepart', 'D.TMP'];
    for (const name of names) drop(name, name);
    watch();
    drop('done.txt', 'DONE');
    await until(() => processed().length === 1);
    expect(inbox().sort()).toEqual([...names].sort());
    renameSync(join(folder, 'b.part'), join(folder, 'b.xml'));
    await until(() => processed().includes('b.xml'));
    expect(texts()).toEqual(['DONE', 'b.part']);
  });

  it('waits while a file is being written', async () => {
    const timers = handTimers();
    const slow = watcher({ settle: 10, timers });
    drop('long.txt', 'one ');
    await slow.lookNow();
    for (const part of ['two ', 'three ', 'four']) {
      timers.pass(9_999);
      appendFileSync(join(folder, 'long.txt'), part);
      await slow.lookNow();
    }
    timers.pass(9_999);
    await slow.lookNow();
    expect(texts()).toEqual([]);
    timers.pass(1);
    await slow.lookNow();
    expect(texts()).toEqual(['one two three four']);
    expect(processed()).toEqual(['long.txt']);
  });

  it('goes by stillness, not by the time the sender wrote on the file', async () => {
    const timers = handTimers();
    const slow = watcher({ settle: 10, timers });
    drop('future.txt', 'FUTURE');
    utimesSync(join(folder, 'future.txt'), new Date('2031-01-01'), new Date('2031-01-01'));
    await slow.lookNow();
    clock.time -= 86_400_000;
    timers.pass(10_000);
    await slow.lookNow();
    expect(texts()).toEqual(['FUTURE']);
  });

  it('reads a file again that changes while it is being read', async () => {
    let reads = 0;
    const disk: FolderDisk = {
      ...nodeDisk,
      async read(...args) {
        const read = await nodeDisk.read(...args);
        if (++reads > 1 || read.type !== 'bytes') return read;
        appendFileSync(join(folder, 'growing.txt'), ' AND MORE');
        return { type: 'changed' };
      },
    };
    watch({ disk });
    drop('growing.txt', 'PART ONE');
    await until(() => processed().length === 1);
    expect(texts()).toEqual(['PART ONE AND MORE']);
  });

  it('notices a change between the first byte and the last', async () => {
    drop('torn.txt', 'x'.repeat(1000));
    const stale = await nodeDisk.read(folder, 'torn.txt', 10_000);
    expect(stale.type).toBe('bytes');
    expect(await nodeDisk.read(folder, 'missing.txt', 10_000)).toEqual({ type: 'gone' });
    expect(await nodeDisk.read(folder, 'torn.txt', 999)).toMatchObject({ type: 'too-large' });
  });

  it('delivers a duplicate, keeps one arrival and both files', async () => {
    watch();
    drop('first.txt', 'THE SAME');
    await until(() => processed().length === 1);
    drop('second.txt', 'THE SAME');
    await until(() => processed().length === 2);
    await until(() => state().skipped?.code === 'unchanged');
    expect(store.arrivals).toHaveLength(1);
    expect(state().arrivals).toBe(1);
  });

  it('never overwrites a file of the same name', async () => {
    watch();
    for (let n = 1; n <= 12; n++) {
      drop('story.v1.xml', `version ${n}`);
      await until(() => processed().length === n && inbox().length === 0);
    }
    const kept = processed().map((name) => readFileSync(join(folder, 'processed', today, name), 'utf8'));
    expect(kept.sort()).toEqual(Array.from({ length: 12 }, (_, n) => `version ${n + 1}`).sort());
    expect(processed()).toContain('story.v1-2.xml');
  });

  it('hands over in the order of time, then name', async () => {
    const order = ['c.txt', 'a.txt', 'b.txt', 'd.txt'];
    for (const [n, name] of order.entries()) {
      drop(name, name);
      const time = new Date(Date.UTC(2026, 2, 14, 10, n < 2 ? n : 2));
      utimesSync(join(folder, name), time, time);
    }
    watch();
    await until(() => processed().length === 4);
    expect(texts()).toEqual(['c.txt', 'a.txt', 'b.txt', 'd.txt']);
  });

  it('takes thousands of files at once, in order, a few at a time', async () => {
    const count = 2_000;
    const time = new Date(Date.UTC(2026, 2, 14, 10));
    for (let n = 0; n < count; n++) {
      const name = `s${String(n).padStart(5, '0')}.txt`;
      drop(name, `story ${n}`);
      utimesSync(join(folder, name), time, time);
    }
    let busy = 0;
    let busiest = 0;
    store.refuse = async () => {
      busiest = Math.max(busiest, ++busy);
      await new Promise((done) => setImmediate(done));
      busy--;
    };
    watch();
    await until(() => texts().length === count && inbox().length === 0);
    expect(texts()).toEqual(Array.from({ length: count }, (_, n) => `story ${n}`));
    expect(busiest).toBeGreaterThan(1);
    expect(busiest).toBeLessThanOrEqual(quickLimits.folderDeliveries);
    expect(processed()).toHaveLength(count);
  }, 300_000);

  it('keeps names that are not UTF-8', async () => {
    const name = Buffer.from('d\xe9p\xeache.txt', 'latin1');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), 'DEPECHE');
    watch();
    await until(() => processed().length === 1);
    const kept = readdirSync(join(folder, 'processed', today), { encoding: 'buffer' });
    expect(kept[0]?.equals(name)).toBe(true);
    expect(store.deliveries[0]?.origin).toBe('d\ufffdp\ufffdche.txt');
  });

  it('shortens names that would get too long', async () => {
    const long = `${'ह'.repeat(83)}.xml`;
    watch();
    drop(long, 'one');
    await until(() => processed().length === 1);
    drop(long, 'two');
    await until(() => processed().length === 2);
    for (const name of processed()) expect(name).toMatch(/^ह+(-2)?\.xml$/);
  });
});

describe('what can not be taken in', () => {
  it('goes to failed with the reasons beside it', async () => {
    store.failures = () => [
      { id: seq(7), code: 'xml-malformed', message: 'line 3: “</item>” closes nothing' },
    ];
    watch();
    drop('broken.xml', '<rss><item>');
    await until(() => state().lastError !== null);
    expect(failed()).toEqual(['broken.xml', 'broken.xml.error.json']);
    expect(note('broken.xml.error.json')).toEqual({
      file: 'broken.xml',
      source: 'drop',
      at: new Date(clock.time).toISOString(),
      code: 'xml-malformed',
      message: 'broken.xml: line 3: “</item>” closes nothing',
      arrival: 1,
      failures: [{ id: 7, code: 'xml-malformed', message: 'line 3: “</item>” closes nothing' }],
    });
    expect(state()).toMatchObject({ failures: 0, lastError: { code: 'xml-malformed' } });
    store.failures = () => [];
    drop('well.xml', '<rss/>');
    await until(() => state().lastError === null);
  });

  it('goes to failed when it is too large, unread', async () => {
    watch({ maxBytes: 10 });
    drop('large.txt', 'eleven byte');
    drop('small.txt', 'ten bytes!');
    await until(() => failed().length === 2 && processed().length === 1);
    expect(note('large.txt.error.json')).toMatchObject({ code: 'too-large', arrival: null });
    expect(texts()).toEqual(['ten bytes!']);
  });

  it('goes to failed when it stays empty', async () => {
    watch();
    drop('empty.txt', '');
    await until(() => failed().length === 1 && inbox().length === 0);
    expect(readdirSync(join(folder, 'failed', today)).sort()).toEqual(['empty.txt', 'empty.txt.error.json']);
    expect(note('empty.txt.error.json')).toMatchObject({ code: 'file-empty' });
    expect(texts()).toEqual([]);
  });

  it('is tried several times before it counts as unreadable', async () => {
    let tries = 0;
    const disk: FolderDisk = {
      ...nodeDisk,
      async read(directory, name, maxBytes) {
        if (name !== 'locked.txt') return nodeDisk.read(directory, name, maxBytes);
        tries++;
        throw Object.assign(new Error('locked'), { code: 'EBUSY' });
      },
      async syncFile(directory, name) {
        if (name.includes('locked')) throw Object.assign(new Error('locked'), { code: 'EACCES' });
        await nodeDisk.syncFile(directory, name);
      },
    };
    watch({ disk });
    drop('locked.txt', 'LOCKED');
    drop('open.txt', 'OPEN');
    await until(() => failed().length === 2 && processed().length === 1);
    expect(tries).toBe(quickLimits.fileAttempts);
    expect(note('locked.txt.error.json')).toMatchObject({ code: 'file-unreadable' });
  });

  it('costs no other file when the receiver chokes on it', async () => {
    store.refuse = ({ bytes }) => {
      if (Buffer.from(bytes).toString() === 'POISON') throw new TypeError('a mistake of ours');
    };
    watch();
    drop('poison.txt', 'POISON');
    drop('sound.txt', 'SOUND');
    await until(() => failed().length === 2 && processed().length === 1);
    expect(note('poison.txt.error.json')).toMatchObject({ code: 'delivery-failed' });
  });

  it('leaves the note of an earlier failure alone', async () => {
    store.failures = () => [{ id: seq(7), code: 'xml-malformed', message: 'bad' }];
    mkdirSync(join(folder, 'failed', today), { recursive: true });
    writeFileSync(join(folder, 'failed', today, 'a.xml.error.json'), 'somebody’s own');
    watch();
    drop('a.xml', '<a>');
    await until(() => failed().length === 3);
    expect(failed()).toEqual(['a-2.xml', 'a-2.xml.error.json', 'a.xml.error.json']);
    expect(readFileSync(join(folder, 'failed', today, 'a.xml.error.json'), 'utf8')).toBe('somebody’s own');
  });
});

describe('a folder in trouble', () => {
  it('keeps the files when the store is full, and takes them later', async () => {
    let full = true;
    store.refuse = () => {
      if (full) throw new StetError('store-full', 'The disk is full');
    };
    watch();
    for (let n = 0; n < 20; n++) drop(`s${n}.txt`, `story ${n}`);
    await until(() => state().failures >= 2);
    expect(inbox()).toHaveLength(20);
    expect(state()).toMatchObject({
      arrivals: 0,
      lastError: { code: 'store-full', message: 'The disk is full' },
    });
    expect(state().nextPoll).not.toBeNull();
    full = false;
    await until(() => processed().length === 20 && state().failures === 0);
    expect(state()).toMatchObject({ arrivals: 20, lastError: null, nextPoll: null });
    expect(failed()).toEqual([]);
  });

  it('does not hammer a full store: it tries few files, and waits longer each time', async () => {
    store.refuse = () => {
      throw new StetError('store-full', 'The disk is full');
    };
    const timers = handTimers();
    const one = watcher({ timers, limits: { jitter: 0, folderRetry: 1_000, folderRetryCeiling: 3_000 } });
    for (let n = 0; n < 50; n++) drop(`s${n}.txt`, `story ${n}`);
    await one.lookNow();
    timers.pass(1_000);
    const waits: (number | undefined)[] = [];
    for (let n = 0; n < 4; n++) {
      await one.lookNow();
      waits.push(timers.nextWait());
    }
    expect(waits).toEqual([1_000, 2_000, 3_000, 3_000]);
    expect(store.deliveries.length).toBeLessThanOrEqual(4 * quickLimits.folderDeliveries);
  });

  it('says that the folder is missing, and goes on when it is back', async () => {
    rmSync(folder, { recursive: true });
    watch();
    await until(() => state().lastError?.code === 'folder-missing');
    mkdirSync(folder);
    drop('back.txt', 'BACK');
    await until(() => processed().length === 1 && state().lastError === null);
  });

  it('follows no links and opens no pipes', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'stet-outside-'));
    writeFileSync(join(outside, 'secret.txt'), 'SECRET');
    symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'));
    symlinkSync(outside, join(folder, 'directory'));
    execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
    drop('file.txt', 'FILE');
    watch();
    await until(() => processed().length === 1);
    expect(texts()).toEqual(['FILE']);
    expect(inbox().sort()).toEqual(['directory', 'link.txt', 'pipe.txt']);
    expect(log.lines.join('\n')).toContain('a symbolic link in a watched folder is not followed');
    expect(await nodeDisk.read(folder, 'link.txt', 100)).toEqual({ type: 'gone' });
    expect(await nodeDisk.read(folder, 'pipe.txt', 100)).toEqual({ type: 'gone' });
    rmSync(outside, { recursive: true });
  });

  it('moves nothing through a link named processed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'stet-outside-'));
    symlinkSync(outside, join(folder, 'processed'));
    drop('file.txt', 'FILE');
    watch();
    await until(() => state().lastError?.code === 'move-failed');
    expect(readdirSync(outside)).toEqual([]);
    rmSync(join(folder, 'processed'));
    await until(() => processed().length === 1 && state().lastError === null);
    expect(processed()).toEqual(['file.txt']);
    rmSync(outside, { recursive: true });
  });

  it('waits for the file under way when it stops, and leaves the rest', async () => {
    const gate = Promise.withResolvers<void>();
    store.refuse = () => gate.promise;
    const one = watch({ limits: { folderDeliveries: 1 } });
    drop('a.txt', 'A');
    drop('b.txt', 'B');
    await until(() => store.deliveries.length === 1);
    const stopping = one.stop();
    gate.resolve();
    await stopping;
    expect(processed()).toHaveLength(1);
    expect(inbox()).toHaveLength(1);
    await expect(one.lookNow()).rejects.toMatchObject({ code: 'stopped' });
  });
});

describe('a sender that reuses a name', () => {
  it('loses nothing when the new file comes during the delivery', async () => {
    let replaced = false;
    store.refuse = () => {
      if (replaced) return;
      replaced = true;
      drop('.incoming', 'SECOND');
      renameSync(join(folder, '.incoming'), join(folder, 'feed.xml'));
    };
    watch();
    drop('feed.xml', 'FIRST');
    await until(() => texts().includes('SECOND') && inbox().length === 0);
    expect(new Set(texts())).toEqual(new Set(['FIRST', 'SECOND']));
    expect(readFileSync(join(folder, 'processed', today, 'feed.xml'), 'utf8')).toBe('SECOND');
  });

  it('loses nothing when the new file has the size and time of the old one', async () => {
    const time = new Date(Date.UTC(2026, 2, 14, 10));
    let replaced = false;
    store.refuse = () => {
      if (replaced) return;
      replaced = true;
      drop('.incoming', 'AFTER.');
      utimesSync(join(folder, '.incoming'), time, time);
      renameSync(join(folder, '.incoming'), join(folder, 'feed.xml'));
    };
    drop('feed.xml', 'BEFORE');
    utimesSync(join(folder, 'feed.xml'), time, time);
    watch();
    await until(() => inbox().length === 0);
    expect(texts()).toEqual(['BEFORE', 'AFTER.']);
  });

  it('does not mind a drive whose inode numbers change', async () => {
    let ino = 1n;
    const disk: FolderDisk = {
      ...nodeDisk,
      async stamp(directory, name) {
        const stamp = await nodeDisk.stamp(directory, name);
        return stamp && { size: stamp.size, mtimeNs: stamp.mtimeNs, ino: ino++ };
      },
    };
    watch({ disk });
    drop('a.txt', 'A');
    await until(() => processed().length === 1);
    expect(texts()).toEqual(['A']);
  });
});

/** Timers of which time passes by hand and nothing fires: tests look by themselves. */
function handTimers(): Timers & { pass(ms: number): void; nextWait(): number | undefined } {
  let now = 0;
  let last: number | undefined;
  return {
    monotonic: () => now,
    after(ms) {
      last = ms;
      return () => undefined;
    },
    pass: (ms) => {
      now += ms;
    },
    nextWait: () => last,
  };
}
