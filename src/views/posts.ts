// What the public site and the feeds read. Nothing here writes. Every list is newest first.

import type { ItemId, SourceId } from '../model/ids.ts';
import type { Post, PostSummary, PostVersion } from '../model/post.ts';

/** A place in a newest-first list: pass the last post's to get the next page. */
export interface PageQuery {
  readonly section: string | null;
  /** `cursor` of the page before; `null` for the first. */
  readonly cursor: string | null;
  /** 1 to 100. */
  readonly limit: number;
}

export interface PostPage {
  readonly posts: readonly PostSummary[];
  readonly next: string | null;
}

export interface SectionCount {
  readonly slug: string;
  readonly posts: number;
}

export interface SearchQuery {
  /** As typed: words (all must occur), "phrases", prefix*. */
  readonly text: string;
  readonly cursor: string | null;
  readonly limit: number;
}

export interface SearchHit {
  readonly post: PostSummary;
  /** About 240 characters of the text around the first match. */
  readonly excerpt: string;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly next: string | null;
}

/** What the sitemap needs of a post; the source says whether it may be indexed at all. */
export interface SitemapRow {
  readonly path: string;
  readonly source: SourceId;
  readonly updatedAt: string;
}

export interface PostReader {
  /** Changes whenever anything public changes; a page made at one generation is good until the next. */
  generation(): number;
  page(query: PageQuery): Promise<PostPage>;
  /** Like `page`, with the whole text, for the feeds. */
  posts(query: PageQuery): Promise<readonly Post[]>;
  byPath(path: string): Promise<Post | null>;
  /** The item whose post stands or stood at a path; `null` where none ever did. */
  itemAt(path: string): Promise<ItemId | null>;
  /** Versions that were ever shown, newest first. */
  versions(item: ItemId): Promise<readonly PostVersion[]>;
  /** Sections that have posts, by number of posts. */
  sections(): Promise<readonly SectionCount[]>;
  search(query: SearchQuery): Promise<SearchPage>;
  /** Posts first published at or after `since` (ISO 8601), newest first, for the news sitemap. */
  since(since: string, limit: number): Promise<readonly PostSummary[]>;
  /** How many posts are public. */
  count(): Promise<number>;
  /** The `n`-th thousand (0-based) of paths in the order they were first published, for the sitemap. */
  sitemap(n: number): Promise<readonly SitemapRow[]>;
}
