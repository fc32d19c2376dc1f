// The header of a message (IPTC 7901 §5): `bdt0123 3 pl 831  dpa 0456`, and below it the lines of keywords.

import type { Subject } from '../../model/item.ts';

export interface Header {
  /** Source identification and message number as sent (`bdt0123`), or `null`. */
  readonly number: string | null;
  /** The letters alone. */
  readonly source: string | null;
  /** 1 (flash) to 6, as IPTC urgency; `null` where none is stated. */
  readonly priority: number | null;
  readonly category: string | null;
  /** As stated; `null` where none is. */
  readonly wordCount: number | null;
  /** What follows the word count. */
  readonly optional: string | null;
  /** Lines between the header line and STX, without empty ones. */
  readonly keywordLines: readonly string[];
  /** Whether the whole header line was understood. */
  readonly understood: boolean;
}

const NUMBERED = /^([A-Za-z][A-Za-z-]{0,7}) ?(\d{1,6})(?=\s|$)/;
const FIELDS = /^\s+([1-9])(?:\s+([A-Za-z]{1,4}))?(?:\s+(\d{1,5}))?(?:\s+(\S.*))?$/;

/** Header lines are short; what lies beyond is not looked at. */
const LONGEST = 300;

/** Reads the header, SOH to STX. What is missing is `null`, never guessed. */
export function readHeader(header: string): Header {
  const [first = '', ...below] = header
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const line = first.trimStart().slice(0, LONGEST);
  const [numbered, source, number] = NUMBERED.exec(line) ?? [];
  const rest = numbered === undefined ? ` ${line}` : line.slice(numbered.length);
  const fields = FIELDS.exec(rest);
  const [, priority, category, count, optional] = fields ?? [];
  return {
    number: source === undefined || number === undefined ? null : `${source}${number}`,
    source: source ?? null,
    priority: priority === undefined ? null : Number(priority),
    category: category ?? null,
    wordCount: count === undefined ? null : Number(count),
    optional: optional ?? null,
    keywordLines: below.map((one) => one.trim()),
    understood: numbered !== undefined && fields !== null && count !== undefined,
  };
}

/** Categories as agencies share them: IPTC 7901's single letters, and the desks of the German-language agencies. */
const CATEGORY_NAMES: ReadonlyMap<string, string> = new Map([
  ['a', 'Domestic'],
  ['e', 'Entertainment and culture'],
  ['f', 'Finance'],
  ['i', 'International'],
  ['p', 'Politics'],
  ['s', 'Sport'],
  ['ku', 'Kultur'],
  ['pl', 'Politik'],
  ['rs', 'Redaktionsservice'],
  ['sp', 'Sport'],
  ['vm', 'Vermischtes'],
  ['wi', 'Wirtschaft'],
]);

export const CATEGORY_SCHEME = 'iptc7901:category';

export function subjectOfCategory(category: string): Subject {
  const code = category.toLowerCase();
  return { scheme: CATEGORY_SCHEME, code, name: CATEGORY_NAMES.get(code) ?? null };
}

/** `Gesundheit/Gesellschaft/Frauen/`: the keywords of the line, in their order. */
export const keywordsOf = (lines: readonly string[]): string[] =>
  lines
    .flatMap((line) => (line.includes('/') ? line.split('/') : [line]))
    .map((word) => word.trim())
    .filter((word) => word !== '');
