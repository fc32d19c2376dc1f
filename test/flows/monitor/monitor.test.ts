// A monitor and a log server that behaves, and one that lies in every way a log can.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWitnessService } from '../../../src/cli/witness/service.ts';
import { keepMonitoring } from '../../../src/flows/keep-monitoring.ts';
import { openLogHttp } from '../../../src/flows/log-http.ts';
import type { MonitorOptions } from '../../../src/flows/monitor.ts';
import { originHash } from '../../../src/http/witness.ts';
import { cosign, signCheckpoint } from '../../../src/log/checkpoint.ts';
import { addSignatures, COSIGNATURE, verifierOf } from '../../../src/log/note.ts';
import { formatAddCheckpoint } from '../../../src/log/witness.ts';
import { systemClock, systemTimers } from '../../../src/sources/clock.ts';
import {
  closed,
  crypto,
  type GrowingLog,
  growingLog,
  type LogSite,
  listening,
  serveLog,
} from '../../support/growing-log.ts';
import { logVerifier, testSigner } from '../../support/log-keys.ts';

// Nothing here fails on time: conditions are waited for.
vi.setConfig({ testTimeout: 120_000 });

const ORIGIN = 'daily.example/log';
const HOUR = 3_600_000;
const NOW = Date.parse('2026-10-05T09:00:00Z');

let directory = '';
let log: GrowingLog;
let site: LogSite;
let now = NOW;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stet-monitor-'));
  now = NOW;
  log = growingLog(ORIGIN);
  log.append(300, 'one', NOW);
  site = await serveLog(log);
  closers.push(() => site.close());
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  rmSync(directory, { recursive: true, force: true });
});

const stateFile = (): string => join(directory, 'daily.json');
const remembered = (): { size: number; note: string } => JSON.parse(readFileSync(stateFile(), 'utf8'));
const evidence = () =>
  readdirSync(directory)
    .filter((name) => name.includes('.evidence-'))
    .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')));

interface Said {
  readonly ended: string | null;
  readonly well: string[];
  readonly trouble: string[];
}

interface Given extends Partial<MonitorOptions> {
  readonly every?: number | null;
  readonly webhook?: URL | null;
  readonly stop?: AbortSignal;
  readonly onWell?: (line: string) => void;
  readonly onTrouble?: (line: string) => void;
}

/** One look, unless `every` is given. */
async function look({
  every = null,
  webhook = null,
  stop,
  onWell,
  onTrouble,
  ...given
}: Given = {}): Promise<Said> {
  const http = openLogHttp(systemClock, systemTimers);
  const well: string[] = [];
  const trouble: string[] = [];
  try {
    const ended = await keepMonitoring({
      target: {
        log: site.url,
        origin: ORIGIN,
        verifiers: [log.verifier],
        witnesses: [],
        others: [],
        maxAge: null,
        crypto,
        http,
        now: () => now,
        timers: systemTimers,
        settle: 1,
        ...given,
      },
      state: stateFile(),
      every,
      webhook,
      clock: systemClock,
      stop: stop ?? new AbortController().signal,
      well: (line) => {
        well.push(line);
        onWell?.(line);
      },
      trouble: (line) => {
        trouble.push(line);
        onTrouble?.(line);
      },
    });
    return { ended, well, trouble };
  } finally {
    await http.close();
  }
}

describe('a log that only grows', () => {
  it.each([
    [1, 2],
    [255, 257],
    [256, 512],
    [300, 65_537],
  ])('from %i to %i is well', async (from, to) => {
    log = growingLog(ORIGIN);
    log.append(from, 'one', NOW);
    site.serve = log;
    expect(await look()).toEqual({
      ended: null,
      well: [`${ORIGIN}: ${from} leaves, seen for the first time`],
      trouble: [],
    });
    log.append(to - from, 'one', NOW);
    expect(await look()).toMatchObject({
      ended: null,
      well: [`${ORIGIN}: ${to} leaves, consistent with the ${from} seen before`],
    });
    expect(remembered().size).toBe(to);
    expect(await look()).toMatchObject({ ended: null });
  });

  it('is well from the empty log on', async () => {
    site.serve = growingLog(ORIGIN);
    await look();
    expect(remembered().size).toBe(0);
    site.serve = log;
    expect((await look()).ended).toBeNull();
    expect(remembered().size).toBe(300);
  });

  it('whose partial tiles are gone once they are full is well', async () => {
    await look();
    log.append(300, 'one', NOW);
    site.note = () => log.note(310);
    site.bend = (path, bytes) => (/^tile\/.+\/001\.p\//.test(path) ? null : bytes);
    expect((await look({ maxAge: HOUR })).ended).toBeNull();
    expect(site.asked.some((path) => path === 'tile/0/001.p/54')).toBe(true);
    expect(site.asked.some((path) => path === 'tile/0/001')).toBe(true);
  });

  it('with two keys while it changes them, is well', async () => {
    await look();
    const next = testSigner(ORIGIN, 2);
    site.note = async () =>
      signCheckpoint(
        crypto,
        { origin: ORIGIN, size: 300, root: await log.root(300), extensions: [] },
        log.signer,
        next,
      );
    expect((await look({ verifiers: [log.verifier, logVerifier(next)] })).ended).toBeNull();
    expect((await look({ verifiers: [logVerifier(next)] })).ended).toBeNull();
  });

  it('keeps what it saw for its owner alone', async () => {
    await look();
    expect(statSync(stateFile()).mode & 0o777).toBe(0o600);
  });
});

describe('an alarm, with the notes that show it', () => {
  it('for a rollback', async () => {
    await look();
    site.note = () => log.note(299);
    expect((await look()).ended).toMatch(
      /^ALARM log-rollback: daily\.example\/log: The log shows size 299, and had signed size 300/,
    );
    expect(evidence()).toMatchObject([
      { code: 'log-rollback', notes: [await log.note(300), await log.note(299)] },
    ]);
    expect(remembered().size).toBe(300);
  });

  it('for another root of the same size', async () => {
    await look();
    const other = log.fork(299);
    other.append(1, 'two', NOW);
    site.serve = other;
    expect((await look()).ended).toContain(
      'ALARM log-fork: daily.example/log: The log has signed two roots for the size 300',
    );
    expect(evidence()).toMatchObject([{ notes: [await log.note(300), await other.note(300)] }]);
  });

  it.each([301, 513, 3_000])('for a fork that has %i leaves by now', async (size) => {
    await look();
    const other = log.fork(120);
    other.append(size - 120, 'two', NOW);
    site.serve = other;
    expect((await look()).ended).toContain('ALARM log-fork');
    expect(evidence()).toMatchObject([{ notes: [await log.note(300), await other.note(size)] }]);
    expect(remembered().size).toBe(300);
  });

  it('for a fork that shows the old tiles where they are asked for', async () => {
    await look();
    const other = log.fork(120);
    other.append(3_000, 'two', NOW);
    site.serve = other;
    site.bend = (path, bytes) =>
      path === 'tile/0/000' ? (log.tile({ level: 0, index: 0, width: 256 }) ?? bytes) : bytes;
    expect((await look()).ended).toContain('ALARM log-fork');
  });

  it('again at the next look, and from the next process', async () => {
    await look();
    site.note = () => log.note(10);
    await look();
    expect((await look()).ended).toContain('log-rollback');
    expect(evidence()).toHaveLength(1);
  });

  const stranger = testSigner(ORIGIN, 9);
  it.each<readonly [string, string, () => Promise<string>]>([
    ['nobody signed', 'log-note-wrong', async () => (await log.note()).split('\u2014')[0] ?? ''],
    ['another key signed', 'log-signature-missing', () => log.note(300, stranger)],
    ['another log signed', 'log-signature-missing', () => growingLog('other.example/log', 1).note()],
    [
      'another key signed under its key id',
      'log-signature-wrong',
      () => log.note(300, { ...log.signer, sign: stranger.sign }),
    ],
    [
      'has a changed size',
      'log-signature-wrong',
      async () => (await log.note()).replace('\n300\n', '\n301\n'),
    ],
    [
      'has a changed root',
      'log-signature-wrong',
      async () => (await log.note()).replace(/\n300\n..../, '\n300\nAAAA'),
    ],
    ['is a page', 'log-note-wrong', async () => '<html>Welcome</html>'],
    ['is empty', 'log-note-wrong', async () => ''],
    ['is endless', 'log-answer-too-large', async () => 'x'.repeat(200_000)],
    [
      'is of another origin under this key',
      'log-origin-wrong',
      async () =>
        signCheckpoint(
          crypto,
          { origin: 'x.example', size: 300, root: await log.root(300), extensions: [] },
          log.signer,
        ),
    ],
  ])('for a checkpoint that %s', async (_, code, note) => {
    await look();
    site.note = note;
    expect((await look()).ended).toContain(`ALARM ${code}`);
    rmSync(stateFile());
    expect((await look()).ended).toContain(`ALARM ${code}`);
    expect(existsSync(stateFile())).toBe(false);
  });

  it.each<readonly [string, string, NonNullable<LogSite['bend']>]>([
    [
      'a hash is changed',
      'log-tiles-wrong',
      (_, bytes) => bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
    ],
    ['it is too short', 'log-tile-wrong', (_, bytes) => bytes.subarray(0, -1)],
    ['it is too long', 'log-answer-too-large', (_, bytes) => Buffer.concat([bytes, bytes])],
    ['it is gone', 'log-tile-missing', () => null],
  ])('for a tile when %s', async (_, code, bend) => {
    site.bend = bend;
    expect((await look()).ended).toContain(`ALARM ${code}`);
    expect(existsSync(stateFile())).toBe(false);
  });

  it('for a changed tile below one that was not changed', async () => {
    await look();
    log.append(1_000, 'one', NOW);
    // Only the proof from size 300 needs this tile; the root of 1,300 does not.
    site.bend = (path, bytes) => (path === 'tile/0/001' ? bytes.map((byte) => byte ^ 1) : bytes);
    expect((await look()).ended).toContain('ALARM log-fork');
    expect((await look()).ended).toContain('or its tiles are damaged');
  });

  it.each<readonly [string, string, NonNullable<LogSite['bend']>]>([
    [
      'was changed',
      'log-inclusion-wrong',
      (_, bytes) => bytes.map((byte, at) => (at === bytes.length - 5 ? byte ^ 1 : byte)),
    ],
    ['is cut off', 'log-entry-wrong', (_, bytes) => bytes.subarray(0, -1)],
    ['is gone', 'log-tile-missing', () => null],
  ])('for a last entry that %s', async (_, code, bend) => {
    site.bend = (path, bytes) => (path.startsWith('tile/entries') ? bend(path, bytes) : bytes);
    expect((await look({ maxAge: HOUR })).ended).toContain(`ALARM ${code}`);
  });
});

describe('age', () => {
  it('is that of the last leaf', async () => {
    now = NOW + HOUR - 1;
    expect((await look({ maxAge: HOUR })).ended).toBeNull();
    now = NOW + HOUR + 1;
    const { ended } = await look({ maxAge: HOUR });
    expect(ended).toContain('ALARM log-stale');
    expect(ended).toContain('2026-10-05T09:00:00.000Z');
    rmSync(stateFile());
    expect((await look({ maxAge: HOUR })).ended).toContain('ALARM log-stale');
    expect(remembered().size).toBe(300);
  });

  it('is younger when a known witness has cosigned lately', async () => {
    const witness = testSigner('w.example', 50);
    const verifier = verifierOf(crypto, witness.name, COSIGNATURE, witness.publicKey);
    now = NOW + 10 * HOUR;
    site.note = async () => {
      const note = await log.note();
      return addSignatures(note, [cosign(crypto, note, witness, (now - 60_000) / 1000)]);
    };
    expect((await look({ maxAge: HOUR })).ended).toContain('log-stale');
    expect((await look({ maxAge: HOUR, witnesses: [verifier] })).ended).toBeNull();
  });

  it('is not that of a leaf from the future', async () => {
    log = growingLog(ORIGIN);
    log.append(3, 'one', NOW + 24 * HOUR);
    site.serve = log;
    expect((await look({ maxAge: HOUR })).ended).toBeNull();
    now = NOW + 2 * HOUR;
    expect((await look({ maxAge: HOUR })).ended).toContain('log-stale');
  });

  it('of a log that can not be reached any more is an alarm too, later', async () => {
    await look({ maxAge: HOUR });
    site.status = 503;
    now = NOW + HOUR - 1;
    expect((await look({ maxAge: HOUR })).ended).toContain('could not be looked at (http-503)');
    now = NOW + HOUR + 1;
    expect((await look({ maxAge: HOUR })).ended).toContain('ALARM log-stale');
  });
});

describe('others', () => {
  it.each([1, 299, 300])('who show size %i of the same log are well', async (size) => {
    const mirror = await serveLog(log.fork(size));
    closers.push(() => mirror.close());
    const { ended, trouble } = await look({ others: [new URL(`${mirror.url.href}/checkpoint`)] });
    expect([ended, trouble]).toEqual([null, []]);
  });

  it.each([
    [130, 'log-fork'],
    [300, 'log-fork'],
    [400, 'log-behind'],
  ])('who were shown another history of size %i convict the log', async (size, code) => {
    const other = log.fork(120);
    other.append(size - 120, 'two', NOW);
    const mirror = await serveLog(other);
    closers.push(() => mirror.close());
    const { ended } = await look({ others: [new URL(`${mirror.url.href}/checkpoint`)] });
    expect(ended).toContain(`ALARM ${code}`);
    expect(evidence()[0].notes).toContain(await other.note());
    expect(existsSync(stateFile())).toBe(false);
  });

  it('who have more than the log shows us convict it', async () => {
    const grown = log.fork(300);
    grown.append(5, 'one', NOW);
    const mirror = await serveLog(grown);
    closers.push(() => mirror.close());
    expect((await look({ others: [new URL(`${mirror.url.href}/checkpoint`)] })).ended).toContain(
      'ALARM log-behind',
    );
  });

  it('who have more because the log grew between the questions do not', async () => {
    const mirror = await serveLog(log);
    closers.push(() => mirror.close());
    mirror.note = async () => {
      log.append(5, 'one', NOW);
      return log.note();
    };
    const { ended } = await look({ others: [new URL(`${mirror.url.href}/checkpoint`)] });
    expect(ended).toBeNull();
  });

  it('who have more because the log waits a little before it shows it do not', async () => {
    const shown = await log.note();
    log.append(5, 'one', NOW);
    const mirror = await serveLog(log);
    closers.push(() => mirror.close());
    site.note = async () =>
      site.asked.filter((path) => path === 'checkpoint').length < 4 ? shown : log.note();
    const { ended } = await look({ others: [new URL(`${mirror.url.href}/checkpoint`)] });
    expect(ended).toBeNull();
    expect(remembered().size).toBe(300);
  });

  it('one of them a witness, which was shown another history, convict the log', async () => {
    const settings = { name: 'w.example', directory: join(directory, 'w'), host: '127.0.0.1', port: 0 };
    const service = await startWitnessService(
      { ...settings, logs: new Map([[ORIGIN, [log.verifier]]]) },
      'silent',
    );
    closers.push(service.close);
    const other = log.fork(120);
    other.append(30, 'two', NOW);
    const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: await other.note() });
    expect((await fetch(`${service.url}/add-checkpoint`, { method: 'POST', body })).status).toBe(200);
    const others = [new URL(`${service.url}/${originHash(ORIGIN)}/checkpoint`)];
    expect((await look({ others })).ended).toContain('ALARM log-fork');
    site.serve = other;
    expect((await look({ others })).ended).toBeNull();
  });

  it('who had a fork of what the log grew to meanwhile convict it', async () => {
    const other = log.fork(300);
    const mirror = await serveLog(other);
    closers.push(() => mirror.close());
    mirror.note = async () => {
      other.append(2, 'two', NOW);
      log.append(9, 'one', NOW);
      return other.note();
    };
    expect((await look({ others: [new URL(`${mirror.url.href}/checkpoint`)] })).ended).toContain(
      'ALARM log-fork',
    );
  });

  it('who do not answer are named, and no alarm', async () => {
    const mirror = await serveLog(log);
    closers.push(() => mirror.close());
    mirror.status = 500;
    const { ended, trouble } = await look({ others: [new URL(`${mirror.url.href}/checkpoint`)] });
    expect(ended).toBeNull();
    expect(trouble[0]).toContain(`${mirror.url.host}/log/checkpoint answers 500`);
  });
});

describe('day after day', () => {
  it('it goes on over a log that is away, and ends with the first alarm', async () => {
    await look();
    site.status = 502;
    const seen: string[] = [];
    const { ended } = await look({
      every: 1,
      onTrouble: () => {
        site.status = null;
        log.append(10, 'one', NOW);
      },
      onWell: (line) => {
        seen.push(line);
        site.note = () => log.note(5);
      },
    });
    expect(seen).toEqual([`${ORIGIN}: 310 leaves, consistent with the 300 seen before`]);
    expect(ended).toContain('ALARM log-rollback');
  });

  it('it says the same trouble once', async () => {
    const stop = new AbortController();
    site.status = 502;
    const running = look({ every: 1, stop: stop.signal });
    await vi.waitFor(() => expect(site.asked.length).toBeGreaterThan(5), { timeout: 60_000 });
    stop.abort();
    expect(await running).toMatchObject({ ended: null, trouble: [expect.stringContaining('http-502')] });
  });

  it('it can be stopped while it waits, and while it asks', async () => {
    const waiting = new AbortController();
    expect(
      (await look({ every: HOUR, stop: waiting.signal, onWell: () => waiting.abort() })).ended,
    ).toBeNull();
    const asking = new AbortController();
    site.note = () => {
      asking.abort();
      return new Promise(() => undefined);
    };
    expect((await look({ every: HOUR, stop: asking.signal })).ended).toBeNull();
  });
});

describe('the webhook', () => {
  async function hook(status: number) {
    const got: unknown[] = [];
    const server = createServer(async (request, response) => {
      got.push({ type: request.headers['content-type'], ...JSON.parse(await textOf(request)) });
      response.writeHead(status).end();
    });
    const url = new URL(await listening(server));
    closers.push(() => closed(server));
    return { got, url };
  }

  it('gets the alarm, and nothing before', async () => {
    const { got, url } = await hook(200);
    await look({ webhook: url });
    expect(got).toEqual([]);
    site.note = () => log.note(5);
    const { ended, trouble } = await look({ webhook: url });
    expect(trouble).toEqual([]);
    expect(got).toMatchObject([
      {
        type: 'application/json',
        code: 'log-rollback',
        log: ORIGIN,
        text: ended,
        notes: [await log.note(300), await log.note(5)],
      },
    ]);
  });

  it('that does not take it does not hide it', async () => {
    const { url } = await hook(500);
    await look();
    site.note = () => log.note(5);
    const { ended, trouble } = await look({ webhook: url });
    expect(ended).toContain('ALARM log-rollback');
    expect(trouble[0]).toContain('answers 500');
  });
});

describe('what it remembers', () => {
  it.each([
    ['cut off', (text: string) => text.slice(0, -9)],
    ['of another log', (text: string) => text.replace(ORIGIN, 'other.example/log')],
    ['empty', () => ''],
  ])('is not begun again when its file is %s', async (_, spoil) => {
    await look();
    writeFileSync(stateFile(), spoil(readFileSync(stateFile(), 'utf8')));
    await expect(look()).rejects.toMatchObject({ code: 'monitor-state-wrong' });
  });
});
