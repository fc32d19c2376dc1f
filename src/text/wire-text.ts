// wire-text/1, the definition of "unmodified" (docs/formats/wire-text.md): the canonical text of a tree of HTML.
// This one file runs in Node and in the browser, so it must import nothing. A change of what it gives for any input is a
// new version of the format, with a new name; published digests depend on it.

/** `path` names the refused node, such as `p[2]/span[1]` (1-based, among siblings of that name). */
export type WireTextResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: WireTextRefusal; readonly message: string; readonly path: string };

export type WireTextRefusal =
  | 'element-not-allowed'
  | 'hidden'
  | 'lone-surrogate'
  | 'too-deep'
  | 'too-many-elements'
  | 'too-many-attributes';

/** How the walker reads a tree that it knows nothing about: parse5's in Node, the DOM in a browser. */
export interface TreeReader<N> {
  kind(node: N): 'element' | 'text' | 'other';
  /** Lower-case local name of an HTML element; `''` for elements of other namespaces (SVG, MathML). */
  name(node: N): string;
  isHidden(element: N): boolean;
  data(text: N): string;
  children(node: N): ArrayLike<N>;
  parent(node: N): N | null;
}

export const INLINE_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'a abbr b bdi bdo cite code data dfn em i kbd mark q rp rt ruby s samp small span strong sub sup time u var ' +
    'wbr'
  ).split(' '),
);

export const BLOCK_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote caption dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li ' +
    'main ol p pre section table tbody td tfoot th thead tr ul'
  ).split(' '),
);

/** Nesting beyond this is refused: browsers flatten trees at 512 levels, so that texts could differ. */
export const MAXIMUM_DEPTH = 256;

/** Builds the canonical text piece by piece. */
export interface TextCollector {
  /** Takes character data; runs of TAB, LF, FF, CR and SPACE count as one space across calls. */
  add(data: string): void;
  /** Ends the line, if there is one: a block's edge, or `<br>`. */
  endLine(): void;
  /** Ends the last line and gives the text, without a trailing LF. */
  finish(): string;
}

const SPACE_RUN = /[\t\n\f\r ]+/g;
const NEEDS_COLLAPSING = /[\t\n\f\r]| {2}/;

export function createTextCollector(): TextCollector {
  let text = '';
  let line = '';

  function endLine(): void {
    if (line === '') return;
    const collapsed = collapse(line);
    if (collapsed !== '') text += text === '' ? collapsed : `\n${collapsed}`;
    line = '';
  }

  return {
    add(data) {
      line += data;
    },
    endLine,
    finish() {
      endLine();
      return text;
    },
  };
}

function collapse(line: string): string {
  const single = NEEDS_COLLAPSING.test(line) ? line.replace(SPACE_RUN, ' ') : line;
  const start = single.startsWith(' ') ? 1 : 0;
  const end = single.endsWith(' ') ? single.length - 1 : single.length;
  return start < end ? single.slice(start, end) : '';
}

interface Visit<N> {
  readonly node: N;
  readonly depth: number;
  /** True when the node's children have been read and only its closing edge is left. */
  readonly closing: boolean;
}

/**
 * The canonical text of everything inside `root`; `root` itself is only the container. Stops at the first node that
 * makes the text unverifiable.
 */
export function wireTextOf<N>(root: N, reader: TreeReader<N>): WireTextResult {
  const collector = createTextCollector();
  const stack: Visit<N>[] = [];
  pushChildren(stack, root, 1, reader);
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, depth, closing } = visit;
    if (closing) {
      collector.endLine();
      continue;
    }
    const kind = reader.kind(node);
    if (kind === 'other') continue;
    if (kind === 'text') {
      const data = reader.data(node);
      if (!data.isWellFormed()) {
        return refuse('lone-surrogate', 'half of a surrogate pair stands alone', node, reader);
      }
      collector.add(data);
      continue;
    }
    const name = reader.name(node);
    if (reader.isHidden(node)) return refuse('hidden', `<${name}> is hidden`, node, reader);
    if (name === 'br') {
      collector.endLine();
      continue;
    }
    if (name === 'img') continue;
    if (depth > MAXIMUM_DEPTH) {
      return refuse('too-deep', `elements are nested more than ${MAXIMUM_DEPTH} deep`, node, reader);
    }
    if (BLOCK_ELEMENTS.has(name)) {
      collector.endLine();
      stack.push({ node, depth, closing: true });
    } else if (!INLINE_ELEMENTS.has(name)) {
      return refuse(
        'element-not-allowed',
        `<${name || 'foreign element'}> has no place in verifiable text`,
        node,
        reader,
      );
    }
    pushChildren(stack, node, depth + 1, reader);
  }
  return { ok: true, text: collector.finish() };
}

function pushChildren<N>(stack: Visit<N>[], parent: N, depth: number, reader: TreeReader<N>): void {
  const children = reader.children(parent);
  for (let i = children.length - 1; i >= 0; i -= 1) {
    const node = children[i];
    if (node !== undefined) stack.push({ node, depth, closing: false });
  }
}

function refuse<N>(code: WireTextRefusal, message: string, node: N, reader: TreeReader<N>): WireTextResult {
  return { ok: false, code, message, path: pathTo(node, reader) };
}

function pathTo<N>(node: N, reader: TreeReader<N>): string {
  const steps: string[] = [];
  let current = node;
  for (let parent = reader.parent(current); parent !== null; parent = reader.parent(current)) {
    const label = stepName(current, reader);
    let position = 0;
    const siblings = reader.children(parent);
    for (let i = 0; i < siblings.length; i += 1) {
      const sibling = siblings[i];
      if (sibling !== undefined && stepName(sibling, reader) === label) position += 1;
      if (sibling === current) break;
    }
    steps.unshift(`${label}[${position}]`);
    current = parent;
  }
  return steps.join('/');
}

function stepName<N>(node: N, reader: TreeReader<N>): string {
  if (reader.kind(node) !== 'element') return reader.kind(node) === 'text' ? 'text()' : 'node()';
  return reader.name(node) || '*';
}

/** The part of the DOM's `Node` that is read, so that this file needs no browser types. */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly localName?: string;
  readonly namespaceURI?: string | null;
  readonly childNodes: ArrayLike<DomNode>;
  readonly parentNode: DomNode | null;
  hasAttribute?(name: string): boolean;
  querySelector?(selectors: string): unknown;
}

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
const CDATA_SECTION_NODE = 4;
const HTML_NAMESPACE = 'http://www.w3.org/1999/xhtml';

/** The canonical text of what stands inside `container`, an element or a document fragment of a live DOM. */
export function wireTextOfDom(container: DomNode): WireTextResult {
  // A control named `nodeType` or `parentNode` takes the place of its form's own property (HTML, LegacyOverrideBuiltIns):
  // a form could hide words or lead the walk in circles, so none is ever walked.
  if (container.querySelector?.('form')) {
    return {
      ok: false,
      code: 'element-not-allowed',
      message: '<form> has no place in verifiable text',
      path: 'form',
    };
  }
  return wireTextOf(container, {
    kind: ({ nodeType }) =>
      nodeType === ELEMENT_NODE
        ? 'element'
        : nodeType === TEXT_NODE || nodeType === CDATA_SECTION_NODE
          ? 'text'
          : 'other',
    name: (node) => (node.namespaceURI === HTML_NAMESPACE ? (node.localName ?? '') : ''),
    isHidden: (node) => node.hasAttribute?.('hidden') ?? false,
    data: (node) => node.nodeValue ?? '',
    children: (node) => node.childNodes,
    parent: (node) => (node === container ? null : node.parentNode),
  });
}
