// The operational state of a source that a person can read. Kept beside the ledger, not in it: it proves nothing.

import type { Sha256, SourceId } from './ids.ts';
import type { IsoTime } from './item.ts';

export interface SourceState {
  readonly source: SourceId;
  readonly lastPoll: IsoTime | null;
  /** When the last arrival with something new in it came. */
  readonly lastItem: IsoTime | null;
  readonly nextPoll: IsoTime | null;
  /** Why the last look failed (`failures` above 0), or what in the last arrival could not be read (`failures` 0). */
  readonly lastError: { readonly code: string; readonly message: string; readonly at: IsoTime } | null;
  /** Why the last look brought nothing, such as `not-modified` or `retry-after`. */
  readonly skipped: { readonly code: string; readonly message: string; readonly at: IsoTime } | null;
  /** Failures in a row; drives the back-off. */
  readonly failures: number;
  /** Arrivals with new bytes since the source was added. */
  readonly arrivals: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Where a 301 or 308 moved the feed to. */
  readonly movedTo: string | null;
  /** SHA-256 of the configured URL that `etag`, `lastModified` and `movedTo` belong to; they die with it. A digest, because a URL can hold secrets. */
  readonly urlDigest: Sha256 | null;
}

export const newSourceState = (source: SourceId): SourceState => ({
  source,
  lastPoll: null,
  lastItem: null,
  nextPoll: null,
  lastError: null,
  skipped: null,
  failures: 0,
  arrivals: 0,
  etag: null,
  lastModified: null,
  movedTo: null,
  urlDigest: null,
});

/** Where transports keep their state between runs. */
export interface SourceStates {
  get(source: SourceId): SourceState;
  /** Durable when it resolves. */
  save(state: SourceState): Promise<void>;
  /** Keeps a state in memory at once and saves it within seconds: for what happens too often to wait for. */
  note(state: SourceState): void;
}
