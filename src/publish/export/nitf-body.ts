// HTML to the blocks of NITF's body.content, so that each line of the text stays a line and no word is added. NITF has fewer
// elements than HTML: what it lacks is unwrapped, its words stay where they were. Pictures stand at the end, without words.

import { element, type XmlElement, type XmlNode } from '../feeds/xml.ts';
import { type HtmlElement, type HtmlNode, hasWords, isBlock } from './tree.ts';
import { attributes } from './xml.ts';

/** The children of body.content. */
export function nitfBody(nodes: readonly HtmlNode[]): readonly XmlElement[] {
  return [...blocks(nodes), ...nodes.flatMap(pictures)];
}

/** Block content alone: words that stand loose become paragraphs. */
function blocks(nodes: readonly HtmlNode[]): XmlElement[] {
  const made: XmlElement[] = [];
  let loose: HtmlNode[] = [];
  const endParagraph = (): void => {
    if (loose.some(hasWords)) made.push(element('p', {}, ...loose.flatMap(inline)));
    loose = [];
  };
  for (const node of nodes) {
    if (typeof node === 'string' || !node.hasBlock) {
      loose.push(node);
      continue;
    }
    endParagraph();
    made.push(...block(node));
  }
  endParagraph();
  return made;
}

function block(node: HtmlElement): XmlElement[] {
  switch (node.name) {
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
      return heading(node);
    case 'ul':
    case 'ol':
      return list(node);
    case 'dl':
      return definitions(node);
    case 'table':
      return table(node);
    case 'blockquote':
      return quotation(node);
    case 'pre':
      return preformatted(node);
    case 'hr':
      return [element('hr')];
    default:
      return blocks(node.children);
  }
}

const heading = ({ name, children }: HtmlElement): XmlElement[] =>
  children.some(isBlock) || !children.some(hasWords)
    ? blocks(children)
    : [element('hl2', { class: name }, ...children.flatMap(inline))];

/** A list has at least one entry; what stands in it beside entries becomes one. */
function list({ name, children }: HtmlElement): XmlElement[] {
  const entries = children
    .filter(hasWords)
    .map((child) => element('li', {}, ...flow(contentOf(child, 'li'))));
  return entries.length === 0 ? [] : [element(name, {}, ...entries)];
}

/** `dt` holds words only and `dd` blocks only. A group of them may stand in a `div`. */
function definitions({ children }: HtmlElement): XmlElement[] {
  const entries = children
    .flatMap((child) => (typeof child !== 'string' && child.name === 'div' ? child.children : [child]))
    .filter(hasWords)
    .map((child) => {
      const content = contentOf(child, 'dt');
      return typeof child !== 'string' && child.name === 'dt' && !content.some(isBlock)
        ? element('dt', {}, ...content.flatMap(inline))
        : element('dd', {}, ...blocks(contentOf(child, 'dd')));
    });
  return entries.length === 0 ? [] : [element('dl', {}, ...entries)];
}

function quotation({ attributes: { cite }, children }: HtmlElement): XmlElement[] {
  const quoted = blocks(children);
  if (quoted.length === 0) return [];
  return [element('bq', attributes({ 'quote-source': cite ?? null }), element('block', {}, ...quoted))];
}

/** `pre` holds characters only. */
const preformatted = ({ children }: HtmlElement): XmlElement[] =>
  children.every((child) => typeof child === 'string')
    ? [element('pre', {}, ...children)].filter(() => children.some(hasWords))
    : blocks(children);

/** NITF has the foot before the body, which would change the order of the words: all rows after the head are the body's. */
function table({ children }: HtmlElement): XmlElement[] {
  const parts = children.filter(hasWords);
  const [first] = parts;
  // Readers take a caption for one line: blocks in it become a row.
  const caption = named(first, 'caption') && !first.children.some(isBlock) ? first : null;
  const rest = caption === null ? parts : parts.slice(1);
  const head = named(rest[0], 'thead') ? rest[0] : null;
  const bodyRows = rows(head === null ? rest : rest.slice(1));
  const headRows = head === null ? [] : rows([head]);
  const made = [
    ...(caption === null ? [] : [element('caption', {}, ...caption.children.flatMap(inline))]),
    ...(headRows.length === 0 ? [] : [element('thead', {}, ...headRows)]),
    ...(bodyRows.length === 0 ? [] : [element('tbody', {}, ...bodyRows)]),
  ];
  return made.length === 0 ? [] : [element('table', {}, ...made)];
}

const named = (node: HtmlNode | undefined, name: string): node is HtmlElement =>
  node !== undefined && typeof node !== 'string' && node.name === name;

/** Rows of a table's parts, in their order; what is no row becomes one. */
const rows = (parts: readonly HtmlNode[]): XmlElement[] =>
  parts.filter(hasWords).flatMap((part) => {
    if (typeof part === 'string' || part.name === 'caption') return [row([part])];
    return part.name === 'tr' ? [row(part.children)] : rows(part.children);
  });

function row(cells: readonly HtmlNode[]): XmlElement {
  const made = cells
    .filter((cell) => named(cell, 'td') || named(cell, 'th') || hasWords(cell))
    .map((cell) => {
      if (typeof cell === 'string' || (cell.name !== 'td' && cell.name !== 'th')) {
        return element('td', {}, ...flow([cell]));
      }
      const { colspan = null, rowspan = null } = cell.attributes;
      return element(cell.name, attributes({ colspan, rowspan }), ...flow(cell.children));
    });
  return element('tr', {}, ...made);
}

/** What is inside an entry, or the node itself where it is no entry. */
const contentOf = (node: HtmlNode, entry: string): readonly HtmlNode[] =>
  named(node, entry) || (entry !== 'li' && (named(node, 'dt') || named(node, 'dd'))) ? node.children : [node];

/** Words alone as they are; as soon as there is a block, blocks. */
const flow = (nodes: readonly HtmlNode[]): readonly XmlNode[] =>
  nodes.some(isBlock) ? blocks(nodes) : nodes.flatMap(inline);

const EMPHASIS = new Set('b cite code dfn em i kbd mark samp small strong sub sup u var'.split(' '));

function inline(node: HtmlNode): XmlNode[] {
  if (typeof node === 'string') return [node];
  const inner = node.children.flatMap(inline);
  if (node.name === 'br') return [element('br')];
  if (node.name === 'a') return [element('a', attributes({ href: node.attributes.href ?? null }), ...inner)];
  if (node.name === 'q') return [element('q', {}, ...inner)];
  if (node.name === 'em') return [element('em', {}, ...inner)];
  return EMPHASIS.has(node.name) ? [element('em', { class: node.name }, ...inner)] : inner;
}

function pictures(node: HtmlNode): XmlElement[] {
  if (typeof node === 'string') return [];
  if (node.name !== 'img') return node.children.flatMap(pictures);
  const { src = null, alt = null, width = null, height = null } = node.attributes;
  if (src === null) return [];
  const reference = element(
    'media-reference',
    attributes({ source: src, 'alternate-text': alt, width, height }),
  );
  return [element('media', { 'media-type': 'image' }, reference)];
}
