// A lawful takedown: the words that the command, the desk, the flow and the notice share. What it erases and what it leaves is in
// `desk/erased.ts`.

import type { ItemId, Seq } from './ids.ts';
import type { IsoTime } from './item.ts';

export const TAKEDOWN_REASONS = [
  'court-order',
  'privacy',
  'defamation',
  'copyright',
  'agency-request',
  'other',
] as const;
export type TakedownReason = (typeof TAKEDOWN_REASONS)[number];

/** Why a story goes. All of it stands in the public notice. */
export interface TakedownOrder {
  readonly reason: TakedownReason;
  /** What the order or request is filed under, such as a court's number. */
  readonly reference: string;
  /** A sentence for readers; `null` for none. */
  readonly note: string | null;
}

/** Longest reference and note, UTF-16 code units: the reference goes into the log's record. */
export const LONGEST_REFERENCE = 300;
export const LONGEST_NOTE = 2_000;

/** A takedown that has been carried out. */
export interface CarriedOut extends TakedownOrder {
  /** Its ledger entry. */
  readonly seq: Seq;
  readonly at: IsoTime;
  readonly by: string;
}

/** What a takedown erased. */
export interface Erased {
  /** Where the notice stands; `null` for a story that never was public. */
  readonly path: string | null;
  readonly versions: number;
  /** Arrivals whose bytes were erased. */
  readonly arrivals: number;
  /** Other items that were read from those bytes; what was read of them stays. */
  readonly otherItems: number;
  /** Names of files that a folder source has put away after reading them, which may hold the story still. */
  readonly files: readonly string[];
  /** False when the store could not be cleaned yet; it is tried again every minute and at the next start. */
  readonly cleaned: boolean;
}

/**
 * Takes a story down for good; durable when it resolves.
 * @param by the person's name.
 * @throws {StetError} `item-unknown`, `taken-down` when it has been already, `takedown-wrong` for a reference or note that is empty or
 * too long; `store-full`, `store-failed`.
 */
export type Takedown = (item: ItemId, order: TakedownOrder, by: string) => Promise<Erased>;
