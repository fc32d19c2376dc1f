// DataContent of a ContentItem: NITF, XHTML or plain text, as elements or as escaped text. What it is says, in this order, the
// elements inside, the Format and MimeType, the first characters.

import type { Media, Warning } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import { mediaAddress } from '../../text/markup.ts';
import { lineOf, lineOfPerhapsHtml, type SentText, sentTextOf } from '../html-text.ts';
import { nitfBlocks } from '../nitf/body.ts';
import { type NitfHead, readNitfHead } from '../nitf/docdata.ts';
import { type NitfParts, readNitfParts } from '../nitf/parts.ts';
import { splitParagraphs } from '../text/paragraphs.ts';
import { attribute, elements, innerText, type XmlElement } from '../xml/element.ts';
import { escapeText, innerMarkup } from '../xml/markup.ts';
import { readXml } from '../xml/reader.ts';
import { childOf, childrenOf, nameOf, textOf, wordOf } from './elements.ts';

export interface Content {
  readonly body: SentText;
  /** What a whole NITF document says besides its body. */
  readonly nitf: NitfParts | null;
  /** What it says of itself: the most restrictive of that and of NewsManagement counts. */
  readonly head: NitfHead | null;
  readonly media: readonly Media[];
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
}

/** How rich a text is: of equivalent ones the richest is read. */
export type TextForm = 'nitf' | 'html' | 'text';

const FORMS: readonly TextForm[] = ['text', 'html', 'nitf'];
export const richness = (content: XmlElement): number => FORMS.indexOf(formOf(content));

const TEXT_TYPES = new Set(['', 'text', 'complextype', 'table']);

/** A ContentItem that carries words for reading. */
export function isText(content: XmlElement): boolean {
  if (!TEXT_TYPES.has(wordOf(nameOf(content, 'MediaType')))) return false;
  const data = dataOf(content);
  return data !== null && /[^\t\n\f\r ]/.test(innerText(data));
}

/** A ContentItem whose text is kept elsewhere. */
export const isTextElsewhere = (content: XmlElement): boolean =>
  wordOf(nameOf(content, 'MediaType')) === 'text' && attribute(content, 'Href') !== null && !isText(content);

/** An Encoding other than none: base64 and the like. */
export const isEncoded = (content: XmlElement): boolean => {
  const encoding = childOf(content, 'Encoding');
  return encoding !== null && !/^(?:none|)$/.test(wordOf(attribute(encoding, 'Notation')));
};

/**
 * The text of a ContentItem.
 * @throws {StetError} as `readXml`, where escaped NITF is not well-formed.
 */
export function readContent(content: XmlElement, context: ParseContext): Content {
  const data = dataOf(content) ?? content;
  const base = data.base ?? context.baseUrl;
  const form = formOf(content);
  if (isMarkup(data)) return form === 'html' ? html(innerMarkup(bodyOf(data)), base) : ofNitf(data, base);
  const written = innerText(data);
  if (form === 'nitf') return ofEscapedNitf(written, base, context);
  if (form === 'text') return html(paragraphs(written), base);
  return { ...html('', base), body: sentTextOf(written, base) };
}

/** The words of a ContentItem on one line, for captions and abstracts. */
export function lineOfContent(content: XmlElement, context: ParseContext): string | null {
  const data = dataOf(content);
  if (data === null) return null;
  if (!isMarkup(data)) return lineOfPerhapsHtml(innerText(data));
  return lineOf(readContent(content, context).body);
}

const dataOf = (content: XmlElement): XmlElement | null =>
  childOf(content, 'DataContent') ?? childOf(childOf(content, 'Encoding'), 'DataContent');

const isMarkup = (data: XmlElement): boolean => data.children.some((child) => typeof child !== 'string');

function formOf(content: XmlElement): TextForm {
  const data = dataOf(content);
  if (data === null) return 'text';
  const [first] = elements(data);
  if (first !== undefined) return first.key.startsWith('xhtml:') || first.local === 'html' ? 'html' : 'nitf';
  const stated = [nameOf(content, 'Format'), nameOf(content, 'MimeType')]
    .map((name) => wordOf(name))
    .join(' ');
  const written = innerText(data).trimStart().slice(0, 2000);
  if (ESCAPED_NITF.test(written)) return 'nitf';
  if (/html/.test(stated)) return 'html';
  return /plain|ascii/.test(stated) || !HTML_TAG.test(written) ? 'text' : 'html';
}

const ESCAPED_NITF = /^(?:<\?xml[^<>]*>\s*)?<(?:!DOCTYPE\s+)?(?:nitf|body\.content)[\s>]/i;

/** What says that a text is HTML: an end tag, a line break, a paragraph at its start. A lone `<b>` or `<name>` does not. */
const HTML_TAG = /^<p[\s>]|<\/(?:p|div|h[1-6]|ul|ol|table|html|body|strong|b|em|i|a|span)>|<br\s*\/?>/i;

const html = (value: string, base: string | null): Content => ({
  body: { kind: 'html', value, base },
  nitf: null,
  head: null,
  media: [],
  notes: [],
  warnings: [],
});

/** The body of a whole XHTML document: its head holds no copy. */
function bodyOf(data: XmlElement): XmlElement {
  const [only] = elements(data);
  return only?.local.toLowerCase() === 'html'
    ? (elements(only).find(({ local }) => local.toLowerCase() === 'body') ?? only)
    : data;
}

const paragraphs = (written: string): string =>
  splitParagraphs(written.replace(/\r\n?/g, '\n'))
    .map((paragraph) => `<p>${escapeText(paragraph)}</p>`)
    .join('\n');

function ofNitf(data: XmlElement, base: string | null): Content {
  const whole = elements(data).find(({ local }) => local === 'nitf' || local === 'body');
  if (whole !== undefined) return ofNitfDocument(whole, base);
  const { markup, media, notes, warnings } = nitfBlocks([data], base);
  return { body: { kind: 'html', value: markup, base }, nitf: null, head: null, media, notes, warnings };
}

function ofNitfDocument(nitf: XmlElement, base: string | null): Content {
  const parts = readNitfParts(nitf, base);
  const head = readNitfHead(nitf);
  return {
    body: parts.body,
    nitf: parts,
    head,
    media: parts.media,
    notes: [...head.notes, ...parts.notes],
    warnings: parts.warnings,
  };
}

function ofEscapedNitf(written: string, base: string | null, { limits }: ParseContext): Content {
  const options = { strict: true, limits, baseUrl: base, isContainer: () => false };
  for (const root of readXml(written.trim(), options))
    return root.local === 'nitf' ? ofNitfDocument(root, base) : ofNitf({ ...root, children: [root] }, base);
  return html('', base);
}

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ['photo', 'image'],
  ['picture', 'image'],
  ['image', 'image'],
  ['graphic', 'image'],
  ['animation', 'video'],
  ['video', 'video'],
  ['audio', 'audio'],
]);

/** True for a ContentItem that stands for a picture, a sound or a film. */
export function isMedia(content: XmlElement): boolean {
  if (MEDIA_TYPES.has(wordOf(nameOf(content, 'MediaType')))) return true;
  return (
    attribute(content, 'Href') !== null && /^(?:image|audio|video)\//i.test(nameOf(content, 'MimeType') ?? '')
  );
}

/** The media of a ContentItem; `null` where it has no web address. */
export function readMedia(content: XmlElement, credit: string | null, baseUrl: string | null): Media | null {
  const href = attribute(content, 'Href');
  const url = href === null ? null : mediaAddress(href, content.base ?? baseUrl);
  if (url === null) return null;
  const characteristics = childOf(content, 'Characteristics');
  const property = (name: string): number | null => {
    const found = childrenOf(characteristics, 'Property').find(
      (one) => wordOf(attribute(one, 'FormalName')) === name,
    );
    return found === undefined ? null : whole(attribute(found, 'Value'));
  };
  return {
    url,
    type: nameOf(content, 'MimeType') ?? MEDIA_TYPES.get(wordOf(nameOf(content, 'MediaType'))) ?? null,
    length: whole(textOf(characteristics, 'SizeInBytes')),
    width: property('width'),
    height: property('height'),
    caption: null,
    credit,
  };
}

const whole = (written: string | null): number | null =>
  written !== null && /^\d{1,12}$/.test(written) ? Number(written) : null;
