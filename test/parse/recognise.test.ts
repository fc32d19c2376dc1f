import { expect, test } from 'vitest';
import { fixture, inChannel, itemAt, read } from './support/read.ts';

test.each([
  ['rss-2.0-full-story.xml', 'rss'],
  ['rss-1.0-rdf.xml', 'rss'],
  ['atom-1.0-text-html-xhtml.xml', 'atom'],
  ['json-feed-1.1.json', 'json-feed'],
])('%s is read as %s', (name, format) => {
  expect(read(fixture(name)).summary.format).toBe(format);
});

test.each([
  ['an HTML page', fixture('html-error-page.html'), 'not-a-feed'],
  ['XHTML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', 'not-a-feed'],
  ['XML of another kind', '<opml version="2.0"><body/></opml>', 'format-unknown'],
  ['JSON of another kind', '{"hello": "world"}', 'format-unknown'],
  ['nothing', '', 'input-empty'],
  ['white space', ' \n\t ', 'input-empty'],
  [
    'a catalog of another standard',
    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"/>',
    'format-unknown',
  ],
  ['binary data', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]), 'format-unknown'],
])('%s is a failure of the whole arrival', (_what, input, code) => {
  const { items, failures } = read(input);
  expect(items).toEqual([]);
  expect(failures).toMatchObject([{ code, index: null }]);
});

test.each([
  ['<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', 'newsml-g2'],
  ['<g2:catalogItem xmlns:g2="http://iptc.org/std/nar/2006-10-01/"/>', 'newsml-g2'],
  ['<catalog xmlns="http://iptc.org/std/nar/2006-10-01/"/>', 'newsml-g2'],
  ['<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf/>', 'nitf'],
])('%s is read as %s', (input, format) => {
  expect(read(input).summary.format).toBe(format);
});

test('when the content type lies, the bytes decide', () => {
  const input = inChannel('<item><title>t</title></item>');
  expect(read(input, { contentType: 'text/html; charset=utf-8' }).items).toHaveLength(1);
});

test('when the source is configured for another format, it is a mismatch', () => {
  const { failures } = read(inChannel(''), { format: 'atom' });
  expect(failures).toMatchObject([{ code: 'format-mismatch' }]);
});

test('when a source of plain text sends an HTML page, it is no story', () => {
  expect(read(fixture('html-error-page.html'), { format: 'text' }).failures).toMatchObject([
    { code: 'not-a-feed' },
  ]);
});

test.each([
  ['a symbol', '<OBX> SEES HIGHER PROFIT\n\nPORT ELM, March 3 - The invented company said so.'],
  ['a name of two words', '<Ostmark Barley Co> said it would buy a mill.'],
  ['a number', '<5 pct of the invented crop was lost, the board said.'],
])('a story that begins with %s in angle brackets is a story', (_what, input) => {
  const { items, summary } = read(input);
  expect(summary.format).toBe('text');
  expect(`${itemAt({ items, failures: [], summary }).headline ?? ''} ${items[0]?.text}`).toContain(
    input.slice(0, 20),
  );
});

test.each([
  '<',
  '<rs',
  '<channel>The headline of a feed that was cut off',
  '<feeds><title>The headline of a feed that was cut off',
  '<thing a="1">The words of a document that was cut off',
  '<story>The words of a document of another kind</story>',
  '<OBX>',
])('%s is no story', (input) => {
  expect(read(input).items).toEqual([]);
});
