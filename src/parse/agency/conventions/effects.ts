// What the agencies' words do, by name, so that the tables read as tables. DESIGN §6.

import type { Effect } from '../table.ts';

/** Ends the story for good. Under the story's own guid it takes it down; otherwise it is a notice about another. */
export const KILL: Effect = { signal: 'kill', kind: 'kill', status: 'canceled' };
/** Stops the story until the agency says more. */
export const WITHHOLD: Effect = { signal: 'withhold', kind: 'advisory', status: 'withheld' };
export const ADVISORY: Effect = { signal: 'advisory', kind: 'advisory' };
export const TEST: Effect = { signal: 'test', kind: 'test' };
export const EMBARGO: Effect = { signal: 'embargo' };
/** A line to editors among the copy. */
export const NOTE_IN_COPY: Effect = { signal: 'note-in-copy' };

/** New versions of the same story. */
export const CORRECTION: Effect = { signal: 'correction' };
export const UPDATE: Effect = { signal: 'update' };
export const WRITETHRU: Effect = { signal: 'writethru' };
export const LEAD: Effect = { signal: 'lead' };
export const REFILE: Effect = { signal: 'refile' };
export const REPEAT: Effect = { signal: 'repeat' };
export const WRAPUP: Effect = { signal: 'wrapup' };

/** Parts of a story: they never take the place of the whole. */
export const ADD: Effect = { signal: 'add' };
export const SUB: Effect = { signal: 'sub' };
export const TAKE: Effect = { signal: 'take' };

/** Priority. A headline without copy is an alert whatever it says. */
export const FLASH: Effect = { signal: 'flash' };
export const ALERT: Effect = { signal: 'alert' };
export const BULLETIN: Effect = { signal: 'bulletin' };
export const URGENT: Effect = { signal: 'urgent' };

/** What sort of story it is. */
export const genre = (signal: string): Effect => ({ signal });
/** Stands before other words and says nothing itself. */
export const NOTHING: Effect = { signal: null };
