import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ParseContext } from '../../../src/model/parse-result.ts';
import { wordsOf, wordsOfNitf } from '../nitf/words.ts';
import { codes, itemAt, type Reading, read } from '../support/read.ts';

const FIXTURES = new URL('../../fixtures/newsml1/', import.meta.url);
const fixture = (name: string): Buffer => readFileSync(new URL(name, FIXTURES));

const newsml = (...items: readonly string[]): string =>
  `<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20250917T120000Z</DateAndTime></NewsEnvelope>${items.join('')}</NewsML>`;

interface Piece {
  readonly id?: string;
  readonly revision?: string;
  readonly type?: string;
  readonly status?: string;
  readonly management?: string;
  readonly content?: string;
}

const TEXT =
  '<NewsComponent><NewsLines><HeadLine>Bridge</HeadLine></NewsLines><ContentItem><DataContent><p>Text.</p></DataContent></ContentItem></NewsComponent>';

function newsItem({
  id = 'A',
  revision = '1',
  type = 'News',
  status = 'Usable',
  management = '',
  content = TEXT,
}: Piece): string {
  return (
    `<NewsItem><Identification><NewsIdentifier><ProviderId>mw.example</ProviderId><DateId>20250917</DateId><NewsItemId>${id}</NewsItemId>` +
    `<RevisionId PreviousRevision="0" Update="N">${revision}</RevisionId><PublicIdentifier>urn:newsml:mw.example:20250917:${id}:${revision}</PublicIdentifier>` +
    `</NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName="${type}"/><FirstCreated>20250917T100000Z</FirstCreated>` +
    `<ThisRevisionCreated>20250917T110000Z</ThisRevisionCreated><Status FormalName="${status}"/>${management}</NewsManagement>${content}</NewsItem>`
  );
}

const readOne = (piece: Piece, context: Partial<ParseContext> = {}): Reading =>
  read(newsml(newsItem(piece)), context);
const itemOf = (piece: Piece, context: Partial<ParseContext> = {}) => itemAt(readOne(piece, context));
const component = (inside: string, attributes = ''): string =>
  `<NewsComponent ${attributes}>${inside}</NewsComponent>`;
const text = (data: string, beside = ''): string =>
  `<ContentItem>${beside}<DataContent>${data}</DataContent></ContentItem>`;
const role = (name: string): string => `<Role FormalName="${name}"/>`;
const headed = (headline: string): string => `<NewsLines><HeadLine>${headline}</HeadLine></NewsLines>`;

describe('a NewsML 1.2 story with a photo, captions and a sidebar', () => {
  const item = itemAt(read(fixture('newsml-1.2-story-photo-caption.xml')));

  test('has its identity without the revision, its version and its times', () => {
    expect(item).toMatchObject({
      format: 'newsml-1.2',
      guid: 'urn:newsml:meridian-wire.example:20250917:BRIDGE',
      version: '3',
      firstCreated: '2025-09-17T03:30:00.000Z',
      versionCreated: '2025-09-17T05:30:00.000Z',
      status: 'usable',
      kind: 'story',
      urgency: 4,
      language: 'en',
    });
  });

  test('has the main text for a body, never a caption', () => {
    expect(item.text).toBe(
      'NEWHAVEN COVE — The harbour bridge reopened on Wednesday.\nLane one is open.\n(Reporting by Ada Penhaligon)',
    );
    expect(wordsOf(item.text)).toEqual(wordsOfNitf(fixture('newsml-1.2-story-photo-caption.xml').toString()));
    expect(item.refusal).toBeNull();
  });

  test('has its lines, subjects, places, rights and relations', () => {
    expect(item).toMatchObject({
      headline: 'Harbour bridge reopens & ferries rest',
      summary: 'Detours end on Friday',
      byline: 'Ada Penhaligon, Transport correspondent',
      credit: 'Meridian Wire',
      slugline: 'BRIDGE-HARBOUR',
      keywords: ['bridge', 'harbour', 'tolls'],
      places: ['Newhaven Cove, Fenland'],
      edNote: 'Pictures follow at noon.',
      related: [
        { rel: 'derived-from', guid: 'urn:newsml:meridian-wire.example:20250916:FERRY:1' },
        { rel: 'associated-with', guid: 'urn:newsml:meridian-wire.example:20250917:TOLLS' },
      ],
    });
    expect(item.dateline).toMatchObject({ text: 'NEWHAVEN COVE, Sept. 17', date: '2025-09-17' });
    expect(item.subjects.map(({ code }) => code)).toEqual(['04000000', '04015000', 'Current']);
    expect(item.rights.copyright).toBe('(c) 2025 Meridian Wire');
  });

  test('has the largest of equivalent pictures, with the caption beside it', () => {
    expect(item.media).toEqual([
      {
        url: 'https://meridian-wire.example/l.jpg',
        type: 'image/jpeg',
        length: 90000,
        width: 1200,
        height: 800,
        caption: 'Cars on the bridge',
        credit: 'L. Ostrov',
      },
    ]);
  });

  test('names what is left out', () => {
    expect(item.warnings).toEqual([
      {
        code: 'component-left-out',
        message: 'a text "How the bridge was built" with Supporting is not part of the story',
      },
      { code: 'caption-left-out', message: 'a caption without media: A caption that came before the story.' },
      { code: 'news-line-left-out', message: 'Pageline: Page 3' },
      { code: 'headline-left-out', message: 'the text has another headline: Another headline' },
    ]);
  });
});

describe('a document with several NewsItems', () => {
  test('gives each, and a failure in the place of one that is not understood', () => {
    const { items, failures } = read(
      newsml(newsItem({ id: 'A' }), newsItem({ id: 'B', status: 'Perhaps' }), newsItem({ id: 'C' })),
    );
    expect(items.map(({ guid }) => guid.at(-1))).toEqual(['A', 'C']);
    expect(failures).toMatchObject([{ code: 'status-unknown', index: 1, line: 1 }]);
  });

  test('gives those that are complete when it is cut off', () => {
    const whole = newsml(newsItem({ id: 'A' }), newsItem({ id: 'B' }));
    const { items, failures } = read(whole.slice(0, -60));
    expect(items).toHaveLength(1);
    expect(failures).toMatchObject([{ code: 'xml-not-well-formed', index: null }]);
  });

  test('gives NewsItems inside a NewsComponent as items of their own', () => {
    const { items, failures } = readOne({
      id: 'P',
      content: component(
        headed('All of today') +
          newsItem({ id: 'Q' }) +
          newsItem({ id: 'R', status: 'Perhaps' }) +
          newsItem({ id: 'S' }),
      ),
    });
    expect(items.map(({ guid, kind }) => [guid.at(-1), kind])).toEqual([
      ['P', 'package'],
      ['Q', 'story'],
      ['S', 'story'],
    ]);
    expect(failures).toMatchObject([{ code: 'status-unknown', index: 2 }]);
  });
});

describe('status', () => {
  test.each([
    ['Usable', 'usable'],
    ['USABLE', 'usable'],
    ['Withheld', 'withheld'],
    ['Canceled', 'canceled'],
    ['Cancelled', 'canceled'],
  ])('%s is %s', (status, expected) => {
    expect(itemOf({ status }).status).toBe(expected);
  });

  const change = (to: string, at: string): string =>
    `<StatusWillChange><FutureStatus FormalName="${to}"/><DateAndTime>${at}</DateAndTime></StatusWillChange>`;

  test('an embargo ends when the status will be usable', () => {
    const item = itemOf({ status: 'Embargoed', management: change('Usable', '20250918T060000+0530') });
    expect(item).toMatchObject({ status: 'usable', embargoedUntil: '2025-09-18T00:30:00.000Z', signals: [] });
  });

  test('of several ends of an embargo the latest counts', () => {
    const item = itemOf({
      status: 'Embargoed',
      management: change('Usable', '20250918T060000Z') + change('Usable', '20250919T060000Z'),
    });
    expect(item.embargoedUntil).toBe('2025-09-19T06:00:00.000Z');
  });

  test.each([
    ['without an end', ''],
    ['with an end that cannot be read', change('Usable', 'soon')],
  ])('an embargo %s holds the story', (_name, management) => {
    const item = itemOf({ status: 'Embargoed', management }, { emptyEmbargo: 'ignore' });
    expect(item).toMatchObject({ embargoedUntil: null, signals: ['embargo'] });
  });

  test('what will be canceled expires', () => {
    const item = itemOf({ management: change('Canceled', '20250918T060000Z') });
    expect(item).toMatchObject({ status: 'usable', expires: '2025-09-18T06:00:00.000Z' });
  });

  test('a future status that is not known is a failure', () => {
    expect(readOne({ management: change('Perhaps', '20250918T060000Z') }).failures).toMatchObject([
      { code: 'status-unknown' },
    ]);
  });

  test('NITF inside may restrict it, not free it', () => {
    const nitf = (docdata: string) =>
      component(
        text(`<nitf><head>${docdata}</head><body><body.content><p>x</p></body.content></body></nitf>`),
      );
    const release =
      '<docdata><date.issue norm="20250917T000000Z"/><date.release norm="20250918T000000Z"/></docdata>';
    expect(itemOf({ content: nitf(release) }).embargoedUntil).toBe('2025-09-18T00:00:00.000Z');
    expect(itemOf({ content: nitf('<docdata management-status="canceled"/>') }).status).toBe('canceled');
    expect(
      itemOf({ status: 'Withheld', content: nitf('<docdata management-status="usable"/>') }).status,
    ).toBe('withheld');
    expect(readOne({ content: nitf('<docdata management-status="maybe"/>') }).failures).toMatchObject([
      { code: 'status-unknown' },
    ]);
  });
});

describe('revisions', () => {
  test('are one item', () => {
    const [first, second] = read(newsml(newsItem({ revision: '1' }), newsItem({ revision: '12' }))).items;
    expect(first?.guid).toBe(second?.guid);
    expect([first?.version, second?.version]).toEqual(['1', '12']);
  });

  test.each([
    ['tag:mw.example,2025:bridge:4U', '4', 'tag:mw.example,2025:bridge'],
    ['bridge-4', '4', 'bridge-4'],
  ])('the PublicIdentifier %s loses only its revision', (stated, revision, guid) => {
    const xml = newsItem({ revision }).replace(/<PublicIdentifier>[^<]*/, `<PublicIdentifier>${stated}`);
    expect(itemAt(read(newsml(xml))).guid).toBe(guid);
  });

  test('without a PublicIdentifier the parts make the URN', () => {
    const xml = newsItem({}).replace(/<PublicIdentifier>[^<]*<\/PublicIdentifier>/, '');
    expect(itemAt(read(newsml(xml))).guid).toBe('urn:newsml:mw.example:20250917:A');
  });

  test('an Update is an advisory that shows its words', () => {
    const item = itemOf({
      revision: '2',
      content: `<Update><Replace DuidRef="d1">${text('<p>Nine boats, not ten.</p>')}</Replace></Update>`,
    });
    expect(item).toMatchObject({
      kind: 'advisory',
      signals: ['update-instruction'],
      text: 'Nine boats, not ten.',
    });
  });

  test('management alone never blanks the story', () => {
    expect(itemOf({ content: '' })).toMatchObject({
      kind: 'advisory',
      signals: ['management-update'],
      status: 'usable',
    });
    expect(itemOf({ content: '', status: 'Canceled' })).toMatchObject({ status: 'canceled' });
    expect(itemOf({ content: '', status: 'Embargoed' })).toMatchObject({ status: 'withheld' });
  });
});

describe('kinds and instructions', () => {
  test.each([
    ['News', 'story'],
    ['Alert', 'alert'],
    ['Advisory', 'advisory'],
    ['Test', 'test'],
  ])('a NewsItemType %s is a %s', (type, kind) => {
    expect(itemOf({ type }).kind).toBe(kind);
  });

  test.each([
    ['Kill', { kind: 'kill', signals: ['kill'] }],
    ['Correction', { kind: 'story', signals: ['correction'] }],
    ['Update', { kind: 'story', signals: [] }],
  ])('an Instruction %s', (name, expected) => {
    const item = itemOf({ management: `<Instruction FormalName="${name}"/>` });
    expect(item).toMatchObject({ ...expected, edNote: `Instruction: ${name}` });
  });

  test('topic sets and catalogs are no news', () => {
    expect(readOne({ content: '<TopicSet FormalName="x"/>' }).failures).toMatchObject([
      { code: 'item-not-supported', index: 0 },
    ]);
    expect(readOne({ type: 'Catalog' }).failures).toMatchObject([{ code: 'item-not-supported' }]);
  });

  test('a picture with its caption is a picture', () => {
    const photo =
      '<ContentItem Href="https://mw.example/a.jpg"><MediaType FormalName="Photo"/></ContentItem>';
    const item = itemOf({
      content: component(headed('Bridge') + component(photo) + component(role('Caption') + text('Cars'))),
    });
    expect(item).toMatchObject({
      kind: 'picture',
      text: '',
      media: [{ url: 'https://mw.example/a.jpg', caption: 'Cars' }],
    });
  });

  test('a headline over a text that is not for publication is no alert', () => {
    expect(
      itemOf({ content: component(headed('Bridge') + component(role('Contacts') + text('Call 5'))) }),
    ).toMatchObject({
      kind: 'advisory',
      text: '',
    });
    const photo = '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>';
    expect(itemOf({ content: component(headed('Bridge') + photo) }).kind).toBe('picture');
  });

  test('references make a package', () => {
    const item = itemOf({ content: component(`${headed('Top')}<NewsItemRef NewsItem="urn:newsml:a"/>`) });
    expect(item).toMatchObject({ kind: 'package', related: [{ rel: 'contains', guid: 'urn:newsml:a' }] });
  });
});

describe('the choice of the text', () => {
  const textOfContent = (content: string, context: Partial<ParseContext> = {}) =>
    itemOf({ content }, context).text;

  test.each([
    [
      'the main text, wherever it stands',
      component(component(text('A')) + component(role('Main') + text('B'))),
      'B',
    ],
    [
      'a text without a role before a supporting one',
      component(component(role('Supporting') + text('A')) + component(text('B'))),
      'B',
    ],
    ['a supporting one alone', component(role('Supporting') + text('A')), 'A'],
    ['all ContentItems of its component', component(text('<p>A</p>') + text('B')), 'A\nB'],
    [
      'components that go on with it',
      component(headed('H') + component(text('A')) + component(text('B'))),
      'A\nB',
    ],
    [
      'not one with a headline of its own',
      component(component(headed('H') + text('A')) + component(headed('I') + text('B'))),
      'A',
    ],
    [
      'the richest of equivalents',
      component(text('A plain') + text('<body.content><p>A</p></body.content>'), 'EquivalentsList="yes"'),
      'A',
    ],
    ['never contacts', component(component(role('Contacts') + text('Call 5')) + component(text('A'))), 'A'],
    ['nested deeply', component(component(component(role('Main') + component(component(text('A')))))), 'A'],
  ])('is %s', (_name, content, expected) => {
    expect(textOfContent(content)).toBe(expected);
  });

  test('is the one in the language of the source', () => {
    const language = (tag: string) =>
      `<DescriptiveMetadata><Language FormalName="${tag}"/></DescriptiveMetadata>`;
    const content = component(
      component(headed('Pont') + language('fr') + text('Le pont')) +
        component(headed('Bridge') + language('en') + text('The bridge')),
      'EquivalentsList="yes"',
    );
    const english = itemOf({ content }, { language: 'en-GB' });
    expect(english).toMatchObject({ headline: 'Bridge', text: 'The bridge', language: 'en' });
    expect(codes(english.warnings)).toEqual(['equivalent-left-out']);
    expect(itemOf({ content })).toMatchObject({ headline: 'Pont', text: 'Le pont', language: 'fr' });
  });

  test('takes the headline of the text, else the one around it', () => {
    const inner = component(headed('Outer') + component(headed('Inner') + text('A')));
    expect(itemOf({ content: inner }).headline).toBe('Inner');
    expect(itemOf({ content: component(headed('Outer') + component(text('A'))) }).headline).toBe('Outer');
  });

  test('fails where the text is somewhere else or encoded', () => {
    const elsewhere = '<ContentItem Href="story.txt"><MediaType FormalName="Text"/></ContentItem>';
    expect(readOne({ content: component(elsewhere) }).failures).toMatchObject([
      { code: 'content-elsewhere' },
    ]);
    const encoded =
      '<ContentItem><Encoding Notation="Base64"><DataContent>VGV4dA==</DataContent></Encoding></ContentItem>';
    expect(readOne({ content: component(encoded) }).failures).toMatchObject([
      { code: 'encoding-not-supported' },
    ]);
    expect(itemOf({ status: 'Canceled', content: component(elsewhere) }).status).toBe('canceled');
  });
});

describe('DataContent', () => {
  const XHTML = 'xmlns="http://www.w3.org/1999/xhtml"';
  test.each([
    ['paragraphs of no namespace', '<p>A &amp; b</p><p>C</p>', '', 'A & b\nC'],
    [
      'NITF with a namespace',
      '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>A</p></body.content></body></nitf>',
      '',
      'A',
    ],
    ['a body.content', '<body.content><p>A</p><bq><block><p>B</p></block></bq></body.content>', '', 'A\nB'],
    [
      'XHTML',
      `<html ${XHTML}><head><title>T</title></head><body><h2>H</h2><p>A<br/>b</p></body></html>`,
      '',
      'H\nA\nb',
    ],
    ['a div of XHTML', `<div ${XHTML}><p>A</p></div>`, '', 'A'],
    ['plain text', 'One\nline.\n\nTwo &lt;b&gt; &amp;amp; more', '', 'One line.\nTwo <b> &amp; more'],
    ['escaped HTML', '<![CDATA[<p>A &eacute; b</p><p>C</p>]]>', '', 'A é b\nC'],
    ['HTML that its format states', 'A &amp;eacute; b', '<Format FormalName="XHTML"/>', 'A é b'],
    [
      'text that its format states',
      '<![CDATA[Type <p> here]]>',
      '<MimeType FormalName="text/plain"/>',
      'Type <p> here',
    ],
    [
      'escaped NITF',
      '<![CDATA[<?xml version="1.0"?><nitf><body><body.content><p>A &mdash; b</p></body.content></body></nitf>]]>',
      '',
      'A — b',
    ],
  ])('is read as %s', (_name, data, beside, expected) => {
    const item = itemOf({ content: component(text(data, beside)) });
    expect(item.text).toBe(expected);
    expect(item.refusal).toBeNull();
  });

  test('that is broken NITF is a failure of its item alone', () => {
    const broken = newsItem({ id: 'B', content: component(text('<![CDATA[<nitf><body><p>A]]>')) });
    const { items, failures } = read(newsml(newsItem({ id: 'A' }), broken, newsItem({ id: 'C' })));
    expect(items).toHaveLength(2);
    expect(failures).toMatchObject([{ code: 'xml-not-well-formed', index: 1 }]);
  });
});

describe('times', () => {
  test.each([
    ['20240115T103000+0530', '2024-01-15T05:00:00.000Z'],
    ['20240115T103000-0800', '2024-01-15T18:30:00.000Z'],
    ['20240115T103000Z', '2024-01-15T10:30:00.000Z'],
    ['20240115T240000+0000', '2024-01-16T00:00:00.000Z'],
    ['20240115T103000', '2024-01-15T05:00:00.000Z'],
    ['20240115', '2024-01-14T18:30:00.000Z'],
    ['2024-01-15T10:30:00+05:30', '2024-01-15T05:00:00.000Z'],
    ['20240115T103000Z+0530', '2024-01-15T05:00:00.000Z'],
    ['20240115103000', '2024-01-15T05:00:00.000Z'],
  ])('%s', (written, time) => {
    const xml = newsItem({}).replace(/<FirstCreated>[^<]*/, `<FirstCreated>${written}`);
    expect(itemAt(read(newsml(xml))).firstCreated).toBe(time);
  });

  test('the envelope stands in for a revision without a time', () => {
    const xml = newsItem({}).replace(/<ThisRevisionCreated>[^<]*<\/ThisRevisionCreated>/, '');
    expect(itemAt(read(newsml(xml))).versionCreated).toBe('2025-09-17T12:00:00.000Z');
  });
});

test('thousands of contents and components take no more than their share', () => {
  const many = `${component(text('a').repeat(4000))}${component(component(text('b')).repeat(4000))}`;
  const item = itemOf({
    content: component(
      role('Main') +
        text('<p>Main</p>') +
        many.replaceAll('<ContentItem>', '<ContentItem><MediaType FormalName="Text"/>'),
    ),
  });
  expect(item.text.split('\n')).toHaveLength(8001);
});

test.each(readdirSync(FIXTURES))('%s is read without a failure', (name) => {
  expect(read(fixture(name)).failures).toEqual([]);
});
