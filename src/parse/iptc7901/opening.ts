// What stands between STX and the copy: notes in brackets, version lines, the headline, the byline. The agencies of the German
// tradition end it with `=`; others set the headline on a line of its own.

import { findDateline } from '../agency/dateline.ts';
import { line } from '../html-text.ts';
import { isBlank, trimmed } from '../transmission/lines.ts';

export interface Opening {
  readonly headline: string | null;
  readonly byline: string | null;
  /** `(Berichtigung: …)`, `(Eil)`, `2ND LEAD`, `(Foto Produktion)`: as sent, each on one line. */
  readonly notes: readonly string[];
  /** How many lines it took. */
  readonly length: number;
}

/** Lines among which `=` is looked for. */
const LONGEST = 24;
const END_MARK = /\s?=\s*$/;
const hasMark = (text: string): boolean => text.includes('=') && END_MARK.test(text);
const withoutMark = (text: string): string => trimmed(hasMark(text) ? text.replace(END_MARK, '') : text);
/** Longer lines are no headline where nothing but their place speaks for it. */
const LONGEST_HEADLINE = 100;

/** Reads the lines from STX on. `headline` is `null` where the copy begins at once. */
export function readOpening(lines: readonly string[]): Opening {
  let start = 0;
  while (start < lines.length && isBlank(lines[start] ?? '')) start += 1;
  const marked = markedEnd(lines, start);
  if (marked >= 0) return readHead(lines.slice(start, marked + 1), marked + 1);
  const blank = blankAfter(lines, start);
  const [first = ''] = lines.slice(start, start + 1);
  const head = lines.slice(start, blank);
  if (start < blank && blank < lines.length && looksLikeHead(head)) return readHead(head, blank);
  const notes = notesBefore(head);
  if (notes > 0) return readHead(head.slice(0, notes), start + notes);
  // A headline right above the copy: the copy shows by its dateline.
  if (head.length > 1 && isHeadline(first) && findDateline(head[1]?.trim() ?? '', null) !== null)
    return readHead([first], start + 1);
  return { headline: null, byline: null, notes: [], length: start };
}

/** The line that ends with `=`, with no empty line before it; -1 where there is none. */
function markedEnd(lines: readonly string[], start: number): number {
  for (let at = start; at < lines.length && at < start + LONGEST; at += 1) {
    if (isBlank(lines[at] ?? '')) return -1;
    if (hasMark(lines[at] ?? '')) return at;
  }
  return -1;
}

function blankAfter(lines: readonly string[], start: number): number {
  let at = start;
  while (at < lines.length && !isBlank(lines[at] ?? '')) at += 1;
  return at;
}

const isHeadline = (text: string): boolean =>
  text.trim().length <= LONGEST_HEADLINE &&
  !/[.:;,]["”’'»)]*\s*$/u.test(text) &&
  findDateline(text.trim(), null) === null;

/** A few lines set apart from the copy, none of which is copy. */
const looksLikeHead = (lines: readonly string[]): boolean =>
  lines.length <= 6 &&
  lines.every((text) => isHeadline(text) || isNote(text.trim()) || text.trim().startsWith('('));

/** How many lines at the top are notes only. */
function notesBefore(lines: readonly string[]): number {
  let at = 0;
  while (at < lines.length && isNote(lines[at]?.trim() ?? '')) at += 1;
  return at;
}

/** In brackets from end to end, or a version line in capitals. */
const isNote = (text: string): boolean =>
  /^\([^()]*(?:\([^()]*\)[^()]*){0,4}\)$/.test(text) || VERSION_LINE.test(text);

const VERSION_LINE =
  /^(?:(?:\d{1,2}(?:ST|ND|RD|TH|\.) ?|NEW )?(?:LEAD|LD|ADD|TAKE|SUB|INSERT)(?:[- ]?\d{1,2})?(?:[- ]WRITETHRU)?|REFILE|REPEAT|CORRECTION|CORRECTED|UPDATE ?\d{0,2}|URGENT|EIL|BLITZ|FLASH|ROUNDUP|PREVIEW|FEATURE|EMBARGO.{0,60}|SPERRFRIST.{0,60}|KILL|HOLD)$/;

const BYLINE = /^(?:von|by|par|por|di|av|af|fra)\s+(?=\p{Lu}|dpa\b)/iu;

function readHead(lines: readonly string[], length: number): Opening {
  const headline: string[] = [];
  const notes: string[] = [];
  let byline: string | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const text = withoutMark(lines[at] ?? '');
    const bracket = text.startsWith('(') ? bracketEnd(lines, at) : -1;
    if (bracket >= 0) {
      notes.push(joined(lines.slice(at, bracket + 1)));
      at = bracket;
    } else if (VERSION_LINE.test(text)) notes.push(text);
    else if (headline.length > 0 && byline === null && BYLINE.test(text)) byline = text.replace(BYLINE, '');
    else if (text !== '') headline.push(text);
  }
  return { headline: line(headline.join(' ')), byline, notes, length };
}

const joined = (lines: readonly string[]): string => line(lines.map(withoutMark).join(' ')) ?? '';

/** The line at whose end the bracket closes that opened at the start of line `from`; -1 where text follows it. */
function bracketEnd(lines: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < lines.length; at += 1) {
    const text = withoutMark(lines[at] ?? '');
    for (let column = 0; column < text.length; column += 1) {
      const character = text[column];
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      if (depth === 0) return column === text.length - 1 ? at : -1;
    }
  }
  return -1;
}
