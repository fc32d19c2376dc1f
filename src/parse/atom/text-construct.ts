// Atom's text constructs and content: what the type (1.0: RFC 4287 §3.1, §4.1.3) or the type and mode (0.3) make of the bytes.

import { isUtf8 } from 'node:buffer';
import { type SentText, sentTextOf } from '../html-text.ts';
import { attribute, elements, innerText, type XmlElement } from '../xml/element.ts';
import { innerMarkup } from '../xml/markup.ts';

/** The text of a construct as it was sent. `base` counts where no `xml:base` is stated. */
export function sentTextOfConstruct(element: XmlElement, base: string | null): SentText {
  const type = (attribute(element, 'type') ?? 'text').toLowerCase().split(';', 1).join('').trim();
  const mode = attribute(element, 'mode')?.toLowerCase() ?? null;
  const inner = element.base ?? base;
  if (mode === 'base64' || isEncoded(type, element)) return decoded(innerText(element), type, inner);
  if (mode === 'escaped') return ofType(type === 'text' ? 'html' : type, innerText(element), inner);
  if (elements(element).length > 0)
    return { kind: 'html', value: innerMarkup(xhtmlRoot(element)), base: inner };
  if (/xhtml|xml$/.test(type) || mode === 'xml') return { kind: 'text', value: innerText(element) };
  return ofType(type, innerText(element), inner);
}

function ofType(type: string, value: string, base: string | null): SentText {
  const isHtml =
    type === 'html' || type === 'text/html' || type === 'xhtml' || type === 'application/xhtml+xml';
  return isHtml ? { kind: 'html', value, base } : { kind: 'text', value };
}

/** §3.1.1.3: the content is the inside of the one `xhtml:div`, which is itself no part of it. */
function xhtmlRoot(element: XmlElement): XmlElement {
  const [only, ...others] = elements(element);
  const wrapped = only !== undefined && others.length === 0 && only.local.toLowerCase() === 'div';
  const alone = element.children.every((child) => typeof child !== 'string' || child.trim() === '');
  const bare = wrapped && alone && only.base === element.base && Object.keys(only.attributes).length === 0;
  return bare ? only : element;
}

/** §4.1.3.3 rule 6: a media type that is neither text nor XML is Base64; what is not Base64 is taken as it stands. */
function isEncoded(type: string, element: XmlElement): boolean {
  if (!type.includes('/') || /^text\/|[+/](?:xml|json)$/.test(type) || elements(element).length > 0)
    return false;
  const written = innerText(element).replace(/\s+/g, '');
  return written.length % 4 === 0 && /^[A-Za-z\d+/]+={0,2}$/.test(written);
}

/** Bytes of unknown type are text where they are UTF-8 without control characters, else nothing to show. */
function decoded(base64: string, type: string, base: string | null): SentText {
  const bytes = Buffer.from(base64, 'base64');
  const text = isUtf8(bytes) ? bytes.toString('utf-8') : '';
  if (/^(image|audio|video)\//.test(type) || /[\0-\x08\x0e-\x1f]/.test(text))
    return { kind: 'text', value: '' };
  return type.startsWith('text/') ? ofType(type, text, base) : sentTextOf(text, base);
}
