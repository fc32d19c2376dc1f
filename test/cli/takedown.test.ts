// `stet takedown`: on a stopped Stet's data directory, and against one that runs.

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunningApp, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { push, TOKEN } from '../support/app.ts';
import { temporaryFolder } from '../support/stores.ts';

// Whole processes on a busy machine; nothing here fails on elapsed time alone.
vi.setConfig({ testTimeout: 180_000 });

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = temporaryFolder();
const file = join(folder, 'stet.yaml');
const config = () => loadConfig({ file, overrides: { data: null, port: 0 } });
let app: RunningApp;
let path = '';
let id = '';

beforeAll(async () => {
  writeFileSync(
    file,
    `site: { title: The Daily Example, url: "http://daily.example" }
store: { data: ./data }
sources:
  - { id: harbour, name: Harbour Wire, transport: push, format: auto, token: ${TOKEN}, publish: auto, timezone: UTC, language: en }
`,
  );
  process.env.STET_LOG_LEVEL = 'silent';
  app = await startApp(config());
  const story = `<rss version="2.0"><channel><title>Harbour Wire</title><item><guid>oblique-guid-9</guid><title>Quillfeather accused</title>
    <pubDate>Wed, 03 Mar 2021 10:00:00 GMT</pubDate><description>${'Ambrose Vexworth denies it all. '.repeat(5)}</description></item></channel></rss>`;
  const { items } = await (await push(app, story)).json();
  path = new URL(items[0].url).pathname;
  id = items[0].id;
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

function takedown(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'takedown', ...args, '--config', file], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', STET_LOG_LEVEL: 'silent' },
  });
  return { status, stderr };
}

const ORDER = ['--reason', 'court-order', '--reference', 'Saltmarch 7/31'] as const;

test('explains itself, and is not done without a reason from the list and a reference', () => {
  const help = spawnSync(process.execPath, [MAIN, 'takedown', '--help'], { encoding: 'utf8' });
  expect(help.status).toBe(0);
  expect(help.stdout).toContain('Examples:');
  expect(takedown(path).status).toBe(2);
  expect(takedown(path, '--reason', 'spite', '--reference', 'x').status).toBe(2);
  expect(takedown(path, '--reason', 'privacy').status).toBe(2);
});

test('while Stet runs, points to the desk and does nothing', async () => {
  const { status, stderr } = takedown(path, ...ORDER);
  expect(status).toBe(1);
  expect(stderr).toContain('http://daily.example/desk');
  expect((await fetch(app.url + path)).status).toBe(200);
});

test('while it is stopped, takes the story down by its address, and the next start knows', async () => {
  await app.close();
  const unknown = takedown('/news/never-there-0123456789abcdef', ...ORDER);
  expect(unknown.status).toBe(1);
  expect(unknown.stderr).toContain('Nothing has ever been public at');
  const done = takedown(
    `http://daily.example${path}`,
    ...ORDER,
    '--note',
    'By order.',
    '--by',
    'Ines Calloway',
  );
  expect(done.stderr).toContain(`The notice stands at /news/${id}.`);
  expect(done.stderr).toContain('Erased: 1 version, and the bytes of 1 arrival.');
  expect(done.status).toBe(0);
  expect(readFileSync(join(folder, 'data', 'stet.db')).toString('latin1')).not.toMatch(
    /quillfeather|vexworth/i,
  );
  const again = takedown(id, ...ORDER);
  expect(again.status).toBe(1);
  expect(again.stderr).toContain('was taken down already');

  for (const chosen of [id, path]) {
    const choice = chosen === id ? '--item' : '--post';
    const exported = spawnSync(
      process.execPath,
      [MAIN, 'export', '--as', 'ninjs', choice, chosen, '--config', file],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(exported.status).toBe(1);
    expect(exported.stderr).toContain('was taken down');
    expect(exported.stdout).toBe('');
  }

  app = await startApp(config());
  const page = await fetch(app.url + path);
  expect(page.status).toBe(410);
  expect(await page.text()).toContain('Saltmarch 7/31');
  const chain = await (await fetch(`${app.url}${path}.chain.json`)).json();
  expect(chain.leaves).toHaveLength(2);
});
