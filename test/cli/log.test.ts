// `stet log key` and `stet log checkpoint`: the real program in a process of its own, on real data directories.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { openCheckpoint } from '../../src/log/checkpoint.ts';
import { ed25519FromSeed, nodeCrypto } from '../../src/log/node-crypto.ts';
import { parseVerifierKey } from '../../src/log/note.ts';
import { parseSignerKey } from '../../src/log/signer-key.ts';
import { push, startTestApp } from '../support/app.ts';
import { feedOf } from '../support/flows.ts';

// Whole processes on a busy machine; nothing here fails on elapsed time alone.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const DAY = 86_400_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stet-log-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stet(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'log', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', STET_LOG_LEVEL: 'warn' },
  });
  return { status, stdout, stderr };
}

/** A data directory with a log that was signed once, as a start leaves it. */
function dataDirectory(): { dataDir: string; vkey: string } {
  const key = stet('key', '--new', 'daily.example/log').stdout;
  writeFileSync(join(folder, 'log.key'), key, { mode: 0o600 });
  const vkey = stet('key', '--data', folder).stdout;
  writeFileSync(join(folder, 'log.vkey'), vkey, { mode: 0o600 });
  return { dataDir: folder, vkey: vkey.trim() };
}

describe('stet log key', () => {
  it('prints the verifier key alone on standard output, and where to pin it beside that', () => {
    const { vkey } = dataDirectory();
    const { status, stdout, stderr } = stet('key', '--data', folder);
    expect(status).toBe(0);
    expect(stdout).toBe(`${vkey}\n`);
    expect(parseVerifierKey(nodeCrypto, stdout.trim()).name).toBe('daily.example/log');
    expect(stderr).toContain('Pin it');
    expect(stdout + stderr).not.toContain('PRIVATE');
  });

  it('prints it as JSON, with the keys before it', () => {
    const { vkey } = dataDirectory();
    const made = stet('key', '--rotate', '--both-until', '90d', '--data', folder);
    expect(made.status).toBe(0);
    const shown = JSON.parse(stet('key', '--json', '--data', folder).stdout);
    expect(shown).toMatchObject({
      key: made.stdout.trim(),
      origin: 'daily.example/log',
      previous: [{ key: vkey }],
    });
    const left = Date.parse(shown.previous[0].bothUntil) - Date.now();
    expect(left).toBeGreaterThan(88 * DAY);
    expect(left).toBeLessThan(91 * DAY);
    expect(statSync(join(folder, 'log.key')).mode & 0o777).toBe(0o600);
  });

  it('changes a key that may be stolen without keeping it, and says what to do', () => {
    const { vkey } = dataDirectory();
    const { status, stdout, stderr } = stet('key', '--rotate', '--compromised', '--data', folder);
    expect(status).toBe(0);
    expect(stdout.trim()).not.toBe(vkey);
    expect(stderr).toContain('never used again');
    const [, id] = vkey.split('+');
    expect(readFileSync(join(folder, `log.key.${id}`), 'utf8')).toBe(`${vkey}\n`);
  });

  it('makes a key for the configuration and keeps nothing', () => {
    const { stdout, stderr } = stet('key', '--new', 'daily.example/log');
    expect(parseSignerKey(nodeCrypto, ed25519FromSeed, stdout).name).toBe('daily.example/log');
    expect(stderr).toContain('backup');
    expect(existsSync(join(folder, 'log.key'))).toBe(false);
  });

  it.each([
    ['without a configuration or a directory', ['key'], 1, 'there is no stet.yaml here'],
    ['where there is no key', ['key', '--data', 'empty'], 1, 'log.key is missing'],
    ['for a lost key that nobody knows', ['key', '--rotate', '--compromised', '--data', '.'], 1, 'log.vkey'],
    ['with a time and no rotation', ['key', '--both-until', '3d', '--data', '.'], 1, '--rotate'],
    [
      'with a time for a key that stops at once',
      ['key', '--rotate', '--compromised', '--both-until', '3d'],
      2,
      'cannot be used with',
    ],
    ['with no duration', ['key', '--rotate', '--both-until', 'soon'], 2, 'such as 12h or 30d'],
    ['with a name that none can have', ['key', '--new', 'daily example'], 1, 'cannot be a log'],
  ])('fails plainly %s', (_, args, code, words) => {
    const { status, stdout, stderr } = stet(...args);
    expect(status).toBe(code);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('reads the configured key, and refuses one of another log', () => {
    const key = stet('key', '--new', 'courier.example/log').stdout.trim();
    const config = (origin: string): void =>
      writeFileSync(
        join(folder, 'stet.yaml'),
        `site: { title: Invented, url: https://daily.example }\nlog: { origin: ${origin}, key: "${key}" }\n`,
      );
    config('courier.example/log');
    expect(stet('key').stdout).toMatch(/^courier\.example\/log\+/);
    expect(stet('key', '--rotate').stderr).toContain('log.previous_key');
    config('daily.example/log');
    const refused = stet('key');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(
      'This key is of the log courier.example/log; log.origin says daily.example/log',
    );
    expect(refused.stderr).not.toContain('PRIVATE');
  });
});

describe('stet log checkpoint', () => {
  let site = '';
  let app: RunningApp;
  beforeAll(async () => {
    site = mkdtempSync(join(tmpdir(), 'stet-log-site-'));
    app = await startTestApp({ folder: site });
  });
  afterAll(async () => {
    await app.close();
    rmSync(site, { recursive: true, force: true });
  });

  it('prints the newest signed note, beside a running Stet', async () => {
    const data = join(site, 'data');
    expect(stet('checkpoint', '--data', data)).toMatchObject({ status: 1, stdout: '' });
    expect(stet('checkpoint', '--data', data).stderr).toContain('log is empty');
    const story = `<item><guid isPermaLink="false">cli-1</guid><title>Ferry sails</title>
      <description>&lt;p&gt;PORT ELLEN — The ferry sailed at dawn, with many words.&lt;/p&gt;</description></item>`;
    const pushed = await push(app, feedOf([story]), { 'content-type': 'application/rss+xml' });
    expect(pushed.status).toBe(201);

    const { status, stdout } = stet('checkpoint', '--data', data);
    expect(status).toBe(0);
    expect(stdout).toBe(await (await fetch(`${app.url}/log/checkpoint`)).text());
    const verifiers = [parseVerifierKey(nodeCrypto, stet('key', '--data', data).stdout.trim())];
    const { checkpoint } = openCheckpoint(nodeCrypto, stdout, { origin: 'courier.example/log', verifiers });
    expect(checkpoint.size).toBe(1);
  });

  it('says so where there is no data', () => {
    expect(stet('checkpoint', '--data', folder).stderr).toContain('There is no data in');
  });
});

it.each(['key', 'checkpoint', 'audit', 'monitor'])(
  'stet log %s explains itself, with examples',
  (command) => {
    const { status, stdout } = stet(command, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('Examples:');
  },
);
