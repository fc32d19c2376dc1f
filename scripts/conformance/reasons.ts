// Why an expectation is not met: rules over what was expected and what was found, first match counts.

import type { Miss } from './tally.ts';

interface Rule {
  readonly when: (miss: Miss) => boolean;
  readonly reason: string;
}

const expects = (pattern: RegExp) => (miss: Miss) => pattern.test(miss.expectation);
const finds = (pattern: RegExp) => (miss: Miss) => pattern.test(miss.got);
const inFile = (pattern: RegExp) => (miss: Miss) => pattern.test(miss.file);

const RULES: readonly Rule[] = [
  {
    when: expects(/Did The Javascript Execute/),
    reason:
      'Script hidden by comment tricks. The set leaves its words as text; a browser, and so wire-text/1, does not show them. The item is refused.',
  },
  {
    when: inFile(/iframe/),
    reason:
      'HTML has no self-closed iframe: what follows is inside it, in a browser too. The item is refused, not published short.',
  },
  {
    when: expects(/CDATA/),
    reason: 'A CDATA mark inside HTML is a comment to a browser; the set shows it as text.',
  },
  {
    when: expects(/DOCTYPE ~|^feed\["title"\] == "safe"$/),
    reason:
      'A broken declaration or comment in HTML is read as the HTML standard reads it: a bogus comment to its end.',
  },
  {
    when: expects(/\.id = |\["id"\] ==/),
    reason:
      'Identity is kept as sent. An id resolved against the address of the feed would change when the feed moves.',
  },
  {
    when: expects(/doesnotexist|tag:example\.com,2006-05-04|^not bozo$/),
    reason:
      'A reference that neither XML nor HTML defines stops the reading; declarations in a DTD are never expanded.',
  },
  {
    when: expects(/entries\[0\]\["title"\] == "A"/),
    reason: 'XML has no &#X…; with a capital X; in Atom text it stays as written.',
  },
  {
    when: expects(/[\u2329\u232a\u3008\u3009]/),
    reason: 'HTML 4 had other angle brackets for lang and rang; HTML now has U+27E8 and U+27E9.',
  },
  {
    when: inFile(/http_content_language/),
    reason:
      'The language of an HTTP response is not the language a feed states; the source is configured with it.',
  },
  {
    when: inFile(/summary_and_description|description_and_summary/),
    reason: 'RSS has no summary element; description is the body.',
  },
  { when: inFile(/madeup_tags/), reason: 'RSS has no tags element.' },
  {
    when: finds(/xml-not-well-formed/),
    reason: 'Not well-formed XML: it stops the reading, at a place that is named.',
  },
  { when: expects(/example3\.org/), reason: 'Of several links the first counts; the set takes the last.' },
  { when: expects(/enclosure\./), reason: 'All enclosures are kept; the set counts the last as the one.' },
  {
    when: expects(/image\.url = /),
    reason: 'The picture of a feed is the one it states; none is picked out of its text or media.',
  },
  {
    when: expects(/^generator = /),
    reason: 'The generator is kept by its name, without version and address.',
  },
  {
    when: expects(/^updated(?:Parsed)? = /),
    reason: 'JSON Feed states no time of its own for the feed; the set derives one from the items.',
  },
  {
    when: expects(/published(?:Parsed)? = /),
    reason: 'Where only a time of change is stated, no time of publication is made up.',
  },
  { when: expects(/categories\.\d\.scheme/), reason: 'A category without a term names nothing.' },
  {
    when: expects(/title = "test"/),
    reason: 'Four letters of a media type that is not text are read as Base64 (RFC 4287 §4.1.3.3).',
  },
  { when: expects(/content\.value = "hello"/), reason: 'Film in Base64 is no text to show.' },
  { when: expects(/guid\.value = "<p>/), reason: 'Markup inside a guid is left out of it.' },
  {
    when: inFile(/^ibm-1-1-not-wf-P02-ibm02n67/),
    reason:
      'Bytes that are not the UTF-8 that is declared: the decoder falls back to windows-1252, and each item carries the warning charset-conflict.',
  },
  {
    when: inFile(/^(?:hst-lhs-00[78]|rmt-e2e-61)/),
    reason: 'A declaration that the bytes deny: the bytes are believed, with the warning charset-conflict.',
  },
  {
    when: inFile(/^(?:rmt-011|rmt-041|rmt-e2e-50) /),
    reason: 'ISO-8859-1 is read as windows-1252 (WHATWG Encoding §4.2), which has no C1 controls.',
  },
  {
    when: inFile(/^rmt-ns10-04[234] /),
    reason: 'Colons in names of instructions, entities and notations, which are never used.',
  },
  { when: inFile(/^rmt-ns11-005 /), reason: 'A prefix taken back by XML 1.1 counts as having no namespace.' },
  {
    when: inFile(/^ibm-1-1-not-wf-P77-ibm77n14/),
    reason: 'The fault is in an external DTD; nothing is fetched.',
  },
  {
    when: (miss) =>
      finds(/is no qualified name|is not declared/)(miss) && expects(/^(?:in)?valid is accepted/)(miss),
    reason: 'Names with colons that namespaces forbid; wires are read with namespaces.',
  },
  {
    when: inFile(/should_fail\/0(?:16|02)_infosource/),
    reason: 'It states no version of ninjs, and is good ninjs from 1.2 on.',
  },
  { when: inFile(/fallbacks/), reason: 'Keywords are keywords and not subjects.' },
  {
    when: expects(/creators\.\d = |authors\.\d = /),
    reason: 'One byline: Atom names go before Dublin Core in Atom, Dublin Core before author in RSS.',
  },
];

/** The reason, or `null` when there is none yet. */
export function reasonOf(miss: Miss): string | null {
  return RULES.find(({ when }) => when(miss))?.reason ?? null;
}
