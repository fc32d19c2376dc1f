// Reuters: words and a hyphen before the headline, one behind the other (`RPT-UPDATE 2-`), and a bracketed line before the copy.

import { EDGE, expression, FIRST_LINE, HEADLINE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import {
  ADVISORY,
  ALERT,
  CORRECTION,
  genre,
  KILL,
  REFILE,
  REPEAT,
  UPDATE,
  URGENT,
  WRAPUP,
} from './effects.ts';

const LINE = HEADLINE | SLUGLINE | FIRST_LINE;

export const REUTERS: readonly Row[] = [
  ...words(
    LINE,
    'CORRECTED-|CORRECTED (OFFICIAL)-|OFFICIAL CORRECTION-|CORRECTION-|OFFICIAL CORRECTED-',
    CORRECTION,
  ),
  ...words(LINE, 'REFILE-|REFILE|REFILING-|REFILED-', REFILE),
  ...words(LINE, 'RPT-|REPEAT-|RPT', REPEAT),
  ...words(
    LINE,
    'WRAPUP #-|WRAPUP #|WRAPUP-|WRAPUP|WRAP #-|ROUNDUP-|ROUNDUP|GLOBAL MARKETS WRAPUP #',
    WRAPUP,
  ),
  ...words(
    LINE | NOTE | EDGE,
    'STORY WITHDRAWN|WITHDRAWN-|WITHDRAWAL-|ADVISORY-STORY WITHDRAWN|ADVISORY STORY WITHDRAWN|STORY KILLED',
    KILL,
  ),
  ...words(
    LINE,
    'ADVISORY-|REUTERS ADVISORY|NEWS ADVISORY-|REUTERS NEWS SCHEDULE*|REUTERS SCHEDULE*',
    ADVISORY,
  ),
  ...words(LINE, 'URGENT-', URGENT),
  ...words(LINE, 'BREAKINGVIEWS-|BREAKINGVIEWS', genre('column')),
  ...words(LINE, 'NEWSALERT-|ALERT-|NEWS ALERT-', ALERT),
  ...words(LINE, 'BRIEF-', genre('brief')),
  ...words(LINE, 'TEXT-', genre('text')),
  ...words(LINE, 'FACTBOX-', genre('factbox')),
  ...words(LINE, 'EXCLUSIVE-', genre('exclusive')),
  ...words(LINE, 'ANALYSIS-', genre('analysis')),
  ...words(LINE, 'TIMELINE-', genre('timeline')),
  ...words(LINE, 'INTERVIEW-', genre('interview')),
  ...words(LINE, 'EXPLAINER-', genre('explainer')),
  ...words(LINE, 'TABLE-', genre('table')),
  ...words(LINE, 'DIARY-', genre('diary')),
  ...words(LINE, 'POLL-', genre('poll')),
  ...words(LINE, 'COLUMN-', genre('column')),
  ...words(LINE, 'INSIGHT-|SPECIAL REPORT-|FEATURE-', genre('feature')),
  ...words(LINE, 'INSTANT VIEW-|INSTANT VIEW #-|SNAP ANALYSIS-', genre('analysis')),
  ...words(LINE, 'PRESS DIGEST-|PRESS DIGEST', genre('press-digest')),
  // (Corrects day in paragraph 2), (Refiles to …), (Adds quotes): part of the copy, and only read.
  ...words(NOTE, 'Refiles *|REFILES *', REFILE),
  ...words(NOTE, 'Repeats *|REPEATS *', REPEAT),
  expression(FIRST_LINE, 'refiles refiling', String.raw`(?<=[(\[])Refil(?:es|ing)\b`, REFILE),
  expression(FIRST_LINE, 'repeats repeating', String.raw`(?<=[(\[])Repeat(?:s|ing)\b`, REPEAT),
  expression(
    FIRST_LINE,
    'updates updating adds recasts',
    String.raw`(?<=[(\[])(?:Updat(?:es|ing)|Adds|Recasts)\b`,
    UPDATE,
  ),
];
