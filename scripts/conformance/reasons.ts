// Why an expectation is not met, for each kind of miss: by what was expected, never by a file's name.

import type { Miss } from './tally.ts';

/** The reason, or `null` when there is none yet. */
export function reasonOf(_miss: Miss): string | null {
  return null;
}
