// Yonhap, in English and Korean: `(2nd LD)` before the headline, `(ATTN: …)` before the copy.

import { EDGE, FIRST_LINE, HEADLINE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { CORRECTION, genre, KILL, LEAD, UPDATE, URGENT, WITHHOLD } from './effects.ts';

const LINE = HEADLINE | SLUGLINE | FIRST_LINE;

export const YONHAP: readonly Row[] = [
  ...words(LINE | NOTE | EDGE, '기사취소|전문취소|기사삭제|전문 취소|기사 취소', KILL),
  ...words(LINE | NOTE, '엠바고|보도유예', WITHHOLD),
  ...words(LINE | NOTE, '정정|고침|바로잡음', CORRECTION),
  ...words(LINE, '속보|긴급|1보', URGENT),
  ...words(LINE, '#보', LEAD),
  ...words(LINE, '종합|종합#보', UPDATE),
  ...words(LINE, 'News Focus|NEWS FOCUS|Yonhap Feature', genre('feature')),
];
