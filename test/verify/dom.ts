// The part of the DOM that the check reads, over parse5's tree, so that its rules can be tested without a browser.

import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { DomElement } from '../../src/text/tree-markup.ts';

/** The element that holds this markup. */
export function domOf(html: string): DomElement {
  const [first] = parseFragment(`<div>${html}</div>`).childNodes;
  if (first === undefined) throw new Error('nothing was parsed');
  return domNode(first, null);
}

type TreeNode = DefaultTreeAdapterTypes.ChildNode;

function domNode(node: TreeNode, parentNode: DomElement | null): DomElement {
  if ('value' in node) return { nodeType: 3, nodeValue: node.value, childNodes: [], parentNode };
  if (!('tagName' in node)) return { nodeType: 8, nodeValue: '', childNodes: [], parentNode };
  const childNodes: DomElement[] = [];
  const element: DomElement = {
    nodeType: 1,
    nodeValue: null,
    localName: node.tagName,
    namespaceURI: node.namespaceURI,
    attributes: node.attrs,
    childNodes,
    parentNode,
    hasAttribute: (name) => node.attrs.some((attribute) => attribute.name === name),
    querySelector: (selectors) => (holds(node, selectors) ? true : null),
  };
  for (const child of node.childNodes) childNodes.push(domNode(child, element));
  return element;
}

/** @param name of an element, the only selector there is a use for. */
const holds = (node: DefaultTreeAdapterTypes.Element, name: string): boolean =>
  node.childNodes.some((child) => 'tagName' in child && (child.tagName === name || holds(child, name)));
