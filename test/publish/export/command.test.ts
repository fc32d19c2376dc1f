// `stet export` as it is given at a prompt: the real program on a data directory of its own.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EXPORT_FORMATS, WRITERS } from '../../../src/publish/export/formats.ts';
import { readBack } from './stories.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const TEXT = 'NORTHPORT (Northwind) - The ferry across the bay runs again after two weeks in the dock.';

const version = (id: string, number: number, members: Record<string, unknown>): string =>
  JSON.stringify({
    standard: { name: 'ninjs', version: '3.1' },
    uri: `urn:northwind:${id}`,
    type: 'text',
    version: String(number),
    versionCreated: `2026-11-22T1${number}:00:00Z`,
    pubStatus: 'usable',
    headlines: [{ value: `Ferry ${id} runs again` }],
    bodies: [{ contentType: 'text/html', value: `<p>${TEXT}</p>` }],
    ...members,
  });

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stet-export-'));
  writeFileSync(
    join(directory, 'stet.yaml'),
    `site: { title: T, url: https://ledger.example, publisher: Meridian Ledger Society }
server: { port: 0 }
store: { data: data }
sources:
  - { id: agency, name: Northwind Press Agency, transport: push, token: a-token-that-is-long, publish: auto, format: ninjs }
`,
  );
  mkdirSync(join(directory, 'wire'));
  writeFileSync(join(directory, 'wire/1-kept.json'), version('kept', 1, {}));
  writeFileSync(join(directory, 'wire/2-killed.json'), version('killed', 1, {}));
  writeFileSync(
    join(directory, 'wire/3-kill.json'),
    version('killed', 2, { pubStatus: 'canceled', bodies: [] }),
  );
  expect(stet(['import', 'wire'])).toMatchObject({ status: 0 });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function stet(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', STET_LOG_LEVEL: 'warn' },
  });
  return { status, stdout, stderr };
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(directory, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:xml|json|txt|part)$/.test(name))
    .map((name) => join(directory, folder, name));

test.each(EXPORT_FORMATS)(
  'everything public as %s, one file per post, and killed ones without their copy',
  (format) => {
    const { status, stderr } = stet(['export', '--as', format, '--out', format]);
    expect(stderr).toBe(`2 posts written to ${format}.\n`);
    expect(status).toBe(0);
    const written = filesIn(format);
    expect(written).toHaveLength(2);
    expect(written.every((file) => file.endsWith(WRITERS[format].ending))).toBe(true);
    const documents = written.map((file) => readFileSync(file, 'utf8'));
    expect(documents.filter((document) => document.includes('bay'))).toHaveLength(1);
    const items = documents.flatMap((document) => readBack(document, format));
    expect(items.filter(({ text }) => text === TEXT).map(({ headline }) => headline)).toEqual([
      'Ferry kept runs again',
    ]);
    if (format === 'newsml-g2' || format === 'nitf' || format === 'ninjs') {
      const killed = items.find(({ guid }) => guid === 'urn:northwind:killed');
      expect(killed).toMatchObject({ status: 'canceled', version: '2', text: '', headline: null });
    }
  },
);

test('one post goes to standard output, by its path, its address or its item', () => {
  const [file = ''] = filesIn('ninjs').filter((name) => name.includes('kept'));
  const path = file.slice(join(directory, 'ninjs').length, -WRITERS.ninjs.ending.length);
  const id = path.slice(-16);
  for (const choice of [
    ['--post', path],
    ['--post', `https://ledger.example${path}`],
    ['--item', id],
  ]) {
    const { status, stdout } = stet(['export', '--as', 'ninjs', ...choice]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ uri: 'urn:northwind:kept', pubStatus: 'usable' });
  }
  expect(stet(['export', '--as', 'ninjs', '--post', '/nothing/here'])).toMatchObject({
    status: 1,
    stdout: '',
  });
  expect(stet(['export', '--as', 'ninjs', '--item', 'nonsense']).status).toBe(2);
  expect(stet(['export', '--as', 'nonsense']).status).toBe(2);
});

test('only what changed since a time', () => {
  expect(stet(['export', '--as', 'atom', '--since', '2099-01-01', '-o', 'none']).stderr).toContain('0 posts');
  expect(stet(['export', '--as', 'atom', '--since', '2020-01-01', '-o', 'all']).stderr).toContain('2 posts');
});

test('beside a running Stet', async () => {
  const child = spawn(process.execPath, [MAIN, 'start'], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', STET_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(stet(['export', '--as', 'nitf', '--out', 'beside'])).toMatchObject({ status: 0 });
    const [origin = ''] = /http:\/\/[^\s/]+/.exec(String(line)) ?? [];
    const statuses = await Promise.all(
      filesIn('beside').map(async (file) => {
        const response = await fetch(origin + file.slice(join(directory, 'beside').length));
        return [response.status, (await response.text()) === readFileSync(file, 'utf8')];
      }),
    );
    expect(statuses.toSorted()).toEqual([
      [200, true],
      [410, true],
    ]);
  } finally {
    child.kill('SIGKILL');
  }
});
