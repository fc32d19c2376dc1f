// Datelines as agencies write them, and sentences that only look like one.

import { describe, expect, it } from 'vitest';
import { findDateline, openingDateline, placesOf } from '../../../src/parse/agency/dateline.ts';

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
    [
      'GENEVA/VIENNA, Sept 17 (Reuters) - The',
      'GENEVA/VIENNA, Sept 17 (Reuters)',
      'GENEVA/VIENNA',
      '2025-09-17',
      'Reuters',
    ],
    ['WASHINGTON and LONDON (AP) — The', 'WASHINGTON and LONDON (AP)', 'WASHINGTON and LONDON', null, 'AP'],
    ['THE HAGUE, Sept 17 (AP) - The', 'THE HAGUE, Sept 17 (AP)', 'THE HAGUE', '2025-09-17', 'AP'],
    ['MONTREAL, Sept 17- The', 'MONTREAL, Sept 17', 'MONTREAL', '2025-09-17', null],
    ['Berlin (dpa) - Die', 'Berlin (dpa)', 'Berlin', null, 'dpa'],
    ['Berlin/Paris (dpa) - Die', 'Berlin/Paris (dpa)', 'Berlin/Paris', null, 'dpa'],
    ['Frankfurt/Main (dpa-AFX) – Die', 'Frankfurt/Main (dpa-AFX)', 'Frankfurt/Main', null, 'dpa-AFX'],
    ['PARIS, 17 sept 2025 (AFP) - Les', 'PARIS, 17 sept 2025 (AFP)', 'PARIS', '2025-09-17', 'AFP'],
    ['PARIS, 17 sept. 2025 (AFP) - Les', 'PARIS, 17 sept. 2025 (AFP)', 'PARIS', '2025-09-17', 'AFP'],
    ['Madrid, 17 sep (EFE).- Los', 'Madrid, 17 sep (EFE)', 'Madrid', '2025-09-17', 'EFE'],
    ['(ANSA) - ROMA, 17 SET - I', '(ANSA) - ROMA, 17 SET', 'ROMA', '2025-09-17', 'ANSA'],
    ['(AGI) - Roma, 17 set. - I', '(AGI) - Roma, 17 set.', 'Roma', '2025-09-17', 'AGI'],
    ['Roma, 17 set. (Adnkronos) - I', 'Roma, 17 set. (Adnkronos)', 'Roma', '2025-09-17', 'Adnkronos'],
    ['МОСКВА, 17 сентября. /ТАСС/. Паромы', 'МОСКВА, 17 сентября. /ТАСС/', 'МОСКВА', '2025-09-17', 'ТАСС'],
    ['MOSCOW, September 17. /TASS/. Ferries', 'MOSCOW, September 17. /TASS/', 'MOSCOW', '2025-09-17', 'TASS'],
    [
      'Москва. 17 сентября. ИНТЕРФАКС - Паромы',
      'Москва. 17 сентября. ИНТЕРФАКС',
      'Москва',
      '2025-09-17',
      'ИНТЕРФАКС',
    ],
    ['København /ritzau/ - Færgerne', 'København /ritzau/', 'København', null, 'ritzau'],
    ['København, onsdag /ritzau/ - Færgerne', 'København, onsdag /ritzau/', 'København', null, 'ritzau'],
    ['STOCKHOLM (TT) Färjorna', 'STOCKHOLM (TT)', 'STOCKHOLM', null, 'TT'],
    ['Oslo (NTB): Fergene', 'Oslo (NTB)', 'Oslo', null, 'NTB'],
    ['TOKYO, Sept. 17, Kyodo - The', 'TOKYO, Sept. 17, Kyodo', 'TOKYO', '2025-09-17', 'Kyodo'],
    ['SEOUL, Sept. 17 (Yonhap) -- The', 'SEOUL, Sept. 17 (Yonhap)', 'SEOUL', '2025-09-17', 'Yonhap'],
    ['WASHINGTON, Sept. 17 (UPI) -- The', 'WASHINGTON, Sept. 17 (UPI)', 'WASHINGTON', '2025-09-17', 'UPI'],
    ['【東京共同】フェリーが', '【東京共同】', '東京', null, '共同'],
    ['【ロンドン共同＝山田花子】フェリーが', '【ロンドン共同＝山田花子】', 'ロンドン', null, '共同'],
    ['【ワシントン時事】フェリーが', '【ワシントン時事】', 'ワシントン', null, '時事'],
    [
      '[ロンドン 17日 ロイター] - フェリーが',
      '[ロンドン 17日 ロイター]',
      'ロンドン',
      '2025-09-17',
      'ロイター',
    ],
    ['(共同) フェリーが', '(共同)', null, null, '共同'],
    ['新华社北京9月17日电 轮渡', '新华社北京9月17日电', '北京', '2025-09-17', '新华社'],
    ['中新社上海2025年9月16日电', '中新社上海2025年9月16日电', '上海', '2025-09-16', '中新社'],
    ['(서울=연합뉴스) 여객선이', '(서울=연합뉴스)', '서울', null, '연합뉴스'],
    ['القاهرة (رويترز) - عادت', 'القاهرة (رويترز)', 'القاهرة', null, 'رويترز'],
    ['القاهرة 17 سبتمبر (أ ف ب) - عادت', 'القاهرة 17 سبتمبر (أ ف ب)', 'القاهرة', '2025-09-17', 'أ ف ب'],
    ['नयी दिल्ली, 17 सितंबर (भाषा) बंदरगाह', 'नयी दिल्ली, 17 सितंबर (भाषा)', 'नयी दिल्ली', '2025-09-17', 'भाषा'],
    ['LISBOA, 17 set 2025 (Lusa) - Os', 'LISBOA, 17 set 2025 (Lusa)', 'LISBOA', '2025-09-17', 'Lusa'],
    ['WARSZAWA, 17 września (PAP) - Promy', 'WARSZAWA, 17 września (PAP)', 'WARSZAWA', '2025-09-17', 'PAP'],
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
    '(Ostwire) - The',
    '(Adds quotes) The',
    'Jane Roe (SPD) The',
    'Gerhard Roe (dpa) sagte',
    '新しいフェリー',
    'Am 17. September fahren',
    '【速報】フェリー',
    'ferries stopped',
    '',
  ])('is not found in %j', (paragraph) => {
    expect(findDateline(paragraph, ITEM_DATE)).toBeNull();
  });

  it('may stand below a byline', () => {
    const copy = ['By Jane Roe', 'LONDON, Sept 17 (Reuters) - The ferries run again'];
    expect(openingDateline(copy, ITEM_DATE)?.place).toBe('LONDON');
    expect(
      openingDateline(['Von Jane Roe und Ann Other, dpa', 'Berlin (dpa) - Die Fähren'], ITEM_DATE)?.place,
    ).toBe('Berlin');
    expect(openingDateline(['Ferries run again', copy[1] ?? ''], ITEM_DATE)).toBeNull();
  });

  it.each([
    ['GENEVA/VIENNA, Sept 17 (Reuters) - x', ['GENEVA', 'VIENNA']],
    ['WASHINGTON and LONDON (AP) — x', ['WASHINGTON', 'LONDON']],
    ['WASHINGTON, LONDON and PARIS (AP) — x', ['WASHINGTON', 'LONDON', 'PARIS']],
    ['Berlin/Paris (dpa) - x', ['Berlin', 'Paris']],
    ['Frankfurt/Main (dpa) - x', ['Frankfurt/Main']],
    ['PARIS, Texas (AP) — x', ['PARIS, Texas']],
    ['(Reuters) - x', []],
  ])('%j has the places %j', (paragraph, places) => {
    expect(placesOf(findDateline(paragraph, ITEM_DATE))).toEqual(places);
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
