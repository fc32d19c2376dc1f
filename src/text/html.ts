// HTML in Node: parse5's tree under limits, and wire-text/1 of it. Fragments are parsed as a page parses them inside a
// `<div>`, so that the text of a fragment is the text a browser shows.

import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  parseFragment,
  html as spec,
} from 'parse5';
import { readSimpleHtml } from './simple-html.ts';
import {
  BLOCK_ELEMENTS,
  createTextCollector,
  MAXIMUM_DEPTH,
  type TreeReader,
  type WireTextResult,
  wireTextOf,
} from './wire-text.ts';

export type HtmlNode = DefaultTreeAdapterTypes.Node;
export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlTree =
  | { readonly ok: true; readonly root: DefaultTreeAdapterTypes.DocumentFragment }
  | { readonly ok: false; readonly code: 'too-deep' | 'too-many-elements'; readonly message: string };

/** Most elements made from one fragment; unclosed formatting tags multiply, so the input's size is no bound. */
const MAXIMUM_ELEMENTS = 250_000;

/** Thrown out of parse5, which has no other way to stop. */
class LimitReached extends Error {
  readonly code: 'too-deep' | 'too-many-elements';

  constructor(code: 'too-deep' | 'too-many-elements', message: string) {
    super(message);
    this.code = code;
  }
}

/** Parses a fragment as the inside of a `<div>`, with scripting on as in a reader's browser. Never throws. */
export function parseHtml(html: string): HtmlTree {
  const adapter = limitedAdapter();
  const container = defaultTreeAdapter.createElement('div', spec.NS.HTML, []);
  try {
    return {
      ok: true,
      root: parseFragment<DefaultTreeAdapterMap>(container, html, { treeAdapter: adapter }),
    };
  } catch (error) {
    if (error instanceof LimitReached) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

function limitedAdapter(): typeof defaultTreeAdapter {
  let elements = 0;
  let depth = 0;
  return {
    ...defaultTreeAdapter,
    createElement(tagName, namespace, attributes) {
      elements += 1;
      if (elements > MAXIMUM_ELEMENTS) {
        throw new LimitReached('too-many-elements', `more than ${MAXIMUM_ELEMENTS} elements`);
      }
      return defaultTreeAdapter.createElement(tagName, namespace, attributes);
    },
    onItemPush() {
      depth += 1;
      if (depth > MAXIMUM_DEPTH) {
        throw new LimitReached('too-deep', `elements are nested more than ${MAXIMUM_DEPTH} deep`);
      }
    },
    onItemPop() {
      depth -= 1;
    },
  };
}

export const isElement = (node: HtmlNode): node is HtmlElement => 'tagName' in node;
export const isText = (node: HtmlNode): node is DefaultTreeAdapterTypes.TextNode => node.nodeName === '#text';

const NO_CHILDREN: readonly HtmlNode[] = [];

export const htmlReader: TreeReader<HtmlNode> = {
  kind: (node) => (isElement(node) ? 'element' : isText(node) ? 'text' : 'other'),
  name: (node) => (isElement(node) && node.namespaceURI === spec.NS.HTML ? node.tagName : ''),
  isHidden: (node) => isElement(node) && node.attrs.some(({ name }) => name === 'hidden'),
  data: (node) => (isText(node) ? node.value : ''),
  children: (node) => ('childNodes' in node ? node.childNodes : NO_CHILDREN),
  parent: (node) => ('parentNode' in node ? node.parentNode : null),
};

/** wire-text/1 of an HTML fragment. */
export function textOfHtml(html: string): WireTextResult {
  if (!html.isWellFormed()) {
    return { ok: false, code: 'lone-surrogate', message: 'half of a surrogate pair stands alone', path: '' };
  }
  const text = textOfSimpleHtml(html);
  return text === null ? textOfTree(html) : { ok: true, text };
}

/** The same by way of the full parser, for whatever the fast reader declines. */
function textOfTree(html: string): WireTextResult {
  const tree = parseHtml(html);
  if (!tree.ok) return { ok: false, code: tree.code, message: tree.message, path: '' };
  return wireTextOf<HtmlNode>(tree.root, htmlReader);
}

function textOfSimpleHtml(html: string): string | null {
  const collector = createTextCollector();
  const endsLine = (name: string): boolean => name === 'br' || BLOCK_ELEMENTS.has(name);
  const simple = readSimpleHtml(html, {
    text: collector.add,
    open(name, attributes) {
      if (endsLine(name)) collector.endLine();
      return attributes.length === 0 || !attributes.some((attribute) => attribute.name === 'hidden');
    },
    close(name) {
      if (endsLine(name)) collector.endLine();
    },
  });
  return simple ? collector.finish() : null;
}
