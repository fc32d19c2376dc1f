// Lines and paragraphs out of what feeds put into text fields: plain text, HTML, or HTML that may be plain text.

import { buildFragment, type Fragment, fragmentOfParagraphs } from '../text/fragment.ts';
import { type HtmlNode, isElement, isText, parseHtml } from '../text/html.ts';

/** A body as sent, before anybody has decided what a paragraph is. */
export type SentText =
  | { readonly kind: 'html'; readonly value: string; readonly base: string | null }
  | { readonly kind: 'text'; readonly value: string };

/** The fragment of a body. Plain text becomes paragraphs at its blank lines; line ends inside one are spaces. */
export function fragmentOf(sent: SentText): Fragment {
  if (sent.kind === 'html') return buildFragment(sent.value, { baseUrl: sent.base });
  return fragmentOfParagraphs(paragraphsOf(sent.value));
}

function paragraphsOf(text: string): string[] {
  const paragraphs: string[][] = [[]];
  for (const written of text.split(/\r\n?|\n/)) {
    if (!/[^\t\f ]/.test(written)) paragraphs.push([]);
    else paragraphs.at(-1)?.push(written);
  }
  return paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
}

/** One line of plain text: white space of HTML collapsed, all else literal. `null` when nothing is left. */
export function line(text: string): string | null {
  const collapsed = NEEDS_COLLAPSING.test(text)
    ? text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '')
    : text;
  return collapsed === '' ? null : collapsed;
}

/** Most lines are as they should be: then nothing is written anew. */
const NEEDS_COLLAPSING = /^ |[\t\n\f\r]| {2}| $/;

/** One line of the text of HTML, decoded once. */
export function lineOfHtml(html: string): string | null {
  if (!/[<&]/.test(html)) return line(html);
  const parts: string[] = [];
  const tree = parseHtml(html);
  if (!tree.ok) return line(html.replace(/<[^<>]*>/g, ' '));
  collectText(tree.root, parts);
  return line(parts.join(''));
}

export const lineOf = (sent: SentText): string | null =>
  sent.kind === 'html' ? lineOfHtml(sent.value) : line(sent.value);

const SILENT = new Set(['script', 'style', 'template']);
const INLINE = new Set(
  'a abbr b bdi bdo big cite code del em font i ins kbd mark q s small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

function collectText(root: HtmlNode, parts: string[]): void {
  const stack: (HtmlNode | string)[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') parts.push(node);
    else if (isText(node)) parts.push(node.value);
    else if ('childNodes' in node && !(isElement(node) && SILENT.has(node.tagName))) {
      const breaks = isElement(node) && !INLINE.has(node.tagName);
      if (breaks) stack.push(' ');
      for (let n = node.childNodes.length - 1; n >= 0; n--) {
        const child = node.childNodes[n];
        if (child !== undefined) stack.push(child);
      }
      if (breaks) stack.push(' ');
    }
  }
}

/** An ampersand that begins no complete reference is itself: `?a=1&copy=2` holds no copyright sign. */
const LOOSE_AMPERSAND = /&(?!(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi;

const MARK = /<!--|<\/?([a-z][a-z0-9]*)(?=[\s/>])[^<>]*>|</gi;
const HEADLINE_TAGS = new Set([
  ...INLINE,
  ...'br p div img h1 h2 h3 h4 h5 h6 blink marquee center nobr li ul ol'.split(' '),
]);

/**
 * A headline whose field says nothing of its type, as in RSS: character references are decoded once, tags that HTML has for
 * text are taken out, everything else that looks like a tag (`<name>`) is text and stays.
 */
export function lineOfPerhapsHtml(value: string): string | null {
  if (!/[<&]/.test(value)) return line(value);
  const literal = value
    .replace(LOOSE_AMPERSAND, '&amp;')
    .replace(MARK, (mark, name: string | undefined) =>
      mark === '<!--' || HEADLINE_TAGS.has(name?.toLowerCase() ?? '') ? mark : `&lt;${mark.slice(1)}`,
    );
  return lineOfHtml(literal);
}

const HAS_TAG = /<[a-z/!?]/i;

/** A body whose field says nothing of its type, as in RSS: HTML where it holds a tag, else text with HTML's references. */
export function sentTextOf(value: string, base: string | null): SentText {
  if (HAS_TAG.test(value)) return { kind: 'html', value, base };
  return { kind: 'text', value: value.includes('&') ? decodeReferences(value) : value };
}

function decodeReferences(value: string): string {
  const tree = parseHtml(value.replaceAll('<', '&lt;').replace(LOOSE_AMPERSAND, '&amp;'));
  const parts: string[] = [];
  if (tree.ok) collectText(tree.root, parts);
  return tree.ok ? parts.join('') : value;
}
