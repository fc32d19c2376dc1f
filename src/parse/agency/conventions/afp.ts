// Agence France-Presse, in French, English, Spanish and German.

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
  ALERT,
  CORRECTION,
  EMBARGO,
  FLASH,
  genre,
  KILL,
  LEAD,
  NOTE_IN_COPY,
  TEST,
  UPDATE,
  URGENT,
  WRAPUP,
} from './effects.ts';

const OPENING = HEADLINE | FIRST_LINE;
const LINE = OPENING | SLUGLINE | NOTE;

export const AFP: readonly Row[] = [
  ...words(LINE | EDGE | INSIDE, 'ANNULATION|DÉPÊCHE ANNULÉE|Dépêche annulée|ANNULE ET REMPLACE', KILL),
  expression(LINE | EDGE, 'annuler', '(?:ANNULER|Annuler) (?:LA|la|NOTRE|notre) (?:DÉPÊCHE|dépêche)', KILL),
  expression(
    LINE | EDGE,
    'prière merci veuillez',
    '(?i)(?:prière de|merci de|veuillez) (?:bien vouloir )?(?:annuler|ne pas (?:tenir compte|publier|diffuser|utiliser))',
    KILL,
  ),
  ...words(
    LINE,
    'RECTIFICATIF|Rectificatif|RECTIFICATION|Rectification|CORRIGÉ|Corrigé|CORRIGE|CORRECTION',
    CORRECTION,
  ),
  expression(
    LINE,
    'attention',
    `(?:ATTENTION|Attention)${END}(?=.{0,6}(?:ajoute|AJOUTE|actualise|ACTUALISE|updates|UPDATES|adds|ADDS))`,
    UPDATE,
  ),
  ...words(LINE, 'URGENT|Urgent', URGENT),
  ...words(LINE, 'ALERTE|Alerte', ALERT),
  ...words(LINE, 'FLASH|Flash', FLASH),
  ...words(LINE, 'LEAD|#E LEAD|#EME LEAD|#er LEAD', LEAD),
  ...words(LINE, 'SYNTHESE|SYNTHÈSE|SYNTHESE GENERALE', WRAPUP),
  ...words(LINE, 'AVANT-PAPIER|AVANT PAPIER', genre('preview')),
  ...words(LINE, 'ACTUALISATION|ACTUALISÉ', UPDATE),
  ...words(
    OPENING,
    'NOTE AUX REDACTIONS|NOTE AUX RÉDACTIONS|Note aux rédactions|AVIS AUX RÉDACTIONS|AVIS AUX REDACTIONS|AVIS AUX ABONNES|AVIS AUX ABONNÉS',
    ADVISORY,
  ),
  ...words(EDGE, 'NOTE AUX REDACTIONS|NOTE AUX RÉDACTIONS|Note aux rédactions', NOTE_IN_COPY),
  expression(
    LINE,
    'ceci test',
    `(?i)(?:ceci est un (?:message de )?test|test\\b.{0,40}ne pas (?:publier|diffuser))`,
    TEST,
  ),
  expression(LINE | EDGE, 'sous embargo', String.raw`(?i)(?:sous embargo\b|embargo jusqu)`, EMBARGO),
];
