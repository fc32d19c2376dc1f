// Bytes on their way in, and what the sender is told once they are durable.

import type { Action, Reason } from './facts.ts';
import type { ArrivalId, ItemId, Seq, SourceId } from './ids.ts';

export interface Delivery {
  readonly source: SourceId;
  readonly bytes: Uint8Array;
  readonly transport: 'poll' | 'folder' | 'push' | 'import';
  readonly contentType: string | null;
  /** URL or file name, for people. */
  readonly origin: string | null;
  /** URL to resolve relative links against. */
  readonly baseUrl: string | null;
  /** Identity supplied by the transport for formats without one. */
  readonly guid: string | null;
  readonly version: string | null;
}

export interface ReceiptItem {
  readonly id: ItemId;
  readonly guid: string;
  readonly version: string | null;
  readonly decision: Action;
  readonly reasons: readonly Reason[];
  /** Absolute URL of the post when it is public. */
  readonly url: string | null;
}

export interface Receipt {
  readonly arrival: ArrivalId;
  /** False when the same bytes had come from the same source before, under the same guid and version where it gave any. */
  readonly new: boolean;
  readonly items: readonly ReceiptItem[];
  /** How many items the arrival held; more than `items` lists when it was very large. */
  readonly itemCount: number;
  /** Parts that could not be understood, kept in quarantine under `id`. */
  readonly failures: readonly { readonly id: Seq; readonly code: string; readonly message: string }[];
  /** How many such parts there were; more than `failures` lists when there were very many. */
  readonly failureCount: number;
}

/**
 * Takes bytes in. Resolves after the arrival and all that was derived from it are durable. Rejects with a `StetError` when nothing was kept:
 * `store-full` or `store-failed` (try again later), `too-large`.
 */
export type Receive = (delivery: Delivery) => Promise<Receipt>;
