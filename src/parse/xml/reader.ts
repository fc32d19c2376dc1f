// XML 1.0 and 1.1 (saxes) as a stream of records: the children of the container elements, each complete, one by one.
// Namespaces are resolved here and not by the parser, so that an undeclared prefix costs no feed.
// No DTD is read, no entity expanded but XML's five and HTML's names, nothing fetched (decision 0004).

import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';
import type { ParseLimits } from '../../model/parse-result.ts';
import { type Place, placeOf, problem } from '../failure.ts';
import { resolveUrl } from '../urls.ts';
import { type Mended, mendAmpersands, mendedBetween, originalOffset } from './ampersand.ts';
import { LONGEST_DOCTYPE, readDoctype } from './doctype.ts';
import type { XmlElement } from './element.ts';
import { htmlEntity } from './entities.ts';
import { shortName, shortNameByCustom } from './namespaces.ts';
import { namesFault } from './qualified-names.ts';

/** Code units handed to the parser at once: bounds how many records wait in memory. */
const SLICE = 32 * 1024;

export interface XmlOptions {
  /** Feeds are read with their unescaped ampersands; wire formats are not: what is not well-formed there is refused. */
  readonly strict?: boolean;
  readonly limits: ParseLimits;
  /** URL of the document, against which a relative `xml:base` is read. */
  readonly baseUrl: string | null;
  /** True for elements whose children are the records: the root and the channel, not the items. */
  isContainer(element: XmlElement): boolean;
}

/**
 * Yields each child of a container when its end tag has been read, and a root that is no container.
 * @throws {StetError} `xml-not-well-formed`, `entity-unknown`, `too-deep`, `too-many-attributes` with line, column, offset;
 * every record that was complete before has been yielded.
 */
export function* readXml(text: string, options: XmlOptions): Generator<XmlElement, void> {
  const strict = options.strict === true;
  // Where nothing is forgiven, nothing stands before an XML declaration (XML 1.0 §2.8 [22]).
  const leading = strict ? 0 : (/^[\s\ufeff\0]*/.exec(text)?.[0].length ?? 0);
  const mended = strict ? { text, at: [] } : mendAmpersands(text);
  const reader = new RecordReader(text, mended, leading, strict ? readPrologue(text) : NO_PROLOGUE, options);
  for (let at = leading; at < mended.text.length && reader.broken === null; at += SLICE) {
    reader.write(mended.text.slice(at, at + SLICE));
    yield* reader.take();
  }
  reader.close();
  yield* reader.take();
  if (reader.broken !== null) throw reader.broken;
}

/** What stands before the root element and is used. */
interface Prologue {
  readonly version: string;
  /** General entities that the document type declares: their text, or `null` where it is not plain. */
  readonly entities: ReadonlyMap<string, string | null>;
}

const NO_PROLOGUE: Prologue = { version: '1.0', entities: new Map() };
const VERSION_1_1 = /^\ufeff?<\?xml\s+version\s*=\s*["']1\.1["']/;
/** What may stand before the document type: XML declaration, comments, processing instructions. */
const MISC = /\ufeff?(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*/y;

/** The parser passes over the document type; here it is held to its form. */
function readPrologue(text: string): Prologue {
  const version = VERSION_1_1.test(text) ? '1.1' : '1.0';
  MISC.lastIndex = 0;
  MISC.test(text);
  const start = MISC.lastIndex;
  if (!text.startsWith('<!DOCTYPE', start))
    return version === '1.0' ? NO_PROLOGUE : { ...NO_PROLOGUE, version };
  const doctype = readDoctype(text.slice(start, start + LONGEST_DOCTYPE), version);
  if (doctype.ok) return { version, entities: doctype.entities };
  throw problem('xml-not-well-formed', doctype.message, placeOf(text, start + doctype.at));
}

/** Elements of one record: each costs some hundred bytes, and no story has more. */
const MOST_ELEMENTS = 50_000;

type PlainOptions = { position: false; xmlns: false };

interface Scope {
  readonly prefixes: ReadonlyMap<string, string>;
  /** Names of elements already resolved in this scope, as written. */
  readonly names: Map<string, ElementName>;
}

type ElementName = Pick<XmlElement, 'key' | 'local'>;

const TOP_SCOPE_PREFIXES: ReadonlyMap<string, string> = new Map([['xml', 'xml']]);

/** Attributes of XML itself, taken as they are written: no declaration changes what they mean. */
const XML_ATTRIBUTES: ReadonlySet<string> = new Set(['xml:lang', 'xml:base', 'xml:space', 'xml:id']);

class RecordReader {
  broken: Error | null = null;
  readonly #options: XmlOptions;
  readonly #parser = new SaxesParser<PlainOptions>({ position: false, xmlns: false });
  readonly #source: string;
  readonly #mended: Mended;
  readonly #leading: number;
  readonly #prologue: Prologue;
  #ready: XmlElement[] = [];
  #current: XmlElement | null = null;
  /** The record being read; `null` between records. */
  #record: XmlElement | null = null;
  #scopes: Scope[] = [{ prefixes: TOP_SCOPE_PREFIXES, names: new Map() }];
  #depth = 0;
  /** Open elements inside a record that outgrew the limit. */
  #unkept = 0;
  /** Of the record. */
  #elements = 0;
  #attributes = 0;
  /** One of the tag's attributes declares a namespace or is in one; others are taken as they are. */
  #namespaced = false;
  #tagStart = 0;
  #unknownEntity: string | null = null;

  constructor(source: string, mended: Mended, leading: number, prologue: Prologue, options: XmlOptions) {
    this.#source = source;
    this.#mended = mended;
    this.#leading = leading;
    this.#prologue = prologue;
    this.#options = options;
    const parser = this.#parser;
    parser.ENTITIES = this.#entities();
    // saxes keeps handlers as properties of itself: with one more than these V8 gives it slow ones, and reading takes four times as long.
    parser.on('error', (error) => this.#fail(error));
    parser.on('opentagstart', (tag) => this.#openStart(tag.name.length));
    parser.on('attribute', (attribute) => this.#attribute(attribute));
    parser.on('opentag', (tag) => this.#open(tag));
    parser.on('closetag', () => this.#close());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
  }

  write(slice: string): void {
    this.#guarded(() => this.#parser.write(slice));
  }

  close(): void {
    if (this.broken === null) this.#guarded(() => this.#parser.close());
  }

  take(): XmlElement[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** Handlers stop the parser by throwing; what was complete by then stays in the queue. */
  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.broken = error instanceof Error ? error : new Error(String(error));
    }
  }

  #entities(): Record<string, string> {
    const standard = this.#parser.ENTITIES;
    return new Proxy(standard, {
      get: (target, name) => {
        if (typeof name !== 'string') return undefined;
        const value = target[name] ?? this.#known(name) ?? undefined;
        if (value === undefined) this.#unknownEntity = name;
        return value;
      },
    });
  }

  /** HTML's text for a name, unless the document says that the name stands for something else: that is not expanded. */
  #known(name: string): string | null {
    const text = htmlEntity(name);
    const declared = this.#prologue.entities.get(name);
    return declared === undefined || declared === text ? text : null;
  }

  /** The parser's position in the decoded input. */
  #offset(): number {
    // A line end that the parser held back counts twice at the very end.
    const position = Math.min(this.#parser.position + this.#leading, this.#mended.text.length);
    return originalOffset(this.#mended, position);
  }

  #place(): Place {
    return placeOf(this.#source, this.#offset());
  }

  #fail(error: Error): never {
    if (this.#unknownEntity !== null) {
      const name = this.#unknownEntity;
      throw problem('entity-unknown', `&${name}; is not defined in XML or HTML`, this.#place());
    }
    throw problem('xml-not-well-formed', error.message, this.#place());
  }

  #checkNames({ name, attributes }: SaxesTagPlain, { prefixes }: Scope): void {
    if (this.#options.strict !== true) return;
    const fault = namesFault(name, attributes, prefixes, this.#prologue.version);
    if (fault !== null) throw problem('xml-not-well-formed', fault, this.#place());
  }

  #openStart(nameLength: number): void {
    this.#attributes = 0;
    this.#namespaced = false;
    this.#tagStart = this.#offset() - nameLength - 2;
  }

  #attribute(attribute: SaxesAttributePlain): void {
    this.#attributes += 1;
    const { name } = attribute;
    if (name === 'xmlns' || (name.includes(':') && !XML_ATTRIBUTES.has(name))) this.#namespaced = true;
    if (this.#attributes <= this.#options.limits.attributes) return;
    const limit = this.#options.limits.attributes;
    throw problem('too-many-attributes', `more than ${limit} attributes, at ${name}`, this.#place());
  }

  #open(tag: SaxesTagPlain): void {
    this.#depth += 1;
    if (this.#depth > this.#options.limits.depth)
      throw problem('too-deep', `more than ${this.#options.limits.depth} levels of elements`, this.#place());
    // Inside a record that is given up nothing is kept, so nothing is made.
    if (this.#record?.oversize) {
      this.#unkept += 1;
      return;
    }
    const parent = this.#current;
    const scope = this.#pushScope(parent === null ? withRootNamespace(tag) : tag.attributes);
    if (this.#namespaced) this.#checkNames(tag, scope);
    const { key, local } = this.#nameOf(tag, scope);
    const attributes = this.#attributesOf(tag, scope);
    const element: XmlElement = {
      key,
      local,
      attributes,
      children: [],
      parent,
      base: this.#baseOf(attributes['xml:base'], parent),
      language: languageOf(attributes['xml:lang'], parent),
      start: this.#tagStart,
      end: this.#tagStart,
      oversize: false,
      mended: 0,
    };
    this.#current = element;
    if (this.#record !== null) {
      this.#elements += 1;
      if (!this.#outgrown() && parent !== null) parent.children.push(element);
    } else if (!this.#options.isContainer(element)) {
      this.#record = element;
      this.#elements = 1;
    }
  }

  /** Most names stand often in one scope: each is looked at once, and all its elements share one string. */
  #nameOf(tag: SaxesTagPlain, scope: Scope): ElementName {
    const known = scope.names.get(tag.name);
    if (known !== undefined) return known;
    if (tag.name.includes(':')) this.#checkNames(tag, scope);
    const name = nameOf(tag.name, scope.prefixes);
    if (scope.names.size < 1000) scope.names.set(tag.name, name);
    return name;
  }

  #attributesOf({ attributes }: SaxesTagPlain, scope: Scope): Readonly<Record<string, string>> {
    if (this.#namespaced) return plainAttributes(attributes, scope);
    return this.#attributes === 0 ? NO_ATTRIBUTES : attributes;
  }

  #baseOf(stated: string | undefined, parent: XmlElement | null): string | null {
    const outer = parent?.base ?? null;
    if (stated === undefined) return outer;
    return resolveUrl(stated, outer ?? this.#options.baseUrl) ?? outer;
  }

  #close(): void {
    if (this.#unkept > 0) {
      this.#unkept -= 1;
      this.#depth -= 1;
      return;
    }
    const element = this.#current;
    if (element === null) return;
    element.end = this.#offset();
    element.mended = mendedBetween(this.#mended, element.start, element.end);
    if (element === this.#record) {
      this.#outgrown();
      this.#ready.push(element);
      this.#record = null;
    }
    this.#current = element.parent;
    this.#scopes.pop();
    this.#depth -= 1;
  }

  #text(text: string): void {
    if (this.#record === null || this.#current === null || this.#outgrown()) return;
    this.#current.children.push(text);
  }

  /** True once the record is longer than an item may be: nothing more of it is kept. */
  #outgrown(): boolean {
    const record = this.#record;
    if (record === null) return false;
    if (record.oversize) return true;
    const isLong = this.#offset() - record.start > this.#options.limits.itemText;
    if (!isLong && this.#elements <= MOST_ELEMENTS) return false;
    record.oversize = true;
    record.children.length = 0;
    return true;
  }

  #pushScope(attributes: Readonly<Record<string, string>>): Scope {
    const outer = this.#scopes.at(-1) ?? { prefixes: TOP_SCOPE_PREFIXES, names: new Map() };
    const scope = this.#namespaced ? innerScope(outer, attributes) : outer;
    this.#scopes.push(scope);
    return scope;
  }
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

/** A root called `rss` or `feed` is one, whatever namespace it thinks it is in. */
function withRootNamespace({ name, attributes }: SaxesTagPlain): Readonly<Record<string, string>> {
  const colon = name.indexOf(':');
  const declaration = colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`;
  const stated = attributes[declaration];
  const uri = ROOT_NAMESPACES[name.slice(colon + 1).toLowerCase()];
  if (stated === undefined || uri === undefined || !shortName(stated).includes(':')) return attributes;
  return { ...attributes, [declaration]: uri };
}

const ROOT_NAMESPACES: Readonly<Record<string, string>> = { rss: '', feed: 'http://www.w3.org/2005/Atom' };

function innerScope(outer: Scope, attributes: Readonly<Record<string, string>>): Scope {
  let prefixes: Map<string, string> | null = null;
  for (const name of Object.keys(attributes)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    prefixes ??= new Map(outer.prefixes);
    prefixes.set(name.slice(6), shortName(attributes[name] ?? ''));
  }
  return prefixes === null ? outer : { prefixes, names: new Map() };
}

function nameOf(written: string, prefixes: ReadonlyMap<string, string>): ElementName {
  const colon = written.indexOf(':');
  const prefix = colon < 0 ? '' : written.slice(0, colon);
  const local = written.slice(colon + 1);
  const lower = local.toLowerCase();
  const namespace = prefixes.get(prefix) ?? (prefix === '' ? 'rss' : shortNameByCustom(prefix));
  if (namespace === 'rss') return { key: lower, local };
  return { key: /[/:]/.test(namespace) ? `{${namespace}}${lower}` : `${namespace}:${lower}`, local };
}

/** Attributes without namespace declarations; `rdf:` whatever prefix the document gives it. */
function plainAttributes(
  attributes: Readonly<Record<string, string>>,
  scope: Scope,
): Readonly<Record<string, string>> {
  const plain: Record<string, string> = Object.create(null);
  for (const name of Object.keys(attributes)) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    const colon = name.indexOf(':');
    const namespace = colon < 0 ? null : (scope.prefixes.get(name.slice(0, colon)) ?? name.slice(0, colon));
    plain[namespace === 'rdf' ? `rdf:${name.slice(colon + 1)}` : name] = attributes[name] ?? '';
  }
  return plain;
}

/** BCP 47 with its hyphens. An empty `xml:lang` takes back what was inherited (XML 1.0 §2.12) and stays empty. */
function languageOf(stated: string | undefined, parent: XmlElement | null): string | null {
  if (stated === undefined) return parent?.language ?? null;
  return stated.trim().replaceAll('_', '-');
}
