// Which way a piece of agency copy runs: what the agency said, else its language, else its own letters.

import type { Direction } from '../model/item.ts';
import { directionOfLanguage, directionOfText } from '../text/direction.ts';

/** The direction of a field for its `dir` attribute. Text without a letter runs left to right. */
export function directionOf(stated: Direction | null, language: string | null, text: string): Direction {
  if (stated !== null) return stated;
  if (language !== null) return directionOfLanguage(language);
  return directionOfText(text) ?? 'ltr';
}
