import { expect, test } from 'vitest';
import { jsonFixture } from '../json/support.ts';
import { codes, itemAt, read } from '../support/read.ts';

const reading = read(jsonFixture('ap-json/feed-with-story-picture-advisory-and-kill.json'));
const byGuid = (guid: string) => reading.items.find((item) => item.guid === guid);

test('when a feed brings a story, its fields and its NITF are read', () => {
  expect(itemAt(reading)).toMatchObject({
    format: 'ap-json',
    guid: 'story0001',
    version: '2',
    versionCreated: '2025-09-17T08:00:00.000Z',
    firstCreated: '2025-09-17T07:00:00.000Z',
    status: 'usable',
    kind: 'story',
    headline: 'Harbour bridge reopens',
    slugline: 'BC-HARBOUR BRIDGE',
    byline: 'By BRAM OKAFOR-LIND',
    edNote: 'UPDATES with quote.',
    urgency: 3,
    summary: 'The bridge is open.',
    keywords: ['bridge'],
    places: ['Port Elm', 'Elmshire', 'Freeland'],
    rights: { copyright: 'Copyright 2025 Example Press.', usageTerms: 'Editorial use only.\nNo archive.' },
    related: [{ rel: 'picture', guid: 'pic0001' }],
    subjects: [
      { scheme: 'http://cv.wire.example/id/', code: 'x1', name: 'Bridges' },
      { scheme: 'ap-category', code: 'i', name: 'i' },
    ],
    text: 'PORT ELM (AP) — The harbour bridge opened again Wednesday.\n“At last,” said Ada Penhaligon.\nTolls & fees stay.',
    refusal: null,
  });
  expect(itemAt(reading).signals).toContain('update');
  expect(itemAt(reading).dateline?.text).toMatch(/^PORT ELM/);
  expect(itemAt(reading).media).toMatchObject([
    { url: 'https://api.wire.example/d/pic0001.jpg', width: 3000 },
  ]);
});

test('when it brings a picture, the picture comes with its caption and credit', () => {
  expect(byGuid('pic0001')).toMatchObject({
    kind: 'picture',
    byline: 'Cleo Marsh',
    credit: 'EXAMPLE',
    summary: 'The bridge at dawn. (Photo/Cleo Marsh)',
    media: [
      {
        url: 'https://api.wire.example/d/pic0001.jpg',
        caption: 'The bridge at dawn. (Photo/Cleo Marsh)',
        length: 99,
      },
    ],
  });
});

test('when AP does not mark it as news content, it is for editors', () => {
  expect(byGuid('adv00001')).toMatchObject({ kind: 'advisory', signals: ['advisory'] });
  const unmarked = itemAt(
    read('{"item":{"altids":{"itemid":"1"},"type":"text","headline":"h","body_nitf":"<p>x</p>"}}'),
  );
  expect([unmarked.kind, codes(unmarked.warnings)]).toEqual(['advisory', ['not-news-content']]);
});

test('when AP kills a story, it is canceled', () => {
  expect(byGuid('kill0001')).toMatchObject({ status: 'canceled', kind: 'kill' });
  expect(byGuid('kill0001')?.signals).toContain('kill');
});

test('when it is embargoed, it is so until its time, or without end where there is none', () => {
  expect(byGuid('emb00001')).toMatchObject({ status: 'usable', embargoedUntil: '2025-09-17T18:00:00.000Z' });
  const open = read(
    '{"item":{"altids":{"itemid":"1"},"pubstatus":"embargoed","signals":["newscontent"],"type":"text","headline":"h","body_nitf":"<p>x</p>"}}',
    { emptyEmbargo: 'ignore' },
  );
  expect(itemAt(open)).toMatchObject({ embargoedUntil: null, signals: ['embargo'] });
});

test('when the story is only named by its address, or its status is not known, that item fails alone', () => {
  expect(reading.failures).toMatchObject([
    { code: 'body-not-included', index: 5 },
    { code: 'status-unknown', index: 6 },
  ]);
  expect(reading.failures.every(({ line }) => line !== null && line > 1)).toBe(true);
  expect(reading.items).toHaveLength(5);
});

const bare = { altids: { itemid: 'a1' }, type: 'text', headline: 'h', signals: ['newscontent'], bylines: [] };

test.each([
  ['an item answer', { api_version: '2', data: { item: { ...bare, body_nitf: '<p>Words.</p>' } } }],
  [
    'an item answer with its NITF beside it',
    { data: { item: bare }, nitf: { body_html: '<block id="Main"><p>Words.</p></block>' } },
  ],
  ['NITF inside the rendition', { item: { ...bare, renditions: { nitf: { content: '<p>Words.</p>' } } } }],
  [
    'a bare item',
    { ...bare, body_nitf: '<nitf><body><body.content><p>Words.</p></body.content></body></nitf>' },
  ],
  ['a list of answers', [{ item: { ...bare, body_html: '<p>Words.</p>' } }]],
  ['a search', { data: { items: [{ meta: {}, item: { ...bare, body_text: 'Words.' } }] } }],
])('%s is read', (_what, document) => {
  expect(itemAt(read(JSON.stringify(document)))).toMatchObject({ guid: 'a1', text: 'Words.', kind: 'story' });
});

test('when there is nothing new in a feed, nothing comes of it', () => {
  const empty = read('{"api_version":"2.2","data":{"current_item_count":0,"items":[]}}');
  expect(empty).toMatchObject({ items: [], failures: [], summary: { format: 'ap-json' } });
});

test('when a kill is damaged, it still stops its story', () => {
  const damaged = read(JSON.stringify({ item: { ...bare, pubstatus: 'canceled', headline: ['h'] } }));
  expect(itemAt(damaged)).toMatchObject({ guid: 'a1', status: 'canceled', text: '', headline: null });
});
