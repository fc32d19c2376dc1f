// What came off the wire: one version of an item as parsed out of an arrival. Immutable. What the desk thinks of it is in
// `facts.ts` (decisions); what the public sees is in `post.ts`.

import type { Sha256 } from './ids.ts';

export const FORMATS = [
  'rss',
  'atom',
  'json-feed',
  'newsml-g2',
  'newsml-1.2',
  'nitf',
  'ninjs',
  'iptc7901',
  'anpa1312',
  'ap-json',
  'dpa-json',
  'email',
  'reuters-sgml',
  'text',
] as const;
export type Format = (typeof FORMATS)[number];

/** IPTC publication status (pubStatus scheme: `stat:usable`, `stat:withheld`, `stat:canceled`). */
export const PUB_STATUSES = ['usable', 'withheld', 'canceled'] as const;
export type PubStatus = (typeof PUB_STATUSES)[number];
export const KINDS = [
  'story',
  'alert',
  'advisory',
  'kill',
  'test',
  'picture',
  'package',
  'planning',
  'concept',
] as const;
export type Kind = (typeof KINDS)[number];
export type Direction = 'ltr' | 'rtl';

/** ISO 8601 in UTC with `Z` and milliseconds, as `Date.prototype.toISOString` writes it. */
export type IsoTime = string;

export interface Dateline {
  /** The dateline as it stands in the text, with place, date and credit but without the separator after it. */
  readonly text: string;
  readonly place: string | null;
  /** `YYYY-MM-DD`; a year-less date is read against the item's own date. */
  readonly date: string | null;
  readonly credit: string | null;
}

export interface Subject {
  readonly scheme: string | null;
  readonly code: string | null;
  readonly name: string | null;
}

export interface Media {
  readonly url: string;
  /** MIME type as stated, or guessed from the element (`image`, `audio`, `video`). */
  readonly type: string | null;
  /** Bytes, as the feed states them. */
  readonly length: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly caption: string | null;
  readonly credit: string | null;
}

export interface Related {
  readonly rel: string;
  readonly guid: string;
}

export interface Rights {
  readonly copyright: string | null;
  readonly usageTerms: string | null;
  readonly licence: string | null;
}

export interface Warning {
  /** A stable code in kebab-case; the message may change. */
  readonly code: string;
  readonly message: string;
}

/** A parsed item. Absent values are `null`, never missing keys. DESIGN §9 is the promise; keys are only ever added. */
export interface ParsedItem {
  readonly format: Format;
  readonly provider: string;
  readonly guid: string;
  /** The agency's own version number or string; `null` where the format has none. */
  readonly version: string | null;
  readonly versionCreated: IsoTime | null;
  readonly firstCreated: IsoTime | null;
  readonly status: PubStatus;
  readonly kind: Kind;
  readonly signals: readonly string[];
  readonly headline: string | null;
  readonly slugline: string | null;
  readonly byline: string | null;
  readonly dateline: Dateline | null;
  readonly credit: string | null;
  /** 1 (flash) to 8, IPTC urgency. */
  readonly urgency: number | null;
  /** BCP 47. */
  readonly language: string | null;
  readonly direction: Direction | null;
  readonly subjects: readonly Subject[];
  readonly keywords: readonly string[];
  readonly places: readonly string[];
  readonly embargoedUntil: IsoTime | null;
  readonly expires: IsoTime | null;
  readonly edNote: string | null;
  readonly rights: Rights;
  readonly related: readonly Related[];
  readonly media: readonly Media[];
  /** A short description where the format separates it from the body; plain text. */
  readonly summary: string | null;
  /** The agency's own page for the story. */
  readonly link: string | null;
  /** A line such as `--IANS` or `(Reporting by …)` that ends the text, recognised and left in it. */
  readonly signOff: string | null;
  /** A republisher's disclaimer that came attached to the copy. Not the agency's text, so not in the body. */
  readonly disclaimer: string | null;
  /** The verbatim fragment: whitelisted markup, absolute links, serialised by `text/fragment.ts`. */
  readonly bodyHtml: string;
  /** wire-text/1 of the body as it was sent, computed before any markup was reduced. */
  readonly text: string;
  /**
   * Why the fragment cannot be shown to equal what was sent (`code` from `text/`), or `null` when it is verified. An item with
   * a refusal is never published; `text` is then the best reading for the desk.
   */
  readonly refusal: Warning | null;
  /** SHA-256 of `text` in UTF-8. */
  readonly textSha256: Sha256;
  readonly warnings: readonly Warning[];
}
