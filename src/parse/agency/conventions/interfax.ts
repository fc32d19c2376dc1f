// Interfax, in English and Russian; its Russian words for kills and corrections stand with TASS's.

import { FIRST_LINE, HEADLINE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { CORRECTION, REPEAT, UPDATE } from './effects.ts';

const LINE = HEADLINE | SLUGLINE | FIRST_LINE | NOTE;

export const INTERFAX: readonly Row[] = [
  ...words(LINE, 'ВЕРСИЯ #', UPDATE),
  ...words(LINE, 'CORRECTION OF STORY*|CORRECTED STORY', CORRECTION),
  ...words(LINE, 'ПОВТОРЯЕМ', REPEAT),
];
