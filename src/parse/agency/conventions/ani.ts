// Asian News International: bracketed words before the headline.

import { HEADLINE, type Row, SLUGLINE, words } from '../table.ts';
import { KILL, UPDATE } from './effects.ts';

export const ANI: readonly Row[] = [
  ...words(HEADLINE | SLUGLINE, 'Story withdrawn|Story Withdrawn|Story killed|Story Killed', KILL),
  ...words(HEADLINE, 'Updated|ANI UPDATE', UPDATE),
];
