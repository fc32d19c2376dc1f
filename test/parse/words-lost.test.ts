// No word lost, none added: the sum over all formats, over the fixtures and the public sets where they are at hand. The tests of each
// format say which word of which file; Reuters-21578, e-mail and plain text have theirs in their own folders.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { type Story, WALKS } from './words-lost/walks.ts';

interface Row {
  readonly format: string;
  readonly files: number;
  readonly stories: number;
  readonly words: number;
  readonly lost: number;
  readonly added: number;
}

const rows: Row[] = [];
afterAll(() => console.table(rows));

describe('no word is lost and none added', () => {
  test.each(WALKS)('in $format', ({ format, files, stories }) => {
    const told = files.flatMap((file) => stories(file, readFileSync(file)));
    const differing = told.map(differenceOf).filter(({ lost, added }) => lost.length + added.length > 0);
    const count = (words: (difference: Difference) => readonly string[]): number =>
      differing.reduce((sum, difference) => sum + words(difference).length, 0);
    rows.push({
      format,
      files: files.length,
      stories: told.length,
      words: told.reduce((sum, { sent }) => sum + sent.length, 0),
      lost: count(({ lost }) => lost),
      added: count(({ added }) => added),
    });
    expect(differing).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
  });
});

interface Difference {
  readonly file: string;
  readonly lost: readonly string[];
  readonly added: readonly string[];
}

/** Words on one side only; where all are on both but in another order, the first that is out of its place. */
function differenceOf({ file, sent, kept }: Story): Difference {
  const lost = without(sent, kept);
  const added = without(kept, sent);
  const moved =
    lost.length + added.length > 0 ? [] : sent.filter((word, at) => kept[at] !== word).slice(0, 1);
  return { file, lost: [...lost, ...moved], added };
}

function without(words: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const there = left.get(word) ?? 0;
    left.set(word, there - 1);
    return there <= 0;
  });
}
