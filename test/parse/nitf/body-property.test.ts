// Whatever an agency nests in whatever, in or out of the DTD: each word of body.content comes out once, in its order.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemAt, read } from '../support/read.ts';

const NAMES = (
  'p hl2 table tbody thead tfoot tr td th caption ul ol li dl dt dd bq block credit fn pre em q lang sub sup num frac numer denom ' +
  'money chron person name.given name.family location city country org function event object.title virtloc pronounce a classifier ' +
  'copyrite datasource byline dateline abstract nitf-table custom-table postaddr addressee strong b i div span ruby rb rt foo bar'
).split(' ');

type Tree = readonly (string | { readonly name: string; readonly inside: Tree })[];

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.array(
    fc.oneof(
      { maxDepth: 6 },
      fc.constant('word'),
      fc.record({ name: fc.constantFrom(...NAMES, 'hr', 'br'), inside: tie('tree') }),
    ),
    { maxLength: 4 },
  ),
}));

function write(nodes: Tree, words: string[]): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') {
        words.push(`w${words.length}w`);
        return ` ${words.at(-1)} `;
      }
      const inside = node.name === 'hr' || node.name === 'br' ? '' : write(node.inside, words);
      return `<${node.name}>${inside}</${node.name}>`;
    })
    .join('');
}

test('no word of any nesting is lost, doubled or moved', () => {
  fc.assert(
    fc.property(tree, (nodes) => {
      const words: string[] = [];
      const xml = `<nitf><body><body.content>${write(nodes, words)}</body.content></body></nitf>`;
      const item = itemAt(read(xml));
      expect(item.refusal).toBeNull();
      expect(item.text.match(/w\d+w/g) ?? []).toEqual(words);
    }),
    { numRuns: 1000 },
  );
});
