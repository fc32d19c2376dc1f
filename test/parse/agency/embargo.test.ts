// Embargoes in words: read to a time where day and clock are certain, and never taken away where they are not.

import { describe, expect, it } from 'vitest';
import { readEmbargo } from '../../../src/parse/agency/embargo.ts';
import { readSignals } from '../../../src/parse/agency/signals.ts';
import { inChannel, itemAt, read } from '../support/read.ts';

const ITEM_DATE = '2025-09-17T09:00:00.000Z';
const until = (words: string, timezone = 'Europe/Berlin') => readEmbargo(words, ITEM_DATE, timezone).until;

describe('an embargo in words', () => {
  it.each([
    ['EMBARGOED UNTIL 0001 GMT Thursday, Sept 18', '2025-09-18T00:01:00.000Z'],
    ['EMBARGOED UNTIL 0001 GMT THURSDAY, SEPT 18, 2025', '2025-09-18T00:01:00.000Z'],
    ['Embargoed until 00:01 GMT on 18 September', '2025-09-18T00:01:00.000Z'],
    [
      'EMBARGOED UNTIL 0001 GMT THURSDAY, SEPT 18 (8:01 p.m. EDT Wednesday, Sept 17)',
      '2025-09-18T00:01:00.000Z',
    ],
    ['Embargoed until Sept 18, 2025 (6 a.m. EDT)', '2025-09-18T10:00:00.000Z'],
    ['HOLD FOR RELEASE until 6 a.m. EDT Thursday, Sept. 18', '2025-09-18T10:00:00.000Z'],
    ['Hold for release until 6:30 pm ET, September 18th, 2025', '2025-09-18T22:30:00.000Z'],
    ['Hold for release until 6 a.m. Eastern Time on Jan. 5', '2026-01-05T11:00:00.000Z'],
    ['Not for release before noon UTC, 18 Sept 2025', '2025-09-18T12:00:00.000Z'],
    ['Not for publication before 2025-09-18 18:00 CEST', '2025-09-18T16:00:00.000Z'],
    ['Sperrfrist: 18.9.2025, 10.00 Uhr MESZ', '2025-09-18T08:00:00.000Z'],
    ['Sperrfrist: Donnerstag, 18. September 2025, 10.00 Uhr (MESZ)', '2025-09-18T08:00:00.000Z'],
    ['SOUS EMBARGO jusqu’au 18 septembre 2025 à 10h00 GMT', '2025-09-18T10:00:00.000Z'],
    ['Embargo hasta el 18 de septiembre de 2025 a las 10:00 GMT', '2025-09-18T10:00:00.000Z'],
    ['EMBARGO: Sept 18, 10:00 UTC+5:30', '2025-09-18T04:30:00.000Z'],
    ['EMBARGO: Jan 1, 0001 GMT', '2026-01-01T00:01:00.000Z'],
    ['ЭМБАРГО ДО 18 сентября 2025 10:00 MSK', '2025-09-18T07:00:00.000Z'],
  ])('%j ends at %s', (words, time) => {
    expect(readEmbargo(words, ITEM_DATE, 'Europe/Berlin')).toEqual({ until: time, warnings: [] });
  });

  it.each([
    ['Sperrfrist: 18.9.2025, 10.00 Uhr', 'Europe/Berlin', '2025-09-18T08:00:00.000Z'],
    ['Sperrfrist 18.09.2025 10 Uhr', 'Europe/Berlin', '2025-09-18T08:00:00.000Z'],
    ['EMBARGOED UNTIL 6 AM, SEPT 18', 'Asia/Kolkata', '2025-09-18T00:30:00.000Z'],
    // The clock shows 02:30 twice: the later counts.
    ['Sperrfrist: 26.10.2025, 2.30 Uhr', 'Europe/Berlin', '2025-10-26T01:30:00.000Z'],
  ])('%j without a zone is read in %s, with a warning', (words, timezone, time) => {
    const found = readEmbargo(words, ITEM_DATE, timezone);
    expect(found.until).toBe(time);
    expect(found.warnings).toMatchObject([{ code: 'embargo-without-zone' }]);
  });

  it.each([
    'EMBARGOED UNTIL 6 PM',
    'EMBARGOED UNTIL NOON',
    'EMBARGOED UNTIL SEPT 18',
    'EMBARGOED UNTIL THURSDAY 0001 GMT',
    'EMBARGOED UNTIL MIDNIGHT SEPT 18',
    'EMBARGOED UNTIL 6 a.m. local time, Sept 18',
    'EMBARGOED UNTIL 6 a.m. XQT, Sept 18',
    'EMBARGOED UNTIL 0001 GMT Sept 31',
    'EMBARGOED UNTIL 25:00 GMT Sept 18',
    'EMBARGOED UNTIL 13 p.m. GMT Sept 18',
    'EMBARGOED UNTIL 0001 GMT Sept 18 or 0600 GMT Sept 19',
    'EMBARGOED UNTIL 0001 or 0600 GMT Sept 18',
    'EMBARGOED UNTIL 9/18/2025 6 a.m. GMT',
    'EMBARGOED UNTIL 0001 GMT Thursday, Sept 18 - LONDON, Sept 17 (Ostwire) - Ferries',
    'EMBARGO LIFTED',
    'Sperrfrist: Sendungsende',
    'EMBARGO:',
  ])('%j has no certain end', (words) => {
    expect(until(words)).toBeNull();
    expect(readEmbargo(words, ITEM_DATE, 'UTC').warnings).toMatchObject([{ code: 'embargo-not-understood' }]);
  });
});

describe('the embargo of an item', () => {
  const item = (title: string, ...paragraphs: string[]) =>
    itemAt(
      read(
        inChannel(
          `<item><title>${title}</title><guid>g</guid><pubDate>Wed, 17 Sep 2025 09:00:00 GMT</pubDate><description>&lt;p&gt;${paragraphs.join('&lt;/p&gt;&lt;p&gt;')}&lt;/p&gt;</description></item>`,
        ),
      ),
    );
  const COPY = 'PORT ALDER, Sept 17 (Ostwire) - The ferries run again after nine days of repair.';

  it.each([
    ['headline', ['EMBARGOED UNTIL 0001 GMT Sept 18: Ferries run', COPY]],
    ['first paragraph', ['Ferries run', 'EMBARGOED UNTIL 0001 GMT Sept 18', COPY]],
    [
      'last paragraph',
      ['Ferries run', COPY, 'More.', 'More.', 'More.', 'More.', 'EMBARGOED UNTIL 0001 GMT Sept 18'],
    ],
  ])('is read in the %s, which stays in the text', (_where, [title = '', ...paragraphs]) => {
    const read = item(title, ...paragraphs);
    expect(read).toMatchObject({
      kind: 'story',
      embargoedUntil: '2025-09-18T00:01:00.000Z',
      signals: ['embargo'],
    });
    expect(read.text).toBe(paragraphs.join('\n'));
  });

  it('is the latest of several', () => {
    const read = item('EMBARGOED UNTIL 0001 GMT Sept 18: Ferries', 'EMBARGOED UNTIL 0600 GMT Sept 18', COPY);
    expect(read.embargoedUntil).toBe('2025-09-18T06:00:00.000Z');
  });

  it('stays open where one of several cannot be read', () => {
    const read = item('EMBARGOED UNTIL 0001 GMT Sept 18: Ferries', 'EMBARGOED UNTIL THE SPEECH ENDS', COPY);
    expect(read.signals).toEqual(['embargo', 'embargo-open']);
    expect(read.embargoedUntil).toBe('2025-09-18T00:01:00.000Z');
  });

  it.each([
    [
      'Pictures to come.\nEMBARGOED UNTIL 0001 GMT\nThursday, Sept 18',
      '2025-09-18T00:01:00.000Z',
      ['embargo'],
    ],
    ['Please note the embargo until 0001 GMT, Sept 18', '2025-09-18T00:01:00.000Z', ['embargo']],
    [
      'Not for public release until 12noon UTC on Thursday, September 18, 2025',
      '2025-09-18T12:00:00.000Z',
      ['embargo'],
    ],
    ['Bitte die Sperrfrist beachten', null, ['embargo']],
  ])('is read anywhere in the note %j', (note, until, signals) => {
    const found = readSignals(
      { headline: 'Ferries run', slugline: null, paragraphs: [COPY], edNote: note },
      { conventions: [], itemDate: ITEM_DATE, timezone: 'UTC' },
    );
    expect(found.signals).toEqual(signals);
    expect(found.embargo).toMatchObject({ until, open: until === null });
  });

  it('in a note takes nothing from one in the headline', () => {
    const found = readSignals(
      {
        headline: 'EMBARGOED UNTIL 0600 GMT Sept 19',
        slugline: null,
        paragraphs: [COPY],
        edNote: 'Embargoed until 0001 GMT Sept 18',
      },
      { conventions: [], itemDate: ITEM_DATE, timezone: 'UTC' },
    );
    expect(found.embargo).toMatchObject({ until: '2025-09-19T06:00:00.000Z', open: false });
  });

  it('in a text is the latest of header and copy', () => {
    const text = (header: string, line: string) =>
      itemAt(
        read(`Headline: Ferries\nDate: 2025-09-17 09:00 GMT\nEmbargo: ${header}\n\n${line}\n\n${COPY}\n`, {
          format: 'text',
        }),
      );
    const early = '2025-09-17 12:00 GMT';
    expect(text(early, 'EMBARGOED UNTIL 0001 GMT Sept 18')).toMatchObject({
      embargoedUntil: '2025-09-18T00:01:00.000Z',
      signals: ['embargo'],
    });
    expect(text(early, 'EMBARGOED UNTIL THE SPEECH ENDS').signals).toContain('embargo-open');
    expect(text('the speech', 'EMBARGOED UNTIL 0001 GMT Sept 18').signals).toContain('embargo-open');
  });
});
