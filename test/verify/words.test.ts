// The sentences of the check: every language says everything, with the same facts in it.

import { describe, expect, test } from 'vitest';
import { LANGUAGES as SITE_LANGUAGES } from '../../src/publish/i18n/languages.ts';
import { detailsOf, sentenceOf, summaryOf } from '../../verify/say.ts';
import { FACT_NAMES, OUTCOMES, type Step, stepOf } from '../../verify/steps.ts';
import { en } from '../../verify/words/en.ts';
import { LANGUAGES, wordsFor } from '../../verify/words/languages.ts';

const placesIn = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();

test('the check speaks the languages of the site', () => {
  expect(LANGUAGES.map(({ language, direction }) => [language, direction])).toEqual(
    SITE_LANGUAGES.map(({ language, direction }) => [language, direction]),
  );
});

describe.each(LANGUAGES.map((words) => [words.language, words] as const))('in %s', (_, words) => {
  test('every sentence has the facts of the English one', () => {
    for (const [code, sentence] of Object.entries(words.outcomes)) {
      expect(placesIn(sentence), code).toEqual(
        placesIn(Object.entries(en.outcomes).find(([name]) => name === code)?.[1] ?? ''),
      );
    }
    for (const name of ['allPassed', 'someFailed', 'someNotice', 'someUnknown'] as const) {
      expect(placesIn(words[name]), name).toEqual(placesIn(en[name]));
    }
    expect(placesIn(words.checker.notFetched)).toEqual(['place']);
    expect(placesIn(words.checker.notPage)).toEqual(['place']);
  });
  test('every fact in a sentence is one that steps have', () => {
    for (const sentence of Object.values(words.outcomes)) {
      for (const place of placesIn(sentence)) expect(FACT_NAMES).toContain(place);
    }
  });
  test('no sentence is empty', () => {
    expect(Object.values(words.outcomes).filter((sentence) => sentence.trim() === '')).toEqual([]);
    expect(Object.keys(words.outcomes).toSorted()).toEqual(Object.keys(OUTCOMES).toSorted());
  });
});

test('a reader’s language is found by its tag, and English where it is not spoken', () => {
  expect(wordsFor(['de-CH', 'ur-PK', 'en']).language).toBe('ur');
  expect(wordsFor(['de']).language).toBe('en');
});

describe('what is said', () => {
  const step = stepOf('log', 'included', { index: 3, size: 12_345, logged: Date.UTC(2031, 4, 6, 9) });
  const report = (...steps: readonly Step[]) => ({ steps, history: [], newest: null });
  const right = stepOf('headline', 'headline-same');

  test('has its facts in it, as the language writes them', () => {
    expect(sentenceOf(step, en)).toContain('number 3 (entries: 12,345)');
    expect(sentenceOf(step, en)).toMatch(/May 2031/);
    expect(detailsOf(step, en).map(([name]) => name)).toEqual([
      'Entries in the log',
      'Place in the log',
      'Logged',
    ]);
  });
  test('fences in what strangers wrote', () => {
    const other = stepOf('record', 'other-story', { path: '/world/\u202ecba' });
    expect(sentenceOf(other, en)).toContain('\u2068/world/\u202ecba\u2069');
  });
  test('is summed up by the worst', () => {
    const killed = stepOf('later', 'later-kill', { logged: 0 });
    const wrong = stepOf('text', 'text-differs');
    const open = stepOf('key', 'key-new');
    expect(summaryOf(report(right, killed, wrong, open), en)).toMatchObject({
      state: 'failed',
      text: expect.stringContaining('The text'),
    });
    expect(summaryOf(report(right, killed, open), en)).toMatchObject({
      state: 'notice',
      text: expect.stringContaining('killed'),
    });
    expect(summaryOf(report(right, open), en)).toEqual({
      state: 'unknown',
      text: 'What could be checked is right: 1 of 2 steps. Not checked: The key.',
    });
    expect(summaryOf(report(right), en).state).toBe('ok');
    expect(summaryOf(report(open), en).text).toBe('Nothing could be checked.');
  });
});
