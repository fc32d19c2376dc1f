// feedparser's tests: the `Expect:` expression at the head of each file, evaluated over what Stet made of the file.
// Paths that name what Stet keeps become a kept value; all others are counted as not kept, by field.

import type { Media, ParsedItem, Subject } from '../../src/model/item.ts';
import type { FeedInfo } from '../../src/model/parse-result.ts';
import { agrees, type Expected, type Kept } from './compare.ts';
import { type Node, parsePython } from './python.ts';
import { type Reading, readFeedFile } from './read.ts';
import type { Tally } from './tally.ts';

const ORIGIN = 'http://127.0.0.1:8097/';

/** Evaluates one file; each part of a conjunction is an expectation of its own. */
export function checkFeedparserFile(bytes: Buffer, file: string, tally: Tally): void {
  const head = bytes.toString('utf-8');
  const expression = /Expect:\s*(.*?)\s*(?:\n|-->)/.exec(head)?.[1];
  if (expression === undefined) return;
  tally.files += 1;
  const reading = readFeedFile(bytes, {
    baseUrl: baseOf(head, file),
    contentType: headerOf(head, 'Content-type'),
  });
  let root: Node;
  try {
    root = parsePython(expression);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    tally.leftOut(`(expression not translated: ${error.message})`);
    return;
  }
  if (reading.failures.some(({ code }) => code === 'format-unknown'))
    tally.leftOut('(a format that is not read)');
  else checkExpression(root, reading, file, tally);
}

/** One expectation per expression; the parts of a conjunction that name what is not kept are left out of it. */
function checkExpression(root: Node, reading: Reading, file: string, tally: Tally): void {
  const parts = root.type === 'and' ? root.parts : [root];
  const outcomes = parts.map((part) => checkPart(part, reading));
  for (const { leftOut } of outcomes) if (leftOut !== null) tally.leftOut(leftOut);
  const evaluated = outcomes.filter(({ leftOut }) => leftOut === null);
  const miss = evaluated.find(({ got }) => got !== null);
  const saysNothing = parts.length > 1 && evaluated.every(({ formOnly }) => formOnly);
  if (miss !== undefined) tally.missed({ file, expectation: miss.expectation, got: miss.got ?? '' });
  else if (evaluated.length > 0 && !saysNothing) tally.met();
}

const headerOf = (head: string, name: string): string | null =>
  new RegExp(`^\\s*Header:\\s*${name}:\\s*(.+?)\\s*$`, 'im').exec(head)?.[1] ?? null;

function baseOf(head: string, file: string): string {
  const own = `${ORIGIN}${file}`;
  const stated = URL.parse(headerOf(head, 'Content-Location') ?? '', own);
  return stated !== null && /^https?:$/.test(stated.protocol) ? stated.href : own;
}

interface Outcome {
  readonly expectation: string;
  /** What was found instead; `null` when the part is met. */
  readonly got: string | null;
  readonly leftOut: string | null;
  /** True for `not bozo`, which is said of every file. */
  readonly formOnly: boolean;
}

function checkPart(part: Node, reading: Reading): Outcome {
  const formOnly = isNotBozo(part);
  if (formOnly) {
    const codes = reading.failures.map(({ code }) => code).join(', ');
    return { expectation: 'not bozo', got: codes === '' ? null : codes, leftOut: null, formOnly };
  }
  const evaluation = new Evaluation(reading);
  const met = evaluation.truth(part);
  const got = met ? null : JSON.stringify(evaluation.seen);
  return { expectation: show(part), got, leftOut: evaluation.notKept, formOnly };
}

const isNotBozo = (node: Node): boolean =>
  node.type === 'not' && node.of.type === 'name' && node.of.name === 'bozo';

type Value =
  | { readonly type: 'plain'; readonly value: Expected }
  | { readonly type: 'dict'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly type: 'kept'; readonly kept: Kept }
  /** A part of the result that more subscripts lead into. */
  | { readonly type: 'place'; readonly path: readonly (string | number)[] };

class Evaluation {
  readonly #reading: Reading;
  notKept: string | null = null;
  readonly seen: unknown[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  truth(node: Node): boolean {
    if (node.type === 'not') return !this.truth(node.of);
    if (node.type === 'and') return node.parts.every((part) => this.truth(part));
    if (node.type === 'or') return node.parts.some((part) => this.truth(part));
    if (node.type === 'compare')
      return this.#compare(node.op, this.#value(node.left), this.#value(node.right));
    const value = this.#value(node);
    if (value.type === 'place') this.#lookUp(value.path);
    if (value.type === 'plain') return Boolean(value.value);
    return value.type === 'kept' ? !agrees(value.kept, null) : true;
  }

  #compare(op: string, left: Value, right: Value): boolean {
    if (op === '==') return this.#equal(left, right);
    if (op === '!=') return !this.#equal(left, right);
    if (op === 'in' || op === 'not in') {
      this.#leave('(membership)');
      return false;
    }
    const [a, b] = [numberOf(left), numberOf(right)];
    return op === '<' ? a < b : op === '>' ? a > b : op === '<=' ? a <= b : a >= b;
  }

  #equal(left: Value, right: Value): boolean {
    if (left.type === 'place' && right.type === 'place') return this.#equalPlaces(left.path, right.path);
    if (left.type === 'place' && right.type === 'dict') return this.#equalDict(left.path, right.entries);
    if (left.type === 'place') {
      const kept = this.#lookUp(left.path);
      return kept === null ? false : this.#equal({ type: 'kept', kept }, right);
    }
    if (left.type === 'kept' && right.type === 'plain') {
      this.seen.push(
        left.kept.as === 'body' ? { text: left.kept.text, html: left.kept.html } : left.kept.value,
      );
      return agrees(left.kept, right.value);
    }
    if (left.type === 'plain' && right.type === 'plain') {
      this.seen.push(left.value);
      return JSON.stringify(left.value) === JSON.stringify(right.value);
    }
    this.#leave('(comparison of structures)');
    return false;
  }

  /** Two names for one thing, as `summary == description`. */
  #equalPlaces(one: readonly (string | number)[], other: readonly (string | number)[]): boolean {
    const [left, right] = [this.#lookUp(one), this.#lookUp(other)];
    this.seen.push(left, right);
    return JSON.stringify(left) === JSON.stringify(right);
  }

  #equalDict(path: readonly (string | number)[], entries: ReadonlyMap<string, Value>): boolean {
    return [...entries].every(([key, value]) => this.#equal({ type: 'place', path: [...path, key] }, value));
  }

  #value(node: Node): Value {
    switch (node.type) {
      case 'literal':
        return { type: 'plain', value: node.value };
      case 'sequence':
        return { type: 'plain', value: node.items.map((item) => plain(this.#value(item))) };
      case 'dict':
        return {
          type: 'dict',
          entries: new Map(
            node.entries.map(([key, value]) => [String(plain(this.#value(key))), this.#value(value)]),
          ),
        };
      case 'add':
        return { type: 'plain', value: `${plain(this.#value(node.left))}${plain(this.#value(node.right))}` };
      case 'name':
        return { type: 'place', path: [node.name] };
      case 'attribute':
        return this.#into(node.of, node.name);
      case 'subscript': {
        const key = plain(this.#value(node.index));
        return this.#into(node.of, typeof key === 'number' ? key : String(key));
      }
      case 'call':
        return this.#call(node.of, node.args);
      default:
        return { type: 'plain', value: this.truth(node) };
    }
  }

  #into(of: Node, key: string | number): Value {
    const outer = this.#value(of);
    if (outer.type === 'place') return { type: 'place', path: [...outer.path, key] };
    this.#leave('(subscript of a value)');
    return { type: 'plain', value: null };
  }

  #call(of: Node, args: readonly Node[]): Value {
    const [first] = args;
    if (of.type === 'name' && of.name === 'len' && first !== undefined) return this.#length(first);
    if (of.type === 'attribute' && of.name === 'get' && first !== undefined)
      return this.#into(of.of, String(plain(this.#value(first))));
    this.#leave(`(call of ${show(of)})`);
    return { type: 'plain', value: null };
  }

  #length(of: Node): Value {
    const place = this.#value(of);
    const path = place.type === 'place' ? place.path.join('.') : '';
    if (path === 'entries') return { type: 'plain', value: this.#reading.items.length };
    const [entries, index, field] = place.type === 'place' ? place.path : [];
    if (entries === 'entries' && typeof index === 'number' && field === 'tags')
      return { type: 'plain', value: this.#reading.items[index]?.subjects.length ?? 0 };
    if (path === 'feed.tags') return { type: 'plain', value: this.#reading.feed?.categories.length ?? 0 };
    this.#leave(`len(${fieldName(place.type === 'place' ? place.path : [])})`);
    return { type: 'plain', value: null };
  }

  #lookUp(path: readonly (string | number)[]): Kept | null {
    const kept = keptAt(path, this.#reading);
    if (kept === null) this.#leave(fieldName(path));
    return kept;
  }

  #leave(field: string): void {
    this.notKept ??= field;
  }
}

const plain = (value: Value): Expected => (value.type === 'plain' ? value.value : null);

const numberOf = (value: Value): number => Number(plain(value));

const fieldName = (path: readonly (string | number)[]): string =>
  path
    .map((key) => (typeof key === 'number' ? '[]' : key))
    .join('.')
    .replaceAll('.[]', '[]');

function keptAt(path: readonly (string | number)[], { items, feed }: Reading): Kept | null {
  const [root, ...rest] = path;
  if (root === 'feed') return feedField(rest, feed);
  const [index, ...inner] = rest;
  if (root !== 'entries' || typeof index !== 'number') return null;
  return itemField(inner, items[index] ?? null);
}

const line = (value: string | null | undefined): Kept => ({ as: 'line', value: value ?? null });
const exact = (value: string | number | null | undefined): Kept => ({ as: 'exact', value: value ?? null });
const time = (value: string | null | undefined): Kept => ({ as: 'time', value: value ?? null });

function itemField([field, ...rest]: readonly (string | number)[], item: ParsedItem | null): Kept | null {
  const [index, key] = rest;
  const whole = rest.length === 0;
  switch (field) {
    case 'title':
      return whole ? line(item?.headline) : null;
    case 'title_detail':
      return index === 'value' ? line(item?.headline) : null;
    case 'link':
      return exact(item?.link);
    case 'id':
    case 'guid':
      return exact(item?.guid);
    case 'updated':
    case 'updated_parsed':
    case 'modified':
    case 'modified_parsed':
    case 'date':
    case 'date_parsed':
      return time(item?.versionCreated);
    case 'published':
    case 'published_parsed':
    case 'created':
    case 'created_parsed':
    case 'issued':
    case 'issued_parsed':
      return time(item?.firstCreated);
    case 'expired':
    case 'expired_parsed':
      return time(item?.expires);
    case 'author':
      return whole ? author(item?.byline ?? null) : null;
    case 'author_detail':
      return index === 'name' ? line(item?.byline) : null;
    case 'authors':
      return key === 'name' && typeof index === 'number' ? line(item?.byline?.split(', ')[index]) : null;
    case 'summary':
    case 'description':
      return whole ? summaryOf(item) : null;
    case 'summary_detail':
      return index === 'value' ? summaryOf(item) : null;
    case 'content':
      if (index === 0 && key === 'value') return bodyOf(item);
      return index === 0 && key === 'language' ? exact(item?.language) : null;
    case 'tags':
      return typeof index === 'number' ? subjectField(item?.subjects[index], key) : null;
    case 'category':
      return whole ? line(item?.keywords[0]) : null;
    case 'enclosures':
      return typeof index === 'number' ? mediaField(item?.media[index], key) : null;
    case 'media_content':
    case 'media_thumbnail':
      return typeof index === 'number' ? mediaField(item?.media[index], key) : null;
    case 'rights':
    case 'copyright':
      return whole ? line(item?.rights.copyright) : null;
    case 'rights_detail':
      return index === 'value' ? line(item?.rights.copyright) : null;
    case 'license':
      return exact(item?.rights.licence);
    case 'language':
      return exact(item?.language);
    case 'source':
      return index === 'title' ? line(item?.credit) : null;
    default:
      return null;
  }
}

/** feedparser keeps `Name (mail)`; Stet the name. */
const author = (value: string | null): Kept => ({ as: 'person', value });

function summaryOf(item: ParsedItem | null): Kept {
  return item?.summary != null ? line(item.summary) : bodyOf(item);
}

const bodyOf = (item: ParsedItem | null): Kept => ({
  as: 'body',
  html: item?.bodyHtml ?? '',
  text: item?.text ?? '',
});

function subjectField(subject: Subject | undefined, key: string | number | undefined): Kept | null {
  switch (key) {
    case 'term':
      return line(subject?.code ?? subject?.name);
    case 'scheme':
      return exact(subject?.scheme);
    case 'label':
      return line(subject?.code === null || subject?.name === subject?.code ? null : subject?.name);
    default:
      return null;
  }
}

function mediaField(media: Media | undefined, key: string | number | undefined): Kept | null {
  switch (key) {
    case 'href':
    case 'url':
      return exact(media?.url);
    case 'type':
      return exact(media?.type);
    case 'length':
    case 'filesize':
      return exact(media?.length);
    case 'width':
      return exact(media?.width);
    case 'height':
      return exact(media?.height);
    default:
      return null;
  }
}

function feedField([field, ...rest]: readonly (string | number)[], feed: FeedInfo | null): Kept | null {
  const [index, key] = rest;
  const value = rest.length === 0 || (rest.length === 1 && index === 'value');
  switch (field) {
    case 'title':
    case 'title_detail':
      return value && (field === 'title') === (rest.length === 0) ? line(feed?.title) : null;
    case 'link':
      return exact(feed?.link);
    case 'description':
    case 'subtitle':
    case 'tagline':
    case 'info':
    case 'subtitle_detail':
    case 'tagline_detail':
    case 'info_detail':
      return value ? line(feed?.description) : null;
    case 'language':
      return exact(feed?.language);
    case 'rights':
    case 'copyright':
    case 'rights_detail':
    case 'copyright_detail':
      return value ? line(feed?.rights) : null;
    case 'updated':
    case 'updated_parsed':
    case 'modified':
    case 'modified_parsed':
      return time(feed?.updated);
    case 'author':
      return author(feed?.author ?? null);
    case 'author_detail':
      return index === 'name' ? line(feed?.author) : null;
    case 'authors':
      return key === 'name' && typeof index === 'number' ? line(feed?.author?.split(', ')[index]) : null;
    case 'generator':
      return value ? line(feed?.generator) : null;
    case 'generator_detail':
      return index === 'name' ? line(feed?.generator) : null;
    case 'id':
    case 'guid':
      return exact(feed?.id);
    case 'image':
      return index === 'href' || index === 'url' ? exact(feed?.image) : null;
    case 'tags':
      return typeof index === 'number' && key === 'term' ? line(feed?.categories[index]) : null;
    case 'category':
      return line(feed?.categories[0]);
    default:
      return null;
  }
}

function show(node: Node): string {
  switch (node.type) {
    case 'literal':
      return JSON.stringify(node.value);
    case 'name':
      return node.name;
    case 'subscript':
      return `${show(node.of)}[${show(node.index)}]`;
    case 'attribute':
      return `${show(node.of)}.${node.name}`;
    case 'compare':
      return `${show(node.left)} ${node.op} ${show(node.right)}`;
    case 'add':
      return `${show(node.left)} + ${show(node.right)}`;
    case 'not':
      return `not ${show(node.of)}`;
    case 'call':
      return `${show(node.of)}(${node.args.map(show).join(', ')})`;
    case 'sequence':
      return `(${node.items.map(show).join(', ')})`;
    case 'dict':
      return `{${node.entries.map(([key, value]) => `${show(key)}: ${show(value)}`).join(', ')}}`;
    default:
      return node.parts.map(show).join(` ${node.type} `);
  }
}
