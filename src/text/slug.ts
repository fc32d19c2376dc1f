// The readable part of a post's URL.

const MAXIMUM_LENGTH = 80;
const COMBINING_MARKS = /\p{M}+/gu;
const APOSTROPHES = /['’ʼ]/g;
const NOT_SLUG = /[^a-z0-9]+/g;
/** Latin letters that decomposition leaves whole. */
const LATIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
  ŧ: 't',
  ĸ: 'k',
  ſ: 's',
  ə: 'e',
};
const LATIN_LETTER = new RegExp(`[${Object.keys(LATIN).join('')}]`, 'g');

/** `title` in lower-case ASCII words joined by `-`, at most 80 characters, cut between words; `''` when nothing is left. */
export function slug(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(COMBINING_MARKS, '')
    .toLowerCase()
    .replace(LATIN_LETTER, (letter) => LATIN[letter] ?? '')
    .replace(APOSTROPHES, '')
    .replace(NOT_SLUG, '-')
    .replace(/^-|-$/g, '');
  if (words.length <= MAXIMUM_LENGTH) return words;
  const end = words.lastIndexOf('-', MAXIMUM_LENGTH);
  return words.slice(0, end > 0 ? end : MAXIMUM_LENGTH);
}
