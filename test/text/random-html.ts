// Random HTML, well nested and not, for properties.

import fc from 'fast-check';

const NAMES = (
  'p p p b i a em strong span div ul ol li table tbody tr td th caption h1 h2 br img hr wbr blockquote figure figcaption pre ' +
  'dl dt dd q cite ruby rt rp section address'
).split(' ');
const ODD_NAMES =
  'font center script style svg math title textarea select option form button del ins x-y o:p noscript template'.split(
    ' ',
  );
const TEXTS = [
  'harbour',
  ' ',
  '\n',
  '  \t',
  'ferry\r\nbridge',
  '&amp;',
  '&nbsp;',
  '&lt;b&gt;',
  '&#8217;',
  '&#146;',
  '&copy',
  '&copyx;',
  'AT&T',
  '&',
  '<',
  '>',
  '"',
  "'",
  '<!-- note -->',
  '<![CDATA[x]]>',
  '\u00a0',
  '\u00ad',
  '\u200b',
  'é',
  'e\u0301',
  'भारत',
  'خبر',
  '東',
  '🗞️',
  '\u0085',
  '\u2028',
  '\v',
  '\0',
  '&rsquo;',
  '&notit;',
];
const ATTRIBUTES = [
  '',
  '',
  '',
  ' href="https://port-alder.example/a?b=1&c=2"',
  ' title="a &lt; b"',
  " title='x'",
  ' hidden',
  ' class=x',
  ' src="a.png"',
  ' onclick="x()"',
  ' style="display:none"',
  ' title="1" title="2"',
  ' href="javascript:x()"',
  ' TITLE=A',
  ' colspan="2"',
];

const name = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_NAMES) },
);
const text = fc.constantFrom(...TEXTS);
const attributes = fc.constantFrom(...ATTRIBUTES);
const piece = fc.oneof(
  text,
  fc.tuple(name, attributes).map(([tag, written]) => `<${tag}${written}>`),
  name.map((tag) => `</${tag}>`),
  fc.tuple(name, attributes).map(([tag, written]) => `<${tag}${written} />`),
);

/** Tags and text in any order. */
export const tagSoup = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

const VOID = new Set(['br', 'hr', 'img', 'wbr']);
const nested = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc
      .tuple(name, attributes, fc.array(tie('node'), { maxLength: 4 }))
      .map(([tag, written, children]) =>
        VOID.has(tag) ? `<${tag}${written}>` : `<${tag}${written}>${children.join('')}</${tag}>`,
      ),
  ),
}));

/** Every tag closed where it was opened, though not always where HTML lets it stand. */
export const nestedHtml = fc.array(nested.node, { maxLength: 5 }).map((nodes) => nodes.join(''));

export const anyHtml = fc.oneof(tagSoup, nestedHtml);
