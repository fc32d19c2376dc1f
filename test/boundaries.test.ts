// The ranking of the rooms and the walls between them hold, and a wrong import would be seen.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { checkTree } from './boundaries/check.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

/** A tree with one file, and what is wrong with it. */
function wrongIn(file: string, source: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'stet-boundaries-'));
  trees.push(root);
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), source);
  return checkTree(root).map(({ place, what }) => `${place} ${what}`);
}

it('the program keeps its ranking and its walls', () => {
  expect(checkTree(ROOT).map(({ place, what }) => `${place} ${what}`)).toEqual([]);
});

describe('a wrong import is named', () => {
  it.each([
    [
      'from a lower room',
      'src/parse/a.ts',
      "\nimport { a } from '../ledger/reader.ts';",
      'src/parse/a.ts:2 imports ../ledger/reader.ts: ledger does not rank above parse',
    ],
    [
      'of a type',
      'src/model/a.ts',
      "import type { A } from '../text/a.ts';",
      'src/model/a.ts:1 imports ../text/a.ts: text does not rank above model',
    ],
    [
      'of a type inline',
      'src/model/a.ts',
      "type A = import('../text/a.ts').A;",
      'src/model/a.ts:1 imports ../text/a.ts: text does not rank above model',
    ],
    [
      're-exported',
      'src/text/a.ts',
      "export { a } from '../parse/a.ts';",
      'src/text/a.ts:1 imports ../parse/a.ts: parse does not rank above text',
    ],
    [
      'dynamic',
      'src/http/a.ts',
      "await import('../config.ts');",
      'src/http/a.ts:1 imports ../config.ts: config does not rank above http',
    ],
    [
      'as a thread',
      'src/flows/a.ts',
      "new Worker(new URL('../http/a.ts', import.meta.url));",
      'src/flows/a.ts:1 imports ../http/a.ts: http does not rank above flows',
    ],
    [
      'of the writer',
      'src/http/a.ts',
      "import '../ledger/writer.ts';",
      'src/http/a.ts:1 imports ../ledger/writer.ts: only ledger, flows, app may write',
    ],
    [
      'between formats',
      'src/parse/rss/a.ts',
      "import '../atom/atom.ts';",
      'src/parse/rss/a.ts:1 imports ../atom/atom.ts: rss and atom are equals',
    ],
    [
      'between transports',
      'src/sources/poll/a.ts',
      "import '../folder/a.ts';",
      'src/sources/poll/a.ts:1 imports ../folder/a.ts: poll and folder are equals',
    ],
    [
      'from outside the program',
      'src/app.ts',
      "import '../web/src/a.ts';",
      'src/app.ts:1 imports ../web/src/a.ts: web is outside the program',
    ],
    [
      'of the program by the checker',
      'verify/a.ts',
      "import '../src/ledger/reader.ts';",
      'verify/a.ts:1 imports ../src/ledger/reader.ts: verify may use only text, log, model',
    ],
    [
      'of files',
      'src/desk/a.ts',
      "import { readFileSync } from 'node:fs';",
      'src/desk/a.ts:1 imports node:fs: desk has no clock, randomness, files or network',
    ],
    [
      'of the network',
      'src/log/a.ts',
      "import { request } from 'undici';",
      'src/log/a.ts:1 imports undici: log has no clock, randomness, files or network',
    ],
    [
      'of randomness',
      'src/text/a.ts',
      "import { randomBytes } from 'node:crypto';",
      'src/text/a.ts:1 imports node:crypto: text has no randomness (randomBytes)',
    ],
  ])('%s', (_, file, source, expected) => {
    expect(wrongIn(file, source)).toEqual([expected]);
  });

  it('and so is a new room that nobody has ranked', () => {
    expect(wrongIn('src/misc/a.ts', '')).toEqual(['src/misc/a.ts:1 misc is no room of the ranking']);
  });
});

describe('a wrong call is named', () => {
  it.each([
    ['the clock', 'src/desk/a.ts', 'const a = Date.now();', 'uses Date.now'],
    ['the clock by a bare Date', 'src/model/a.ts', 'const a = new Date();', 'reads the clock'],
    ['the clock by Temporal', 'src/parse/a.ts', 'const a = Temporal.Now.instant();', 'uses Temporal.Now'],
    ['the performance clock', 'src/text/a.ts', 'const a = performance.now();', 'uses performance.now'],
    ['chance', 'src/log/a.ts', 'const a = Math.random();', 'uses Math.random'],
    ['a random id', 'src/log/a.ts', 'const a = crypto.randomUUID();', 'uses crypto.randomUUID'],
    ['a timer', 'src/desk/a.ts', 'setTimeout(() => {}, 1);', 'uses setTimeout'],
    ['the environment', 'src/http/a.ts', 'const a = process.env.HOME;', 'only config.ts may'],
    ['SQL', 'src/http/a.ts', "const a = 'SELECT 1';", 'holds SQL'],
    ['SQL in a template', 'src/flows/a.ts', `const a = \`DELETE FROM \${b}\`;`, 'holds SQL'],
  ])('%s', (_, file, source, words) => {
    expect(wrongIn(file, source)).toEqual([expect.stringContaining(words)]);
  });
});

describe('what is allowed is left alone', () => {
  it.each([
    ['a date of a value', 'src/parse/a.ts', 'const a = new Date(value).toISOString();'],
    ['a digest', 'src/text/a.ts', "import { createHash } from 'node:crypto';"],
    ['an import from above', 'src/flows/a.ts', "import '../ledger/writer.ts';\nimport '../model/ids.ts';"],
    [
      'words in comments and strings',
      'src/desk/a.ts',
      "// Date.now()\nconst a = 'Math.random() and select';",
    ],
    ['a neighbour', 'src/parse/rss/a.ts', "import '../xml/reader.ts';\nimport './b.ts';"],
  ])('%s', (_, file, source) => {
    expect(wrongIn(file, source)).toEqual([]);
  });
});
