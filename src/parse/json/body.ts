// A body out of a JSON string: a whole HTML page cut to its body, XHTML's empty elements closed, NITF read by NITF's rules, and
// parts that say they are not for publication cut out.

import type { Media, Warning } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import { failureOf } from '../failure.ts';
import { type SentText, sentTextOf } from '../html-text.ts';
import { nitfBlocks } from '../nitf/body.ts';
import { elements, type XmlElement } from '../xml/element.ts';
import { readXml } from '../xml/reader.ts';
import type { Fields } from './fields.ts';

export interface ReadBody {
  readonly body: SentText;
  readonly media: readonly Media[];
  /** Notes to editors that stood in the copy. */
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
}

export const NO_BODY: ReadBody = { body: { kind: 'text', value: '' }, media: [], notes: [], warnings: [] };

export const textBody = (value: string): ReadBody => ({ ...NO_BODY, body: { kind: 'text', value } });

/** A body whose type is not stated: HTML where it holds a tag. */
export function unstatedBody(value: string, context: ParseContext): ReadBody {
  const sent = sentTextOf(value, context.baseUrl);
  return sent.kind === 'html' ? htmlBody(value, context) : { ...NO_BODY, body: sent };
}

export function htmlBody(written: string, context: ParseContext): ReadBody {
  const { html, cut } = withoutNonPublic(bodyOfPage(written));
  return {
    ...NO_BODY,
    body: { kind: 'html', value: html, base: context.baseUrl },
    warnings: cut ? [PART_NOT_PUBLIC] : [],
  };
}

const PART_NOT_PUBLIC: Warning = {
  code: 'part-not-public',
  message: 'a part of the copy is not for publication and was left out',
};

/** In XHTML `<i/>` is closed; in HTML it would stay open and `<script/>` would swallow what follows. */
export const xhtmlBody = (written: string, context: ParseContext): ReadBody =>
  htmlBody(
    written.includes('/>')
      ? written.replaceAll(EMPTY_ELEMENT, (tag, name: string, attributes: string) =>
          VOID.has(name.toLowerCase()) ? tag : `<${name}${attributes}></${name}>`,
        )
      : written,
    context,
  );

const EMPTY_ELEMENT = /<([a-z][\w:-]*)(?![\w:-])([^<>]*)\/>/gi;
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** What stands in the `<body>` of a page; a fragment as it is. */
function bodyOfPage(html: string): string {
  if (!/^\s*<(?:\?xml|!doctype|html|head|body)\b/i.test(html)) return html;
  const open = /<body\b[^<>]*>/i.exec(html);
  if (open === null) return html;
  const start = open.index + open[0].length;
  const end = html.search(/<\/body\s*>\s*(?:<\/html\s*>\s*)?$/i);
  return html.slice(start, end < start ? html.length : end);
}

const MAY_BE_NON_PUBLIC =
  /class\s*=\s*["']?[^"'>]{0,200}\b(?:non-?public|not-?public|not-?for-?publication|notepad)/i;
const TAG = /<(\/?)([a-z][a-z0-9-]*)(?![a-z0-9-])([^<>]*)>/gi;

/**
 * Cuts elements whose class says that they are not for publication (`nonpublic`, `np-nonpublic`, `notpublic`, `notepad`). One that
 * is never closed takes all that follows with it.
 */
export function withoutNonPublic(html: string): { html: string; cut: boolean } {
  if (!MAY_BE_NON_PUBLIC.test(html)) return { html, cut: false };
  const kept: string[] = [];
  let from = 0;
  let inside: { name: string; depth: number } | null = null;
  for (const tag of html.matchAll(TAG)) {
    const [whole, slash, written = '', attributes = ''] = tag;
    const name = written.toLowerCase();
    if (inside === null) {
      if (slash !== '' || !MAY_BE_NON_PUBLIC.test(attributes)) continue;
      kept.push(html.slice(from, tag.index));
      inside = { name, depth: 1 };
    } else if (name === inside.name && !(slash === '' && attributes.endsWith('/'))) {
      inside.depth += slash === '' ? 1 : -1;
    }
    from = tag.index + whole.length;
    if (inside.depth === 0) inside = null;
  }
  if (inside === null) kept.push(html.slice(from));
  return { html: kept.join(''), cut: true };
}

/** NITF under `key`: a document, or the inside of its `body.content`. @throws {StetError} the codes of `readXml` */
export function nitfBody(written: string, fields: Fields, key: string, context: ParseContext): ReadBody {
  try {
    return readNitf(written, context);
  } catch (error) {
    const { code, message } = failureOf(error);
    return fields.refuse(key, `holds NITF that cannot be read: ${message}`, code);
  }
}

function readNitf(written: string, context: ParseContext): ReadBody {
  const isDocument = /<body\.content\b/i.test(written);
  const xml = isDocument ? written : `<body.content>${written}</body.content>`;
  const options = {
    strict: true,
    limits: context.limits,
    baseUrl: context.baseUrl,
    isContainer: () => false,
  };
  const contents = [...readXml(xml, options)].flatMap(bodyContents);
  const { markup, media, notes, warnings } = nitfBlocks(contents, context.baseUrl);
  const { html, cut } = withoutNonPublic(markup);
  return {
    body: { kind: 'html', value: html, base: context.baseUrl },
    media,
    notes,
    warnings: cut ? [...warnings, PART_NOT_PUBLIC] : warnings,
  };
}

const bodyContents = (element: XmlElement): XmlElement[] =>
  element.local === 'body.content' ? [element] : elements(element).flatMap(bodyContents);
