// From an agency's markup to the fragment that is shown: not a word touched, nothing executable, or a refusal.

import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { buildFragment, fragmentOfParagraphs } from '../../src/text/fragment.ts';
import { type HtmlElement, type HtmlNode, htmlReader, isElement, textOfHtml } from '../../src/text/html.ts';
import { BLOCK_ELEMENTS, INLINE_ELEMENTS } from '../../src/text/wire-text.ts';
import { anyHtml } from './random-html.ts';
import { adversarialHtml } from './shared-data.ts';

const build = (html: string, baseUrl: string | null = 'https://wire.example/stories/7') =>
  buildFragment(html, { baseUrl });

const SAFE_ATTRIBUTES = new Set(
  'alt cite colspan datetime dir height href lang reversed rowspan scope src start title type value width'.split(
    ' ',
  ),
);

/** What a page must never hold. */
function unsafeIn(html: string): string[] {
  const found: string[] = [];
  const visit = (node: HtmlNode): void => {
    if (isElement(node)) found.push(...unsafeInElement(node));
    Array.from(htmlReader.children(node)).forEach(visit);
  };
  visit(parseFragment(html));
  return found;
}

function unsafeInElement(element: HtmlElement): string[] {
  const name = htmlReader.name(element);
  const allowed = INLINE_ELEMENTS.has(name) || BLOCK_ELEMENTS.has(name) || name === 'br' || name === 'img';
  return [
    ...(allowed ? [] : [`<${element.tagName}>`]),
    ...element.attrs
      .filter(
        (attribute) =>
          !SAFE_ATTRIBUTES.has(attribute.name) || !isSafeAddress(attribute.name, attribute.value),
      )
      .map((attribute) => `${attribute.name}=${attribute.value}`),
  ];
}

const isSafeAddress = (name: string, value: string): boolean =>
  !['cite', 'href', 'src'].includes(name) || /^(?:https?|mailto):/.test(value);

describe('ordinary markup', () => {
  it('comes back as it was sent', () => {
    const html = '<p>Ferries <b>resume</b> on Tuesday.</p>\n<ul><li>Pier 1</li><li>Pier 2</li></ul>';
    expect(build(html)).toMatchObject({
      html,
      text: 'Ferries resume on Tuesday.\nPier 1\nPier 2',
      refusal: null,
      warnings: [],
      media: [],
    });
  });

  it('keeps both kinds of quotation marks and spelling as they are', () => {
    const { html, text } = build('<p>"targetting" &ldquo;Mash\'al&rdquo;</p>');
    expect(text).toBe('"targetting" “Mash\'al”');
    expect(html).toBe("<p>&quot;targetting&quot; “Mash'al”</p>");
  });

  it('gives the digest of the text', () => {
    expect(build('<p>a</p>').textSha256).toBe(
      'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    );
  });

  it('loses style, class, id and handlers', () => {
    expect(build('<p style="color:red" class="a" id="b" onclick="x()" lang="en" dir="ltr">x</p>').html).toBe(
      '<p lang="en" dir="ltr">x</p>',
    );
  });

  it('keeps what tables and lists mean', () => {
    const html =
      '<table><tbody><tr><th scope="row" colspan="2">x</th><td rowspan="2">y</td></tr></tbody></table><ol start="3" reversed=""><li value="3">z</li></ol>';
    expect(build(html).html).toBe(html);
  });

  it('gives the same with and without the full parser', () => {
    const html =
      '<h2>Piers</h2><figure><img src="/a.jpg" alt="A pier"><figcaption>One <i>pier</i></figcaption></figure><pre>\n\n a</pre><p>x<br/>y &amp; z</p>';
    const fast = build(html);
    const full = build(`${html}<!-- declined by the fast reader -->`);
    expect(full).toEqual(fast);
  });
});

describe('addresses', () => {
  it('are resolved against the base', () => {
    expect(build('<a href="../9">x</a>').html).toBe('<a href="https://wire.example/9">x</a>');
  });

  it('without a base stay only when absolute', () => {
    const { html, warnings } = build(
      '<a href="/9">x</a> <a href="//cdn.example/a">y</a> <a href="mailto:a@b.example">z</a>',
      null,
    );
    expect(html).toBe('<a>x</a> <a href="https://cdn.example/a">y</a> <a href="mailto:a@b.example">z</a>');
    expect(warnings).toMatchObject([{ code: 'address-left-out' }]);
  });

  it.each([
    'javascript:x()',
    ' java\nscript:x()',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:x',
    'tel:1',
  ])('of scheme %j are left out', (address) => {
    expect(build(`<a href="${address}">x</a>`).html).toBe('<a>x</a>');
    expect(build(`<p>x<img src="${address}"></p>`).html).toBe('<p>x</p>');
  });
});

describe('pictures, sounds and films', () => {
  it('are listed with their captions', () => {
    const { media } = build(
      '<figure><img src="/pier.jpg" width="640" height="480"><figcaption>The <b>pier</b></figcaption></figure><video src="/f.mp4"></video><audio><source src="/s.ogg" type="audio/ogg"></audio>',
    );
    expect(media).toMatchObject([
      { url: 'https://wire.example/pier.jpg', type: 'image', width: 640, height: 480, caption: 'The pier' },
      { url: 'https://wire.example/f.mp4', type: 'video', caption: null },
      { url: 'https://wire.example/s.ogg', type: 'audio/ogg', caption: null },
    ]);
  });

  it('of one pixel are left out', () => {
    const { html, media } = build('<p>x<img src="/p.gif" width="1" height="1"></p>');
    expect({ html, media }).toEqual({ html: '<p>x</p>', media: [] });
  });
});

describe('markup off the whitelist', () => {
  it('without prose is left out, and said so', () => {
    const { html, refusal, warnings } = build(
      '<p>a</p><script>1</script><style>p{}</style><iframe src="x">y</iframe><noscript><img src=x></noscript>',
    );
    expect({ html, refusal }).toEqual({ html: '<p>a</p>', refusal: null });
    expect(warnings.map(({ message }) => message)).toEqual([
      '<script> was left out',
      '<style> was left out',
      '<iframe> was left out',
      '<noscript> was left out',
    ]);
  });

  it('that only changes the look is unwrapped, and blocks stay blocks', () => {
    const { html, text, refusal } = build(
      '<center>a<font color=red>b</font></center>c<details><summary>d</summary>e</details><o:p>f</o:p>',
    );
    expect(html).toBe('<div>ab</div>c<div><div>d</div>e</div>f');
    expect({ text, refusal }).toEqual({ text: 'ab\nc\nd\ne\nf', refusal: null });
  });

  it.each([
    ['editing marks', '<p>a<del>b</del></p>', 'element-not-allowed'],
    ['form controls', '<p>a<button>b</button></p>', 'element-not-allowed'],
    ['drawings', '<p>a<svg><text>b</text></svg></p>', 'element-not-allowed'],
    ['formulas', '<p>a<math><mi>b</mi></math></p>', 'element-not-allowed'],
    ['custom elements', '<p>a<x-y>b</x-y></p>', 'element-not-allowed'],
    ['hidden words', '<p>a<span hidden>b</span></p>', 'hidden'],
    ['words hidden by style', '<p>a<span style="display: none">b</span></p>', 'hidden-by-style'],
    ['words for those who cannot play a film', '<video src="/a">a b</video>', 'element-not-allowed'],
    ['a CDATA mark', '<![CDATA[a b]]>', 'cdata-in-html'],
    ['half of a surrogate pair', '<p>a\ud800b</p>', 'lone-surrogate'],
  ])('is refused where it is %s, and the words are there for the desk', (_, html, code) => {
    const fragment = build(html);
    expect(fragment.refusal?.code).toBe(code);
    expect(unsafeIn(fragment.html)).toEqual([]);
    expect(fragment.text.includes('a') || code === 'cdata-in-html').toBe(true);
  });

  it('is refused where it is nested too deeply', () => {
    expect(build(`${'<div>'.repeat(100_000)}x`).refusal?.code).toBe('too-deep');
  });

  it('does not cost a hidden picture its story', () => {
    const { refusal, html } = build('<p>a</p><div style="display:none"><img src="/p.gif" width="9"></div>');
    expect(refusal).toBeNull();
    expect(html).toContain('<p>a</p>');
  });
});

it('NUL characters are left out, and said so', () => {
  expect(build('<p>a\0b</p>')).toMatchObject({
    html: '<p>ab</p>',
    text: 'ab',
    warnings: [{ code: 'nul-in-text' }],
    refusal: null,
  });
});

describe('any HTML', () => {
  it('gives safe markup of equal text, or a refusal', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const { html: safe, text, refusal } = build(html);
        expect(unsafeIn(safe)).toEqual([]);
        if (refusal !== null) {
          expect(refusal.code).not.toBe('text-differs');
          return;
        }
        expect(textOfHtml(safe)).toEqual({ ok: true, text });
        // What wire-text/1 takes as it is, the fragment must not read otherwise.
        const sent = textOfHtml(html.replaceAll('\0', ''));
        if (sent.ok) expect(text).toBe(sent.text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('built again says the same', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const once = build(html);
        fc.pre(once.refusal === null);
        expect(build(once.html)).toMatchObject({ text: once.text, refusal: null });
      }),
      { numRuns: 1_000 },
    );
  });

  const adversarial = adversarialHtml();
  it.skipIf(adversarial.length === 0)('written to break sanitizers gives nothing executable', () => {
    for (const html of adversarial) {
      const fragment = build(html);
      expect(unsafeIn(fragment.html), html).toEqual([]);
      if (fragment.refusal === null)
        expect(textOfHtml(fragment.html), html).toEqual({ ok: true, text: fragment.text });
    }
  });
});

describe('paragraphs of plain text', () => {
  it('become one <p> each, with nothing read as markup', () => {
    const { html, text } = fragmentOfParagraphs(['a < b & "c"', '<b>x</b>\n&amp; y']);
    expect(html).toBe('<p>a &lt; b &amp; &quot;c&quot;</p>\n<p>&lt;b&gt;x&lt;/b&gt;\n&amp;amp; y</p>');
    expect(text).toBe('a < b & "c"\n<b>x</b> &amp; y');
  });

  it('of any characters keep them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (paragraphs) => {
        const { html, text, refusal } = fragmentOfParagraphs(paragraphs.map((p) => p.replaceAll('\0', '')));
        expect(refusal).toBeNull();
        expect(textOfHtml(html)).toEqual({ ok: true, text });
      }),
    );
  });
});
