// wire-markup/1: one form, however a site shows the fragment.

import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { describe, expect, it } from 'vitest';
import { buildFragment } from '../../src/text/fragment.ts';
import { showFragment } from '../../src/text/show.ts';
import { wireMarkup } from '../../src/text/wire-markup.ts';
import { anyHtml } from './random-html.ts';

describe('what sites may differ in goes out', () => {
  it.each([
    ['pictures', '<p>a<img src="https://a.example/p">b</p>', '<p>ab</p>'],
    [
      'rel',
      '<p><a rel="nofollow" href="https://a.example/">x</a></p>',
      '<p><a href="https://a.example/">x</a></p>',
    ],
    [
      'frames of pictures',
      '<figure> <a href="https://a.example/"><img src="x"></a> </figure><p>b</p>',
      '<p>b</p>',
    ],
    ['a line feed that opens a pre', '<pre><img src="x">\n\na\nb</pre>', '<pre>a\nb</pre>'],
  ])('%s', (_what, html, form) => {
    expect(wireMarkup(html)).toBe(form);
  });
});

describe('what is the agency’s stays', () => {
  it.each([
    ['emphasis', '<p>a <em>b</em></p>', '<p>a b</p>'],
    [
      'where a link leads',
      '<p><a href="https://a.example/1">x</a></p>',
      '<p><a href="https://a.example/2">x</a></p>',
    ],
    ['a line that is a rule', '<p>a</p><hr><p>b</p>', '<p>a</p><p>b</p>'],
    ['the order of paragraphs', '<p>a</p><p>b</p>', '<p>b</p><p>a</p>'],
    ['the level of a heading', '<h2>a</h2>', '<h3>a</h3>'],
  ])('%s', (_what, one, other) => {
    expect(wireMarkup(one)).not.toBe(wireMarkup(other));
  });
});

it('the stored fragment, both ways to show it, and the page read back have one form', () => {
  fc.assert(
    fc.property(anyHtml, (sent) => {
      const { html } = buildFragment(sent, { baseUrl: 'https://a.example/' });
      const form = wireMarkup(html);
      for (const hotlinkImages of [true, false]) {
        const shown = showFragment(html, { hotlinkImages }).html;
        expect(wireMarkup(shown)).toBe(form);
        expect(wireMarkup(readBack(shown))).toBe(form);
      }
    }),
    { numRuns: 3_000 },
  );
});

/** As a parser reads it, in Stet's spelling: quotation marks are escaped in text too, no-break spaces are not. */
const readBack = (html: string): string =>
  serialize(parseFragment(html))
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll(/(^|>)[^<]+/g, (text) => text.replaceAll('"', '&quot;'));
