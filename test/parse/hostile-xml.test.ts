import { describe, expect, test } from 'vitest';
import { StetError } from '../../src/model/errors.ts';
import { DEFAULT_LIMITS, type ParseLimits } from '../../src/model/parse-result.ts';
import { innerText } from '../../src/parse/xml/element.ts';
import { readXml } from '../../src/parse/xml/reader.ts';

interface Outcome {
  readonly text: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly line: unknown;
  readonly column: unknown;
}

/** One document as wire formats read it. */
function readStrictly(document: string, limits: Partial<ParseLimits> = {}): Outcome {
  let text: string | null = null;
  const options = {
    strict: true,
    limits: { ...DEFAULT_LIMITS, ...limits },
    baseUrl: null,
    isContainer: () => false,
  };
  try {
    for (const record of readXml(document, options)) text = innerText(record);
    return { text, code: null, message: null, line: null, column: null };
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    const { line, column } = error.facts;
    return { text, code: error.code, message: error.message, line, column };
  }
}

describe('what is not well-formed', () => {
  test.each([
    ['a bare ampersand', '<a>\n  fish & chips</a>', 2],
    ['an end tag that has no start', '<a>\n</b></a>', 2],
    ['an unclosed element', '<a>\n<b>text</a>', 2],
    ['an attribute twice', '<a>\n<b x="1" x="2"/></a>', 2],
    ['an attribute without quotes', '<a>\n<b x=1/></a>', 2],
    ['a less-than sign in an attribute', '<a>\n<b x="<"/></a>', 2],
    ['two root elements', '<a/>\n<b/>', 2],
    ['text behind the root', '<a/>\n text', 2],
    ['a comment with two hyphens', '<a>\n<!-- a -- b --></a>', 2],
    ['a control character', '<a>\n\x0b</a>', 2],
    ['a reference to NUL', '<a>\n&#0;</a>', 2],
    ['a reference to half a surrogate pair', '<a>\n&#xD800;</a>', 2],
    ['a noncharacter', '<a>\n\ufffe</a>', 2],
    ['an end of CDATA without its start', '<a>\n]]></a>', 2],
    ['a declaration behind a line feed', '\n<?xml version="1.0"?><a/>', 2],
    ['an instruction called xml', '<a>\n<?xml version="1.0"?></a>', 2],
    ['nothing', '', 1],
  ])('when it has %s, it is refused with its line and column', (_what, document, line) => {
    expect(readStrictly(document)).toMatchObject({
      code: 'xml-not-well-formed',
      line,
      column: expect.any(Number),
    });
  });

  test.each([
    ['a byte order mark', '\ufeff<?xml version="1.0"?><a>text</a>'],
    ['line feeds and no declaration', '\n\n<a>text</a>'],
    ['XML 1.1 with a control character by reference', '<?xml version="1.1"?><a>text<!-- --></a>'],
  ])('when it begins with %s, it is read', (_what, document) => {
    expect(readStrictly(document)).toMatchObject({ text: 'text', code: null });
  });
});

describe('names', () => {
  test.each([
    ['an element', '<a>\n<b:c/></a>', 'the prefix b of b:c is not declared'],
    ['an attribute', '<a>\n<c b:d=""/></a>', 'the prefix b of b:d is not declared'],
  ])('when the prefix of %s is not declared, it is refused', (_what, document, message) => {
    expect(readStrictly(document)).toMatchObject({ code: 'xml-not-well-formed', message, line: 2 });
  });

  test.each([
    '<a:b:c xmlns:a="u"/>',
    '<:a/>',
    '<a:/>',
    '<a xmlns:b=""/>',
    '<a xmlns:xml="u"/>',
    '<a xmlns:b="http://www.w3.org/XML/1998/namespace"/>',
    '<a xmlns="http://www.w3.org/2000/xmlns/"/>',
    '<a xmlns:xmlns="u"/>',
    '<a xmlns:b="u" xmlns:c="u" b:d="" c:d=""/>',
  ])('when it is %s, it is refused', (document) => {
    expect(readStrictly(document).code).toBe('xml-not-well-formed');
  });

  test.each([
    '<a xml:lang="en">text</a>',
    '<a xmlns="u" xmlns:b="u" b:c="" c="">text</a>',
    '<b:a xmlns:b="u" xmlns:c="v" b:d="" c:d="">text</b:a>',
  ])('when it is %s, it is read', (document) => {
    expect(readStrictly(document)).toMatchObject({ text: 'text', code: null });
  });
});

describe('document types', () => {
  const declared = (subset: string, content = 'text') => `<!DOCTYPE a [\n${subset}\n]>\n<a>${content}</a>`;

  test.each([
    '<!DOCTYPE a><a>text</a>',
    '<?xml version="1.0"?>\n<!-- [ --><?pi [ ?>\n<!DOCTYPE a SYSTEM "a.dtd"><a>text</a>',
    '<!DOCTYPE a PUBLIC "-//EXAMPLE//DTD a//EN" "https://wire.example/a.dtd" ><a>text</a>',
    declared('<!ELEMENT a (b|(c,d?)*)+><!ELEMENT b EMPTY><!ELEMENT c ANY><!ELEMENT d (#PCDATA|b)*>'),
    declared('<!ATTLIST a b CDATA #IMPLIED c (x|y) "x" d ID #REQUIRED e NMTOKENS #FIXED "&lt;">'),
    declared('<!ENTITY b "c"><!ENTITY % d "e"><!ENTITY f SYSTEM "g" NDATA h><!NOTATION h PUBLIC "i">%d;'),
    declared('<!-- ] > --><?pi ] > ?>'),
  ])('when it is well-formed, the document is read: %s', (document) => {
    expect(readStrictly(document)).toMatchObject({ text: 'text', code: null });
  });

  test.each([
    '<!ELEMENT a (b,c|d)>',
    '<!ELEMENT a (#PCDATA|b)>',
    '<!ELEMENT a (b>',
    '<!ATTLIST a b>',
    '<!ATTLIST a b CDATA>',
    '<!ATTLIST a b CDATA "<">',
    '<!ATTLIST a b CDATA "&unknown;">',
    '<!ENTITY b "&c;"><!ENTITY c "&b;"><!ATTLIST a b CDATA "&b;">',
    '<!ENTITY b "%c;">',
    '<!ENTITY b "&#0;">',
    '<!ENTITY b SYSTEM>',
    '<!ENTITY b PUBLIC "{" "c">',
    '<!NOTATION b>',
    '<!ELEMENT a ANY',
    '<!-- -- -->',
    '<?xml version="1.0"?>',
    '<a/>',
  ])('when %s stands in it, the document is refused', (subset) => {
    expect(readStrictly(declared(subset))).toMatchObject({ code: 'xml-not-well-formed', text: null });
  });

  test('when it is longer than 64 KB, the document is refused', () => {
    expect(readStrictly(declared(`<!--${' '.repeat(70_000)}-->`)).code).toBe('xml-not-well-formed');
  });
});

describe('entities', () => {
  const declared = (entity: string) => `<!DOCTYPE a [<!ENTITY ${entity}>]>\n<a>&b; &nbsp;</a>`;

  test.each([
    ['a text', 'b "text"'],
    ['a file', 'b SYSTEM "file:///etc/hostname"'],
    ['ten others', 'c "cccccccccc"><!ENTITY b "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"'],
  ])(
    'when one is declared that stands for %s, it is not expanded and the document is refused',
    (_what, entity) => {
      expect(readStrictly(declared(entity))).toMatchObject({ code: 'entity-unknown', text: null, line: 2 });
    },
  );

  test("when HTML's names are used, they are known, declared alike or not at all", () => {
    expect(readStrictly('<a>&nbsp;&eacute;</a>').text).toBe('\u00a0é');
    expect(readStrictly('<!DOCTYPE a [<!ENTITY nbsp "&#xa0;">]><a>&nbsp;</a>').text).toBe('\u00a0');
  });

  test("when a document declares one of HTML's names for something else, it is refused", () => {
    expect(readStrictly('<!DOCTYPE a [<!ENTITY tilde "~">]><a>&tilde;</a>').code).toBe('entity-unknown');
  });
});

describe('limits', () => {
  test('when elements are nested deeper than allowed, the limit is named', () => {
    const outcome = readStrictly('<a><b><c><d/></c></b></a>', { depth: 3 });
    expect(outcome).toMatchObject({ code: 'too-deep', message: 'more than 3 levels of elements', line: 1 });
    expect(readStrictly('<a><b><c/></b></a>', { depth: 3 }).code).toBeNull();
  });

  test('when an element has more attributes than allowed, the limit is named', () => {
    const outcome = readStrictly('<a b="" c="" d=""/>', { attributes: 2 });
    expect(outcome).toMatchObject({ code: 'too-many-attributes', message: 'more than 2 attributes, at d' });
    expect(readStrictly('<a b="" c=""/>', { attributes: 2 }).code).toBeNull();
  });
});
