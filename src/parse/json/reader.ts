// JSON (RFC 8259) read with places kept: depth bounded, numbers kept as written, doubled keys noticed, and the elements of one
// array handed out one by one, so that a large feed never stands in memory as a tree.

import { type Place, placeOf, problem } from '../failure.ts';

export type JsonValue = string | boolean | null | JsonNumber | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];

/** A number as written: an id of twenty digits must not become another number. */
export interface JsonNumber {
  readonly number: string;
}

/** Members by key; of a doubled key the last, and `doubled` names it. */
export interface JsonObject {
  readonly members: ReadonlyMap<string, JsonValue>;
  readonly doubled: readonly string[];
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && 'members' in value;

export const isArray = (value: JsonValue | undefined): value is JsonArray => Array.isArray(value);

export const isNumber = (value: JsonValue | undefined): value is JsonNumber =>
  typeof value === 'object' && value !== null && 'number' in value;

/** A key that stands a second time in its object, and where. */
export interface Doubled {
  readonly key: string;
  readonly offset: number;
}

/** A member of the top-level object, or the beginning or an element of an array that is handed out piece by piece. */
export type JsonPart =
  | { readonly type: 'list' }
  | {
      readonly type: 'member';
      readonly key: string;
      readonly value: JsonValue;
      /** Offset of the key. */
      readonly start: number;
      /** The first doubled key anywhere inside, or this key itself where it came before. */
      readonly doubled: Doubled | null;
    }
  | {
      readonly type: 'element';
      readonly value: JsonValue;
      readonly start: number;
      readonly end: number;
      /** The first doubled key anywhere inside. */
      readonly doubled: Doubled | null;
    };

/**
 * Says which arrays come out element by element: keys joined by `/`, the empty path for an array that is the whole text. Asked
 * for `data/*`, it says whether such an array may stand in the object `data`.
 */
export type Streamed = (path: string) => boolean;

const inside = (path: string, key: string): string => (path === '' ? key : `${path}/${key}`);

/**
 * Reads a text whose value is an object or an array. Arrays under streamed paths come out element by element, also those in
 * objects of the top level (`data/items`); all else comes as members of the top level.
 * @throws {StetError} `json-not-well-formed`, `too-deep`, `too-many-values`, and `json-duplicate-key` where a streamed array stands twice, each with
 *   line, column and offset.
 */
export function* readJson(text: string, streamed: Streamed, depth: number): Generator<JsonPart, void> {
  const reader = new Reader(text, depth);
  reader.skipByteOrderMark();
  if (streamed('') && reader.takeIf('[')) yield* readElements(reader);
  else {
    reader.expect('{');
    const seen = new Set<string>();
    for (const part of readMembers(reader, '', streamed)) {
      if (part.type !== 'member') yield part;
      else {
        yield seen.has(part.key)
          ? { ...part, doubled: part.doubled ?? { key: part.key, offset: part.start } }
          : part;
        seen.add(part.key);
      }
    }
  }
  reader.end();
}

/** The whole text as one value. @throws {StetError} as `readJson`. */
export function readJsonValue(text: string, depth: number): JsonValue {
  const reader = new Reader(text, depth);
  reader.skipByteOrderMark();
  const value = reader.value();
  reader.end();
  return value;
}

/**
 * Where the value under `path` stands, in well-formed JSON whose object begins at `start`; of a path that leads into an array or
 * nowhere, where its last known value stands. For messages only: it reads the object again.
 */
export function offsetOfMember(text: string, start: number, path: readonly string[]): number {
  const reader = new Reader(text, Number.POSITIVE_INFINITY, start);
  reader.skipByteOrderMark();
  let offset = start;
  for (const key of path) {
    if (!reader.enter(key)) break;
    offset = reader.at();
  }
  return offset;
}

/** The members of an object whose brace is read already. */
function* readMembers(reader: Reader, path: string, streamed: Streamed): Generator<JsonPart, void> {
  if (reader.takeIf('}')) return;
  const arrays = new Set<string>();
  do {
    const start = reader.at();
    const key = reader.key();
    const mark = reader.peek();
    if (mark === '[' && streamed(inside(path, key))) {
      if (arrays.has(key)) reader.refuseDoubled(key, start);
      arrays.add(key);
      reader.expect('[');
      yield* readElements(reader);
    } else if (mark === '{' && path === '' && streamed(`${key}/*`)) {
      reader.expect('{');
      yield* readInner(reader, key, start, streamed);
    } else {
      reader.forgetDoubled();
      yield { type: 'member', key, value: reader.value(), start, doubled: reader.doubled };
    }
  } while (reader.takeIf(','));
  reader.expect('}');
}

/** An object with a streamed array inside: the elements come out, its other members together as one. */
function* readInner(
  reader: Reader,
  key: string,
  start: number,
  streamed: Streamed,
): Generator<JsonPart, void> {
  const members = new Map<string, JsonValue>();
  let doubled: Doubled | null = null;
  for (const part of readMembers(reader, key, streamed)) {
    if (part.type !== 'member') {
      yield part;
      continue;
    }
    doubled ??= part.doubled ?? (members.has(part.key) ? { key: part.key, offset: part.start } : null);
    members.set(part.key, part.value);
  }
  yield { type: 'member', key, value: { members, doubled: NONE }, start, doubled };
}

function* readElements(reader: Reader): Generator<JsonPart, void> {
  yield { type: 'list' };
  if (reader.takeIf(']')) return;
  do {
    const start = reader.at();
    reader.forgetDoubled();
    reader.forgetValues();
    const value = reader.value();
    yield { type: 'element', value, start, end: reader.at(), doubled: reader.doubled };
  } while (reader.takeIf(','));
  reader.expect(']');
}

const NONE: readonly string[] = [];
/** More doubled keys of one object are not named. */
const MOST_DOUBLED = 8;

/** Values of one element, or of all other members together: each costs a hundred bytes, and no story has more. */
const MOST_VALUES = 200_000;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What a string cannot hold as it stands. */
const SPECIAL = /[\\\u0000-\u001f]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  readonly #text: string;
  readonly #limit: number;
  #at: number;
  #depth = 1;
  #special = -1;
  #doubled: Doubled | null = null;
  /** Read since the last element began. */
  #values = 0;

  constructor(text: string, limit: number, start = 0) {
    this.#text = text;
    this.#limit = limit;
    this.#at = start;
  }

  /** The first doubled key since `forgetDoubled`. */
  get doubled(): Doubled | null {
    return this.#doubled;
  }

  forgetValues(): void {
    this.#values = 0;
  }

  forgetDoubled(): void {
    this.#doubled = null;
  }

  refuseDoubled(key: string, offset: number): never {
    throw problem('json-duplicate-key', `${JSON.stringify(key)} stands twice`, placeOf(this.#text, offset));
  }

  /** Offset of the next character that is no white space. */
  at(): number {
    this.#skipSpace();
    return this.#at;
  }

  skipByteOrderMark(): void {
    if (this.#text.startsWith('\ufeff')) this.#at = 1;
  }

  /** Goes to the value of a key of the object that comes next; false where there is no object or no such key. */
  enter(wanted: string): boolean {
    if (!this.takeIf('{') || this.takeIf('}')) return false;
    do {
      if (this.key() === wanted) return true;
      this.#values = 0;
      this.value();
    } while (this.takeIf(','));
    return false;
  }

  /** The next character that is no white space. */
  peek(): string | undefined {
    this.#skipSpace();
    return this.#text[this.#at];
  }

  takeIf(mark: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  expect(mark: string): void {
    if (!this.takeIf(mark)) this.#fail(`expected ${JSON.stringify(mark)}`);
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('text after the end');
  }

  key(): string {
    this.expect('"');
    const key = this.#string();
    this.expect(':');
    return key;
  }

  value(): JsonValue {
    this.#skipSpace();
    this.#values += 1;
    if (this.#values > MOST_VALUES)
      throw problem('too-many-values', `more than ${MOST_VALUES} values`, this.#place());
    const mark = this.#text[this.#at];
    if (mark === '"') {
      this.#at += 1;
      return this.#string();
    }
    if (mark === '{' || mark === '[') return this.#nested(mark);
    if (this.#word('true')) return true;
    if (this.#word('false')) return false;
    if (this.#word('null')) return null;
    return this.#number();
  }

  #nested(mark: '{' | '['): JsonObject | JsonArray {
    this.#depth += 1;
    if (this.#depth > this.#limit)
      throw problem('too-deep', `more than ${this.#limit} levels of values`, this.#place());
    this.#at += 1;
    const value = mark === '{' ? this.#object() : this.#array();
    this.#depth -= 1;
    return value;
  }

  #object(): JsonObject {
    const members = new Map<string, JsonValue>();
    if (this.takeIf('}')) return { members, doubled: NONE };
    let doubled: string[] | null = null;
    do {
      const offset = this.at();
      const key = this.key();
      if (members.has(key)) {
        this.#doubled ??= { key, offset };
        doubled = [...(doubled ?? []), key].slice(0, MOST_DOUBLED);
      }
      members.set(key, this.value());
    } while (this.takeIf(','));
    this.expect('}');
    return { members, doubled: doubled ?? NONE };
  }

  #array(): JsonValue[] {
    const values: JsonValue[] = [];
    if (this.takeIf(']')) return values;
    do values.push(this.value());
    while (this.takeIf(','));
    this.expect(']');
    return values;
  }

  #string(): string {
    const end = this.#text.indexOf('"', this.#at);
    if (end < 0) {
      this.#at = this.#text.length;
      this.#fail('the text ends inside a string');
    }
    if (this.#nextSpecial() < end) return this.#escapedString();
    const whole = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return whole;
  }

  /** Offset of the next character that no string holds as it stands. One search serves all strings before that character. */
  #nextSpecial(): number {
    if (this.#special < this.#at) {
      SPECIAL.lastIndex = this.#at;
      this.#special = SPECIAL.test(this.#text) ? SPECIAL.lastIndex - 1 : this.#text.length;
    }
    return this.#special;
  }

  /** The text's length where there is none. */
  #nextQuote(): number {
    const found = this.#text.indexOf('"', this.#at);
    return found < 0 ? this.#text.length : found;
  }

  #escapedString(): string {
    const parts: string[] = [];
    let quote = this.#at - 1;
    for (;;) {
      if (quote < this.#at) quote = this.#nextQuote();
      const end = Math.min(this.#nextSpecial(), quote);
      parts.push(this.#text.slice(this.#at, end));
      this.#at = end;
      const mark = this.#text[this.#at];
      if (mark === '"') break;
      if (mark === undefined) this.#fail('the text ends inside a string');
      if (mark !== '\\') this.#fail('a control character stands in a string');
      parts.push(this.#escape());
    }
    this.#at += 1;
    return parts.join('');
  }

  #escape(): string {
    const mark = this.#text[this.#at + 1] ?? '';
    const simple = ESCAPES[mark];
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (mark !== 'u' || !/^[\da-f]{4}$/i.test(digits)) this.#fail('an escape that JSON does not have');
    this.#at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): JsonNumber {
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number === undefined) this.#fail('expected a value');
    this.#at += number.length;
    return { number };
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #place(): Place {
    return placeOf(this.#text, this.#at);
  }

  #fail(what: string): never {
    throw problem('json-not-well-formed', what, this.#place());
  }
}
