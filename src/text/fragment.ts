// From an agency's markup to the fragment that is shown: reduced to a whitelist, with not one word touched. The fragment
// is good only if parsing it again gives back the text of what was sent; if not, it carries a refusal and the item is held.

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
import { createTextCollector, MAXIMUM_DEPTH } from './wire-text.ts';

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
  const reduction = new Reduction(options.baseUrl);
  if (!sentHtml.isWellFormed()) {
    reduction.refuse('lone-surrogate', 'half of a surrogate pair stands alone in the text');
  }
  if (sentHtml.includes('\0'))
    reduction.warn('nul-in-text', 'NUL characters carry no text and were left out');
  const tree = parseHtml(sentHtml.toWellFormed());
  if (tree.ok) {
    reduction.readChildren(tree.root);
  } else {
    reduction.refuse(tree.code, tree.message);
    reduction.readText(sentHtml.toWellFormed().replace(TAG, ' '));
  }
  return verified(reduction.finish());
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

const TAG = /<[^>]*>/g;

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

/** One pass over a tree: text, markup, media and remarks grow together, so that none can see what another does not. */
class Reduction {
  readonly #baseUrl: string | null;
  readonly #text = createTextCollector();
  #html = '';
  #refusal: Warning | null = null;
  readonly #warnings = new Map<string, Warning>();
  readonly #media: Media[] = [];
  #caption: string | null = null;
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
    this.#html += this.#html === '' ? '<p>' : '\n<p>';
    this.#text.endLine();
    this.readText(text);
    this.#text.endLine();
    this.#html += '</p>';
  }

  readText(data: string): void {
    this.#text.add(data);
    this.#html += escapeHtml(data);
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
    if (htmlReader.isHidden(element)) this.refuse('hidden', `<${name || element.tagName}> is hidden`);
    else if (isHiddenByStyle(element))
      this.refuse('hidden-by-style', `<${name}> is hidden by its style and has words in it`);
    const treatment = treatmentOf(name);
    switch (treatment) {
      case 'keep-inline':
        this.#keep(name, element);
        return;
      case 'keep-block':
        this.#keepBlock(name, element);
        return;
      case 'div':
      case 'ul':
        this.#keepBlock(treatment, element);
        return;
      case 'break':
        this.#text.endLine();
        this.#html += '<br>';
        return;
      case 'image':
        this.#readImage(element);
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
    }
  }

  #refuseElement(element: HtmlElement): void {
    this.refuse('element-not-allowed', `<${element.tagName}> has no place in verifiable text`);
    this.readChildren(element);
  }

  #keepBlock(name: string, element: HtmlElement): void {
    this.#text.endLine();
    const outer = this.#caption;
    if (name === 'figure') this.#caption = captionOf(element);
    this.#keep(name, element);
    this.#caption = outer;
    this.#text.endLine();
  }

  #keep(name: string, element: HtmlElement): void {
    this.#html += `<${name}${this.#attributes(name, element)}>`;
    if (VOID_ELEMENTS.has(name)) return;
    // A parser drops the first line feed after <pre>.
    const first = name === 'pre' ? element.childNodes[0] : undefined;
    if (first !== undefined && isText(first) && first.value.startsWith('\n')) this.#html += '\n';
    this.readChildren(element);
    this.#html += `</${name}>`;
  }

  #attributes(name: string, element: HtmlElement): string {
    let written = '';
    const addressName = addressAttribute(name);
    for (const { name: attribute, value } of element.attrs) {
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

  #readImage(element: HtmlElement): void {
    const source = attributeOf(element, 'src') ?? '';
    const url = mediaAddress(source, this.#baseUrl);
    if (url === null) {
      this.warn('image-left-out', 'an image without a web address was left out');
      return;
    }
    const width = pixels(element, 'width');
    const height = pixels(element, 'height');
    if ((width !== null && width <= 1) || (height !== null && height <= 1)) {
      this.warn('image-left-out', 'an image of one pixel was left out');
      return;
    }
    this.#html += `<img src="${escapeHtml(url)}"`;
    for (const { name: attribute, value } of element.attrs) {
      if (attribute !== 'src' && keepsAttribute('img', attribute, value)) {
        this.#html += ` ${attribute}="${escapeHtml(value)}"`;
      }
    }
    this.#html += '>';
    this.#addMedia({ url, type: 'image', length: null, width, height, caption: this.#caption, credit: null });
  }

  /** Sounds and films aren't embedded, but the desk and destinations get their addresses. */
  #collectMedia(name: string, element: HtmlElement): void {
    if (name !== 'audio' && name !== 'video') return;
    const carriers = [
      element,
      ...element.childNodes.filter(isElement).filter(({ tagName }) => tagName === 'source'),
    ];
    for (const carrier of carriers) {
      const url = mediaAddress(attributeOf(carrier, 'src') ?? '', this.#baseUrl);
      if (url === null) continue;
      const type = attributeOf(carrier, 'type') ?? name;
      const width = pixels(element, 'width');
      const height = pixels(element, 'height');
      this.#addMedia({ url, type, length: null, width, height, caption: this.#caption, credit: null });
    }
  }

  #addMedia(media: Media): void {
    if (!this.#media.some(({ url }) => url === media.url)) this.#media.push(media);
  }
}

function attributeOf(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

function pixels(element: HtmlElement, name: string): number | null {
  const value = attributeOf(element, name)?.trim();
  return value !== undefined && /^\d{1,5}(?:px)?$/.test(value) ? Number.parseInt(value, 10) : null;
}

function isHiddenByStyle(element: HtmlElement): boolean {
  const style = attributeOf(element, 'style');
  return style !== undefined && HIDING_STYLE.test(style) && wordsIn(element);
}

/** Whether there is anything but white space and dropped elements inside. */
function wordsIn(element: HtmlElement): boolean {
  return element.childNodes.some((child) => {
    if (isText(child)) return /[^\t\n\f\r ]/.test(child.value);
    if (!isElement(child)) return false;
    const treatment = treatmentOf(htmlReader.name(child));
    return treatment !== 'drop' && treatment !== 'drop-quietly' && wordsIn(child);
  });
}

function captionOf(figure: HtmlElement): string | null {
  const caption = figure.childNodes.filter(isElement).find(({ tagName }) => tagName === 'figcaption');
  if (caption === undefined) return null;
  const collector = createTextCollector();
  collectText(caption, collector.add);
  return collector.finish() || null;
}

function collectText(element: HtmlElement, add: (data: string) => void): void {
  for (const child of element.childNodes) {
    if (isText(child)) add(child.value);
    else if (isElement(child)) collectText(child, add);
  }
}
