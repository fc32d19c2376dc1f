// Reading fields of an RSS item or channel by the names of their elements (docs/formats/rss.md).

import type { Subject } from '../../model/item.ts';
import { line, lineOf, lineOfPerhapsHtml } from '../html-text.ts';
import { mediaCategory } from '../modules/media-rss.ts';
import { personName } from '../person.ts';
import { resolveUrl } from '../urls.ts';
import { attribute, elements, innerText, type XmlElement } from '../xml/element.ts';
import { innerMarkup } from '../xml/markup.ts';

export type Fields = ReadonlyMap<string, readonly XmlElement[]>;

export function first(fields: Fields, ...keys: readonly string[]): XmlElement | null {
  for (const key of keys) {
    const found = fields.get(key)?.find((element) => element.children.length > 0);
    if (found !== undefined) return found;
  }
  return null;
}

/** The first of the fields that has any text. */
export function firstText(fields: Fields, ...keys: readonly string[]): string | null {
  return textOf(fields, keys, (found) => found);
}

/** A time: of several elements of one name the last counts, as the one that overwrote the others. */
export function timeText(fields: Fields, ...keys: readonly string[]): string | null {
  return textOf(fields, keys, (found) => found.toReversed());
}

function textOf(
  fields: Fields,
  keys: readonly string[],
  order: (found: readonly XmlElement[]) => readonly XmlElement[],
): string | null {
  for (const key of keys) {
    for (const element of order(fields.get(key) ?? [])) {
      const text = innerText(element).trim();
      if (text !== '') return text;
    }
  }
  return null;
}

export function lineText(fields: Fields, ...keys: readonly string[]): string | null {
  const text = firstText(fields, ...keys);
  return text === null ? null : lineOfPerhapsHtml(text);
}

export const texts = (fields: Fields, key: string): string[] =>
  (fields.get(key) ?? []).flatMap((element) => line(innerText(element)) ?? []);

/** Escaped HTML, or markup that was not escaped. */
export const htmlOf = (element: XmlElement): string =>
  element.children.every((child) => typeof child === 'string') ? innerText(element) : innerMarkup(element);

export function headlineOf(fields: Fields): string | null {
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

/** The field of that name with something in it; of several descriptions in one item the first. */
export const bodyField = (fields: Fields, key: string): XmlElement | null =>
  fields.get(key)?.find((element) => innerText(element).trim() !== '' || elements(element).length > 0) ??
  null;

export function alternateOf(fields: Fields, base: string | null): string | null {
  const links = fields.get('atom:link') ?? [];
  const link = links.find((one) => (attribute(one, 'rel') ?? 'alternate').toLowerCase() === 'alternate');
  return link === undefined ? null : resolveUrl(attribute(link, 'href') ?? '', link.base ?? base);
}

/** A person in a text or, as in Atom, in a name element. */
export function nameIn(person: XmlElement): string | null {
  const name = elements(person).find((child) => child.key === 'atom:name' || child.key === 'name');
  if (name !== undefined) return line(innerText(name));
  const text = lineOfPerhapsHtml(innerText(person).replace(/<([^\s<>@]+@[^\s<>@]+)>/g, '($1)'));
  return text === null ? null : personName(text);
}

export function subjectsOf(fields: Fields): Subject[] {
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

export const listedKeywords = (fields: Fields): string[] =>
  [...texts(fields, 'media:keywords'), ...texts(fields, 'itunes:keywords')]
    .flatMap((list) => list.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
