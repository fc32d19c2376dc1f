// The words of an NITF story, read from the source by a walk of its own: no code of the parser is used here.

import { SaxesParser } from 'saxes';

/** Not the story's text: media (their captions are kept with them), metadata. */
const LEFT_OUT = new Set(['media', 'nitf-table-metadata', 'tobject', 'key-list']);
const BEGINS = new Set(['body.content', 'tagline', 'bibliography']);
const BLOCKS = new Set(
  'p hl2 li dt dd td th caption block bq credit note fn pre datasource body.content tagline bibliography br'.split(
    ' ',
  ),
);
/** Parts of a name or an address: they begin a word, and what follows may belong to it. */
const PARTS = new Set('addressee delivery.point postcode name.given name.family city country'.split(' '));

/** Every word of body.content, tagline and bibliography but those of media and of notes not for publication. */
export function wordsOfNitf(xml: string): string[] {
  const parser = new SaxesParser({ xmlns: false });
  const open: string[] = [];
  const quiet: number[] = [];
  let text = '';
  Object.assign(parser.ENTITIES, {
    nbsp: '\u00a0',
    mdash: '—',
    eacute: 'é',
    ldquo: '“',
    rdquo: '”',
    hellip: '…',
  });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', ({ name, attributes: { type, noteclass } }) => {
    const isPrivate = type === 'npa' || noteclass === 'editorsnote';
    if (LEFT_OUT.has(local(name)) || isPrivate) quiet.push(open.length);
    open.push(local(name));
    if (BLOCKS.has(local(name)) || PARTS.has(local(name))) text += ' ';
  });
  parser.on('closetag', ({ name }) => {
    open.pop();
    if (quiet.at(-1) === open.length) quiet.pop();
    if (BLOCKS.has(local(name))) text += ' ';
  });
  const add = (data: string) => {
    if (quiet.length === 0 && open.some((name) => BEGINS.has(name))) text += data;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(xml).close();
  return wordsOf(text);
}

/** White space of HTML parts words; ruby's brackets and annotation belong to the word before them. */
export const wordsOf = (text: string): string[] =>
  text
    .split(/[\t\n\f\r ]+/)
    .filter((word) => word !== '')
    .flatMap((word) => word.split(/(?<=\()|(?=\))/));
