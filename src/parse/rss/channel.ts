// What an RSS channel says of itself.

import type { FeedInfo, ParseContext } from '../../model/parse-result.ts';
import { readTime } from '../dates.ts';
import { lineOf, lineOfPerhapsHtml } from '../html-text.ts';
import { languageTag } from '../item.ts';
import { bylineOf } from '../person.ts';
import { resolveUrl } from '../urls.ts';
import { attribute, elements, innerText, type XmlElement } from '../xml/element.ts';
import type { FeedParts } from '../xml/feed.ts';
import { innerMarkup } from '../xml/markup.ts';
import {
  alternateOf,
  bodyField,
  type Fields,
  firstText,
  headlineOf,
  lineText,
  listedKeywords,
  nameIn,
  subjectsOf,
  timeText,
} from './fields.ts';

/** What the channel says of itself in the elements read so far. */
export function readChannel({ container, elements: beside }: FeedParts, context: ParseContext): FeedInfo {
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
