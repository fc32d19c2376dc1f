// Deutsche Presse-Agentur and the other German-language agencies (APA, Keystone-SDA): a bracketed line before the headline.

import { EDGE, END, expression, FIRST_LINE, HEADLINE, NOTE, type Row, words } from '../table.ts';
import {
  ADVISORY,
  CORRECTION,
  EMBARGO,
  FLASH,
  KILL,
  NOTE_IN_COPY,
  REPEAT,
  TEST,
  UPDATE,
  URGENT,
  WITHHOLD,
  WRAPUP,
} from './effects.ts';

const OPENING = HEADLINE | FIRST_LINE;
const LINE = OPENING | NOTE;

export const DPA: readonly Row[] = [
  ...words(
    LINE | EDGE,
    'ZURÜCKZIEHUNG|Zurückziehung|ZURÜCKGEZOGEN|Zurückgezogen|ELIMINIERUNG|Eliminierung|ANNULLIERUNG|Annullierung|ANNULLIERT|WIDERRUF|MELDUNG ZURÜCKGEZOGEN|Meldung zurückgezogen|STORNO|Stornierung|STORNIERUNG',
    KILL,
  ),
  expression(LINE | EDGE, 'dpa apa afp sda', String.raw`(?:dpa|APA|AFP|SDA) zieht .{0,100}\bzurück\b`, KILL),
  expression(
    LINE | EDGE,
    'bitte die diese wir',
    String.raw`(?i)(?:bitte .{0,80}\b(?:meldung|bericht|text)\b.{0,60}\b(?:nicht (?:verwenden|veröffentlichen|publizieren|nutzen)|löschen|eliminieren)|(?:die|diese) (?:dpa-)?meldung .{0,100}\b(?:wird|ist|wurde) (?:hiermit )?(?:zurückgezogen|eliminiert|annulliert)|wir ziehen .{0,80}\bmeldung\b.{0,80}\bzurück)`,
    KILL,
  ),
  ...words(LINE | EDGE, 'NICHT VERWENDEN|Nicht verwenden|NICHT VERÖFFENTLICHEN', WITHHOLD),
  ...words(
    LINE,
    'BERICHTIGUNG|Berichtigung|KORREKTUR|Korrektur|BERICHTIGT|Berichtigt|KORR|KORRIGIERT|RICHTIGSTELLUNG|Richtigstellung',
    CORRECTION,
  ),
  expression(
    LINE,
    'korr korrigierte berichtigte',
    `(?:KORR|Korrigierte|Berichtigte)(?: Fassung| Neufassung|-(?:Bericht|Meldung|Zusammenfassung))?${END}`,
    CORRECTION,
  ),
  expression(
    FIRST_LINE,
    'berichtigt korrigiert',
    String.raw`(?<=[(\[])(?:Berichtigt|Korrigiert)\b`,
    CORRECTION,
  ),
  ...words(LINE, 'EIL|Eil|EILMELDUNG|Eilmeldung|dpa-Eil|dpa-Eilmeldung|VORRANG|Vorrang', URGENT),
  ...words(LINE, 'BLITZ|Blitz|BLITZMELDUNG|Blitzmeldung', FLASH),
  ...words(
    LINE,
    'ZUSAMMENFASSUNG|Zusammenfassung|ZUSAMMENFASSUNG #|Zusammenfassung #|ZF|Zusammenfassung ####',
    WRAPUP,
  ),
  ...words(LINE, 'WIEDERHOLUNG|Wiederholung|WDH|Wdh', REPEAT),
  ...words(
    LINE,
    'NEU|neu|AKTUALISIERUNG|Aktualisierung|AKTUALISIERT|Aktualisiert|NEUFASSUNG|Neufassung|durchgehend neu|DURCHGEHEND NEU',
    UPDATE,
  ),
  expression(
    OPENING,
    'achtung hinweis redaktionshinweis an planungshinweis',
    `(?:(?:ACHTUNG|Achtung),? (?:-|–)? ?(?:REDAKTIONEN|Redaktionen|KUNDEN|Kunden|Planungshinweis|Dienste)\\b|(?:Hinweis|HINWEIS) (?:an|AN) (?:die|DIE|alle|ALLE)? ?(?:Redaktionen|REDAKTIONEN|Kunden|KUNDEN)\\b|Redaktionshinweis${END}|Planungshinweis${END})`,
    ADVISORY,
  ),
  expression(
    EDGE,
    'achtung redaktionshinweis hinweis',
    `(?:(?:ACHTUNG|Achtung),? (?:REDAKTIONEN|Redaktionen)\\b|(?:Redaktionshinweis|REDAKTIONSHINWEIS)${END}|(?:Hinweis|HINWEIS) (?:an|AN) (?:die|DIE) (?:Redaktionen|REDAKTIONEN)\\b)`,
    NOTE_IN_COPY,
  ),
  expression(
    LINE,
    'dies das testmeldung test testartikel',
    `(?i)(?:(?:dies|das) ist (?:nur )?(?:ein test\\b|eine test)|testmeldung${END}|test\\b.{0,60}(?:nicht (?:beachten|verwenden|veröffentlichen)))`,
    TEST,
  ),
  expression(
    LINE | EDGE,
    'sperrfrist gesperrt frei',
    `(?i)(?:sperrfrist\\b|gesperrt (?:bis|für)\\b|frei (?:ab|für)\\b(?=.{0,30}\\d.{0,30}\\buhr\\b))`,
    EMBARGO,
  ),
];
