// The markup of a page, written as Stet writes fragments: its digest is that of what the agency sent, and any change of it shows.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildFragment } from '../../src/text/fragment.ts';
import { showFragment } from '../../src/text/show.ts';
import { markupOfDom } from '../../src/text/tree-markup.ts';
import { wireMarkup } from '../../src/text/wire-markup.ts';
import { domOf } from '../verify/dom.ts';
import { anyHtml } from './random-html.ts';

describe('markup taken from a page', () => {
  test('is the fragment as stored', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const fragment = buildFragment(html, { baseUrl: null });
        fc.pre(fragment.refusal === null);
        expect(markupOfDom(domOf(fragment.html))).toBe(fragment.html);
      }),
      { numRuns: 2_000, seed: 20310506 },
    );
  });
  test.each([true, false])('has the digest form of the fragment, with pictures %s', (hotlinkImages) => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const fragment = buildFragment(html, { baseUrl: null });
        fc.pre(fragment.refusal === null);
        const shown = showFragment(fragment.html, { hotlinkImages }).html;
        expect(wireMarkup(markupOfDom(domOf(shown)))).toBe(wireMarkup(fragment.html));
      }),
      { numRuns: 2_000, seed: 6052031 },
    );
  });
  test('keeps quotes and signs of attributes and text apart', () => {
    const html = '<p title="a &quot;b&quot; &lt;c&gt;">1 &lt; 2 &amp; "3"</p><pre>\n\n x</pre>';
    expect(markupOfDom(domOf(html))).toBe(
      '<p title="a &quot;b&quot; &lt;c&gt;">1 &lt; 2 &amp; &quot;3&quot;</p><pre>\n\n x</pre>',
    );
  });
  test('leaves comments out', () => {
    expect(markupOfDom(domOf('<p>a<!-- b -->c</p>'))).toBe('<p>ac</p>');
  });
});
