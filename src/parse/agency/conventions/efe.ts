// EFE, Europa Press and the other agencies that write Spanish.

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
  KILL,
  LEAD,
  NOTE_IN_COPY,
  REPEAT,
  TEST,
  UPDATE,
  URGENT,
  WRAPUP,
} from './effects.ts';

const OPENING = HEADLINE | FIRST_LINE;
const LINE = OPENING | SLUGLINE | NOTE;

export const EFE: readonly Row[] = [
  ...words(
    LINE | EDGE | INSIDE,
    'ANULACIÓN|ANULACION|ANULADA|ANULADO|Anulada|ANULAR|ANULA|NOTA ANULADA|Nota anulada|NOTICIA ANULADA|Noticia anulada',
    KILL,
  ),
  expression(
    LINE | EDGE,
    'rogamos por anulen se',
    '(?i)(?:(?:rogamos|por favor,?|se ruega) (?:que )?(?:anulen|anular|no (?:utilicen|publiquen|utilizar|publicar|difundan))|anulen (?:la|nuestra) (?:nota|noticia|información))',
    KILL,
  ),
  ...words(
    LINE | INSIDE,
    'CORRECCIÓN|CORRECCION|Corrección|RECTIFICACIÓN|RECTIFICACION|Rectificación|CORRIGE|FE DE ERRORES|Fe de errores',
    CORRECTION,
  ),
  expression(
    FIRST_LINE,
    'corrige corrección rectifica',
    String.raw`(?<=[(\[])(?:[Cc]orrige|[Rr]ectifica)\b`,
    CORRECTION,
  ),
  ...words(
    LINE,
    'AMPLIACIÓN|AMPLIACION|Ampliación|AMP|AMPL|AMP.-|AMPL.-|ACTUALIZACIÓN|Actualización|ACTUALIZA|AMPL #|AMP #',
    UPDATE,
  ),
  ...words(LINE, 'URGENTE|Urgente|URGENTE.-', URGENT),
  ...words(LINE, 'AVANCE|Avance', LEAD),
  ...words(LINE, 'RESUMEN|Resumen', WRAPUP),
  ...words(LINE, 'REPETICIÓN|Repetición|REPITE', REPEAT),
  ...words(
    OPENING,
    'ATENCIÓN EDITORES|ATENCIÓN ABONADOS|Atención abonados|NOTA A LOS EDITORES|Nota a los editores|AVISO A LOS ABONADOS|Aviso a los abonados|NOTA A LOS ABONADOS',
    ADVISORY,
  ),
  ...words(EDGE, 'NOTA A LOS EDITORES|Nota a los editores|Nota a los abonados', NOTE_IN_COPY),
  expression(
    LINE,
    'esto es prueba',
    `(?i)(?:(?:esto|ésta?|este) es una prueba\\b|es una prueba\\b|prueba${END}(?=.{0,60}(?:no (?:publicar|utilizar|difundir)|$)))`,
    TEST,
  ),
  expression(
    LINE | EDGE,
    'embargo embargada embargado no bajo',
    String.raw`(?i)(?:bajo embargo\b|embargo hasta|embargad[ao] hasta|no (?:publicar|difundir) (?:antes|hasta)\b)`,
    EMBARGO,
  ),
];
