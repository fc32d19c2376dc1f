// What an item is known by across its versions. The rules and their reasons: docs/formats/identity.md.

import type { IsoTime, Warning } from '../model/item.ts';
import { sha256 } from '../text/digest.ts';

export interface Claims {
  /** As the feed states it. */
  readonly guid: string | null;
  /** Absolute URL of the story's own page. */
  readonly link: string | null;
  readonly headline: string | null;
  /** First publication, else the version's time. */
  readonly time: IsoTime | null;
  /** Canonical text. */
  readonly text: string;
  /** True where this arrival uses the guid for stories with different links. */
  readonly repeated: boolean;
}

/** The guid to go by, with a warning where it is not the feed's own. */
export function identify(claims: Claims): { guid: string; warnings: Warning[] } {
  const { guid, link, repeated } = claims;
  if (guid !== null && !(repeated && link !== null)) return { guid, warnings: [] };
  if (guid !== null && link !== null) {
    const message = `${JSON.stringify(guid)} stands for several stories in this feed; the link is used`;
    return { guid: link, warnings: [{ code: 'guid-repeated', message }] };
  }
  return missing(claims);
}

function missing({ link, headline, time, text }: Claims): { guid: string; warnings: Warning[] } {
  const warn = (what: string): Warning[] => [{ code: 'guid-missing', message: `no guid; ${what} is used` }];
  if (link !== null) return { guid: link, warnings: warn('the link') };
  if (headline !== null && time !== null)
    return {
      guid: digestGuid('title-date', `${headline}\n${time}`),
      warnings: warn('a digest of headline and time'),
    };
  if (text !== '') return { guid: digestGuid('text', text), warnings: warn('a digest of the text') };
  return { guid: digestGuid('title', headline ?? ''), warnings: warn('a digest of the headline') };
}

const digestGuid = (of: string, value: string): string => `stet:${of}:${sha256(value)}`;

/** Collects which guids an arrival uses for different links. */
export class GuidUse {
  readonly #links = new Map<string, string>();
  readonly #repeated = new Set<string>();

  note(guid: string | null, link: string | null): void {
    if (guid === null || link === null) return;
    const seen = this.#links.get(guid);
    if (seen === undefined) this.#links.set(guid, link);
    else if (seen !== link) this.#repeated.add(guid);
  }

  repeated(): ReadonlySet<string> {
    return this.#repeated;
  }
}
