// Marks what a search found in an excerpt, by the rules that people type by: words, "phrases", prefix*; accents and case
// do not matter. The excerpt's own characters are given back untouched.

import { words as wordsOf } from '../../text/words.ts';

export interface Run {
  readonly text: string;
  readonly found: boolean;
}

/** Words in a row, folded; `prefix` lets the last one go on. */
export interface Term {
  readonly words: readonly string[];
  readonly prefix: boolean;
}

const TERM = /[“”„"«»]([^“”„"«»]+)[“”„"«»](\*?)|([^\s“”„"«»]+)/gu;
/** Where a word of the excerpt begins and ends: what `text/words.ts` makes one word of. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}\u00ad\u200c\u200d]|['\u2018\u2019\u02bc](?=[\p{L}\p{N}]))*/gu;

/** What a query asks for. Words without letters or digits ask for nothing. */
export function searchTerms(query: string): readonly Term[] {
  const terms: Term[] = [];
  for (const [, phrase, star, single] of query.matchAll(TERM)) {
    const text = phrase ?? single ?? '';
    const words = wordsOf(text);
    if (words.length > 0) terms.push({ words, prefix: star === '*' || text.endsWith('*') });
  }
  return terms;
}

/** The excerpt in runs, in order; joined together they are the excerpt. */
export function highlight(excerpt: string, terms: readonly Term[]): readonly Run[] {
  const words = [...excerpt.matchAll(WORD)].map((match) => ({
    folded: fold(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const runs: Run[] = [];
  let done = 0;
  for (let index = 0; index < words.length; ) {
    const length = longestMatch(words, index, terms);
    const first = words[index];
    const last = words[index + length - 1];
    if (length === 0 || first === undefined || last === undefined) {
      index += 1;
      continue;
    }
    if (first.start > done) runs.push({ text: excerpt.slice(done, first.start), found: false });
    runs.push({ text: excerpt.slice(first.start, last.end), found: true });
    done = last.end;
    index += length;
  }
  if (done < excerpt.length) runs.push({ text: excerpt.slice(done), found: false });
  return runs;
}

function longestMatch(
  words: readonly { readonly folded: string }[],
  at: number,
  terms: readonly Term[],
): number {
  let longest = 0;
  for (const { words: wanted, prefix } of terms) {
    const matches = wanted.every((word, offset) => {
      const here = words[at + offset]?.folded;
      if (here === undefined) return false;
      return prefix && offset === wanted.length - 1 ? here.startsWith(word) : here === word;
    });
    if (matches && wanted.length > longest) longest = wanted.length;
  }
  return longest;
}

const fold = (word: string): string => wordsOf(word).join(' ');
