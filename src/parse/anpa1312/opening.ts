// The lines above the copy, each from `^` to `<` or `=`: the full keyword line, the headline, notes for editors, the byline.
// `^BC-Harbour-Bridge, 1st Ld-Writethru,416<`, `^Bridge reopens<`, `^Eds: With photos.<`, `^By ADA ROE=`.

import { isEmbargoLine } from '../agency/signals.ts';
import { line } from '../html-text.ts';
import { isBlank, trimmed } from '../transmission/lines.ts';

export interface Opening {
  /** `BC-Harbour-Bridge, 1st Ld-Writethru`, without its count of words. */
  readonly keywordLine: string | null;
  readonly keywordCount: number | null;
  readonly headline: string | null;
  readonly byline: string | null;
  readonly credit: string | null;
  readonly keywords: readonly string[];
  /** Lines after the headline that are neither notes nor byline: a summary in sentences. */
  readonly summary: readonly string[];
  readonly notes: readonly string[];
  /** How many lines it took. */
  readonly length: number;
}

interface Building {
  keywordLine: string | null;
  keywordCount: number | null;
  headline: string | null;
  byline: string[];
  credit: string | null;
  keywords: string[];
  summary: string[];
  notes: string[];
}

const KEYWORD_LINE = /^(?=.{0,120}(?:,|--|-))(\S.{0,120}?)(?:,\s?(\d{1,5}))?$/;
/** Edition cycles and the like that a keyword line begins with. */
const CYCLE = /^(?:AM|PM|BC|AP|[A-Z]{2}-[A-Z]{2})-/;
/** Lines that speak to editors. A line that is none of these may be the headline: it is published. */
const NOTE = new RegExp(
  String.raw`^\(?(?:` +
    [
      String.raw`(?:eds?|editors?)\b\s*[:,.]`,
      String.raw`editors?[’']?s?[’']? note\b`,
      String.raw`note (?:to )?editors\b`,
      String.raw`attention (?:editors?|eds|news|sports|business)\b`,
      String.raw`with (?:[a-z]{2,4} )?(?:photos?|graphics?|video|audio)\b`,
      String.raw`(?:[a-z]{2,4} )?(?:photo|graphic|video|audio)s?(?: [a-z]{1,6}\d|\s*$|:)`,
      String.raw`(?:update|symbol|code)\s*:`,
      String.raw`(?:adds?|corrects?|restores?|subs?|updates?|inserts?|trims?|deletes?)\b.*\b(?:grafs?|paragraphs?|paras?|lead|quotes?|details|photos?|bylines?|spelling|background|minor|throughout)\b`,
      String.raw`(?:incorporates|changes byline|minor edits|pickup)\b`,
    ].join('|') +
    ')',
  'i',
);
const BYLINE = /^by\s+(?=\S)/i;
const LABELLED = /^(HL|INDEX|SUMMARY)\s*:\s*(.*)$/i;

/** Reads the leading lines that begin with `^`. */
export function readOpening(lines: readonly string[]): Opening {
  const found: Building = {
    keywordLine: null,
    keywordCount: null,
    headline: null,
    byline: [],
    credit: null,
    keywords: [],
    summary: [],
    notes: [],
  };
  let at = 0;
  for (; at < lines.length; at += 1) {
    const sent = lines[at] ?? '';
    if (isBlank(sent)) continue;
    const logical = logicalLine(lines, at);
    if (logical === null) break;
    at = logical.last;
    for (const part of logical.parts) take(found, part.text, part.mark);
  }
  return { ...found, byline: found.byline.join(', ') || null, length: at };
}

interface Logical {
  readonly parts: readonly { readonly text: string; readonly mark: string }[];
  readonly last: number;
}

/** A line of the opening may be wrapped: it goes on to the line that its mark ends. `null` where copy begins. */
function logicalLine(lines: readonly string[], from: number): Logical | null {
  const start = trimmed(lines[from] ?? '');
  const first = start.startsWith('^') || /^code:\d+<$/.test(start);
  if (!first) return null;
  const last = lastOfWrapped(lines, from);
  const text = lines
    .slice(from, last + 1)
    .map(trimmed)
    .join(' ');
  // Two on one line: `^*9006< ^AP-Top-Stories,0176<`.
  const parts = text.split(/(?<=<)\s*(?=\^)/).map((sent) => {
    const part = trimmed(sent);
    const mark = MARK.exec(part)?.[1] ?? '';
    return { text: trimmed(part.replace(/^\^/, '').replace(MARK, '')), mark };
  });
  return { parts, last };
}

/** The line with the mark that ends a wrapped one; the line itself where it is short, or where no such mark follows. */
function lastOfWrapped(lines: readonly string[], from: number): number {
  if ((lines[from] ?? '').length < WRAPPED) return from;
  for (let at = from; at < lines.length && at - from < LONGEST; at += 1) {
    const text = lines[at] ?? '';
    if (at > from && (isBlank(text) || /^[\^\t\b]| {2}/.test(text))) return from;
    if (MARK.test(trimmed(text))) return at;
  }
  return from;
}

/** Shorter lines were not wrapped. */
const WRAPPED = 45;
/** `<` and `=` end a line; the Canadian Press writes `@` before. */
const MARK = /@?([<=])$/;
/** Lines that one line of the opening may be wrapped to. */
const LONGEST = 8;

function take(found: Building, text: string, mark: string): void {
  if (text === '') return;
  const [, label, labelled = ''] = LABELLED.exec(text) ?? [];
  if (label !== undefined) takeLabelled(found, label.toUpperCase(), labelled);
  else if (found.keywordLine === null && found.headline === null && isKeywordLine(text))
    takeKeywordLine(found, text);
  else if (/^\*?\d{1,5}$/.test(text)) found.notes.push(text);
  else if (isEmbargoLine(text) || NOTE.test(text.slice(0, 300))) found.notes.push(text);
  else if (BYLINE.test(text)) found.byline.push(text.replace(BYLINE, ''));
  else if (mark === '=' && found.byline.length > 0) found.byline.push(text);
  else if (found.byline.length > 0 && found.credit === null && text.length <= 40) found.credit = text;
  else if (found.headline === null) found.headline = line(text);
  else found.summary.push(text);
}

function takeLabelled(found: Building, label: string, text: string): void {
  if (label === 'HL') found.headline = line(text);
  else if (label === 'SUMMARY') found.summary.push(text);
  else
    found.keywords.push(
      ...text
        .split(',')
        .map(trimmed)
        .filter((word) => word !== ''),
    );
}

const LONGEST_KEYWORDS = 130;

const isKeywordLine = (text: string): boolean =>
  text.length <= LONGEST_KEYWORDS &&
  (CYCLE.test(text) || /,\s?\d{1,5}$/.test(text) || /^\S+-\S+(?:, .{1,60})?$/.test(text));

function takeKeywordLine(found: Building, text: string): void {
  const [, words, count] = KEYWORD_LINE.exec(text) ?? [];
  found.keywordLine = words ?? text;
  found.keywordCount = count === undefined ? null : Number(count);
}
