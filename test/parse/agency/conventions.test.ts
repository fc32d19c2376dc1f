// What agencies put before their copy, one invented example or more per agency and word; and copy that only looks like it.

import { describe, expect, it } from 'vitest';
import { CONVENTION_PLACES, type Convention } from '../../../src/model/convention.ts';
import { type ReadSignals, readSignals, type Wording } from '../../../src/parse/agency/signals.ts';

const COPY = [
  'PORT ALDER, Sept 17 (Ostwire) - The ferries run again after nine days of repair, the harbour office said.',
  'Passengers waited on the quay from early morning.',
];
const CONTEXT = { conventions: [], itemDate: '2025-09-17T09:00:00.000Z', timezone: 'Europe/Berlin' };

const readIn = (wording: Partial<Wording>, conventions: readonly Convention[] = []): ReadSignals =>
  readSignals(
    { headline: 'Ferries run again', slugline: null, paragraphs: COPY, edNote: null, ...wording },
    { ...CONTEXT, conventions },
  );

describe('a headline', () => {
  it.each([
    // Reuters
    ['UPDATE 3-Ferries run again', 'update'],
    ['UPDATE 1-US harbour reopens', 'update'],
    ['UPDATE 2 - Ferries run again', 'update'],
    ['CORRECTED-Ferries run again', 'correction'],
    ['CORRECTED (OFFICIAL)-Ferries run again', 'correction'],
    ['OFFICIAL CORRECTION-Ferries run again', 'correction'],
    ['REFILE-Ferries run again', 'refile'],
    ['RPT-Ferries run again', 'repeat'],
    ['WRAPUP 2-Ferries run again', 'wrapup'],
    ['TEXT-Statement of the harbour office', 'text'],
    ['FACTBOX-Nine days without ferries', 'factbox'],
    ['BRIEF-Alder Lines lifts outlook', 'brief'],
    ['EXCLUSIVE-Alder Lines in talks', 'exclusive'],
    ['TIMELINE-Nine days without ferries', 'timeline'],
    ['PRESS DIGEST-Alder papers - Sept 17', 'press-digest'],
    ['RPT-UPDATE 2-Ferries run again', 'repeat update'],
    ['CORRECTED-UPDATE 1-Ferries run again', 'correction update'],
    ['REFILE-RPT-WRAPUP 4-Ferries run again', 'refile repeat wrapup'],
    // AP, UPI, Yonhap, Kyodo, Xinhua
    ['BC-Port Alder Ferries, 1st Ld-Writethru,0345', 'lead writethru'],
    ['1stLd-Writethru, Ferries', 'lead writethru'],
    ['BC-Port Alder Ferries, 2nd Ld,0345', 'lead'],
    ['BC-Port Alder Ferries, 1st Add,0100', 'add'],
    ['BC-Port Alder Ferries, 2nd Sub,0100', 'sub'],
    ['Correction: Ferries story', 'correction'],
    ['2ND LEAD: Ferries run again', 'lead'],
    ['2ND LD: Ferries run again', 'lead'],
    ['(2nd LD) Ferries run again', 'lead'],
    ['(LEAD) Ferries run again', 'lead'],
    ['(URGENT) Ferries run again', 'urgent'],
    ['Urgent: Ferries run again', 'urgent'],
    ['Roundup: Nine days without ferries', 'wrapup'],
    ['1st Ld-Writethru: Ferries run again', 'lead writethru'],
    ['FLASH: FERRIES RUN', 'flash'],
    ['訂正：フェリー再開', 'correction'],
    ['更正：轮渡恢复', 'correction'],
    // AFP
    ['URGENT - Les ferries reprennent', 'urgent'],
    ['ALERTE: Les ferries reprennent', 'alert'],
    ['RECTIFICATIF - Les ferries reprennent', 'correction'],
    ['ATTENTION - ajoute déclaration /// Les ferries reprennent', 'update'],
    // dpa
    ['(Eil) Fähren fahren wieder', 'urgent'],
    ['EIL: Fähren fahren wieder', 'urgent'],
    ['Blitz: Fähren fahren wieder', 'flash'],
    ['Berichtigung: Fähren fahren wieder', 'correction'],
    ['(Zusammenfassung 1430) Fähren fahren wieder', 'wrapup'],
    ['(Wiederholung) Fähren fahren wieder', 'repeat'],
    // IANS, PTI
    ['Ferries run again (Lead)', ''],
    ['(Lead) Ferries run again', 'lead'],
    ['(Second Lead) Ferries run again', 'lead'],
    ['PTI NEWSALERT: Ferries run again', 'alert'],
    // TASS, EFE, ANSA, Ritzau
    ['СРОЧНО: Паромы снова ходят', 'urgent'],
    ['ИСПРАВЛЕНИЕ: Паромы снова ходят', 'correction'],
    ['CORRECCIÓN: Vuelven los transbordadores', 'correction'],
    ['AMP.- Vuelven los transbordadores', 'update'],
    ['(AMPLIACIÓN) Vuelven los transbordadores', 'update'],
    ['RETTIFICA: Tornano i traghetti', 'correction'],
    ['RETTELSE: Færgerne sejler igen', 'correction'],
  ])('%j says %j, and the item stays a story', (headline, signals) => {
    expect(readIn({ headline })).toMatchObject({
      kind: 'story',
      status: null,
      signals: signals === '' ? [] : signals.split(' '),
    });
  });

  it.each([
    'KILL KILL KILL',
    'KILL: Harbour fire',
    'URGENT KILL NOTICE',
    'BC-Port Alder Ferries-Kill',
    'BC-Port Alder Ferries, KILL',
    'Kill BC-Port Alder Ferries',
    'ELIMINATE BC-Port Alder Ferries',
    'STORY WITHDRAWN - Ferries run again',
    'WITHDRAWN-Ferries run again',
    'ADVISORY-STORY WITHDRAWN',
    'NEWS ADVISORY: STORY KILL',
    'A kill is mandatory',
    'ANNULATION - Les ferries reprennent',
    'ELIMINIERUNG: Fähren',
    'Zurückziehung: Fähren fahren wieder',
    'dpa zieht Meldung über Fähren zurück',
    'ANULACIÓN: Vuelven los transbordadores',
    'ANNULLAMENTO: Tornano i traghetti',
    'ANNULLAMENTO/RETTIFICA',
    'АННУЛИРОВАНА: Паромы снова ходят',
    'Новость о паромах аннулирована',
    'ANNULLERING: Færgerne sejler igen',
    '取り消し：フェリー再開',
    '撤稿：轮渡恢复',
    '[기사취소] 여객선 운항 재개',
  ])('%j is a kill', (headline) => {
    expect(readIn({ headline })).toMatchObject({ kind: 'kill', status: 'canceled' });
    expect(readIn({ headline }).signals).toContain('kill');
  });

  it.each([
    'HOLD HOLD HOLD',
    'HOLD: Ferries',
    'WITHHOLD BC-Port Alder Ferries',
    'Withhold BC-Port Alder Ferries',
    'WITHHOLD - ferries',
  ])('%j is a hold', (headline) => {
    expect(readIn({ headline })).toMatchObject({
      kind: 'advisory',
      status: 'withheld',
      signals: ['withhold'],
    });
  });

  it.each([
    'Achtung Redaktionen: Terminvorschau',
    'Achtung - Planungshinweis',
    'BC-AP-Advisory, Sept 17',
    'NOTE AUX RÉDACTIONS : agenda',
    'ADVISORY-Coverage of the ferries',
    'Eds: coverage plan',
    'ATENCIÓN EDITORES: agenda',
  ])('%j is an advisory', (headline) => {
    expect(readIn({ headline })).toMatchObject({ kind: 'advisory', status: null });
  });

  it.each([
    'TEST - PLEASE IGNORE',
    'Testmeldung: nicht verwenden',
    'Ceci est un test',
    'Esto es una prueba',
    'TEST KILL - please ignore',
    'Это тест',
  ])('%j is a test, whatever it tests', (headline) => {
    expect(readIn({ headline })).toMatchObject({ kind: 'test', status: null });
  });

  it.each([
    'Kill Harbour rats, council urges',
    'Kill bill director returns to Port Alder',
    'KILL BILL TO BE SHOWN AGAIN',
    'KILL-SWITCH PLAN FOR FERRIES',
    'Hold the line, says mayor',
    'HOLD-UP AT ALDER BANK',
    'HOLD THE LINE, SAYS MAYOR',
    'Correction to markets continues',
    'Correction in bond prices deepens',
    'Corrections officer retires',
    'Correctional facility opens',
    'Withdrawal of troops begins',
    'WITHDRAWAL SYMPTOMS AFTER FERRY BAN',
    'Cancelled ferries run again',
    'Story killed in the archive of a lighthouse',
    'Test match ends in a draw',
    'TEST-TUBE LOBSTERS FOR ALDER BAY',
    'Update your charts, skippers told',
    'UPDATE YOUR CHARTS, SKIPPERS TOLD',
    'Lead pipes to be replaced',
    'LEAD-FREE PAINT FOR FERRIES',
    'Take two ferries and a bus',
    'Add salt, says chef',
    'Alert crew saves swimmer',
    'Repeat offenders named on the quay',
    'Editors kill the story of the century, says play',
    'Advisory council meets',
    'Flash floods close quay',
    'Text of the treaty found in attic',
    'Embargo lifted on grain',
    'Embargo on grain lifted',
    'Arms embargo divides council',
    'Please ignore the cat, says lighthouse keeper',
    'Attention turns to the ferries',
    'Notes from the quay',
    'Neu im Hafen: eine Fähre',
    'Eile mit Weile auf der Fähre',
    'Widerruf: Was Kunden wissen müssen',
    'Annulation : le festival remboursé',
    'Prueba de mar para el transbordador',
    'Avance del mar en la costa',
    'Anulada la carrera de botes',
    'Prova di mare per il traghetto',
    'Повтор матча в субботу',
    '取り消しの理由を説明',
    'A killer whale swims into port',
    'The story of a ferry was withdrawn from the library',
    'Urgent talks on ferries',
    'Breaking waves close quay',
    'BC Ferries orders two ships',
    'Exclusive club opens',
  ])('%j is a story and nothing else', (headline) => {
    expect(readIn({ headline })).toMatchObject({ kind: 'story', status: null, signals: [] });
  });

  it('without copy is an alert', () => {
    expect(readIn({ headline: 'FLASH: FERRIES RUN', paragraphs: [] }).kind).toBe('alert');
  });
});

describe('the copy', () => {
  it.each([
    [['EDITORS:', 'A kill is mandatory. Make certain the story is not published.']],
    [['Kill the BC-Port Alder Ferries story sent Sept 17. A kill is mandatory.']],
    [['The story headlined "Ferries run again" that moved at 0900 GMT has been withdrawn.']],
    [['This story has been withdrawn.', ...COPY]],
    [['Subscribers: please ignore our story slugged FERRIES.']],
    [['Eds: Kindly kill the story slugged FERRIES sent earlier.']],
    [['Merci de ne pas tenir compte de notre dépêche.']],
    [['Bitte die Meldung über Fähren nicht verwenden.']],
    [['Rogamos no utilicen la nota sobre transbordadores.']],
    [['Si prega di annullare la notizia sui traghetti.']],
    [['Просьба аннулировать сообщение о паромах.']],
  ])('kills: %j', (paragraphs) => {
    expect(readIn({ paragraphs })).toMatchObject({ kind: 'kill', status: 'canceled' });
  });

  it.each([
    ['(Corrects day in paragraph 2)', 'correction'],
    ['(Refiles to change headline)', 'refile'],
    ['(Adds quotes)', 'update'],
    ['(Repeats with no change)', 'repeat'],
    ['(Berichtigt wurde der Tag im 2. Absatz)', 'correction'],
    ['(Corrige el día)', 'correction'],
  ])('says in its first line %j: %s', (first, signal) => {
    expect(readIn({ paragraphs: [first, ...COPY] })).toMatchObject({
      kind: 'story',
      signals: [signal],
      notes: null,
    });
  });

  it.each([
    'Eds: Adds quotes, background',
    'EDS: UPDATES WITH DETAILS',
    '(Eds: Adding details)',
    'Editors: picture available',
    '(ATTN: ADDS more details in paras 3-4)',
    'Note to editors: the harbour office can be reached by phone',
  ])('holds the note %j, which goes to a person', (note) => {
    const last = readIn({ paragraphs: [...COPY, 'Third.', 'Fourth.', 'Fifth.', note] });
    expect(last).toMatchObject({ kind: 'story', signals: ['note-in-copy'], notes: note });
    const second = readIn({ paragraphs: [COPY[0] ?? '', note, ...COPY] });
    expect(second).toMatchObject({ kind: 'story', signals: ['note-in-copy'], notes: note });
  });

  it('may begin with a note, and the dateline behind it on the same line', () => {
    const found = readIn({ paragraphs: [`(Eds: Adding details) ${COPY[0]}`, COPY[1] ?? ''] });
    expect(found).toMatchObject({ kind: 'story', signals: ['note-in-copy'], notes: '(Eds: Adding details)' });
  });

  it('that is a note and nothing else is an advisory', () => {
    expect(readIn({ paragraphs: ['Eds: coverage of the ferries continues'] }).kind).toBe('advisory');
  });

  it.each([
    'Ed: I never saw the ferry.',
    'Editors at the harbour paper said so.',
    'The report has been withdrawn by the ministry.',
    'An alert was cancelled by noon.',
    'Hold on, the captain said.',
    'Kill the engine, the captain said.',
    'The embargo on grain was lifted in March.',
    'Not for the first time, the ferry was late.',
    'For release of the prisoners, the mayor said, 12 votes were needed.',
    'Adds to the misery, he said.',
    'Corrected figures came on Monday.',
  ])('%j is copy', (line) => {
    expect(readIn({ paragraphs: [COPY[0] ?? '', line, ...COPY] })).toMatchObject({
      kind: 'story',
      signals: [],
    });
    expect(readIn({ paragraphs: [line, ...COPY] })).toMatchObject({ kind: 'story', signals: [] });
  });
});

describe('a slugline', () => {
  it.each([
    ['BC-Port Alder Ferries, 1st Ld-Writethru', 'lead writethru', 'story'],
    ['BC-Port Alder Ferries-Kill', 'kill', 'kill'],
    ['ALDER-FERRIES/KILL', 'kill', 'kill'],
    ['ALDER-FERRIES/HOLD', 'withhold', 'advisory'],
    ['ALDER-FERRIES (UPDATE 2)', '', 'story'],
    ['ALDER-FERRIES, UPDATE 2', 'update', 'story'],
    ['CRICKET-TEST-ALDER', '', 'story'],
    ['BC-Road Kill', '', 'story'],
    ['ALDER-KILL BILL', '', 'story'],
    ['ALDER-TAKE 2', 'take', 'story'],
  ])('%j says %j', (slugline, signal, kind) => {
    const found = readIn({ slugline });
    expect(found.kind).toBe(kind);
    expect(found.signals).toEqual(signal === '' ? [] : signal.split(' '));
  });
});

describe("an editor's note", () => {
  it.each([
    ['Corrects spelling of name in paragraph 3', 'correction', 'story'],
    ['Adds quotes. Updates headline.', 'update', 'story'],
    ['KILL', 'kill', 'kill'],
    ['A kill is mandatory.', 'kill', 'kill'],
    ['With photos.\nHOLD', 'withhold', 'advisory'],
    ['Eds: Correcting day', 'correction', 'story'],
    ['ATTENTION EDITORS - PICTURES AVAILABLE', '', 'story'],
    ['Note to editors: updates the previous version', '', 'story'],
  ])('%j says %j', (edNote, signal, kind) => {
    const found = readIn({ edNote });
    expect(found.kind).toBe(kind);
    expect(found.signals).toEqual(signal === '' ? [] : [signal]);
  });
});

describe('rows of the configuration', () => {
  const row = (pattern: string, more: Partial<Convention> = {}): Convention => ({
    where: ['headline'],
    pattern,
    signal: 'own',
    kind: null,
    status: null,
    ...more,
  });

  it.each([
    ['SPIKE', 'SPIKE: Ferries', true],
    ['SPIKE', 'SPIKE', true],
    ['SPIKE', '*** SPIKE ***', true],
    ['SPIKE', 'SPIKE IN PRICES', false],
    ['SPIKE', 'SPIKED: Ferries', false],
    ['SPIKE', 'Spike: Ferries', false],
    ['SPIKE *', 'SPIKE IN PRICES', true],
    ['SPIK*', 'SPIKED: Ferries', true],

    ['Rev #-', 'Rev 12-Ferries', true],
    ['Rev #-', 'Rev 12 – Ferries', true],
    ['Rev #-', 'Rev Ferries', false],
    ['Rev # of #', 'Rev 1 of 3: Ferries', true],
    ['Story * spiked', 'Story 12 about ferries spiked.', true],
    ['(SPIKE)', '(SPIKE) Ferries', true],
    ['a.b', 'axb: Ferries', false],
    ['a(b+', 'a(b+ Ferries', true],
    ['कॉपी रद्द', 'कॉपी रद्द: नौका', true],
  ])('%j in %j: %s', (pattern, headline, is) => {
    expect(readIn({ headline }, [row(pattern)]).signals).toEqual(is ? ['own'] : []);
  });

  it('set kind and status, and stack with others', () => {
    const spike = row('SPIKE', { signal: 'kill', kind: 'kill', status: 'canceled' });
    expect(readIn({ headline: 'RPT-SPIKE: Ferries' }, [spike])).toMatchObject({
      kind: 'kill',
      status: 'canceled',
      signals: ['repeat', 'kill'],
    });
  });

  it('hold only where they say', () => {
    for (const place of CONVENTION_PLACES) {
      const rows = [row('Desk note:', { where: [place] })];
      const line = 'Desk note: picture';
      expect(readIn({ headline: line }, rows).signals).toEqual(place === 'headline' ? ['own'] : []);
      expect(readIn({ slugline: line }, rows).signals).toEqual(place === 'slugline' ? ['own'] : []);
      expect(readIn({ edNote: line }, rows).signals).toEqual(place === 'note' ? ['own'] : []);
      expect(readIn({ paragraphs: [line, ...COPY] }, rows).signals).toEqual(
        place === 'first-line' ? ['own'] : [],
      );
    }
  });

  it('cannot hide what Stet reads itself', () => {
    const rows = [row('KILL'), row('URGENT*KILL'), row('KILL: *', { kind: 'story', status: 'usable' })];
    expect(readIn({ headline: 'URGENT - KILL: Ferries' }, rows)).toMatchObject({
      kind: 'kill',
      status: 'canceled',
    });
  });

  it('are no regular expressions, and a line that almost matches costs little', () => {
    const rows = [row('a*b*c', { where: ['headline', 'first-line'] })];
    expect(readIn({ headline: `a${'ab'.repeat(100_000)}` }, rows).signals).toEqual([]);
  });
});
