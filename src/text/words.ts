// The one tokenizer of search: what is indexed in either database, and what a reader types, become words here and only
// here. A change needs the indexes rebuilt.
//
// Lower case. Accents of Latin, Greek and Cyrillic, Arabic vowel signs and tatweel are dropped. Vowel signs of Indic and
// other scripts belong to the word and stay. An apostrophe inside a word joins ("Mash'al" is `mashal`). Chinese, Japanese
// and Korean ideographs and kana are a word each, so that a phrase search finds them. Digits are words; `5,000` is two.

const ASCII_ONLY = /^[\0-\x7f]*$/;
const ASCII_APOSTROPHE = /([a-z0-9])'(?=[a-z0-9])/g;
const ASCII_WORD = /[a-z0-9]+/g;

const CURLY_APOSTROPHE = /[\u2018\u2019\u02bc]/g;
/** Punctuation of otherwise plain English copy: no-break space, dashes, quotation marks, dots. */
const COMMON_PUNCTUATION = /[\u00a0\u2010-\u2017\u201a-\u2027]/g;
/** Combining accents; Arabic harakat, Quranic marks, superscript alef and tatweel; soft hyphen, joiners, bidi marks. */
const DROPPED =
  /[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const APOSTROPHE = /(?<=[\p{L}\p{N}\p{M}])'(?=[\p{L}\p{N}])/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々〆〤ー]/u;
const IDEOGRAPHS = new RegExp(IDEOGRAPH, 'gu');

/** The words of a text in their order. Never throws; a text without words gives `[]`. */
export function words(text: string): string[] {
  if (ASCII_ONLY.test(text)) return asciiWords(text);
  const plain = text.replace(CURLY_APOSTROPHE, "'").replace(COMMON_PUNCTUATION, ' ');
  if (ASCII_ONLY.test(plain)) return asciiWords(plain);
  const folded = fold(plain);
  if (ASCII_ONLY.test(folded)) return asciiWords(folded);
  const joined = folded.replace(APOSTROPHE, '');
  return (IDEOGRAPH.test(joined) ? joined.replace(IDEOGRAPHS, ' $& ') : joined).match(WORD) ?? [];
}

function asciiWords(text: string): string[] {
  const lower = text.toLowerCase();
  return (lower.includes("'") ? lower.replace(ASCII_APOSTROPHE, '$1') : lower).match(ASCII_WORD) ?? [];
}

/** Compatibility forms are folded too (`ﬁ`, full-width letters); what is left is composed again for a stable index. */
function fold(text: string): string {
  return text.normalize('NFKD').toLowerCase().replace(DROPPED, '').normalize('NFC');
}
