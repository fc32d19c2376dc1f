// What the doctor says of the public log and its key: on the data directory of a real program, running and stopped.

import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkLog, checkLogKey } from '../../src/cli/doctor/log.ts';
import { rotateLogKey } from '../../src/ledger/rotate-log-key.ts';
import { push, startTestApp, testConfig } from '../support/app.ts';
import { feedOf } from '../support/flows.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'stet-doctor-log-'));
const config = testConfig({ folder });
const { dataDir } = config;
const source = { ...config.publicLog, dataDir };
const file = (name: string): string => join(dataDir, name);

const story = (number: number): string =>
  `<item><guid isPermaLink="false">doctor-${number}</guid><title>Ferry ${number} sails</title>
   <description>&lt;p&gt;PORT ELLEN — Ferry ${number} sailed at dawn, with many words.&lt;/p&gt;</description></item>`;

const key = (now = Date.now()) => checkLogKey(config, now);
const log = (running = false, now = Date.now()) => checkLog(config, running, now);

/** Starts the program on the data directory and stops it again. */
async function startedOnce(): Promise<void> {
  await (await startTestApp({ folder })).close();
}

function sql(statement: string): void {
  const db = new DatabaseSync(file('stet.db'));
  db.exec(statement);
  db.close();
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('before the first start all is well', async () => {
  expect(key()).toMatchObject({ name: 'log-key', result: 'ok' });
  expect(await log()).toMatchObject({ name: 'log', result: 'ok' });
});

describe('once there is a log', () => {
  beforeAll(async () => {
    const app = await startTestApp({ folder });
    await push(app, feedOf([story(1), story(2), story(3)]), { 'content-type': 'application/rss+xml' });
    // The note beside the database is written within a second or so.
    await vi.waitFor(() => expect(readFileSync(file('log.checkpoint'), 'utf8')).toContain('\n3\n'), 60_000);
    expect(await log(true)).toMatchObject({ result: 'ok', message: expect.stringContaining('3 entries') });
    await app.close();
  });

  test('a sound log is told with its size and age', async () => {
    expect(key()).toMatchObject({ result: 'ok', message: expect.stringMatching(/^courier\.example\/log\+/) });
    const checked = await log(false, Date.now() + 3 * DAY);
    expect(checked).toMatchObject({
      result: 'ok',
      message: expect.stringMatching(/3 entries, the newest 3 days old/),
    });
  });

  test('a key that others can read, that is another log’s, or that is gone fails with what to do', () => {
    chmodSync(file('log.key'), 0o644);
    expect(key()).toMatchObject({ result: 'failed', message: expect.stringContaining('chmod 600') });
    chmodSync(file('log.key'), 0o600);
    const other = {
      ...config,
      publicLog: { ...config.publicLog, origin: 'daily.example/log', originSet: true },
    };
    expect(checkLogKey(other, Date.now())).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('This key is of the log courier.example/log'),
    });
    renameSync(file('log.key'), file('kept'));
    expect(key()).toMatchObject({ result: 'failed', message: expect.stringContaining('put it back') });
    renameSync(file('kept'), file('log.key'));
  });

  test('what is kept of the log is checked even where its key is gone', async () => {
    renameSync(file('log.key'), file('kept'));
    expect(await log()).toMatchObject({ result: 'ok' });
    renameSync(file('log.vkey'), file('vkey-kept'));
    expect(await log()).toMatchObject({ result: 'failed' });
    renameSync(file('vkey-kept'), file('log.vkey'));
    renameSync(file('kept'), file('log.key'));
  });

  test('a missing note is advice, and a database older than the note fails', async () => {
    const note = readFileSync(file('log.checkpoint'), 'utf8');
    rmSync(file('log.checkpoint'));
    expect(await log()).toMatchObject({
      result: 'advice',
      message: expect.stringContaining('log.checkpoint'),
    });
    writeFileSync(file('log.checkpoint'), note.replace('\n3\n', '\n9\n'));
    expect(await log()).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('From index 3 on'),
    });
    writeFileSync(file('log.checkpoint'), note);
  });

  test('a changed record fails and names its index', async () => {
    sql(
      `UPDATE log_leaf SET record = replace(record, '"guid":"doctor-2"', '"guid":"doctor-9"') WHERE idx = 1`,
    );
    expect(await log()).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('From index 1 on'),
    });
    sql(
      `UPDATE log_leaf SET record = replace(record, '"guid":"doctor-9"', '"guid":"doctor-2"') WHERE idx = 1`,
    );
    expect(await log()).toMatchObject({ result: 'ok' });
  });

  test('acts that wait are counted: well while stopped, advice beside a running Stet', async () => {
    sql(`INSERT INTO log_waiting (item, seq, draft) VALUES ('00000000000000aa', 999, '{}')`);
    expect(await log()).toMatchObject({ result: 'ok', message: expect.stringContaining('1 acts wait') });
    expect(await log(true)).toMatchObject({
      result: 'advice',
      message: expect.stringContaining('closed the log'),
    });
    sql('DELETE FROM log_waiting');
  });

  test('a change of keys is followed from the command to the end of the time in which both sign', async () => {
    const until = Date.now() + 5 * DAY;
    rotateLogKey(source, until);
    expect(key()).toMatchObject({ result: 'advice', remedy: expect.stringContaining('Start Stet anew') });
    expect(await log()).toMatchObject({ result: 'ok' });
    await startedOnce();
    expect(key()).toMatchObject({
      result: 'ok',
      message: expect.stringContaining(new Date(until).toISOString()),
    });
    expect(await log()).toMatchObject({ result: 'ok', message: expect.stringContaining('4 entries') });
    expect(key(until + 1)).toMatchObject({
      result: 'advice',
      remedy: expect.stringContaining('Take it away'),
    });
  });
});
