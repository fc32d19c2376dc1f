// Writing direction, by what a text says or by what its language is written in.

import type { Direction } from '../model/item.ts';

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;
const LETTER = /\p{L}/u;
const LATIN_LETTER_FIRST = /^[\t\n\f\r "'(<>-]*[A-Za-z]/;

/**
 * The direction of the first strong character (UAX #9 rule P2, which reads bidi classes L, R and AL; here letters by
 * script). `null` where there is no letter.
 */
export function directionOfText(text: string): Direction | null {
  if (LATIN_LETTER_FIRST.test(text)) return 'ltr';
  const letter = LETTER.exec(text)?.[0];
  if (letter === undefined) return null;
  return RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}

const RTL_SCRIPTS: ReadonlySet<string> = new Set([
  'adlm',
  'arab',
  'aran',
  'hebr',
  'mand',
  'nkoo',
  'rohg',
  'samr',
  'syrc',
  'thaa',
]);
const RTL_LANGUAGES: ReadonlySet<string> = new Set(
  'ar arc azb bal bqi ckb dv fa glk he iw ji khw ks lrc mzn nqo pnb ps sd skr syr ug ur yi'.split(' '),
);

/** The direction of a BCP 47 tag: its script subtag, else the script its language is usually written in. */
export function directionOfLanguage(tag: string): Direction {
  const [language = '', ...subtags] = tag.toLowerCase().split(/[-_]/);
  const script = subtags.find((subtag) => /^[a-z]{4}$/.test(subtag));
  if (script !== undefined) return RTL_SCRIPTS.has(script) ? 'rtl' : 'ltr';
  return RTL_LANGUAGES.has(language) ? 'rtl' : 'ltr';
}
