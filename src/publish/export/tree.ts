// The verbatim fragment as a tree, for the writers that turn it into other markup.

import {
  htmlReader,
  isElement,
  isText,
  type HtmlElement as ParsedElement,
  type HtmlNode as ParsedNode,
  parseHtml,
} from '../../text/html.ts';
import { BLOCK_ELEMENTS } from '../../text/wire-text.ts';
import { exportNotPossible } from './story.ts';

/** An element of HTML, or text. */
export type HtmlNode = HtmlElement | string;

export interface HtmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly HtmlNode[];
  /** It is a block, or one stands somewhere in it. */
  readonly hasBlock: boolean;
}

/** @throws {StetError} `export-not-possible` when the fragment is beyond the limits of `text/html.ts`. */
export function readFragment(html: string, format: string): readonly HtmlNode[] {
  const tree = parseHtml(html);
  if (!tree.ok) throw exportNotPossible(format, tree.message);
  return nodesOf(tree.root);
}

const nodesOf = (parent: ParsedNode): HtmlNode[] =>
  Array.from(htmlReader.children(parent)).flatMap((node): HtmlNode[] => {
    if (isText(node)) return [formFeedsAsSpaces(node.value)];
    return isElement(node) ? [elementOf(node)] : [];
  });

function elementOf(element: ParsedElement): HtmlElement {
  const children = nodesOf(element);
  return {
    name: element.tagName,
    attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])),
    children,
    hasBlock: BLOCK_ELEMENTS.has(element.tagName) || children.some(isBlock),
  };
}

/** Whether a node is a block or holds one. */
export const isBlock = (node: HtmlNode): boolean => typeof node !== 'string' && node.hasBlock;

/** A form feed is white space to HTML and nothing at all to XML. */
const formFeedsAsSpaces = (text: string): string => text.replaceAll('\f', ' ');

const WORDS = /[^\t\n\f\r ]/;

/** Whether there is anything to read in it. */
export const hasWords = (node: HtmlNode): boolean =>
  typeof node === 'string' ? WORDS.test(node) : node.children.some(hasWords);
