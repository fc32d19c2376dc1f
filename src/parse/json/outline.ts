// What keys JSON has near its top, without reading it: enough to tell formats apart, quick in large documents, and never misled
// by what stands inside a string. It checks nothing: whoever reads the document in earnest says what is wrong with it.

/** The paths of the keys, joined by `/`; the first element of an array is `*`. */
export interface Outline {
  readonly keys: ReadonlySet<string>;
  /** The values under those keys that are short strings without escapes. */
  readonly strings: ReadonlyMap<string, string>;
}

/** Most keys that are noted. */
const MOST_KEYS = 400;
/** Levels of objects and arrays that are looked into. */
const LEVELS = 6;
/** Code units of the longest string that is noted. */
const LONGEST_STRING = 200;

/** What to do after an element of an array: end the outline, look into the next element too, or pass over the others. */
export type AfterElement = (path: string, outline: Outline) => 'end' | 'next' | 'pass';

/** Elements of one array that are looked into. */
const MOST_ELEMENTS = 10;

/**
 * Reads the outline of `text` from `start` on. After each element of an array that was looked into, `after` is asked with the
 * array's path, since the others may be many. What is broken ends the outline where it breaks.
 */
export function outlineOf(text: string, start: number, after: AfterElement): Outline {
  const sketcher = new Sketcher(text, start, after);
  sketcher.value('', 0);
  return sketcher;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

class Sketcher implements Outline {
  readonly keys = new Set<string>();
  readonly strings = new Map<string, string>();
  readonly #text: string;
  readonly #after: AfterElement;
  #at: number;

  constructor(text: string, start: number, after: AfterElement) {
    this.#text = text;
    this.#at = start;
    this.#after = after;
  }

  value(path: string, level: number): void {
    const mark = this.#next();
    if (mark === '"') {
      const value = this.#string();
      if (value.length <= LONGEST_STRING && !value.includes('\\')) this.strings.set(path, value);
    } else if (level >= LEVELS) this.#skip();
    else if (mark === '{') this.#object(path, level);
    else if (mark === '[') this.#array(path, level);
    else this.#skip();
  }

  #object(path: string, level: number): void {
    this.#at += 1;
    while (this.#next() === '"') {
      const key = this.#string();
      if (this.keys.size >= MOST_KEYS || this.#next() !== ':') break;
      this.#at += 1;
      const under = path === '' ? key : `${path}/${key}`;
      this.keys.add(under);
      this.value(under, level + 1);
      if (this.#next() === ',') this.#at += 1;
    }
    this.#close('}');
  }

  #array(path: string, level: number): void {
    this.#at += 1;
    if (this.#next() === ']') {
      this.#at += 1;
      return;
    }
    const under = path === '' ? '*' : `${path}/*`;
    this.keys.add(under);
    this.value(under, level + 1);
    let then = this.#after(path, this);
    for (let looked = 1; this.#next() === ','; looked += 1) {
      if (then === 'end') {
        this.#end();
        break;
      }
      this.#at += 1;
      if (then === 'next' && looked < MOST_ELEMENTS) {
        this.value(under, level + 1);
        then = this.#after(path, this);
      } else this.#skip();
    }
    this.#close(']');
  }

  #close(mark: string): void {
    if (this.#next() === mark) this.#at += 1;
    else this.#end();
  }

  #end(): void {
    this.#at = this.#text.length;
  }

  /** The next character that is no white space; empty at the end. */
  #next(): string {
    while (this.#at < this.#text.length && this.#text.charCodeAt(this.#at) <= 0x20) this.#at += 1;
    return this.#text[this.#at] ?? '';
  }

  /** What stands between the quotes, with its escapes. */
  #string(): string {
    const start = this.#at + 1;
    for (let end = this.#text.indexOf('"', start); end >= 0; end = this.#text.indexOf('"', end + 1)) {
      let backslashes = 0;
      while (this.#text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
      if (backslashes % 2 === 1) continue;
      this.#at = end + 1;
      return this.#text.slice(start, end);
    }
    this.#end();
    return '';
  }

  /** Goes past one value. */
  #skip(): void {
    const mark = this.#next();
    if (mark === '"') this.#string();
    else if (mark === '{' || mark === '[') this.#skipInside();
    else {
      PLAIN.lastIndex = this.#at;
      PLAIN.test(this.#text);
      this.#at = Math.max(this.#at, PLAIN.lastIndex);
    }
  }

  #skipInside(): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === QUOTE) {
        this.#string();
        continue;
      }
      this.#at += 1;
      if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
      if (depth === 0) return;
    }
  }
}

/** A number or a word. */
const PLAIN = /[\w.+-]*/y;
