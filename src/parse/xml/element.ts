// One element of a feed as the formats see it: names already resolved, base and language already inherited.

export type XmlNode = string | XmlElement;

export interface XmlElement {
  /** `title`, `atom:title`, `dc:creator`: lower case, namespace by its short name; `{uri}name` where it has none. */
  readonly key: string;
  /** Local name as written. */
  readonly local: string;
  /** By name as written; those in the XML namespace as `xml:…`, those in RDF's as `rdf:…`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  readonly parent: XmlElement | null;
  /** `xml:base` in force, resolved as far as it can be; `null` where none is stated. */
  readonly base: string | null;
  /** `xml:lang` in force; `null` where none is stated, empty where it was taken back. */
  readonly language: string | null;
  /** Offsets of the start tag's and behind the end tag in the decoded input. */
  readonly start: number;
  end: number;
  /** True where the element outgrew the limit and its children were dropped. */
  oversize: boolean;
  /** Unescaped ampersands inside that were read as themselves. */
  mended: number;
}

/** Nothing is inherited, so that no attribute is there that is not written, whatever it is called. */
export function emptyAttributes(): Record<string, string> {
  return new Bare();
}

/** V8 keeps what a constructor made as an object of known form, but `Object.create(null)` as a table, which costs a NewsML-G2 item a tenth. */
const Bare = function Attributes() {} as unknown as new () => Record<string, string>;
Bare.prototype = Object.create(null);

/** Of all elements without any. */
export const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze(emptyAttributes());

/** All text inside, markup left out, as it stands. */
export function innerText(element: XmlElement): string {
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === 'string') return only;
  let text = '';
  for (const child of element.children) text += typeof child === 'string' ? child : innerText(child);
  return text;
}

export function elements(parent: XmlElement): XmlElement[] {
  return parent.children.filter((child) => typeof child !== 'string');
}

/** Children by local name in document order. */
export function childrenByLocal(parent: XmlElement | null): ReadonlyMap<string, readonly XmlElement[]> {
  const found = new Map<string, XmlElement[]>();
  for (const child of parent?.children ?? []) {
    if (typeof child === 'string') continue;
    const same = found.get(child.local);
    if (same === undefined) found.set(child.local, [child]);
    else same.push(child);
  }
  return found;
}

/** The first child with a local name. */
export function childByLocal(parent: XmlElement | null, local: string): XmlElement | null {
  if (parent === null) return null;
  for (const child of parent.children) if (typeof child !== 'string' && child.local === local) return child;
  return null;
}

/** All children with a local name, in document order. */
export function allByLocal(parent: XmlElement | null, local: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of parent?.children ?? [])
    if (typeof child !== 'string' && child.local === local) found.push(child);
  return found;
}

/** Children by key in document order; for reading many fields of one element. */
export function childrenByKey(parent: XmlElement): ReadonlyMap<string, readonly XmlElement[]> {
  const found = new Map<string, XmlElement[]>();
  for (const child of parent.children) {
    if (typeof child === 'string') continue;
    const same = found.get(child.key);
    if (same === undefined) found.set(child.key, [child]);
    else same.push(child);
  }
  return found;
}

/** An attribute without regard to the case of its name; `null` when absent or empty. */
export function attribute(element: XmlElement, name: string): string | null {
  const { attributes } = element;
  const exact = attributes[name];
  if (exact !== undefined) return exact.trim() || null;
  for (const key in attributes)
    if (key.length === name.length && key.toLowerCase() === name.toLowerCase())
      return attributes[key]?.trim() || null;
  return null;
}
