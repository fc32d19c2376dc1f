// From an agency's markup to the fragment that is shown: reduced to a whitelist, with not one word touched. The fragment
// is good only if parsing it again gives back the text of what was sent; if not, it carries a refusal and the item is held.

import { assertNever } from '../model/errors.ts';
import type { Sha256 } from '../model/ids.ts';
import type { Media, Warning } from '../model/item.ts';
import { sha256 } from './digest.ts';
import {
  type HtmlElement,
  type HtmlNode,
  htmlReader,
  isElement,
  isText,
  parseHtml,
  textOfHtml,
} from './html.ts';
import {
  addressAttribute,
  escapeHtml,
  keepsAttribute,
  linkAddress,
  mediaAddress,
  treatmentOf,
  VOID_ELEMENTS,
} from './markup.ts';
import { type Attribute, readSimpleHtml } from './simple-html.ts';
import { BLOCK_ELEMENTS, createTextCollector, MAXIMUM_DEPTH, type TextCollector } from './wire-text.ts';

export interface Fragment {
  /** Safe markup, UTF-8, escaping only `& < > "`. Also there when refused, for the desk. */
  readonly html: string;
  /** wire-text/1 of what was sent; when refused, the best reading. */
  readonly text: string;
  readonly textSha256: Sha256;
  /** Why `html` can't be shown to say what was sent; `null` when it is verified. */
  readonly refusal: Warning | null;
  readonly warnings: readonly Warning[];
  readonly media: readonly Media[];
}

export interface FragmentOptions {
  /** Absolute URL that relative links and pictures are resolved against. */
  readonly baseUrl: string | null;
}

/** Reduces a fragment of HTML, as sent, to safe markup of the same text. Never throws. */
export function buildFragment(sentHtml: string, options: FragmentOptions): Fragment {
  // Parsers drop NUL, but not all of them everywhere.
  const html = sentHtml.includes('\0') ? sentHtml.replaceAll('\0', '') : sentHtml;
  const fragment = verified(reduceSimple(html, options) ?? settled(reduceTree(html, options)));
  if (html === sentHtml) return fragment;
  const warning = { code: 'nul-in-text', message: 'NUL characters carry no text and were left out' };
  return { ...fragment, warnings: [warning, ...fragment.warnings] };
}

/** Reads well-nested markup of the whitelist in one pass; `null` where the full parser is needed. */
function reduceSimple(sentHtml: string, { baseUrl }: FragmentOptions): Reduced | null {
  if (!sentHtml.isWellFormed()) return null;
  const reduction = new Reduction(baseUrl);
  const simple = readSimpleHtml(sentHtml, {
    text: (data) => reduction.readText(data),
    open(name, attributes) {
      if (attributes.some(mayHide)) return false;
      if (name === 'br') reduction.readBreak();
      else if (name === 'img') reduction.readImage(attributes);
      else reduction.open(name, attributes);
      return true;
    },
    close: (name) => reduction.close(name),
  });
  return simple ? reduction.finish() : null;
}

/** How often the parser may change its mind. */
const SETTLING = 3;

/**
 * What a tree says is not always what a parser reads out of its text: a paragraph in a paragraph becomes three. So that a browser has the very
 * markup that was proved, the fragment is read again until it stays as it is.
 */
function settled(reduced: Reduced): Reduced {
  let { html } = reduced;
  for (let round = 0; round < SETTLING; round++) {
    const again = (reduceSimple(html, ABSOLUTE) ?? reduceTree(html, ABSOLUTE)).html;
    if (again === html) break;
    html = again;
  }
  return { ...reduced, html };
}

/** Addresses in a fragment are absolute by now. */
const ABSOLUTE: FragmentOptions = { baseUrl: null };

function reduceTree(sentHtml: string, { baseUrl }: FragmentOptions): Reduced {
  const reduction = new Reduction(baseUrl);
  if (!sentHtml.isWellFormed()) {
    reduction.refuse('lone-surrogate', 'half of a surrogate pair stands alone in the text');
  }
  const tree = parseHtml(sentHtml.toWellFormed());
  if (tree.ok) {
    reduction.readChildren(tree.root);
  } else {
    reduction.refuse(tree.code, tree.message);
    reduction.readText(sentHtml.toWellFormed().replace(TAG, ' '));
  }
  return reduction.finish();
}

/** Wraps paragraphs of plain text, each in a `<p>`. Nothing in them is read as markup. */
export function fragmentOfParagraphs(paragraphs: readonly string[]): Fragment {
  const reduction = new Reduction(null);
  if (!paragraphs.every((paragraph) => paragraph.isWellFormed())) {
    reduction.refuse('lone-surrogate', 'half of a surrogate pair stands alone in the text');
  }
  for (const paragraph of paragraphs) reduction.readParagraph(paragraph.toWellFormed());
  return verified(reduction.finish());
}

const TAG = /<[^<>]*>/g;

interface Reduced {
  readonly html: string;
  readonly text: string;
  readonly refusal: Warning | null;
  readonly warnings: readonly Warning[];
  readonly media: readonly Media[];
}

/** The proof: what will be shown, read again from its bytes, says what was sent. */
function verified(reduced: Reduced): Fragment {
  const { html, text, warnings, media } = reduced;
  return {
    html,
    text,
    textSha256: sha256(text),
    refusal: reduced.refusal ?? difference(html, text),
    warnings,
    media,
  };
}

function difference(html: string, sentText: string): Warning | null {
  const shown = textOfHtml(html);
  if (!shown.ok) return { code: shown.code, message: shown.message };
  if (shown.text === sentText) return null;
  return { code: 'text-differs', message: 'what would be shown does not equal what was sent' };
}

const HIDING_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i;

const mayHide = ({ name, value }: Attribute): boolean =>
  name === 'hidden' || (name === 'style' && HIDING_STYLE.test(value));

interface Figure {
  /** How many media there were before it. */
  readonly mediaBefore: number;
  caption: TextCollector | null;
}

/** One pass over what was sent: text, markup, media and remarks grow together, so that none can see what another does not. */
class Reduction {
  readonly #baseUrl: string | null;
  readonly #text = createTextCollector();
  #html = '';
  #refusal: Warning | null = null;
  readonly #warnings = new Map<string, Warning>();
  readonly #media: Media[] = [];
  readonly #addresses = new Set<string>();
  readonly #figures: Figure[] = [];
  /** The text being read stands in the caption of the innermost figure. */
  #inCaption = false;
  #justOpenedPre = false;
  #depth = 0;

  constructor(baseUrl: string | null) {
    this.#baseUrl = baseUrl;
  }

  refuse(code: string, message: string): void {
    this.#refusal ??= { code, message };
  }

  warn(code: string, message: string): void {
    const key = `${code} ${message}`;
    if (!this.#warnings.has(key)) this.#warnings.set(key, { code, message });
  }

  finish(): Reduced {
    return {
      html: this.#html,
      text: this.#text.finish(),
      refusal: this.#refusal,
      warnings: [...this.#warnings.values()],
      media: this.#media,
    };
  }

  readParagraph(text: string): void {
    if (this.#html !== '') this.#html += '\n';
    this.open('p', []);
    this.readText(text);
    this.close('p');
  }

  readText(data: string): void {
    // A parser drops the first line feed after <pre>.
    if (this.#justOpenedPre && data.startsWith('\n')) this.#html += '\n';
    this.#justOpenedPre = false;
    this.#text.add(data);
    this.#html += escapeHtml(data);
    if (this.#inCaption) this.#figures.at(-1)?.caption?.add(data);
  }

  readBreak(): void {
    this.#text.endLine();
    this.#html += '<br>';
    this.#justOpenedPre = false;
  }

  /** Writes the opening tag of a whitelisted element. `<hr>` and `<wbr>` are never closed. */
  open(name: string, attributes: readonly Attribute[]): void {
    if (BLOCK_ELEMENTS.has(name)) this.#text.endLine();
    this.#html += attributes.length === 0 ? `<${name}>` : `<${name}${this.#attributes(name, attributes)}>`;
    this.#justOpenedPre = name === 'pre';
    if (name === 'figure') this.#figures.push({ mediaBefore: this.#media.length, caption: null });
    else if (name === 'figcaption') this.#openCaption();
  }

  close(name: string): void {
    if (BLOCK_ELEMENTS.has(name)) this.#text.endLine();
    this.#html += `</${name}>`;
    this.#justOpenedPre = false;
    if (name === 'figure') this.#closeFigure();
    else if (name === 'figcaption') this.#inCaption = false;
  }

  #openCaption(): void {
    const figure = this.#figures.at(-1);
    if (figure === undefined) return;
    figure.caption ??= createTextCollector();
    this.#inCaption = true;
  }

  #closeFigure(): void {
    const figure = this.#figures.pop();
    const caption = figure?.caption?.finish() || null;
    if (figure === undefined || caption === null) return;
    for (let i = figure.mediaBefore; i < this.#media.length; i += 1) {
      const media = this.#media[i];
      if (media !== undefined && media.caption === null) this.#media[i] = { ...media, caption };
    }
  }

  readChildren(parent: HtmlNode): void {
    // The parser bounds its own stack; misnested formatting could still hang nodes deeper than it.
    if (this.#depth > MAXIMUM_DEPTH) {
      this.refuse('too-deep', `elements are nested more than ${MAXIMUM_DEPTH} deep`);
      return;
    }
    this.#depth += 1;
    const children = htmlReader.children(parent);
    for (let i = 0; i < children.length; i += 1) {
      const node = children[i];
      if (node === undefined) continue;
      if (isText(node)) this.readText(node.value);
      else if (isElement(node)) this.#readElement(node);
      else if (node.nodeName === '#comment' && 'data' in node && node.data.startsWith('[CDATA[')) {
        this.refuse('cdata-in-html', 'a CDATA mark in HTML turns words into a comment');
      }
    }
    this.#depth -= 1;
  }

  #readElement(element: HtmlElement): void {
    const name = htmlReader.name(element);
    this.#checkHidden(element);
    const treatment = treatmentOf(name);
    switch (treatment) {
      case 'keep-inline':
      case 'keep-block':
        this.#keep(name, element);
        return;
      case 'div':
      case 'ul':
        this.#keep(treatment, element);
        return;
      case 'break':
        this.readBreak();
        return;
      case 'image':
        this.readImage(element.attrs);
        return;
      case 'unwrap':
        this.readChildren(element);
        return;
      case 'drop':
        this.warn('element-left-out', `<${name}> was left out`);
        return;
      case 'drop-quietly':
        return;
      case 'drop-if-empty':
        this.#collectMedia(name, element);
        if (wordsIn(element)) this.#refuseElement(element);
        else this.warn('element-left-out', `<${name}> was left out`);
        return;
      case 'refuse':
        this.#refuseElement(element);
        return;
      default:
        assertNever(treatment);
    }
  }

  #checkHidden(element: HtmlElement): void {
    if (!element.attrs.some(mayHide)) return;
    if (htmlReader.isHidden(element)) this.refuse('hidden', `<${element.tagName}> is hidden`);
    else if (wordsIn(element)) this.refuse('hidden-by-style', `<${element.tagName}> is hidden by its style`);
  }

  /** The words inside are read for the desk, without the element. */
  #refuseElement(element: HtmlElement): void {
    this.refuse('element-not-allowed', `<${element.tagName}> has no place in verifiable text`);
    this.readChildren(element);
  }

  #keep(name: string, element: HtmlElement): void {
    this.open(name, element.attrs);
    if (VOID_ELEMENTS.has(name)) return;
    this.readChildren(element);
    this.close(name);
  }

  #attributes(name: string, attributes: readonly Attribute[]): string {
    const addressName = addressAttribute(name);
    let written = '';
    for (const { name: attribute, value } of attributes) {
      if (attribute === addressName) {
        const address = linkAddress(value, this.#baseUrl);
        if (address !== null) written += ` ${attribute}="${escapeHtml(address)}"`;
        else this.warn('address-left-out', `the address of a <${name}> was left out`);
      } else if (keepsAttribute(name, attribute, value)) {
        written += ` ${attribute}="${escapeHtml(value)}"`;
      }
    }
    return written;
  }

  readImage(attributes: readonly Attribute[]): void {
    this.#justOpenedPre = false;
    const url = mediaAddress(attributeValue(attributes, 'src') ?? '', this.#baseUrl);
    if (url === null) {
      this.warn('image-left-out', 'an image without a web address was left out');
      return;
    }
    const width = pixels(attributes, 'width');
    const height = pixels(attributes, 'height');
    if ((width !== null && width <= 1) || (height !== null && height <= 1)) {
      this.warn('image-left-out', 'an image of one pixel was left out');
      return;
    }
    this.#html += `<img src="${escapeHtml(url)}"`;
    for (const { name, value } of attributes) {
      if (name !== 'src' && keepsAttribute('img', name, value))
        this.#html += ` ${name}="${escapeHtml(value)}"`;
    }
    this.#html += '>';
    this.#addMedia({ url, type: 'image', length: null, width, height, caption: null, credit: null });
  }

  /** Sounds and films aren't embedded, but the desk and destinations get their addresses. */
  #collectMedia(name: string, element: HtmlElement): void {
    if (name !== 'audio' && name !== 'video') return;
    const sources = element.childNodes.filter(isElement).filter(({ tagName }) => tagName === 'source');
    const width = pixels(element.attrs, 'width');
    const height = pixels(element.attrs, 'height');
    for (const { attrs } of [element, ...sources]) {
      const url = mediaAddress(attributeValue(attrs, 'src') ?? '', this.#baseUrl);
      const type = attributeValue(attrs, 'type') ?? name;
      if (url !== null)
        this.#addMedia({ url, type, length: null, width, height, caption: null, credit: null });
    }
  }

  #addMedia(media: Media): void {
    if (this.#addresses.has(media.url)) return;
    this.#addresses.add(media.url);
    this.#media.push(media);
  }
}

function attributeValue(attributes: readonly Attribute[], name: string): string | undefined {
  return attributes.find((attribute) => attribute.name === name)?.value;
}

function pixels(attributes: readonly Attribute[], name: string): number | null {
  const value = attributeValue(attributes, name)?.trim();
  return value !== undefined && /^\d{1,5}(?:px)?$/.test(value) ? Number.parseInt(value, 10) : null;
}

/** Whether there is anything but white space and elements that are left out. */
function wordsIn(element: HtmlElement): boolean {
  return element.childNodes.some((child) => {
    if (isText(child)) return /[^\t\n\f\r ]/.test(child.value);
    if (!isElement(child)) return false;
    const treatment = treatmentOf(htmlReader.name(child));
    return treatment !== 'drop' && treatment !== 'drop-quietly' && wordsIn(child);
  });
}
