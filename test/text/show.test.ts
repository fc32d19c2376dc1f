// What a page shows of a fragment.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildFragment } from '../../src/text/fragment.ts';
import { showFragment } from '../../src/text/show.ts';
import { anyHtml } from './random-html.ts';

const FIGURE = '<figure><img src="https://a.example/p.jpg"><figcaption>The pier</figcaption></figure>';

describe('without hot-linking', () => {
  const show = (html: string) => showFragment(html, { hotlinkImages: false });

  it('pictures go and captions stay', () => {
    expect(show(`<p>a</p>${FIGURE}`)).toEqual({
      html: '<p>a</p><figure><figcaption>The pier</figcaption></figure>',
      text: 'a\nThe pier',
    });
  });

  it('what only framed a picture goes with it', () => {
    expect(
      show(
        '<p>a</p><figure> <a href="https://a.example/x"><img src="https://a.example/p"></a> </figure><p>b</p>',
      ).html,
    ).toBe('<p>a</p><p>b</p>');
  });

  it('an emptied block that parts loose text stays', () => {
    expect(show('a<p><img src="https://a.example/p"></p>b')).toEqual({ html: 'a<p></p>b', text: 'a\nb' });
  });
});

it('with hot-linking, pictures stay', () => {
  expect(showFragment(FIGURE, { hotlinkImages: true }).html).toBe(FIGURE);
});

it('links are marked as somebody else’s', () => {
  expect(showFragment('<p><a href="https://a.example/">x</a></p>', { hotlinkImages: false }).html).toBe(
    '<p><a rel="nofollow noopener ugc" href="https://a.example/">x</a></p>',
  );
});

it('a fragment with neither is the same string', () => {
  const html = '<p>Ferries resume.</p>';
  expect(showFragment(html, { hotlinkImages: false }).html).toBe(html);
});

it('the text of any fragment stays what it was', () => {
  fc.assert(
    fc.property(anyHtml, fc.boolean(), (html, hotlinkImages) => {
      const fragment = buildFragment(html, { baseUrl: 'https://wire.example/' });
      fc.pre(fragment.refusal === null);
      const shown = showFragment(fragment.html, { hotlinkImages });
      expect(shown.text).toBe(fragment.text);
      if (!hotlinkImages) expect(shown.html).not.toContain('<img');
    }),
    { numRuns: 1_000 },
  );
});
