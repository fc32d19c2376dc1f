// What one post is in any feed. The three formats only differ in how they write this down.

import type { Post } from '../../model/post.ts';
import type { Site } from '../../model/site.ts';
import { type Agencies, agencyOf } from '../agency.ts';
import type { ShowBody } from '../bodies.ts';
import type { Messages } from '../i18n/messages.ts';
import { labelLine } from '../label.ts';
import type { Times } from '../times.ts';

/** Namespace of the elements that say who has read an entry and what was received. See docs/formats/feeds.md. */
export const STET_NAMESPACE = 'urn:x-stet:feed:1';

export interface Feed {
  readonly site: Site;
  readonly agencies: Agencies;
  readonly messages: Messages;
  readonly times: Times;
  readonly showBody: ShowBody;
  /** Slug and name; `null` for the whole site. */
  readonly section: { readonly slug: string; readonly name: string } | null;
  readonly posts: readonly Post[];
}

export interface FeedEntry {
  readonly post: Post;
  /** Permanent: the same for all versions of the story. */
  readonly url: string;
  readonly label: string;
  readonly agency: string;
  readonly credit: string;
  /** The verbatim fragment; the label is never in it. */
  readonly html: string;
  readonly updated: string;
  readonly names: readonly string[];
  /** Media that readers may load: only where the source lets pictures be linked from the agency's server. */
  readonly media: Post['parsed']['media'];
}

export function entriesOf(feed: Feed): readonly FeedEntry[] {
  return feed.posts.map((post) => entryOf(post, feed));
}

function entryOf(post: Post, feed: Feed): FeedEntry {
  const agency = agencyOf(post, feed.agencies);
  const { parsed } = post;
  return {
    post,
    url: feed.site.url + post.path,
    label: labelLine(post.label, feed.messages, feed.times),
    agency: agency.name,
    credit: agency.credit,
    html: feed.showBody(post, agency),
    updated: changedAt(post),
    names: [...new Set([...parsed.subjects.flatMap(({ name }) => name ?? []), ...parsed.keywords])],
    media: agency.hotlinkImages ? parsed.media : [],
  };
}

/** When a post last changed for a subscriber: a new version, or an editor's reading, which changes the label. */
export const changedAt = ({ updatedAt, label }: Post): string =>
  label.read && label.at > updatedAt ? label.at : updatedAt;

/** The feed's own address, page and last change. */
export function feedAddresses(feed: Feed, file: string) {
  const base = feed.section === null ? '/' : `/${feed.section.slug}/`;
  const page = feed.section === null ? '/' : `/${feed.section.slug}`;
  return {
    self: feed.site.url + base + file,
    page: feed.site.url + page,
    title: feed.section === null ? feed.site.title : `${feed.site.title}: ${feed.section.name}`,
  };
}

/** The latest change of any entry; `null` for an empty feed. */
export const lastChange = (entries: readonly FeedEntry[]): string | null =>
  entries.reduce<string | null>(
    (latest, { updated }) => (latest === null || updated > latest ? updated : latest),
    null,
  );
