// Writes XML 1.0 that always parses back to what was put in. Elements are made of a name, attributes and children; text is
// escaped here and nowhere else.

/** An element, or text. */
export type XmlNode = XmlElement | string;

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly XmlNode[]
): XmlElement => ({ name, attributes, children });

/** An element for each value that is there. */
export const optional = (name: string, value: string | null): readonly XmlElement[] =>
  value === null ? [] : [element(name, {}, value)];

/** A document in UTF-8. */
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${written(root)}\n`;

function written(node: XmlNode): string {
  if (typeof node === 'string') return escapeText(node);
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}="${escapeAttribute(value)}"`,
  );
  const open = `<${node.name}${attributes.join('')}`;
  if (node.children.length === 0) return `${open}/>`;
  return `${open}>${node.children.map(written).join('')}</${node.name}>`;
}

/** Characters that XML 1.0 (§2.2, Char) cannot hold in any form, not even as a reference. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The first character of a tree's texts that XML cannot hold; `null` where there is none. */
export function firstNotXml(node: XmlNode): string | null {
  if (typeof node === 'string') return node.match(NOT_XML)?.[0] ?? null;
  for (const text of [...Object.values(node.attributes), ...node.children]) {
    const found = firstNotXml(text);
    if (found !== null) return found;
  }
  return null;
}

/**
 * U+FFFD takes the place of what XML cannot hold. That only happens to plain fields such as titles: markup goes through
 * `htmlForXml` first, which loses nothing. CR is written as a reference since parsers turn a literal one into LF (§2.11).
 */
const escapeText = (text: string): string =>
  text.replace(/[&<>\r]/g, escapeCharacter).replace(NOT_XML, '\ufffd');

/** Literal white space in attributes would be read back as spaces (§3.3.3). */
const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"\t\n\r]/g, escapeCharacter).replace(NOT_XML, '\ufffd');

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeCharacter = (character: string): string => NAMED[character] ?? `&#${character.charCodeAt(0)};`;

/**
 * Markup that can travel as text of an XML document with no loss: a character XML cannot hold becomes HTML's own reference to it
 * (`&#1;`), which HTML parsers read as that character (HTML 13.2.5.84: a parse error, but the code point stands for C0 controls
 * and noncharacters). NUL has no such reference and is left for U+FFFD, which is what HTML makes of it too.
 */
export const htmlForXml = (html: string): string =>
  html.replace(NOT_XML, (character) => (character === '\0' ? '\ufffd' : `&#${character.codePointAt(0)};`));
