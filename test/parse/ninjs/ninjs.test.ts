import { describe, expect, test } from 'vitest';
import { jsonFixture } from '../json/support.ts';
import { codes, itemAt, read } from '../support/read.ts';

const readFixture = (name: string) => itemAt(read(jsonFixture(`ninjs/${name}`)));

test('when a 1.4 story is complete, its fields are read by the names of 1.x', () => {
  const item = readFixture('ninjs-1.4-full-story.json');
  expect(item).toMatchObject({
    format: 'ninjs',
    guid: 'urn:newsml:meridian.example:20250917:harbour-bridge',
    version: '3',
    versionCreated: '2025-09-17T06:15:00.000Z',
    firstCreated: '2025-09-17T05:00:00.000Z',
    embargoedUntil: '2025-09-17T09:00:00.000Z',
    expires: '2026-09-17T00:00:00.000Z',
    status: 'usable',
    kind: 'story',
    urgency: 4,
    language: 'en-GB',
    headline: 'Harbour bridge reopens & traffic returns',
    slugline: 'bridge-reopens',
    byline: 'By Bram Okafor-Lind',
    summary: 'The bridge is open again.',
    edNote: 'Adds quote in third paragraph.',
    places: ['Port Elm'],
    subjects: [{ scheme: 'http://cv.iptc.org/newscodes/mediatopic/', code: '20000337', name: 'bridges' }],
    rights: { copyright: '(c) 2025 Meridian Wire', usageTerms: 'Not for archives.', licence: null },
    related: [{ rel: 'map', guid: 'urn:newsml:meridian.example:20250917:map' }],
    refusal: null,
    warnings: [],
  });
  expect(item.text).toBe(
    'PORT ELM (Meridian) - The harbour bridge opened again on Wednesday.\n"At last," said Ada Penhaligon.\nTolls stay at two crowns.',
  );
  expect(item.media).toMatchObject([
    { url: 'https://media.meridian.example/b-2000.jpg', width: 2000, length: 123456 },
    { url: 'https://media.meridian.example/map.png', caption: 'Map of the harbour', credit: 'Cleo Marsh' },
  ]);
});

test('when a 2.1 story has several bodies, the public story is the body and what else there is is named', () => {
  const item = readFixture('ninjs-2.1-several-bodies.json');
  expect(item).toMatchObject({
    status: 'withheld',
    headline: 'Ferries sail again & islanders cheer',
    byline: 'By Cleo Marsh',
    credit: 'Meridian/Marsh',
    summary: 'Ferries sail again.',
    text: 'The ferries sail again.\nIslanders cheer.',
    subjects: [{ scheme: 'http://cv.iptc.org/newscodes/mediatopic/', code: '20000338', name: 'ferries' }],
    rights: { licence: 'https://meridian.example/rights/press' },
  });
  expect(item.warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'part-not-public: a body for editors (contacts) was left out',
    'body-left-out: the body sidebar says something else and was left out',
    'part-not-public: a part of the copy is not for publication and was left out',
  ]);
  expect(item.media).toMatchObject([{ caption: 'The ferry Alder leaves.', width: 800 }]);
});

test('when a 3.1 story is in camel case, it is read by the names of 3.x', () => {
  expect(readFixture('ninjs-3.1-camel-case.json')).toMatchObject({
    status: 'canceled',
    version: '2',
    versionCreated: '2025-09-19T07:00:00.000Z',
    firstCreated: '2025-09-19T06:00:00.000Z',
    embargoedUntil: '2025-09-19T08:00:00.000Z',
    edNote: 'Kill: the lighthouse is not for sale.',
    rights: { copyright: '(c) 2025 Meridian Wire', usageTerms: 'Credit needed.' },
    places: ['Cape Wren'],
    text: 'A lighthouse is for sale.',
    warnings: [],
  });
});

test('when it is an event, it is kept for planning and is no story', () => {
  const item = readFixture('ninjs-3.1-event-for-planning.json');
  expect(item).toMatchObject({ kind: 'planning', headline: 'Regatta at Port Elm' });
});

test("when Superdesk sends it, its guid, signals, packages and pictures are read and its own keys don't matter", () => {
  const item = readFixture('superdesk-story-with-feature-media.json');
  expect(item).toMatchObject({
    guid: 'tag:newsroom.meridian.example:2025:newsml_8f0a',
    signals: ['update'],
    credit: 'Meridian',
    keywords: ['mill', 'jobs'],
    summary: 'The last mill closes.',
    related: [
      { rel: 'evolvedfrom', guid: 'tag:newsroom.meridian.example:2025:newsml_7e01' },
      { rel: 'featuremedia', guid: 'tag:newsroom.meridian.example:2025:picture_1' },
    ],
    refusal: null,
  });
  expect(item.media[0]).toMatchObject({
    url: 'https://media.meridian.example/mill-original.jpg',
    width: 3000,
  });
  expect(codes(item.warnings)).not.toContain('property-not-in-standard');
});

const story = (more: object) => ({
  uri: 'urn:x:1',
  type: 'text',
  headline: 'h',
  body_text: 'Words.',
  ...more,
});
const readStory = (more: object) => read(JSON.stringify(story(more)));

describe('status', () => {
  test.each([
    ['usable', 'usable', []],
    ['withheld', 'withheld', []],
    ['canceled', 'canceled', []],
    ['stat:canceled', 'canceled', []],
    ['cancelled', 'canceled', ['status-not-in-standard']],
    ['hold', 'withheld', ['status-not-in-standard']],
  ])('%s is read as %s', (pubstatus, status, warnings) => {
    const item = itemAt(readStory({ pubstatus }));
    expect([item.status, codes(item.warnings)]).toEqual([status, warnings]);
  });

  test.each(['commissioned', 'replaced', 'privileged', 'toString'])('%s is refused', (pubstatus) => {
    expect(readStory({ pubstatus })).toMatchObject({
      items: [],
      failures: [{ code: 'status-unknown', index: 0 }],
    });
  });

  test.each([
    ['sig:correction', ['correction'], 'story'],
    [[{ code: 'kill' }], ['kill'], 'kill'],
    [[{ name: 'Advisory' }], ['advisory'], 'advisory'],
    [['update'], ['update'], 'story'],
  ])('the signal %j is read', (signal, signals, kind) => {
    expect(itemAt(readStory({ signal }))).toMatchObject({ signals, kind });
  });

  test('a signal that is not known is refused', () => {
    expect(readStory({ signal: 'sig:vaporised' }).failures).toMatchObject([{ code: 'signal-unknown' }]);
  });

  test.each([
    { signal: 'sig:vaporised' },
    { type: 'hologram' },
    { person: 'Ada' },
    { headline: '\ud800' },
    { bodies: [{ contenttype: 'text/vnd.IPTC.NITF', value: '<p>a' }] },
  ])('a kill with %j wrong in it still stops its story, with no word of its own', (more) => {
    const item = itemAt(readStory({ pubstatus: 'canceled', version: '7', ...more }));
    expect(item).toMatchObject({
      guid: 'urn:x:1',
      status: 'canceled',
      version: '7',
      headline: null,
      text: '',
    });
    expect(item.warnings[0]?.message).toMatch(/^read only as a stop: /);
  });

  test('an embargo that is no time is not lost', () => {
    expect(itemAt(readStory({ embargoed: 'Next Monday' })).signals).toContain('embargo');
    expect(itemAt(readStory({ embargoed: '' })).signals).toContain('embargo');
    expect(itemAt(readStory({ embargoed: null })).signals).toEqual([]);
    expect(
      itemAt(readStory({ embargoed: '2025-01-01T00:00:00Z', embargoedUntil: '2025-02-01T00:00:00Z' })),
    ).toMatchObject({
      embargoedUntil: '2025-02-01T00:00:00.000Z',
    });
  });
});

test.each([
  ['picture', 'picture'],
  ['photo', 'picture'],
  ['video', 'picture'],
  ['graphic', 'picture'],
  ['composite', 'package'],
  ['component', 'package'],
  ['text', 'story'],
])('the type %s makes it a %s', (type, kind) => {
  expect(itemAt(readStory({ type })).kind).toBe(kind);
});

describe('documents of several items', () => {
  const ten = Array.from({ length: 10 }, (_, n) =>
    story({ uri: `urn:x:${n}`, ...(n === 4 ? { headline: [] } : {}) }),
  );

  test.each([
    ['an array', ten],
    ['items', { took: 3, items: ten }],
    ['_items', { _items: ten, _meta: {} }],
    ['hits', { hits: ten, total: 10 }],
  ])('when one of ten in %s is bad, nine are read and one fails with its place', (_what, document) => {
    const text = JSON.stringify(document, null, 1);
    const { items, failures } = read(text);
    expect(items.map(({ guid }) => guid)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9].map((n) => `urn:x:${n}`));
    const line = text.split('\n').findIndex((one) => one.includes('"headline": []')) + 1;
    expect(failures).toMatchObject([{ code: 'json-wrong-type', index: 4, line }]);
  });

  test('when a package has items of its own, it is one item', () => {
    expect(read(JSON.stringify({ ...story({ type: 'composite' }), items: ten })).items).toHaveLength(1);
  });

  test('when there are none, there is neither item nor failure', () => {
    expect(read('{"hits":[],"items":[],"uri":"urn:x:1","headline":"h"}').items).toHaveLength(0);
  });

  test('when the text breaks off, the complete items come first', () => {
    const text = JSON.stringify(ten.slice(0, 3));
    const { items, failures } = read(text.slice(0, -20));
    expect(items).toHaveLength(2);
    expect(failures).toMatchObject([{ code: 'json-not-well-formed', index: null, line: 1 }]);
  });
});

test.each([
  ['json-duplicate-key', '{"uri":"urn:x:1","headline":"a",\n"headline":"b"}', 2],
  ['json-duplicate-key', '{"uri":"urn:x:1","bodies":[{"value":"a",\n"value":"b"}]}', 2],
  ['json-duplicate-key', '{"uri":"urn:x:1","pubStatus":"usable",\n"pubstatus":"canceled"}', 2],
  ['json-wrong-type', '{"uri":"urn:x:1",\n"body_text":["a"]}', 2],
  ['json-wrong-type', '{"uri":"urn:x:1",\n"person":"Ada"}', 2],
  ['json-wrong-type', '{"uri":"urn:x:1",\n"bodies":[{"role":{},"value":"x"}]}', 2],
  ['guid-missing', '{"standard":{"name":"ninjs"},"headline":"h"}', 1],
  ['standard-unknown', '{"uri":"urn:x:1",\n"standard":{"name":"ninjs","version":"4.0"}}', 2],
  ['type-unknown', '{"uri":"urn:x:1",\n"type":"hologram"}', 2],
  [
    'xml-not-well-formed',
    '{"uri":"urn:x:1",\n"bodies":[{"contenttype":"text/vnd.IPTC.NITF","value":"<p>a"}]}',
    2,
  ],
  ['lone-surrogate', '{"uri":"urn:x:1","headline":"\\ud800"}', 1],
])('%s is a failure of the item, with its line', (code, text, line) => {
  expect(read(text)).toMatchObject({ items: [], failures: [{ code, line, index: 0 }] });
});

test('when a version is a huge number, it is kept as written with a warning', () => {
  const item = itemAt(read('{"uri":"urn:x:1","headline":"h","version":12345678901234567890123}'));
  expect([item.version, codes(item.warnings)]).toEqual(['12345678901234567890123', ['json-loose-type']]);
});

describe('bodies', () => {
  const bodyOf = (more: object) => itemAt(read(JSON.stringify({ uri: 'urn:x:1', headline: 'h', ...more })));

  test('plain text keeps what looks like markup', () => {
    expect(bodyOf({ body_text: 'a < b & <i>c</i>\n\nNext.' }).text).toBe('a < b & <i>c</i>\nNext.');
  });

  test('a whole page is cut to its body, and nothing of its head is a word', () => {
    const value =
      '<!DOCTYPE html><html><head><title>T</title></head><body class="x"><p>One.</p><p>Two.</p></body></html>';
    expect(bodyOf({ bodies: [{ contenttype: 'text/html', value }] })).toMatchObject({
      text: 'One.\nTwo.',
      refusal: null,
    });
  });

  test('an empty element of XHTML swallows nothing', () => {
    expect(bodyOf({ body_xhtml: '<p>One <script/>two<em/> three</p><p/><p>four</p>' }).text).toBe(
      'One two three\nfour',
    );
  });

  test('NITF is read by its own rules, as a document or a fragment', () => {
    const content = '<block><p>One &amp; <person>two</person>.</p><ul><li>three</li></ul></block>';
    const nitf = `<?xml version="1.0"?><nitf><head><title>T</title></head><body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content>${content}</body.content></body></nitf>`;
    for (const value of [content, nitf])
      expect(bodyOf({ bodies: [{ role: 'nitf', value }] })).toMatchObject({
        text: 'One & two.\nthree',
        refusal: null,
      });
  });

  test('a part that is not for publication is cut out, and takes the rest with it where it is never closed', () => {
    const html =
      '<p>One.</p><div class="x notpublic"><div>no</div><p>no</p></div><p>Two.</p><section class="notepad"><p>no</p>';
    const item = bodyOf({ body_html: html });
    expect(item.text).toBe('One.\nTwo.');
    expect(codes(item.warnings)).toContain('part-not-public');
  });

  test('when the only body is for editors, there is none', () => {
    expect(bodyOf({ bodies: [{ role: 'notepad', value: 'secret' }] }).text).toBe('');
  });
});
