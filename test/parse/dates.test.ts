import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTime } from '../../src/parse/dates.ts';
import { codes } from './support/read.ts';

const UTC = { timezone: 'UTC' };
const KOLKATA = { timezone: 'Asia/Kolkata' };

test.each([
  ['Thu, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
  ['Thu, 01 Jan 04 19:48 EST', '2004-01-02T00:48:00.000Z'],
  ['01 Jan 2004 19:48:21 -0800', '2004-01-02T03:48:21.000Z'],
  ['Thu, 1 Jan 2004 19:48:21 +05:30', '2004-01-01T14:18:21.000Z'],
  ['Thu, 01 Jan 2004 19:48:21 GMT+5', '2004-01-01T14:48:21.000Z'],
  ['Sun, 06 Jul 2014 12:56:00 GMT (Greenwich)', '2014-07-06T12:56:00.000Z'],
  ['Thursday, 01-Jan-04 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
  ['Sun Jan  4 16:29:06 PST 2004', '2004-01-05T00:29:06.000Z'],
  ['January 5, 2004 7:48 PM EST', '2004-01-06T00:48:00.000Z'],
  ['2003-12-31T10:14:55Z', '2003-12-31T10:14:55.000Z'],
  ['2003-12-31T10:14:55.25-08:00', '2003-12-31T18:14:55.250Z'],
  ['2003-12-31 10:14:55 +0100', '2003-12-31T09:14:55.000Z'],
  ['20031231T101455Z', '2003-12-31T10:14:55.000Z'],
  ['2003-365T00:00Z', '2003-12-31T00:00:00.000Z'],
  ['2004-W01-1T00:00Z', '2003-12-29T00:00:00.000Z'],
  ['2003-12-31T24:00:00Z', '2004-01-01T00:00:00.000Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ['Fri, 2006/09/15 08:19:53 EDT', '2006-09-15T12:19:53.000Z'],
  ['31/12/2003 10:00 GMT', '2003-12-31T10:00:00.000Z'],
  ['12/31/2003 10:00 GMT', '2003-12-31T10:00:00.000Z'],
  ['31.12.2003 10:00 CET', '2003-12-31T09:00:00.000Z'],
  ['2004년 5월 28일  오후 1:31:15', '2004-05-28T04:31:15.000Z'],
  ['2004-05-25 오후 11:23:17', '2004-05-25T14:23:17.000Z'],
  ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00.000Z'],
  ['2004-július-13T9:15-05:00', '2004-07-13T14:15:00.000Z'],
  ['mar. 14 juil. 2015 08:00:00 +0200', '2015-07-14T06:00:00.000Z'],
  ['Thu, 01 Jan 2004 19:48:21 A', '2004-01-01T19:48:21.000Z'],
])('%s', (written, expected) => {
  expect(readTime(written, KOLKATA)).toEqual({ time: expected, warnings: [] });
});

describe('when no zone is stated', () => {
  test.each([
    ['2025-09-17 10:30', '2025-09-17T05:00:00.000Z'],
    ['2025-09-17', '2025-09-16T18:30:00.000Z'],
    ['2025', '2024-12-31T18:30:00.000Z'],
    ['Wed, 17 Sep 2025 10:30:00', '2025-09-17T05:00:00.000Z'],
    ['Wed, 17 Sep 2025 10:30:00 XYZT', '2025-09-17T05:00:00.000Z'],
  ])('%s is read in the zone of the source, with a warning', (written, expected) => {
    const { time, warnings } = readTime(written, KOLKATA);
    expect(time).toBe(expected);
    expect(codes(warnings)).toEqual(['time-without-zone']);
  });

  test('a name with several meanings means what it does in the zone of the source', () => {
    const read = (timezone: string) => readTime('Wed, 17 Sep 2025 12:00:00 IST', { timezone }).time;
    expect(read('Asia/Kolkata')).toBe('2025-09-17T06:30:00.000Z');
    expect(read('Europe/Dublin')).toBe('2025-09-17T11:00:00.000Z');
    expect(read('Asia/Jerusalem')).toBe('2025-09-17T10:00:00.000Z');
  });

  test('01/02/2004 is read as the zone of the source writes dates, with a warning', () => {
    const read = (timezone: string) => readTime('01/02/2004 12:00 GMT', { timezone });
    expect(read('Europe/London').time).toBe('2004-02-01T12:00:00.000Z');
    expect(read('America/New_York').time).toBe('2004-01-02T12:00:00.000Z');
    expect(codes(read('UTC').warnings)).toEqual(['date-ambiguous']);
  });
});

test.each([
  'Mon, 30 Feb 2004 10:00:00 GMT',
  '2003-02-29T00:00:00Z',
  '2003-13-01',
  '2003-366',
  '2003-W54-1',
  'Sat, 01 Sep 2007 25:61:00 GMT',
  '2007-09-01T24:00:01Z',
  '2007-09-01T10:00:60Z',
  'tomorrow',
  '',
  '1757000000',
])('%j is no time', (written) => {
  const { time, warnings } = readTime(written, UTC);
  expect(time).toBeNull();
  expect(codes(warnings)).toEqual(['time-not-understood']);
});

test('what RFC 3339 and RFC 822 write is read back to the second', () => {
  const seconds = fc
    .integer({ min: Date.UTC(1971, 0), max: Date.UTC(2099, 11) })
    .map((ms) => ms - (ms % 1000));
  fc.assert(
    fc.property(seconds, (ms) => {
      const date = new Date(ms);
      expect(readTime(date.toISOString(), UTC).time).toBe(date.toISOString());
      expect(readTime(date.toUTCString(), UTC).time).toBe(date.toISOString());
    }),
  );
});

test('no words make it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789:-/.TZ +APMamjJan') })),
      (words) => {
        const { time } = readTime(words, KOLKATA);
        expect(time === null || new Date(time).toISOString() === time).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
