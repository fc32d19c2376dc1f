// What a search marks in an excerpt.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlight, searchTerms } from '../../src/publish/site/highlight.ts';

const marked = (excerpt: string, query: string) =>
  highlight(excerpt, searchTerms(query))
    .filter(({ found }) => found)
    .map(({ text }) => text);

test.each([
  ['words anywhere, without regard to case', 'The Bridge at the bridge', 'bridge', ['Bridge', 'bridge']],
  ['accents that were not typed', 'São Tomé, Zürich', 'zurich tome', ['Tomé', 'Zürich']],
  ['a phrase as one', 'the harbour bridge, a harbour', '"harbour bridge"', ['harbour bridge']],
  ['beginnings', 'reopens, reopened, open', 'reop*', ['reopens', 'reopened']],
  ['no part of a word without an asterisk', 'reopens', 'reop', []],
  ['Hindi with its vowel signs', 'जल योजना', 'जल', ['जल']],
  ['Urdu', 'پرانی لائبریری', 'لائبریری', ['لائبریری']],
  ['nothing for a query without words', 'a - b', '-- "" *', []],
])('marks %s', (_, excerpt, query, expected) => {
  expect(marked(excerpt, query)).toEqual(expected);
});

test('the runs joined are the excerpt, whatever is asked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (excerpt, query) => {
      const runs = highlight(excerpt, searchTerms(query));
      expect(runs.map(({ text }) => text).join('')).toBe(excerpt);
    }),
  );
});
