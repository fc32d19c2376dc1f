// What the bytes are, by the bytes: never by a file's name. The content type breaks ties between text and nothing.

import type { Format } from '../model/item.ts';

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
  if (/^[{[]\s*(?:["{[\]}]|$)/.test(head)) return recogniseJson(text);
  if (/^<[a-z!?]/i.test(head)) return recogniseMarkup(text, start);
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/.test(text.slice(start, start + 4096)))
    return { type: 'unknown', what: 'binary data' };
  return format('text');
}

function recogniseJson(text: string): Recognised {
  if (/"version"\s*:\s*"https?:(?:\\?\/){2}(?:www\.)?jsonfeed\.org(?:\\?\/)version/.test(text))
    return format('json-feed');
  if (/"(?:home_page_url|feed_url)"\s*:/.test(text) && /"items"\s*:\s*\[/.test(text))
    return format('json-feed');
  if (
    /"(?:uri|standard)"\s*:/.test(text) &&
    /"(?:body_x?html|body_text|bodies|headlines?)"\s*:/.test(text) &&
    /ninjs|"versioncreated"/.test(text)
  )
    return format('ninjs');
  if (/"dpa(?:_id|Id|serviceId)?"|"urn:newsml:dpa\.com:/.test(text)) return format('dpa-json');
  return { type: 'unknown', what: 'JSON that is no JSON Feed' };
}

const PROLOGUE =
  /(?:\s+|<\?[^>]*\?>|<!--[\s\S]*?-->|<!doctype\s+(?:[^[>"']|"[^"]*"|'[^']*')*(?:\[[\s\S]*?\]\s*)?>)/iy;

/** By the root element, behind declaration, comments, processing instructions and document type. */
function recogniseMarkup(text: string, start: number): Recognised {
  let at = start;
  for (;;) {
    PROLOGUE.lastIndex = at;
    if (!PROLOGUE.test(text)) break;
    at = PROLOGUE.lastIndex;
  }
  const root = /^<(?:([\w.-]+):)?([\w.-]+)/.exec(text.slice(at, at + 200));
  const isHtml = /^<!doctype\s+html\b/i.test(text.slice(start, start + 200));
  if (root === null)
    return isHtml ? { type: 'html' } : { type: 'unknown', what: 'markup without a root element' };
  return byRoot((root[2] ?? '').toLowerCase(), isHtml);
}

function byRoot(root: string, isHtml: boolean): Recognised {
  switch (root) {
    case 'rss':
    case 'rdf':
    case 'channel':
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
      return format('newsml-g2');
    case 'newsml':
      return format('newsml-1.2');
    case 'nitf':
      return format('nitf');
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
