import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/model/parse-result.ts';
import { codes, itemAt, read } from '../support/read.ts';

const RECORDS = readFileSync(
  new URL('../../fixtures/reuters-sgml/invented-records.sgm', import.meta.url),
  'latin1',
);
const reading = read(RECORDS, { timezone: 'UTC' });

test('each record is an item, known by its number', () => {
  expect(reading.summary.format).toBe('reuters-sgml');
  expect(reading.items.map(({ guid }) => guid)).toEqual([1, 2, 3, 5].map((id) => `reuters-21578:${id}`));
});

test('a story: fields, and every line of copy in its order', () => {
  const item = itemAt(reading);
  expect(item).toMatchObject({
    headline: 'OSTMARK <OBX> BARLEY CROP SEEN ABOVE LAST YEAR & 1985',
    byline: 'Greta Lindqvist, Ostwire',
    dateline: { text: 'PORT ELM, March 3', place: 'PORT ELM', date: '1987-03-03' },
    slugline: 'BC-OSTMARK-BARLEY-<OBX>',
    versionCreated: '1987-03-03T09:05:07.250Z',
    language: 'en',
    places: ['ostmark', 'vellaria'],
    kind: 'story',
  });
  expect(item.subjects).toEqual([
    { scheme: 'reuters-21578:topics', code: 'barley', name: null },
    { scheme: 'reuters-21578:people', code: 'anders-holm', name: null },
  ]);
  expect(item.text.split('\n')).toEqual([
    'By Greta Lindqvist, Ostwire',
    'PORT ELM, March 3 - Ostmark will bring in more barley than it did a year ago, the invented Board of Fields said, as rain came in time for the southern plains <and> the coast.',
    'The board put the crop at 4.2 mln tonnes.',
    '1986 1985',
    'Plains 3.1 2.9',
    'Coast 1.1 0.8',
    'Final figures come in June.',
    'Ostwire',
  ]);
});

test('a bulletin is a headline alone; what the collection put in place of copy is named', () => {
  const item = itemAt(reading, 1);
  expect(item).toMatchObject({ kind: 'alert', text: '', versionCreated: '1987-03-03T09:10:00.000Z' });
  expect(codes(item.warnings)).toEqual(['filler-left-out', 'filler-left-out', 'time-without-zone']);
});

test('a text that was not taken apart: first line, then line by line', () => {
  const item = itemAt(reading, 2);
  expect(item.headline).toBe('PORT ELM METALS RING - MAR 3');
  expect(item.text.split('\n')).toEqual([
    'LAST BUYER SELLER',
    'Tin -- 411.0 413.0',
    'Lead 3 up',
    'Zinc 4 off',
  ]);
  expect(item.versionCreated).toBeNull();
  expect(codes(item.warnings)).toContain('time-not-understood');
});

test('a record that is cut off costs no neighbour', () => {
  expect(reading.failures).toMatchObject([{ code: 'sgml-cut-off', line: 63, index: 3 }]);
});

test('loose copy beside the fields stays, and so does a garbled character', () => {
  const item = itemAt(reading, 3);
  expect(item.text).toContain('GE\nPORT ELM, March 3 - A ferry left\u007fport with a new gauge');
  expect(codes(item.warnings)).toContain('control-characters');
});

test('more records than the limit end the reading', () => {
  const few = read(RECORDS, { limits: { ...DEFAULT_LIMITS, items: 2 } });
  expect(few.items).toHaveLength(2);
  expect(few.failures).toMatchObject([{ code: 'too-many-items', index: null }]);
});
