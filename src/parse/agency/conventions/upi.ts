// United Press International.

import { HEADLINE, INSIDE, NOTE, type Row, SLUGLINE, words } from '../table.ts';
import { ADVISORY, KILL, UPDATE } from './effects.ts';

export const UPI: readonly Row[] = [
  ...words(HEADLINE | SLUGLINE | INSIDE, 'UPI KILL|UPI KILL NOTICE|Upi Kill', KILL),
  ...words(HEADLINE | SLUGLINE, 'UPI ADVISORY|UPI NEWS ADVISORY', ADVISORY),
  ...words(NOTE, 'updating *|Updating *|recasting *', UPDATE),
];
