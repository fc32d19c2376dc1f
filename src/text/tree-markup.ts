// The markup inside an element of a parsed page, written as `buildFragment` writes fragments, so that both have the same digest. For any
// kind of tree, as wire-text/1 is: the page's own in a browser, parse5's in Node. Run it only on a tree whose text wire-text/1 accepts:
// then there is no form in it that could stand in for its own properties, and the depth is bounded.

import { escapeHtml, VOID_ELEMENTS } from './markup.ts';
import type { DomNode, TreeReader } from './wire-text.ts';

/** What is read of a tree beyond what its text needs. */
export interface MarkupReader<N> extends Pick<TreeReader<N>, 'kind' | 'name' | 'data' | 'children'> {
  attributes(element: N): ArrayLike<{ readonly name: string; readonly value: string }>;
}

/** The markup of the children. Comments, which show nothing and which software in between likes to add, are left out. */
export function markupOf<N>(container: N, reader: MarkupReader<N>): string {
  return Array.from(reader.children(container), (node) => nodeMarkup(node, reader)).join('');
}

function nodeMarkup<N>(node: N, reader: MarkupReader<N>): string {
  const kind = reader.kind(node);
  if (kind !== 'element') return kind === 'text' ? escapeHtml(reader.data(node)) : '';
  const name = reader.name(node);
  const attributes = Array.from(reader.attributes(node), (one) => ` ${one.name}="${escapeHtml(one.value)}"`);
  const opening = `<${name}${attributes.join('')}>`;
  if (VOID_ELEMENTS.has(name)) return opening;
  const content = markupOf(node, reader);
  // A parser drops the first line feed after <pre>.
  const dropped = name === 'pre' && content.startsWith('\n') ? '\n' : '';
  return `${opening}${dropped}${content}</${name}>`;
}

/** The part of the DOM's `Element` that is read, so that this file needs no browser types. */
export interface DomElement extends DomNode {
  readonly attributes?: ArrayLike<{ readonly name: string; readonly value: string }>;
}

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;

const domReader: MarkupReader<DomElement> = {
  kind: ({ nodeType }) => (nodeType === ELEMENT_NODE ? 'element' : nodeType === TEXT_NODE ? 'text' : 'other'),
  name: ({ localName }) => localName ?? '',
  data: ({ nodeValue }) => nodeValue ?? '',
  children: ({ childNodes }) => childNodes,
  attributes: ({ attributes }) => attributes ?? [],
};

/** The markup inside an element of a live DOM. */
export const markupOfDom = (container: DomElement): string => markupOf(container, domReader);
