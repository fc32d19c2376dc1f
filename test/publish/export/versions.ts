// Random versions for the export tests: odd Unicode, empty fields, tables, lists, right-to-left copy, long words. Every body goes
// through `buildFragment`, as every parser's does.

import fc from 'fast-check';
import type { ParsedItem } from '../../../src/model/item.ts';
import { sha256 } from '../../../src/text/digest.ts';
import { parsedItem } from '../invented.ts';

const WORDS = [
  'harbour',
  'Brückenbau',
  'सड़क',
  'الميناء',
  'پل',
  'שלום',
  '港湾',
  'ﬁle',
  'e\u0301tat',
  'soft\u00adhyphen',
  'no\u00a0break',
  'zero\u200bwidth',
  'left\u200eright\u200f',
  'next\u0085line',
  'para\u2028sep',
  '👩‍🚀',
  '\u{1d573}',
  '\ufeffmark',
  '&amp;',
  '<b>',
  '"quoted"',
  "it's",
  ']]>',
  '--',
  '=',
  '#',
  '* * *',
  '- point',
  '1.',
  '(Reporting',
  '+++',
  'x'.repeat(90),
  '1/2',
  '100%',
  '\u0091odd\u0092',
];

const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) },
);
const spaces = fc.constantFrom(' ', ' ', ' ', '  ', '\n', '\t', ' \n ');
const plain = fc
  .array(fc.tuple(word, spaces), { minLength: 1, maxLength: 14 })
  .map((parts) => parts.flat().join(''));

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const phrase: fc.Arbitrary<string> = fc.letrec<{ phrase: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plain.map(escaped),
    fc.constant('<br>'),
    fc.constant(
      '<img src="https://northwind.example/p.jpg" alt="A &quot;bridge&quot;" width="20" height="10">',
    ),
    fc
      .tuple(
        fc.constantFrom(
          'a href="https://northwind.example/a?b=1&amp;c=2"',
          'em',
          'b',
          'strong',
          'i',
          'q',
          'sub',
          'sup',
          'span dir="rtl"',
          'cite',
          'code',
          'u',
        ),
        tie('phrase'),
      )
      .map(([tag, inner]) => `<${tag}>${inner}</${tag.split(' ')[0]}>`),
  ),
  phrase: fc.array(tie('piece'), { minLength: 0, maxLength: 3 }).map((pieces) => pieces.join('')),
})).phrase;

const wrapped = (tag: string, inner: string): string => `<${tag}>${inner}</${tag.split(' ')[0]}>`;

const body: fc.Arbitrary<string> = fc.letrec<{ block: string; blocks: string; flow: string }>((tie) => ({
  flow: fc.oneof({ maxDepth: 4 }, phrase, tie('blocks')),
  blocks: fc.array(tie('block'), { maxLength: 4 }).map((list) => list.join('\n')),
  block: fc.oneof(
    { maxDepth: 4 },
    phrase.map((inner) => wrapped('p', inner)),
    phrase.map((inner) => wrapped('p', inner)),
    phrase,
    phrase.map((inner) => wrapped('h3', inner)),
    plain.map((inner) => wrapped('pre', `\n${escaped(inner)}`)),
    fc.constant('<hr>'),
    fc
      .constantFrom(
        'blockquote cite="https://northwind.example/q"',
        'div',
        'section',
        'figure',
        'figcaption',
        'address',
        'h2',
      )
      .chain((tag) => tie('flow').map((inner) => wrapped(tag, inner))),
    fc
      .constantFrom('ul', 'ol start="3"')
      .chain((tag) =>
        fc
          .array(tie('flow'), { maxLength: 3 })
          .map((entries) => wrapped(tag, entries.map((entry) => wrapped('li', entry)).join(''))),
      ),
    fc
      .array(fc.tuple(tie('flow'), tie('flow')), { maxLength: 2 })
      .map((pairs) =>
        wrapped('dl', pairs.map(([term, said]) => wrapped('dt', term) + wrapped('dd', said)).join('')),
      ),
    fc
      .tuple(
        fc.option(tie('flow')),
        fc.option(fc.array(phrase, { maxLength: 3 })),
        fc.array(fc.array(tie('flow'), { maxLength: 3 }), { maxLength: 3 }),
        fc.option(fc.array(phrase, { maxLength: 2 })),
      )
      .map(([caption, head, rows, foot]) => {
        const row = (cells: readonly string[], tag: string): string =>
          wrapped('tr', cells.map((cell) => wrapped(tag, cell)).join(''));
        return wrapped(
          'table',
          (caption === null ? '' : wrapped('caption', caption)) +
            (head === null ? '' : wrapped('thead', row(head, 'th scope="col"'))) +
            wrapped('tbody', rows.map((cells) => row(cells, 'td colspan="2"')).join('')) +
            (foot === null ? '' : wrapped('tfoot', row(foot, 'td'))),
        );
      }),
  ),
})).blocks;

/** A field as parsers give it: one line, without white space at its ends. */
const line = plain
  .map((text) => text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, ''))
  .filter((text) => text !== '');
const perhaps = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const time = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** A version that was verified and may be published. */
export const randomVersion: fc.Arbitrary<ParsedItem> = fc
  .record({
    sent: body,
    guid: fc.oneof(
      fc.uuid().map((id) => `urn:uuid:${id}`),
      fc.webUrl(),
      // Identifiers have no white space of any kind at their edges.
      line.filter((text) => text === text.trim()),
      fc.constant('tag:northwind.example,2026:1'),
    ),
    version: perhaps(
      fc.oneof(fc.nat({ max: 99_999 }).map(String), fc.constantFrom('2a', 'v 3', '1.2', '007')),
    ),
    versionCreated: perhaps(time),
    firstCreated: perhaps(time),
    headline: perhaps(line),
    slugline: perhaps(line),
    byline: perhaps(line),
    credit: perhaps(line),
    urgency: perhaps(fc.integer({ min: 1, max: 8 })),
    language: perhaps(fc.constantFrom('en', 'ar', 'hi-IN', 'zh-Hant-TW', 'English (US)', 'ur')),
    subjects: fc.array(
      fc.record({
        scheme: perhaps(fc.constantFrom('http://cv.iptc.org/newscodes/mediatopic/', 'medtop', 'own scheme')),
        code: perhaps(fc.constantFrom('20000717', 'a b', '100:ä')),
        name: perhaps(line),
      }),
      { maxLength: 3 },
    ),
    keywords: fc.uniqueArray(line, { maxLength: 3 }),
    places: fc.uniqueArray(line, { maxLength: 2 }),
    expires: perhaps(time),
    summary: perhaps(line),
    rights: fc.record({ copyright: perhaps(line), usageTerms: perhaps(line), licence: fc.constant(null) }),
    kind: fc.constantFrom('story', 'alert'),
  })
  .map((copy) => parsedItem(copy))
  .filter(({ refusal, guid }) => refusal === null && guid.isWellFormed());

/** The same with one character somewhere that XML cannot hold. */
export const withControl = (item: ParsedItem): ParsedItem => {
  const text = `${item.text}${item.text === '' ? '' : '\n'}bell\u0007rings`;
  return { ...item, bodyHtml: `${item.bodyHtml}<p>bell\u0007rings</p>`, text, textSha256: sha256(text) };
};
