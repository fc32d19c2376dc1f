// A word that an agency puts before or into its copy to say what it is: `UPDATE 3-`, `KILL`, `Eds:`. Stet brings tables of them; an
// operator adds rows in the configuration.

import type { Kind, PubStatus } from './item.ts';

export const CONVENTION_PLACES = ['headline', 'slugline', 'note', 'first-line'] as const;
/** `note`: the editor's note in a field of its own. `first-line`: the first paragraph of the copy. */
export type ConventionPlace = (typeof CONVENTION_PLACES)[number];

export interface Convention {
  readonly where: readonly ConventionPlace[];
  /** What opens the line, as written: `#` stands for a number, `*` for anything, a space for white space, `-` for any dash. */
  readonly pattern: string;
  /** Kebab-case. */
  readonly signal: string;
  /** `null` leaves the kind to the rest of the item. */
  readonly kind: Kind | null;
  /** `null` leaves the status to the format; otherwise the more restrictive of the two counts. */
  readonly status: PubStatus | null;
}

/** Longest pattern, UTF-16 code units. */
export const CONVENTION_LENGTH = 80;
/** Most `*` in a pattern: each multiplies the work of a line that almost matches. */
export const CONVENTION_STARS = 2;
