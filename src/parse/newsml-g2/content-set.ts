// contentSet: alternative renditions of one content (NewsML-G2 2.35, contentSet). One text is chosen, by role, rendition,
// language and type; what is not for publication never is. All pictures, sounds and films are kept.

import { attempt } from '../../model/errors.ts';
import type { Media, Related, Warning } from '../../model/item.ts';
import type { ParseLimits } from '../../model/parse-result.ts';
import { mediaAddress } from '../../text/markup.ts';
import { readTime } from '../dates.ts';
import type { SentText } from '../html-text.ts';
import { readNitfHead } from '../nitf/docdata.ts';
import { readNitfParts } from '../nitf/parts.ts';
import { splitParagraphs } from '../text/paragraphs.ts';
import { elements, innerText, type XmlElement } from '../xml/element.ts';
import { readXml } from '../xml/reader.ts';
import { bodyMarkup, isNonPublicLine } from './body-markup.ts';
import type { Catalogs } from './concept.ts';
import { attribute } from './elements.ts';
import { NON_PUBLIC_CODES, NOT_STORY_CODES, STORY_CODES } from './parts.ts';

export interface Content {
  readonly body: SentText;
  /** `xml:lang` of the text that was chosen. */
  readonly language: string | null;
  /** What the text itself says of its headline and byline. */
  readonly headline: string | null;
  readonly byline: string | null;
  readonly dateline: string | null;
  readonly summary: string | null;
  readonly media: readonly Media[];
  readonly related: readonly Related[];
  /** What stood in the text and is not for publication. */
  readonly notes: readonly string[];
  readonly embargo: boolean;
  /** Why there is no text though some was sent: it is not public, or cannot be read, or stands elsewhere. */
  readonly without: 'non-public' | 'unreadable' | 'remote' | null;
  readonly warnings: readonly Warning[];
}

export interface ContentContext {
  readonly catalogs: Catalogs;
  readonly language: string | null;
  /** Headlines and the like, which a page header may repeat. */
  readonly fields: ReadonlySet<string>;
  readonly summary: string | null;
  readonly credit: string | null;
  readonly caption: string | null;
  /** Captions by the id of the content that a partMeta speaks of. */
  readonly captions: ReadonlyMap<string, string>;
  readonly baseUrl: string | null;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  readonly limits: ParseLimits;
}

/** The story's text and everything beside it. */
export function readContent(contentSet: XmlElement | null, context: ContentContext): Content {
  if (contentSet === null) return { ...NO_TEXT, media: [], related: [], without: null, warnings: [] };
  const parts = elements(contentSet);
  const original = attribute(contentSet, 'original');
  const warnings: Warning[] = [];
  const candidates: Candidate[] = [];
  for (const part of parts) {
    if (part.local !== 'inlineXML' && part.local !== 'inlineData') continue;
    const reason = nonPublicReason(part, context.catalogs);
    if (reason !== null) {
      const message = `${nameOf(part)} is not for publication (${reason}) and was left out`;
      warnings.push({ code: 'non-public-left-out', message });
    } else candidates.push({ part, score: scoreOf(part, original, context) });
  }
  const chosen = choose(candidates, context, warnings);
  const remote = parts.filter(({ local }) => local === 'remoteContent');
  const media = remote.flatMap((part) => mediaOf(part, context));
  const said = new Set(warnings.map(({ code }) => code));
  return {
    ...(chosen ?? NO_TEXT),
    media: [...media, ...(chosen?.media ?? [])],
    related: remote.flatMap((part) => withoutAddress(part, context)),
    without:
      chosen !== null
        ? null
        : said.has('encoding-unknown')
          ? 'unreadable'
          : said.has('non-public-left-out')
            ? 'non-public'
            : remote.length > 0
              ? 'remote'
              : null,
    warnings: [...warnings, ...(chosen?.warnings ?? [])],
  };
}

interface Candidate {
  readonly part: XmlElement;
  readonly score: number;
}

type Text = Omit<Content, 'related' | 'without'>;

const NO_TEXT = {
  body: { kind: 'text', value: '' },
  language: null,
  headline: null,
  byline: null,
  dateline: null,
  summary: null,
  notes: [],
  embargo: false,
} as const;

/** The best of the renditions that has words; the others are named. */
function choose(candidates: readonly Candidate[], context: ContentContext, warnings: Warning[]): Text | null {
  const others = new Set<string>();
  const ranked = candidates.toSorted((a, b) => b.score - a.score);
  let chosen: { text: Text; part: XmlElement } | null = null;
  for (const { part } of ranked) {
    if (chosen !== null) {
      if (!hasWords(part)) continue;
      others.add(`${nameOf(part)} is another rendition than ${nameOf(chosen.part)} and was left out`);
      continue;
    }
    const text = textOf(part, context);
    if (HAS_WORDS.test(text.body.value)) chosen = { text, part };
    else warnings.push(...text.warnings);
  }
  for (const message of others) warnings.push({ code: 'rendition-left-out', message });
  return chosen?.text ?? null;
}

/** Words outside tags, or a picture. */
const HAS_WORDS = /(?:^|>)[^<]*?[^<\t\n\f\r ]|<img/;

const NOT_SPACE = /[^\t\n\f\r ]/;

const hasWords = (element: XmlElement): boolean =>
  element.children.some((child) => (typeof child === 'string' ? NOT_SPACE.test(child) : hasWords(child)));

function nonPublicReason(part: XmlElement, catalogs: Catalogs): string | null {
  for (const name of ['pubconstraint', 'role', 'rendition'])
    for (const code of catalogs.codesOf(part, name)) if (NON_PUBLIC_CODES.has(code)) return `${name} ${code}`;
  return null;
}

/** Of something other than the story the score is negative. A name in so many words weighs less than good markup. */
function scoreOf(part: XmlElement, original: string | null, context: ContentContext): number {
  const { catalogs, language } = context;
  const codes = [...catalogs.codesOf(part, 'rendition'), ...catalogs.codesOf(part, 'role')];
  const isNamed = codes.some((code) => STORY_CODES.has(code));
  const isOther = !isNamed && codes.some((code) => NOT_STORY_CODES.has(code));
  const isUnsaid = codes.length > 0 && !isNamed && !isOther;
  const isOriginal = original !== null && attribute(part, 'id') === original;
  const isOwnLanguage =
    part.attributes['xml:lang'] === undefined || part.language?.toLowerCase() === language?.toLowerCase();
  return (
    (isOther ? -2000 : isUnsaid ? -1000 : 0) +
    (isOriginal ? 100 : 0) +
    (isOwnLanguage ? 10 : 0) +
    (isNamed ? 1.5 : 0) +
    typeScore(part)
  );
}

function typeScore(part: XmlElement): number {
  const type = typeOf(part);
  if (type.includes('xhtml') || rootOf(part)?.local.toLowerCase() === 'html') return 5;
  if (type.includes('nitf') || rootOf(part)?.local.toLowerCase() === 'nitf') return 4;
  if (type.includes('html')) return 3;
  return part.local === 'inlineXML' ? 2 : 1;
}

const typeOf = (part: XmlElement): string => attribute(part, 'contenttype')?.toLowerCase() ?? '';

const rootOf = (part: XmlElement): XmlElement | null => elements(part)[0] ?? null;

function textOf(part: XmlElement, context: ContentContext): Text {
  if (part.local === 'inlineData') return dataText(part, context);
  const [root, ...more] = elements(part);
  if (root === undefined) return plainText(innerText(part), part);
  const alone =
    more.length === 0 && !part.children.some((child) => typeof child === 'string' && NOT_SPACE.test(child));
  return alone ? xmlText(root, part, context) : xmlText(part, part, context);
}

function xmlText(root: XmlElement, part: XmlElement, context: ContentContext): Text {
  if (isNitf(root)) return nitfText(root, part, context);
  const { markup, empty, notes, embargo, byline, warnings } = bodyMarkup(root, context);
  return {
    ...NO_TEXT,
    body: { kind: 'html', value: empty ? '' : markup, base: root.base ?? context.baseUrl },
    language: root.language ?? part.language,
    byline,
    media: [],
    notes,
    embargo,
    warnings,
  };
}

const NITF_ROOTS = new Set(['nitf', 'body.content']);

const isNitf = (root: XmlElement): boolean =>
  NITF_ROOTS.has(root.local) || root.key.startsWith('{http://iptc.org/std/nitf/');

function nitfText(root: XmlElement, part: XmlElement, context: ContentContext): Text {
  const base = root.base ?? context.baseUrl;
  const language = root.language ?? part.language;
  const { headline, byline, dateline, abstract, body, media, notes, warnings } = readNitfParts(root, base);
  const restriction = root.local === 'nitf' ? restrictionOf(root, context) : null;
  return {
    ...NO_TEXT,
    body,
    language,
    headline,
    byline,
    dateline,
    summary: abstract,
    media,
    notes,
    embargo: restriction !== null,
    warnings: restriction === null ? warnings : [...warnings, restriction],
  };
}

/** What the document inside says against its publication counts too: the item around it may have been made by a gateway. */
function restrictionOf(nitf: XmlElement, { receivedAt }: ContentContext): Warning | null {
  const { status, stated, release, issued } = readNitfHead(nitf);
  const released = release === null ? null : readTime(release, { timezone: 'UTC' }).time;
  const began = issued === null ? null : readTime(issued, { timezone: 'UTC' }).time;
  const isLater = release !== null && (released === null || released > (began ?? receivedAt));
  if (status === 'usable' && !isLater) return null;
  const what = status === 'usable' ? `date.release ${release}` : `management-status ${stated ?? status}`;
  return { code: 'inner-document-restricted', message: `the NITF inside says ${what}; the story is held` };
}

/** inlineData: text, escaped HTML or escaped XML, by its type and, without one, by what it is. */
function dataText(part: XmlElement, context: ContentContext): Text {
  const encoding = context.catalogs.codesOf(part, 'encoding')[0];
  const decoded = encoding === undefined ? innerText(part) : decodedData(innerText(part), encoding);
  if (decoded === null) {
    const message = `${nameOf(part)} is encoded in a way that is not read (${encoding}) and was left out`;
    return { ...NO_TEXT, media: [], warnings: [{ code: 'encoding-unknown', message }] };
  }
  const type = typeOf(part);
  if (type.includes('xml') && decoded.trimStart().startsWith('<')) {
    const root = xmlRoot(decoded, context);
    if (root !== null) return xmlText(root, part, context);
  }
  const isHtml =
    type.includes('html') || (type === '' && /<(?:p|div|html|body|br|h[1-6])\b[^<>]*>/i.test(decoded));
  if (!isHtml) return plainText(decoded, part);
  const body: SentText = { kind: 'html', value: decoded, base: part.base ?? context.baseUrl };
  return { ...NO_TEXT, body, language: part.language, media: [], warnings: [] };
}

/** `null` for an encoding other than base64, and for what is not UTF-8. */
function decodedData(data: string, encoding: string): string | null {
  if (encoding !== 'base64' && encoding !== 'b64') return null;
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s+/g, '')), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function xmlRoot(text: string, { limits, baseUrl }: ContentContext): XmlElement | null {
  const roots = attempt(() => [
    ...readXml(text, { strict: true, limits, baseUrl, isContainer: () => false }),
  ]);
  return roots?.[0] ?? null;
}

/** Plain text up to a line that says that what follows is not for publication. */
function plainText(text: string, part: XmlElement): Text {
  const paragraphs = splitParagraphs(text.replace(/\r\n?/g, '\n'));
  const end = paragraphs.findIndex((paragraph) => isNonPublicLine(paragraph.trimStart()));
  const shown = end < 0 ? paragraphs : paragraphs.slice(0, end);
  const hidden = end < 0 ? [] : paragraphs.slice(end);
  const message = `not for publication and left out of the text: ${hidden.length} paragraphs`;
  return {
    ...NO_TEXT,
    body: { kind: 'text', value: shown.join('\n\n') },
    language: part.language,
    media: [],
    notes: hidden,
    warnings: hidden.length === 0 ? [] : [{ code: 'non-public-left-out', message }],
  };
}

function mediaOf(part: XmlElement, context: ContentContext): Media[] {
  if (nonPublicReason(part, context.catalogs) !== null) return [];
  const url = mediaAddress(attribute(part, 'href') ?? '', part.base ?? context.baseUrl);
  if (url === null) return [];
  const id = attribute(part, 'id');
  return [
    {
      url,
      type: attribute(part, 'contenttype'),
      length: whole(attribute(part, 'size')),
      width: whole(attribute(part, 'width')),
      height: whole(attribute(part, 'height')),
      caption: (id === null ? undefined : context.captions.get(id)) ?? context.caption,
      credit: context.credit,
    },
  ];
}

/** What cannot be fetched by an address is kept by its identifier. */
function withoutAddress(part: XmlElement, context: ContentContext): Related[] {
  const href = attribute(part, 'href');
  if (href !== null && mediaAddress(href, part.base ?? context.baseUrl) !== null) return [];
  const guid = attribute(part, 'residref') ?? href;
  return guid === null ? [] : [{ rel: 'rendition', guid }];
}

const whole = (written: string | null): number | null =>
  written !== null && /^\d{1,12}$/.test(written) ? Number(written) : null;

function nameOf(part: XmlElement): string {
  const said = ['rendition', 'role', 'contenttype', 'xml:lang'].flatMap((name) => {
    const value = attribute(part, name);
    return value === null ? [] : [`${name}="${value}"`];
  });
  return [part.local, ...said].join(' ');
}
