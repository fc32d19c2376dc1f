// Ritzau, NTB, TT and STT: Danish, Norwegian, Swedish.

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
import { ADVISORY, CORRECTION, EMBARGO, FLASH, KILL, REPEAT, TEST, UPDATE, URGENT } from './effects.ts';

const OPENING = HEADLINE | FIRST_LINE;
const LINE = OPENING | SLUGLINE | NOTE;

export const RITZAU: readonly Row[] = [
  ...words(
    LINE | EDGE | INSIDE,
    'ANNULLERING|ANNULLERET|ANNULLERES|ANNULLERT|ANNULLERAS|TILBAGETRUKKET|Tilbagetrukket|TREKKES TILBAKE|TRUKKET TILBAKE|ÅTERKALLELSE|Återkallelse|ÅTERKALLAS|DRAS TILLBAKA',
    KILL,
  ),
  expression(
    LINE | EDGE,
    'telegrammet artiklen',
    String.raw`(?i)(?:telegrammet|artiklen) (?:er |bedes )?(?:annulleret|annulleres|trukket tilbage)(?!\p{L})`,
    KILL,
  ),
  ...words(
    LINE | INSIDE,
    'RETTELSE|Rettelse|RETTET|KORREKTION|KORRIGERING|Korrigering|RÄTTELSE|Rättelse|RÄTTAD|KORREKTUR|RETTING|Retting',
    CORRECTION,
  ),
  ...words(LINE, 'OPDATERING|Opdatering|OPDATERET|OPPDATERING|OPPDATERT|UPPDATERING|UPPDATERAD', UPDATE),
  ...words(LINE, 'GENTAGELSE|GENTAGES|GJENTAS|UPPREPNING', REPEAT),
  ...words(LINE, 'HASTER|HASTE|HAST|ILTELEGRAM|ILBUD', URGENT),
  ...words(LINE, 'LYN|BLIXT', FLASH),
  ...words(
    OPENING,
    'TIL REDAKTIONEN|Til redaktionen|TILL REDAKTIONEN|Till redaktionen|TIL REDAKSJONEN|Til redaksjonen',
    ADVISORY,
  ),
  expression(LINE, 'dette detta', `(?i)(?:dette er en test|detta är ett test)${END}`, TEST),
  expression(
    LINE | EDGE,
    'klausul klausuleret sperrefrist',
    String.raw`(?i)(?:klausul(?:eret)?|sperrefrist)(?:\s+(?:indtil|til|till)\b|\s*[:–—-])`,
    EMBARGO,
  ),
];
