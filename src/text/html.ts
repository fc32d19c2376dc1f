// HTML in Node: parse5's tree under limits, and wire-text/1 of it. Fragments are parsed as a page parses them inside a
// `<div>`, so that the text of a fragment is the text a browser shows.

import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  Parser,
  html as spec,
  type Tokenizer,
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
  | { readonly ok: false; readonly code: LimitCode; readonly message: string };

type LimitCode = 'too-deep' | 'too-many-elements' | 'too-many-attributes';

/** Most elements made from one fragment; unclosed formatting tags multiply, so the input's size is no bound. */
const MAXIMUM_ELEMENTS = 50_000;
/** Most attributes of one tag. The parser compares each with all before it. */
const MAXIMUM_ATTRIBUTES = 1_000;
/** Code units parsed between two looks at the limits. */
const CHUNK = 16_384;

/** Thrown out of parse5, which has no other way to stop. */
class LimitReached extends Error {
  readonly code: LimitCode;

  constructor(code: LimitCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Parses a fragment as the inside of a `<div>`, with scripting on as in a reader's browser. Never throws. */
export function parseHtml(html: string): HtmlTree {
  const container = defaultTreeAdapter.createElement('div', spec.NS.HTML, []);
  const parser = Parser.getFragmentParser<DefaultTreeAdapterMap>(container, {
    treeAdapter: limitedAdapter(),
  });
  try {
    for (let at = 0; at === 0 || at < html.length; at += CHUNK) {
      parser.tokenizer.write(html.slice(at, at + CHUNK), at + CHUNK >= html.length);
      limitAttributes(parser.tokenizer);
    }
    return { ok: true, root: parser.getFragment() };
  } catch (error) {
    if (error instanceof LimitReached) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

function limitAttributes(tokenizer: Tokenizer): void {
  const token: unknown = Reflect.get(tokenizer, 'currentToken');
  if (typeof token !== 'object' || token === null || !('attrs' in token) || !Array.isArray(token.attrs))
    return;
  if (token.attrs.length > MAXIMUM_ATTRIBUTES) {
    throw new LimitReached('too-many-attributes', `a tag has more than ${MAXIMUM_ATTRIBUTES} attributes`);
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
