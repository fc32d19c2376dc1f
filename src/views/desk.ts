// What the desk reads: every item, public or not, the quarantine, and single facts. Nothing here writes.

import type { Action, DecisionFact, Entry, Fact, FailureFact, Reason, VersionFact } from '../model/facts.ts';
import type { ArrivalId, ItemId, Seq, SourceId } from '../model/ids.ts';
import type { IsoTime, ParsedItem } from '../model/item.ts';
import type { CarriedOut } from '../model/takedown.ts';

/** The line of an item in the desk's list. */
export interface DeskItem {
  readonly id: ItemId;
  readonly source: SourceId;
  readonly provider: string;
  readonly guid: string;
  readonly title: string;
  readonly headlineSent: boolean;
  /** What the decision in force says. */
  readonly decision: Action;
  readonly reasons: readonly Reason[];
  readonly by: string;
  readonly urgency: number | null;
  readonly kind: ParsedItem['kind'];
  readonly language: string | null;
  readonly direction: 'ltr' | 'rtl' | null;
  readonly section: string | null;
  readonly path: string | null;
  /** How many versions have come in. */
  readonly versions: number;
  readonly firstReceived: IsoTime;
  readonly lastReceived: IsoTime;
  readonly publishedAt: IsoTime | null;
  readonly readAt: IsoTime | null;
  /** Ledger position of the last thing that happened to it. */
  readonly seq: Seq;
  /** Set once it was taken down. `path`: where its notice stands; `null` when it never was public. */
  readonly takedown?: CarriedOut & { readonly path: string | null };
}

export interface DeskQuery {
  readonly source: SourceId | null;
  readonly decision: Action | null;
  /** Words to search for in headline and text; `null` for all. */
  readonly text: string | null;
  readonly cursor: string | null;
  /** 1 to 200. */
  readonly limit: number;
}

export interface DeskPage {
  readonly items: readonly DeskItem[];
  readonly next: string | null;
}

/** An item with all that happened to it, oldest first. */
export interface DeskItemDetail {
  readonly item: DeskItem;
  /** The version that the decision in force is about, and acts too. */
  readonly current: Seq;
  readonly versions: readonly Entry<VersionFact>[];
  readonly decisions: readonly Entry<DecisionFact>[];
  readonly history: readonly Entry[];
}

export interface QuarantineRow {
  /** Ledger position of the failure. */
  readonly id: Seq;
  readonly at: IsoTime;
  readonly arrival: ArrivalId;
  readonly origin: string | null;
  readonly size: number;
  readonly sha256: string;
  readonly fact: FailureFact;
}

export interface DeskReader {
  list(query: DeskQuery): Promise<DeskPage>;
  item(id: ItemId): Promise<DeskItemDetail | null>;
  quarantine(
    cursor: string | null,
    limit: number,
  ): Promise<{ rows: readonly QuarantineRow[]; next: string | null }>;
  /** Bytes of an arrival from `offset`, at most `length`; `null` when there is no such arrival. */
  bytes(arrival: ArrivalId, offset: number, length: number): Promise<Uint8Array | 'erased' | null>;
  /** How many items stand under each decision, per source. */
  counts(): Promise<readonly { source: SourceId; decision: Action; items: number }[]>;
  /** Facts after `seq`, for a client that reconnects; at most `limit`. */
  after(seq: number, limit: number): Promise<readonly Entry<Fact>[]>;
}
