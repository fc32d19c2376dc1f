// RSS 0.90, 0.91 (Netscape, UserLand), 0.92, 0.93, 0.94, 1.0 (RDF), 2.0 (RSS Advisory Board, 2.0.11), with the modules content 1.0,
// Dublin Core 1.1 and terms, Media RSS 1.5.1, Atom in RSS. Extraction profile rss/1 (docs/formats/rss.md):
//   headline  title (RSS 2.0 "Elements of <item>"), read as HTML of one line; tags that are none of HTML's stay as text
//   body      content:encoded (content 1.0 §3), else xhtml:body, else atom:content, else description, else dc:description
//   summary   description where the body came from elsewhere; plain text
//   times     pubDate (RFC 822), dc:date and dcterms (W3CDTF), atom:updated
//   identity  guid, else atom:id, else rdf:about, else dc:identifier

import type { Related, Subject } from '../../model/item.ts';
import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { readTime } from '../dates.ts';
import { line, lineOf, lineOfPerhapsHtml, type SentText, sentTextOf } from '../html-text.ts';
import { type ItemDraft, languageTag } from '../item.ts';
import { mediaCategory, mediaDescription, mediaRss, wholeNumber } from '../modules/media-rss.ts';
import { bylineOf, personName } from '../person.ts';
import { resolveUrl } from '../urls.ts';
import { attribute, childrenByKey, elements, innerText, type XmlElement } from '../xml/element.ts';
import { type FeedParts, parseXmlFeed } from '../xml/feed.ts';
import { innerMarkup } from '../xml/markup.ts';

/** Yields the items of an RSS feed; failures stand where items could not be read. Returns what the channel says of itself. */
export const parseRss = (decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo> =>
  parseXmlFeed(decoded, context, { isContainer, isItem, readFeed, readItem });

const isContainer = (element: XmlElement): boolean =>
  element.parent === null
    ? element.key === 'rss' || element.key === 'rdf:rdf'
    : element.key === 'channel' && element.parent.parent === null;

const isItem = (element: XmlElement): boolean => element.key === 'item';

type Fields = ReadonlyMap<string, readonly XmlElement[]>;

function readItem(item: XmlElement, feed: FeedInfo, context: ParseContext): ItemDraft {
  const fields = childrenByKey(item);
  const base = item.base ?? absolute(feed.link) ?? context.baseUrl;
  const { body, summary, language: bodyLanguage } = bodyOf(item, fields, base);
  const source = first(fields, 'source', 'dc:source');
  const categories = subjectsOf(fields);
  return {
    format: 'rss',
    guid: guidOf(item, fields),
    link: linkOf(item, fields, base),
    published: timeText(fields, 'pubdate', 'atom:published', 'dcterms:issued', 'dcterms:created', 'dc:date'),
    updated: timeText(fields, 'atom:updated', 'dcterms:modified', 'dc:date'),
    expires: expiryOf(fields),
    headline: headlineOf(fields),
    byline: bylineOfItem(fields),
    credit: source === null ? lineText(fields, 'dc:publisher') : lineOfPerhapsHtml(innerText(source)),
    language: languageTag(lineText(fields, 'dc:language') ?? bodyLanguage ?? item.language ?? feed.language),
    subjects: categories,
    keywords: [...categories.flatMap(({ name }) => name ?? []), ...listedKeywords(fields)],
    places: texts(fields, 'dc:coverage'),
    rights: {
      copyright:
        lineText(fields, 'copyright', 'dc:rights', 'dcterms:rights', 'atom:rights', 'media:copyright') ??
        feed.rights,
      usageTerms: null,
      licence: licenceOf(fields, base),
    },
    related: relatedOf(source, base),
    media: [...enclosures(fields, base), ...mediaRss(item, base)],
    summary,
    body,
    warnings: [],
  };
}

/** A stated feed link is good as a base only when it is absolute. */
const absolute = (url: string | null): string | null => (url !== null && URL.canParse(url) ? url : null);

function first(fields: Fields, ...keys: readonly string[]): XmlElement | null {
  for (const key of keys) {
    const found = fields.get(key)?.find((element) => element.children.length > 0);
    if (found !== undefined) return found;
  }
  return null;
}

/** The first of the fields that has any text. */
function firstText(fields: Fields, ...keys: readonly string[]): string | null {
  return textOf(fields, keys, (elements) => elements);
}

/** A time: of several elements of one name the last counts, as the one that overwrote the others. */
function timeText(fields: Fields, ...keys: readonly string[]): string | null {
  return textOf(fields, keys, (elements) => elements.toReversed());
}

function textOf(
  fields: Fields,
  keys: readonly string[],
  order: (elements: readonly XmlElement[]) => readonly XmlElement[],
): string | null {
  for (const key of keys) {
    for (const element of order(fields.get(key) ?? [])) {
      const text = innerText(element).trim();
      if (text !== '') return text;
    }
  }
  return null;
}

function lineText(fields: Fields, ...keys: readonly string[]): string | null {
  const text = firstText(fields, ...keys);
  return text === null ? null : lineOfPerhapsHtml(text);
}

const texts = (fields: Fields, key: string): string[] =>
  (fields.get(key) ?? []).flatMap((element) => line(innerText(element)) ?? []);

/** Escaped HTML, or markup that was not escaped. */
const htmlOf = (element: XmlElement): string =>
  element.children.every((child) => typeof child === 'string') ? innerText(element) : innerMarkup(element);

function headlineOf(fields: Fields): string | null {
  for (const key of ['title', 'atom:title', 'dc:title', 'media:title']) {
    const element = first(fields, key);
    if (element === null) continue;
    const inline = element.children.some((child) => typeof child !== 'string');
    const headline = inline
      ? lineOf({ kind: 'html', value: innerMarkup(element), base: null })
      : lineOfPerhapsHtml(innerText(element));
    if (headline !== null) return headline;
  }
  return null;
}

const BODY_FIELDS = [
  'content:encoded',
  'xhtml:body',
  'xhtml:div',
  'body',
  'fullitem',
  'atom:content',
  'description',
  'dc:description',
  'atom:summary',
  'itunes:summary',
];

interface Body {
  readonly body: SentText;
  readonly summary: string | null;
  readonly language: string | null;
}

function bodyOf(item: XmlElement, fields: Fields, base: string | null): Body {
  const stated = BODY_FIELDS.map((key) => bodyField(fields, key)).find((found) => found !== null);
  const element = stated ?? mediaDescription(item);
  if (element === null) return { body: NO_TEXT, summary: null, language: null };
  const short = ['summary', 'description', 'dc:description']
    .map((key) => bodyField(fields, key))
    .find((found) => found !== null && found !== element);
  const summary = short == null ? null : lineOfPerhapsHtml(htmlOf(short));
  return { body: sentBody(element, base), summary, language: element.language };
}

const NO_TEXT: SentText = { kind: 'text', value: '' };

/** The field of that name with something in it; of several descriptions in one item the first. */
const bodyField = (fields: Fields, key: string): XmlElement | null =>
  fields.get(key)?.find((element) => innerText(element).trim() !== '' || elements(element).length > 0) ??
  null;

function sentBody(element: XmlElement, base: string | null): SentText {
  const baseUrl = element.base ?? base;
  const escaped = element.children.every((child) => typeof child === 'string');
  if (!escaped) return { kind: 'html', value: innerMarkup(element), base: baseUrl };
  return sentTextOf(innerText(element), baseUrl);
}

function guidOf(item: XmlElement, fields: Fields): string | null {
  return (
    firstText(fields, 'guid', 'atom:id') ??
    attribute(item, 'rdf:about') ??
    firstText(fields, 'dc:identifier', 'dcterms:identifier')
  );
}

/** `link`, else the Atom alternate, else a guid that is a permalink (RSS 2.0: unless isPermaLink is false), else rdf:about. */
function linkOf(item: XmlElement, fields: Fields, base: string | null): string | null {
  const original = first(fields, 'feedburner:origlink');
  if (original !== null) return resolveUrl(innerText(original), original.base ?? base);
  for (const link of fields.get('link') ?? []) {
    const written = innerText(link).trim() || attribute(link, 'href');
    if (written) return resolveUrl(written, link.base ?? base);
  }
  return alternateOf(fields, base) ?? permalinkOf(fields) ?? urlLike(attribute(item, 'rdf:about'));
}

function alternateOf(fields: Fields, base: string | null): string | null {
  const links = fields.get('atom:link') ?? [];
  const link = links.find((one) => (attribute(one, 'rel') ?? 'alternate').toLowerCase() === 'alternate');
  return link === undefined ? null : resolveUrl(attribute(link, 'href') ?? '', link.base ?? base);
}

function permalinkOf(fields: Fields): string | null {
  const guid = first(fields, 'guid');
  if (guid === null || attribute(guid, 'isPermaLink')?.toLowerCase() === 'false') return null;
  return urlLike(innerText(guid).trim());
}

const urlLike = (text: string | null): string | null =>
  text !== null && /^https?:\/\/\S+$/i.test(text) ? text : null;

function bylineOfItem(fields: Fields): string | null {
  const names = (key: string) => (fields.get(key) ?? []).map(nameIn);
  return (
    bylineOf(names('dc:creator')) ??
    bylineOf(names('dc:author')) ??
    bylineOf(names('author')) ??
    bylineOf(names('atom:author')) ??
    bylineOf(names('itunes:author'))
  );
}

/** A person in a text or, as in Atom, in a name element. */
function nameIn(person: XmlElement): string | null {
  const name = elements(person).find((child) => child.key === 'atom:name' || child.key === 'name');
  if (name !== undefined) return line(innerText(name));
  const text = lineOfPerhapsHtml(innerText(person).replace(/<([^\s<>@]+@[^\s<>@]+)>/g, '($1)'));
  return text === null ? null : personName(text);
}

function subjectsOf(fields: Fields): Subject[] {
  const subjects = [
    ...(fields.get('category') ?? []),
    ...(fields.get('dc:subject') ?? []),
    ...(fields.get('atom:category') ?? []),
    ...(fields.get('itunes:category') ?? []).flatMap(withInner),
    ...(fields.get('media:category') ?? []),
  ]
    .map(subjectOf)
    .filter(({ code, name }) => code !== null || name !== null);
  const seen = new Set<string>();
  return subjects.filter(
    (subject) => !seen.has(JSON.stringify(subject)) && seen.add(JSON.stringify(subject)),
  );
}

/** Apple's categories nest. */
const withInner = (category: XmlElement): XmlElement[] => [
  category,
  ...elements(category).flatMap(withInner),
];

const APPLE_CATEGORIES = 'http://www.itunes.com/';

function subjectOf(category: XmlElement): Subject {
  if (category.key === 'media:category') return mediaCategory(category);
  if (category.key === 'itunes:category')
    return { scheme: APPLE_CATEGORIES, code: null, name: attribute(category, 'text') };
  const term = attribute(category, 'term');
  if (term !== null)
    return { scheme: attribute(category, 'scheme'), code: term, name: attribute(category, 'label') ?? term };
  const labelled = elements(category).find((child) => /(^|:|\})(value|label|title)$/.test(child.key));
  const name = lineOfPerhapsHtml(innerText(labelled ?? category)) ?? attribute(category, 'text');
  return { scheme: attribute(category, 'domain'), code: null, name };
}

const listedKeywords = (fields: Fields): string[] =>
  [...texts(fields, 'media:keywords'), ...texts(fields, 'itunes:keywords')]
    .flatMap((list) => list.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');

function expiryOf(fields: Fields): string | null {
  const stated = timeText(fields, 'expirationdate');
  if (stated !== null) return stated;
  return /(?:^|;)\s*end=([^;]+)/.exec(firstText(fields, 'dcterms:valid') ?? '')?.[1] ?? null;
}

function licenceOf(fields: Fields, base: string | null): string | null {
  const element = fields.get('cc:license')?.[0] ?? fields.get('dcterms:license')?.[0];
  if (element !== undefined) {
    const written = attribute(element, 'rdf:resource') ?? innerText(element).trim();
    if (written !== '') return /\s/.test(written) ? line(written) : resolveUrl(written, element.base ?? base);
  }
  const link = fields.get('atom:link')?.find((one) => attribute(one, 'rel') === 'license');
  return link === undefined ? null : resolveUrl(attribute(link, 'href') ?? '', link.base ?? base);
}

function relatedOf(source: XmlElement | null, base: string | null): Related[] {
  const url = source === null ? null : resolveUrl(attribute(source, 'url') ?? '', source.base ?? base);
  return url === null ? [] : [{ rel: 'source', guid: url }];
}

const enclosures = (fields: Fields, base: string | null) =>
  (fields.get('enclosure') ?? []).flatMap((element) => {
    const url = resolveUrl(
      attribute(element, 'url') ?? attribute(element, 'rdf:resource') ?? '',
      element.base ?? base,
    );
    if (url === null) return [];
    return [
      {
        url,
        type: attribute(element, 'type'),
        length: wholeNumber(attribute(element, 'length')),
        width: null,
        height: null,
        caption: null,
        credit: null,
      },
    ];
  });

function readFeed({ container, elements: beside }: FeedParts, context: ParseContext): FeedInfo {
  const fields = byKey(beside);
  const base = context.baseUrl;
  const links = fields.get('link') ?? [];
  const link = links.find((one) => innerText(one).trim() !== '');
  const updated = timeText(fields, 'lastbuilddate', 'atom:updated', 'dcterms:modified', 'pubdate', 'dc:date');
  return {
    title: headlineOf(fields),
    link: link === undefined ? alternateOf(fields, base) : resolveUrl(innerText(link), link.base ?? base),
    description: feedText(
      fields,
      'description',
      'dc:description',
      'tagline',
      'atom:subtitle',
      'itunes:subtitle',
      'itunes:summary',
      'feedburner:browserfriendly',
    ),
    language: languageTag(lineText(fields, 'language', 'dc:language') ?? container?.language),
    rights: lineText(fields, 'copyright', 'dc:rights', 'dcterms:rights', 'atom:rights'),
    updated: updated === null ? null : readTime(updated, context).time,
    author: feedAuthor(fields),
    generator: lineText(fields, 'generator') ?? generatorAgent(fields),
    id:
      firstText(fields, 'atom:id', 'guid') ?? (container === null ? null : attribute(container, 'rdf:about')),
    image: imageOf(fields, base),
    categories: [
      ...new Set([...subjectsOf(fields).flatMap(({ name }) => name ?? []), ...listedKeywords(fields)]),
    ],
  };
}

function byKey(list: readonly XmlElement[]): Fields {
  const fields = new Map<string, XmlElement[]>();
  for (const element of list) {
    const same = fields.get(element.key);
    if (same === undefined) fields.set(element.key, [element]);
    else same.push(element);
  }
  return fields;
}

function feedText(fields: Fields, ...keys: readonly string[]): string | null {
  const element = keys.map((key) => bodyField(fields, key)).find((found) => found !== null) ?? null;
  if (element === null) return null;
  const escaped = element.children.every((child) => typeof child === 'string');
  return escaped
    ? lineOfPerhapsHtml(innerText(element))
    : lineOf({ kind: 'html', value: innerMarkup(element), base: null });
}

function feedAuthor(fields: Fields): string | null {
  for (const key of [
    'dc:creator',
    'managingeditor',
    'author',
    'atom:author',
    'itunes:author',
    'dc:publisher',
    'dc:author',
    'webmaster',
  ]) {
    const name = bylineOf((fields.get(key) ?? []).map(nameIn));
    if (name !== null) return name;
  }
  return null;
}

const generatorAgent = (fields: Fields): string | null => {
  for (const [key, [element]] of fields) {
    if (/generatoragent$/.test(key) && element !== undefined) return attribute(element, 'rdf:resource');
  }
  return null;
};

function imageOf(fields: Fields, base: string | null): string | null {
  for (const image of [
    ...(fields.get('image') ?? []),
    ...(fields.get('itunes:image') ?? []),
    ...(fields.get('itunes:link') ?? []),
  ]) {
    const url = elements(image).find((child) => child.key === 'url');
    const written =
      url === undefined
        ? (attribute(image, 'href') ?? attribute(image, 'url') ?? attribute(image, 'rdf:resource'))
        : innerText(url);
    const resolved = resolveUrl(written ?? '', (url ?? image).base ?? base);
    if (resolved !== null) return resolved;
  }
  return null;
}
