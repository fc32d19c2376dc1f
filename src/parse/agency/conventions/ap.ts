// The Associated Press: keyword lines such as `BC-Harbour Fire, 1st Ld-Writethru`, `BC-Harbour Fire-Kill`, notes that begin `Eds:`.

import { EDGE, FIRST_LINE, HEADLINE, INSIDE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { ADVISORY, ALERT, CORRECTION, genre, KILL, UPDATE, WITHHOLD } from './effects.ts';

export const AP: readonly Row[] = [
  ...words(
    HEADLINE | FIRST_LINE | NOTE | EDGE,
    'Kill BC-|Kill, BC-|KILL BC-|Eliminate BC-|ELIMINATE BC-',
    KILL,
  ),
  ...words(
    HEADLINE | FIRST_LINE | NOTE | EDGE,
    'Make certain the story is not published|MAKE CERTAIN THE STORY IS NOT PUBLISHED',
    KILL,
  ),
  ...words(HEADLINE | FIRST_LINE | NOTE | EDGE, 'Withhold BC-|WITHHOLD BC-|Hold BC-|HOLD BC-', WITHHOLD),
  ...words(SLUGLINE | INSIDE, 'Withhold|Hold for Release', WITHHOLD),
  ...words(
    HEADLINE | SLUGLINE,
    'BC-AP-Advisory*|AP-Advisory*|BC-AP News Digest*|BC-AP News Advisory*|AP News Digest*',
    ADVISORY,
  ),
  ...words(HEADLINE | SLUGLINE | INSIDE, 'APNewsAlert|AP NewsAlert|APNewsAlert*', ALERT),
  ...words(HEADLINE | SLUGLINE, 'APNewsBreak|AP NewsBreak|AP Exclusive|AP EXCLUSIVE', genre('exclusive')),
  ...words(NOTE, 'UPDATES *|Updates *|ADDS *|Adds *|RECASTS *|Recasts *', UPDATE),
  ...words(NOTE, 'CORRECTS *|FIXES *|Fixes *', CORRECTION),
];
