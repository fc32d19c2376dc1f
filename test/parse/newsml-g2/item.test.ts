import { describe, expect, test } from 'vitest';
import { codes, itemAt, read } from '../support/read.ts';
import { fixture, inMessage, itemOf, itemWith, newsItem } from './support.ts';

describe('a story with everything', () => {
  const reading = read(fixture('northern-wire-xhtml-story-with-notepad.xml'));
  const item = itemAt(reading);

  test('has its identity, version and times', () => {
    expect(reading.failures).toEqual([]);
    expect(item).toMatchObject({
      format: 'newsml-g2',
      guid: 'urn:newsml:northern-wire.example:20250917:ferry-4711',
      version: '3',
      versionCreated: '2025-09-17T10:00:00.000Z',
      firstCreated: '2025-09-17T07:30:00.000Z',
      expires: '2025-12-31T23:00:00.000Z',
      embargoedUntil: null,
    });
  });

  test('has status, signals and kind; the signal of the message says nothing about the item', () => {
    expect(item).toMatchObject({ status: 'usable', signals: ['update'], kind: 'story' });
  });

  test('has the headline without a role that ranks first', () => {
    expect(item.headline).toBe('Ferry sails again after <ten> days');
  });

  test('has slugline, byline, dateline, credit, urgency, language and summary', () => {
    expect(item).toMatchObject({
      slugline: 'ALDER/FERRY',
      byline: 'By Ada Penhaligon',
      credit: 'Northern Wire',
      urgency: 3,
      language: 'en',
      summary: 'The ferry is back.',
    });
    expect(item.dateline).toMatchObject({ text: 'Port Alder (NW)', place: 'Port Alder', credit: 'NW' });
  });

  test('has subjects with what is above them, resolved through the catalogs, and named by assert', () => {
    expect(item.subjects).toEqual([
      { scheme: 'http://cv.iptc.org/newscodes/mediatopic/', code: '20000358', name: 'transport' },
      { scheme: 'http://cv.iptc.org/newscodes/mediatopic/', code: '04000000', name: 'economy' },
      { scheme: 'http://cv.northern-wire.example/subject/', code: '12', name: null },
      { scheme: 'nwcity', code: '17', name: 'Port Alder' },
      { scheme: null, code: 'poi1', name: 'Alder Pier' },
    ]);
    expect(item.keywords).toEqual(['ferries', 'harbours']);
    expect(item.places).toEqual(['Port Alder', 'Alder Pier']);
  });

  test('has rights in its own language and related items by identifier', () => {
    expect(item.rights).toEqual({
      copyright: '© 2025 Northern Wire',
      usageTerms: 'Only with a written agreement.\nNot for archives.',
      licence: null,
    });
    expect(item.related).toEqual([
      { rel: 'seeAlso', guid: 'urn:newsml:northern-wire.example:20250916:ferry-4700' },
      { rel: 'nwrel:map', guid: 'https://northern-wire.example/map' },
    ]);
  });

  test('has all notes, and none of them in the text', () => {
    expect(item.edNote?.split('\n')).toEqual([
      'Pictures are on the way.',
      'Author: Ada Penhaligon, +00 555 0100',
      'Desk',
      'Harbour desk, +00 555 0101',
      'Harbour master, private: +00 555 0199',
    ]);
    expect(item.text).not.toContain('555');
  });
});

test('NITF gives headline, byline, dateline and summary where contentMeta is silent', () => {
  const item = itemOf('northern-wire-nitf-story.xml');
  expect(item).toMatchObject({
    headline: 'Lighthouse lit',
    byline: 'By Ivo Marsh',
    dateline: { text: 'Gull Point' },
    summary: 'The lamp is on.',
    status: 'usable',
    signals: ['correction'],
    text: 'The lighthouse at Gull Point shines again.\nHeight: 40 metres\nIt was dark for a year.',
  });
});

describe('pubStatus', () => {
  const statusOf = (itemMeta: string, catalogs?: string) =>
    read(newsItem(catalogs === undefined ? { itemMeta } : { itemMeta, catalogs }));

  test.each([
    ['', 'usable'],
    ['<pubStatus qcode="stat:usable"/>', 'usable'],
    ['<pubStatus qcode="stat:withheld"/>', 'withheld'],
    ['<pubStatus qcode="stat:canceled"/>', 'canceled'],
    ['<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', 'canceled'],
    ['<pubStatus qcode="other:canceled"/>', 'canceled'],
  ])('%s is %s', (itemMeta, status) => {
    expect(itemAt(statusOf(itemMeta)).status).toBe(status);
  });

  test.each([
    ['a code that is none', '<pubStatus qcode="stat:embargoed"/>', undefined],
    ['no code', '<pubStatus/>', undefined],
    ['usable in a scheme nobody knows', '<pubStatus qcode="other:usable"/>', undefined],
    [
      'an alias that the document itself gives another scheme',
      '<pubStatus qcode="stat:usable"/>',
      '<catalog><scheme alias="stat" uri="http://other.example/"/></catalog>',
    ],
  ])('%s is not understood, and fails', (_, itemMeta, catalogs) => {
    const { items, failures } = statusOf(itemMeta, catalogs);
    expect(items).toEqual([]);
    expect(failures).toMatchObject([{ code: 'status-unknown', index: 0, line: 1 }]);
  });

  test('an alias of the document for the standard scheme is understood', () => {
    const catalogs =
      '<catalog><scheme alias="pub" uri="http://cv.iptc.org/newscodes/pubstatusg2/"/></catalog>';
    expect(itemAt(statusOf('<pubStatus qcode="pub:withheld"/>', catalogs)).status).toBe('withheld');
  });
});

describe('signals', () => {
  test.each([
    ['<signal qcode="sig:correction"/>', ['correction'], 'story'],
    ['<signal qcode="sig:update"/><signal qcode="sig:correction"/>', ['update', 'correction'], 'story'],
    ['<signal qcode="sig:kill"/>', ['kill'], 'kill'],
    ['<signal qcode="sig:test"/>', ['test'], 'test'],
    ['<signal qcode="apsig:newscontent"/>', [], 'story'],
  ])('%s', (itemMeta, signals, kind) => {
    expect(itemWith({ itemMeta })).toMatchObject({ signals, kind });
  });

  test('one that is not known is not taken for harmless', () => {
    const item = itemWith({ itemMeta: '<signal qcode="nwsig:stop"/>' });
    expect(item.signals).toContain('signal-unknown');
    expect(item.warnings).toContainEqual({
      code: 'signal-unknown',
      message: 'the signal nwsig:stop is not understood',
    });
  });
});

describe('an embargo', () => {
  test('with a time holds until then', () => {
    const item = itemWith({ itemMeta: '<embargoed>2025-09-23T12:00:00+02:00</embargoed>' });
    expect(item.embargoedUntil).toBe('2025-09-23T10:00:00.000Z');
  });

  test.each(['<embargoed/>', '<embargoed> </embargoed>', '<embargoed>soon</embargoed>'])(
    '%s has no end that could be read',
    (itemMeta) => {
      const item = itemWith({ itemMeta });
      expect(item.embargoedUntil).toBeNull();
      expect(item.signals).toContain('embargo');
    },
  );

  test('that is empty may be ignored for a source', () => {
    const item = itemAt(read(newsItem({ itemMeta: '<embargoed/>' }), { emptyEmbargo: 'ignore' }));
    expect(item.signals).not.toContain('embargo');
  });

  test('in a note of that role, without a field, is one', () => {
    const item = itemWith({ itemMeta: '<edNote role="nwednote:embargo">Until the speech</edNote>' });
    expect(item.signals).toContain('embargo');
  });
});

test('the first of several expiries counts, of those without a constraint', () => {
  const itemMeta =
    '<expires pubconstraint="usage:web">2025-09-18T00:00:00Z</expires><expires>2025-12-01T00:00:00Z</expires><expires>2025-11-01T00:00:00+01:00</expires>';
  expect(itemWith({ itemMeta }).expires).toBe('2025-10-31T23:00:00.000Z');
});

test('without a version it is the first', () => {
  expect(itemWith({ attributes: 'guid="urn:nw:1"' }).version).toBe('1');
});

describe('the headline', () => {
  test.each([
    ['<headline xml:lang="de">Fähre</headline><headline xml:lang="en">Ferry</headline>', 'Ferry'],
    ['<headline role="hl:kicker">Kicker</headline><headline role="hl:main">Main</headline>', 'Main'],
    ['<headline> </headline><headline>Second</headline>', 'Second'],
    ['<headline>With <inline>markup</inline> and\n line end</headline>', 'With markup and line end'],
  ])('of %s', (contentMeta, headline) => {
    expect(itemWith({ contentMeta }).headline).toBe(headline);
  });

  test('is the title of the item where there is no other', () => {
    expect(itemWith({ contentMeta: '', itemMeta: '<title>FERRY-1</title>' }).headline).toBe('FERRY-1');
  });
});

test('urgency 9 is none', () => {
  const item = itemWith({ contentMeta: '<urgency>9</urgency>' });
  expect(item.urgency).toBeNull();
  expect(codes(item.warnings)).toContain('urgency-unknown');
});

describe('items that are no stories', () => {
  test('a package has its members in order', () => {
    expect(itemOf('northern-wire-package.xml')).toMatchObject({
      kind: 'package',
      headline: 'Top stories',
      text: '',
      related: [
        { rel: 'main', guid: 'urn:nw:lead' },
        { rel: 'pictures', guid: 'urn:nw:picture' },
        { rel: 'concept', guid: 'medtop:20000358' },
      ],
    });
  });

  test('plans, concepts, knowledge and catalogs are recognised', () => {
    const { items, failures } = read(fixture('northern-wire-planning-concept-catalog.xml'));
    expect(failures).toEqual([]);
    expect(items.map(({ kind, headline }) => [kind, headline])).toEqual([
      ['planning', 'Coverage of the regatta'],
      ['concept', 'Ada Penhaligon'],
      ['concept', 'Harbour codes'],
      ['concept', 'Our schemes'],
    ]);
  });

  test('a lone catalog is kept', () => {
    const catalog =
      '<catalog xmlns="http://iptc.org/std/nar/2006-10-01/"><scheme alias="a" uri="http://a.example/"/></catalog>';
    expect(itemAt(read(catalog))).toMatchObject({ format: 'newsml-g2', kind: 'concept', version: null });
  });

  test('a picture has its renditions, each with its caption', () => {
    const item = itemOf('northern-wire-picture.xml');
    expect(item).toMatchObject({ kind: 'picture', text: '' });
    expect(item.media).toEqual([
      {
        url: 'https://media.example/ferry.jpg',
        type: 'image/jpeg',
        length: 400000,
        width: 3000,
        height: 2000,
        caption: 'The ferry at Alder Pier on Wednesday.',
        credit: 'L. Ostrov/Northern Wire',
      },
      {
        url: 'https://media.example/crop.jpg',
        type: 'image/jpeg',
        length: null,
        width: 80,
        height: 60,
        caption: 'Only the funnel.',
        credit: 'L. Ostrov/Northern Wire',
      },
    ]);
    expect(item.related).toEqual([
      { rel: 'rendition', guid: 'urn:nw:picture:print' },
      { rel: 'rendition', guid: 'file:///c/preview.jpg' },
    ]);
  });

  test('a film with copy is a story', () => {
    expect(itemWith({ itemClass: 'ninat:video' }).kind).toBe('story');
  });
});

describe('a message', () => {
  const good = (n: number) => newsItem({ attributes: `guid="urn:nw:${n}" version="1"` });

  test('with one bad item among ten gives nine and one failure', () => {
    const items = Array.from({ length: 10 }, (_, n) =>
      n === 4 ? newsItem({ attributes: 'version="1"' }) : good(n),
    );
    const reading = read(inMessage(...items));
    expect(reading.items.map(({ guid }) => guid)).toEqual(
      [0, 1, 2, 3, 5, 6, 7, 8, 9].map((n) => `urn:nw:${n}`),
    );
    expect(reading.failures).toMatchObject([{ code: 'guid-missing', index: 4 }]);
    expect(reading.failures[0]?.line).toBeGreaterThan(1);
  });

  test('that is cut off gives what was complete', () => {
    const reading = read(inMessage(good(1), good(2)).slice(0, -200));
    expect(reading.items.map(({ guid }) => guid)).toEqual(['urn:nw:1']);
    expect(reading.failures).toMatchObject([{ code: 'xml-not-well-formed', index: null }]);
  });

  test('without items says so', () => {
    expect(read(inMessage())).toMatchObject({ items: [], failures: [{ code: 'no-item' }] });
  });

  test('with something else among its items names it', () => {
    const reading = read(inMessage(good(1), '<story guid="x"/>', good(2)));
    expect(reading.items).toHaveLength(2);
    expect(reading.failures).toMatchObject([{ code: 'item-not-supported', index: 1 }]);
  });

  test('with more items than allowed says so', () => {
    const reading = read(inMessage(good(1), good(2), good(3)), {
      limits: { bytes: 1e6, depth: 64, attributes: 64, items: 2, itemText: 1e6 },
    });
    expect(reading.items).toHaveLength(2);
    expect(reading.failures).toMatchObject([{ code: 'too-many-items' }]);
  });

  test('two versions of one item are two items of one guid', () => {
    const { items } = read(inMessage(good(1), newsItem({ attributes: 'guid="urn:nw:1" version="2"' })));
    expect(items.map(({ guid, version }) => [guid, version])).toEqual([
      ['urn:nw:1', '1'],
      ['urn:nw:1', '2'],
    ]);
  });

  test('a signal of its header that is not known holds all its items', () => {
    const message = inMessage(good(1)).replace('</header>', '<signal qcode="nw:odd"/></header>');
    expect(itemAt(read(message)).signals).toEqual(['signal-unknown']);
  });
});
