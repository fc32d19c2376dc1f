// JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). Extraction profile json-feed/1 (docs/formats/json-feed.md):
//   headline  title, plain text
//   body      content_html, else content_text (paragraphs at blank lines), else summary
//   summary   summary where there is content
//   times     date_published, date_modified (RFC 3339)
//   identity  id; a number stands as written. link: url, else external_url

import type { Media } from '../../model/item.ts';
import type { FeedInfo, ParseContext, ParseFailure, ParseStep } from '../../model/parse-result.ts';
import { type Decoded, damageIn } from '../charset.ts';
import { readTime } from '../dates.ts';
import { failure, failureOf, failureStep, type Place, placeFinder } from '../failure.ts';
import { line, type SentText } from '../html-text.ts';
import { GuidUse } from '../identity.ts';
import { buildItem, type ItemDraft, languageTag } from '../item.ts';
import {
  isArray,
  isNumber,
  isObject,
  type JsonObject,
  type JsonPart,
  type JsonValue,
  readJson,
} from '../json/reader.ts';
import { bylineOf } from '../person.ts';
import { resolveUrl } from '../urls.ts';

type Members = ReadonlyMap<string, JsonValue>;
type Element = Extract<JsonPart, { type: 'element' }>;

/** Yields the items of a JSON Feed; a bad item is a failure beside its neighbours. Returns what the feed says of itself. */
export function* parseJsonFeed(decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo> {
  const repeated = repeatedGuids(decoded.text, context);
  const top = new Map<string, JsonValue>();
  const placeAt = placeFinder(decoded.text);
  let index = 0;
  try {
    for (const part of readJson(decoded.text, isItems, context.limits.depth)) {
      if (part.type === 'member') top.set(part.key, part.value);
      if (part.type !== 'element') continue;
      if (index >= context.limits.items) {
        yield failureStep(tooManyItems(context, placeAt(part.start)));
        break;
      }
      const problem = problemOf(part, index, { decoded, context, placeAt });
      if (problem !== null) yield failureStep(problem);
      else if (isObject(part.value)) {
        const draft = readItem(part.value.members, readFeed(top, context), context);
        yield buildItem(draft, context, {
          index,
          repeated,
          at: () => placeAt(part.start),
        });
      }
      index += 1;
    }
  } catch (error) {
    yield failureStep(failureOf(error));
  }
  return readFeed(top, context);
}

const isItems = (path: string): boolean => path === 'items';

const tooManyItems = (context: ParseContext, place: Place): ParseFailure =>
  failure('too-many-items', `more than ${context.limits.items} items; the rest was not read`, place);

interface Reading {
  readonly decoded: Decoded;
  readonly context: ParseContext;
  readonly placeAt: (offset: number) => Place;
}

/** Why an element of `items` is no item, or `null`. */
function problemOf({ value, start, end }: Element, index: number, { decoded, context, placeAt }: Reading) {
  const fail = (code: string, message: string, offset = start) =>
    failure(code, message, placeAt(offset), index);
  if (!isObject(value)) return fail('json-wrong-type', 'an item is not an object');
  if (end - start > context.limits.itemText)
    return fail('item-too-long', `longer than ${context.limits.itemText} code units`);
  const [doubled] = value.doubled;
  if (doubled !== undefined) return fail('json-duplicate-key', `${JSON.stringify(doubled)} stands twice`);
  const damage = damageIn(decoded, start, end);
  if (damage !== undefined)
    return fail('charset-undecodable', `byte ${damage.byte} is not UTF-8`, damage.offset);
  const mistyped = TEXT_MEMBERS.find((key) => !isTextual(value.members.get(key)));
  return mistyped === undefined ? null : fail('json-wrong-type', `${mistyped} is not a string`);
}

/** Members without which the item would not be what was sent. Others of a wrong type are passed over. */
const TEXT_MEMBERS = ['title', 'content_html', 'content_text', 'summary'];

const isTextual = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || typeof value === 'string';

function readItem(members: Members, feed: FeedInfo, context: ParseContext): ItemDraft {
  const base = context.baseUrl ?? feed.link;
  const { body, summary } = bodyOf(members, base);
  return {
    format: 'json-feed',
    guid: idOf(members),
    link: linkOf(members, base),
    published: string(members, 'date_published'),
    updated: string(members, 'date_modified'),
    expires: null,
    headline: textLine(members, 'title'),
    byline: authorsOf(members) ?? feed.author,
    credit: null,
    language: languageTag(string(members, 'language') ?? feed.language),
    subjects: tagsOf(members).map((name) => ({ scheme: null, code: null, name })),
    keywords: tagsOf(members),
    places: [],
    rights: { copyright: feed.rights, usageTerms: null, licence: null },
    related: [],
    media: [...attachments(members, base), ...pictures(members, base)],
    summary,
    body,
    warnings: [],
  };
}

/** A member that is a string with something in it, trimmed. */
function string(members: Members, key: string): string | null {
  const value = members.get(key);
  return typeof value === 'string' ? value.trim() || null : null;
}

/** White space of HTML is collapsed; a no-break space or a byte order mark at its ends belongs to the text. */
function textLine(members: Members, key: string): string | null {
  const value = members.get(key);
  return typeof value === 'string' ? line(value) : null;
}

function idOf(members: Members): string | null {
  const id = members.get('id');
  return isNumber(id) ? id.number : string(members, 'id');
}

function linkOf(members: Members, base: string | null): string | null {
  const url = string(members, 'url') ?? string(members, 'external_url');
  return url === null ? null : resolveUrl(url, base);
}

function bodyOf(members: Members, base: string | null): { body: SentText; summary: string | null } {
  const html = copy(members, 'content_html');
  const text = copy(members, 'content_text');
  const summary = copy(members, 'summary');
  if (html !== null) return { body: { kind: 'html', value: html, base }, summary: line(summary ?? '') };
  if (text !== null) return { body: { kind: 'text', value: text }, summary: line(summary ?? '') };
  return { body: { kind: 'text', value: summary ?? '' }, summary: null };
}

/** A member as sent, if there is something in it: a no-break space or a byte order mark at its edges belongs to the text. */
function copy(members: Members, key: string): string | null {
  const value = members.get(key);
  return typeof value === 'string' && /[^\t\n\f\r ]/.test(value) ? value : null;
}

/** `authors` (1.1), else `author` (1.0). */
function authorsOf(members: Members): string | null {
  const authors = members.get('authors');
  const list = isArray(authors) ? authors : [members.get('author')];
  return bylineOf(list.map((author) => (isObject(author) ? textLine(author.members, 'name') : null)));
}

function tagsOf(members: Members): string[] {
  const tags = members.get('tags');
  return isArray(tags) ? tags.flatMap((tag) => (typeof tag === 'string' ? (line(tag) ?? []) : [])) : [];
}

const NOTHING_SAID = { length: null, width: null, height: null, caption: null, credit: null };

const pictures = (members: Members, base: string | null): Media[] =>
  ['image', 'banner_image'].flatMap((key) => {
    const url = resolveUrl(string(members, key) ?? '', base);
    return url === null ? [] : [{ ...NOTHING_SAID, url, type: 'image' }];
  });

function attachments(members: Members, base: string | null): Media[] {
  const list = members.get('attachments');
  if (!isArray(list)) return [];
  return list.filter(isObject).flatMap(({ members: attachment }: JsonObject) => {
    const url = resolveUrl(string(attachment, 'url') ?? '', base);
    if (url === null) return [];
    const type = string(attachment, 'mime_type');
    return [{ ...NOTHING_SAID, url, type, length: size(attachment), caption: textLine(attachment, 'title') }];
  });
}

function size(attachment: Members): number | null {
  const value = attachment.get('size_in_bytes');
  const bytes = isNumber(value) ? Number(value.number) : Number.NaN;
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null;
}

function readFeed(top: Members, context: ParseContext): FeedInfo {
  const updated = string(top, 'date_modified');
  const link = string(top, 'home_page_url');
  const image = string(top, 'icon') ?? string(top, 'favicon');
  return {
    title: writable(textLine(top, 'title')),
    link: link === null ? null : writable(resolveUrl(link, context.baseUrl)),
    description: writable(textLine(top, 'description')),
    language: languageTag(string(top, 'language')),
    rights: writable(textLine(top, 'copyright')),
    updated: updated === null ? null : readTime(updated, context).time,
    author: writable(authorsOf(top)),
    generator: writable(textLine(top, 'generator')),
    id: writable(string(top, 'feed_url')),
    image: image === null ? null : writable(resolveUrl(image, context.baseUrl)),
    categories: tagsOf(top).filter((tag) => writable(tag) !== null),
  };
}

/** What a feed says of itself costs no item: a line that no database takes is left out. */
const writable = (text: string | null): string | null =>
  text === null || text.includes('\0') || !text.isWellFormed() ? null : text;

function repeatedGuids(text: string, context: ParseContext): ReadonlySet<string> {
  const use = new GuidUse();
  if (!someIdTwice(text)) return use.repeated();
  let count = 0;
  try {
    for (const part of readJson(text, isItems, context.limits.depth)) {
      if (part.type !== 'element' || !isObject(part.value)) continue;
      if (++count > context.limits.items) break;
      use.note(idOf(part.value.members), linkOf(part.value.members, context.baseUrl));
    }
  } catch (error) {
    // The second reading reports it; here only bugs must not pass.
    failureOf(error);
  }
  return use.repeated();
}

function someIdTwice(text: string): boolean {
  const seen = new Set<string>();
  for (const [, id] of text.matchAll(/"id"\s*:\s*("(?:[^"\\]|\\.){1,1000}"|[\d.eE+-]+)/g)) {
    if (id === undefined) continue;
    if (seen.has(id)) return true;
    seen.add(id);
  }
  return false;
}
