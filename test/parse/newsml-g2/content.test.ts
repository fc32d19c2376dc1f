import { describe, expect, test } from 'vitest';
import { codes, itemAt, read } from '../support/read.ts';
import { fixture, itemOf, itemWith, newsItem, xhtml } from './support.ts';

test('a body keeps lists, tables, quotations, preformatted and inline markup', () => {
  const item = itemOf('northern-wire-xhtml-story-with-notepad.xml');
  expect(item.refusal).toBeNull();
  expect(item.text.split('\n')).toEqual([
    'A line that only the header has.',
    'Port Alder (NW) - The ferry to Alder Isle sails again, on time.',
    'What is new',
    'A ramp',
    'Two piers',
    'North',
    'South',
    '“We waited,” said Tomas Reyl.',
    'Sailings',
    'Day',
    'Time',
    'Mon',
    '8.00',
    '9.00',
    'Tide 1.2 3.4',
    'Info',
    'Tickets: 3 crowns',
    'Timetable',
  ]);
  expect(item.bodyHtml).toContain('<em>on <strong>time</strong></em>');
  expect(item.bodyHtml).toContain('<a href="https://alder.example/isle?a=1&amp;b=2">');
  expect(item.bodyHtml).toContain('<li>Two piers<ol><li>North</li>');
});

test('what is left out is named', () => {
  const { warnings } = itemOf('northern-wire-xhtml-story-with-notepad.xml');
  expect(warnings).toEqual([
    {
      code: 'non-public-left-out',
      message: 'not for publication and left out of the text: section.np-nonpublic (37 characters)',
    },
    {
      code: 'metadata-left-out',
      message:
        'the page header repeats metadata and was left out: time.publicationdate, ul.slugline, h1, h3, p.byline',
    },
    {
      code: 'summary-left-out',
      message: 'the summary stands in the text again and was left out of it: p.teaser',
    },
    {
      code: 'embed-left-out',
      message: 'embeds without words were left out: nw-videoembed https://video.example/1',
    },
  ]);
});

describe('of several renditions', () => {
  test('the one named as text is the story, and the non-public one never', () => {
    const item = itemOf('northern-wire-renditions-with-non-public-part.xml');
    expect(item.text).toBe('The bakery of Northfen won a prize.\nIts bread is dark.');
    expect(item.warnings.map(({ code }) => code)).toEqual(['non-public-left-out', 'rendition-left-out']);
    expect(item.warnings[1]?.message).toContain('rendition="nwrnd:teaser"');
  });

  test.each(['nonpublic', 'notepad', 'contacts', 'internal'])('nothing but a %s part is no text', (code) => {
    const item = itemWith({ content: xhtml('<p>Contacts</p>', `rendition="nw:${code}"`) });
    expect(item.text).toBe('');
    expect(codes(item.warnings)).toContain('non-public-left-out');
  });

  test('a part with a constraint that says so is not public', () => {
    const content = xhtml('<p>Story</p>') + xhtml('<p>Contacts</p>', 'pubconstraint="nw:nonpublic"');
    expect(itemWith({ content }).text).toBe('Story');
    expect(itemWith({ content: xhtml('<p>C</p>', 'role="nw:contacts"') + xhtml('<p>Story</p>') }).text).toBe(
      'Story',
    );
  });

  test('XHTML is taken before plain text, the item language before others', () => {
    const plain = '<inlineData contenttype="text/plain">Plain</inlineData>';
    expect(itemWith({ content: plain + xhtml('<p>Marked up</p>') }).text).toBe('Marked up');
    const german = xhtml('<p>Deutsch</p>', 'xml:lang="de"');
    const english = '<inlineData contenttype="text/plain" xml:lang="en">English</inlineData>';
    expect(itemWith({ content: german + english }).text).toBe('English');
  });

  test('the marked-up story is taken before parts of it for older formats', () => {
    const part = (name: string, text: string) =>
      `<inlineData contenttype="text/plain" rendition="nw7901:${name}">${text}</inlineData>`;
    const older = [
      part('headline', 'Ferry'),
      part('slug', 'ALDER'),
      part('text', 'Story in lines.'),
      part('public', 'Notes'),
      part('nonpublic', 'Contacts'),
    ].join('');
    expect(itemWith({ content: older }).text).toBe('Story in lines.');
    for (const content of [xhtml('<p>Story.</p>') + older, older + xhtml('<p>Story.</p>')]) {
      const item = itemWith({ content });
      expect(item.text).toBe('Story.');
      expect(codes(item.warnings).filter((code) => code === 'rendition-left-out')).toHaveLength(4);
    }
  });

  test('the original is taken before what was derived from it', () => {
    const content = '<inlineData id="a">Derived</inlineData><inlineData id="b">Original</inlineData>';
    const item = itemAt(
      read(
        `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g" standard="NewsML-G2" standardversion="2.35"><itemMeta><itemClass qcode="ninat:text"/><provider literal="p"/><versionCreated>2025-09-17T10:00:00Z</versionCreated></itemMeta><contentSet original="b">${content}</contentSet></newsItem>`,
      ),
    );
    expect(item.text).toBe('Original');
  });

  test('an empty one is passed over', () => {
    expect(itemWith({ content: `${xhtml('<p> </p>')}<inlineData>Words</inlineData>` }).text).toBe('Words');
  });
});

describe('an item without text', () => {
  test.each([
    ['with nothing', '', 'alert'],
    ['whose only part is not public', xhtml('<p>Contacts</p>', 'role="nw:contacts"'), 'advisory'],
    ['with nothing public in its part', xhtml('<section class="notepad"><p>Call</p></section>'), 'advisory'],
    [
      'whose copy stands elsewhere',
      '<remoteContent href="https://nw.example/1.html" contenttype="text/html"/>',
      'package',
    ],
  ])('%s', (_, content, kind) => {
    expect(itemWith({ content })).toMatchObject({ kind, text: '' });
  });
});

describe('parts that are not for publication', () => {
  test.each([
    ['a notepad', '<section class="notepad"><h3>Notes</h3><p>Call the desk</p></section>'],
    ['its non-public part', '<section class="np-nonpublic x"><p>Call the desk</p></section>'],
    ['its public part', '<section class="np-public"><p>Call the desk</p></section>'],
    [
      'all behind a line that says so',
      '<p>Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt</p><h4>Kontakte</h4><p>Call the desk</p>',
    ],
    [
      'all behind such a line in inline markup',
      '<p><strong>The following information is not intended for publication</strong></p><p>Call the desk</p>',
    ],
    [
      'a section that begins so',
      '<section><p>The following information is not for publication:</p><p>Call the desk</p></section>',
    ],
  ])('%s is left out, named, and kept for editors', (_, part) => {
    const item = itemWith({ content: xhtml(`<section class="main"><p>Story.</p></section>${part}`) });
    expect(item.text).toBe('Story.');
    expect(item.edNote).toContain('Call the desk');
    expect(codes(item.warnings)).toContain('non-public-left-out');
  });

  test('what comes after a section that begins so stays', () => {
    const section = '<section><p>The following information is not for publication:</p></section>';
    expect(itemWith({ content: xhtml(`${section}<p>Story.</p>`) }).text).toBe('Story.');
  });

  test('plain text ends at such a line', () => {
    const content =
      '<inlineData contenttype="text/plain">Story.\n\nThe following information is not for publication\n\nCall the desk</inlineData>';
    const item = itemWith({ content });
    expect(item.text).toBe('Story.');
    expect(item.edNote).toContain('Call the desk');
  });

  test('a link of a class that only sounds like it stays', () => {
    const content = xhtml('<p>See <a class="internal" href="https://nw.example/2">the map</a>.</p>');
    expect(itemWith({ content }).text).toBe('See the map.');
  });

  test('a story about publication is a story', () => {
    const content = xhtml('<p>It was not for publication, she said.</p>');
    expect(itemWith({ content }).text).toBe('It was not for publication, she said.');
  });
});

describe('the header of a page', () => {
  test('keeps what the metadata do not say', () => {
    const content = xhtml('<header><h1>Ferry sails</h1><p>Lead in.</p></header><p>Story.</p>');
    expect(itemWith({ content }).text).toBe('Lead in.\nStory.');
  });

  test('gives a byline that is nowhere else, and an embargo', () => {
    const header = '<header><p class="byline">By Ivo Marsh</p><p class="embargoed">Until noon</p></header>';
    const item = itemWith({ content: xhtml(`${header}<p>Story.</p>`) });
    expect(item).toMatchObject({ byline: 'By Ivo Marsh', text: 'Story.' });
    expect(item.signals).toContain('embargo');
  });

  test('a headline in the body itself stays there', () => {
    expect(itemWith({ content: xhtml('<h1>Ferry sails</h1><p>Story.</p>') }).text).toBe(
      'Ferry sails\nStory.',
    );
  });
});

test('a teaser that says more than the summary stays in the text', () => {
  const contentMeta = '<description role="drol:summary">Short.</description>';
  const content = xhtml('<p class="teaser">Short. And more.</p><p>Story.</p>');
  expect(itemWith({ contentMeta, content })).toMatchObject({
    summary: 'Short.',
    text: 'Short. And more.\nStory.',
  });
});

describe('inline XML', () => {
  test('of any namespace keeps every word, with lines where blocks are', () => {
    const item = itemOf('northern-wire-any-namespace.xml');
    expect(item.refusal).toBeNull();
    expect(item.text.split('\n')).toEqual([
      'Regatta of Port Alder',
      'Sponsor: Alder Bank',
      'Gull',
      '12:04',
      'Tern',
      '12:09',
      'Both boats were fast, said the judge.',
    ]);
  });

  test.each([
    ['without a namespace', '<inlineXML><html><body><p>Some <b>words</b></p></body></html></inlineXML>'],
    ['in the namespace of the news', '<inlineXML><div><p>Some <b>words</b></p></div></inlineXML>'],
    ['without an html element', xhtml('').replace(/<html.*<\/html>/, '<p>Some <b>words</b></p>')],
    ['with words beside its root', '<inlineXML>Some <b>words</b></inlineXML>'],
    [
      'with a prefix',
      '<inlineXML><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>No</h:title></h:head><h:body><h:p>Some <h:b>words</h:b></h:p></h:body></h:html></inlineXML>',
    ],
  ])('%s', (_, content) => {
    const item = itemWith({ content });
    expect(item.text).toBe('Some words');
    expect(item.refusal).toBeNull();
  });

  test('custom elements keep their words, among words in the line', () => {
    const content = xhtml('<p>A <x-name>ferry</x-name> sails.</p><x-box><p>Box.</p></x-box><x-ad src="a"/>');
    const item = itemWith({ content });
    expect(item.text).toBe('A ferry sails.\nBox.');
    expect(item.refusal).toBeNull();
    expect(codes(item.warnings)).toEqual(['embed-left-out']);
  });

  test.each(['<form><p>Words</p></form>', '<p>a <del>b</del></p>', '<p hidden="hidden">Words</p>'])(
    'what cannot be shown to be unmodified is refused: %s',
    (body) => {
      expect(itemWith({ content: xhtml(body) }).refusal).not.toBeNull();
    },
  );

  test('pictures in the body are media', () => {
    const item = itemWith({
      content: xhtml('<p>Words <img src="https://media.example/a.jpg" alt="x"/></p>'),
    });
    expect(item.media.map(({ url }) => url)).toEqual(['https://media.example/a.jpg']);
  });
});

describe('inline data', () => {
  test.each([
    [
      'plain text',
      'contenttype="text/plain"',
      'Fish &amp;amp; chips &lt;b&gt;\n\nTwo',
      'Fish &amp; chips <b>\nTwo',
    ],
    ['indented paragraphs', 'contenttype="text/plain"', '  One\n two\n  Three', 'One two\nThree'],
    ['escaped HTML', 'contenttype="text/html"', '&lt;p&gt;Fish &amp;amp; chips&lt;/p&gt;', 'Fish & chips'],
    ['HTML that does not say so', '', '&lt;p&gt;Fish&lt;/p&gt;&lt;p&gt;chips&lt;/p&gt;', 'Fish\nchips'],
    [
      'escaped NITF',
      'contenttype="application/nitf+xml"',
      '&lt;nitf&gt;&lt;body&gt;&lt;body.content&gt;&lt;p&gt;Fish&lt;/p&gt;&lt;/body.content&gt;&lt;/body&gt;&lt;/nitf&gt;',
      'Fish',
    ],
    [
      'base64',
      'contenttype="text/plain" encoding="encd:base64"',
      'RmlzY2hl\nIHVuZCBDaGlwcw==',
      'Fische und Chips',
    ],
  ])('%s', (_, attributes, data, text) => {
    expect(itemWith({ content: `<inlineData ${attributes}>${data}</inlineData>` }).text).toBe(text);
  });

  test('in an encoding that is not known is a failure where it is all there is', () => {
    const content = '<inlineData encoding="nw:zip">abc</inlineData>';
    expect(read(newsItem({ content }))).toMatchObject({
      items: [],
      failures: [{ code: 'encoding-unknown' }],
    });
    const item = itemWith({ content: `${content}${xhtml('<p>Story.</p>')}` });
    expect(item.text).toBe('Story.');
  });
});

test('a fixture read twice gives the same', () => {
  const name = 'northern-wire-xhtml-story-with-notepad.xml';
  expect(read(fixture(name))).toEqual(read(fixture(name)));
});

describe('NITF that says itself', () => {
  const inner = (docdata: string): string =>
    `<inlineXML contenttype="application/nitf+xml"><nitf><head><docdata ${docdata}</docdata></head><body><body.content><p>The ferry sails.</p></body.content></body></nitf></inlineXML>`;

  test.each([
    ['that it is embargoed', 'management-status="embargoed">'],
    ['that it is withheld', 'management-status="withheld">'],
    ['something that is not understood', 'management-status="maybe">'],
    [
      'that it is released later',
      '><date.issue norm="20250917T100000Z"/><date.release norm="20250918T060000Z"/>',
    ],
  ])('%s holds the story', (_, docdata) => {
    const item = itemWith({ content: inner(docdata) });
    expect(item.signals).toContain('embargo');
    expect(codes(item.warnings)).toContain('inner-document-restricted');
    expect(item.text).toBe('The ferry sails.');
  });

  test('that it is usable changes nothing', () => {
    const item = itemWith({ content: inner('management-status="usable"><date.release norm="20250917"/>') });
    expect(item.signals).toEqual([]);
  });
});
