// Reads the plain XML that most agencies send: several times as fast as saxes, by searches for the marks that end things. It takes only
// documents that are well-formed beyond doubt, and declines everything else, what is wrong included. A property test and the
// public suites hold it against saxes (decision 0007).

import { StetError } from '../../model/errors.ts';
import { emptyAttributes, NO_ATTRIBUTES } from './element.ts';
import type { Records, XmlSource } from './records.ts';

/** `declined`: what was handed in so far is right, but the rest must be read by another. */
export type Progress = 'more' | 'end' | 'declined';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const EQUALS = 0x3d;
const AMPERSAND = 0x26;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/** By code, of ASCII: names of other letters are declined. XML 1.0 §2.3 [4], [4a]. */
const IS_NAME = codes(/[\w.:-]/);
const IS_NAME_START = codes(/[A-Za-z_]/);
const IS_SPACE = codes(/[\t\n\r ]/);

function codes(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => Number(characters.test(String.fromCharCode(code))));
}

/** XML 1.0 §2.2 [2]; surrogates apart. */
const NO_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const CHECKED_AT_ONCE = 32 * 1024;

const SPACE = String.raw`[\t\n\r ]`;
const XML_DECLARATION = new RegExp(
  String.raw`<\?xml${SPACE}+version=(?:"1\.0"|'1\.0')(?:${SPACE}+encoding=(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:${SPACE}+standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?${SPACE}*\?>`,
  'y',
);
const INSTRUCTION = new RegExp(String.raw`<\?(?!xml[^\w.-])[A-Za-z_][\w.-]*(?:${SPACE}[^?]*)?\?>`, 'iy');
/** One that only names where declarations stand: they are not read. */
const DOCTYPE = new RegExp(
  String.raw`<!DOCTYPE${SPACE}+[A-Za-z_][\w.:-]*(?:${SPACE}+(?:SYSTEM|PUBLIC${SPACE}+${literal()})${SPACE}+${literal()})?${SPACE}*>`,
  'y',
);

function literal(): string {
  return `(?:"[^"<&]*"|'[^'<&]*')`;
}

const NOT_SPACE = /[^\t\n\r ]/;
const LINE_END = /\r\n?/g;
const SPACE_IN_VALUE = /\r\n|[\t\n\r]/g;

export class SimpleXml {
  /** Offset behind what was read last; for text, behind the mark that ends it. */
  position: number;
  readonly #source: XmlSource;
  readonly #text: string;
  readonly #records: Records;
  readonly #open: string[] = [];
  readonly #nextAmpersand: (from: number) => number;
  readonly #nextReturn: (from: number) => number;
  readonly #nextSectionEnd: (from: number) => number;
  #at: number;
  /** All before it are characters of XML. */
  #checked: number;
  #sawRoot = false;
  #sawDoctype = false;

  constructor(source: XmlSource, records: Records) {
    this.#source = source;
    this.#text = source.mended.text;
    this.#records = records;
    this.#at = source.start;
    this.#checked = source.start;
    this.position = source.start;
    this.#nextAmpersand = nextOf(this.#text, '&');
    this.#nextReturn = nextOf(this.#text, '\r');
    this.#nextSectionEnd = nextOf(this.#text, ']]>');
  }

  /** Reads on for about `length` code units. After `declined` nothing more may be read. */
  read(length: number): Progress {
    const until = this.#at + length;
    try {
      if (this.#at === this.#source.start && !this.#begin()) return 'declined';
      while (this.#at < until) {
        const markup = this.#text.indexOf('<', this.#at);
        const end = markup < 0 ? this.#text.length : markup;
        if (end > this.#at && !this.#characters(end)) return 'declined';
        if (markup < 0) return this.#sawRoot && this.#open.length === 0 ? 'end' : 'declined';
        if (!this.#markup(markup)) return 'declined';
      }
    } catch (error) {
      // A limit or a name: the full parser says so with its place.
      if (!(error instanceof StetError)) throw error;
      return 'declined';
    }
    return 'more';
  }

  #begin(): boolean {
    if (this.#source.version !== '1.0') return false;
    if (this.#text.charCodeAt(this.#at) === 0xfeff) this.#at += 1;
    XML_DECLARATION.lastIndex = this.#at;
    if (XML_DECLARATION.test(this.#text)) this.#at = XML_DECLARATION.lastIndex;
    return true;
  }

  #markup(start: number): boolean {
    switch (this.#text.charCodeAt(start + 1)) {
      case SLASH:
        return this.#endTag(start);
      case BANG:
        return this.#declaration(start);
      case QUESTION:
        return this.#passOver(INSTRUCTION, start);
      default:
        return this.#startTag(start);
    }
  }

  #endTag(start: number): boolean {
    const name = this.#open.pop();
    if (name === undefined || !this.#text.startsWith(name, start + 2)) return false;
    const end = this.#behindSpace(start + 2 + name.length);
    if (this.#text.charCodeAt(end) !== GREATER) return false;
    this.#goTo(end + 1);
    this.#records.close();
    return true;
  }

  #startTag(start: number): boolean {
    const text = this.#text;
    const nameEnd = this.#behindName(start + 1);
    if (nameEnd < 0 || (this.#sawRoot && this.#open.length === 0)) return false;
    const name = text.slice(start + 1, nameEnd);
    this.#records.startTag(start);
    this.#sawRoot = true;
    let attributes: Record<string, string> | null = null;
    let at = nameEnd;
    for (;;) {
      const behind = this.#behindSpace(at);
      const code = text.charCodeAt(behind);
      if (code === GREATER || code === SLASH) {
        at = behind;
        break;
      }
      if (behind === at) return false;
      attributes ??= emptyAttributes();
      at = this.#attribute(behind, attributes);
      if (at < 0) return false;
    }
    const empty = text.charCodeAt(at) === SLASH;
    if (empty && text.charCodeAt(at + 1) !== GREATER) return false;
    const end = at + (empty ? 2 : 1);
    if (!this.#areCharacters(end)) return false;
    this.#goTo(end);
    this.#records.open(name, attributes ?? NO_ATTRIBUTES);
    if (empty) this.#records.close();
    else this.#open.push(name);
    return true;
  }

  /** Where the attribute at `start` ends; -1 when it is not plain. */
  #attribute(start: number, attributes: Record<string, string>): number {
    const text = this.#text;
    const nameEnd = this.#behindName(start);
    if (nameEnd < 0 || text.charCodeAt(nameEnd) !== EQUALS) return -1;
    const quote = text.charCodeAt(nameEnd + 1);
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return -1;
    const from = nameEnd + 2;
    let isPlain = true;
    let end = from;
    for (let code = text.charCodeAt(end); code !== quote; code = text.charCodeAt(end)) {
      if (code === LESS || end >= text.length) return -1;
      if (code === AMPERSAND || code < 0x20) isPlain = false;
      end += 1;
    }
    const name = text.slice(start, nameEnd);
    if (attributes[name] !== undefined) return -1;
    const raw = text.slice(from, end);
    const value = isPlain ? raw : this.#resolved(raw.replace(SPACE_IN_VALUE, ' '));
    if (value === null) return -1;
    this.#records.attribute(name);
    attributes[name] = value;
    return end + 1;
  }

  #characters(end: number): boolean {
    if (!this.#areCharacters(end)) return false;
    const start = this.#at;
    const raw = this.#text.slice(start, end);
    if (this.#open.length === 0) {
      this.#goTo(end);
      return !NOT_SPACE.test(raw);
    }
    if (this.#nextSectionEnd(start) < end) return false;
    const lines = this.#nextReturn(start) < end ? raw.replace(LINE_END, '\n') : raw;
    const data = this.#nextAmpersand(start) < end ? this.#resolved(lines) : lines;
    if (data === null) return false;
    this.#at = end;
    this.position = end + 1;
    this.#records.text(data);
    return true;
  }

  #declaration(start: number): boolean {
    const text = this.#text;
    if (text.startsWith('<![CDATA[', start)) return this.#open.length > 0 && this.#section(start + 9);
    if (text.startsWith('<!--', start)) {
      const dashes = text.indexOf('--', start + 4);
      if (dashes < 0 || text.charCodeAt(dashes + 2) !== GREATER) return false;
      return this.#passTo(dashes + 3);
    }
    if (this.#sawRoot || this.#sawDoctype) return false;
    this.#sawDoctype = true;
    return this.#passOver(DOCTYPE, start);
  }

  #section(start: number): boolean {
    const end = this.#nextSectionEnd(start);
    if (end > this.#text.length || !this.#areCharacters(end)) return false;
    const raw = this.#text.slice(start, end);
    const data = this.#nextReturn(start) < end ? raw.replace(LINE_END, '\n') : raw;
    this.#goTo(end + 3);
    this.#records.text(data);
    return true;
  }

  #passOver(pattern: RegExp, start: number): boolean {
    pattern.lastIndex = start;
    return pattern.test(this.#text) && this.#passTo(pattern.lastIndex);
  }

  #passTo(end: number): boolean {
    if (!this.#areCharacters(end)) return false;
    this.#goTo(end);
    return true;
  }

  #goTo(end: number): void {
    this.#at = end;
    this.position = end;
  }

  /** Offset of the first character from `at` on that is no white space. */
  #behindSpace(at: number): number {
    let end = at;
    while (IS_SPACE[this.#text.charCodeAt(end)] === 1) end += 1;
    return end;
  }

  /** Offset behind the name that starts at `at`; -1 when none does, or one with letters beyond ASCII. */
  #behindName(at: number): number {
    if (IS_NAME_START[this.#text.charCodeAt(at)] !== 1) return -1;
    let end = at + 1;
    while (IS_NAME[this.#text.charCodeAt(end)] === 1) end += 1;
    return this.#text.charCodeAt(end) < 128 ? end : -1;
  }

  /** Looks ahead, so that short pieces cost no search each. */
  #areCharacters(end: number): boolean {
    if (end <= this.#checked) return true;
    let to = Math.min(Math.max(end, this.#checked + CHECKED_AT_ONCE), this.#text.length);
    if ((this.#text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to += 1;
    const piece = this.#text.slice(this.#checked, to);
    this.#checked = to;
    return piece.isWellFormed() && !NO_CHARACTER.test(piece);
  }

  /** `null` where a reference is not known or not to a character. */
  #resolved(raw: string): string | null {
    let resolved = '';
    let from = 0;
    for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', from)) {
      const end = raw.indexOf(';', at);
      if (end < 0 || end - at > LONGEST_REFERENCE) return null;
      const name = raw.slice(at + 1, end);
      const character = PREDEFINED.get(name) ?? numbered(name) ?? this.#source.entity(name);
      if (character === null) return null;
      resolved += raw.slice(from, at) + character;
      from = end + 1;
    }
    return resolved + raw.slice(from);
  }
}

const LONGEST_REFERENCE = 50;

/** XML 1.0 §4.6. */
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['apos', "'"],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
]);

const NUMBER = /^#(?:(\d{1,7})|x([\da-fA-F]{1,6}))$/;

/** The character of `#8217` or `#x2019`; `null` for what is no such reference or no character of XML. */
function numbered(name: string): string | null {
  const found = NUMBER.exec(name);
  if (found === null) return null;
  const [, decimal, hexadecimal] = found;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  const character = String.fromCodePoint(code);
  return NO_CHARACTER.test(character) ? null : character;
}

/** Finds a mark from ascending offsets on, so that all searches together pass over the text once; infinite where there is none. */
function nextOf(text: string, mark: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      found = text.indexOf(mark, from);
      if (found < 0) found = Number.POSITIVE_INFINITY;
    }
    return found;
  };
}
