// What the desk's routes are given by the composition root.

import type { Accounts } from '../../ledger/accounts.ts';
import type { DeskActs } from '../../model/desk-act.ts';
import type { Entry } from '../../model/facts.ts';
import type { SourceId } from '../../model/ids.ts';
import type { Site } from '../../model/site.ts';
import type { Source } from '../../model/source.ts';
import type { SourceStates } from '../../model/source-state.ts';
import type { Takedown } from '../../model/takedown.ts';
import type { DeskReader } from '../../views/desk.ts';

/** Facts as they become durable, in the ledger's order. */
export interface LiveFacts {
  /** Calls `listener` after each commit, once the views show it; the function returned ends it. */
  subscribe(listener: (entry: Entry) => void): () => void;
  /** The last sequence number written; 0 in an empty ledger. */
  head(): Promise<number>;
}

export interface DeskOptions {
  readonly site: Site;
  readonly sources: readonly Source[];
  readonly accounts: Accounts;
  readonly desk: DeskReader;
  readonly states: Pick<SourceStates, 'get'>;
  readonly acts: DeskActs;
  readonly takedown: Takedown;
  readonly facts: LiveFacts;
  /** Looks at a source now instead of at its next time; resolves when the look has been ordered, not when it is done. */
  readonly pollNow: (source: SourceId) => Promise<void>;
  /** The desk as built by Vite. */
  readonly distDir: string;
  /** Seconds a session lasts at most; the cookie's Max-Age. */
  readonly sessionSeconds: number;
  readonly limits?: Partial<EventLimits>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface EventLimits {
  /** Milliseconds between heartbeats, at which sessions are checked too. */
  readonly heartbeat: number;
  /** Ledger entries replayed to a client that reconnects before it is told to load the list again instead. */
  readonly replay: number;
  /** Live events that wait while one client replays, or while all of them wait for a row to be read. */
  readonly waiting: number;
  /** Bytes a client may leave unread before it is let go. */
  readonly unread: number;
}

export const EVENT_LIMITS: EventLimits = {
  heartbeat: 15_000,
  replay: 5_000,
  waiting: 1_000,
  unread: 256 * 1024,
};
