// One RSS item: which element becomes which field (docs/formats/rss.md).

import type { Related } from '../../model/item.ts';
import type { FeedInfo, ParseContext } from '../../model/parse-result.ts';
import { line, lineOfPerhapsHtml, type SentText, sentTextOf } from '../html-text.ts';
import { type ItemDraft, languageTag } from '../item.ts';
import { mediaDescription, mediaRss, wholeNumber } from '../modules/media-rss.ts';
import { bylineOf } from '../person.ts';
import { resolveUrl } from '../urls.ts';
import { attribute, childrenByKey, innerText, type XmlElement } from '../xml/element.ts';
import { innerMarkup } from '../xml/markup.ts';
import {
  alternateOf,
  bodyField,
  type Fields,
  first,
  firstText,
  headlineOf,
  htmlOf,
  lineText,
  listedKeywords,
  nameIn,
  subjectsOf,
  texts,
  timeText,
} from './fields.ts';

/** One item, in the feed's own writing. What the channel has said by then stands in for what the item does not say. */
export function readItem(item: XmlElement, feed: FeedInfo, context: ParseContext): ItemDraft {
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
