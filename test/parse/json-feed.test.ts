import { expect, test } from 'vitest';
import { fixture, itemAt, read } from './support/read.ts';

const reading = read(fixture('json-feed-1.1.json'));

test('when items are good, their fields are read', () => {
  expect(itemAt(reading, 0)).toMatchObject({
    format: 'json-feed',
    guid: 'mw-1',
    link: 'https://meridian-wire.example/1',
    headline: 'Harbour bridge reopens',
    text: 'The bridge is open.',
    summary: 'Open again',
    firstCreated: '2025-09-17T05:00:00.000Z',
    versionCreated: '2025-09-17T06:00:00.000Z',
    byline: 'Meridian Wire',
    keywords: ['transport'],
  });
  expect(itemAt(reading, 0).media[0]).toMatchObject({
    url: 'https://meridian-wire.example/audio.mp3',
    length: 5,
  });
});

test('when an id is a huge number, no digit of it is lost', () => {
  expect(itemAt(reading, 1)).toMatchObject({
    guid: '12345678901234567890123',
    text: 'One paragraph.\nAnother & <more>.',
    byline: 'Ada Penhaligon',
  });
});

test('when items are wrong, each is a failure with its place and the others are read', () => {
  expect(reading.failures.map(({ code, index, line }) => [code, index, line])).toEqual([
    ['json-wrong-type', 2, 20],
    ['json-duplicate-key', 3, 21],
    ['json-wrong-type', 4, 22],
    ['lone-surrogate', 5, 23],
  ]);
  expect(reading.items.at(-1)?.guid).toBe('mw-7');
});

test.each([
  ['{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"a"},{"id":"2",]}', 84],
  ['{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"a"}', 75],
])('when JSON breaks off, the complete items come and then a failure at its column', (text, column) => {
  const { items, failures } = read(text);
  expect(items.map(({ guid }) => guid)).toEqual(['1']);
  expect(failures).toMatchObject([{ code: 'json-not-well-formed', line: 1, index: null }]);
  expect(failures[0]?.column).toBeGreaterThanOrEqual(column);
});

test('when values are nested too deep, it stops with a code', () => {
  const { failures } = read(`{"version":"https://jsonfeed.org/version/1","x":${'['.repeat(200_000)}`);
  expect(failures).toMatchObject([{ code: 'too-deep', line: 1 }]);
});

test('when a text begins or ends with a no-break space or a byte order mark, that stays in it', () => {
  const [html, text] = read(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: [
        { id: '1', title: '\u00a0A title\ufeff', content_html: ' \ufeffA story\u00a0 ' },
        { id: '2', title: ' Another ', content_text: '\n\u00a0A story' },
      ],
    }),
  ).items;
  expect(html).toMatchObject({ headline: '\u00a0A title\ufeff', text: '\ufeffA story\u00a0' });
  expect(text).toMatchObject({ headline: 'Another', text: '\u00a0A story' });
});
