import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codes, itemAt, read } from '../support/read.ts';
import { wordsOf, wordsOfNitf } from './words.ts';

const FIXTURES = new URL('../../fixtures/nitf/', import.meta.url);
const fixture = (name: string): Buffer => readFileSync(new URL(name, FIXTURES));

/** A document with these pieces in its docdata and its body. */
const nitf = (docdata: string, body = '<body.content><p>Text.</p></body.content>', head = ''): string =>
  `<nitf><head>${docdata}</head><body><body.head><hedline><hl1>Bridge</hl1></hedline>${head}</body.head>${body}</body></nitf>`;
const content = (inside: string): string => nitf('', `<body.content>${inside}</body.content>`);
const textOf = (inside: string): string => itemAt(read(content(inside))).text;

describe('an NITF 3.6 document with every part', () => {
  const item = itemAt(read(fixture('nitf-3.6-every-part.xml')));

  test('has its identity, version, times and state', () => {
    expect(item).toMatchObject({
      format: 'nitf',
      guid: 'mw-2025-0917-001',
      version: '3',
      firstCreated: '2025-09-17T05:00:00.000Z',
      versionCreated: '2025-09-17T05:30:00.000Z',
      status: 'usable',
      kind: 'story',
      signals: [],
      embargoedUntil: null,
      expires: '2025-10-17T00:00:00.000Z',
      urgency: 4,
      language: 'en-GB',
      slugline: 'BRIDGE-HARBOUR',
    });
  });

  test('has headline, byline, dateline, credit and abstract out of the head of the body', () => {
    expect(item.headline).toBe('Harbour bridge reopens & ferries rest');
    expect(item.byline).toBe('By Ada Penhaligon Transport correspondent');
    expect(item.dateline).toMatchObject({ text: 'NEWHAVEN COVE, Sept. 17', date: '2025-09-17' });
    expect(item.credit).toBe('Meridian Wire');
    expect(item.summary).toBe('The bridge is open. Ferries rest.');
    expect(item.text).not.toContain('The bridge is open.');
  });

  test('has every word of the body, in order, and none besides', () => {
    expect(wordsOf(item.text)).toEqual(wordsOfNitf(fixture('nitf-3.6-every-part.xml').toString()));
    expect(item.refusal).toBeNull();
  });

  test('keeps lists, tables, quotes and inline markup', () => {
    for (const piece of [
      '<h3>What drivers must know</h3>',
      '<ol start="3"><li>Third rule</li>',
      '<th colspan="2">Hours</th>',
      '<blockquote><div><p>We built it to last.</p></div><p>The builders’ plaque</p></blockquote>',
      '<dt>Toll</dt>',
      'CO<sub>2</sub>',
      '<span lang="fr">bientôt</span>',
      '<a href="https://meridian-wire.example/map">the map</a>',
      '<figure><img src="https://meridian-wire.example/bridge.jpg" alt="The bridge"></figure>',
    ]) {
      expect(item.bodyHtml).toContain(piece);
    }
  });

  test('keeps caption and producer with the picture', () => {
    expect(item.media).toEqual([
      {
        url: 'https://meridian-wire.example/bridge.jpg',
        type: 'image/jpeg',
        length: null,
        width: 1200,
        height: 800,
        caption: 'Cars on the bridge on Wednesday',
        credit: 'L. Ostrov',
      },
    ]);
    expect(item.text).not.toContain('Cars on the bridge');
  });

  test('has messages to editors in edNote and names what is left out', () => {
    expect(item.edNote).toBe('Pictures follow at noon.\nEditors: check the toll at noon.');
    expect(codes(item.warnings)).toEqual(['element-left-out', 'note-left-out', 'subheadline-left-out']);
  });

  test('has subjects, keywords, places and rights', () => {
    expect(item.subjects).toContainEqual({ scheme: 'IPTC', code: '04015001', name: 'Road traffic' });
    expect(item.subjects).toContainEqual({ scheme: 'mw', code: 'p:17', name: 'Ada Penhaligon' });
    expect(item.keywords).toEqual(['bridge', 'harbour']);
    expect(item.places).toEqual(['Newhaven Cove, XFN', 'Newhaven Cove, Fenland']);
    expect(item.rights).toEqual({
      copyright: '2025 Meridian Wire',
      usageTerms: 'owner: Meridian Wire; geography: Fenland only',
      licence: null,
    });
  });
});

test('a document type is never fetched, and the entities of HTML are known without it', () => {
  const reading = read(fixture('nitf-2.5-doctype-and-entities.xml'));
  expect(reading.failures).toEqual([]);
  expect(itemAt(reading)).toMatchObject({
    guid: 'nf-77',
    headline: 'Dyke\u00a0repaired — at last',
    text: 'Café owner Tomas Reyl: “The dyke & the road are open”…\nA second body.content follows.',
  });
});

test('an entity that neither XML nor HTML has is a failure with its place', () => {
  const { items, failures } = read(
    '<nitf><body><body.content>\n<p>&agency;</p></body.content></body></nitf>',
  );
  expect(items).toEqual([]);
  expect(failures).toMatchObject([{ code: 'entity-unknown', line: 2 }]);
});

describe('the state of a document', () => {
  test.each([
    ['usable', 'usable'],
    ['USABLE', 'usable'],
    ['withheld', 'withheld'],
    ['canceled', 'canceled'],
    ['cancelled', 'canceled'],
  ])('management-status %s is %s', (stated, status) => {
    expect(itemAt(read(nitf(`<docdata management-status="${stated}"/>`))).status).toBe(status);
  });

  test('a cancelled document may be empty', () => {
    const item = itemAt(read(fixture('nitf-canceled-with-empty-body.xml')));
    expect(item).toMatchObject({ status: 'canceled', guid: 'mw-9', text: '' });
    expect(item.edNote).toBe('Withdrawn: the bridge is still closed.');
  });

  test('a management-status that is not known is a failure', () => {
    const { items, failures } = read(nitf('<docdata management-status="perhaps"/>'));
    expect(items).toEqual([]);
    expect(failures).toMatchObject([{ code: 'status-unknown', index: 0, line: 1 }]);
  });

  test.each([
    ['kill', { kind: 'kill', signals: ['kill'] }],
    ['Withhold', { status: 'withheld', signals: ['withhold'] }],
    ['correction', { kind: 'story', signals: ['correction'] }],
    ['advisory', { kind: 'advisory' }],
    ['note', { kind: 'story', status: 'usable', signals: [] }],
  ])('an ed-msg of type %s', (type, expected) => {
    expect(itemAt(read(nitf(`<docdata><ed-msg msg-type="${type}" info="x"/></docdata>`)))).toMatchObject(
      expected,
    );
  });

  test('a correction is signalled, with its reason and what it corrects', () => {
    const item = itemAt(
      read(nitf('<docdata><correction id-string="mw-1" info="Nine boats, not ten."/></docdata>')),
    );
    expect(item).toMatchObject({
      signals: ['correction'],
      edNote: 'Nine boats, not ten.',
      related: [{ rel: 'corrects', guid: 'mw-1' }],
    });
  });

  test('tobject.type advisory is no story', () => {
    expect(itemAt(read(nitf('<tobject tobject.type="Advisory"/>'))).kind).toBe('advisory');
  });

  test('an urgency outside 1 to 8 is named', () => {
    const item = itemAt(read(nitf('<docdata><urgency ed-urg="0"/></docdata>')));
    expect(item.urgency).toBeNull();
    expect(codes(item.warnings)).toContain('urgency-not-understood');
  });
});

describe('an embargo', () => {
  const embargo = (status: string, issue: string, release: string) => {
    const dates = `${issue && `<date.issue norm="${issue}"/>`}${release && `<date.release norm="${release}"/>`}`;
    const { embargoedUntil, signals } = itemAt(
      read(nitf(`<docdata management-status="${status}">${dates}</docdata>`)),
    );
    return { until: embargoedUntil, held: signals.includes('embargo') };
  };

  test.each([
    [
      'a release after the issue',
      'usable',
      '20250917T100000Z',
      '20250918T100000+0000',
      '2025-09-18T10:00:00.000Z',
      false,
    ],
    ['a release without an issue', 'usable', '', '20250918T100000Z', '2025-09-18T10:00:00.000Z', false],
    ['a release with the issue', 'usable', '20250917T100000Z', '20250917T100000Z', null, false],
    [
      'both after the arrival',
      'usable',
      '20250918T100000Z',
      '20250918T100000Z',
      '2025-09-18T10:00:00.000Z',
      false,
    ],
    [
      'the status and a release',
      'embargoed',
      '20250917T100000Z',
      '20250918T100000Z',
      '2025-09-18T10:00:00.000Z',
      false,
    ],
    ['the status alone', 'embargoed', '20250917T100000Z', '', null, true],
    [
      'the status with a release that is none',
      'embargoed',
      '20250917T100000Z',
      '20250917T100000Z',
      null,
      true,
    ],
    ['a release that cannot be read', 'usable', '20250917T100000Z', 'tomorrow', null, true],
  ])('%s', (_name, status, issue, release, until, held) => {
    expect(embargo(status, issue, release)).toEqual({ until, held });
  });
});

describe('identity', () => {
  test.each([
    ['<docdata><doc-id id-string="a"/><du-key key="k" version="2"/></docdata>', 'a', '2'],
    [
      '<docdata><du-key key="k" generation="4"/><date.issue norm="20250917T100000Z"/></docdata>',
      'du-key:k:20250917',
      '4',
    ],
    ['<docdata><du-key key="k" part="2"/></docdata>', 'du-key:k:2', null],
  ])('%s', (docdata, guid, version) => {
    expect(itemAt(read(nitf(docdata)))).toMatchObject({ guid, version });
  });

  test('the uno stands in for a doc-id', () => {
    expect(itemAt(read(nitf('').replace('<nitf>', '<nitf uno="u-1">'))).guid).toBe('u-1');
  });
});

describe('times', () => {
  test.each([
    ['20240115T103000+0530', '2024-01-15T05:00:00.000Z'],
    ['20240115T103000-0500', '2024-01-15T15:30:00.000Z'],
    ['20240115T103000Z', '2024-01-15T10:30:00.000Z'],
    ['20240115T103000', '2024-01-15T05:00:00.000Z'],
    ['20240115', '2024-01-14T18:30:00.000Z'],
    ['20240115000000-0500', '2024-01-15T05:00:00.000Z'],
    ['2024-01-15T10:30:00+05:30', '2024-01-15T05:00:00.000Z'],
  ])('%s', (norm, time) => {
    expect(itemAt(read(nitf(`<docdata><date.issue norm="${norm}"/></docdata>`))).firstCreated).toBe(time);
  });
});

describe('the body', () => {
  test.each([
    [
      'names that touch are kept apart',
      '<p>By <person><name.given>Ada</name.given><name.family>Reyl</name.family></person>.</p>',
      'By Ada Reyl.',
    ],
    [
      'an empty code parts nothing',
      '<p><location><city>Fen</city><alt-code idsrc="a" value="b"/>, east</location></p>',
      'Fen, east',
    ],
    [
      'a fraction without a separator gets one',
      '<p><num>1 <frac><numer>1</numer><denom>2</denom></frac></num> cup</p>',
      '1 1⁄2 cup',
    ],
    [
      'an unknown element in a line keeps its words there',
      '<p>Har<x:mark xmlns:x="urn:x">bo</x:mark>ur</p>',
      'Harbour',
    ],
    [
      'an unknown element among blocks keeps its own',
      '<sidebar><p>One</p><p>Two</p></sidebar><p>Three</p>',
      'One\nTwo\nThree',
    ],
    [
      'a list in a paragraph stays a list',
      '<p>Rules: <ul><li>one</li><li>two</li></ul> end</p>',
      'Rules:\none\ntwo\nend',
    ],
    [
      'a note for publication is copy',
      '<note type="pa"><body.content><p>Corrects toll.</p></body.content></note><p>Text.</p>',
      'Corrects toll.\nText.',
    ],
    ['markup signs in the copy are words', '<p>a &lt;b&gt; &amp;amp; c</p>', 'a <b> &amp; c'],
    ['a byline in a block is copy', '<block><byline>By Ada</byline><p>Text.</p></block>', 'By Ada\nText.'],
    [
      'HTML that agencies mix in is kept',
      '<p><strong>Bold</strong> and <b>b</b></p><div>block</div>',
      'Bold and b\nblock',
    ],
    ['CDATA is text', '<p><![CDATA[5 < 6 & more]]></p>', '5 < 6 & more'],
  ])('%s', (_name, inside, text) => {
    const item = itemAt(read(content(inside)));
    expect(item.text).toBe(text);
    expect(item.refusal).toBeNull();
  });

  test.each(['npa', 'secret'])('a note of type %s is kept for editors', (type) => {
    const item = itemAt(
      read(content(`<p>Text.</p><note type="${type}"><body.content><p>Call 5.</p></body.content></note>`)),
    );
    expect(item).toMatchObject({ text: 'Text.', edNote: 'Call 5.' });
    expect(codes(item.warnings)).toEqual(['note-left-out', 'guid-missing']);
  });

  test('a headline over notes to editors alone is no alert', () => {
    const item = itemAt(read(content('<note type="npa"><body.content><p>Call 5.</p></body.content></note>')));
    expect(item).toMatchObject({ kind: 'advisory', text: '' });
    expect(itemAt(read(content(''))).kind).toBe('alert');
  });

  test('a tagline not for publication is kept for editors', () => {
    const item = itemAt(
      read(
        nitf(
          '',
          '<body.content><p>Text.</p></body.content><body.end><tagline type="npa">Desk 5</tagline></body.end>',
        ),
      ),
    );
    expect(item).toMatchObject({ text: 'Text.', edNote: 'Desk 5' });
    expect(codes(item.warnings)).toContain('tagline-left-out');
  });

  test('a quotation gets no marks but its own', () => {
    expect(itemAt(read(content('<p><q>"Yes"</q></p>'))).bodyHtml).toBe('<p>&quot;Yes&quot;</p>');
  });

  test('a picture without a web address is named', () => {
    const media =
      '<media media-type="image"><media-reference mime-type="image/jpeg" source="a.jpg"/><media-caption>A</media-caption></media>';
    const item = itemAt(read(content(`<p>Text.</p>${media}`)));
    expect(item.media).toEqual([]);
    expect(codes(item.warnings)).toContain('media-left-out');
    const based = itemAt(
      read(content(`<p>Text.</p>${media}`), { baseUrl: 'https://meridian-wire.example/x/' }),
    );
    expect(based.media).toMatchObject([{ url: 'https://meridian-wire.example/x/a.jpg', caption: 'A' }]);
  });

  test('paragraphs straight in the body are read', () => {
    expect(itemAt(read('<nitf><body><p>One.</p><p>Two.</p></body></nitf>')).text).toBe('One.\nTwo.');
  });

  test('words beside the cells of a table stay where they are', () => {
    const item = itemAt(
      read(content('<table>Note <tbody><tr>and <td>a</td></tr></tbody></table><p>End</p>')),
    );
    expect(item.text).toBe('Note\nand\na\nEnd');
    expect(item.refusal).toBeNull();
  });

  test('text of a table stays cell by cell', () => {
    expect(textOf('<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>')).toBe('a\nb');
  });
});

test('a document that is cut off is a failure with line and column', () => {
  const { items, failures } = read('<nitf><body>\n<body.content><p>Text');
  expect(items).toEqual([]);
  expect(failures).toMatchObject([{ code: 'xml-not-well-formed', line: 2 }]);
});

describe('no word is lost', () => {
  test.each(readdirSync(FIXTURES))('%s', (name) => {
    const xml = fixture(name).toString();
    expect(wordsOf(itemAt(read(xml)).text)).toEqual(wordsOfNitf(xml));
  });

  const data = new URL('../../../../shared/data/iptc-newsml-g2/examples/', import.meta.url);
  const there = existsSync(data);
  if (!there) console.log('skipped: no NITF examples at ../shared/data/iptc-newsml-g2');
  test.skipIf(!there)('the NITF in the examples of NewsML-G2', () => {
    let found = 0;
    for (const name of readdirSync(data).filter((file) => file.endsWith('.xml'))) {
      const xml = readFileSync(new URL(name, data), 'utf8');
      for (const [document] of xml.matchAll(/<nitf[\s>][\s\S]*?<\/nitf>/g)) {
        found += 1;
        expect(wordsOf(itemAt(read(document)).text), name).toEqual(wordsOfNitf(document));
      }
    }
    expect(found).toBeGreaterThan(0);
  });
});
