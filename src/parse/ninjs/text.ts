// Headline, summary and body of a ninjs item: which of several is the story's. 1.x has one key each (`body_xhtml`), 2.x and 3.x
// arrays of role, content type and value.

import type { ParseContext } from '../../model/parse-result.ts';
import { textOfHtml } from '../../text/html.ts';
import { fragmentOf, line, lineOfHtml, sentTextOf } from '../html-text.ts';
import {
  htmlBody,
  NO_BODY,
  nitfBody,
  type ReadBody,
  textBody,
  unstatedBody,
  xhtmlBody,
} from '../json/body.ts';
import { type Fields, shown } from '../json/fields.ts';

/** One of several writings of a text. */
interface Writing {
  /** `text` of `body_text`, or the `role`. */
  readonly role: string;
  readonly type: 'html' | 'xhtml' | 'text' | 'nitf' | 'other' | 'unstated';
  readonly value: string;
  /** The member it stands in. */
  readonly key: string;
}

/** Everything that an item has in several writings. */
export interface Writings {
  readonly body: readonly Writing[];
  readonly headline: readonly Writing[];
  readonly description: readonly Writing[];
}

/** Those of 2.x and 3.x (`bodies`) first, then those of 1.x (`body_…`). */
export function readWritings(fields: Fields): Writings {
  const found = {
    body: listed(fields, 'bodies'),
    headline: listed(fields, 'headlines'),
    description: listed(fields, 'descriptions'),
  };
  for (const key of fields.members.keys()) {
    const what = /^(body|headline|description)_/.exec(key)?.[1];
    if (what !== 'body' && what !== 'headline' && what !== 'description') continue;
    const role = key.slice(what.length + 1);
    const value = fields.text(key);
    if (value !== null && value.trim() !== '')
      found[what].push({ role, type: typeOf(null, role), value, key });
  }
  return found;
}

function listed(fields: Fields, array: string): Writing[] {
  const found: Writing[] = [];
  for (const one of fields.objects(array)) {
    const value = one.text('value');
    if (value === null) fields.warnLoose(`${array} holds one without a value`);
    if (value === null || value.trim() === '') continue;
    const role = one.word('role')?.toLowerCase() ?? '';
    found.push({ role, type: typeOf(one.word('contenttype'), role), value, key: array });
  }
  return found;
}

/** By the stated content type, else by what the role is called. */
function typeOf(contentType: string | null, role: string): Writing['type'] {
  const stated = contentType?.toLowerCase() ?? role;
  if (/nitf/.test(stated)) return 'nitf';
  if (/xhtml/.test(stated)) return 'xhtml';
  if (/html/.test(stated)) return 'html';
  if (/^text\/plain\b|^plain|^text$/.test(stated)) return 'text';
  return contentType === null ? 'unstated' : 'other';
}

/** Roles of texts that are for editors. */
const NOT_PUBLIC =
  /^(?:note|notes|notepad|ednotes?|editor.*|contacts?|internal|nonpublic|non-public|notpublic|instructions?|private|advisory|embargo.*)$/;
/** Roles of the story itself. */
const STORY_ROLES = new Set(
  ' main text body story article content full fulltext html html5 xhtml richtext rich nitf text_html html_text plain'.split(
    ' ',
  ),
);
const TYPES: readonly Writing['type'][] = ['xhtml', 'html', 'nitf', 'unstated', 'text', 'other'];

/** The body: a story's role before others, then markup before plain text. What says something else is named. */
export function readBody(fields: Fields, writings: readonly Writing[], context: ParseContext): ReadBody {
  if (writings.length === 0) return NO_BODY;
  const open = writings.filter(({ role }) => !NOT_PUBLIC.test(role));
  for (const { role } of writings.filter((one) => NOT_PUBLIC.test(one.role)))
    fields.warn('part-not-public', `a body for editors (${shown(role)}) was left out`);
  const [chosen, ...others] = open.toSorted((a, b) => rank(a) - rank(b));
  if (chosen === undefined) return NO_BODY;
  const body = bodyOf(chosen, fields, context);
  nameOthers(fields, body, others);
  return body;
}

const rank = ({ role, type }: Writing): number =>
  (STORY_ROLES.has(role) ? 0 : TYPES.length) +
  TYPES.indexOf(type) +
  (type === 'other' ? 2 * TYPES.length : 0);

function bodyOf(writing: Writing, fields: Fields, context: ParseContext): ReadBody {
  const { type, value, key } = writing;
  switch (type) {
    case 'html':
      return htmlBody(value, context);
    case 'xhtml':
      return xhtmlBody(value, context);
    case 'text':
      return textBody(value);
    case 'nitf':
      return nitfBody(value, fields, key, context);
    case 'unstated':
    case 'other':
      return unstatedBody(value, context);
  }
}

/** Names those of the other writings that hold words which the chosen one has not. */
function nameOthers(fields: Fields, chosen: ReadBody, others: readonly Writing[]): void {
  if (others.length === 0) return;
  const words = wordsOf(fragmentOf(chosen.body).text);
  for (const { role, value, type } of others) {
    const text = type === 'text' || type === 'nitf' ? value : plainText(value);
    const inside = type === 'nitf' ? wordsOf(text.replaceAll(/<[^<>]*>/g, ' ')) : wordsOf(text);
    if (![...inside].every((word) => words.has(word)))
      fields.warn('body-left-out', `the body ${shown(role)} says something else and was left out`);
  }
}

function plainText(value: string): string {
  const read = textOfHtml(value);
  return read.ok ? read.text : value;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.match(/[\p{L}\p{N}]+/gu));

/** `headline`, else the one of `headlines` that is the main one, else `headline_main` or another; else the item's `title`. */
export function readHeadline(fields: Fields, writings: readonly Writing[]): string | null {
  const own = fields.line('headline');
  if (own !== null) return own;
  const main =
    writings.find(({ role }) => role === 'main') ??
    writings.find(({ role, type }) => role === '' || type === 'text') ??
    writings[0];
  return main === undefined ? fields.line('title') : lineOfWriting(main);
}

const SUMMARIES = ['summary', 'text', 'lead', 'teaser', 'abstract', 'caption', '', 'html', 'xhtml'];

/** The description that stands for the item: summary, lead or caption. */
export function readSummary(writings: readonly Writing[]): string | null {
  if (writings.length === 0) return null;
  for (const role of SUMMARIES) {
    const found = writings.find((one) => one.role === role);
    if (found !== undefined) return lineOfWriting(found);
  }
  const other = writings.find(({ role }) => !NOT_PUBLIC.test(role) && !CREDITS.has(role));
  return other === undefined ? null : lineOfWriting(other);
}

const CREDITS = new Set(['creditline', 'credit', 'writer', 'photographer', 'source']);

/** A credit line among the descriptions. */
export function readCredit(fields: Fields, descriptions: readonly Writing[]): string | null {
  const found = descriptions.find(({ role }) => /^credit/.test(role));
  return fields.line('creditline') ?? (found === undefined ? null : lineOfWriting(found));
}

function lineOfWriting({ type, value }: Writing): string | null {
  if (type === 'html' || type === 'xhtml') return lineOfHtml(value);
  if (type !== 'unstated') return line(value);
  const sent = sentTextOf(value, null);
  return sent.kind === 'html' ? lineOfHtml(value) : line(value);
}
