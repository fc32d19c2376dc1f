// What the bytes are, by the bytes: never by a file's name. The content type breaks ties between text and nothing.

import type { Format } from '../model/item.ts';
import { afterElement, jsonFormat } from './json/format.ts';
import { outlineOf } from './json/outline.ts';
import { isCopyInAngles } from './recognise-angles.ts';
import { LONGEST_DOCTYPE } from './xml/doctype.ts';

export type Recognised =
  | { readonly type: 'format'; readonly format: Format }
  | { readonly type: 'html' }
  | { readonly type: 'empty' }
  | { readonly type: 'unknown'; readonly what: string };

const format = (name: Format): Recognised => ({ type: 'format', format: name });

/** The format of a decoded input. `text` is the last resort, for what reads as text and as nothing else. */
export function recognise(text: string): Recognised {
  const start = /^[\s\ufeff\0]*/.exec(text)?.[0].length ?? 0;
  if (start === text.length) return { type: 'empty' };
  const head = text.slice(start, start + 256);
  if (/^[{[]\s*(?:["{[\]}]|$)/.test(head)) return recogniseJson(text, start);
  if (isCopyInAngles(text, start)) return format('text');
  if (/^<[a-z!?]/i.test(head)) return recogniseMarkup(text, start);
  // A markup sign with nothing after it is a feed that was cut off, not a story.
  if (head.startsWith('<')) return { type: 'unknown', what: 'markup that is cut off or broken' };
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/.test(text.slice(start, start + 4096)))
    return { type: 'unknown', what: 'binary data' };
  return format('text');
}

/** By the keys near the top: words of a story inside a string can't be taken for them. */
function recogniseJson(text: string, start: number): Recognised {
  const outline = outlineOf(text, start, afterElement);
  const name = jsonFormat(outline);
  return name === null ? { type: 'unknown', what: 'JSON of no known format' } : format(name);
}

const DOCTYPE = /^<!doctype\s[^[>]{0,2000}(?:\[[^\]]*\]\s*)?>/i;

/** By the root element, behind declaration, comments, processing instructions and document type. */
function recogniseMarkup(text: string, start: number): Recognised {
  const at = behindPrologue(text, start);
  const root = /^<(?:[\w.-]{1,100}:)?([\w.-]{1,100})/.exec(text.slice(at, at + 256));
  const isHtml = /^<!doctype\s+html\b/i.test(text.slice(start, start + 200));
  // Other standards have catalogs too.
  if (root?.[1] === 'catalog' && text.slice(at, at + 1000).includes('http://iptc.org/std/nar/'))
    return format('newsml-g2');
  if (root === null)
    return isHtml ? { type: 'html' } : { type: 'unknown', what: 'markup without a root element' };
  return byRoot((root[1] ?? '').toLowerCase(), isHtml);
}

function behindPrologue(text: string, start: number): number {
  let at = start;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    const head = text.slice(at, at + 10).toLowerCase();
    const end = head.startsWith('<!--')
      ? endOf(text, '-->', at + 4)
      : head.startsWith('<?')
        ? endOf(text, '?>', at)
        : head.startsWith('<!doctype')
          ? at + (DOCTYPE.exec(text.slice(at, at + LONGEST_DOCTYPE))?.[0].length ?? 0)
          : at;
    if (end === at) return at;
    at = end;
  }
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function byRoot(root: string, isHtml: boolean): Recognised {
  switch (root) {
    case 'rss':
    case 'rdf':
      return format('rss');
    case 'feed':
    case 'entry':
      return format('atom');
    case 'newsmessage':
    case 'newsitem':
    case 'packageitem':
    case 'conceptitem':
    case 'knowledgeitem':
    case 'planningitem':
    case 'catalogitem':
      return format('newsml-g2');
    case 'newsml':
      return format('newsml-1.2');
    case 'nitf':
      return format('nitf');
    case 'lewis':
    case 'reuters':
      return format('reuters-sgml');
    case 'html':
    case 'head':
    case 'body':
    case 'script':
    case 'meta':
      return { type: 'html' };
    default:
      return isHtml ? { type: 'html' } : { type: 'unknown', what: `markup with the root element ${root}` };
  }
}
