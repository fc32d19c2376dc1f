import { describe, expect, test } from 'vitest';
import { jsonFixture, sharedFile, sharedFiles, wordsOf, wordsOfHtml } from '../json/support.ts';
import { codes, itemAt, read } from '../support/read.ts';

test('when a story has a notepad and an infobox, the notepad stays out and the infobox in', () => {
  const item = itemAt(read(jsonFixture('dpa-json/story-with-notepad-and-infobox.json')));
  expect(item).toMatchObject({
    format: 'dpa-json',
    guid: 'urn:newsml:meridian.example:20250917:0001',
    version: '2',
    versionCreated: '2025-09-17T08:00:00.000Z',
    status: 'usable',
    kind: 'story',
    signals: ['correction'],
    headline: 'Hafenbrücke wieder offen',
    byline: 'Von Ada Penhaligon, mw',
    credit: 'mw',
    urgency: 3,
    language: 'de',
    summary: 'Die Brücke ist offen.',
    keywords: ['Brücke'],
    places: ['Ulmhafen'],
    subjects: [{ scheme: 'dpasubject', code: '12', name: 'Verkehr' }],
    edNote: 'mw ap/bo\nZweiter Absatz: zwei statt drei Kronen.',
    dateline: { text: 'Ulmhafen (mw)', place: 'Ulmhafen' },
    related: [{ rel: 'image', guid: 'urn:newsml:meridian.example:20250917:pic' }],
    media: [
      {
        url: 'https://media.meridian.example/b-2048.jpeg',
        caption: 'Die Brücke am Morgen',
        credit: 'Cleo Marsh/mw',
      },
    ],
    text: 'Ulmhafen (mw) - Die Hafenbrücke ist wieder offen.\nMaut bleibt\nDie Maut bleibt bei zwei Kronen.\nZahlen\nElf Wochen.',
    refusal: null,
  });
  expect(item.warnings.map(({ message }) => message)).toEqual([
    'the notepad, contacts, the links were left out',
  ]);
  expect(JSON.stringify(item)).not.toContain('Hafenmeister');
});

describe('a wireQ answer', () => {
  const reading = read(jsonFixture('dpa-json/wireq-answer-with-bad-entry.json'));

  test('each entry is an item, and bad ones fail alone', () => {
    expect(reading.items.map(({ guid }) => guid.slice(-4))).toEqual(['1001', '1002', '1004', '1005']);
    expect(reading.failures).toMatchObject([
      { code: 'json-wrong-type', index: 2 },
      { code: 'signal-unknown', index: 5 },
    ]);
  });

  test('the dateline stands before the first words; parts not for publication and players are left out', () => {
    expect(reading.items[0]?.text).toBe('Ulmhafen (mw) - Erster Absatz.\nZweiter Absatz.');
    expect(codes(reading.items[0]?.warnings ?? [])).toEqual(['embed-left-out', 'part-not-public']);
  });

  test('an empty cancel is a cancel', () => {
    expect(reading.items[1]).toMatchObject({ status: 'canceled', text: '' });
  });

  test('an embargo is read from its field and its note', () => {
    expect(reading.items[2]).toMatchObject({ embargoedUntil: '2025-09-17T17:00:00.000Z' });
    expect(reading.items[2]?.signals).toContain('embargo');
  });

  test('an entry without an article is the picture it comes with', () => {
    expect(reading.items[3]).toMatchObject({ kind: 'picture', summary: 'Die Brücke am Morgen', related: [] });
  });
});

const entry = (more: object) =>
  JSON.stringify({
    format: 'digitalwires@0.9.1',
    urn: 'urn:x:1',
    version_created: '2025-09-17T10:00:00+02:00',
    headline: 'h',
    ...more,
  });

test.each([
  ['null', null, 'usable'],
  ['withheld', 'withheld', 'withheld'],
])('the status %s is read', (_what, pubstatus, status) => {
  expect(itemAt(read(entry({ pubstatus }))).status).toBe(status);
});

test.each([
  ['status-unknown', { pubstatus: 'vielleicht' }],
  ['standard-unknown', { format: 'digitalwires@9.0' }],
  ['json-wrong-type', { article_html: ['<p>x</p>'] }],
  ['json-wrong-type', { notepad: 'x' }],
])('%s fails the item', (code, more) => {
  expect(read(entry(more))).toMatchObject({ items: [], failures: [{ code, index: 0 }] });
});

test('when the article begins with its dateline, it is not put there twice', () => {
  const item = itemAt(
    read(entry({ dateline: 'Ulmhafen (mw) - ', article_html: '<p>Ulmhafen (mw) - Offen.</p>' })),
  );
  expect(item.text).toBe('Ulmhafen (mw) - Offen.');
});

test('when a wireQ is empty, nothing comes of it', () => {
  expect(read('{"entries":[]}')).toMatchObject({ items: [], failures: [], summary: { format: 'dpa-json' } });
});

test('when the genre says that it is for editors, it is no story', () => {
  const categories = [{ type: 'dnltype:genre', name: 'Achtung', qcode: 'dpatextgenre:27' }];
  expect(itemAt(read(entry({ categories, article_html: '<p>x</p>' })))).toMatchObject({
    kind: 'advisory',
    signals: ['advisory'],
  });
});

test('when a kill is damaged, it still stops its story', () => {
  const damaged = itemAt(read(entry({ pubstatus: 'canceled', version: 3, headline: { text: 'h' } })));
  expect(damaged).toMatchObject({
    guid: 'urn:x:1',
    version: '3',
    status: 'canceled',
    text: '',
    headline: null,
  });
});

const inputs = sharedFiles('dpa', (path) => path.includes('/input/'));

test.skipIf(inputs.length === 0)("no word of dpa's articles is lost, and none added but the dateline", () => {
  for (const path of inputs) {
    const source = JSON.parse(sharedFile(path).toString('utf8'));
    const { items, failures } = read(sharedFile(path));
    expect(failures, path).toEqual([]);
    const article = wordsOfHtml(`${source.article_html ?? ''} ${source.infobox_html ?? ''}`);
    const dateline = source.article_html === null ? [] : wordsOf(source.dateline ?? '');
    const isThere = article.slice(0, dateline.length).join(' ') === dateline.join(' ');
    expect(wordsOf(items[0]?.text ?? ''), path).toEqual(isThere ? article : [...dateline, ...article]);
    expect(items[0]?.refusal, path).toBeNull();
  }
});
