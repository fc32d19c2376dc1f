import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/model/parse-result.ts';
import { codes, itemAt, read } from '../support/read.ts';
import { fixture, message, readFixture, readText } from './support.ts';

describe('a story with notes, byline and hyphens', () => {
  const item = itemAt(readFixture('story-with-notes-byline-and-hyphens'));

  test('has what its header states', () => {
    expect(item).toMatchObject({
      format: 'iptc7901',
      urgency: 3,
      slugline: 'Verkehr/Brücken/Seestadt',
      keywords: ['Verkehr', 'Brücken', 'Seestadt'],
      credit: 'mer',
      subjects: [{ scheme: 'iptc7901:category', code: 'vm', name: 'Vermischtes' }],
      versionCreated: '2025-09-17T10:05:00.000Z',
      version: null,
    });
  });

  test('has a headline of two lines and a byline, neither in the text', () => {
    expect(item.headline).toBe('Hafenbrücke von Seestadt wieder offen - Fähren fahren nach altem Plan');
    expect(item.byline).toBe('Ada Penhaligon, mer');
    expect(item.text).not.toContain('Penhaligon');
  });

  test('has the notes above the copy in edNote, and their word on the version among the signals', () => {
    expect(item.edNote?.split('\n')).toEqual([
      '(Zusammenfassung 1630 - Neu: Zitat des Hafenmeisters)',
      '(Foto Archiv)',
    ]);
    expect(item.signals).toContain('update');
  });

  test('joins wrapped lines with one space and never rejoins a word', () => {
    expect(item.text.split('\n')).toEqual([
      'Die Brücke ist offen. Die Fähren fahren.',
      'Seestadt (mer) - Die Hafenbrücke von Seestadt ist seit Mittwoch wieder offen. Mehr als 400 Fahrzeuge fuhren in der ersten ' +
        'Stunde über den neuen Belag. «Bitte fahren Sie langsam», sagte der Hafenmeister - und das sei ernst gemeint. Der See- ' +
        'Fahrplan bleibt.',
      'Neue Farben',
      'Die Geländer sind jetzt grün, was einigen An- wohnern gefällt und anderen nicht. Ein zweiter Anstrich soll im Frühjahr folgen.',
      'mer ap/lo yy n1',
    ]);
    expect(item.refusal).toBeNull();
  });
});

describe('what is not for publication', () => {
  const item = itemAt(readFixture('notebook-and-contacts-not-for-publication'));

  test('is neither in the text nor in a note, and is named', () => {
    const shown = JSON.stringify({ ...item, warnings: [] });
    expect(shown).not.toContain('Reyl');
    expect(shown).not.toContain('1234567');
    expect(item.warnings.find(({ code }) => code === 'part-not-public')?.message).toContain('Kontakte');
  });

  test('leaves the notebook to the editors', () => {
    expect(item.text).toBe('Lindhagen (dpa) - Die Fähre fährt seit 7.00 Uhr.');
    expect(item.edNote).toContain('Dies ist eine erfundene Meldung');
    expect(item.edNote).toContain('dpa tr yyzz n1 ap');
    expect(codes(item.warnings)).toContain('notebook-in-ed-note');
  });

  test("takes dpa's teaser for the summary", () => {
    expect(item.summary).toBe('Die Fähre fährt seit dem Morgen. Der Sturm ist vorbei.');
    expect(codes(item.warnings)).toContain('lead-in-as-summary');
  });

  test('makes an advisory of a message that holds nothing else', () => {
    const notice = itemAt(readFixture('not-for-publication-from-the-start'));
    expect(notice).toMatchObject({ kind: 'advisory', text: '' });
  });

  test.each([
    'The following information is not intended for publication',
    'Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt',
    '*** NOT FOR PUBLICATION ***',
    'Nicht zur Veröffentlichung:',
    'dpa-Kontakte',
  ])('begins at %j', (mark) => {
    const bytes = Buffer.from(
      message(`Headline =\n\nCopy.\n\n${mark}\n\nSecret.`).toString('latin1'),
      'utf8',
    );
    expect(itemAt(read(bytes)).text).toBe('Copy.');
  });

  test('does not begin at a sentence about it', () => {
    const { text } = itemAt(
      readText('Headline =\n\nHe said: "This is\nnot for publication in any form."\n\nMore.'),
    );
    expect(text).toContain('More.');
  });
});

describe('tables and lists', () => {
  const item = itemAt(readFixture('tables-and-lists'));

  test('become a table where bars mark the cells, and a list where stars mark its items', () => {
    expect(item.bodyHtml).toContain('<td>SV Lindhagen</td><td>2:1 (1:0)</td>');
    expect(item.bodyHtml).toContain(
      '<li>Ein Punkt der Liste, der so lang ist, dass er auf eine zweite Zeile geht</li>',
    );
  });

  test('keep their lines where columns are held apart by spaces, dots or tabs', () => {
    expect(item.text).toContain('Seestadt 12 3:1\nLindhagen.......11 2:2\nNorderhafen 10 0:4');
  });
});

describe('lines', () => {
  test('end where the agency says so, by a quad', () => {
    const wrapped = itemAt(readText(`A headline =\n\n${'word '.repeat(13)}\nand more of it here`));
    expect(wrapped.text.split('\n')).toHaveLength(1);
    const quads = itemAt(readText(`A headline =\n\n${'word '.repeat(13)}<\nand more of it here`));
    expect(quads.text.split('\n')).toHaveLength(2);
  });

  test('begin a paragraph by indentation', () => {
    const line = 'Some words that fill the line of the wire up to where it is wrapped';
    const { bodyHtml } = itemAt(readText(`A headline =\n\n   ${line}\nand on.\n   ${line}\n   Third.`));
    expect(bodyHtml.match(/<p>/g)).toHaveLength(2);
  });

  test('end at any kind of line end', () => {
    const expected = itemAt(readText('A headline =\n\nFirst.\n\nSecond.')).text;
    for (const end of ['\r\n', '\r', '\r\r\n'])
      expect(itemAt(readText(`A headline =\n\nFirst.\n\nSecond.`.replaceAll('\n', end))).text).toBe(expected);
  });

  test('keep what only looks like space', () => {
    expect(itemAt(readText('A headline =\n\nText\xa0', {}, { charset: 'iso-8859-1' })).text).toBe(
      'Text\u00a0',
    );
  });
});

describe('characters', () => {
  test('are ASCII or UTF-8 where the source says nothing', () => {
    expect(itemAt(readFixture('german-seven-bit')).headline).toBe('Neue B}hne f}r M|we');
    expect(itemAt(readFixture('story-with-notes-byline-and-hyphens')).text).toContain('Brücke');
  });

  test.each([
    ['iso646-de', '[\\]{|}~@', 'ÄÖÜäöüß§'],
    ['iso646-fr', '@\\{}#`', 'àçéè£µ'],
    ['iso646-se', '[\\]{|}', 'ÄÖÅäöå'],
    ['iso646-dk', '[\\]{|}', 'ÆØÅæøå'],
    ['iso646-no', '[\\]{|}', 'ÆØÅæøå'],
    ['iso646-es', '\\|[]', 'Ññ¡¿'],
    ['iso646-it', '[]{|}~`', '°éàòèìù'],
    ['iso646-gb', '#', '£'],
    ['iso-8859-2', '\xb1\xe6', 'ąć'],
    ['iso-8859-5', '\xd0\xd1', 'аб'],
    ['cp437', '\x84\x94\x81\xe1', 'äöüß'],
    ['cp850', '\x86\x91\x9b', 'åæø'],
    ['windows-1252', '\x93\xe9\x94', '“é”'],
    ['windows-1251', '\xe0\xe1', 'аб'],
  ])('of %s', (charset, sent, expected) => {
    const reading = readText(`Headline =\n\nx ${sent} x`, {}, { charset });
    expect(itemAt(reading).text).toBe(`x ${expected} x`);
    expect(reading.summary.charset).toBe(charset);
  });

  test.each([
    ['the right half of Latin-1', '\x1b-A\xe9', 'é'],
    ['Latin-1 between SO and SI', '\x1b-A\x0ei\x0fi', 'éi'],
    ['the German set and back', '\x1b(K{\x1b(B{', 'ä{'],
    ['UTF-8 and back', '\x1b%G\xc3\xa9\x1b%@e', 'ée'],
    ['Greek', '\x1b-F\xe1\xe2', 'αβ'],
  ])('named by an escape sequence: %s', (_name, sent, expected) => {
    expect(itemAt(readText(`Headline =\n\nx ${sent} x`)).text).toBe(`x ${expected} x`);
  });

  test.each([
    ['a byte of no known set', 'x \xe9 x', 'charset-undecodable'],
    ['a set that is not known', 'x \x1b(~a x', 'charset-unsupported'],
    ['an escape that begins nothing', 'x \x1b\x07 x', 'charset-unsupported'],
    ['a character lost on the way', 'x \x1a x', 'charset-undecodable'],
  ])('fail with %s', (_name, sent, code) => {
    const { items, failures } = readText(`Headline =\n\n${sent}`);
    expect(items).toEqual([]);
    expect(failures).toMatchObject([{ code, index: 0 }]);
  });

  test('fail for a set that is not known', () => {
    const { failures } = readText('x', {}, { charset: 'klingon-1' });
    expect(failures).toMatchObject([{ code: 'charset-unsupported', index: null }]);
  });

  test('fail in one message without harm to its neighbours', () => {
    const { items, failures } = readFixture('byte-of-no-known-set-between-good-messages');
    expect(items.map(({ headline }) => headline)).toEqual(['Meldung 1', 'Meldung 3']);
    expect(failures).toMatchObject([{ code: 'charset-undecodable', index: 1, line: 16, column: 36 }]);
  });
});

describe('control characters', () => {
  test('that ring, fill or set type leave no trace', () => {
    const { text, warnings } = itemAt(readText('Headline =\n\nA \x07\x11b\x12old\x0e w\x0ford\x00\x7f.'));
    expect(text).toBe('A bold word.');
    expect(codes(warnings)).not.toContain('control-characters');
  });

  test('that hold an instruction to a machine take it with them, and it is named', () => {
    const { text, warnings } = itemAt(readText('Headline =\n\nA \x0cfont 7\x0bword.'));
    expect(text).toBe('A word.');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'typesetting-left-out' }));
  });

  test('that kill a word do so, and it is named', () => {
    const { text, warnings } = itemAt(readText('Headline =\n\nA wrogn\x18 wrong word.'));
    expect(text).toBe('A wrong word.');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'word-killed' }));
  });

  test('without a meaning are spaces, with a warning', () => {
    const { text, warnings } = itemAt(readText('Headline =\n\nA\x1cword.'));
    expect(text).toBe('A word.');
    expect(codes(warnings)).toContain('control-characters');
  });
});

describe('adds, takes and leads', () => {
  const { items } = readFixture('adds-takes-and-leads');

  test('a lead, a refile and a correction are stories', () => {
    expect(items.map(({ kind }) => kind)).toEqual(['story', 'advisory', 'advisory', 'story', 'story']);
    expect(items[0]?.signals).toContain('lead');
    expect(items[3]?.signals).toEqual(expect.arrayContaining(['lead', 'refile']));
    expect(items[4]?.signals).toContain('correction');
  });

  test('an add and a take are held and never stand for the story', () => {
    expect(items[1]).toMatchObject({ kind: 'advisory', signals: expect.arrayContaining(['add']) });
    expect(items[2]).toMatchObject({ kind: 'advisory', signals: expect.arrayContaining(['take']) });
    expect(new Set(items.map(({ guid }) => guid)).size).toBe(items.length);
  });

  test('an embargo in a note above the headline is one', () => {
    expect(itemAt(readFixture('embargo-in-a-note')).signals).toContain('embargo');
  });
});

describe('identity', () => {
  const bytes = fixture('story-with-notes-byline-and-hyphens');
  const guid = itemAt(read(bytes)).guid;

  test('is made of service, number, date and a digest', () => {
    expect(guid).toMatch(/^iptc7901:mer0123:2025-09-17:[0-9a-f]{16}$/);
  });

  test('is the same at each delivery, whenever, with whatever fillers and line ends', () => {
    const again = Buffer.concat([Buffer.from('\0\0\x16\x16\r\n'), bytes, Buffer.from('\x7f\x7f')]);
    expect(itemAt(read(again, { receivedAt: '2031-01-01T00:00:00.000Z' })).guid).toBe(guid);
    const unix = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    expect(itemAt(read(unix)).guid).toBe(guid);
  });

  test('without month and year does not hang on the time of receipt', () => {
    const guids = ['2025-09-17T12:00:00.000Z', '2026-02-17T12:00:00.000Z'].map(
      (receivedAt) => itemAt(readFixture('day-and-time-only', { receivedAt })).guid,
    );
    expect(new Set(guids).size).toBe(1);
  });

  test('differs when a number comes again on another day or with another text', () => {
    const of = (text: string, trailer: string) => itemAt(readText(`H =\n\n${text}`, { trailer })).guid;
    const first = of('Text.', '171205 Sep 25');
    expect(of('Text.', '181205 Sep 25')).not.toBe(first);
    expect(of('Other text.', '171205 Sep 25')).not.toBe(first);
    expect(of('Text.', '171205 Sep 25')).toBe(first);
  });
});

describe('time', () => {
  test.each([
    ['171205 Sep 25', '2025-09-17T12:05:00.000Z'],
    ['171205 GMT Okt 25', '2025-10-17T12:05:00.000Z'],
    ['171205 MESZ Sep 25', '2025-09-17T10:05:00.000Z'],
    ['171205 Sep', '2025-09-17T12:05:00.000Z'],
    ['171105', '2025-09-17T11:05:00.000Z'],
    ['301105', '2025-08-30T11:05:00.000Z'],
    ['171205 Dez', '2024-12-17T12:05:00.000Z'],
  ])('%s', (trailer, expected) => {
    expect(itemAt(readText('H =\n\nText.', { trailer })).versionCreated).toBe(expected);
  });

  test('that is none is a warning', () => {
    const item = itemAt(readText('H =\n\nText.', { trailer: '' }));
    expect(item.versionCreated).toBeNull();
    expect(codes(item.warnings)).toContain('time-missing');
  });
});

describe('a header', () => {
  test('of other agencies', () => {
    const item = itemAt(
      readText('H=\nBerlin (KNA) Text.', { header: 'bkn014 4 pl 171 vvvvb KNA 170123-89-00065#2' }),
    );
    expect(item).toMatchObject({ headline: 'H', urgency: 4, credit: 'KNA', text: 'Berlin (KNA) Text.' });
    expect(item.guid).toContain(':bkn014:');
  });

  test('that is not understood leaves its fields empty, with a warning', () => {
    const item = itemAt(readText('H =\n\nText.', { header: 'something else' }, { format: 'iptc7901' }));
    expect(item).toMatchObject({ urgency: null, subjects: [], text: 'Text.' });
    expect(codes(item.warnings)).toEqual(expect.arrayContaining(['header-not-understood', 'guid-missing']));
  });

  test('with a count far from the words there are is a warning', () => {
    const warned = (count: number) =>
      codes(
        itemAt(readText('H =\n\nText of five words here.', { header: `mer0001 4 vm ${count}` })).warnings,
      );
    expect(warned(5)).not.toContain('word-count-differs');
    expect(warned(0)).not.toContain('word-count-differs');
    expect(warned(400)).toContain('word-count-differs');
  });
});

describe('a headline', () => {
  test('of a message without the mark is the line set apart from the copy', () => {
    const item = itemAt(readText('Bridge reopens\n\nNEWHAVEN (MW) - It did.'));
    expect(item).toMatchObject({ headline: 'Bridge reopens', text: 'NEWHAVEN (MW) - It did.' });
  });

  test('is none where the copy begins at once', () => {
    const item = itemAt(readText('NEWHAVEN (MW) - It reopened today.\n\nMore.'));
    expect(item).toMatchObject({ headline: null, text: 'NEWHAVEN (MW) - It reopened today.\nMore.' });
  });
});

describe('a transmission', () => {
  test('with a message cut off keeps its neighbours, and says where', () => {
    const { items, failures } = readFixture('cut-off-between-good-messages');
    expect(items.map(({ headline }) => headline)).toEqual(['Meldung 1', 'Meldung 3', 'Meldung 4']);
    expect(failures).toMatchObject([
      { code: 'message-cut-off', index: 1, line: 11 },
      { code: 'text-outside-message', index: 3 },
    ]);
  });

  test('cut off in its header', () => {
    const { items, failures } = read('\x01mer0001 4 vm', { format: 'iptc7901' });
    expect(items).toEqual([]);
    expect(failures).toMatchObject([{ code: 'message-cut-off', line: 1, column: 1 }]);
  });

  test('that is none', () => {
    expect(read('Just text.', { format: 'iptc7901' }).failures.length).toBeGreaterThan(0);
    expect(read('', { format: 'iptc7901' }).failures).toMatchObject([{ code: 'not-framed' }]);
  });

  test('stays within the limits', () => {
    const two = Buffer.concat([message('A =\n\nText.'), message('B =\n\nText.')]);
    expect(read(two, { limits: { ...DEFAULT_LIMITS, items: 1 } }).failures).toMatchObject([
      { code: 'too-many-items', index: null },
    ]);
    expect(read(two, { limits: { ...DEFAULT_LIMITS, itemText: 5 } }).failures).toMatchObject([
      { code: 'item-too-long' },
      { code: 'item-too-long' },
    ]);
  });
});
