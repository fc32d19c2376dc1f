// Where the copy of a message ends and what is for editors only begins: the notebook (`# Notizblock`), and blocks that say of
// themselves that they are not for publication. They never become body.

import { isBlank, trimmed } from './lines.ts';

/** A line on its own that opens the notebook, of dpa and of those that write like it. */
const NOTEBOOK = /^#{0,2} ?(?:dpa-)?(?:notizblock|notebook|bloc de notas|bloc-notes)\s*:?$/i;
const EDITORIAL_HEADING =
  /^## ?(?:redaktionelle hinweise|hinweis(?:e)? (?:an|für) die redaktion(?:en)?|notes? to editors|kontakte|ansprechpartner|editorial contacts|internet(?: links)?|orte|places)\s*:?$/i;

/** A line on its own; a sentence that only mentions the words goes on. */
const NOT_PUBLIC = new RegExp(
  '^[\\s*+#(\\[-]*(?:' +
    [
      '(?:(?:the )?following (?:information|section|lines?|text|contacts?) (?:is|are) )?not (?:intended )?for publication',
      '(?:die )?(?:folgenden?|nachfolgenden?|nachstehenden?) (?:informationen|angaben|hinweise|zeilen|kontakte) (?:sind|ist) nicht (?:zur|für die) veröffentlichung(?: bestimmt)?',
      '(?:achtung[:,]? )?nicht (?:zur|für die) veröffentlichung(?: bestimmt)?',
      '(?:les informations suivantes ne sont )?pas (?:destinées )?(?:à|pour) (?:la )?publication',
      '(?:la siguiente información )?no (?:es(?:tá)? )?(?:destinada )?(?:para|a) (?:su |la )?publicación',
      '(?:le seguenti informazioni )?non (?:sono )?(?:destinate )?(?:alla|per la) pubblicazione',
      'dpa-kontakte',
    ].join('|') +
    ')[\\s*+#)\\].:!-]*$',
  'i',
);
/** Such lines are short. */
const LONGEST = 140;
/** Stars that part the blocks; they belong to the block below. */
const STARS = /^ *(?:\* *){3,}$/;

export interface Parts {
  /** Lines of the copy. */
  readonly copy: readonly string[];
  /** Lines for editors that hold no warning against publication. */
  readonly notebook: readonly string[];
  /** Lines not for publication. */
  readonly nonPublic: readonly string[];
  /** The line that signs the message below its non-public part (`dpa ab/cd xy n1`), or `null`. */
  readonly closing: string | null;
}

const CLOSING = /^[a-z]{2,5}(?:[ /-][\p{Ll}\d]{1,5}){1,8}$/u;

/** Parts the lines of a message's text. What follows a non-public mark is non-public to the end. */
export function partsOf(lines: readonly string[]): Parts {
  const hidden = opening(lines, lines.findIndex(isNonPublicMark));
  const open = lines.slice(0, hidden);
  const notes = opening(open, open.findIndex(isNotebookMark));
  const nonPublic = lines.slice(hidden);
  const last = trimmed(nonPublic.findLast((line) => !isBlank(line)) ?? '');
  return {
    copy: open.slice(0, notes),
    notebook: open.slice(notes),
    nonPublic,
    closing: nonPublic.length > 1 && CLOSING.test(last) ? last : null,
  };
}

/** Whether the line says that what follows is not for publication. */
function isNonPublicMark(line: string): boolean {
  return line.length <= LONGEST && NOT_PUBLIC.test(line);
}

const isNotebookMark = (line: string): boolean => {
  const text = line.trim();
  return (
    text.length <= LONGEST && (NOTEBOOK.test(text) || (text.startsWith('##') && EDITORIAL_HEADING.test(text)))
  );
};

function opening(lines: readonly string[], mark: number): number {
  if (mark < 0) return lines.length;
  let start = mark;
  while (start > 0 && isBlank(lines[start - 1] ?? '')) start -= 1;
  if (STARS.test(lines[start - 1] ?? '')) return start - 1;
  return STARS.test(lines[mark] ?? '') ? start : mark;
}

/** The headings inside a non-public part, to name it without its words. */
export const headingsOf = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /^#{1,4} ?(\S.{0,60})$/.exec(line.trim())?.[1] ?? []);
