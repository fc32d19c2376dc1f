// Slugs of URLs, and writing direction.

import { describe, expect, it } from 'vitest';
import { directionOfLanguage, directionOfText } from '../../src/text/direction.ts';
import { slug } from '../../src/text/slug.ts';

describe('a slug', () => {
  it.each([
    ['Harbour bridge re-opens', 'harbour-bridge-re-opens'],
    ["Don't panic: “Ærø” ferry — 50% full", 'dont-panic-aero-ferry-50-full'],
    ['Żółw w Łodzi, straße', 'zolw-w-lodzi-strasse'],
    ['हिन्दी', ''],
    ['  --  ', ''],
  ])('of %j is %j', (title, expected) => {
    expect(slug(title)).toBe(expected);
  });

  it('is cut between words at 80 characters', () => {
    const long = slug('harbour '.repeat(20));
    expect(long).toBe('harbour-'.repeat(10).slice(0, -1));
    expect(slug('x'.repeat(200))).toHaveLength(80);
  });
});

describe('direction', () => {
  it.each([
    ['12 – “Port Alder”', 'ltr'],
    ['“اسلام آباد” port', 'rtl'],
    ['שלום', 'rtl'],
    ['भारत', 'ltr'],
    ['東京', 'ltr'],
    ['12:30 …', null],
  ])('of the text %j is %s', (text, expected) => {
    expect(directionOfText(text)).toBe(expected);
  });

  it.each([
    ['ur', 'rtl'],
    ['ar-EG', 'rtl'],
    ['pa-Arab-PK', 'rtl'],
    ['uz-Latn', 'ltr'],
    ['ur-Latn', 'ltr'],
    ['hi', 'ltr'],
    ['en_GB', 'ltr'],
  ])('of the language %s is %s', (tag, expected) => {
    expect(directionOfLanguage(tag)).toBe(expected);
  });
});
