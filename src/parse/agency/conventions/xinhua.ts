// Xinhua: English words before the headline with a colon; Chinese ones in brackets.

import { EDGE, FIRST_LINE, HEADLINE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { CORRECTION, FLASH, KILL, LEAD, UPDATE, URGENT, WITHHOLD, WRAPUP, WRITETHRU } from './effects.ts';

const LINE = HEADLINE | SLUGLINE | FIRST_LINE;

export const XINHUA: readonly Row[] = [
  ...words(LINE, 'Update', UPDATE),
  ...words(LINE, 'Urgent', URGENT),
  ...words(LINE, 'Flash', FLASH),
  ...words(LINE, 'Roundup|World Insights Roundup', WRAPUP),
  ...words(LINE, '#st LD-Writethru|#nd LD-Writethru|#st LD Writethru', WRITETHRU),
  ...words(LINE, '#LD|#LD-Writethru', LEAD),
  ...words(LINE | NOTE | EDGE, '撤稿|撤稿通知|取消稿|毙稿|稿件撤销', KILL),
  ...words(LINE | NOTE, '缓发|暂缓播发', WITHHOLD),
  ...words(LINE | NOTE, '更正|更正稿', CORRECTION),
  ...words(LINE, '快讯|急电', URGENT),
];
