// What mail programs and mailing lists put above and below a text.

/** RFC 3676 §4.3: two hyphens and a space. Canonical text and some encoders take the space away. */
export const isSignatureLine = (line: string): boolean => line === '-- ' || line === '--';

const FOOTER: readonly RegExp[] = [
  /^(?:click here )?(?:to )?unsubscribe\b(?:\W|$)(?!.{0,80}\b(?:said|says|told)\b)/i,
  /\bunsubscribe (?:here|at any time|by|from (?:this|these|our)|link|at:? |on:? |<?https?:|\[)/i,
  /\byou (?:are receiving|have received|received|get) this (?:e-?mail|mail|message|mailing|newsletter) (?:because|as|since)\b/i,
  /\b(?:manage|update|change) (?:your )?(?:e-?mail )?(?:preferences|subscriptions?)\b/i,
  /^to (?:subscribe|post to this list|change your options|stop receiving)\b/i,
  /^[\w.-]{1,60} mailing list$/i,
  /(?:^|\s)(?:newsletter|mailing|e-?mails?) (?:abbestellen|abmelden)\b|^(?:abbestellen|abmelden)\b|^um sich (?:von|aus) .{0,80}abzumelden/i,
  /\b(?:se désinscrire|se désabonner|vous désabonner|vous désinscrire)\b/i,
  /\b(?:darse de baja|cancelar (?:la|su|tu) suscripción|annulla(?:re)? l['’]iscrizione|cancelar (?:a )?inscrição|afmelden voor)\b/i,
  /^sent from my \w|^get outlook for\b|^von meinem \w+ gesendet|^gesendet mit|^envoyé de mon\b|^enviado desde mi\b/i,
  /^this (?:e-?mail|message)\b.{0,120}\b(?:confidential|intended (?:only|solely)|privileged)\b/i,
  /^diese (?:e-?mail|nachricht)\b.{0,120}\bvertraulich/i,
];
const HEADER: readonly RegExp[] = [
  /^(?:view|read|see) (?:this|it|the) ?(?:e-?mail|mail|message|mailing|newsletter)? (?:in|on) (?:your|the|a)(?: web)? ?browser\b/i,
  /^(?:having )?trouble (?:viewing|reading) this\b|^can['’]t (?:see|read) this e-?mail\b|^view (?:online|in browser)$/i,
  /^(?:im|in ihrem|newsletter im) browser (?:ansehen|anzeigen|öffnen)\b|^(?:voir|afficher) .{0,40}navigateur\b/i,
];
/** Longer lines are copy. */
const LONGEST_LINE = 400;
/** A footer is among the last lines that are not blank. */
const REACH = 12;
const RULE = /^[\s]*(?:[-_=*~]\s?){3,}$/;
const LONGEST_FOOTER = 1_500;

const isFooter = (line: string): boolean =>
  line.length <= LONGEST_LINE && FOOTER.some((pattern) => pattern.test(line.trim()));

/** Where the footer begins among `lines[start..end)`; `end` where there is none. */
export function listFooter(lines: readonly string[], start: number, end: number): number {
  let first = end;
  for (let at = end - 1, seen = 0; at >= start && seen < REACH; at -= 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    seen += 1;
    if (isFooter(line)) first = at;
  }
  if (first === end) return end;
  const rule = ruleAbove(lines, start, first);
  return lines.slice(rule, end).join('\n').length <= LONGEST_FOOTER ? rule : end;
}

function ruleAbove(lines: readonly string[], start: number, footer: number): number {
  let above = footer - 1;
  while (above >= start && (lines[above] ?? '').trim() === '') above -= 1;
  return above >= start && RULE.test(lines[above] ?? '') ? above : footer;
}

/** The line after those of the mailing that stand above the copy. */
export function listHeader(lines: readonly string[], start: number, end: number): number {
  let after = start;
  for (let at = start, seen = 0; at < end && seen < 3; at += 1) {
    const line = (lines[at] ?? '').trim();
    if (line === '') continue;
    seen += 1;
    if (line.length <= LONGEST_LINE && HEADER.some((pattern) => pattern.test(line))) after = at + 1;
  }
  return after;
}

/** Words to name in a warning. */
export function taken(lines: readonly string[]): string {
  const words = lines.join(' ').replace(/\s+/g, ' ').trim();
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}
