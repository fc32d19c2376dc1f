// What the public sees of an item now: at one stable URL over all versions.

import type { ItemId, Seq, SourceId } from './ids.ts';
import type { IsoTime, ParsedItem } from './item.ts';

/** Who has read it. Computed from the ledger, never typed into the text. */
export type Label = { readonly read: false } | { readonly read: true; readonly at: IsoTime };

/** The line of a post that lists need; no body. */
export interface PostSummary {
  readonly item: ItemId;
  readonly source: SourceId;
  /** Site-absolute path, percent-encoded, such as `/world/harbour-bridge-reopens-5f1c0a9be2d34471`. */
  readonly path: string;
  readonly section: string;
  /** The headline as sent, or the opening words of the text where the agency sent none. */
  readonly title: string;
  /** False when `title` is only the text's opening words. */
  readonly headlineSent: boolean;
  readonly summary: string | null;
  readonly language: string | null;
  readonly direction: 'ltr' | 'rtl' | null;
  readonly urgency: number | null;
  readonly kind: ParsedItem['kind'];
  /** When this site first published it. */
  readonly publishedAt: IsoTime;
  /** When the version now shown was published here. */
  readonly updatedAt: IsoTime;
  /** How many versions have been shown. */
  readonly versions: number;
  readonly label: Label;
}

/** A post with everything its page shows. */
export interface Post extends PostSummary {
  readonly parsed: ParsedItem;
  readonly version: Seq;
  /** When the bytes of the version shown arrived. */
  readonly receivedAt: IsoTime;
  readonly arrivalSha256: string;
}

/** What a post's page carries, so that a saved copy can be checked against the public log offline. */
export interface StoryCheck {
  /** The proof of the story's last leaf (C2SP tlog-proof). */
  readonly proof: string;
  /** The record that the leaf commits to (wire-record/1); `null` when it was erased. */
  readonly record: string | null;
  /** The log's verifier key. */
  readonly key: string;
}

/** One version of a post that was shown, for its history page. */
export interface PostVersion {
  readonly version: Seq;
  readonly parsed: ParsedItem;
  readonly receivedAt: IsoTime;
  /** When it became public; `null` for a late older version that never was. */
  readonly publishedAt: IsoTime | null;
  /** Who has read this version. */
  readonly label: Label;
}
