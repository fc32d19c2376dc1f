// Every word of the story part stands in `text`, in its order, and none is added; over the fixtures and, where they are at hand, the
// IPTC's examples and test files and dpa's.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedPath } from '../../text/shared-data.ts';
import { codes, read } from '../support/read.ts';
import { all, ITEMS, storyWords, treeOf } from './walker.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/newsml-g2');
const IPTC = sharedPath('data/iptc-newsml-g2');
const DPA = sharedPath('data/dpa/dpa-digitalwires-to-newsmlg2/tests/data');

/** Files in a folder and those below it; none where it is absent. */
const xmlFiles = (folder: string | null, below = '.'): string[] =>
  folder === null
    ? []
    : readdirSync(join(folder, below), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.xml'))
        .map((name) => join(folder, below, name))
        .toSorted();

/** Fragments and sketches among the examples: they are no documents of the standard. */
const NO_DOCUMENTS = /LISTING_(?:7|8|9|24|25|28)_/;

function checkWords(file: string): number {
  const bytes = readFileSync(file);
  const reading = read(bytes, { timezone: 'Europe/Berlin' });
  const roots = ITEMS.flatMap((name) => [...all(treeOf(bytes.toString('utf8')), name)]);
  expect(reading.items.length, file).toBeGreaterThanOrEqual(roots.length);
  let words = 0;
  for (const root of roots) {
    const item = reading.items.find(({ guid }) => guid === root.attributes.guid);
    const sent = storyWords(root);
    expect(item?.text.split(/[\n ]/).filter((word) => word !== '') ?? [], file).toEqual(sent);
    words += sent.length;
  }
  return words;
}

test('in the fixtures', () => {
  expect(
    xmlFiles(FIXTURES)
      .map(checkWords)
      .filter((words) => words > 0).length,
  ).toBeGreaterThan(3);
});

describe.skipIf(IPTC === null)("in the IPTC's files", () => {
  const tests = xmlFiles(IPTC, 'tests/unit_test_files');
  const mustPass = tests.filter((file) => file.includes('should_pass'));
  const mustFail = tests.filter((file) => file.includes('should_fail'));

  test('that must pass', () => {
    expect(mustPass).toHaveLength(151);
    for (const file of mustPass) {
      expect(read(readFileSync(file)).failures, file).toEqual([]);
      checkWords(file);
    }
  });

  test('of examples', () => {
    for (const file of xmlFiles(IPTC, 'examples')) if (!NO_DOCUMENTS.test(file)) checkWords(file);
  });

  test.each(mustFail.map((file) => [relative(IPTC ?? '', file), file]))(
    '%s is refused or named',
    (_, file) => {
      const { items, failures } = read(readFileSync(file));
      const named = [...failures, ...items.flatMap(({ warnings }) => warnings)].filter(({ code }) =>
        ['item-meta-missing', 'against-standard', 'recent-structure'].includes(code),
      );
      expect(named.map(({ message }) => message).join('\n')).toMatch(/NewsML-G2/);
    },
  );
});

describe.skipIf(DPA === null)("in dpa's files", () => {
  const files = xmlFiles(DPA, 'output');

  test.each(files.map((file) => [relative(DPA ?? '', file), file]))('%s', (_, file) => {
    checkWords(file);
    const { items } = read(readFileSync(file), { timezone: 'Europe/Berlin' });
    const [item] = items;
    const sent = JSON.parse(readFileSync(file.replace('output', 'input').replace(/xml$/, 'json'), 'utf8'));
    expect(item).toMatchObject({
      headline: sent.headline.trim(),
      guid: sent.urn,
      version: String(sent.version),
      byline: sent.byline,
      urgency: sent.urgency,
      language: sent.language,
      refusal: null,
    });
    const signal = { 'sig:correction': ['correction'], 'sig:update': ['update'] }[String(sent.signal)] ?? [];
    expect(item?.signals).toEqual(expect.arrayContaining(signal));
    expect(item?.text ?? '').not.toMatch(/Notizblock|nicht zur Veröffentlichung/);
    for (const { ednote, is_publishable: isPublic } of sent.ednotes ?? [])
      if (isPublic === false) expect(item?.text).not.toContain(ednote);
    expect(codes(item?.warnings ?? [])).not.toContain('signal-unknown');
  });
});
