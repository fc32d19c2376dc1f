// Reading children of NewsML-G2's metadata elements by their local names.

import { line } from '../html-text.ts';
import { childByLocal, childrenByLocal, innerText, type XmlElement } from '../xml/element.ts';

export type Children = ReadonlyMap<string, readonly XmlElement[]>;

export const childrenOf = (parent: XmlElement | null): Children => childrenByLocal(parent);

/** An attribute by its exact name, as XML has it; `null` when absent or empty. */
export const attribute = (element: XmlElement, name: string): string | null =>
  element.attributes[name]?.trim() || null;

export const all = (children: Children, name: string): readonly XmlElement[] => children.get(name) ?? [];

export const first = (children: Children, name: string): XmlElement | null => children.get(name)?.[0] ?? null;

export const child = (parent: XmlElement, name: string): XmlElement | null => childByLocal(parent, name);

/** The text of an element as one line; `null` when there is none. */
export const lineIn = (element: XmlElement | null): string | null =>
  element === null ? null : line(innerText(element));

const BLOCKS = new Set('p div section header footer h1 h2 h3 h4 h5 h6 ul ol li br table tr td'.split(' '));

/**
 * The text of an element that may hold markup (Block, Label types) with its lines kept apart by LF; `null` when empty. Elements
 * that `isLeftOut` names are passed over.
 */
export function linesIn(
  element: XmlElement,
  isLeftOut: (inner: XmlElement) => boolean = () => false,
): string | null {
  const parts: string[] = [];
  collect(element, parts, isLeftOut);
  const lines = parts
    .join('')
    .split('\n')
    .flatMap((one) => line(one) ?? []);
  return lines.length === 0 ? null : lines.join('\n');
}

function collect(element: XmlElement, parts: string[], isLeftOut: (inner: XmlElement) => boolean): void {
  for (const one of element.children) {
    if (typeof one === 'string') parts.push(one);
    else if (isLeftOut(one)) continue;
    else if (BLOCKS.has(one.local)) {
      parts.push('\n');
      collect(one, parts, isLeftOut);
      parts.push('\n');
    } else collect(one, parts, isLeftOut);
  }
}

/** The element in the wanted language, else the first that states none, else the first. */
export function inLanguage(elements: readonly XmlElement[], language: string | null): XmlElement | null {
  if (elements.length < 2) return elements[0] ?? null;
  const wanted = language?.toLowerCase() ?? '';
  const primary = wanted.split('-')[0];
  return (
    elements.find((one) => one.language?.toLowerCase() === wanted) ??
    elements.find((one) => one.language?.toLowerCase().split('-')[0] === primary) ??
    elements.find((one) => one.attributes['xml:lang'] === undefined) ??
    elements[0] ??
    null
  );
}
