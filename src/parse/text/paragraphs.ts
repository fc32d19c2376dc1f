// What makes a paragraph in plain text. The rules are promised in docs/formats/text.md.

/**
 * Splits copy (line ends are LF) into paragraphs. Where there are blank lines, they part paragraphs. Else, where some lines are
 * indented, each of those begins one. Else each line is one, unless the lines look wrapped at a width: then all are one.
 * Words and marks stay as they are; white space at the paragraphs' edges goes.
 */
export function splitParagraphs(copy: string): string[] {
  const trimmed = withoutTrailingSpace(copy.replace(/^(?:[ \t]*\n)+/, ''));
  if (trimmed === '') return [];
  if (BLANK_LINE.test(trimmed)) return tidy(trimmed.split(BLANK_LINES));
  const lines = trimmed.split('\n');
  if (lines.slice(1).some(isIndented) && !lines.slice(1).every(isIndented))
    return tidy(trimmed.split(/\n(?=\t| {2,})/));
  return looksWrapped(lines) ? tidy([trimmed]) : tidy(lines);
}

const BLANK_LINE = /\n[ \t]*\n/;
const BLANK_LINES = /\n(?:[ \t]*\n)+/;

const tidy = (paragraphs: readonly string[]): string[] =>
  paragraphs
    .map((paragraph) => withoutTrailingSpace(paragraph.replace(/^[\t\n ]+/, '')))
    .filter((paragraph) => paragraph !== '');

/** A loop, since an unanchored pattern takes the square of a long run of spaces. NBSP and its kind are text. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && '\t\n '.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

const isIndented = (line: string): boolean => /^(?:\t| {2,})\S/.test(line);

/** Wider lines than this were not wrapped for a terminal or a mail. */
const WRAP_WIDTH = 90;
const SENTENCE_END = /[.!?:…。।۔؟"”’»)]$/u;

function looksWrapped(lines: readonly string[]): boolean {
  const all = lines.slice(0, -1);
  if (all.length === 0 || all.some((line) => line.length > WRAP_WIDTH)) return false;
  const unfinished = all.filter((line) => line.length >= 40 && !SENTENCE_END.test(line.trimEnd())).length;
  return unfinished > all.length / 2;
}
