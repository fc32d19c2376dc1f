// From tags and character data to records: the children of the container elements, each complete, one by one, under the limits.
// Namespaces are resolved here and not by the parser, so that an undeclared prefix costs no feed. Whoever reads the document, the
// full parser or the one for plain documents, hands it in here, so that both give the same elements.

import type { ParseLimits } from '../../model/parse-result.ts';
import { type Place, placeOf, problem } from '../failure.ts';
import { resolveUrl } from '../urls.ts';
import { type Mended, mendedBetween, originalOffset } from './ampersand.ts';
import { emptyAttributes, NO_ATTRIBUTES, type XmlElement } from './element.ts';
import { shortName, shortNameByCustom } from './namespaces.ts';
import { namesFault } from './qualified-names.ts';

export interface XmlOptions {
  /** Feeds are read with their unescaped ampersands; wire formats are not: what is not well-formed there is refused. */
  readonly strict?: boolean;
  readonly limits: ParseLimits;
  /** URL of the document, against which a relative `xml:base` is read. */
  readonly baseUrl: string | null;
  /** True for elements whose children are the records: the root and the channel, not the items. */
  isContainer(element: XmlElement): boolean;
}

/** A document on its way to being read. */
export interface XmlSource {
  /** As it came, for places. */
  readonly text: string;
  readonly mended: Mended;
  /** Offset in the mended text where the document begins. */
  readonly start: number;
  /** `1.0` or `1.1`. */
  readonly version: string;
  /** The text that a general entity stands for, or `null` where it is not known. */
  entity(name: string): string | null;
}

/** Elements of one record: each costs some hundred bytes, and no story has more. */
const MOST_ELEMENTS = 50_000;

interface Scope {
  readonly prefixes: ReadonlyMap<string, string>;
  /** Names of elements already resolved in this scope, as written. */
  readonly names: Map<string, ElementName>;
}

type ElementName = Pick<XmlElement, 'key' | 'local'>;

const TOP_SCOPE_PREFIXES: ReadonlyMap<string, string> = new Map([['xml', 'xml']]);

/** Attributes of XML itself, taken as they are written: no declaration changes what they mean. */
const XML_ATTRIBUTES: ReadonlySet<string> = new Set(['xml:lang', 'xml:base', 'xml:space', 'xml:id']);

type Attributes = Readonly<Record<string, string>>;

/** The tags come in as they stand in the document. Throws what a document breaks: then nothing more may be handed in. */
export class Records {
  readonly #source: XmlSource;
  readonly #options: XmlOptions;
  /** Offset in the mended text, behind what was read last. */
  readonly #position: () => number;
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

  constructor(source: XmlSource, options: XmlOptions, position: () => number) {
    this.#source = source;
    this.#options = options;
    this.#position = position;
  }

  /** The records that were completed since the last time. */
  take(): XmlElement[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** Offset in the document as it came. */
  #offset(): number {
    return originalOffset(this.#source.mended, this.#position());
  }

  place(): Place {
    return placeOf(this.#source.text, this.#offset());
  }

  #checkNames(name: string, attributes: Attributes, { prefixes }: Scope): void {
    if (this.#options.strict !== true) return;
    const fault = namesFault(name, attributes, prefixes, this.#source.version);
    if (fault !== null) throw problem('xml-not-well-formed', fault, this.place());
  }

  /** A start tag begins at `start` of the mended text. */
  startTag(start: number): void {
    this.#attributes = 0;
    this.#namespaced = false;
    this.#tagStart = originalOffset(this.#source.mended, start);
  }

  /** The tag has an attribute of this name. */
  attribute(name: string): void {
    this.#attributes += 1;
    if (name === 'xmlns' || (name.includes(':') && !XML_ATTRIBUTES.has(name))) this.#namespaced = true;
    if (this.#attributes <= this.#options.limits.attributes) return;
    const limit = this.#options.limits.attributes;
    throw problem('too-many-attributes', `more than ${limit} attributes, at ${name}`, this.place());
  }

  /** The start tag is complete. */
  open(name: string, written: Attributes): void {
    this.#depth += 1;
    if (this.#depth > this.#options.limits.depth)
      throw problem('too-deep', `more than ${this.#options.limits.depth} levels of elements`, this.place());
    // Inside a record that is given up nothing is kept, so nothing is made.
    if (this.#record?.oversize) {
      this.#unkept += 1;
      return;
    }
    const parent = this.#current;
    const scope = this.#pushScope(parent === null ? withRootNamespace(name, written) : written);
    if (this.#namespaced) this.#checkNames(name, written, scope);
    const { key, local } = this.#nameOf(name, written, scope);
    const attributes = this.#attributesOf(written, scope);
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
  #nameOf(written: string, attributes: Attributes, scope: Scope): ElementName {
    const known = scope.names.get(written);
    if (known !== undefined) return known;
    if (written.includes(':')) this.#checkNames(written, attributes, scope);
    const name = nameOf(written, scope.prefixes);
    if (scope.names.size < 1000) scope.names.set(written, name);
    return name;
  }

  #attributesOf(attributes: Attributes, scope: Scope): Attributes {
    if (this.#namespaced) return plainAttributes(attributes, scope);
    return this.#attributes === 0 ? NO_ATTRIBUTES : attributes;
  }

  #baseOf(stated: string | undefined, parent: XmlElement | null): string | null {
    const outer = parent?.base ?? null;
    if (stated === undefined) return outer;
    return resolveUrl(stated, outer ?? this.#options.baseUrl) ?? outer;
  }

  /** The end tag that belongs to the innermost open element, or the end of a tag that closes itself. */
  close(): void {
    if (this.#unkept > 0) {
      this.#unkept -= 1;
      this.#depth -= 1;
      return;
    }
    const element = this.#current;
    if (element === null) return;
    element.end = this.#offset();
    element.mended = mendedBetween(this.#source.mended, element.start, element.end);
    if (element === this.#record) {
      this.#outgrown();
      this.#ready.push(element);
      this.#record = null;
    }
    this.#current = element.parent;
    this.#scopes.pop();
    this.#depth -= 1;
  }

  /** Character data, its references resolved: all of it between two pieces of markup. */
  text(text: string): void {
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

  #pushScope(attributes: Attributes): Scope {
    const outer = this.#scopes.at(-1) ?? { prefixes: TOP_SCOPE_PREFIXES, names: new Map() };
    const scope = this.#namespaced ? innerScope(outer, attributes) : outer;
    this.#scopes.push(scope);
    return scope;
  }
}

/** A root called `rss` or `feed` is one, whatever namespace it thinks it is in. */
function withRootNamespace(name: string, attributes: Attributes): Attributes {
  const colon = name.indexOf(':');
  const declaration = colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`;
  const stated = attributes[declaration];
  const uri = ROOT_NAMESPACES[name.slice(colon + 1).toLowerCase()];
  if (stated === undefined || uri === undefined || !shortName(stated).includes(':')) return attributes;
  return { ...attributes, [declaration]: uri };
}

const ROOT_NAMESPACES: Attributes = { rss: '', feed: 'http://www.w3.org/2005/Atom' };

function innerScope(outer: Scope, attributes: Attributes): Scope {
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
function plainAttributes(attributes: Attributes, scope: Scope): Attributes {
  const plain = emptyAttributes();
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
