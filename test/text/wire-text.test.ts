// wire-text/1 in Node: published and invented vectors, what a refusal says, and the fast reader against the full parser.

import fc from 'fast-check';
import { defaultTreeAdapter, parseFragment, serialize, html as spec } from 'parse5';
import { describe, expect, it } from 'vitest';
import { htmlReader, parseHtml, textOfHtml } from '../../src/text/html.ts';
import { wireTextOf } from '../../src/text/wire-text.ts';
import { anyHtml } from './random-html.ts';
import { wireTextVectors } from './shared-data.ts';
import { INVENTED_VECTORS } from './vectors.ts';

const canonical = (html: string): string | null => {
  const result = textOfHtml(html);
  return result.ok ? result.text : null;
};

describe('vectors', () => {
  it.each(INVENTED_VECTORS)('invented: $name', ({ html, text }) => {
    expect(canonical(html)).toBe(text);
  });

  const published = wireTextVectors();
  it.skipIf(published.length === 0)('published ones all pass', () => {
    const wrong = published.filter(({ html, text }) => canonical(html) !== text);
    expect(wrong).toEqual([]);
  });
});

describe('a refusal', () => {
  it('names the node by its place', () => {
    expect(textOfHtml('<p>a</p><p>b<span>c</span><span hidden>d</span></p>')).toMatchObject({
      ok: false,
      code: 'hidden',
      path: 'p[2]/span[2]',
    });
  });

  it('names a foreign element', () => {
    expect(textOfHtml('<p><svg></svg></p>')).toMatchObject({
      code: 'element-not-allowed',
      path: 'p[1]/*[1]',
    });
  });

  it('covers half of a surrogate pair', () => {
    expect(textOfHtml('<p>a\ud83d</p>')).toMatchObject({ ok: false, code: 'lone-surrogate' });
  });

  it('covers nesting that browsers would flatten', () => {
    expect(textOfHtml('<b><i>'.repeat(100_000))).toMatchObject({ ok: false, code: 'too-deep' });
    expect(textOfHtml('<div>'.repeat(200_000))).toMatchObject({ ok: false, code: 'too-deep' });
  });

  it('covers formatting that multiplies', () => {
    const opened = Array.from({ length: 200 }, (_, i) => `<font size=${i}>`).join('');
    expect(textOfHtml(opened + '<p>x</p></p>'.repeat(5_000))).toMatchObject({ ok: false });
  });
});

describe('the fast reader', () => {
  it('gives what the full parser gives, or declines', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const tree = parseHtml(html);
        expect(tree.ok).toBe(true);
        if (!tree.ok) return;
        const full = wireTextOf(tree.root, htmlReader);
        expect(textOfHtml(html)).toEqual(full);
      }),
      { numRuns: 3_000 },
    );
  });
});

it('a long fragment, parsed in pieces, has the tree of one parsed at once', () => {
  const pieces = fc
    .sample(anyHtml, { numRuns: 4_000, seed: 7 })
    .filter((html) => !/<(?:script|style|svg|math|textarea|title|select|!)/.test(html));
  const html = pieces.join(' ferry &amp; bridge 🗞️ ');
  expect(html.length).toBeGreaterThan(50_000);
  const tree = parseHtml(html);
  if (!tree.ok) return expect.unreachable(tree.message);
  const container = defaultTreeAdapter.createElement('div', spec.NS.HTML, []);
  expect(serialize(tree.root)).toBe(
    serialize(parseFragment(container, html, { treeAdapter: defaultTreeAdapter })),
  );
});

it('a tag with more attributes than anybody writes is refused', () => {
  const attributes = Array.from({ length: 50_000 }, (_, i) => `x${i}`).join(' ');
  expect(textOfHtml(`<p ${attributes}>x</p>`)).toMatchObject({ ok: false, code: 'too-many-attributes' });
});
