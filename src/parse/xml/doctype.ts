// The document type declaration (XML 1.0, fifth edition, §2.8 [28] to [31], §3.2, §3.3, §4.2, §4.7): looked at only for its form. Nothing in it
// is used: no entity expanded, no default attribute added, nothing fetched. A wire document whose declaration is not well-formed is
// not, and is refused like any other.

export type Doctype =
  /** General entities by name: the text that they stand for, or `null` where it is not plain text of this declaration. */
  | { readonly ok: true; readonly entities: ReadonlyMap<string, string | null> }
  /** What is wrong; `at` counts code units into the declaration. */
  | { readonly ok: false; readonly message: string; readonly at: number };

const NAME_START =
  ':A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}\\u{200d}\\u{2070}-\\u{218f}' +
  '\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}';
const NAME_CHARACTER = `${NAME_START}.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}\\-`;

const token = (source: string): RegExp => new RegExp(source, 'uy');

const NAME_SOURCE = `[${NAME_START}][${NAME_CHARACTER}]*`;
const REFERENCE_SOURCE = `&(?:${NAME_SOURCE}|#\\d+|#x[\\da-fA-F]+);`;
const SPACE = token('[ \\t\\r\\n]+');
const NAME = token(NAME_SOURCE);
const NAME_TOKEN = token(`[${NAME_CHARACTER}]+`);
const PARAMETER_REFERENCE = token(`%${NAME_SOURCE};`);
const SYSTEM_LITERAL = token(`"[^"]*"|'[^']*'`);
const PUBLIC_LITERAL = token(
  `"[ \\r\\nA-Za-z0-9'()+,./:=?;!*#@$_%\\-]*"|'[ \\r\\nA-Za-z0-9()+,./:=?;!*#@$_%\\-]*'`,
);
/** In the internal subset a parameter entity may not stand inside a declaration (§2.8, WFC: PEs in Internal Subset). */
const ENTITY_VALUE = token(`"(?:[^%&"]|${REFERENCE_SOURCE})*"|'(?:[^%&']|${REFERENCE_SOURCE})*'`);
const ATTRIBUTE_VALUE = token(`"(?:[^<&"]|${REFERENCE_SOURCE})*"|'(?:[^<&']|${REFERENCE_SOURCE})*'`);
/** What begins a processing instruction (§2.6). */
const TARGET = token(`<\\?(?![xX][mM][lL][?\\s])${NAME_SOURCE}(?=[ \\t\\r\\n]|\\?>)`);
/** Code units; no document needs a longer declaration, and one that is cut off there is not well-formed. */
export const LONGEST_DOCTYPE = 64 * 1024;
const ATTRIBUTE_TYPE = token('(?:CDATA|IDREFS?|ID|ENTITY|ENTITIES|NMTOKENS?)(?![A-Za-z])');
const REFERENCES = new RegExp(REFERENCE_SOURCE, 'gu');
const OCCURRENCE = token('[?*+]');
const PREDEFINED = new Set(['lt', 'gt', 'amp', 'apos', 'quot']);

class Fault extends Error {}

/** Reads the declaration that a text begins with, from `<!DOCTYPE` to its `>`. `version` is that of XML, which decides on control characters. */
export function readDoctype(declaration: string, version: string): Doctype {
  const reader = new DoctypeReader(declaration, version);
  try {
    reader.read();
    return { ok: true, entities: reader.plainEntities() };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, message: error.message, at: reader.at };
    throw error;
  }
}

interface Entity {
  /** Its value as written; `null` for one outside this declaration. */
  readonly value: string | null;
  readonly references: readonly string[];
}

class DoctypeReader {
  at = 0;
  readonly #text: string;
  readonly #version: string;
  /** General entities declared so far; the first declaration of a name is the one that counts (§4.2). */
  readonly #entities = new Map<string, Entity>();
  /** After a reference to a parameter entity, what is declared can't be known (§4.1, WFC: Entity Declared). */
  #mayDeclareMore = false;

  constructor(text: string, version: string) {
    this.#text = text;
    this.#version = version;
  }

  read(): void {
    this.#expect('<!DOCTYPE');
    this.#space();
    this.#take(NAME, 'the name of the root element');
    if (this.#maybe(SPACE) !== null && this.#externalId(false)) {
      this.#mayDeclareMore = true;
      this.#maybe(SPACE);
    }
    if (this.#is('[')) {
      this.#internalSubset();
      this.#maybe(SPACE);
    }
    this.#expect('>');
  }

  plainEntities(): ReadonlyMap<string, string | null> {
    return new Map(
      [...this.#entities].map(([name, { value }]) => [name, value === null ? null : plainText(value)]),
    );
  }

  #internalSubset(): void {
    this.#expect('[');
    while (!this.#is(']')) {
      if (this.#maybe(SPACE) !== null) continue;
      if (this.#maybe(PARAMETER_REFERENCE) !== null) this.#mayDeclareMore = true;
      else this.#declaration();
    }
    this.#expect(']');
  }

  #declaration(): void {
    if (this.#is('<!--')) this.#comment();
    else if (this.#is('<?')) this.#instruction();
    else if (this.#is('<!ELEMENT')) this.#element();
    else if (this.#is('<!ATTLIST')) this.#attributes();
    else if (this.#is('<!ENTITY')) this.#entity();
    else if (this.#is('<!NOTATION')) this.#notation();
    else this.#fail('a declaration');
  }

  #comment(): void {
    this.#expect('<!--');
    this.#skipTo('--');
    this.#expect('-->');
  }

  #instruction(): void {
    this.#take(TARGET, "a processing instruction's name");
    this.#skipTo('?>');
    this.#expect('?>');
  }

  #element(): void {
    this.#expect('<!ELEMENT');
    this.#space();
    this.#take(NAME, 'the name of an element');
    this.#space();
    if (!this.#takeIf('EMPTY') && !this.#takeIf('ANY')) this.#content();
    this.#end();
  }

  /** [46] to [51]. The stack holds the separator of each open group; empty until it is known. */
  #content(): void {
    if (/^\([ \t\r\n]*#PCDATA/.test(this.#text.slice(this.at, this.at + 4000))) {
      this.#mixed();
      return;
    }
    const open: string[] = [];
    this.#expect('(');
    open.push('');
    while (open.length > 0) {
      this.#maybe(SPACE);
      if (this.#takeIf('(')) {
        open.push('');
        continue;
      }
      this.#take(NAME, 'the name of an element');
      this.#maybe(OCCURRENCE);
      this.#afterParticle(open);
    }
  }

  /** Closes groups up to the next particle. */
  #afterParticle(open: string[]): void {
    while (open.length > 0) {
      this.#maybe(SPACE);
      if (this.#takeIf(')')) {
        open.pop();
        this.#maybe(OCCURRENCE);
        continue;
      }
      const separator = open.at(-1) || (this.#is('|') ? '|' : ',');
      this.#expect(separator);
      open[open.length - 1] = separator;
      return;
    }
  }

  #mixed(): void {
    this.#expect('(');
    this.#maybe(SPACE);
    this.#expect('#PCDATA');
    let names = 0;
    for (; ; names++) {
      this.#maybe(SPACE);
      if (!this.#takeIf('|')) break;
      this.#maybe(SPACE);
      this.#take(NAME, 'the name of an element');
    }
    this.#expect(')');
    if (names > 0) this.#expect('*');
    else this.#takeIf('*');
  }

  #attributes(): void {
    this.#expect('<!ATTLIST');
    this.#space();
    this.#take(NAME, 'the name of an element');
    for (;;) {
      const spaced = this.#maybe(SPACE) !== null;
      if (this.#takeIf('>')) return;
      if (!spaced) this.#fail('white space');
      this.#take(NAME, 'the name of an attribute');
      this.#space();
      this.#attributeType();
      this.#space();
      this.#default();
    }
  }

  #attributeType(): void {
    if (this.#maybe(ATTRIBUTE_TYPE) !== null) return;
    const names = this.#takeIf('NOTATION');
    if (names) this.#space();
    this.#expect('(');
    do {
      this.#maybe(SPACE);
      this.#take(names ? NAME : NAME_TOKEN, 'a value');
      this.#maybe(SPACE);
    } while (this.#takeIf('|'));
    this.#expect(')');
  }

  #default(): void {
    if (this.#takeIf('#REQUIRED') || this.#takeIf('#IMPLIED')) return;
    if (this.#takeIf('#FIXED')) this.#space();
    const start = this.at;
    for (const name of this.#references(this.#take(ATTRIBUTE_VALUE, 'a default value'), start))
      if (!this.#isText(name, new Set())) this.#failAt(start, `an entity with a text, not &${name};`);
  }

  /** Whether an entity comes to text (§4.1, WFC: Entity Declared, No Recursion; §3.1, WFC: No External Entity References). */
  #isText(name: string, within: ReadonlySet<string>): boolean {
    const entity = this.#entities.get(name);
    if (entity === undefined) return this.#mayDeclareMore;
    if (entity.value === null || within.has(name)) return false;
    const inside = new Set([...within, name]);
    return entity.references.every((reference) => this.#isText(reference, inside));
  }

  /** Names of the entities that a value refers to, but for XML's own. */
  #references(value: string, start: number): string[] {
    const names: string[] = [];
    for (const [reference] of value.matchAll(REFERENCES)) {
      const name = reference.slice(1, -1);
      if (!name.startsWith('#')) {
        if (!PREDEFINED.has(name)) names.push(name);
      } else if (!this.#isCharacter(name)) this.#failAt(start, `a character, not ${reference}`);
    }
    return names;
  }

  #entity(): void {
    this.#expect('<!ENTITY');
    this.#space();
    const isParameter = this.#takeIf('%');
    if (isParameter) this.#space();
    const name = this.#take(NAME, 'the name of an entity');
    this.#space();
    const start = this.at;
    const isExternal = this.#externalId(false);
    if (isExternal) {
      const spaced = this.#maybe(SPACE) !== null;
      if (!isParameter && spaced && this.#takeIf('NDATA')) {
        this.#space();
        this.#take(NAME, 'the name of a notation');
      }
    }
    const value = isExternal ? null : this.#take(ENTITY_VALUE, "an entity's value").slice(1, -1);
    const references = value === null ? [] : this.#references(value, start);
    if (!isParameter && !this.#entities.has(name)) this.#entities.set(name, { value, references });
    this.#end();
  }

  #notation(): void {
    this.#expect('<!NOTATION');
    this.#space();
    this.#take(NAME, 'the name of a notation');
    this.#space();
    if (!this.#externalId(true)) this.#fail('SYSTEM or PUBLIC');
    this.#end();
  }

  /** [75], or [83] where the system literal may be absent. False where there is none. */
  #externalId(mayBePublicOnly: boolean): boolean {
    if (this.#takeIf('SYSTEM')) {
      this.#space();
      this.#take(SYSTEM_LITERAL, 'a system literal');
      return true;
    }
    if (!this.#takeIf('PUBLIC')) return false;
    this.#space();
    this.#take(PUBLIC_LITERAL, 'a public identifier');
    const spaced = this.#maybe(SPACE) !== null;
    const hasSystem = spaced && this.#maybe(SYSTEM_LITERAL) !== null;
    if (!hasSystem && !mayBePublicOnly) this.#fail('a system literal');
    return true;
  }

  #isCharacter(reference: string): boolean {
    const isHexadecimal = reference[1] === 'x';
    const code = Number.parseInt(reference.slice(isHexadecimal ? 2 : 1), isHexadecimal ? 16 : 10);
    if (code < 0x20) return code === 9 || code === 10 || code === 13 || (code > 0 && this.#version === '1.1');
    return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
  }

  #end(): void {
    this.#maybe(SPACE);
    this.#expect('>');
  }

  #space(): void {
    this.#take(SPACE, 'white space');
  }

  #skipTo(mark: string): void {
    const found = this.#text.indexOf(mark, this.at);
    this.at = found < 0 ? this.#text.length : found;
  }

  #is(mark: string): boolean {
    return this.#text.startsWith(mark, this.at);
  }

  #takeIf(mark: string): boolean {
    if (!this.#is(mark)) return false;
    this.at += mark.length;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#takeIf(mark)) this.#fail(mark);
  }

  #maybe(what: RegExp): string | null {
    what.lastIndex = this.at;
    const found = what.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  #take(what: RegExp, name: string): string {
    return this.#maybe(what) ?? this.#fail(name);
  }

  #failAt(at: number, expected: string): never {
    this.at = at;
    return this.#fail(expected);
  }

  #fail(expected: string): never {
    throw new Fault(`the document type declaration is not well-formed: expected ${expected}`);
  }
}

/** The text of an entity's value that refers to no other entity; `null` for one with markup in it. */
function plainText(value: string): string | null {
  const text = value.replace(/&#(?:x([\da-fA-F]+)|(\d+));/g, (_whole, hexadecimal: string, decimal: string) =>
    String.fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
  );
  return /[<&]/.test(text) ? null : text;
}
