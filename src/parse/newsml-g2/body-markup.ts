// Inline XML of any namespace to HTML markup for `buildFragment`. XHTML keeps its elements; of other markup, elements with
// names of HTML's text do, all others become lines of their own or, among words, nothing but their words.
// Left out and named: what `parts.ts` says is not for publication, what a page header repeats from the metadata, embeds.

import type { Warning } from '../../model/item.ts';
import { addressAttribute, escapeHtml, keepsAttribute, VOID_ELEMENTS } from '../../text/markup.ts';
import { BLOCK_ELEMENTS, INLINE_ELEMENTS } from '../../text/wire-text.ts';
import { line } from '../html-text.ts';
import { resolveUrl } from '../urls.ts';
import { elements, innerText, type XmlElement } from '../xml/element.ts';
import { escapeText } from '../xml/markup.ts';
import { linesIn } from './elements.ts';
import { HEADER_CLASSES, NON_PUBLIC_CLASSES, NON_PUBLIC_LINES, SUMMARY_CLASSES } from './parts.ts';

export interface BodyMarkup {
  readonly markup: string;
  /** Whether there are words or pictures in it. */
  readonly empty: boolean;
  /** What was not for publication, as text, for the editors' notes. */
  readonly notes: readonly string[];
  /** A line in the page header that speaks of an embargo. */
  readonly embargo: boolean;
  /** The byline that only the page header has. */
  readonly byline: string | null;
  readonly warnings: readonly Warning[];
}

/** What stands in the metadata, each on one line. */
export interface Metadata {
  /** Headlines, byline and the like: a page header that repeats them is left out. */
  readonly fields: ReadonlySet<string>;
  readonly summary: string | null;
}

export function bodyMarkup(root: XmlElement, metadata: Metadata): BodyMarkup {
  const writer = new BodyWriter(metadata, root.base);
  const body = root.local.toLowerCase() === 'html' ? htmlBody(root) : root;
  const markup =
    body === root && body.local.toLowerCase() !== 'body' ? writer.element(body) : writer.body(body);
  return {
    markup,
    empty: writer.empty,
    notes: writer.notes,
    embargo: writer.embargo,
    byline: writer.byline,
    warnings: writer.warnings(),
  };
}

/** Without a `body`, all but the `head` is the body. */
function htmlBody(html: XmlElement): XmlElement {
  const body = elements(html).find(({ local }) => local.toLowerCase() === 'body');
  if (body !== undefined) return body;
  const children = html.children.filter(
    (child) => typeof child === 'string' || child.local.toLowerCase() !== 'head',
  );
  return { ...html, children };
}

/** Inside these, and inside inline elements, no element begins a line of its own. */
const LINES = new Set('p h1 h2 h3 h4 h5 h6 dt caption figcaption summary'.split(' '));
const KNOWN = new Set([...INLINE_ELEMENTS, ...BLOCK_ELEMENTS, 'br', 'img']);
/** Words inside pictures and formulas are no prose; the fragment refuses them. */
const FOREIGN = new Set(['svg', 'math']);

class BodyWriter {
  readonly notes: string[] = [];
  embargo = false;
  byline: string | null = null;
  /** Texts with words and pictures written so far. */
  #written = 0;
  readonly #metadata: Metadata;
  readonly #base: string | null;
  readonly #embeds: string[] = [];
  readonly #headers: string[] = [];
  readonly #summaries: string[] = [];
  readonly #nonPublic: string[] = [];

  constructor(metadata: Metadata, base: string | null) {
    this.#metadata = metadata;
    this.#base = base;
  }

  get empty(): boolean {
    return this.#written === 0;
  }

  warnings(): Warning[] {
    const said = (code: string, what: string, names: readonly string[]): Warning[] =>
      names.length === 0 ? [] : [{ code, message: `${what}: ${[...new Set(names)].join(', ')}` }];
    return [
      ...said('non-public-left-out', 'not for publication and left out of the text', this.#nonPublic),
      ...said('metadata-left-out', 'the page header repeats metadata and was left out', this.#headers),
      ...said(
        'summary-left-out',
        'the summary stands in the text again and was left out of it',
        this.#summaries,
      ),
      ...said('embed-left-out', 'embeds without words were left out', this.#embeds),
    ];
  }

  /** The children of a body: its header is looked through for what it only repeats. */
  body(body: XmlElement): string {
    return this.#children(body, false, (child) => (child.local === 'header' ? this.#header(child) : null));
  }

  element(element: XmlElement): string {
    return this.#element(element, false, false);
  }

  #children(
    parent: XmlElement,
    inLine: boolean,
    instead: (child: XmlElement) => string | null = () => null,
  ): string {
    let written = '';
    let amongWords: boolean | null = null;
    const { children } = parent;
    for (let i = 0; i < children.length; i += 1) {
      const child = children[i];
      if (child === undefined) continue;
      if (typeof child === 'string') {
        if (NOT_SPACE.test(child)) {
          written += NEEDS_ESCAPE.test(child) ? escapeText(child) : child;
          this.#written += 1;
        } else written += inLine || parent.local === 'pre' ? child : '\n';
        continue;
      }
      if (beginsNonPublic(child)) {
        for (const rest of children.slice(i)) if (typeof rest !== 'string') this.#leaveOut(rest);
        return written;
      }
      amongWords ??= inLine || hasOwnWords(parent);
      written += instead(child) ?? this.#element(child, inLine, amongWords);
    }
    return written;
  }

  /** `inLine`: inside a paragraph or the like. `amongWords`: the parent has words of its own. */
  #element(element: XmlElement, inLine: boolean, amongWords: boolean): string {
    const name = element.local.toLowerCase();
    if (isNonPublic(element)) {
      this.#leaveOut(element);
      return '';
    }
    if (this.#isSummary(element)) {
      this.#summaries.push(nameOf(element));
      return '';
    }
    const xhtml = element.key.startsWith('xhtml:') && !name.includes('-');
    if (
      !xhtml &&
      !FOREIGN.has(name) &&
      (!KNOWN.has(name) || (!inLine && !amongWords && INLINE_ELEMENTS.has(name)))
    )
      return this.#foreign(element, name, amongWords);
    if (name === 'table') return this.#table(element);
    const attributes = this.#attributes(name, element);
    // A bare span says nothing.
    if (name === 'span' && attributes === '') return this.#children(element, true);
    const open = `<${name}${attributes}>`;
    if (name === 'img') this.#written += 1;
    if (VOID_ELEMENTS.has(name)) return open;
    const inside = this.#children(element, inLine || LINES.has(name) || INLINE_ELEMENTS.has(name));
    return `${open}${inside}</${name}>`;
  }

  /** Rows directly in a table get the body that HTML gives them. */
  #table(table: XmlElement): string {
    let open = false;
    let written = `<table${this.#attributes('table', table)}>`;
    for (const child of table.children) {
      if (typeof child === 'string') {
        if (!NOT_SPACE.test(child)) continue;
        written += escapeText(child);
        this.#written += 1;
        continue;
      }
      const isRow = child.local.toLowerCase() === 'tr';
      if (isRow !== open) written += isRow ? '<tbody>' : '</tbody>';
      open = isRow;
      written += this.#element(child, false, false);
    }
    return `${written}${open ? '</tbody>' : ''}</table>`;
  }

  /** An element that HTML does not have: its words stay. */
  #foreign(element: XmlElement, name: string, amongWords: boolean): string {
    const before = this.#written;
    const inside = this.#children(element, amongWords);
    if (this.#written === before) {
      if (name.includes('-')) this.#embeds.push(embedName(element));
      return '';
    }
    return amongWords ? inside : `<div>${inside}</div>`;
  }

  #attributes(name: string, { attributes, base }: XmlElement): string {
    let written = '';
    const address = addressAttribute(name);
    for (const key in attributes) {
      const value = attributes[key] ?? '';
      const html = key === 'xml:lang' ? 'lang' : key.toLowerCase();
      if (html === address) {
        const resolved = base === this.#base ? value : (resolveUrl(value, base) ?? value);
        written += ` ${html}="${escapeHtml(resolved)}"`;
      } else if (html === 'hidden' || html === 'style' || keepsAttribute(name, html, value))
        written += ` ${html}="${escapeHtml(value)}"`;
    }
    return written;
  }

  /** Only where not a word would be lost. */
  #isSummary({ attributes, children }: XmlElement): boolean {
    const { class: written } = attributes;
    const { summary } = this.#metadata;
    if (written === undefined || summary === null || !SUMMARY_CLASSES.has(written.toLowerCase()))
      return false;
    return children.every((child) => typeof child === 'string') && line(children.join('')) === summary;
  }

  /** What repeats the metadata goes, whatever else a header has stays. */
  #header(header: XmlElement): string {
    const rest = this.#children(header, false, (child) => {
      const words = line(innerText(child));
      const classes = classesOf(child);
      const known = classes.find((name) => HEADER_CLASSES.has(name));
      if (known === undefined && (words === null || !this.#metadata.fields.has(words))) return null;
      if (known === 'embargoed') this.embargo = true;
      if (known === 'byline') this.byline ??= words;
      if (words !== null) this.#headers.push(nameOf(child));
      return '';
    });
    return line(rest) === null ? '' : `<header>${rest}</header>`;
  }

  #leaveOut(element: XmlElement): void {
    const words = linesIn(element);
    if (words === null) return;
    this.notes.push(words);
    this.#nonPublic.push(`${nameOf(element)} (${words.length} characters)`);
  }
}

const NEEDS_ESCAPE = /[&<>]/;
const NOT_SPACE = /[^\t\n\f\r ]/;

const classesOf = ({ attributes }: XmlElement): string[] =>
  attributes.class === undefined ? [] : attributes.class.toLowerCase().split(/\s+/);

function isNonPublic({ attributes }: XmlElement): boolean {
  const { class: classes } = attributes;
  if (classes === undefined || classes === '') return false;
  const written = classes.toLowerCase();
  return (
    NON_PUBLIC_CLASSES.has(written) ||
    (/\s/.test(written) && written.split(/\s+/).some((one) => NON_PUBLIC_CLASSES.has(one)))
  );
}

/** Does the element's first text, inline elements passed over, begin with one of the lines? */
function beginsNonPublic(element: XmlElement): boolean {
  let node: XmlElement = element;
  for (;;) {
    const first = node.children.find((child) => typeof child !== 'string' || NOT_SPACE.test(child));
    if (first === undefined) return false;
    if (typeof first === 'string') return isNonPublicLine(first.trimStart());
    if (!INLINE_ELEMENTS.has(first.local.toLowerCase())) return false;
    node = first;
  }
}

/** A line that says that what follows is not for publication. */
export const isNonPublicLine = (text: string): boolean =>
  NON_PUBLIC_LINES.some((begin) => text.startsWith(begin));

const hasOwnWords = ({ children }: XmlElement): boolean =>
  children.some((child) => typeof child === 'string' && NOT_SPACE.test(child));

function nameOf(element: XmlElement): string {
  const [first] = classesOf(element);
  return first === undefined || first === '' ? element.local : `${element.local}.${first}`;
}

function embedName(element: XmlElement): string {
  const { src, ref, href } = element.attributes;
  return [element.local, src ?? ref ?? href ?? ''].join(' ').trim();
}
