// Which lines of a mail's text are the story: what a forwarder, a signature and a mailing list put around it is not. Everything left out
// is handed back to be named; where it is long, it stays, since a story must lose no word.

import type { Warning } from '../../model/item.ts';
import { findSignOff } from '../agency/sign-off.ts';
import { isSignatureLine, listFooter, listHeader, taken } from './footers.ts';
import { type Forwarded, findForwarded } from './forwarded.ts';

export interface StoryLines {
  /** Index of the first line of the story, and of the line after its last. */
  readonly start: number;
  readonly end: number;
  /** What the header lines of the innermost forwarded story say; `null` where nothing was forwarded. */
  readonly forwarded: Forwarded | null;
  readonly warnings: readonly Warning[];
}

export interface LineOptions {
  /** Lines of text as written, with blank lines; else lines of canonical text, none of them blank. */
  readonly hasBlankLines: boolean;
  /** The mail's own subject says that it forwards. */
  readonly forwards: boolean;
  /** The mail's own subject says that it replies: what it quotes is no story of its own. */
  readonly replies: boolean;
}

/** Finds the story in the lines of a text. */
export function findStory(lines: readonly string[], options: LineOptions): StoryLines {
  const warnings: Warning[] = [];
  const leaveOut = (code: string, what: string, from: number, to: number) => {
    const words = taken(lines.slice(from, to));
    if (words !== '') warnings.push({ code, message: `${what} was left out: ${JSON.stringify(words)}` });
  };
  const forwarded = findForwarded(lines, options);
  const start = forwarded?.start ?? 0;
  if (forwarded !== null) leaveOut('cover-text-left-out', 'what stands above the forwarded story', 0, start);
  const signature = findSignature(lines, start);
  if (signature < lines.length) leaveOut('mail-signature-left-out', 'the signature', signature, lines.length);
  const footer = listFooter(lines, start, signature);
  if (footer < signature) leaveOut('mail-footer-left-out', 'the footer', footer, signature);
  const top = listHeader(lines, start, footer);
  if (top > start) leaveOut('mail-footer-left-out', 'a line of the mailing', start, top);
  return { start: top, end: footer, forwarded, warnings };
}

/** Longer texts behind a separator are copy; and shorter ones already where it lacks its space. */
const LONGEST_SIGNATURE = { lines: 15, characters: 1_000 };
const LONGEST_UNCERTAIN = { lines: 6, characters: 400 };

/** The last separator of a signature, or the number of lines. An agency's own sign-off is none. */
function findSignature(lines: readonly string[], start: number): number {
  for (let at = lines.length - 1; at >= start; at -= 1) {
    const separator = lines[at] ?? '';
    if (!isSignatureLine(separator)) continue;
    const behind = lines.slice(at + 1).filter((text) => text.trim() !== '');
    const longest = separator === '--' ? LONGEST_UNCERTAIN : LONGEST_SIGNATURE;
    const isShort = behind.length <= longest.lines && behind.join('\n').length <= longest.characters;
    return isShort && findSignOff(['copy', ...behind]) === null ? at : lines.length;
  }
  return lines.length;
}
