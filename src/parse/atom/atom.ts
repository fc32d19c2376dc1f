// Atom 1.0 (RFC 4287) and, tolerated, Atom 0.3; Media RSS inside. Extraction profile atom/1 (docs/formats/atom.md):
//   headline  atom:title (§4.2.14): text as it is, html decoded once, xhtml by its text
//   body      atom:content (§4.1.3), else atom:summary; type text becomes paragraphs at blank lines
//   summary   atom:summary (§4.2.13) where the body came from content; plain text
//   times     atom:published (§4.2.9), atom:updated (§4.2.15); 0.3: issued or created, modified
//   identity  atom:id (§4.2.6); link: rel=alternate (§4.2.7.2), resolved by xml:base (§2)

import type { Media, Related, Subject } from '../../model/item.ts';
import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { readTime } from '../dates.ts';
import { line, lineOf, lineOfPerhapsHtml, type SentText } from '../html-text.ts';
import { type ItemDraft, languageTag } from '../item.ts';
import { mediaCategory, mediaDescription, mediaRss, wholeNumber } from '../modules/media-rss.ts';
import { bylineOf, personName } from '../person.ts';
import { resolveUrl } from '../urls.ts';
import { attribute, childrenByKey, elements, innerText, type XmlElement } from '../xml/element.ts';
import { type FeedParts, parseXmlFeed } from '../xml/feed.ts';
import { sentTextOfConstruct } from './text-construct.ts';

/** Yields the entries of an Atom feed or entry document. Returns what the feed says of itself. */
export const parseAtom = (decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo> =>
  parseXmlFeed(decoded, context, { isContainer, isItem, readFeed, readItem });

const isContainer = (element: XmlElement): boolean => element.parent === null && name(element) === 'feed';

const isItem = (element: XmlElement): boolean => name(element) === 'entry';

/** Local name in the Atom namespace; feeds that forget the namespace are read as if they had it. */
const name = (element: XmlElement): string => element.key.replace(/^atom:/, '');

type Fields = ReadonlyMap<string, readonly XmlElement[]>;

function atomFields(list: ReadonlyMap<string, readonly XmlElement[]>): Fields {
  const fields = new Map<string, readonly XmlElement[]>();
  for (const [key, found] of list) {
    const plain = key.replace(/^atom:/, '');
    fields.set(plain, [...(fields.get(plain) ?? []), ...found]);
  }
  return fields;
}

function readItem(entry: XmlElement, feed: FeedInfo, context: ParseContext): ItemDraft {
  const fields = atomFields(childrenByKey(entry));
  const base = entry.base ?? context.baseUrl ?? feed.link;
  const { body, summary } = bodyOf(entry, fields, base);
  const source = fields.get('source')?.[0];
  const subjects = subjectsOf(fields);
  return {
    format: 'atom',
    guid: text(fields, 'id'),
    link: linkOf(fields, base),
    published: text(fields, 'published', 'issued', 'created', 'dcterms:issued', 'dcterms:created'),
    updated: text(fields, 'updated', 'modified', 'dcterms:modified', 'dc:date'),
    expires: null,
    headline: construct(fields, 'title') ?? lineText(fields, 'dc:title', 'media:title'),
    byline: bylineOfEntry(fields, source) ?? feed.author,
    credit: source === undefined ? null : construct(atomFields(childrenByKey(source)), 'title'),
    language: languageTag(
      text(fields, 'dc:language') ?? contentLanguage(fields) ?? entry.language ?? feed.language,
    ),
    subjects,
    keywords: subjects.flatMap(({ name }) => name ?? []),
    places: [],
    rights: {
      copyright:
        construct(fields, 'rights', 'copyright') ??
        sourceRights(source) ??
        lineText(fields, 'dc:rights') ??
        feed.rights,
      usageTerms: null,
      licence: linkWith(fields, 'license', base),
    },
    related: relatedOf(source),
    media: [...enclosures(fields, base), ...mediaRss(entry, base)],
    summary,
    body,
    warnings: [],
  };
}

function text(fields: Fields, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    // Of several times the last counts, as the one that overwrote the others; ids and names are never doubled.
    for (const element of fields.get(key)?.toReversed() ?? []) {
      const value = innerText(element).trim();
      if (value !== '') return value;
    }
  }
  return null;
}

function lineText(fields: Fields, ...keys: readonly string[]): string | null {
  const value = text(fields, ...keys);
  return value === null ? null : lineOfPerhapsHtml(value);
}

/** A text construct (§3.1) as one line. */
function construct(fields: Fields, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    for (const element of fields.get(key) ?? []) {
      const value = lineOf(sentTextOfConstruct(element, null));
      if (value !== null) return value;
    }
  }
  return null;
}

function bodyOf(
  entry: XmlElement,
  fields: Fields,
  base: string | null,
): { body: SentText; summary: string | null } {
  const content = (fields.get('content') ?? []).filter(hasText);
  const best = content.find((element) => isTextual(element)) ?? content[0];
  const summaryElement = (fields.get('summary') ?? []).find(hasText);
  const element =
    best ??
    summaryElement ??
    (fields.get('content:encoded') ?? []).find(hasText) ??
    mediaDescription(entry) ??
    undefined;
  if (element === undefined) return { body: { kind: 'text', value: '' }, summary: null };
  const summary =
    summaryElement === undefined || element === summaryElement
      ? null
      : lineOf(sentTextOfConstruct(summaryElement, base));
  return { body: sentTextOfConstruct(element, base), summary };
}

const hasText = (element: XmlElement): boolean =>
  attribute(element, 'src') === null && (innerText(element).trim() !== '' || elements(element).length > 0);

/** §4.1.3.3: text, html, xhtml and their media types; anything else is no text to show. */
const isTextual = (element: XmlElement): boolean =>
  /^(text|html|xhtml|text\/(plain|html)|application\/xhtml\+xml)$/i.test(
    attribute(element, 'type') ?? 'text',
  );

const contentLanguage = (fields: Fields): string | null => {
  const element = fields.get('content')?.find(hasText) ?? fields.get('summary')?.[0];
  return element?.language ?? null;
};

/** The alternate that is HTML, else the first alternate (§4.2.7.2; no rel means alternate). */
function linkOf(fields: Fields, base: string | null): string | null {
  const alternates = (fields.get('link') ?? []).filter(
    (link) => relOf(link) === 'alternate' && hrefOf(link) !== null,
  );
  const html = alternates.find((link) => /html/i.test(attribute(link, 'type') ?? 'text/html'));
  const chosen = html ?? alternates[0];
  if (chosen !== undefined) return resolveUrl(hrefOf(chosen) ?? '', chosen.base ?? base);
  const content = fields.get('content')?.find((element) => attribute(element, 'src') !== null);
  if (content === undefined) return null;
  return resolveUrl(attribute(content, 'src') ?? '', content.base ?? base);
}

/** Some feeds write the address into the element, as RSS does. */
const hrefOf = (link: XmlElement): string | null => attribute(link, 'href') ?? line(innerText(link));

const relOf = (link: XmlElement): string =>
  (attribute(link, 'rel') ?? 'alternate')
    .replace(/^http:\/\/www\.iana\.org\/assignments\/relation\//i, '')
    .toLowerCase();

function linkWith(fields: Fields, rel: string, base: string | null): string | null {
  const link = fields.get('link')?.find((one) => relOf(one) === rel);
  return link === undefined ? null : resolveUrl(attribute(link, 'href') ?? '', link.base ?? base);
}

/** §4.2.1: the entry's authors, else its source's; the feed's are the caller's last resort. */
function bylineOfEntry(fields: Fields, source: XmlElement | undefined): string | null {
  const own =
    personsOf(fields, 'author') ??
    bylineOf((fields.get('dc:creator') ?? []).map((one) => personName(innerText(one))));
  return own ?? (source === undefined ? null : personsOf(atomFields(childrenByKey(source)), 'author'));
}

const personsOf = (fields: Fields, key: string): string | null =>
  bylineOf((fields.get(key) ?? []).map(personOf));

function personOf(person: XmlElement): string | null {
  const stated = elements(person).find((child) => name(child) === 'name');
  if (stated !== undefined) return line(innerText(stated));
  const loose = person.children.filter((child) => typeof child === 'string').join(' ');
  return personName(loose);
}

function subjectsOf(fields: Fields): Subject[] {
  const stated = (fields.get('category') ?? []).map((category) => {
    const term = attribute(category, 'term') ?? line(innerText(category));
    return { scheme: attribute(category, 'scheme'), code: term, name: attribute(category, 'label') ?? term };
  });
  const dublinCore = (fields.get('dc:subject') ?? []).map((element) => ({
    scheme: null,
    code: null,
    name: line(innerText(element)),
  }));
  const media = (fields.get('media:category') ?? []).map(mediaCategory);
  return [...stated, ...dublinCore, ...media].filter(({ name }) => name !== null);
}

function sourceRights(source: XmlElement | undefined): string | null {
  return source === undefined ? null : construct(atomFields(childrenByKey(source)), 'rights', 'copyright');
}

function relatedOf(source: XmlElement | undefined): Related[] {
  if (source === undefined) return [];
  const id = text(atomFields(childrenByKey(source)), 'id');
  return id === null ? [] : [{ rel: 'source', guid: id }];
}

const enclosures = (fields: Fields, base: string | null): Media[] =>
  (fields.get('link') ?? [])
    .filter((link) => relOf(link) === 'enclosure')
    .flatMap((link) => {
      const url = resolveUrl(attribute(link, 'href') ?? '', link.base ?? base);
      if (url === null) return [];
      return [
        {
          url,
          type: attribute(link, 'type'),
          length: wholeNumber(attribute(link, 'length')),
          width: null,
          height: null,
          caption: attribute(link, 'title'),
          credit: null,
        },
      ];
    });

function readFeed({ container, elements: beside }: FeedParts, context: ParseContext): FeedInfo {
  const grouped = new Map<string, XmlElement[]>();
  for (const element of beside) grouped.set(element.key, [...(grouped.get(element.key) ?? []), element]);
  const fields = atomFields(grouped);
  const base = container?.base ?? context.baseUrl;
  const updated = text(fields, 'updated', 'modified', 'dc:date');
  const image = fields.get('logo')?.[0] ?? fields.get('icon')?.[0];
  return {
    title: construct(fields, 'title') ?? lineText(fields, 'dc:title'),
    link: linkOf(fields, base),
    description:
      construct(fields, 'subtitle', 'tagline', 'info') ??
      lineText(fields, 'dc:description', 'feedburner:browserfriendly'),
    language: languageTag(text(fields, 'dc:language') ?? container?.language),
    rights: construct(fields, 'rights', 'copyright') ?? lineText(fields, 'dc:rights'),
    updated: updated === null ? null : readTime(updated, context).time,
    author: personsOf(fields, 'author') ?? lineText(fields, 'dc:creator'),
    generator: lineText(fields, 'generator'),
    id: text(fields, 'id'),
    image: image === undefined ? null : resolveUrl(innerText(image), image.base ?? base),
    categories: subjectsOf(fields).flatMap(({ name }) => name ?? []),
  };
}
