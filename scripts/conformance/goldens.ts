// gofeed's and feedsmith's goldens: a JSON file beside each feed. Every leaf whose path names what Stet keeps is an expectation;
// all other leaves are counted as not kept, by path.

import { existsSync, readFileSync } from 'node:fs';
import type { ParsedItem } from '../../src/model/item.ts';
import { agrees, type Expected, type Kept } from './compare.ts';
import { type Reading, readFeedFile } from './read.ts';
import type { Tally } from './tally.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** gofeed: `x.xml` with `x.json`, `x.json` with `x_expected.json`. */
export function checkGofeedFile(file: string, name: string, tally: Tally): void {
  const golden = goldenOf(file);
  if (golden !== null && existsSync(golden)) checkGolden(file, golden, name, tally);
}

function goldenOf(file: string): string | null {
  if (file.endsWith('.xml')) return file.replace(/\.xml$/, '.json');
  if (!file.endsWith('.json') || file.endsWith('_expected.json')) return null;
  return file.replace(/\.json$/, '_expected.json');
}

/** feedsmith: `x.xml` with `x.json`. */
export function checkFeedsmithFile(file: string, name: string, tally: Tally): void {
  const golden = file.replace(/\.xml$/, '.json');
  if (file.endsWith('.xml') && !name.startsWith('opml') && existsSync(golden))
    checkGolden(file, golden, name, tally);
}

function checkGolden(file: string, golden: string, name: string, tally: Tally): void {
  tally.files += 1;
  const reading = readFeedFile(readFileSync(file), {});
  const expected: Json = JSON.parse(readFileSync(golden, 'utf-8'));
  for (const leaf of leavesOf(expected, [])) checkLeaf(leaf, reading, name, tally);
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: Expected;
}

function leavesOf(value: Json, path: readonly (string | number)[]): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => leavesOf(inner, [...path, index]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  return [{ path, value }];
}

function checkLeaf({ path, value }: Leaf, reading: Reading, file: string, tally: Tally): void {
  const pattern = path.map((key) => (typeof key === 'number' ? '#' : key)).join('.');
  const indexes = path.filter((key) => typeof key === 'number');
  const kept = keptAt(pattern.replace(/^(?:entries|items)\./, 'items.'), indexes, value, reading);
  if (kept === null) tally.leftOut(pattern);
  else if (agrees(kept, value)) tally.met();
  else
    tally.missed({
      file,
      expectation: `${path.join('.')} = ${JSON.stringify(value)}`,
      got: JSON.stringify(kept.as === 'body' ? kept.text : kept.value) + (reading.failures[0]?.code ?? ''),
    });
}

const line = (value: string | null | undefined): Kept => ({ as: 'line', value: value ?? null });
const person = (value: string | null | undefined): Kept => ({ as: 'person', value: value ?? null });
const exact = (value: string | number | null | undefined): Kept => ({ as: 'exact', value: value ?? null });
const time = (value: string | null | undefined): Kept => ({ as: 'time', value: value ?? null });
const body = (item: ParsedItem | undefined): Kept => ({
  as: 'body',
  html: item?.bodyHtml ?? '',
  text: item?.text ?? '',
});

/** Categories are a set: the one that agrees, wherever it stands. */
function anyOf(names: readonly (string | null)[], expected: Expected): Kept {
  const all = names.map(line);
  return all.find((one) => agrees(one, expected)) ?? line(names.join(' | '));
}

function keptAt(
  pattern: string,
  indexes: readonly number[],
  value: Expected,
  { items, feed }: Reading,
): Kept | null {
  if (!pattern.startsWith('items.#'))
    return feed === null ? null : feedLeaf(pattern, indexes[0] ?? 0, value, feed);
  const item = items[indexes[0] ?? 0];
  return itemLeaf(pattern.slice('items.#.'.length), indexes[1] ?? 0, value, item);
}

function itemLeaf(
  pattern: string,
  index: number,
  value: Expected,
  item: ParsedItem | undefined,
): Kept | null {
  switch (pattern) {
    case 'title':
      return line(item?.headline);
    case 'link':
    case 'url':
      return exact(item?.link);
    case 'guid':
    case 'guid.value':
    case 'id':
      return exact(item?.guid);
    case 'published':
    case 'publishedParsed':
    case 'pubDate':
    case 'pubDateParsed':
    case 'date_published':
    case 'issued':
      return time(item?.firstCreated);
    case 'updated':
    case 'updatedParsed':
    case 'modified':
    case 'date_modified':
      return time(item?.versionCreated);
    case 'description':
    case 'summary':
      return item?.summary == null ? body(item) : line(item.summary);
    case 'content':
    case 'content.value':
    case 'content.encoded':
    case 'content_html':
      return body(item);
    case 'author':
    case 'author.name':
    case 'authors.#':
    case 'authors.#.name':
    case 'dc.creators.#':
      return person(item?.byline?.split(', ')[index]);
    case 'categories.#':
    case 'categories.#.name':
    case 'categories.#.value':
    case 'categories.#.label':
    case 'tags.#':
      return anyOf(item?.subjects.map(({ name }) => name) ?? [], value);
    case 'categories.#.term':
      return line(item?.subjects[index]?.code);
    case 'categories.#.domain':
    case 'categories.#.scheme':
      return exact(item?.subjects[index]?.scheme);
    case 'enclosures.#.url':
    case 'enclosure.url':
      return exact(item?.media[index]?.url);
    case 'enclosures.#.type':
    case 'enclosure.type':
      return exact(item?.media[index]?.type);
    case 'enclosures.#.length':
    case 'enclosure.length':
      return exact(item?.media[index]?.length);
    case 'rights':
    case 'dc.rights':
      return line(item?.rights.copyright);
    case 'source.title':
      return line(item?.credit);
    case 'dc.language':
    case 'language':
      return exact(item?.language);
    default:
      return null;
  }
}

function feedLeaf(
  pattern: string,
  index: number,
  value: Expected,
  feed: NonNullable<Reading['feed']>,
): Kept | null {
  switch (pattern) {
    case 'title':
      return line(feed.title);
    case 'link':
    case 'home_page_url':
      return exact(feed.link);
    case 'description':
    case 'subtitle':
    case 'tagline':
      return line(feed.description);
    case 'language':
      return exact(feed.language);
    case 'copyright':
    case 'rights':
      return line(feed.rights);
    case 'updated':
    case 'updatedParsed':
    case 'lastBuildDate':
    case 'lastBuildDateParsed':
    case 'modified':
      return time(feed.updated);
    case 'author':
    case 'author.name':
    case 'authors.#':
    case 'authors.#.name':
    case 'managingEditor':
      return person(feed.author?.split(', ')[index]);
    case 'generator':
    case 'generator.value':
    case 'generator.text':
      return line(feed.generator);
    case 'id':
      return exact(feed.id);
    case 'image.url':
    case 'logo':
      return exact(feed.image);
    case 'categories.#':
    case 'categories.#.name':
    case 'categories.#.value':
    case 'categories.#.label':
      return anyOf(feed.categories, value);
    default:
      return null;
  }
}
