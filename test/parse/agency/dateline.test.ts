// Datelines as agencies write them, and sentences that only look like one.

import { describe, expect, it } from 'vitest';
import { findDateline } from '../../../src/parse/agency/dateline.ts';

const ITEM_DATE = '2025-09-18T04:00:00.000Z';

describe('a dateline', () => {
  it.each([
    [
      'ISLAMABAD, Sept 17 (IANS) - The ferries',
      'ISLAMABAD, Sept 17 (IANS)',
      'ISLAMABAD',
      '2025-09-17',
      'IANS',
    ],
    [
      'Islamabad, Sep 17 Pakistan, particularly its ports',
      'Islamabad, Sep 17',
      'Islamabad',
      '2025-09-17',
      null,
    ],
    ['LONDON (Reuters) - The', 'LONDON (Reuters)', 'LONDON', null, 'Reuters'],
    ['LONDON (Reuters) The', 'LONDON (Reuters)', 'LONDON', null, 'Reuters'],
    ['NEW DELHI: The', 'NEW DELHI', 'NEW DELHI', null, null],
    ['WASHINGTON — The', 'WASHINGTON', 'WASHINGTON', null, null],
    [
      'Port Alder, 17 September 2025 (Ostwire) -- Ferries',
      'Port Alder, 17 September 2025 (Ostwire)',
      'Port Alder',
      '2025-09-17',
      'Ostwire',
    ],
    [
      'Port Alder, September 17th, 2025 (Ostwire): x',
      'Port Alder, September 17th, 2025 (Ostwire)',
      'Port Alder',
      '2025-09-17',
      'Ostwire',
    ],
    ['Mumbai, Sep 17 (IANS) Actor', 'Mumbai, Sep 17 (IANS)', 'Mumbai', '2025-09-17', 'IANS'],
    [
      'Kabul [Afghanistan], September 17 (ANI): Ten',
      'Kabul [Afghanistan], September 17 (ANI)',
      'Kabul',
      '2025-09-17',
      'ANI',
    ],
    ['PARIS, Texas (AP) — Two', 'PARIS, Texas (AP)', 'PARIS, Texas', null, 'AP'],
    ['SPRINGFIELD, Ill. (AP) _ A', 'SPRINGFIELD, Ill. (AP)', 'SPRINGFIELD, Ill.', null, 'AP'],
    ['BEIJING, Oct. 5 (Xinhua) --China', 'BEIJING, Oct. 5 (Xinhua)', 'BEIJING', '2025-10-05', 'Xinhua'],
    ['PORT ALDER, Wednesday (Ostwire) - x', 'PORT ALDER, Wednesday (Ostwire)', 'PORT ALDER', null, 'Ostwire'],
    [
      'LONDON, March 3 /PRNewswire/ -- Foo',
      'LONDON, March 3 /PRNewswire/',
      'LONDON',
      '2026-03-03',
      'PRNewswire',
    ],
    ['MOSCOW. July 3 (Interfax) - x', 'MOSCOW. July 3 (Interfax)', 'MOSCOW', '2025-07-03', 'Interfax'],
    ['Frankfurt am Main (dpa) - x', 'Frankfurt am Main (dpa)', 'Frankfurt am Main', null, 'dpa'],
    [
      'Nueva Alder, 3 de marzo (EFE).- El',
      'Nueva Alder, 3 de marzo (EFE)',
      'Nueva Alder',
      '2026-03-03',
      'EFE',
    ],
    [
      'PORT ALDER/NEU OSTEN, Oct 8 (Ostwire) - x',
      'PORT ALDER/NEU OSTEN, Oct 8 (Ostwire)',
      'PORT ALDER/NEU OSTEN',
      '2025-10-08',
      'Ostwire',
    ],
    ['NEW DELHI, 2025-09-17: x', 'NEW DELHI, 2025-09-17', 'NEW DELHI', '2025-09-17', null],
    [
      'नई दिल्ली, 17 सितंबर (आईएएनएस)। बंदरगाह',
      'नई दिल्ली, 17 सितंबर (आईएएनएस)',
      'नई दिल्ली',
      '2025-09-17',
      'आईएएनएस',
    ],
    [
      'नई दिल्ली, १७ सितंबर (आईएएनएस)। बंदरगाह',
      'नई दिल्ली, १७ सितंबर (आईएएनएस)',
      'नई दिल्ली',
      '2025-09-17',
      'आईएएनएस',
    ],
    [
      'اسلام آباد، 17 ستمبر (آئی این پی): بندرگاہ',
      'اسلام آباد، 17 ستمبر (آئی این پی)',
      'اسلام آباد',
      '2025-09-17',
      'آئی این پی',
    ],
    ['(Reuters) - The', '(Reuters)', null, null, 'Reuters'],
  ])('is found in %j', (paragraph, text, place, date, credit) => {
    expect(findDateline(paragraph, ITEM_DATE)).toEqual({ text, place, date, credit });
  });

  it.each([
    'On Monday, Sep 17 Pakistan',
    'In London, Sept 17 The',
    'The council met on Tuesday, Sept 17 - it',
    'Port Alder, Sep 17 was a day like any',
    'Smith (Labour) said',
    'NATO (North Atlantic Treaty) The',
    'Analysis: why the ferries stopped',
    'Oslo: the port said',
    'BREAKING: Ferries stop',
    'UPDATE 2 - Ferries stop',
    'Disclaimer: this post',
    'Prices, Band 17 The',
    'AFP - x',
    'ferries stopped',
    '',
  ])('is not found in %j', (paragraph) => {
    expect(findDateline(paragraph, ITEM_DATE)).toBeNull();
  });

  it('without a year is the nearest such day to the item', () => {
    expect(findDateline('PORT ALDER, Dec 31 (Ostwire) - x', '2026-01-02')?.date).toBe('2025-12-31');
    expect(findDateline('PORT ALDER, Jan 1 (Ostwire) - x', '2025-12-31')?.date).toBe('2026-01-01');
    expect(findDateline('PORT ALDER, Feb 29 (Ostwire) - x', '2025-03-01')?.date).toBe('2024-02-29');
  });

  it('without a year has no date where the item has none', () => {
    expect(findDateline('PORT ALDER, Dec 31 (Ostwire) - x', null)?.date).toBeNull();
  });

  it('of a day that the calendar lacks has no date', () => {
    expect(findDateline('PORT ALDER, Feb 30 (Ostwire) - x', ITEM_DATE)).toMatchObject({
      date: null,
      credit: 'Ostwire',
    });
  });
});
