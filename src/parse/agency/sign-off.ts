// Recognises the lines that end an agency's copy: `--IANS`, `ab/cd`, `(Reporting by …)`, `ENDS`. They stay in the text.

/** Lines that are sign-offs as a whole. */
const WHOLE: readonly RegExp[] = [
  // --IANS, -- IANS ab/cd, —ANI, -PTI
  /^(?:--?|—|–)\s?[\p{Lu}][\p{L}.]{1,14}(?:\s[a-z]{1,5}(?:\/[a-z]{1,5})*)?$/u,
  // ab/cd, ab/cd/ef, also in capitals
  /^[a-z]{2,5}(?:\/[a-z]{2,5}){1,3}$/i,
  // PTI ABC DEF
  /^[A-Z]{2,6}(?: [A-Z]{2,4}){1,4}$/,
  // dpa xx yy
  /^dpa(?:-[a-z]+)?(?: [a-z]{2,4}){1,4}$/,
  // (Reporting by …; Editing by …) and its likes, with or without brackets
  /^\(?(?:[Aa]dditional reporting|[Cc]ompiled|[Ee]dit(?:ed|ing)|[Rr]eport(?:ed|ing)|[Tt]ranslated|[Ww]ith (?:agency )?inputs?|[Ww]ith reporting|[Ww]rit(?:ing|ten))\b (?:and \w+ )?(?:by|from) [\p{Lu}\p{Lo}].{2,400}$/u,
  // (ANI), (PTI)
  /^\([A-Z]{2,10}(?:[/ -][A-Za-z]{2,10})?\)$/,
  // ENDS, -30-, ###, (END), MORE
  /^[\s\-–—/(#*]*(?:ENDS?|-30-|30|###|-0-|NNNN|MORE)[\s\-–—/)#*]*$/,
  /^#{3,}$/,
];

/** Sign-offs that stand at the end of the last line of copy. */
const TRAILING: readonly RegExp[] = [
  /(?<=[.!?”"'’)।۔]\s)(?:--|—)\s?[A-Z]{2,8}(?:\s[a-z]{2,5}(?:\/[a-z]{2,5})*)?$/,
  /(?<=[.!?”"'’।۔]\s?)\([A-Z]{2,8}\)$/,
  /(?<=[.!?”"'’।۔]\s)\((?:Additional reporting|Edited|Editing|Reporting|With inputs|Writing) (?:by|from) [^()]{2,300}\)$/i,
];

/** Never more than this many lines from the end are taken for a sign-off. */
const REACH = 4;

/**
 * The sign-off that ends the copy, its lines joined by LF, or `null`. `paragraphs` are lines of canonical text; the first
 * is never taken for a sign-off, since copy is not signed off before it starts.
 */
export function findSignOff(paragraphs: readonly string[]): string | null {
  const lines = paragraphs.map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '');
  let start = lines.length;
  while (start > 1 && lines.length - start < REACH && isSignOff(lines[start - 1] ?? '')) start -= 1;
  const found = lines.slice(start);
  const trailing = trailingSignOff(lines[start - 1] ?? '');
  if (trailing !== null) found.unshift(trailing);
  return found.length === 0 ? null : found.join('\n');
}

const isSignOff = (line: string): boolean =>
  line.length <= 500 && WHOLE.some((pattern) => pattern.test(line));

function trailingSignOff(line: string): string | null {
  const end = line.slice(-320);
  for (const pattern of TRAILING) {
    const found = pattern.exec(end);
    if (found !== null) return found[0];
  }
  return null;
}
