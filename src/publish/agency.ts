// What a published page needs to know of the source a post came from.

import type { SourceId } from '../model/ids.ts';
import type { Post } from '../model/post.ts';
import type { Source } from '../model/source.ts';

export interface Agency {
  readonly name: string;
  readonly credit: string;
  readonly indexed: boolean;
  readonly canonical: Source['canonical'];
  readonly hotlinkImages: boolean;
}

export type Agencies = ReadonlyMap<SourceId, Source>;

export const agenciesOf = (sources: readonly Source[]): Agencies =>
  new Map(sources.map((source) => [source.id, source]));

/**
 * The agency behind a post. A source that has been taken out of the configuration left no terms behind, so its posts are
 * treated by the strictest: not indexed, nothing hot-linked.
 */
export function agencyOf(post: Post, agencies: Agencies): Agency {
  const source = agencies.get(post.source);
  const { provider, credit } = post.parsed;
  if (source === undefined) {
    return {
      name: provider,
      credit: credit ?? provider,
      indexed: false,
      canonical: 'self',
      hotlinkImages: false,
    };
  }
  return {
    name: source.name,
    credit: credit ?? source.credit,
    indexed: source.robots === 'index',
    canonical: source.canonical,
    hotlinkImages: source.hotlinkImages,
  };
}

/** Whether posts of this source may be in sitemaps and be indexed. */
export const isIndexed = (source: SourceId, agencies: Agencies): boolean =>
  agencies.get(source)?.robots === 'index';
