// The TEXT element: headline, byline and dateline into fields, and all but the headline into paragraphs, in its order.

import type { Warning } from '../../model/item.ts';
import { line } from '../html-text.ts';
import { unescapeSgml } from './references.ts';

export interface Copy {
  readonly headline: string | null;
  /** As written, `By` included. It stands in the paragraphs too. */
  readonly author: string | null;
  /** Without the dash after it. It stands in the paragraphs too. */
  readonly dateline: string | null;
  readonly paragraphs: readonly string[];
}

const TAG = /<(\/?)(TITLE|AUTHOR|DATELINE|BODY)>/g;

/** `text` is what stands inside TEXT, references not yet decoded. */
export function copyOf(text: string, warnings: Warning[]): Copy {
  const parts = new Map<string, string>();
  let running = '';
  let open = '';
  let at = 0;
  const take = (until: number) => {
    const piece = text.slice(at, until);
    if (open !== '') parts.set(open, (parts.get(open) ?? '') + piece);
    if (open !== 'TITLE') running += piece;
  };
  for (const tag of text.matchAll(TAG)) {
    take(tag.index);
    at = tag.index + tag[0].length;
    open = tag[1] === '/' ? '' : (tag[2] ?? '');
    // A title or byline that ends is followed by something else, with or without a line end.
    if (tag[2] === 'TITLE' || tag[2] === 'AUTHOR') running += '\n';
  }
  take(text.length);
  const part = (name: string) => line(unescapeSgml(parts.get(name) ?? ''));
  const title = part('TITLE');
  const { headline, lines } = splitHeadline(title, linesOf(running, warnings));
  return {
    headline,
    author: part('AUTHOR'),
    dateline: part('DATELINE')?.replace(/[\s–-]+$/, '') || null,
    paragraphs: paragraphsOf(title === null ? lines : withoutBulletin(lines, warnings)),
  };
}

/** STX and ETX frame the text; other control characters are garbled copy, and stay. */
const CONTROLS = /[\0\x01\x04-\x08\x0b-\x1f\x7f]/g;

function linesOf(running: string, warnings: Warning[]): string[] {
  const copy = unescapeSgml(running).replaceAll('\x02', '').replaceAll('\x03', '').replace(/\r\n?/g, '\n');
  const controls = copy.match(CONTROLS)?.length ?? 0;
  if (controls > 0)
    warnings.push({ code: 'control-characters', message: `${controls} control characters in the text` });
  return copy.replaceAll('\0', '').split('\n');
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

/** Where there is no TITLE the first line is it; one that was wrapped goes on in the second. */
function splitHeadline(
  title: string | null,
  lines: readonly string[],
): { headline: string | null; lines: readonly string[] } {
  if (title !== null) return { headline: title, lines };
  const first = lines.findIndex((text) => !isBlank(text));
  const opening = lines[first];
  const second = lines[first + 1];
  if (opening === undefined || lines.slice(first + 1).every(isBlank)) return { headline: null, lines };
  const goesOn = opening.length >= WRAPPED && second !== undefined && continues(opening, second);
  const taken = goesOn ? 2 : 1;
  const headline = line(lines.slice(first, first + taken).join(' '));
  return { headline, lines: lines.slice(first + taken) };
}

/** A bulletin is a headline alone, behind a row of stars; the collection put a filler where the copy would be. */
function withoutBulletin(lines: readonly string[], warnings: Warning[]): readonly string[] {
  return lines.filter((text) => {
    const mark = /^\s*\*+\s*$/.test(text) || /^\s*blah blah blah\.\s*$/i.test(text);
    if (mark) warnings.push({ code: 'filler-left-out', message: `${text.trim()} was left out` });
    return !mark;
  });
}

/** Lines are wrapped at 60 to 70 characters: a line as long as this may go on in the next, one shorter than `ENDED` does not. */
const WRAPPED = 55;
const ENDED = 40;

/** A new line begins a paragraph where it is indented, is a row of a table, or follows a line that was not full. */
const continues = (before: string, text: string): boolean =>
  /^\S/.test(text) && before.length >= ENDED && !isRow(before) && !isRow(text);

const isRow = (text: string): boolean => /\S(?: {3,}|\.{4,})\S/.test(text);

function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let before: string | null = null;
  for (const text of lines) {
    if (isBlank(text)) {
      before = null;
      continue;
    }
    const last = paragraphs.length - 1;
    if (before !== null && continues(before, text)) paragraphs[last] += `\n${text.trim()}`;
    else paragraphs.push(text.trim());
    before = text;
  }
  return paragraphs;
}
