// Media RSS 1.5.1 (media:group, content, thumbnail, credit, description, title) in an RSS item or an Atom entry.

import type { Media, Subject } from '../../model/item.ts';
import { line, lineOf, lineOfPerhapsHtml } from '../html-text.ts';
import { resolveUrl } from '../urls.ts';
import { attribute, elements, innerText, type XmlElement } from '../xml/element.ts';

/** Pictures, sound and film of an item, in document order. What a group or the item says counts for all inside it. */
export function mediaRss(item: XmlElement, base: string | null): Media[] {
  return mediaIn(item, { caption: null, credit: null }, base);
}

interface Said {
  readonly caption: string | null;
  readonly credit: string | null;
}

function mediaIn(parent: XmlElement, outer: Said, base: string | null): Media[] {
  const children = elements(parent).filter((child) => child.key.startsWith('media:'));
  if (children.length === 0) return [];
  const said = saidBy(children, outer);
  return children.flatMap((child) => {
    if (child.key === 'media:group') return mediaIn(child, said, base);
    if (child.key === 'media:thumbnail') return oneMedia(child, 'image', said, base);
    if (child.key !== 'media:content') return [];
    const own = saidBy(elements(child), said);
    return [...oneMedia(child, attribute(child, 'medium'), own, base), ...thumbnails(child, own, base)];
  });
}

const thumbnails = (content: XmlElement, said: Said, base: string | null): Media[] =>
  elements(content)
    .filter((child) => child.key === 'media:thumbnail')
    .flatMap((child) => oneMedia(child, 'image', said, base));

function saidBy(children: readonly XmlElement[], outer: Said): Said {
  const text = (key: string) => {
    const found = children.find((child) => child.key === key);
    if (found === undefined) return null;
    const value = innerText(found);
    return attribute(found, 'type') === 'html'
      ? lineOf({ kind: 'html', value, base: null })
      : lineOfPerhapsHtml(value);
  };
  return {
    caption: text('media:description') ?? text('media:title') ?? outer.caption,
    credit: text('media:credit') ?? text('media:copyright') ?? outer.credit,
  };
}

function oneMedia(element: XmlElement, medium: string | null, said: Said, base: string | null): Media[] {
  const url = resolveUrl(attribute(element, 'url') ?? '', element.base ?? base);
  if (url === null) return [];
  return [
    {
      url,
      type: attribute(element, 'type') ?? medium,
      length: wholeNumber(attribute(element, 'fileSize')),
      width: wholeNumber(attribute(element, 'width')),
      height: wholeNumber(attribute(element, 'height')),
      ...said,
    },
  ];
}

/** Media RSS §category: the scheme is Media RSS's own unless stated. */
export function mediaCategory(category: XmlElement): Subject {
  const term = line(innerText(category));
  const scheme = attribute(category, 'scheme') ?? 'http://search.yahoo.com/mrss/category_schema';
  return { scheme, code: term, name: attribute(category, 'label') ?? term };
}

/** What Media RSS says in words, for items that say nothing else. */
export function mediaDescription(item: XmlElement): XmlElement | null {
  const groups = [item, ...elements(item).filter((child) => child.key === 'media:group')];
  const said = groups.flatMap(elements).find((child) => child.key === 'media:description');
  return said ?? null;
}

/** A non-negative integer as feeds state sizes; `null` for anything else. */
export function wholeNumber(written: string | null): number | null {
  if (written === null || !/^\s*\d{1,15}\s*$/.test(written)) return null;
  return Number(written);
}
