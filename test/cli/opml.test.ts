import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourcesYaml } from '../../src/cli/opml/sources-yaml.ts';
import { readSubscriptions } from '../../src/cli/opml/subscriptions.ts';
import { opmlOf } from '../../src/cli/opml/write.ts';
import { loadConfig } from '../../src/config.ts';

const LIST = readFileSync(new URL('../fixtures/opml/invented-subscriptions.opml', import.meta.url));

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stet-opml-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const configured = (sources: string) => {
  const file = join(directory, 'stet.yaml');
  writeFileSync(file, `site: { title: The "Invented" Daily, url: "http://localhost:8080" }\n${sources}`);
  return loadConfig({ file, env: {} });
};

const inside = (url: URL) => (url.hostname === '10.0.0.7' ? 'a private address' : null);

test('every feed of a list once, with its group; the rest is named', () => {
  const { feeds, problems } = readSubscriptions(LIST, 'list.opml');
  expect(feeds.map(({ name, group }) => [name, group])).toEqual([
    ['Ostwire: World', 'World & Abroad'],
    ['Ostwire World', 'Regions'],
    ['vellaria.example', 'Sport'],
    ['Inside', null],
    ['Price: \u0024{5}', null],
  ]);
  expect(problems).toEqual([
    'By file: ftp://files.example/feed is no http or https address',
    'Another list: lists in other files are not followed',
  ]);
});

test('what is printed is a configuration', () => {
  const yaml = sourcesYaml(readSubscriptions(LIST, 'list.opml').feeds, inside);
  const { sources } = configured(yaml);
  expect(sources.map(({ id, section, publish, language }) => [id, section, publish, language])).toEqual([
    ['ostwire-world', 'world-abroad', 'hold', null],
    ['ostwire-world-2', 'regions', 'hold', 'de-DE'],
    ['vellaria-example', 'sport', 'hold', null],
    ['inside', 'news', 'hold', null],
    ['price-5', 'news', 'hold', null],
  ]);
  expect(sources.map(({ transport }) => transport.type === 'poll' && transport.url)).toEqual([
    'https://feeds.ostwire.example/world?a=1&b=2',
    'http://feeds.ostwire.example/regions.xml',
    'http://vellaria.example/rss',
    'http://10.0.0.7/feed',
    'https://price.example/$%7Bx%7D',
  ]);
  expect(sources[4]?.name).toBe('Price: \u0024{5}');
  expect(yaml).toContain('  # a private address\n  - id: inside\n');
});

test('what is exported can be read again, without passwords', () => {
  const config = configured(`sources:
  - { id: a, name: "A & <B>", transport: poll, url: "https://user:secret@feeds.ostwire.example/a?x=1&y=2", section: world, language: en }
  - { id: b, name: B, transport: push, token: t }
  - { id: c, name: C, transport: poll, url: "https://feeds.ostwire.example/c" }
`);
  const opml = opmlOf(config);
  expect(opml).not.toContain('secret');
  expect(readSubscriptions(Buffer.from(opml), 'list.opml')).toEqual({
    feeds: [
      { name: 'A & <B>', url: 'https://feeds.ostwire.example/a?x=1&y=2', group: 'World', language: 'en' },
      { name: 'C', url: 'https://feeds.ostwire.example/c', group: 'News', language: null },
    ],
    problems: [],
  });
});

test.each([
  ['<opml version="2.0"><body><outline></body></opml>', 'opml-unreadable', 'line 1, column'],
  ['<rss version="2.0"/>', 'opml-expected', 'list.opml is no OPML'],
])('%s is refused', (input, code, message) => {
  expect(() => readSubscriptions(Buffer.from(input), 'list.opml')).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});
