// Recognises the lines that end an agency's copy: `--IANS`, `ab/cd`, `dpa xx yy z1`, `(Reporting by …)`, `(END)`. They stay in the text.

/** Lines that are sign-offs as a whole. */
const WHOLE: readonly RegExp[] = [
  // --IANS, -- IANS ab/cd, —ANI, -PTI
  /^(?:--?|—|–)\s?[\p{Lu}][\p{L}.]{1,14}(?:\s[a-z]{1,5}(?:\/[a-z]{1,5})*)?$/u,
  // ab/cd, ab/cd/ef, also in capitals; mw/bds, abc-de/fg
  /^[a-z]{2,5}(?:-[a-z]{2,5})?(?:\/[a-z]{1,5}(?:-[a-z]{2,5})?){1,4}$/i,
  // PTI ABC DEF
  /^[A-Z]{2,6}(?: [A-Z]{2,4}){1,4}$/,
  // --- dpa xy yy z1, dpa kre/su yysw a3 län mda, APA ab/cd; the third word and those behind may hold figures
  /^[-–—*= ]{0,6}(?:dpa|afp|apa|sda|ats)(?:-[a-z]+)?(?: \p{Ll}{2,5}(?:\/\p{Ll}{2,5}){0,3})(?: (?:\p{Ll}{1,5}\d?|\d{4})(?:\/\p{Ll}{2,5})?){0,6}$/iu,
  // /ritzau/, /TASS/, /PRNewswire/
  /^\/[\p{L}][\p{L}\p{N} .-]{1,20}\/\.?$/u,
  // (Reporting by …; Editing by …) and its likes, with or without brackets
  /^\(?(?:[Aa]dditional reporting|[Cc]ompiled|[Ee]dit(?:ed|ing)|[Rr]eport(?:ed|ing)|[Tt]ranslat(?:ed|ion)|[Ww]ith (?:agency )?inputs?|[Ww]ith reporting|[Ww]rit(?:ing|ten)|[Gg]raphics?|[Cc]overage)\b (?:and \w+ )?(?:by|from) [\p{Lu}\p{Lo}].{2,400}$/u,
  // The same in German, French, Spanish, Italian, Russian
  /^\((?:Bericht(?:et|erstattung)?|Geschrieben|Redigiert|Reportage|Reporte|Rédigé|Reportado|Editado|[EÉ]dité|Con información|Version française|Servizio|Escrito|Traducido|Информация)(?: \p{Ll}{2,12})?(?: (?:von|durch|par|por|di|de|da)|:) [^()]{2,400}\)$/u,
  // (ANI), (PTI), (IANS/xy)
  /^\([A-Z]{2,10}(?:[/ -][A-Za-z]{2,10})?\)$/,
  // ENDS, -30-, ###, (END), MORE, (Ende), FIN, (FIM)
  /^[\s\-–—/(#*]*(?:ENDS?|-30-|30|###|-0-|NNNN|MORE|MORETOCOME|ENDE|Ende|FIN|FIM|FINE|SLUT|KONIEC|КОНЕЦ|END IT|END ITEM|完|끝)[\s\-–—/)#*]*$/u,
  /^#{3,}$/,
  // EFE: ab/cd/ef is above; one token in small letters before the bracket: EFE abc/de
  /^(?:EFE|ANSA|AGI|Lusa|TT|NTB|STT|AFP|BNS|ELTA|LETA|PAP|MTI|HINA|Tanjug)(?: [a-z]{1,5}(?:\/[a-z]{1,5})*)?\.?$/,
  // ANSA: (ANSA). on its own; Y12-ABC
  /^\((?:ANSA|AGI|Adnkronos|EFE|Lusa|ritzau|Reuters|Xinhua|Kyodo|TASS|ТАСС|dpa|共同|了|完)\)\.?$/i,
];

/** Sign-offs that stand at the end of the last line of copy. */
const TRAILING: readonly RegExp[] = [
  /(?<=[.!?”"'’)।۔]\s)(?:--|—)\s?[A-Z]{2,8}(?:\s[a-z]{2,5}(?:\/[a-z]{2,5})*)?$/,
  /(?<=[.!?”"'’।۔]\s?)\((?:[A-Z]{2,8}|ritzau|Lusa|Xinhua|Kyodo|dpa)\)\.?$/,
  /(?<=[.!?”"'’।۔]\s)\((?:Additional reporting|Compiled|Edited|Editing|Reporting|Translated|With (?:agency )?inputs|Writing) (?:by|from) [^()]{2,300}\)$/i,
  /(?<=[.!?”"'’।۔]\s)\/ritzau\/$/,
  /(?<=[.!?”"'’]\s)(?:EFE|Lusa|TT)$/,
  /(?<=[。．]\s?)[（(](?:完|了|共同|新华社)[）)]$/u,
];

/** Never more than this many lines from the end are taken for a sign-off. */
const REACH = 4;

/**
 * The sign-off that ends the copy, its lines joined by LF, or `null`. `paragraphs` are lines of canonical text; the first
 * is never taken for a sign-off, since copy is not signed off before it starts.
 */
export function findSignOff(paragraphs: readonly string[]): string | null {
  let start = paragraphs.length;
  let first = paragraphs.findIndex((paragraph) => paragraph.trim() !== '');
  if (first < 0) first = start;
  const found: string[] = [];
  while (start > first + 1 && found.length < REACH) {
    const line = (paragraphs[start - 1] ?? '').trim();
    if (line !== '' && !isSignOff(line)) break;
    if (line !== '') found.unshift(line);
    start -= 1;
  }
  const trailing = trailingSignOff((paragraphs[start - 1] ?? '').trimEnd());
  if (trailing !== null) found.unshift(trailing);
  return found.length === 0 ? null : found.join('\n');
}

/** Sentences of copy end with a full stop and have more words than any sign-off but those in brackets or by name. */
const isSignOff = (line: string): boolean =>
  line.length <= 500 && (line.length <= 60 || LONG.test(line)) && WHOLE.some((pattern) => pattern.test(line));

const LONG = /^\(|^(?:additional|compiled|edit|report|translat|with|writ|graphic|coverage)/i;

function trailingSignOff(line: string): string | null {
  if (!TRAILING_MARK.test(line.slice(-1))) return null;
  const end = line.slice(-320);
  for (const pattern of TRAILING) {
    const found = pattern.exec(end);
    if (found !== null) return found[0];
  }
  return null;
}

/** Copy ends with a full stop; a sign-off behind it ends with a bracket, a letter or a stroke. */
const TRAILING_MARK = /[)）/\p{L}.]/u;
