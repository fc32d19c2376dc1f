// Press Trust of India: `LD` in sluglines, news alerts, and notes that begin `Eds:` before or behind the copy.

import { HEADLINE, INSIDE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { ALERT, CORRECTION, LEAD, UPDATE } from './effects.ts';

const LINE = HEADLINE | SLUGLINE | INSIDE;

export const PTI: readonly Row[] = [
  ...words(LINE, 'LD ALL|ALL LD|#NDLD ALL|#RDLD ALL|INTRO LD|ALL INTRO LD|LDALL', LEAD),
  ...words(LINE, 'PTI NEWSALERT|PTI NEWS ALERT', ALERT),
  ...words(
    NOTE,
    'Eds: Adds*|Eds: Updat*|Eds: Recast*|Eds: Adding*|Eds: With more*|Eds: RPTG after updating*',
    UPDATE,
  ),
  ...words(NOTE, 'Eds: Correct*|Eds: RPTG correcting*|Eds: Deletes*|Eds: Rectif*', CORRECTION),
];
