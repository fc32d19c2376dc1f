// ANSA, in Italian.

import {
  EDGE,
  END,
  expression,
  FIRST_LINE,
  HEADLINE,
  INSIDE,
  NOTE,
  type Row,
  SLUGLINE,
  words,
} from '../table.ts';
import {
  ADVISORY,
  CORRECTION,
  EMBARGO,
  FLASH,
  KILL,
  REPEAT,
  TEST,
  UPDATE,
  URGENT,
  WRAPUP,
} from './effects.ts';

const OPENING = HEADLINE | FIRST_LINE;
const LINE = OPENING | SLUGLINE | NOTE;

export const ANSA: readonly Row[] = [
  ...words(
    LINE | EDGE | INSIDE,
    'ANNULLAMENTO|ANNULLARE|ANNULLATA|Annullata|NOTIZIA ANNULLATA|Notizia annullata',
    KILL,
  ),
  expression(
    LINE | EDGE,
    'si preghiamo attenzione',
    '(?i)(?:attenzione[:,]? )?(?:si prega|preghiamo) di (?:voler )?(?:annullare|non (?:tenere conto|utilizzare|pubblicare))',
    KILL,
  ),
  ...words(LINE | EDGE, 'ANNULLAMENTO/RETTIFICA|ANNULLA E SOSTITUISCE', KILL),
  ...words(
    LINE | INSIDE,
    'RETTIFICA|Rettifica|CORREZIONE|Correzione|ERRATA CORRIGE|Errata corrige|CORRETTA',
    CORRECTION,
  ),
  ...words(LINE, 'RIPETIZIONE|Ripetizione|RIPETUTA', REPEAT),
  ...words(LINE, 'AGGIORNAMENTO|Aggiornamento|AGG', UPDATE),
  ...words(LINE, 'RIEPILOGO|Riepilogo', WRAPUP),
  ...words(LINE, 'URGENTE', URGENT),
  ...words(LINE, 'FLASH', FLASH),
  ...words(
    OPENING,
    'AVVISO AI CLIENTI|Avviso ai clienti|AVVISO ALLE REDAZIONI|Avviso alle redazioni|NOTA ALLE REDAZIONI|NOTA AI REDATTORI',
    ADVISORY,
  ),
  expression(
    LINE,
    'questo prova',
    `(?i)(?:questo è un (?:test|messaggio di prova)\\b|prova${END}(?=.{0,60}non (?:pubblicare|utilizzare)))`,
    TEST,
  ),
  expression(LINE | EDGE, 'embargo sotto', String.raw`(?i)(?:sotto embargo\b|embargo fino)`, EMBARGO),
];
