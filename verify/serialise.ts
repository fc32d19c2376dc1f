// The markup inside an element of a live page, written as `src/text/fragment.ts` writes fragments, so that both have the same digest.
// Run it only on a tree whose text wire-text/1 accepts: then there is no form in it that could stand in for its own properties, and the
// depth is bounded.

import { escapeHtml, VOID_ELEMENTS } from '../src/text/markup.ts';
import type { DomNode } from '../src/text/wire-text.ts';

/** The part of the DOM's `Element` that is read, so that this file needs no browser types. */
export interface DomElement extends DomNode {
  readonly attributes?: ArrayLike<{ readonly name: string; readonly value: string }>;
}

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;

/** The markup of the children. Comments, which show nothing and which software in between likes to add, are left out. */
export function serialise(container: DomElement): string {
  return Array.from(container.childNodes, (child) => node(child)).join('');
}

function node(one: DomElement): string {
  if (one.nodeType === TEXT_NODE) return escapeHtml(one.nodeValue ?? '');
  if (one.nodeType !== ELEMENT_NODE) return '';
  const name = one.localName ?? '';
  const opening = `<${name}${attributes(one)}>`;
  if (VOID_ELEMENTS.has(name)) return opening;
  const content = serialise(one);
  // A parser drops the first line feed after <pre>.
  const restored = name === 'pre' && content.startsWith('\n') ? '\n' : '';
  return `${opening}${restored}${content}</${name}>`;
}

const attributes = (element: DomElement): string =>
  Array.from(element.attributes ?? [], ({ name, value }) => ` ${name}="${escapeHtml(value)}"`).join('');
