// The IPTC's own files and dpa's: NewsML-G2 and ninjs that must pass are read without a word lost, those that must fail are refused or
// carry a warning; one story of dpa as JSON, NewsML-G2 and IPTC 7901 comes to the same headline, text, version and signals.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ParsedItem } from '../../src/model/item.ts';
import { words } from '../../src/text/words.ts';
import { WALKS } from '../../test/parse/words-lost/walks.ts';
import { type Reading, readFeedFile } from './read.ts';
import { Tally } from './tally.ts';

/** Warnings of every second item, which say nothing of a fault. */
const SAYS_NOTHING = new Set(['item-empty', 'element-left-out', 'part-left-out']);
/** Listings of the guidelines that are parts of documents: without the attributes or the closing tags that the standard asks for. */
const SKETCHES = /LISTING_(?:7|8|9|24|25|28)_/;

export function checkNewsmlG2(root: string): Tally {
  const tally = new Tally('IPTC NewsML-G2 examples and unit-test files');
  for (const file of globSync(`${root}/{examples,tests/unit_test_files}/**/*.xml`).sort()) {
    const name = relative(root, file);
    if (SKETCHES.test(name)) tally.leftOut('a part of a document');
    else if (name.includes('should_fail')) checkRefused(file, name, tally);
    else checkRead('newsml-g2', file, name, tally);
  }
  return tally;
}

export function checkNinjs(root: string): Tally {
  const tally = new Tally('IPTC ninjs examples and test suites');
  for (const file of globSync(`${root}/**/*.json`).sort()) {
    const name = relative(root, file);
    if (/schema(?:_|-dev)|extension-schema|GeoJSON/.test(name)) continue;
    if (/should_fail|-invalid/.test(name)) checkRefused(file, name, tally);
    else checkRead('ninjs', file, name, tally);
  }
  return tally;
}

/** Two expectations: it is read, and no word is lost or added. */
function checkRead(format: string, file: string, name: string, tally: Tally): void {
  tally.files += 1;
  const bytes = readFileSync(file);
  const { items, failures } = readFeedFile(bytes, {});
  const [failure] = failures;
  if (failure !== undefined || items.length === 0) {
    const got = failure === undefined ? 'nothing' : `${failure.code}: ${failure.message}`;
    tally.missed({ file: name, expectation: 'is read', got });
    return;
  }
  tally.met();
  const stories = WALKS.find((walk) => walk.format === format)?.stories(file, bytes) ?? [];
  const differing = stories.find(({ sent, kept }) => sent.join(' ') !== kept.join(' '));
  if (differing === undefined) tally.met();
  else
    tally.missed({
      file: name,
      expectation: `${differing.sent.length} words`,
      got: `${differing.kept.length} words`,
    });
}

function checkRefused(file: string, name: string, tally: Tally): void {
  tally.files += 1;
  const { items, failures } = readFeedFile(readFileSync(file), {});
  const warnings = items.flatMap((item) => item.warnings.map(({ code }) => code));
  if (failures.length > 0 || warnings.some((code) => !SAYS_NOTHING.has(code))) tally.met();
  else
    tally.missed({
      file: name,
      expectation: 'is refused or warned of',
      got: `read, ${warnings.join(', ') || 'no warning'}`,
    });
}

const PAIRS: readonly { readonly folder: string; readonly ending: string }[] = [
  { folder: 'dpa-digitalwires-to-newsmlg2', ending: 'xml' },
  { folder: 'dpa-digitalwires-to-iptc7901', ending: 'iptc' },
];

/** Each golden beside the JSON that it was made from. */
export function checkDpa(root: string): Tally {
  const tally = new Tally('dpa: JSON beside NewsML-G2 and IPTC 7901');
  for (const { folder, ending } of PAIRS)
    for (const golden of globSync(`${root}/${folder}/tests/data/output/*.${ending}`).sort()) {
      const source = golden.replace('/output/', '/input/').replace(/\.\w+$/, '.json');
      if (existsSync(source))
        comparePair(
          source,
          golden,
          join(folder, relative(join(root, folder, 'tests/data/output'), golden)),
          tally,
        );
    }
  return tally;
}

function comparePair(source: string, golden: string, name: string, tally: Tally): void {
  tally.files += 2;
  const json = only(readFeedFile(readFileSync(source), { timezone: 'Europe/Berlin' }));
  const wire = only(readFeedFile(readFileSync(golden), { timezone: 'Europe/Berlin' }));
  if (json === null || wire === null) {
    const got = json === null ? 'the JSON is not' : 'the wire is not';
    tally.missed({ file: name, expectation: 'both are read', got });
    return;
  }
  for (const [field, of] of Object.entries(COMPARED)) {
    const [expected, got] = [of(json), of(wire)];
    if (expected === got) tally.met();
    else if (field === 'version' && wire.format === 'iptc7901')
      tally.leftOut('version (IPTC 7901 states none)');
    else tally.missed({ file: name, expectation: `${field} ${cut(expected)}`, got: cut(got) });
  }
}

const only = ({ items, failures }: Reading): ParsedItem | null =>
  items.length === 1 && failures.length === 0 ? (items[0] ?? null) : null;

const COMPARED: Readonly<Record<string, (item: ParsedItem) => string>> = {
  headline: ({ headline }) => headline ?? '',
  text: ({ text }) => words(text).join(' '),
  version: ({ version }) => version ?? '',
  status: ({ status }) => status,
  signals: ({ signals }) => [...signals].sort().join(' '),
};

/** Of long values that differ the first 80 characters. */
const cut = (value: string): string => JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
