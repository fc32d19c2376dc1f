// The ledger's entries: every fact, in one closed union. Facts are only ever added; a new kind of fact is a new member. A takedown alone
// changes what was written: it leaves the entries in their places and takes the story out of them (`desk/erased.ts`).

import type { ArrivalId, ItemId, Seq, Sha256, SourceId } from './ids.ts';
import type { Format, IsoTime, ParsedItem } from './item.ts';
import type { FeedInfo, ParseFailure } from './parse-result.ts';
import type { TakedownOrder } from './takedown.ts';

/** The exact bytes received once from a source, with how and when. The bytes themselves are kept under `sha256`. */
export interface ArrivalFact {
  readonly type: 'arrival';
  readonly source: SourceId;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  readonly transport: 'poll' | 'folder' | 'push' | 'import';
  readonly contentType: string | null;
  /** URL or file name the bytes came from, for people. */
  readonly origin: string | null;
  /** URL to resolve relative links against; `null` for files and pushes. */
  readonly baseUrl: string | null;
  readonly guid: string | null;
  readonly version: string | null;
  /** True for the arrival that is a source's first; the first-run limit applies to it. */
  readonly first: boolean;
  /** The takedown that erased the bytes, and the sender's words about them. */
  readonly erasedBy?: Seq;
}

/** One version of an item as parsed out of an arrival. */
export interface VersionFact {
  readonly type: 'version';
  readonly source: SourceId;
  readonly arrival: ArrivalId;
  readonly item: ItemId;
  /** When the arrival's bytes were received. */
  readonly receivedAt: IsoTime;
  readonly arrivalSha256: Sha256;
  /** SHA-256 over the parsed item: two versions with one digest are one version. */
  readonly digest: Sha256;
  readonly parsed: ParsedItem;
  /** Set when a later parser read an old arrival again: the version entry that this one takes the place of. */
  readonly supersedes: Seq | null;
  /** The takedown that erased the text. */
  readonly erasedBy?: Seq;
}

/** What can't be understood is kept with its place. */
export interface FailureFact {
  readonly type: 'failure';
  readonly source: SourceId;
  readonly arrival: ArrivalId;
  readonly failure: ParseFailure;
}

/** An arrival has been read to its end: nothing of it is pending any more. */
export interface ParsedFact {
  readonly type: 'parsed';
  readonly source: SourceId;
  readonly arrival: ArrivalId;
  readonly format: Format | null;
  readonly charset: string | null;
  readonly feed: FeedInfo | null;
  readonly items: number;
  readonly failures: number;
  /** Item ids in the arrival's order, the first 1,000. */
  readonly itemIds: readonly ItemId[];
}

/**
 * `publish`: public. `hold`: waits for a person. `keep`: stored and searchable at the desk, not shown and not waiting
 * (first-run overflow, late older versions). `refuse`: tests, empty items. `spike`: a person put it away. `takedown`: a person had it
 * erased; no decision has this action, only a takedown.
 */
export const ACTIONS = ['publish', 'hold', 'keep', 'refuse', 'spike', 'takedown'] as const;
export type Action = (typeof ACTIONS)[number];

export interface Reason {
  /** A stable code in kebab-case, such as `source-publishes-automatically` or `text-differs`. */
  readonly code: string;
  readonly message: string;
  /** What was seen, where it helps: the difference, the count, the phrase. */
  readonly detail: string | null;
}

/** What rules or a person decided about a version, with the reasons. An entry, never an overwrite. */
export interface DecisionFact {
  readonly type: 'decision';
  readonly source: SourceId;
  readonly item: ItemId;
  /** The version decided on. */
  readonly version: Seq;
  readonly action: Action;
  /** The version the public sees once this decision holds; `null` for none. */
  readonly shows: Seq | null;
  readonly reasons: readonly Reason[];
  /** `rules`, or the name of the person at the desk. */
  readonly by: string;
  /** SHA-256 of the source's settings that the decision was made under; `null` for a person's. */
  readonly config: Sha256 | null;
  /** The post's path, fixed when it is first published and the same for all its versions. */
  readonly path: string | null;
  readonly section: string | null;
}

/** A person has read a version. */
export interface ReviewFact {
  readonly type: 'review';
  readonly source: SourceId;
  readonly item: ItemId;
  readonly version: Seq;
  readonly by: string;
}

/** A person had a story erased, by law or on request. */
export interface TakedownFact extends TakedownOrder {
  readonly type: 'takedown';
  readonly source: SourceId;
  readonly item: ItemId;
  /** The version that the decision in force was about. */
  readonly version: Seq;
  readonly by: string;
  /** Digests by which the story is known again under another name: of its versions, and of its longer texts. */
  readonly blocks: readonly Sha256[];
}

export type Fact =
  | ArrivalFact
  | VersionFact
  | FailureFact
  | ParsedFact
  | DecisionFact
  | ReviewFact
  | TakedownFact;

/** A fact in its place in the ledger. */
export interface Entry<F extends Fact = Fact> {
  readonly seq: Seq;
  /** When the entry was written. */
  readonly at: IsoTime;
  readonly fact: F;
}
