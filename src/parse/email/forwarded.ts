// A story that was forwarded inside the text of a mail: a line that says so, lines such as `From: …` and `Betreff: …`, then the story.
// The mark and the names are those of the common mail programs in the languages that agencies write.

import type { LineOptions } from './story-lines.ts';

export interface Forwarded {
  /** The line after the header lines. */
  readonly start: number;
  readonly subject: string | null;
  /** As written. */
  readonly date: string | null;
}

const MARK =
  /^[\s>]{0,8}(?:[-_*]{2,}\s*)?(?:anfang der weitergeleiteten (?:nachricht|e-?mail)|begin forwarded message|doorgestuurd bericht|forwarded (?:by|message)|mensagem (?:encaminhada|original)|mensaje (?:original|reenviado)|message (?:d['’]origine|original|réexpédié|transféré)|messaggio (?:inoltrato|originale)|oorspronkelijk bericht|original message|original-?nachricht|ursprüngliche nachricht|vidarebefordrat meddelande|videresendt (?:besked|melding)|weitergeleitete (?:e-?mail|nachricht))\b.{0,80}$/i;
const ORIGINAL = /original|oorspronkelijk|ursprünglich|d['’]origine/i;

const NAMES: ReadonlyMap<string, 'from' | 'date' | 'subject' | 'other'> = new Map(
  Object.entries({
    from: 'from von de da van från fra',
    date: 'date sent datum gesendet envoyé fecha enviado data inviato verzonden skickat sendt dato',
    subject: 'subject betreff objet asunto oggetto assunto onderwerp ämne emne',
    other: 'to an à para a aan till til cc kopie copie reply-to antwort',
  }).flatMap(([name, words]) =>
    words.split(' ').map((word) => [word, name as 'from' | 'date' | 'subject' | 'other'] as const),
  ),
);
const HEADER = /^[\s>*]{0,8}([\p{L}-]{1,12})\s?\*?\s?:\*?\s*(.{0,1000})$/u;
/** Stories forwarded again and again. */
const MOST_TIMES = 8;

/** The innermost forwarded story, or `null`. */
export function findForwarded(lines: readonly string[], options: LineOptions): Forwarded | null {
  let found: Forwarded | null = null;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const next = nextForwarded(lines, found?.start ?? 0, options, found !== null);
    if (next === null) break;
    found = next;
  }
  return found;
}

/** Lines of a forwarder's own words above the mark; in a story the mark stands further down. */
const REACH = 40;
/** Once inside, another mark follows at once. */
const NEAR = 6;

function nextForwarded(
  lines: readonly string[],
  from: number,
  options: LineOptions,
  isInside: boolean,
): Forwarded | null {
  const end = Math.min(lines.length, from + (isInside ? NEAR : REACH));
  for (let at = from; at < end; at += 1) {
    const line = lines[at] ?? '';
    if (MARK.test(line) && !(options.replies && ORIGINAL.test(line))) {
      const block = readBlock(lines, at + 1, options, 2);
      if (block !== null) return block;
    } else if (options.forwards && HEADER.test(line)) {
      const block = readBlock(lines, at, options, 3);
      if (block !== null) return block;
    }
  }
  return null;
}

/** Header lines from `at` on; `null` where there are fewer than `fewest`, or none that names a sender. */
function readBlock(
  lines: readonly string[],
  at: number,
  { hasBlankLines }: LineOptions,
  fewest: number,
): Forwarded | null {
  const values = new Map<string, string>();
  let names = 0;
  let next = at;
  while (isBlank(lines[next]) && next < Math.min(lines.length, at + 3)) next += 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const [, written = '', value = ''] = HEADER.exec(line) ?? [];
    const name = NAMES.get(written.toLowerCase());
    if (name !== undefined) {
      names += 1;
      if (!values.has(name)) values.set(name, value.trim());
    } else if (names === 0 || isBlank(line) || !hasBlankLines) break;
  }
  if (names < fewest || !values.has('from') || (fewest > 2 && !values.has('subject'))) return null;
  return { start: next, subject: values.get('subject') || null, date: values.get('date') || null };
}

const isBlank = (line: string | undefined): boolean => (line ?? '').replace(/[\s>]/g, '') === '';
