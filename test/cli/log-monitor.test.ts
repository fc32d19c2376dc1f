// `stet log monitor`: its options, its one line, and its exit code.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { logMonitorCommand } from '../../src/cli/log-monitor.ts';
import { witnessVerifierKey } from '../../src/flows/witness-key.ts';
import { StetError } from '../../src/model/errors.ts';
import { type GrowingLog, growingLog, type LogSite, serveLog } from '../support/growing-log.ts';
import { testSigner } from '../support/log-keys.ts';
import { forgetSignals, type Printed, runCommand, signalListeners } from './in-process.ts';

let directory = '';
let log: GrowingLog;
let site: LogSite;
const before = signalListeners();

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stet-monitor-cli-'));
  log = growingLog('daily.example/log');
  log.append(9);
  site = await serveLog(log);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await site.close();
  rmSync(directory, { recursive: true, force: true });
  forgetSignals(before);
});

async function monitor(...args: string[]): Promise<Printed & { readonly failed: boolean }> {
  let failed = false;
  const command = logMonitorCommand(() => {
    failed = true;
  });
  const printed = await runCommand([new Command('log').addCommand(command)], ['log', 'monitor', ...args]);
  return { failed, ...printed };
}

const once = (...args: string[]) =>
  monitor(site.url.href, '--vkey', log.vkey, '--state', join(directory, 's.json'), '--once', ...args);

it('says that a log is well', async () => {
  expect(await once()).toEqual({
    failed: false,
    stdout: 'daily.example/log: 9 leaves, seen for the first time\n',
    stderr: '',
  });
  log.append(2);
  expect((await once('--max-age', '3600')).stdout).toBe(
    'daily.example/log: 11 leaves, consistent with the 9 seen before\n',
  );
});

it('alarms with one line and exit code 1', async () => {
  await once();
  site.note = () => log.note(4);
  const { failed, stdout, stderr } = await once();
  expect(failed).toBe(true);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^stet: ALARM log-rollback: [^\n]+\n$/);
});

it('fails too when a single look was not possible', async () => {
  site.status = 500;
  const { failed, stderr } = await once();
  expect(failed).toBe(true);
  expect(stderr).toContain('could not be looked at');
});

it('takes the keys of witnesses, and other places', async () => {
  const witness = witnessVerifierKey(testSigner('w.example', 5));
  const args = ['--witness', witness, '--also', `${site.url.href}/checkpoint`, '--max-age', '3600'];
  expect((await once(...args)).failed).toBe(false);
});

it.each<readonly [string, string[]]>([
  ['a key that is none', ['--vkey', 'x']],
  ['keys of two logs', ['--vkey', growingLog('other.example/log').vkey]],
  ["a log's key for a witness", ['--witness', growingLog('other.example/log').vkey]],
])('refuses %s', async (_, args) => {
  await expect(once(...args)).rejects.toThrowError(StetError);
});

it.each<readonly [string, string[]]>([
  ['an address that is none', ['--also', 'daily.example']],
  ['an address of a file', ['--webhook', 'file:///x']],
  ['no time between looks', ['--every', '0']],
  ['an age in words', ['--max-age', 'a day']],
])('used with %s is used wrongly', async (_, args) => {
  await expect(once(...args)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});
