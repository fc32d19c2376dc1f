// What a version line, a keyword line or a note above the copy says of the message: lead, writethru, add, take, correction, kill.
// In English as ANPA 1312 and AP write it (`1stLd-Writethru`), and as European agencies do in IPTC 7901 (`2ND LEAD`,
// `(Berichtigung: …)`, `(Zusammenfassung 1630 - Neu: …)`).

import type { Kind } from '../../model/item.ts';

export interface VersionWords {
  readonly signals: readonly string[];
  /** `null` where the words leave it open. */
  readonly kind: Kind | null;
}

interface Rule {
  readonly signal: string;
  readonly pattern: RegExp;
  readonly kind?: Kind;
}

const ORDINAL = String.raw`(?:\d{1,2}(?:st|nd|rd|th)?[-. ]?)`;

/** Words in any version line. An add, a take, an insert or a sub is part of a story: it must never stand for the whole (DESIGN §6). */
const RULES: readonly Rule[] = [
  { signal: 'lead', pattern: new RegExp(String.raw`\b${ORDINAL}(?:ld|lead)\b|\bnew[- ]?(?:ld|lead)\b`, 'i') },
  { signal: 'writethru', pattern: /write-?thr(?:u|ough)/i },
  {
    signal: 'add',
    pattern: new RegExp(String.raw`(?:^|[-, ])${ORDINAL}?add(?:[- ]?\d{1,2})?(?=$|[-, ])`, 'i'),
    kind: 'advisory',
  },
  { signal: 'take', pattern: /(?:^|[-, ])take[- ]?\d{1,2}\b/i, kind: 'advisory' },
  {
    signal: 'sub',
    pattern: new RegExp(String.raw`(?:^|[-, ])${ORDINAL}?sub(?:s|[- ]?\d{1,2})?(?=$|[-, ])`, 'i'),
    kind: 'advisory',
  },
  {
    signal: 'insert',
    pattern: new RegExp(String.raw`(?:^|[-, ])${ORDINAL}?insert(?:[- ]?\d{1,2})?(?=$|[-, ])`, 'i'),
    kind: 'advisory',
  },
  {
    signal: 'correction',
    pattern:
      /\bcorrect(?:ion|ions|ive|ed|s)?\b|\bcx(?=$|[-, ])|\b(?:berichtigung|berichtigt|korrektur|richtigstellung|rectificati(?:on|f)|rectificación|corrección|rettifica|rättelse|rettelse|oikaisu)\b/i,
  },
  { signal: 'refile', pattern: /\brefile\b/i },
  {
    signal: 'repeat',
    pattern: /\b(?:rpt|repeats?|repeating|wiederholung|répétition|repetición|ripetizione)\b/i,
  },
  {
    signal: 'update',
    pattern:
      /\bupdates?\b|\b(?:aktualisierung|aktualisiert|neufassung|zusammenfassung|ergänzung|ergänzt|actualización|aggiornamento|mise à jour)\b/i,
  },
  {
    signal: 'embargo',
    pattern: /\b(?:hfr|embargo(?:ed)?|hold for release|sperrfrist|gesperrt bis|adv\d{0,2}|advance for)\b/i,
  },
  { signal: 'withhold', pattern: /\b(?:withhold|withheld|hold)\b(?!\s+for release)/i, kind: 'advisory' },
  {
    signal: 'kill',
    pattern:
      /\b(?:kill|elimination|annulation|anulación|annullamento|annullierung|zurückgezogen|rückzug|storniert)\b/i,
    kind: 'kill',
  },
  { signal: 'advisory', pattern: /\b(?:advisory|advisories)\b|^\(?achtung\b/i, kind: 'advisory' },
  { signal: 'test', pattern: /^\(?test(?:meldung| message)?\)?$/i, kind: 'test' },
];

/** The graver first: a kill that is also a correction is a kill. */
const GRAVITY: readonly Kind[] = ['kill', 'test', 'advisory'];

/** Reads the lines, each on its own. They are short; what lies beyond 200 characters is not looked at. */
export function readVersionWords(lines: readonly string[]): VersionWords {
  const found = RULES.filter(({ pattern }) => lines.some((line) => pattern.test(line.slice(0, 200))));
  const kinds = found.flatMap(({ kind }) => kind ?? []);
  const kind = GRAVITY.find((one) => kinds.includes(one)) ?? null;
  return { signals: found.map(({ signal }) => signal), kind };
}
