// Fixtures and public data for the tests of the JSON formats, and the words of a source by another way than the parser's.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

export const jsonFixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

const SHARED = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Files under a folder of the public data, by path; none, with the reason printed, where the data is absent. */
export function sharedFiles(folder: string, isWanted: (path: string) => boolean): readonly string[] {
  const root = `${SHARED}${folder}`;
  if (!existsSync(root)) {
    console.log(`skipped: ${root} is not there`);
    return [];
  }
  const paths = readdirSync(root, { recursive: true }).map(String);
  return paths
    .filter((path) => path.endsWith('.json') && isWanted(path))
    .toSorted()
    .map((path) => `${folder}/${path}`);
}

export const sharedFile = (path: string): Buffer => readFileSync(`${SHARED}${path}`);

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

type Node = DefaultTreeAdapterTypes.ChildNode;

const BREAKS = new Set(
  'address article aside blockquote br body caption center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section table tbody td tfoot th thead tr ul title'.split(
    ' ',
  ),
);

/** The words of HTML: its text nodes, parted where an element breaks the line. */
export function wordsOfHtml(html: string): string[] {
  const walk = (node: Node): string => {
    if ('value' in node) return node.value;
    if (!('childNodes' in node)) return BREAKS.has(node.nodeName) ? ' ' : '';
    const inside = node.childNodes.map(walk).join('');
    return BREAKS.has(node.nodeName) ? ` ${inside} ` : inside;
  };
  return wordsOf(parseFragment(html).childNodes.map(walk).join(''));
}
