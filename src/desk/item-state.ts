// The history of one item folded into what the desk and the site need to know of it. The fold is the only definition of current
// state: the live program and `stet replay` both use it, so they cannot differ.

import type { Action, DecisionFact, Entry, Reason, ReviewFact, VersionFact } from '../model/facts.ts';
import type { ArrivalId, ItemId, Seq, Sha256, SourceId } from '../model/ids.ts';
import type { IsoTime } from '../model/item.ts';

export interface KnownVersion {
  readonly seq: Seq;
  readonly arrival: ArrivalId;
  readonly receivedAt: IsoTime;
  readonly version: string | null;
  readonly versionCreated: IsoTime | null;
  readonly digest: Sha256;
}

export interface ItemState {
  readonly item: ItemId;
  readonly source: SourceId;
  readonly provider: string;
  readonly guid: string;
  /** In the order they came in. */
  readonly versions: readonly KnownVersion[];
  /** The decision in force. */
  readonly decision: {
    readonly seq: Seq;
    readonly at: IsoTime;
    readonly version: Seq;
    readonly action: Action;
    readonly reasons: readonly Reason[];
    readonly by: string;
  } | null;
  /** The version the public sees; `null` when none. */
  readonly shows: Seq | null;
  /** Every time a version became the one the public sees. */
  readonly shown: readonly { readonly version: Seq; readonly at: IsoTime }[];
  readonly path: string | null;
  readonly section: string | null;
  readonly review: { readonly version: Seq; readonly at: IsoTime; readonly by: string } | null;
  readonly lastSeq: Seq;
}

export type ItemEntry = Entry<VersionFact> | Entry<DecisionFact> | Entry<ReviewFact>;

/** Folds the next entry of an item into its state; `null` is the state before the first. */
export function nextState(state: ItemState | null, entry: ItemEntry): ItemState {
  const { fact } = entry;
  switch (fact.type) {
    case 'version':
      return withVersion(state, entry.seq, fact);
    case 'decision':
      return withDecision(known(state, fact.item), entry.seq, entry.at, fact);
    case 'review':
      return {
        ...known(state, fact.item),
        review: { version: fact.version, at: entry.at, by: fact.by },
        lastSeq: entry.seq,
      };
  }
}

function withVersion(state: ItemState | null, seq: Seq, fact: VersionFact): ItemState {
  const version: KnownVersion = {
    seq,
    arrival: fact.arrival,
    receivedAt: fact.receivedAt,
    version: fact.parsed.version,
    versionCreated: fact.parsed.versionCreated,
    digest: fact.digest,
  };
  if (state !== null) return { ...state, versions: [...state.versions, version], lastSeq: seq };
  return {
    item: fact.item,
    source: fact.source,
    provider: fact.parsed.provider,
    guid: fact.parsed.guid,
    versions: [version],
    decision: null,
    shows: null,
    shown: [],
    path: null,
    section: null,
    review: null,
    lastSeq: seq,
  };
}

function withDecision(state: ItemState, seq: Seq, at: IsoTime, fact: DecisionFact): ItemState {
  const changes = fact.shows !== null && fact.shows !== state.shows;
  return {
    ...state,
    decision: { seq, at, version: fact.version, action: fact.action, reasons: fact.reasons, by: fact.by },
    shows: fact.shows,
    shown: changes && fact.shows !== null ? [...state.shown, { version: fact.shows, at }] : state.shown,
    // The path is fixed once and for all: a later decision can't move a post.
    path: state.path ?? fact.path,
    section: state.section ?? fact.section,
    lastSeq: seq,
  };
}

function known(state: ItemState | null, item: ItemId): ItemState {
  if (state === null) throw new Error(`item ${item} has a decision before any version`);
  return state;
}
