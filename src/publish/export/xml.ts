// What the XML formats share: a document that is refused when XML cannot hold a character of it, and times and languages
// in the form that the schemas ask for.

import { firstNotXml, type XmlElement, xmlDocument } from '../feeds/xml.ts';
import { exportNotPossible } from './story.ts';

/** @throws {StetError} `export-not-possible` naming the character. */
export function strictXmlDocument(root: XmlElement, format: string): string {
  const character = firstNotXml(root);
  if (character === null) return xmlDocument(root);
  throw exportNotPossible(format, `XML 1.0 has no ${nameOf(character)}`);
}

export const nameOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const LANGUAGE_TAG = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;

/** Feeds say all sorts of things where a language belongs; schemas take only tags. */
export const languageTag = (language: string | null): string | null =>
  language !== null && LANGUAGE_TAG.test(language) ? language : null;

/** The attributes that have a value. */
export const attributes = (all: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
