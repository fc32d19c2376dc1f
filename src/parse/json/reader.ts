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

/** A member of the top-level object, or an element of its array under the streamed key. */
export type JsonPart =
  | { readonly type: 'member'; readonly key: string; readonly value: JsonValue }
  | { readonly type: 'element'; readonly value: JsonValue; readonly start: number; readonly end: number };

/**
 * Reads the top-level object; the array under `streamed` comes out element by element.
 * @throws {StetError} `json-not-well-formed`, `too-deep` with line, column and offset.
 */
export function* readJson(text: string, streamed: string, depth: number): Generator<JsonPart, void> {
  const reader = new Reader(text, depth);
  reader.skipByteOrderMark();
  reader.expect('{');
  if (!reader.takeIf('}')) {
    do {
      const key = reader.key();
      if (key === streamed && reader.takeIf('[')) yield* readElements(reader);
      else yield { type: 'member', key, value: reader.value() };
    } while (reader.takeIf(','));
    reader.expect('}');
  }
  reader.end();
}

function* readElements(reader: Reader): Generator<JsonPart, void> {
  if (reader.takeIf(']')) return;
  do {
    const start = reader.at();
    const value = reader.value();
    yield { type: 'element', value, start, end: reader.at() };
  } while (reader.takeIf(','));
  reader.expect(']');
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\n\r]*/y;
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
  #at = 0;
  #depth = 1;

  constructor(text: string, limit: number) {
    this.#text = text;
    this.#limit = limit;
  }

  /** Offset of the next character that is no white space. */
  at(): number {
    this.#skipSpace();
    return this.#at;
  }

  skipByteOrderMark(): void {
    if (this.#text.startsWith('\ufeff')) this.#at = 1;
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
    const mark = this.#text[this.#at];
    if (mark === '"') {
      this.#at += 1;
      return this.#string();
    }
    if (mark === '{') return this.#nested(() => this.#object());
    if (mark === '[') return this.#nested(() => this.#array());
    if (this.#word('true')) return true;
    if (this.#word('false')) return false;
    if (this.#word('null')) return null;
    return this.#number();
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > this.#limit)
      throw problem('too-deep', `more than ${this.#limit} levels of values`, this.#place());
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): JsonObject {
    const members = new Map<string, JsonValue>();
    const doubled: string[] = [];
    if (this.takeIf('}')) return { members, doubled };
    do {
      const key = this.key();
      if (members.has(key)) doubled.push(key);
      members.set(key, this.value());
    } while (this.takeIf(','));
    this.expect('}');
    return { members, doubled };
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
    const parts: string[] = [];
    for (;;) {
      PLAIN.lastIndex = this.#at;
      const plain = PLAIN.exec(this.#text)?.[0] ?? '';
      parts.push(plain);
      this.#at += plain.length;
      const mark = this.#text[this.#at];
      if (mark === '"') break;
      if (mark === undefined) this.#fail('the text ends inside a string');
      if (mark !== '\\') this.#fail('a control character stands in a string');
      parts.push(this.#escape());
    }
    this.#at += 1;
    return parts.length === 1 ? (parts[0] ?? '') : parts.join('');
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
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #place(): Place {
    return placeOf(this.#text, this.#at);
  }

  #fail(what: string): never {
    throw problem('json-not-well-formed', what, this.#place());
  }
}
