// A page as its HTML was sent, taken apart for a check: headline, text, label, and the proof that came with it.

import { parse } from 'parse5';
import type { PageReader, PageTexts } from '../../log/audit-page.ts';
import { LANGUAGES } from '../../publish/i18n/languages.ts';
import { type HtmlElement, type HtmlNode, htmlReader, isElement, isText } from '../../text/html.ts';

/** What a Stet site puts into each story's page, in `<script type="application/json" id="stet-proof">`. */
export interface Embedded {
  readonly key: string;
  readonly proof: string;
}

export interface SentPage extends PageTexts<HtmlNode> {
  /** The lines that say who has read the story. */
  readonly labels: readonly string[];
  /** `null` where the page has none. */
  readonly embedded: Embedded | null;
}

export const pageReader: PageReader<HtmlNode> = {
  ...htmlReader,
  attributes: (node) => (isElement(node) ? node.attrs : []),
};

export function readPage(html: string): SentPage {
  const elements = [...nodesOf(parse(html))].filter(isElement);
  const having = (tag: string, name: string): HtmlElement[] =>
    elements.filter((element) => element.tagName === tag && hasClass(element, name));
  const block = elements.find((element) => attributeOf(element, 'id') === 'stet-proof');
  return {
    headlines: having('h1', 'headline'),
    bodies: having('div', 'body'),
    labels: having('div', 'label').flatMap(firstParagraph),
    embedded: block === undefined ? null : embeddedIn(wordsOf(block)),
  };
}

/** Whether there is anything of a story on it. */
export const isStory = ({ headlines, bodies, embedded }: SentPage): boolean =>
  headlines.length + bodies.length > 0 || embedded !== null;

/** What a label's line says, in any language of the interface; `null` when it is neither line to the letter. */
export function labelSays(line: string): 'read' | 'unread' | null {
  for (const { labelRead, labelUnread } of LANGUAGES) {
    if (line === labelUnread) return 'unread';
    const [before = '', after = ''] = labelRead('\0').split('\0');
    const hasTime = line.length > before.length + after.length;
    if (hasTime && line.startsWith(before) && line.endsWith(after)) return 'read';
  }
  return null;
}

/** A node and all below it, in the order of the page; without recursion, since pages of others may be nested to any depth. */
function* nodesOf(root: HtmlNode): Generator<HtmlNode> {
  const stack: HtmlNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) stack.push(child);
  }
}

/** Character data, as a browser's `textContent` gives it. */
const wordsOf = (root: HtmlNode): string =>
  [...nodesOf(root)].map((node) => (isText(node) ? node.value : '')).join('');

const attributeOf = (element: HtmlElement, name: string): string | null =>
  element.attrs.find((attribute) => attribute.name === name)?.value ?? null;

const hasClass = (element: HtmlElement, name: string): boolean =>
  (attributeOf(element, 'class') ?? '').split(/[\t\n\f\r ]+/).includes(name);

/** `div.label > p:first-child`, in one line. */
function firstParagraph(label: HtmlElement): string[] {
  const first = label.childNodes.find(isElement);
  return first?.tagName === 'p'
    ? [
        wordsOf(first)
          .replace(/[\t\n\f\r ]+/g, ' ')
          .trim(),
      ]
    : [];
}

function embeddedIn(json: string): Embedded | null {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || !('key' in value) || !('proof' in value)) return null;
    const { key, proof } = value;
    return typeof key === 'string' && typeof proof === 'string' ? { key, proof } : null;
  } catch {
    return null;
  }
}
