// Posts in memory behind the interface that the site reads: for tests of pages and feeds alone. The contract of the stores
// is tested on the stores.

import { type ItemId, itemId } from '../../src/model/ids.ts';
import type { Post, PostVersion } from '../../src/model/post.ts';
import { words } from '../../src/text/words.ts';
import type { PageQuery, PostReader } from '../../src/views/posts.ts';

export interface MemoryReader extends PostReader {
  /** Replaces what is public, as one act of publication would. */
  publish(posts: readonly Post[]): void;
  /** How often a post was read by its path. */
  readonly reads: { byPath: number; page: number };
}

export function memoryReader(
  posts: readonly Post[],
  versions: ReadonlyMap<ItemId, readonly PostVersion[]> = new Map(),
): MemoryReader {
  let current: readonly Post[] = newestFirst(posts);
  const paths = new Set(posts.map((post) => post.path));
  let generation = 1;
  const reads = { byPath: 0, page: 0 };

  function pageOf({ section, cursor, limit }: PageQuery) {
    const all = current.filter((post) => section === null || post.section === section);
    const start = cursor === null ? 0 : Number(cursor);
    const end = start + limit;
    return { posts: all.slice(start, end), next: end < all.length ? String(end) : null };
  }

  return {
    reads,
    publish(next) {
      current = newestFirst(next);
      for (const post of next) paths.add(post.path);
      generation += 1;
    },
    generation: () => generation,
    page: async (query) => {
      reads.page += 1;
      return pageOf(query);
    },
    posts: async (query) => pageOf(query).posts,
    byPath: async (path) => {
      reads.byPath += 1;
      return current.find((post) => post.path === path) ?? null;
    },
    itemAt: async (path) => (paths.has(path) ? itemId(path.slice(-16)) : null),
    versions: async (item) => versions.get(item) ?? ownVersion(current.find((post) => post.item === item)),
    sections: async () => {
      const slugs = [...new Set(current.map(({ section }) => section))];
      return slugs.map((slug) => ({ slug, posts: current.filter(({ section }) => section === slug).length }));
    },
    search: async ({ text, cursor, limit }) => {
      const wanted = words(text);
      const found = current.filter(({ title, parsed }) => {
        const here = words(`${title} ${parsed.text}`);
        return wanted.every((word) => here.includes(word));
      });
      const start = cursor === null ? 0 : Number(cursor);
      const hits = found
        .slice(start, start + limit)
        .map((post) => ({ post, excerpt: post.parsed.text.slice(0, 240) }));
      return { hits, next: start + limit < found.length ? String(start + limit) : null };
    },
    since: async (since, limit) => current.filter(({ publishedAt }) => publishedAt >= since).slice(0, limit),
    count: async () => current.length,
    sitemap: async (n) => [...current].reverse().slice(n * 1000, (n + 1) * 1000),
  };
}

const newestFirst = (posts: readonly Post[]): readonly Post[] =>
  [...posts].sort((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1));

const ownVersion = (post: Post | undefined): readonly PostVersion[] =>
  post === undefined
    ? []
    : [
        {
          version: post.version,
          parsed: post.parsed,
          receivedAt: post.receivedAt,
          publishedAt: post.publishedAt,
          label: post.label,
        },
      ];
