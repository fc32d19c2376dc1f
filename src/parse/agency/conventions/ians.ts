// Indo-Asian News Service: `NEWS ADVISORY: STORY KILL`, `(Lead)`, `(Second Lead)`, `(Ld)`.

import { EDGE, FIRST_LINE, HEADLINE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { CORRECTION, genre, KILL, LEAD } from './effects.ts';

const LINE = HEADLINE | SLUGLINE | FIRST_LINE;

export const IANS: readonly Row[] = [
  ...words(
    LINE | NOTE | EDGE,
    'NEWS ADVISORY: STORY KILL|News Advisory: Story Kill|Story Kill|KILL ADVISORY|Kill Advisory',
    KILL,
  ),
  ...words(LINE, 'Lead|Ld|Lead #|Ld #|Intro Lead', LEAD),
  ...words(LINE, 'IANS Exclusive|IANS EXCLUSIVE', genre('exclusive')),
  ...words(LINE, 'IANS Interview|IANS INTERVIEW', genre('interview')),
  ...words(LINE, 'Corrected copy|CORRECTED COPY|Correct copy|CORRECT COPY', CORRECTION),
];
