// Inline XML back to markup: XHTML in Atom content, and HTML that a feed forgot to escape. Written as HTML, so that the
// one HTML parser of `text/` reads it: void elements have no end tag, all others have one.

import { resolveUrl } from '../urls.ts';
import type { XmlElement, XmlNode } from './element.ts';

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const URL_ATTRIBUTES = new Set('href src cite poster longdesc background action data'.split(' '));

/** The children of `element` as HTML. URLs under an inner `xml:base` are made absolute here. */
export const innerMarkup = (element: XmlElement): string => markup(element.children, element.base);

function markup(nodes: readonly XmlNode[], base: string | null): string {
  return nodes
    .map((node) => (typeof node === 'string' ? escapeText(node) : elementMarkup(node, base)))
    .join('');
}

function elementMarkup(element: XmlElement, base: string | null): string {
  const name = element.local.toLowerCase();
  const attributes = Object.entries(element.attributes).map(([key, value]) => {
    const isUrl = element.base !== base && URL_ATTRIBUTES.has(key.toLowerCase());
    return ` ${key}="${escapeAttribute(isUrl ? (resolveUrl(value, element.base) ?? value) : value)}"`;
  });
  const open = `<${name}${attributes.join('')}>`;
  return VOID.has(name) ? open : `${open}${markup(element.children, base)}</${name}>`;
}

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;');
