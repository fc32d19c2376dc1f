// The words of a NewsML-G2 item's story part, walked out of the source on its own: nothing of src/parse is used, so that a mistake
// there is not repeated here.

import { SaxesParser } from 'saxes';

export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Node | string)[];
}

/** The document as a tree of local names. */
export function treeOf(xml: string): Node {
  const top: Node = { name: '', attributes: {}, children: [] };
  const open = [top];
  const parser = new SaxesParser({ xmlns: false });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name: local(name), attributes, children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  const text = (data: string) => open.at(-1)?.children.push(data);
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(xml.replace(/^\ufeff/, '')).close();
  return top;
}

export function* all(node: Node, name: string): Generator<Node> {
  for (const child of node.children) {
    if (typeof child === 'string') continue;
    if (child.name === name) yield child;
    else yield* all(child, name);
  }
}

export const ITEMS = [
  'newsItem',
  'packageItem',
  'conceptItem',
  'knowledgeItem',
  'planningItem',
  'catalogItem',
];

/** Words of inline content: the one part that is neither marked as non-public nor as something shorter than the story. */
export function storyWords(item: Node): string[] {
  const summaries = new Set([...all(item, 'description')].map((node) => wordsOf(node).join(' ')));
  const parts = [...all(item, 'inlineXML'), ...all(item, 'inlineData')].filter(({ attributes }) => {
    const says = `${attributes.role} ${attributes.rendition} ${attributes.pubconstraint}`;
    return !/nonpublic|teaser/.test(says);
  });
  return parts.flatMap((part) => wordsOf(part, summaries));
}

const INLINE = new Set(
  'a abbr b bdi bdo cite code data em i kbd mark q rb rp rt ruby s small span strong sub sup time u var wbr lang person org location place city country chron money num'.split(
    ' ',
  ),
);

function wordsOf(node: Node, summaries: ReadonlySet<string> = new Set()): string[] {
  const written: string[] = [];
  collect(node, false, written, summaries);
  return written
    .join('')
    .split(/[\t\n\f\r ]+/)
    .filter((word) => word !== '');
}

function collect(node: Node, inLine: boolean, written: string[], summaries: ReadonlySet<string>): void {
  const mixed = node.children.some((child) => typeof child === 'string' && /\S/.test(child));
  for (const child of node.children) {
    if (typeof child === 'string') written.push(child);
    else if (!isLeftOut(child, node, summaries)) {
      const glued = INLINE.has(child.name) && (inLine || mixed || child.name === 'a');
      if (!glued) written.push('\n');
      collect(child, glued || child.name === 'p', written, summaries);
      if (!glued) written.push('\n');
    }
  }
}

/** What docs/formats/newsml-g2.md says is no part of the text. */
function isLeftOut(node: Node, parent: Node, summaries: ReadonlySet<string>): boolean {
  if (['head', 'body.head', 'media-caption', 'media-producer'].includes(node.name)) return true;
  const classes = node.attributes.class ?? '';
  if (/\b(?:notepad|np-public|np-nonpublic|np-constraint)\b/.test(classes)) return true;
  if (classes === 'teaser' && summaries.has(wordsOf(node).join(' '))) return true;
  if (parent.name !== 'header') return false;
  return (
    /^(?:h1|h3)$/.test(node.name) || /\b(?:publicationDate|slugline|embargoed|byline|genre)\b/.test(classes)
  );
}
