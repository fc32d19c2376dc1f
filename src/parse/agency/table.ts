// Tables of the words that agencies put before a line, and how a line is looked up in them. Stet's rows and the operator's are one
// kind. Every row is kept under its first word, so that a line that opens with no such word costs one look-up.

import type { Convention } from '../../model/convention.ts';
import type { Kind, PubStatus } from '../../model/item.ts';

/** Where rows hold, as bits. */
export const HEADLINE = 1;
export const SLUGLINE = 2;
/** A line of the editor's note. */
export const NOTE = 4;
/** The first paragraph of the copy. */
export const FIRST_LINE = 8;
/** Any of the first or last paragraphs of the copy: only what is certain to be no copy. */
export const EDGE = 16;
/** Behind a comma, a dash or a stroke in a slugline: `BC-Harbour Fire-Kill`. */
export const INSIDE = 32;

export interface Row {
  readonly where: number;
  /** First words of the lines it may match, lower case, numbers as `#`; an empty one for any. */
  readonly words: readonly string[];
  /** Sticky; anchored where the line's first letter or digit stands. */
  readonly pattern: RegExp;
  /** `null` for words that only stand before others, such as `PLEASE`. */
  readonly signal: string | null;
  readonly kind: Kind | null;
  readonly status: PubStatus | null;
}

export interface Effect {
  readonly signal: string | null;
  readonly kind?: Kind;
  readonly status?: PubStatus;
}

export interface Table {
  readonly byWord: ReadonlyMap<string, readonly Row[]>;
}

export const tableOf = (rows: readonly Row[]): Table => {
  const byWord = new Map<string, Row[]>();
  for (const row of rows) {
    for (const word of row.words) {
      const there = byWord.get(word);
      if (there === undefined) byWord.set(word, [row]);
      else there.push(row);
    }
  }
  return { byWord };
};

/** Rows for words written as in the configuration; see `Convention.pattern`. Words parted by `|`. */
export function words(where: number, patterns: string, effect: Effect): Row[] {
  return patterns.split('|').map((pattern) => rowOf(where, pattern, effect));
}

/** A row that needs more than a wildcard. `pattern` begins at the line's first letter or digit. */
export function expression(where: number, firstWords: string, pattern: string, effect: Effect): Row {
  const caseless = pattern.startsWith('(?i)');
  return {
    where,
    words: firstWords.split(' '),
    pattern: new RegExp(caseless ? pattern.slice(4) : pattern, caseless ? 'iuy' : 'uy'),
    signal: effect.signal,
    kind: effect.kind ?? null,
    status: effect.status ?? null,
  };
}

/** The operator's rows as a table. */
export function tableOfConventions(conventions: readonly Convention[]): Table {
  return tableOf(
    conventions.map(({ where, pattern, signal, kind, status }) => {
      const bits = where.reduce((sum, place) => sum | PLACE_BITS[place], 0);
      const row = rowOf(bits, pattern, { signal });
      return { ...row, kind, status };
    }),
  );
}

const PLACE_BITS = { headline: HEADLINE, slugline: SLUGLINE, note: NOTE, 'first-line': FIRST_LINE };

/**
 * What may follow a word that stands for itself: the line's end, a mark, or a dash. Not a further word (`KILL BILL`), and no hyphen that
 * makes a longer word (`HOLD-UP`, `HOLD-up`).
 */
export const END = String.raw`(?=\s{0,8}(?:$|[:：;,/)\]】*|+>_=–—…!]|\.(?!\p{L})|-(?!\p{Lu}{2}|\p{Ll})))`;

/** What `*` stands for is no longer. */
const LONGEST_GAP = 80;

function rowOf(where: number, pattern: string, effect: Effect): Row {
  const begin = pattern.search(/[\p{L}\p{N}#]/u);
  const written = begin < 0 ? pattern : pattern.slice(begin);
  const source = [...written].map(characterPattern).join('');
  const end = /[\p{L}\p{N}\p{M}#]$/u.test(written) ? END : '';
  const [first = ''] = /^[\p{L}\p{M}\p{N}#]+/u.exec(written) ?? [];
  return {
    where,
    // A word that `*` goes on with can be any word.
    words: [written[first.length] === '*' ? ANY_WORD : firstWordKey(first)],
    pattern: new RegExp(source.replaceAll(/(?:\\s\+)+/g, String.raw`\s{1,8}`) + end, 'uy'),
    signal: effect.signal,
    kind: effect.kind ?? null,
    status: effect.status ?? null,
  };
}

function characterPattern(character: string): string {
  if (character === '#') return String.raw`\d{1,4}`;
  if (character === '*') return `[^\\n]{0,${LONGEST_GAP}}?`;
  if (/\s/u.test(character)) return String.raw`\s+`;
  if (character === '-') return String.raw`\s?[-–—]`;
  return /[\p{L}\p{M}\p{N}]/u.test(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

const ANY_WORD = '';

const firstWordKey = (word: string): string =>
  (/\d/.test(word) ? word.replaceAll(/\d+/g, '#') : word).toLowerCase();

/** A word's first letters are enough to tell it by. */
const FIRST_WORD = /[^\p{L}\p{N}]{0,24}([\p{L}\p{M}\p{N}]{1,24})/uy;
/** Nobody stacks more. */
const MOST_LABELS = 6;

/** Gives `found` the rows that stand before the line, one behind the other: `RPT-UPDATE 2-…`. */
export function readLabels(
  line: string,
  where: number,
  tables: readonly Table[],
  found: (row: Row) => void,
  from = 0,
): void {
  let at = from;
  for (let labels = 0; labels < MOST_LABELS; labels++) {
    FIRST_WORD.lastIndex = at;
    const word = FIRST_WORD.exec(line)?.[1];
    if (word === undefined) return;
    const start = FIRST_WORD.lastIndex - word.length;
    const end = readLabel(line, start, firstWordKey(word), where, tables, found);
    if (end <= start) return;
    at = end;
  }
}

/** Where the label at `start` ends; `start` when there is none. Stet's own table is the first: the others cannot step over its rows. */
function readLabel(
  line: string,
  start: number,
  key: string,
  where: number,
  tables: readonly Table[],
  found: (row: Row) => void,
): number {
  let end = start;
  let isOwn = true;
  const ask = (rows: readonly Row[]): void => {
    for (const row of rows) {
      if ((row.where & where) === 0) continue;
      row.pattern.lastIndex = start;
      if (!row.pattern.test(line)) continue;
      found(row);
      if (isOwn || end === start) end = Math.max(end, row.pattern.lastIndex);
    }
  };
  for (const { byWord } of tables) {
    const rows = byWord.get(key);
    if (rows !== undefined) ask(rows);
    const anyWord = byWord.get(ANY_WORD);
    if (anyWord !== undefined) ask(anyWord);
    isOwn = false;
  }
  return end;
}
