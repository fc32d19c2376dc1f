// What a parser gives back: items, and failures beside them, so that one bad item never costs its neighbours.

import type { Convention } from './convention.ts';
import type { Format, ParsedItem } from './item.ts';

/** Where parsing failed and why. Codes are stable, kebab-case; the sentence for people is made from them. */
export interface ParseFailure {
  readonly code: string;
  readonly message: string;
  /** 1-based; `null` where the format has no lines. */
  readonly line: number | null;
  readonly column: number | null;
  /** Byte or character offset into the decoded input where known. */
  readonly offset: number | null;
  /** 0-based position of the failed item in its arrival; `null` when the arrival as a whole could not be read. */
  readonly index: number | null;
}

/** What a feed says of itself; kept for the sources page and for reading dates and languages of its items. */
export interface FeedInfo {
  readonly title: string | null;
  readonly link: string | null;
  readonly description: string | null;
  readonly language: string | null;
  readonly rights: string | null;
  readonly updated: string | null;
  readonly author: string | null;
  readonly generator: string | null;
  readonly id: string | null;
  readonly image: string | null;
  readonly categories: readonly string[];
}

/** One step of parsing. Items come out as they are complete, so that a large feed never stands in memory twice. */
export type ParseStep =
  | { readonly type: 'item'; readonly item: ParsedItem }
  | { readonly type: 'failure'; readonly failure: ParseFailure };

/** What is known once the bytes have been read to their end. */
export interface ParseSummary {
  /** `null` when the bytes were not recognised as any format. */
  readonly format: Format | null;
  /** The character encoding the bytes were decoded with, by WHATWG label. */
  readonly charset: string | null;
  readonly feed: FeedInfo | null;
}

/** What the caller knows about the bytes besides the bytes. No clock: `receivedAt` is passed in. */
export interface ParseContext {
  /** `auto` lets the bytes decide. */
  readonly format: Format | 'auto';
  /** The agency: items are identified by (provider, guid). */
  readonly provider: string;
  /** IANA zone in which times without a zone are read. */
  readonly timezone: string;
  /** BCP 47, used where the input states none. */
  readonly language: string | null;
  /** Character set of formats that state none (`iptc7901`, `anpa1312`), a WHATWG label or a national set; `null` for their default. */
  readonly charset: string | null;
  /** What an empty `embargoed` element means: by the standard an embargo without end (`hold`); some agencies send it always (`ignore`). */
  readonly emptyEmbargo: 'hold' | 'ignore';
  /** The operator's own rows, read before the tables that Stet brings. */
  readonly conventions: readonly Convention[];
  /** HTTP `Content-Type` or the like, as received. */
  readonly contentType: string | null;
  /** URL the bytes came from, to resolve relative links; `null` for files and pushes. */
  readonly baseUrl: string | null;
  /** ISO 8601 UTC: when the bytes arrived; year-less dates are read against it when the item has no date. */
  readonly receivedAt: string;
  /** A guid and version that the transport supplied for a format that has none of its own (`text`). */
  readonly guid: string | null;
  readonly version: string | null;
  readonly limits: ParseLimits;
}

export interface ParseLimits {
  /** Largest input parsed, bytes. */
  readonly bytes: number;
  /** Deepest nesting of XML elements or JSON values. */
  readonly depth: number;
  /** Most attributes on one XML element. */
  readonly attributes: number;
  /** Most items in one arrival. */
  readonly items: number;
  /** Longest text of one item, UTF-16 code units. */
  readonly itemText: number;
}

export const DEFAULT_LIMITS: ParseLimits = {
  bytes: 64 * 1024 * 1024,
  depth: 256,
  attributes: 256,
  items: 20_000,
  itemText: 4 * 1024 * 1024,
};
