// Lines of a wire to paragraphs. Wires are wrapped at a width: a line end is a space where the next word had no room, and stays a
// line end where it had. Words are never rejoined at a hyphen. Tables keep their lines (docs/formats/iptc7901.md, "Lines").

import { escapeHtml } from '../../text/markup.ts';
import { indentOf, isBlank, trimmed } from './lines.ts';

export interface CopyLine {
  readonly text: string;
  /** The agency said that a line ends here (`<`, a quad), whatever its length. */
  readonly ends: boolean;
  /** The agency said that a paragraph begins here. */
  readonly begins: boolean;
}

export interface Copy {
  readonly html: string;
  /** Paragraphs as plain text, their lines joined by LF; rows of a table are lines. */
  readonly paragraphs: readonly string[];
}

type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** Paragraphs, lists (`  * item`) and tables (`| cell | cell |`) of the lines. `preserved`: every line end counts. */
export function readCopy(lines: readonly CopyLine[], preserved: boolean): Copy {
  const wrapping = preserved ? UNWRAPPED : wrappingOf(lines);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const start = at;
    const kind = kindOf(lines[at]);
    if (kind === null) {
      at += 1;
      continue;
    }
    at += 1;
    while (at < lines.length && belongs(lines, start, at, kind)) at += 1;
    blocks.push(blockOf(kind, lines.slice(start, at), wrapping));
  }
  return { html: blocks.map(htmlOf).join('\n'), paragraphs: blocks.map(textOf) };
}

type Kind = Block['kind'];

const TABLE_ROW = /^[ \t]*\|(?:[^|]*\|)+[ \t]*$/;
const LIST_ITEM = /^ {2,8}\* +\S/;

function kindOf(line: CopyLine | undefined): Kind | null {
  if (line === undefined || isBlank(line.text)) return null;
  const mark = line.text[indexOfText(line.text)];
  if (mark === '|' && TABLE_ROW.test(line.text)) return 'table';
  return mark === '*' && LIST_ITEM.test(line.text) ? 'list' : 'paragraph';
}

function belongs(lines: readonly CopyLine[], start: number, at: number, kind: Kind): boolean {
  const line = lines[at];
  const found = kindOf(line);
  if (line === undefined || found === null) return false;
  if (kind === 'table') return found === 'table';
  if (kind === 'list') return found === 'list' || (found === 'paragraph' && indentOf(line.text) > 2);
  return found === 'paragraph' && !line.begins && !isIndentedAnew(lines, start, at);
}

/** Lines that begin with a mark hang their second line under the first word. */
const HANGING = /^[ \t]*(?:[-*+•–—]|\d{1,3}[.)])[ \t]+/;

/** An indented line begins a paragraph, unless the line before hangs, or is indented as far. */
function isIndentedAnew(lines: readonly CopyLine[], start: number, at: number): boolean {
  const indent = indentOf(lines[at]?.text ?? '');
  if (indent < 2) return false;
  const before = lines[at - 1]?.text ?? '';
  return indent > indentOf(before) && !HANGING.test(lines[start]?.text ?? '') && !HANGING.test(before);
}

function blockOf(kind: Kind, lines: readonly CopyLine[], wrapping: Wrapping): Block {
  switch (kind) {
    case 'table':
      return { kind, rows: lines.map(({ text }) => cellsOf(text)) };
    case 'list':
      return { kind, lines: itemsOf(lines) };
    case 'paragraph':
      return { kind, lines: unwrapped(lines, wrapping) };
  }
}

const cellsOf = (row: string): string[] =>
  row
    .slice(row.indexOf('|') + 1, row.lastIndexOf('|'))
    .split('|')
    .map(trimmed);

function itemsOf(lines: readonly CopyLine[]): string[] {
  const items: string[] = [];
  for (const { text } of lines) {
    const last = items.length - 1;
    if (LIST_ITEM.test(text) || last < 0) items.push(trimmed(trimmed(text).slice(1)));
    else items[last] = `${items[last]} ${trimmed(text)}`;
  }
  return items;
}

function unwrapped(lines: readonly CopyLine[], wrapping: Wrapping): string[] {
  const joined: string[] = [];
  let line = '';
  let text = trimmed(lines[0]?.text ?? '');
  let tabular = isTabular(text);
  for (let at = 0; at < lines.length; at += 1) {
    const next = lines[at + 1];
    const nextText = trimmed(next?.text ?? '');
    const nextTabular = isTabular(nextText);
    line = line === '' ? text : `${line} ${text}`;
    const ends =
      next === undefined ||
      tabular ||
      nextTabular ||
      lines[at]?.ends === true ||
      hasRoom(text, next.text, wrapping);
    if (ends) {
      joined.push(line);
      line = '';
    }
    text = nextText;
    tabular = nextTabular;
  }
  return joined;
}

/** The next word had room, so that the agency ended the line on purpose. */
const hasRoom = (text: string, next: string, { width, slack }: Wrapping): boolean =>
  width - text.trimEnd().length - lengthOfFirstWord(next) >= slack &&
  !(text.endsWith('-') && BROKEN_WORD.test(text));

/** A word goes on in the next line; its hyphen stays as sent, and so does the line end as a space. */
const BROKEN_WORD = /\p{L}-$/u;

/** Columns held apart by runs of spaces, tabs or dots. No run can be begun inside another, so that it takes one pass. */
const COLUMNS = /[^\s.](?: {3,}[^\s]| *\t| ?\.{4,} ?[^\s.]|(?: \.){3,} [^\s.])/;

/** Needed in a row, beside a tab; most lines have neither. */
const COLUMN_MARK = / {3}|\.\.\.|\. \./;

/** `text` is trimmed. */
const isTabular = (text: string): boolean =>
  (COLUMN_MARK.test(text) || text.includes('\t')) && COLUMNS.test(text);

interface Wrapping {
  /** Columns at which the agency wraps. */
  readonly width: number;
  /** Columns that must have been free for a line end to be the agency's own. */
  readonly slack: number;
}

const UNWRAPPED: Wrapping = { width: Number.POSITIVE_INFINITY, slack: 0 };
/** No wire wraps at less: of shorter lines each was ended on purpose. */
const NARROWEST = 60;
/** Lines beyond this were not wrapped; a single one is a word without a break, such as an address. */
const WIDEST = 100;
/** Columns free within which a wrapped line of a ragged text ends. */
const RAGGED = 10;

/** The width that the lines were wrapped at. Where many end a little before it, the wrapping was done by hand and is loose. */
function wrappingOf(lines: readonly CopyLine[]): Wrapping {
  const lengths = lines.map(({ text }) => text.trimEnd().length);
  let width = NARROWEST;
  let long = 0;
  let written = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at]?.text ?? '';
    if (text === '') continue;
    const length = lengths[at] ?? 0;
    written += 1;
    if (length > WIDEST) long += 1;
    else if (length > width && text.trim().includes(' ')) width = length;
  }
  if (long * 10 > written) return UNWRAPPED;
  let full = 0;
  let short = 0;
  for (let at = 0; at + 1 < lines.length; at += 1) {
    const next = lines[at + 1]?.text ?? '';
    if (isBlank(lines[at]?.text ?? '') || isBlank(next)) continue;
    const free = width - (lengths[at] ?? 0) - lengthOfFirstWord(next);
    if (free < 0) full += 1;
    else if (free < RAGGED) short += 1;
  }
  return { width, slack: short * 4 > full ? Math.ceil(width / 3) : 0 };
}

/** Columns that the first word would need behind another line, with the space before it. */
function lengthOfFirstWord(text: string): number {
  const start = indexOfText(text);
  const space = text.indexOf(' ', start);
  return (space < 0 ? text.length : space) - start + 1;
}

function indexOfText(text: string): number {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${block.lines.map(escapeHtml).join('<br>')}</p>`;
    case 'list':
      return `<ul>${block.lines.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return `<table><tbody>${block.rows.map(rowHtml).join('')}</tbody></table>`;
  }
}

const rowHtml = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;

const textOf = (block: Block): string =>
  block.kind === 'table' ? block.rows.map((cells) => cells.join(' ')).join('\n') : block.lines.join('\n');
