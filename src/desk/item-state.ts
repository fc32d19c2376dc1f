// The history of one item folded into what the desk and the site need to know of it. The fold is the only definition of current
// state: the live program and `stet replay` both use it, so they cannot differ.

import type {
  Action,
  DecisionFact,
  Entry,
  Reason,
  ReviewFact,
  TakedownFact,
  VersionFact,
} from '../model/facts.ts';
import type { ArrivalId, ItemId, Seq, Sha256, SourceId } from '../model/ids.ts';
import type { IsoTime, ParsedItem } from '../model/item.ts';
import type { CarriedOut } from '../model/takedown.ts';
import { erasedPath } from './erased.ts';

export interface KnownVersion {
  readonly seq: Seq;
  readonly arrival: ArrivalId;
  readonly receivedAt: IsoTime;
  readonly version: string | null;
  readonly versionCreated: IsoTime | null;
  readonly digest: Sha256;
}

export interface Decided {
  readonly seq: Seq;
  readonly at: IsoTime;
  readonly version: Seq;
  readonly action: Action;
  readonly reasons: readonly Reason[];
  readonly by: string;
}

export interface ItemState {
  readonly item: ItemId;
  readonly source: SourceId;
  readonly provider: string;
  readonly guid: string;
  /** In the order they came in. */
  readonly versions: readonly KnownVersion[];
  /** The decision in force: about the version that counts now. */
  readonly decision: Decided | null;
  /** What was decided since on a version that changes nothing, such as a late older one; `null` when nothing was. */
  readonly aside: Decided | null;
  /** Set while a person has the item on hold or spiked: only a person's release ends it. */
  readonly putAway: { readonly action: 'hold' | 'spike'; readonly by: string } | null;
  /** The agency has canceled or killed the item and no person has released it since. */
  readonly killed: boolean;
  /** The version the public sees; `null` when none. */
  readonly shows: Seq | null;
  /** Every time a version became the one the public sees. */
  readonly shown: readonly { readonly version: Seq; readonly at: IsoTime }[];
  readonly path: string | null;
  readonly section: string | null;
  readonly review: { readonly version: Seq; readonly at: IsoTime; readonly by: string } | null;
  readonly lastSeq: Seq;
  /** Set once the story was taken down: then `guid` is empty, and nothing is published any more. */
  readonly takenDown?: CarriedOut;
}

export type ItemEntry = Entry<VersionFact> | Entry<DecisionFact> | Entry<ReviewFact> | Entry<TakedownFact>;

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
    case 'takedown':
      return withTakedown(known(state, fact.item), entry.seq, entry.at, fact);
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
  const kills = isKill(fact.parsed);
  if (state !== null)
    return { ...state, versions: [...state.versions, version], killed: state.killed || kills, lastSeq: seq };
  return {
    item: fact.item,
    source: fact.source,
    provider: fact.parsed.provider,
    guid: fact.parsed.guid,
    versions: [version],
    decision: null,
    aside: null,
    putAway: null,
    killed: kills,
    shows: null,
    shown: [],
    path: null,
    section: null,
    review: null,
    lastSeq: seq,
  };
}

/** Canceled, or a kill notice under the story's own id. */
export const isKill = ({ status, kind }: ParsedItem): boolean => status === 'canceled' || kind === 'kill';

function withDecision(state: ItemState, seq: Seq, at: IsoTime, fact: DecisionFact): ItemState {
  const { version, action, reasons, by, shows } = fact;
  const decided: Decided = { seq, at, version, action, reasons, by };
  // A version that is only kept changes nothing about where the item stands; nor does any, once it was taken down.
  if ((action === 'keep' && state.decision !== null) || state.takenDown !== undefined)
    return { ...state, aside: decided, lastSeq: seq };
  return {
    ...state,
    ...(fact.config === null ? afterPerson(state, action, by) : {}),
    decision: decided,
    aside: null,
    shows,
    shown: shows !== null && shows !== state.shows ? [...state.shown, { version: shows, at }] : state.shown,
    // The path is fixed once and for all: a later decision can't move a post.
    path: state.path ?? fact.path,
    section: state.section ?? fact.section,
    lastSeq: seq,
  };
}

/** Whatever of the state comes from what is erased goes, so that the erased history folds into the same. */
function withTakedown(state: ItemState, seq: Seq, at: IsoTime, fact: TakedownFact): ItemState {
  const { version, by, reason, reference, note } = fact;
  const reasons = [{ code: reason, message: reference, detail: note }];
  return {
    ...state,
    guid: '',
    versions: state.versions.map((known) => ({ ...known, version: null })),
    decision: { seq, at, version, action: 'takedown', reasons, by },
    aside: null,
    putAway: null,
    killed: false,
    shows: null,
    path: state.path === null ? null : erasedPath(state.path, state.item),
    lastSeq: seq,
    takenDown: { seq, at, by, reason, reference, note },
  };
}

function afterPerson(state: ItemState, action: Action, by: string): Pick<ItemState, 'putAway' | 'killed'> {
  if (action === 'hold' || action === 'spike') return { putAway: { action, by }, killed: state.killed };
  return { putAway: null, killed: action === 'publish' ? false : state.killed };
}

function known(state: ItemState | null, item: ItemId): ItemState {
  if (state === null) throw new Error(`item ${item} has a decision before any version`);
  return state;
}
