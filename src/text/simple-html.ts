// Reads the plain, well-nested HTML that most agencies send and that Stet itself writes, without building a tree: about ten times
// as fast as a full parser. It takes only input for which the HTML standard's tree is the one the tags spell out (no element is
// moved, closed or implied by the parser), and declines everything else. A property test holds it against parse5.

import { BLOCK_ELEMENTS, INLINE_ELEMENTS } from './wire-text.ts';

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** Takes what is read, in order. `open` may say `false` to stop the reading. */
export interface SimpleHtmlHandler {
  /** Character data with references decoded; may come in several pieces. */
  text(data: string): void;
  /** Void elements are opened and never closed. */
  open(name: string, attributes: readonly Attribute[]): boolean;
  close(name: string): void;
}

/** True when all of `html` was read; false when it is not simple, and what the handler got must be thrown away. */
export function readSimpleHtml(html: string, handler: SimpleHtmlHandler): boolean {
  if (html.includes('\0')) return false;
  return new SimpleReader(html.includes('\r') ? html.replace(/\r\n?/g, '\n') : html, handler).read();
}

const MAXIMUM_DEPTH = 64;
const MAXIMUM_TAGS = 100_000;

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

const VOID = set('br hr img wbr');
/** Ruby's and unclosed tables' implied tags are left to the full parser. */
const NOT_SIMPLE = set('rp rt ruby');
/** Blocks that a block inside would close, or that hold words only. */
const PHRASING_ONLY = set('h1 h2 h3 h4 h5 h6 p pre');
/** Elements that are nowhere but in these parents, and parents that have no other children and no words. */
const PARENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', set('ol ul')],
  ['dt', set('dl')],
  ['dd', set('dl')],
  ['caption', set('table')],
  ['thead', set('table')],
  ['tbody', set('table')],
  ['tfoot', set('table')],
  ['tr', set('thead tbody tfoot')],
  ['td', set('tr')],
  ['th', set('tr')],
]);
const STRUCTURE = set('dl ol table tbody tfoot thead tr ul');

const KNOWN: ReadonlySet<string> = new Set([...INLINE_ELEMENTS, ...BLOCK_ELEMENTS, 'br', 'img']);
const LONGEST_NAME = Math.max(...[...KNOWN].map((name) => name.length));

const TAG = /<([a-z][a-z0-9]*)((?:[ \n\t]+[a-z][a-z-]*(?:="[^"]*"|='[^']*')?)*)[ \n\t]*(\/?)>/y;
const ATTRIBUTE = /([a-z][a-z-]*)(?:="([^"]*)"|='([^']*)')?/y;
const BETWEEN_ATTRIBUTES = /[ \n\t]+/y;
const NO_ATTRIBUTES: readonly Attribute[] = [];
const NOT_SPACE = /[^\t\n\f ]/;

class SimpleReader {
  readonly #html: string;
  readonly #handler: SimpleHtmlHandler;
  readonly #open: string[] = [];
  /** Open elements that only hold words and inline elements. */
  #phrasing = 0;
  #tags = 0;

  constructor(html: string, handler: SimpleHtmlHandler) {
    this.#html = html;
    this.#handler = handler;
  }

  read(): boolean {
    const html = this.#html;
    for (let at = 0; at < html.length; ) {
      const tag = html.indexOf('<', at);
      const end = tag < 0 ? html.length : tag;
      if (end > at && !this.#readText(html.slice(at, end))) return false;
      if (tag < 0) break;
      const bare = this.#readBareTag(tag);
      at = bare > 0 ? bare : this.#readWrittenOutTag(tag);
      if (at < 0) return false;
      // A parser passes over the first line feed of <pre>.
      if (this.#open.at(-1) === 'pre' && html[at] === '\n' && html.startsWith('<pre', tag)) at += 1;
    }
    return this.#open.length === 0;
  }

  #readText(raw: string): boolean {
    const data = raw.includes('&') ? decodeReferences(raw, false) : raw;
    if (data === null) return false;
    const parent = this.#open.at(-1);
    if (parent !== undefined && STRUCTURE.has(parent) && NOT_SPACE.test(data)) return false;
    this.#handler.text(data);
    return true;
  }

  /** Reads `<name>` or `</name>`, the common case. Where the next tag starts to be looked for; -1 when it is not one. */
  #readBareTag(tag: number): number {
    const end = this.#html.indexOf('>', tag);
    if (end < 0 || end - tag > LONGEST_NAME + 2) return -1;
    const closes = this.#html[tag + 1] === '/';
    const name = this.#html.slice(tag + (closes ? 2 : 1), end);
    if (!KNOWN.has(name)) return -1;
    return (closes ? this.#close(name) : this.#openTag(name, NO_ATTRIBUTES)) ? end + 1 : -1;
  }

  #readWrittenOutTag(tag: number): number {
    TAG.lastIndex = tag;
    const [whole, name, written, end] = TAG.exec(this.#html) ?? [];
    if (whole === undefined || name === undefined || (end === '/' && !VOID.has(name))) return -1;
    const attributes = written === undefined || written === '' ? NO_ATTRIBUTES : readAttributes(written);
    return attributes !== null && this.#openTag(name, attributes) ? tag + whole.length : -1;
  }

  #openTag(name: string, attributes: readonly Attribute[]): boolean {
    this.#tags += 1;
    const isVoid = VOID.has(name);
    if (this.#tags > MAXIMUM_TAGS || !this.#mayOpen(name, isVoid)) return false;
    if (!this.#handler.open(name, attributes)) return false;
    if (isVoid) return true;
    if (this.#phrasing > 0 || INLINE_ELEMENTS.has(name) || PHRASING_ONLY.has(name)) this.#phrasing += 1;
    return this.#open.push(name) <= MAXIMUM_DEPTH;
  }

  #mayOpen(name: string, isVoid: boolean): boolean {
    const parent = this.#open.at(-1) ?? '';
    const parents = PARENTS.get(name);
    if (parents !== undefined) return parents.has(parent);
    if (STRUCTURE.has(parent) || NOT_SIMPLE.has(name)) return false;
    if (name === 'br' || name === 'img' || name === 'wbr') return true;
    // An <a> in an <a> closes it, and a fourth equal formatting element is forgotten: nesting of equals is not simple.
    if (INLINE_ELEMENTS.has(name)) return !isVoid && (this.#phrasing === 0 || !this.#open.includes(name));
    return BLOCK_ELEMENTS.has(name) && this.#phrasing === 0;
  }

  #close(name: string): boolean {
    if (this.#open.pop() !== name) return false;
    if (this.#phrasing > 0) this.#phrasing -= 1;
    this.#handler.close(name);
    return true;
  }
}

function readAttributes(written: string): Attribute[] | null {
  const attributes: Attribute[] = [];
  for (let at = 0; at < written.length; at = ATTRIBUTE.lastIndex) {
    BETWEEN_ATTRIBUTES.lastIndex = at;
    BETWEEN_ATTRIBUTES.test(written);
    ATTRIBUTE.lastIndex = BETWEEN_ATTRIBUTES.lastIndex;
    const [, name, double, single] = ATTRIBUTE.exec(written) ?? [];
    if (name === undefined) return null;
    const raw = double ?? single ?? '';
    const value = raw.includes('&') ? decodeReferences(raw, true) : raw;
    if (value === null || attributes.some((attribute) => attribute.name === name)) return null;
    attributes.push({ name, value });
  }
  return attributes;
}

/** Longest reference looked for, `&#1114111;`. */
const LONGEST_REFERENCE = 10;

/** `null` where a reference is not one of the plain ones. */
function decodeReferences(raw: string, inAttribute: boolean): string | null {
  let decoded = '';
  let from = 0;
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', from)) {
    decoded += raw.slice(from, at);
    const ahead = raw.slice(at + 1, at + LONGEST_REFERENCE);
    const length = ahead.indexOf(';');
    const name = length > 0 ? ahead.slice(0, length) : '';
    const character = NAMED.get(name) ?? numericReference(name);
    if (character !== undefined) {
      decoded += character;
      from = at + length + 2;
    } else if (isLiteral(raw, at + 1, inAttribute)) {
      decoded += '&';
      from = at + 1;
    } else {
      return null;
    }
  }
  return decoded + raw.slice(from);
}

const NAME_START = /[A-Za-z0-9#]/y;
const NAME_BEFORE_EQUALS = /[A-Za-z0-9]+=/y;

/** Whether `&` begins no reference. In an attribute a name before `=` is none, whatever it starts with (HTML §13.2.5.73). */
function isLiteral(raw: string, next: number, inAttribute: boolean): boolean {
  NAME_START.lastIndex = next;
  if (!NAME_START.test(raw)) return true;
  NAME_BEFORE_EQUALS.lastIndex = next;
  return inAttribute && NAME_BEFORE_EQUALS.test(raw);
}

const NUMERIC = /^#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}))$/;

function numericReference(name: string): string | undefined {
  if (!name.startsWith('#')) return undefined;
  const [, decimal, hexadecimal] = NUMERIC.exec(name) ?? [];
  if (decimal !== undefined) return characterOf(Number(decimal));
  return hexadecimal === undefined ? undefined : characterOf(Number.parseInt(hexadecimal, 16));
}

/** The code points that a numeric reference means literally; the windows-1252 ones and controls are left to the full parser. */
function characterOf(codePoint: number): string | undefined {
  const printable = codePoint === 9 || codePoint === 10 || (codePoint >= 0x20 && codePoint < 0x7f);
  const beyond = codePoint >= 0xa0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return printable || beyond ? String.fromCodePoint(codePoint) : undefined;
}

/** U+00A0 to U+00FF, in order. */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para ' +
  'middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave ' +
  'Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc ' +
  'Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc ' +
  'iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN_1.split(' ').map((name, index): [string, string] => [name, String.fromCodePoint(0xa0 + index)]),
  ['amp', '&'],
  ['apos', "'"],
  ['bdquo', '„'],
  ['bull', '•'],
  ['emsp', '\u2003'],
  ['ensp', '\u2002'],
  ['euro', '€'],
  ['gt', '>'],
  ['hellip', '…'],
  ['ldquo', '“'],
  ['lrm', '\u200e'],
  ['lsquo', '‘'],
  ['lt', '<'],
  ['mdash', '—'],
  ['ndash', '–'],
  ['quot', '"'],
  ['rdquo', '”'],
  ['rlm', '\u200f'],
  ['rsquo', '’'],
  ['sbquo', '‚'],
  ['thinsp', '\u2009'],
  ['trade', '™'],
  ['zwj', '\u200d'],
  ['zwnj', '\u200c'],
]);
