// TASS, in Russian and English.

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
import { CORRECTION, EMBARGO, FLASH, KILL, REPEAT, TEST, UPDATE, URGENT, WITHHOLD } from './effects.ts';

const LINE = HEADLINE | SLUGLINE | FIRST_LINE;

export const TASS: readonly Row[] = [
  ...words(
    LINE | NOTE | EDGE | INSIDE,
    'АННУЛИРОВАНА|АННУЛИРОВАНО|АННУЛИРУЕТСЯ|АННУЛЯЦИЯ|АННУЛИРОВАНИЕ|Аннулирована|Аннулировано|Аннулируется|ОТОЗВАНО|НОВОСТЬ АННУЛИРОВАНА|ANNULLED|ANNULMENT',
    KILL,
  ),
  expression(
    LINE | NOTE | EDGE,
    'просьба новость сообщение',
    `(?i)(?:просьба (?:аннулировать|не использовать|не публиковать)|(?:новость|сообщение)(?:.{0,100})? (?:аннулирован[ао]|аннулируется|отозван[ао]))(?![\\p{L}])`,
    KILL,
  ),
  ...words(LINE | NOTE, 'ЗАДЕРЖАТЬ|НЕ ПУБЛИКОВАТЬ|НЕ ИСПОЛЬЗОВАТЬ', WITHHOLD),
  ...words(
    LINE | NOTE | INSIDE,
    'ИСПРАВЛЕНИЕ|Исправление|ИСПРАВЛЕНО|УТОЧНЕНИЕ|ПОПРАВКА|Поправка|ИСПРАВЛЕННЫЙ ПОВТОР',
    CORRECTION,
  ),
  ...words(LINE | NOTE, 'ПОВТОР|Повтор|ПОВТОРНО', REPEAT),
  ...words(LINE | NOTE, 'ДОПОЛНЕНИЕ|ОБНОВЛЕНИЕ|ОБНОВЛЕНО|РАСШИРЕННАЯ ВЕРСИЯ', UPDATE),
  ...words(LINE, 'СРОЧНО|Срочно', URGENT),
  ...words(LINE, 'МОЛНИЯ|ЭКСПРЕСС', FLASH),
  expression(LINE, 'тест проверка это', `(?:ТЕСТ${END}|ПРОВЕРКА СВЯЗИ|Это тест)`, TEST),
  expression(
    LINE | NOTE | EDGE,
    'эмбарго под',
    String.raw`(?i)(?:под )?эмбарго(?:\s+до(?!\p{L})|\s*[:–—-])`,
    EMBARGO,
  ),
];
