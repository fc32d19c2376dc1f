// Sign-offs, republishers' disclaimers, and messages that are no stories.

import { describe, expect, it } from 'vitest';
import { takeDisclaimer } from '../../../src/parse/agency/disclaimer.ts';
import { findSignOff } from '../../../src/parse/agency/sign-off.ts';
import { findSignals, isEmbargoLine } from '../../../src/parse/agency/signals.ts';

const COPY = 'The ferries run again, the harbour office said.';

describe('a sign-off', () => {
  it.each([
    '--IANS',
    '-- IANS',
    '—ANI',
    '--OSTWIRE ab/cd',
    'ab/cd',
    'AB/CD/EF',
    'PTI ABC DEF',
    'dpa xx yy',
    '(Reporting by Jane Roe; Editing by Ann Other)',
    'Reporting by Jane Roe; editing by Ann Other',
    '(With inputs from Ostwire)',
    '(ANI)',
    'ENDS',
    '-30-',
    '###',
    '(END)',
    '(Ende)',
    'NNNN',
    'mw/bds',
    'abc-de/fg',
    '--- dpa xy yy z1',
    'dpa abc/de yysw a3 län mno',
    'dpa abc yydd n1 sku',
    'dpa yyzz s5 vee',
    'dpa-AFX ab/cd',
    '/ritzau/',
    '/TASS/.',
    'EFE abc/de',
    '(ANSA).',
    '(ritzau)',
    '(With inputs from Ostwire)',
    '(Bericht von Jane Roe; redigiert von Ann Other)',
    '(Reportado por Jane Roe; editado por Ann Other)',
    '(Additional reporting by Jane Roe in Port Alder; Editing by Ann Other and John Doe)',
  ])('is found in the line %j', (line) => {
    expect(findSignOff([COPY, line])).toBe(line);
  });

  it.each([
    [`${COPY} --IANS`, '--IANS'],
    [`${COPY} (ANI)`, '(ANI)'],
    [`${COPY} (Reporting by Jane Roe)`, '(Reporting by Jane Roe)'],
    [`${COPY} /ritzau/`, '/ritzau/'],
    [`${COPY} EFE`, 'EFE'],
    ['渡轮恢复运行。（完）', '（完）'],
  ])('is found at the end of %j', (paragraph, expected) => {
    expect(findSignOff([COPY, paragraph])).toBe(expected);
  });

  it('of several lines is given whole', () => {
    expect(findSignOff([COPY, '(Reporting by Jane Roe)', '--OSTWIRE', 'ab/cd'])).toBe(
      '(Reporting by Jane Roe)\n--OSTWIRE\nab/cd',
    );
  });

  it.each([
    [COPY],
    ['Reporting by mail is slow.'],
    ['The end'],
    ['and/or maybe'],
    ['10 (NATO)'],
    ['dpa said so.'],
    ['Fin de la historia'],
    ['EFE lo dijo.'],
    ['(Bericht folgt'],
  ])('is not found in %j', (line) => {
    expect(findSignOff([COPY, line])).toBeNull();
  });

  it('is not all there is', () => {
    expect(findSignOff(['ENDS'])).toBeNull();
    expect(findSignOff([])).toBeNull();
  });
});

describe('a republisher’s disclaimer', () => {
  it.each([
    'Disclaimer: This post has been auto-published from an agency feed without any modifications to the text and has not been reviewed by an editor',
    '(This story has not been edited by Harbour Post staff and is auto-generated from a syndicated feed.)',
    '(Except for the headline, this story has not been edited by Harbour Post staff and is published from a syndicated feed.)',
    'Note: This article was published directly from an agency feed without any changes.',
    'DISCLAIMER - this report is auto generated from a news feed',
  ])('is taken out: %j', (disclaimer) => {
    expect(takeDisclaimer([COPY, disclaimer])).toEqual({ paragraphs: [COPY], disclaimer });
  });

  it.each([
    'Disclaimer: shares may fall as well as rise.',
    'Note: prices are in local currency.',
    'This story has a long past.',
    'The feed for the harbour’s seals was auto-published, the keeper said.',
  ])('is not what it looks like: %j', (paragraph) => {
    expect(takeDisclaimer([COPY, paragraph])).toEqual({ paragraphs: [COPY, paragraph], disclaimer: null });
  });
});

describe('a message that is no story', () => {
  it.each([
    ['TEST - please ignore', 'test', 'test'],
    ['This is a test message', 'test', 'test'],
    ['TEST', 'test', 'test'],
    ['Please disregard this test', 'test', 'test'],
    ['KILL: Harbour story', 'kill', 'kill'],
    ['MANDATORY KILL', 'kill', 'kill'],
    ['*** STORY WITHDRAWN ***', 'kill', 'kill'],
    ['WITHDRAWAL: ferries', 'kill', 'kill'],
    ['Please kill the story on ferries', 'kill', 'kill'],
    ['WITHHOLD - ferries', 'advisory', 'withhold'],
    ['CORRECTION: ferries', 'story', 'correction'],
    ['(Corrected) Ferries run', 'story', 'correction'],
    ['ADVISORY: coverage plan', 'advisory', 'advisory'],
    ['Media advisory to all desks', 'advisory', 'advisory'],
    ['ATTENTION EDITORS: ferries', 'advisory', 'advisory'],
    ["Editor's note: ferries", 'advisory', 'advisory'],
  ])('%j is a %s', (line, kind, signal) => {
    expect(findSignals(line, null)).toEqual({ kind, signals: [signal] });
    expect(findSignals(null, line)).toEqual({ kind, signals: [signal] });
  });

  it.each([
    'Test match ends in a draw',
    'Test: islanders beat mainland by four wickets',
    'Kill Harbour rats, council urges',
    'KILLED BY A FALLING CRANE',
    'Corrections officer retires',
    'Advisory council meets',
    'Hold the line, mayor says',
    'Cancelled ferries run again',
    COPY,
  ])('%j is a story', (line) => {
    expect(findSignals(line, line)).toEqual({ kind: 'story', signals: [] });
  });

  it('has every word before it read too', () => {
    expect(findSignals('URGENT - KILL NOTICE', null)).toEqual({ kind: 'kill', signals: ['urgent', 'kill'] });
  });

  it('an embargo in words is seen', () => {
    expect(isEmbargoLine('EMBARGOED UNTIL 6 PM')).toBe(true);
    expect(isEmbargoLine('*** Not for publication before noon ***')).toBe(true);
    expect(isEmbargoLine('Embargo: noon')).toBe(true);
    expect(isEmbargoLine('The arms embargo was lifted')).toBe(false);
  });
});
