// The command line as people and scripts meet it: the real program in a process of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { itemJson } from '../../src/cli/parse.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import { parse } from '../../src/parse/parse.ts';

// Whole processes on a busy machine; nothing here fails on elapsed time alone.
vi.setConfig({ testTimeout: 180_000 });

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Invented</title>
<item><title>One</title><guid>g1</guid><pubDate>Mon, 05 Oct 2026 09:00:00 GMT</pubDate><description>The first story, which is long enough.</description></item>
<item><title>Two</title><guid>g2</guid><pubDate>Mon, 05 Oct 2026 10:00:00 GMT</pubDate><description>The second story, which is long enough.</description></item>
</channel></rss>`;

const PROMISED = [
  'file', 'format', 'provider', 'guid', 'version', 'versionCreated', 'firstCreated', 'status', 'kind', 'signals', 'headline',
  'slugline', 'byline', 'dateline', 'credit', 'urgency', 'language', 'direction', 'subjects', 'keywords', 'places',
  'embargoedUntil', 'expires', 'edNote', 'rights', 'related', 'media', 'bodyHtml', 'text', 'textSha256', 'warnings',
]; // biome-ignore format: as in the promise

let directory = '';
const running = new Set<ChildProcess>();
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stet-cli-'));
  writeFileSync(join(directory, 'feed.xml'), FEED);
  writeFileSync(join(directory, 'broken.xml'), '<rss version="2.0"><channel><item><title>x</channel>');
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const environment = (extra: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  STET_LOG_LEVEL: 'warn',
  ...extra,
});

function stet(args: readonly string[], input = '', env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: directory,
    input,
    encoding: 'utf8',
    env: environment(env),
  });
  return { status, stdout, stderr };
}

/** Starts the program and resolves with the first line it prints. */
async function started(
  args: readonly string[],
  cwd = directory,
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [MAIN, 'start', '--port', '0', ...args], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, line: String(line) };
}

describe('any command', () => {
  it.each(['start', 'parse', 'text', 'import', 'export', 'opml', 'replay', 'doctor'])(
    '%s explains itself, with examples',
    (command) => {
      const { status, stdout } = stet([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: stet ${command}`);
      expect(stdout).toContain('Examples:');
    },
  );

  it('that does not exist is answered with what was probably meant', () => {
    const { status, stderr } = stet(['prase']);
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean parse?');
  });

  it('used wrongly exits with 2', () => {
    expect(stet(['parse']).status).toBe(2);
    expect(stet(['parse', '--format', 'rs', 'x']).status).toBe(2);
    expect(stet(['start', '--port', '70000']).status).toBe(2);
    expect(stet(['parse', '--timezone', 'Kolkata', 'x']).status).toBe(2);
  });

  it('shows no stack trace, unless it is asked for', () => {
    const bad = stet(['start', '--config', 'missing.yaml']);
    expect(bad.status).toBe(1);
    expect(bad.stderr).toContain('there is no configuration file');
    expect(bad.stderr).not.toMatch(/\n\s+at /);
    expect(stet(['start', '--config', 'missing.yaml'], '', { STET_DEBUG: '1' }).stderr).toMatch(/\n\s+at /);
  });
});

describe('parse', () => {
  it('prints an array with the promised keys first and in order', () => {
    const { status, stdout } = stet(['parse', 'feed.xml']);
    expect(status).toBe(0);
    const items: Record<string, unknown>[] = JSON.parse(stdout);
    expect(items.map(({ guid }) => guid)).toEqual(['g1', 'g2']);
    for (const item of items) {
      expect(Object.keys(item).slice(0, PROMISED.length)).toEqual(PROMISED);
      expect(Object.values(item)).not.toContain(undefined);
    }
    expect(items[0]).toMatchObject({
      file: 'feed.xml',
      format: 'rss',
      provider: 'local',
      headline: 'One',
      byline: null,
    });
  });

  it('leaves no key of an item out', () => {
    const steps = [
      ...parse(new TextEncoder().encode(FEED), {
        format: 'auto',
        provider: 'p',
        timezone: 'UTC',
        charset: null,
        emptyEmbargo: 'hold',
        conventions: [],
        language: null,
        contentType: null,
        baseUrl: null,
        receivedAt: '2026-10-05T00:00:00.000Z',
        guid: null,
        version: null,
        limits: DEFAULT_LIMITS,
      }),
    ];
    const [step] = steps;
    if (step?.type !== 'item') throw new Error('no item');
    expect(Object.keys(itemJson('f', step.item)).toSorted()).toEqual(
      ['file', ...Object.keys(step.item)].toSorted(),
    );
  });

  it('gives a coded error with its place for what cannot be parsed, and goes on', () => {
    const { status, stdout, stderr } = stet(['parse', 'broken.xml', 'nothere.xml', 'feed.xml']);
    expect(status).toBe(1);
    expect(stderr).toBe('');
    const entries: Record<string, unknown>[] = JSON.parse(stdout);
    expect(entries[0]).toEqual({
      file: 'broken.xml',
      error: {
        code: 'xml-not-well-formed',
        message: expect.any(String),
        line: 1,
        column: expect.any(Number),
      },
    });
    expect(entries).toContainEqual({
      file: 'nothere.xml',
      error: { code: 'file-not-found', message: expect.any(String), line: null, column: null },
    });
    expect(entries.filter(({ guid }) => guid !== undefined).map(({ guid }) => guid)).toEqual(
      expect.arrayContaining(['g1', 'g2']),
    );
  });

  it('reads standard input, and takes provider and language from options', () => {
    const { stdout } = stet(['parse', '-', '--provider', 'agency', '--language', 'EN-in'], FEED);
    expect(JSON.parse(stdout)[0]).toMatchObject({ file: '-', provider: 'agency', language: 'en-IN' });
  });

  it('ends quietly when the reader has seen enough', async () => {
    const big = `<rss version="2.0"><channel>${'<item><title>A headline</title><description>words </description></item>'.repeat(3000)}</channel></rss>`;
    writeFileSync(join(directory, 'big.xml'), big);
    const child = spawn(process.execPath, [MAIN, 'parse', 'big.xml'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let complaints = '';
    child.stderr.on('data', (data) => {
      complaints += String(data);
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    await once(child, 'exit');
    expect(complaints).toBe('');
  });
});

describe('text', () => {
  it('prints the canonical text and nothing more', () => {
    expect(stet(['text', '-'], '<p>One  <b>two</b></p>\n<p>three</p>\n')).toMatchObject({
      status: 0,
      stdout: 'One two\nthree',
      stderr: '',
    });
  });

  it('refuses what cannot be verified, with the reason', () => {
    const { status, stdout, stderr } = stet(['text', '-'], '<script>x</script>');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('refused');
  });
});

describe('start', () => {
  it('prints one line when ready, serves, and stops at SIGTERM', async () => {
    const data = join(directory, 'data');
    const { child, line } = await started(['--demo', '--data', data]);
    expect(line).toMatch(/^Stet is ready\. Site http:\/\/\S+ · desk http:\/\/\S+/);
    const site = /Site (\S+)/.exec(line)?.[1] ?? '';
    expect((await fetch(`${site}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it('runs the demonstration where there is no configuration, and goes on with it the next time', async () => {
    const place = join(directory, 'empty');
    mkdirSync(place);
    const first = await started([], place);
    expect(first.line).toContain('invented agency');
    const begun = readFileSync(join(place, 'stet-demo', 'demo-started'), 'utf8');
    first.child.kill('SIGTERM');
    await once(first.child, 'exit');
    const second = await started([], place);
    expect(readFileSync(join(place, 'stet-demo', 'demo-started'), 'utf8')).toBe(begun);
    second.child.kill('SIGTERM');
    await once(second.child, 'exit');
  });

  it('refuses a data directory that another process has, and names its pid', async () => {
    const data = join(directory, 'taken');
    const { child } = await started(['--demo', '--data', data]);
    const second = stet(['start', '--demo', '--data', data, '--port', '0']);
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`pid ${child.pid}`);
  });
});

describe('import, replay and doctor', () => {
  const config = () => {
    const file = join(directory, 'stet-import.yaml');
    const yaml = `site: { title: T, url: http://localhost:8080 }
server: { port: 0 }
store: { data: archive-data }
sources:
  - { id: agency, name: Agency, transport: push, token: a-token-that-is-long, publish: auto }
`;
    writeFileSync(file, yaml);
    return file;
  };

  it('takes an archive in once, however often it is given', () => {
    const first = stet(['import', 'feed.xml', '--config', config()]);
    expect(first.stderr).not.toContain('unexpected');
    expect(JSON.parse(first.stdout)).toMatchObject({ files: 1, items: 2, failures: 0, seen: 0 });
    expect(first.status).toBe(0);
    const again = stet(['import', 'feed.xml', '--config', config()]);
    expect(JSON.parse(again.stdout)).toMatchObject({ files: 1, seen: 1 });
  });

  it('names what could not be understood, and fails', () => {
    const { status, stderr } = stet(['import', 'broken.xml', '--config', config()]);
    expect(status).toBe(1);
    expect(stderr).toContain('broken.xml');
    expect(stderr).toContain('xml-not-well-formed');
  });

  it('asks which source is meant', () => {
    const { status, stderr } = stet(['import', 'feed.xml', '--source', 'other', '--config', config()]);
    expect(status).toBe(1);
    expect(stderr).toContain('configured: agency');
  });

  it('rebuilds the views', () => {
    stet(['import', 'feed.xml', '--config', config()]);
    const { status, stderr } = stet(['replay', '--config', config()]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/views of \d+ items/);
  });

  it('says that all is well, and why when it is not', () => {
    const well = stet(['doctor', '--config', config(), '--json']);
    const checks: { name: string; result: string }[] = JSON.parse(well.stdout);
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'configuration',
        'data-directory',
        'disk',
        'clock',
        'database',
        'port',
        'source:agency',
      ]),
    );
    expect(well.status).toBe(0);

    const file = join(directory, 'ill.yaml');
    writeFileSync(
      file,
      `site: { title: T, url: http://localhost:8080 }
server: { port: 0 }
store: { data: archive-data }
sources:
  - { id: gone, name: G, transport: poll, url: "http://127.0.0.1:9/rss" }
  - { id: nowhere, name: N, transport: folder, path: nowhere }
`,
    );
    const ill = stet(['doctor', '--config', file]);
    expect(ill.status).toBe(1);
    expect(ill.stdout).toMatch(/✗ source:gone: .*\n\s+→ /);
    expect(ill.stdout).toMatch(/✗ source:nowhere: .*\n\s+→ /);
  });

  it('lists every mistake of a configuration', () => {
    const file = join(directory, 'wrong.yaml');
    writeFileSync(file, 'site: { titel: T }\n');
    const { status, stdout } = stet(['doctor', '--config', file]);
    expect(status).toBe(1);
    expect(stdout).toContain('✗ configuration');
    expect(stdout).toContain('did you mean title?');
  });
});
