// npm run conformance: the public feed sets in ../shared/data/feeds against the parser. Prints, per set, what was read,
// evaluated and met, and every expectation not met with its reason. Not a test: the sets stay outside the project.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { checkFeedparserFile } from './feedparser.ts';
import { checkFeedsmithFile, checkGofeedFile } from './goldens.ts';
import { reasonOf } from './reasons.ts';
import { Tally } from './tally.ts';

const FEEDS = resolve(import.meta.dirname, '../../../shared/data/feeds');

if (!existsSync(FEEDS)) {
  console.log(`skipped: the public feed sets are not there (${relative(process.cwd(), FEEDS)})`);
} else {
  runFeedparser();
  runGoldens('gofeed', checkGofeedFile);
  runGoldens('feedsmith', checkFeedsmithFile);
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
