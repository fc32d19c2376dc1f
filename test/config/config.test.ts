// The configuration file: what the smallest one means, what every mistake says, and where secrets may come from.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references in the file are written so.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, environmentSettings, findConfig, loadConfig } from '../../src/config.ts';
import { StetError } from '../../src/model/errors.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stet-config-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SMALLEST = `site: { title: The Daily Example, url: http://localhost:8080 }
sources:
  - { id: example, name: Example News Agency, transport: push, format: auto, token: \${EXAMPLE_TOKEN}, publish: auto,
      timezone: Asia/Kolkata, language: en }
`;
const SITE = 'site: { title: T, url: https://news.example }\n';

function load(yaml: string, env: Record<string, string> = {}, overrides = {}) {
  writeFileSync(join(directory, 'stet.yaml'), yaml);
  return loadConfig({
    file: 'stet.yaml',
    cwd: directory,
    env,
    overrides: { data: null, port: null, ...overrides },
  });
}

function problems(yaml: string, env: Record<string, string> = {}) {
  try {
    load(yaml, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

const source = (lines: string) =>
  `${SITE}sources:\n  - id: a\n    name: A\n${lines.replaceAll(/^/gm, '    ')}\n`;

describe('the smallest configuration', () => {
  it('loads, with the token from the environment and defaults for the rest', () => {
    const config = load(SMALLEST, { EXAMPLE_TOKEN: 'a: {b}, # c' });
    expect(config.sources[0]).toMatchObject({
      id: 'example',
      provider: 'example',
      credit: 'Example News Agency',
      transport: { type: 'push', token: 'a: {b}, # c', secret: null },
      format: 'auto',
      publish: 'auto',
      timezone: 'Asia/Kolkata',
      language: 'en',
      section: 'news',
      firstRun: 20,
    });
    expect(config.site).toMatchObject({ url: 'http://localhost:8080', publisher: 'The Daily Example' });
    expect(config.site.sections.map(({ slug, name }) => [slug, name])).toEqual([['news', 'News']]);
    expect(config.server).toEqual({ host: '127.0.0.1', port: 8080, trustProxy: false });
    expect(config.dataDir).toBe(join(directory, 'stet-data'));
    expect(config.databaseUrl).toBeNull();
  });

  it('lets --port and --data win, and moves a local site address along', () => {
    const config = load(SMALLEST, { EXAMPLE_TOKEN: 'x' }, { port: 9000, data: 'elsewhere' });
    expect(config.server.port).toBe(9000);
    expect(config.site.url).toBe('http://localhost:9000');
    expect(config.dataDir).toBe(join(directory, 'elsewhere'));
  });

  it('leaves a public site address alone when --port is given', () => {
    expect(load(SITE, {}, { port: 9000 }).site.url).toBe('https://news.example');
  });
});

describe('each transport', () => {
  it('polls with durations and sizes written with units', () => {
    const config = load(
      source(
        'transport: poll\nurl: https://agency.example/rss\ninterval: 5m\nmax_bytes: 2MiB\nallow_private: true',
      ),
    );
    expect(config.sources[0]?.transport).toEqual({
      type: 'poll',
      url: 'https://agency.example/rss',
      interval: 300,
      allowPrivate: true,
      timeout: 30,
      maxBytes: 2 * 1024 * 1024,
      headers: {},
    });
    expect(config.sources[0]?.limits.bytes).toBe(2 * 1024 * 1024);
  });

  it('resolves a folder against the directory of the configuration file', () => {
    const config = load(source('transport: folder\npath: in/wire'));
    expect(config.sources[0]?.transport).toMatchObject({ type: 'folder', path: join(directory, 'in/wire') });
  });

  it('refuses a push source that anybody could send to', () => {
    expect(problems(source('transport: push'))).toMatchObject([
      { key: 'sources[0]', line: 3, message: expect.stringContaining('token or a secret') },
    ]);
  });
});

describe('references', () => {
  it('reads a secret from a file, without its final line break', () => {
    const path = join(directory, 'secret');
    writeFileSync(path, 's3cret\n');
    const config = load(source(`transport: push\ntoken: \${file:${path}}`));
    expect(config.sources[0]?.transport).toMatchObject({ token: 's3cret' });
  });

  it('fills in a part of a value, numbers, and leaves a doubled dollar alone', () => {
    const yaml = `${source('transport: poll\nurl: https://${HOST}/rss\nheaders: { X-Odd: "$${HOST}" }')}server: { port: \${PORT} }\n`;
    const config = load(yaml, { HOST: 'agency.example', PORT: '9090' });
    expect(config.sources[0]?.transport).toMatchObject({
      url: 'https://agency.example/rss',
      headers: { 'X-Odd': '${HOST}' },
    });
    expect(config.server.port).toBe(9090);
  });

  it('names the key, the place and the variable when one is not set', () => {
    expect(problems(SMALLEST)).toEqual([
      {
        key: 'sources[0].token',
        line: 3,
        column: 85,
        message: 'the environment variable EXAMPLE_TOKEN is not set',
      },
    ]);
  });

  it('names the file that cannot be read', () => {
    const found = problems(source('transport: push\ntoken: ${file:/nowhere/secret}'));
    expect(found).toMatchObject([
      { key: 'sources[0].token', message: expect.stringContaining('/nowhere/secret') },
    ]);
  });

  it('does not look at references in comments', () => {
    expect(load(`# token: \${NOT_SET}\n${SITE}`).sources).toEqual([]);
  });

  it('takes any secret as it is, whatever YAML would make of it', () => {
    const secret = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .filter((value) => /\S/.test(value));
    fc.assert(
      fc.property(secret, (token) => {
        expect(load(SMALLEST, { EXAMPLE_TOKEN: token }).sources[0]?.transport).toMatchObject({ token });
      }),
      { numRuns: 100 },
    );
  });

  it('does not show a secret in the message about it', () => {
    const [problem] = problems(source('transport: poll\nurl: ${SECRET}'), { SECRET: 'hunter2' });
    expect(problem?.message).toContain('${SECRET}');
    expect(problem?.message).not.toContain('hunter2');
  });
});

describe('mistakes', () => {
  it('are all reported at once, in the order of the file', () => {
    const found = problems(`site: { titel: T, url: http://localhost/x }
sources:
  - id: Example
    transport: pull
    publish: atuo
    limits: { deep: 3 }
  - id: b
    name: B
    transport: poll
    token: t
`);
    expect(found.map(({ key, line, column }) => `${line}:${column} ${key}`)).toEqual([
      '1:7 site.title',
      '1:9 site.titel',
      '1:24 site.url',
      '3:5 sources[0].name',
      '3:9 sources[0].id',
      '4:16 sources[0].transport',
      '5:14 sources[0].publish',
      '6:15 sources[0].limits.deep',
      '7:5 sources[1].url',
      '10:5 sources[1].token',
    ]);
  });

  it.each([
    ['an unknown key', `${SITE}serve: {}`, 'serve', 'did you mean server?'],
    [
      'an unknown key in a list',
      source('transport: push\ntoken: t\ninterva: 3'),
      'sources[0].interva',
      'allowed: id',
    ],
    [
      'a key of another transport',
      source('transport: push\ntoken: t\nurl: x'),
      'sources[0].url',
      'belongs to poll',
    ],
    [
      'a value off the list',
      source('transport: push\ntoken: t\nformat: rs'),
      'sources[0].format',
      'did you mean rss?',
    ],
    [
      'a mistyped zone',
      source('transport: push\ntoken: t\ntimezone: Asia/Kolkatta'),
      'sources[0].timezone',
      'did you mean Asia/Kolkata?',
    ],
    [
      'an offset for a zone',
      source('transport: push\ntoken: t\ntimezone: "+05:30"'),
      'sources[0].timezone',
      'IANA',
    ],
    [
      'a language by name',
      source('transport: push\ntoken: t\nlanguage: english'),
      'sources[0].language',
      'BCP 47',
    ],
    ['a number for text', source('transport: push\ntoken: 12345'), 'sources[0].token', 'found 12345'],
    ['a port out of range', `${SITE}server: { port: 70000 }`, 'server.port', 'from 0 to 65535; found 70000'],
    ['nothing where something must be', `${SITE}server: { host: }`, 'server.host', 'found nothing'],
    ['a list for a map', `${SITE}server: [1]`, 'server', 'a map of keys and values'],
    [
      'a feed that is not on the web',
      source('transport: poll\nurl: ftp://agency.example/'),
      'sources[0].url',
      'http:// or https://',
    ],
    [
      'a section that the site does not have',
      `site: { title: T, url: https://n.example, sections: [{slug: world, name: World}] }\nsources:\n  - { id: a, name: A, transport: push, token: t, section: wrold }`,
      'sources[0].section',
      'did you mean world?',
    ],
    [
      'a section named like a page of the program',
      `site: { title: T, url: https://n.example, sections: [{slug: desk, name: D}] }`,
      'site.sections[0].slug',
      'does not use itself',
    ],
    ['rules, which this version has not', `${SITE}rules: [x]`, 'rules', 'no rules yet'],
  ])('%s', (_, yaml, key, words) => {
    expect(problems(yaml)).toMatchObject([{ key, message: expect.stringContaining(words) }]);
  });

  it('a source id used twice', () => {
    const twice = `${SITE}sources:\n${'  - { id: a, name: A, transport: push, token: t }\n'.repeat(2)}`;
    expect(problems(twice)).toMatchObject([{ key: 'sources[1].id', line: 4, column: 11 }]);
  });

  it('text that is not YAML', () => {
    expect(problems('site: {\n  title: T\n')).toMatchObject([
      { line: expect.any(Number), message: /^not YAML/ },
    ]);
  });

  it('an empty file', () => {
    expect(problems('')).toMatchObject([{ key: 'site', line: 1, message: /^missing/ }]);
  });

  it('aliases that multiply', () => {
    const bomb = `a: &a [${'x,'.repeat(9)}x]\n${'bcdefghij'
      .split('')
      .map((name, at) => `${name}: &${name} [${`*${'abcdefghij'[at]},`.repeat(9)}*${'abcdefghij'[at]}]`)
      .join('\n')}`;
    expect(problems(bomb)[0]?.message).toMatch(/^not YAML/);
  });

  it('a file that is not there', () => {
    expect(() => loadConfig({ file: join(directory, 'none.yaml') })).toThrowError(
      expect.objectContaining({ code: 'config-not-found' }) as StetError,
    );
  });

  it('never throws anything but coded errors, whatever the file holds', () => {
    const yaml = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom('site:', ' ', '\n', '- ', '{', '}', 'sources', ':', '${A}', '&a', '*a', 'url', '"'),
        )
        .map((parts) => parts.join('')),
      fc.json().map((json) => `sources: ${json}\nsite: ${json}`),
    );
    fc.assert(
      fc.property(yaml, (content) => {
        try {
          load(content, { A: 'x' });
        } catch (error) {
          expect(error).toBeInstanceOf(StetError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the environment', () => {
  it('gives the database and the log level', () => {
    expect(
      environmentSettings('info', { STET_DATABASE_URL: 'postgres://h/db', STET_LOG_LEVEL: 'warn' }),
    ).toEqual({
      databaseUrl: 'postgres://h/db',
      logLevel: 'warn',
    });
  });

  it('is checked like the file', () => {
    expect(() =>
      environmentSettings('info', { STET_DATABASE_URL: 'mysql://h', STET_LOG_LEVEL: 'loud' }),
    ).toThrowError(/STET_DATABASE_URL.*postgres[\s\S]*STET_LOG_LEVEL.*"loud"/);
  });
});

describe('finding the file', () => {
  it('takes stet.yaml of the working directory', () => {
    writeFileSync(join(directory, 'stet.yaml'), SITE);
    expect(findConfig(directory)).toBe(join(directory, 'stet.yaml'));
    expect(findConfig(join(directory, 'nowhere'))).toBeNull();
  });
});

describe('conventions', () => {
  const two = (rows: string) =>
    `${SITE}sources:\n  - { id: a, name: A, transport: push, token: t }\n  - { id: b, name: B, provider: bee, transport: push, token: t }\nconventions:\n${rows}`;

  it('hold for every source, or for those of one agency', () => {
    const { sources } = load(
      two(`  - { where: headline, pattern: SPIKE, signal: kill, kind: kill, status: canceled }
  - { agency: bee, where: [slugline, note], pattern: "Rev #-", signal: update }
`),
    );
    const spike = { where: ['headline'], pattern: 'SPIKE', signal: 'kill', kind: 'kill', status: 'canceled' };
    const revision = {
      where: ['slugline', 'note'],
      pattern: 'Rev #-',
      signal: 'update',
      kind: null,
      status: null,
    };
    expect(sources.map(({ conventions }) => conventions)).toEqual([[spike], [spike, revision]]);
  });

  it.each([
    ['{ agency: be, where: headline, pattern: X, signal: s }', 'conventions[0].agency', /did you mean bee\?/],
    [
      '{ where: body, pattern: X, signal: s }',
      'conventions[0].where',
      /one of headline, slugline, note, first-line/,
    ],
    [
      '{ where: headline, pattern: "*X", signal: s }',
      'conventions[0].pattern',
      /a letter or digit before any \*/,
    ],
    ['{ where: headline, pattern: "X*X*X*X", signal: s }', 'conventions[0].pattern', /at most 2 \*/],
    [`{ where: headline, pattern: ${'X'.repeat(81)}, signal: s }`, 'conventions[0].pattern', /at most 80/],
    ['{ where: headline, pattern: X, signal: No }', 'conventions[0].signal', /lower-case/],
    ['{ where: headline, pattern: X, signal: s, kind: spike }', 'conventions[0].kind', /one of story/],
    ['{ where: headline, patern: X, signal: s }', 'conventions[0].patern', /did you mean pattern\?/],
  ])('%s is refused with its place', (row, key, message) => {
    const found = problems(two(`  - ${row}\n`)).find((problem) => problem.key === key);
    expect(found).toMatchObject({ line: 6, message: expect.stringMatching(message) });
  });
});
