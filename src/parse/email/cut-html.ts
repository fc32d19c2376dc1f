// Takes whole lines of canonical text out of a fragment that `text/fragment.ts` has written: well nested, references only in text.

import { BLOCK_ELEMENTS } from '../../text/wire-text.ts';

const TOKEN = /<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/g;

/** The fragment without the lines outside [start, end). Its canonical text must be compared by the caller. */
export function keepLines(html: string, start: number, end: number): string {
  const kept: string[] = [];
  let index = 0;
  let hasText = false;
  const isKept = () => index >= start && index < end;
  for (const [token, , name] of html.matchAll(TOKEN)) {
    if (name === undefined) {
      if (/[^\t\n\f\r ]/.test(token)) hasText = true;
      if (isKept()) kept.push(token);
      continue;
    }
    const endsLine = name === 'br' || BLOCK_ELEMENTS.has(name);
    const isVoid = name === 'br' || name === 'img' || name === 'hr' || name === 'wbr';
    if (!isVoid || isKept()) kept.push(token);
    if (endsLine && hasText) {
      index += 1;
      hasText = false;
    }
  }
  return withoutEmpty(kept.join(''));
}

const EMPTY =
  /<(p|div|h[1-6]|span|b|i|u|em|strong|a|small|blockquote|ul|ol|li|section|header|footer|table|tbody|thead)(?: [^>]*)?>\s*<\/\1>|<tr(?: [^>]*)?>\s*(?:<td(?: [^>]*)?>\s*<\/td>\s*)*<\/tr>/g;
/** Levels of empty elements inside each other. */
const MOST_PASSES = 24;

function withoutEmpty(html: string): string {
  let text = html;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = text.replace(EMPTY, '');
    if (next === text) break;
    text = next;
  }
  return text;
}
