// Kyodo, in English and Japanese.

import { EDGE, FIRST_LINE, HEADLINE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { CORRECTION, FLASH, genre, KILL, UPDATE, URGENT, WITHHOLD } from './effects.ts';

const LINE = HEADLINE | SLUGLINE | FIRST_LINE;

export const KYODO: readonly Row[] = [
  ...words(LINE | NOTE | EDGE, '取り消し|記事取り消し|全文取り消し|全文削除', KILL),
  ...words(LINE | NOTE, '差し止め|使用差し止め|解禁待ち', WITHHOLD),
  ...words(LINE | NOTE, '訂正|おわびと訂正|訂正とおわび', CORRECTION),
  ...words(LINE, '速報|至急報|至急', URGENT),
  ...words(LINE, 'フラッシュ', FLASH),
  ...words(LINE, '差し替え', UPDATE),
  ...words(LINE, 'RECAST', UPDATE),
  ...words(LINE, 'FEATURE|FOCUS', genre('feature')),
];
