// How a parser reports what it could not read: a code, a sentence and a place.

import { StetError } from '../model/errors.ts';
import type { ParseFailure, ParseStep } from '../model/parse-result.ts';

/** Where in the decoded input: `line` and `column` are 1-based, `offset` counts UTF-16 code units from 0. */
export interface Place {
  readonly line: number | null;
  readonly column: number | null;
  readonly offset: number | null;
}

export const NOWHERE: Place = { line: null, column: null, offset: null };

/** A failure of the whole arrival (`index` null) or of its `index`-th item. */
export function failure(
  code: string,
  message: string,
  place: Place = NOWHERE,
  index: number | null = null,
): ParseFailure {
  return { code, message, line: place.line, column: place.column, offset: place.offset, index };
}

export const failureStep = (value: ParseFailure): ParseStep => ({ type: 'failure', failure: value });

/** Stops a reader at `place`; `failureOf` turns it back into a value. */
export function problem(code: string, message: string, place: Place): StetError {
  return new StetError(code, message, { line: place.line, column: place.column, offset: place.offset });
}

/** The failure that a reader stopped with. Anything that is not a `StetError` is a bug and is thrown on. */
export function failureOf(error: unknown): ParseFailure {
  if (!(error instanceof StetError)) throw error;
  const at = (key: string): number | null => {
    const value = error.facts[key];
    return typeof value === 'number' ? value : null;
  };
  const place = { line: at('line'), column: at('column'), offset: at('offset') };
  return failure(error.code, error.message, place, at('index'));
}

/** Line and column of a code-unit offset. LF, CR LF and CR each end a line. */
export const placeOf = (text: string, offset: number): Place => placeFinder(text)(offset);

/** `placeOf` for many offsets in one text. It goes on from the last, so that ascending offsets take one pass together. */
export function placeFinder(text: string): (offset: number) => Place {
  const breaks = /\r\n?|\n/g;
  let line = 1;
  let lineStart = 0;
  let next = breaks.exec(text);
  return (offset) => {
    if (offset < lineStart) return placeOf(text, offset);
    while (next !== null && breaks.lastIndex <= offset) {
      line += 1;
      lineStart = breaks.lastIndex;
      next = breaks.exec(text);
    }
    return { line, column: offset - lineStart + 1, offset };
  };
}
