import { describe, expect, test } from 'vitest';
import { codes, fixture, inChannel, itemAt, read } from './support/read.ts';

describe('an RSS 2.0 item with modules', () => {
  const reading = read(fixture('rss-2.0-full-story.xml'));
  const item = itemAt(reading);

  test('has its identity and address', () => {
    expect(item).toMatchObject({
      format: 'rss',
      provider: 'meridian',
      guid: 'mw-2025-0917-001',
      version: null,
      link: 'https://meridian-wire.example/world/harbour-bridge',
    });
  });

  test('has its times in UTC', () => {
    expect(item.firstCreated).toBe('2025-09-17T05:00:00.000Z');
    expect(item.versionCreated).toBe('2025-09-17T06:00:00.000Z');
  });

  test('has a headline decoded once as XML and once as HTML', () => {
    expect(item.headline).toBe('Harbour bridge reopens; ferries & trams back to normal');
  });

  test('has the encoded content for a body and the description for a summary', () => {
    expect(item.text).toBe(
      'NEWHAVEN COVE, Sept 17 (MW) — The harbour bridge reopened on Wednesday.\n' +
        '“Drive slowly,” said the harbour master. A map shows the detours.',
    );
    expect(item.bodyHtml).toContain('href="https://meridian-wire.example/map"');
    expect(item.summary).toBe('The bridge is open.');
    expect(item.refusal).toBeNull();
  });

  test('has byline, dateline, subjects, language and rights', () => {
    expect(item.byline).toBe('Ada Penhaligon, Tomas Reyl');
    expect(item.dateline).toMatchObject({ date: '2025-09-17', credit: 'MW' });
    expect(item.subjects).toEqual([
      { scheme: 'https://meridian-wire.example/topics', code: null, name: 'Transport' },
    ]);
    expect(item).toMatchObject({ language: 'en-GB', direction: 'ltr', keywords: ['Transport'] });
    expect(item.rights.copyright).toBe('Meridian Wire');
  });

  test('has enclosures and Media RSS with what the group says', () => {
    expect(item.media).toEqual([
      {
        url: 'https://meridian-wire.example/audio/bridge.mp3',
        type: 'audio/mpeg',
        length: 12345,
        width: null,
        height: null,
        caption: null,
        credit: null,
      },
      {
        url: 'https://meridian-wire.example/img/bridge.jpg',
        type: 'image/jpeg',
        length: 98765,
        width: 1200,
        height: 800,
        caption: 'The bridge on Wednesday',
        credit: 'Meridian Wire/L. Ostrov',
      },
    ]);
  });

  test('comes with what the channel says of itself', () => {
    expect(reading.summary).toMatchObject({
      format: 'rss',
      charset: 'utf-8',
      feed: {
        title: 'Meridian Wire: all stories',
        link: 'https://meridian-wire.example/',
        language: 'en-GB',
      },
    });
  });
});

test('when RSS is RDF, rdf:about is the identity', () => {
  const item = itemAt(read(fixture('rss-1.0-rdf.xml')));
  expect(item).toMatchObject({
    guid: 'https://northfen-press.example/1',
    headline: 'Dyke repaired',
    firstCreated: '2025-03-02T07:00:00.000Z',
    text: 'The dyke at Northfen has been repaired.',
    keywords: ['Environment'],
  });
});

test('when one item is bad, its neighbours are not', () => {
  const { items, failures } = read(fixture('rss-bad-item-between-good-ones.xml'));
  expect(failures).toEqual([]);
  expect(items.map(({ headline }) => headline)).toEqual(['Good before', 'No such day', null, 'Good after']);
  expect(items[1]).toMatchObject({ firstCreated: null, versionCreated: null });
  expect(codes(items[1]?.warnings ?? [])).toContain('time-not-understood');
  expect(codes(items[2]?.warnings ?? [])).toContain('item-empty');
  expect(items[3]?.firstCreated).toBe('2025-09-01T04:30:00.000Z');
  expect(codes(items[3]?.warnings ?? [])).toContain('time-without-zone');
});

test('when the feed is cut off in an item, the complete ones come and then one failure with its place', () => {
  const { items, failures } = read(fixture('rss-cut-off-in-third-item.xml'));
  expect(items.map(({ guid }) => guid)).toEqual(['1', '2']);
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatchObject({ code: 'xml-not-well-formed', index: null, line: 5, column: 1 });
});

test('when prefixes are not declared and ampersands not escaped, the feed is still read', () => {
  const { items, failures, summary } = read(fixture('rss-undeclared-prefixes-and-bare-ampersands.xml'));
  expect(failures).toEqual([]);
  expect(summary.feed?.title).toBe('Fish & Chips Daily');
  expect(items[0]).toMatchObject({
    headline: 'Cod & haddock – prices',
    link: 'https://fish-and-chips.example/?a=1&b=2',
    byline: 'Cod Reporter',
    text: 'Salt & vinegar.',
  });
  expect(codes(items[0]?.warnings ?? [])).toContain('xml-ampersand');
});

test('when a description is plain text, blank lines part paragraphs', () => {
  const { items } = read(
    inChannel('<item><description>One\nline.\n\nTwo &amp;amp; more.</description></item>'),
  );
  expect(items[0]?.text).toBe('One line.\nTwo & more.');
});

test('when a headline holds what is no tag of HTML, it stays', () => {
  const { items } = read(
    inChannel('<item><title>a &lt; b, &lt;NAME&gt; and &lt;b&gt;bold&lt;/b&gt;</title></item>'),
  );
  expect(items[0]?.headline).toBe('a < b, <NAME> and bold');
});

test('when an item has a headline and no text, it is an alert', () => {
  expect(itemAt(read(inChannel('<item><title>Bridge open</title></item>'))).kind).toBe('alert');
});

test.each(['TEST', 'This is a test', 'Test message, please ignore', 'test story - disregard'])(
  'when the headline is %j, it is a test',
  (headline) => {
    const { items } = read(inChannel(`<item><title>${headline}</title><description>x</description></item>`));
    expect(items[0]?.kind).toBe('test');
  },
);

test('when the headline only mentions a test, it is a story', () => {
  const { items } = read(
    inChannel('<item><title>Test match ends in draw</title><description>x</description></item>'),
  );
  expect(items[0]?.kind).toBe('story');
});

test.each([
  ['desk@wire.example (Ada Penhaligon)', 'Ada Penhaligon'],
  ['Ada Penhaligon &lt;desk@wire.example&gt;', 'Ada Penhaligon'],
  ['Ada Penhaligon', 'Ada Penhaligon'],
  ['desk@wire.example', null],
])('when the author is %j, the byline is %j', (author, byline) => {
  expect(itemAt(read(inChannel(`<item><title>t</title><author>${author}</author></item>`))).byline).toBe(
    byline,
  );
});

describe('messages to editors in a feed', () => {
  const kindOf = (title: string, text: string) => {
    const item = `<item><guid>m</guid><title>${title}</title><description>${text}</description></item>`;
    const { kind, signals } = itemAt(read(inChannel(item)));
    return { kind, signals };
  };

  test.each([
    ['TEST -- TEST -- please ignore', 'Nothing has happened.', 'test', ['test']],
    ['KILL KILL KILL', 'Kill the ferry story.', 'kill', ['kill']],
    ['NEWS ADVISORY: Ferries', 'A telling follows.', 'advisory', ['advisory']],
    ['CORRECTION: Ferries', 'Nine boats, not ten.', 'story', ['correction']],
    ['Ferries return', 'EMBARGOED UNTIL NOON', 'story', ['embargo']],
    ['Killer whales seen off the harbour', 'Three of them.', 'story', []],
    ['Test match drawn', 'Rain fell.', 'story', []],
  ])('%s is read as such', (title, text, kind, signals) => {
    expect(kindOf(title, text)).toEqual({ kind, signals });
  });
});
