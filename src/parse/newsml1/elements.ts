// Looking into NewsML 1 elements: most say what they mean by a FormalName, a word of a controlled vocabulary.

import { line } from '../html-text.ts';
import { allByLocal, attribute, childByLocal, innerText, type XmlElement } from '../xml/element.ts';

export const childrenOf = (parent: XmlElement | null, local: string): XmlElement[] =>
  allByLocal(parent, local);

export const childOf = (parent: XmlElement | null, local: string): XmlElement | null =>
  childByLocal(parent, local);

/** The text of the first such child on one line. */
export function textOf(parent: XmlElement | null, local: string): string | null {
  const child = childOf(parent, local);
  return child === null ? null : line(innerText(child));
}

export const textsOf = (parent: XmlElement | null, local: string): string[] =>
  childrenOf(parent, local).flatMap((child) => line(innerText(child)) ?? []);

/** The FormalName of the first such child. */
export function nameOf(parent: XmlElement | null, local: string): string | null {
  const child = childOf(parent, local);
  return child === null ? null : attribute(child, 'FormalName');
}

/** A word of a vocabulary for comparing: letters only, lower case. `Main Text` and `MainText` are one. */
export const wordOf = (name: string | null): string =>
  name?.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') ?? '';
