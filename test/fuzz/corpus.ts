// What is mutated: every fixture of the project, and on request the public sets beside it.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export interface Seed {
  readonly name: string;
  readonly bytes: Buffer;
}

const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const DATA = resolve(import.meta.dirname, '../../../shared/data');
/** The public sets that hold what agencies send, and two that hold what breaks readers. */
const SETS = [
  'dpa',
  'feeds/feedparser/wellformed',
  'feeds/gofeed',
  'feeds/feedsmith',
  'iptc-newsml-g2/examples',
  'iptc-newsml-g2/tests/unit_test_files',
  'iptc-ninjs/examples',
  'iptc-ninjs/validation/test_suite',
  'newscodes',
  'security/jsontestsuite/test_parsing',
];
/** Larger files cost time and bring nothing that a smaller one does not. */
const LARGEST = 128 * 1024;

/** Sorted by name, so that a seed means the same on every machine. */
export function corpus(withData: boolean): Seed[] {
  const fixtures = filesUnder(FIXTURES, FIXTURES);
  if (!withData) return fixtures;
  if (!existsSync(DATA)) console.error(`the public sets are not there (${DATA}); only fixtures are mutated`);
  return [...fixtures, ...SETS.flatMap((set) => filesUnder(join(DATA, set), DATA))];
}

function filesUnder(folder: string, root: string): Seed[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?!md$|py$|xlsx$|zip$|gz$)\w+$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= LARGEST)
    .sort()
    .map((file) => ({ name: relative(root, file), bytes: readFileSync(file) }));
}
