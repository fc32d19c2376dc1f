// From acts to leaves in their places: numbers them, chains each to its item's last, grows the tree and signs it. Pure; who calls this
// makes the result durable in one transaction before anything of it is shown, and goes on from `head` only after that.

import { toHex, utf8 } from './bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import type { LogCrypto } from './crypto.ts';
import { type Edge, type GrownTile, grow, rootOfEdge } from './growth.ts';
import { formatLeaf, KEY_ITEM, type Leaf, type LeafKind } from './leaf.ts';
import { leafHash } from './merkle.ts';
import type { Signer } from './note.ts';
import { recordHash } from './record.ts';

/** An act that the public can see, before it has its place. */
export interface LeafDraft {
  /** The item's id; empty for the log's own key. */
  readonly item: string;
  /** The ledger entry that the act is. */
  readonly seq: number;
  /** 16 random bytes in hexadecimal: the item's name in the log if this is its first leaf. */
  readonly chain: string;
  /** True when no leaf of the item can have come before. */
  readonly opens: boolean;
  readonly kind: LeafKind;
  /** Whether the public sees another text after it than ever before. */
  readonly newText: boolean;
  /** Milliseconds since 1970. */
  readonly logged: number;
  readonly received: number;
  readonly src: string;
  /** The record's text. */
  readonly record: string;
}

/** The last leaf of an item. */
export interface ChainEnd {
  readonly index: number;
  readonly leaf: Leaf;
}

export interface SequencedLeaf {
  readonly index: number;
  readonly item: string;
  readonly seq: number;
  readonly kind: LeafKind;
  readonly body: string;
  readonly record: string;
}

export interface Sequenced {
  readonly edge: Edge;
  readonly leaves: readonly SequencedLeaf[];
  readonly tiles: readonly GrownTile[];
  readonly checkpoint: { readonly size: number; readonly root: string; readonly note: string };
}

/**
 * @param signers the log's key, whose name is the log's origin; behind it the one that it takes the place of, while both sign.
 * @param ends the last leaf of every item among the drafts that may have one.
 * @returns `null` when no draft gives a leaf: an item that was never in the log can't be taken down in it.
 */
export function sequence(
  crypto: LogCrypto,
  signers: readonly Signer[],
  edge: Edge,
  drafts: readonly LeafDraft[],
  ends: ReadonlyMap<string, ChainEnd>,
): Sequenced | null {
  const last = new Map(ends);
  const leaves: SequencedLeaf[] = [];
  for (const draft of drafts) {
    const leaf = leafOf(crypto, draft, last.get(draft.item) ?? null);
    if (leaf === null) continue;
    const index = edge.size + leaves.length;
    const { item, seq, record } = draft;
    leaves.push({ index, item, seq, kind: leaf.kind, body: formatLeaf(leaf), record });
    last.set(draft.item, { index, leaf });
  }
  if (leaves.length === 0) return null;
  const grown = grow(
    crypto,
    edge,
    leaves.map(({ body }) => leafHash(crypto, utf8(body))),
  );
  const root = rootOfEdge(crypto, grown.edge);
  const { size } = grown.edge;
  const origin = signers[0]?.name ?? '';
  const note = signCheckpoint(crypto, { origin, size, root, extensions: [] }, ...signers);
  return { edge: grown.edge, leaves, tiles: grown.tiles, checkpoint: { size, root: toHex(root), note } };
}

/** Kinds that say something about a text which is in the log already. */
const ABOUT_EARLIER: ReadonlySet<LeafKind> = new Set<LeafKind>(['kill', 'withhold', 'takedown', 'expire']);

function leafOf(crypto: LogCrypto, draft: LeafDraft, end: ChainEnd | null): Leaf | null {
  const { kind, newText, received, src, record, item } = draft;
  const isKey = kind === 'key';
  if (end === null && ABOUT_EARLIER.has(kind)) return null;
  const known = end?.leaf.ver ?? 0;
  return {
    item: isKey ? KEY_ITEM : (end?.leaf.item ?? draft.chain),
    // The first that the log tells of an item is that it is public, whatever it was before there was a log.
    kind: end === null && !isKey && item !== '' ? 'publish' : kind,
    logged: Math.max(draft.logged, end?.leaf.logged ?? 0),
    prev: end?.index ?? -1,
    received,
    record: recordHash(crypto, record),
    src,
    v: 'wire-leaf/1',
    ver: isKey ? 0 : newText || end === null ? known + 1 : known,
  };
}
