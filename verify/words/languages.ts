// The languages that the check speaks: those of the site's interface.

import { ar } from './ar.ts';
import { en } from './en.ts';
import { hi } from './hi.ts';
import { ur } from './ur.ts';
import type { Words } from './words.ts';

export const LANGUAGES: readonly Words[] = [en, hi, ur, ar];

/** @param wanted language tags, the best first; English where none is spoken here. */
export function wordsFor(wanted: readonly string[]): Words {
  for (const tag of wanted) {
    const [language] = tag.toLowerCase().split('-');
    const found = LANGUAGES.find((words) => words.language === language);
    if (found !== undefined) return found;
  }
  return en;
}
