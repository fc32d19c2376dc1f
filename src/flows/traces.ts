// By what a story is recognised in bytes that could not be read: its guid, its headline, or half of its text's lines, as far as they stand
// there as they were.

import type { ParsedItem } from '../model/item.ts';

/** Bytes from which a stretch is taken for the story's own. */
const SHORTEST = 12;
const SHORTEST_LINE = 24;
/** UTF-16 code units of a guid that is looked for where it stands alone. */
const SHORTEST_NAME = 3;
/** What XML, HTML and JSON write otherwise in places; then all but ASCII, which alone stands the same in the encodings that agencies use. */
const ESCAPED = /[<>&"'\\\n\t]+/;
const NOT_ASCII = /[^ !#-%(-;=?-[\]-~]+/;

/** Whether bytes hold the copy of one of the versions. */
export function holdsCopy(bytes: Uint8Array, versions: readonly ParsedItem[]): boolean {
  const sought = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (line: string, shortest: number): boolean =>
    stretches(line, shortest).some((stretch) => sought.includes(stretch));
  return versions.some(({ guid, headline, text }) => {
    const isNamed =
      holds(guid, SHORTEST) ||
      (guid.length >= SHORTEST_NAME && named(guid).some((name) => sought.includes(name)));
    if (isNamed || holds(headline ?? '', SHORTEST)) return true;
    const lines = text.split('\n').filter((line) => stretches(line, SHORTEST_LINE).length > 0);
    const found = lines.filter((line) => holds(line, SHORTEST_LINE)).length;
    // One line alone may be the agency's own, which stands below every story.
    return found > 0 && found * 2 >= lines.length;
  });
}

/** A guid as the whole of an element, an attribute or a string. */
const named = (guid: string): string[] => [`>${guid}<`, `"${guid}"`, `'${guid}'`];

const stretches = (line: string, shortest: number): Buffer[] =>
  [ESCAPED, NOT_ASCII]
    .map((apart) => Buffer.from(longest(line.split(apart)).trim()))
    .filter((stretch) => stretch.length >= shortest);

const longest = (parts: readonly string[]): string =>
  parts.reduce((found, part) => (part.length > found.length ? part : found), '');
