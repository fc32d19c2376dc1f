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

/** What an entry is made with besides its post. */
export interface EntryContext {
  readonly site: Site;
  readonly agencies: Agencies;
  readonly messages: Messages;
  readonly times: Times;
  readonly showBody: ShowBody;
}

export interface Feed extends EntryContext {
  /** Slug and name; `null` for the whole site. */
  readonly section: { readonly slug: string; readonly name: string } | null;
  readonly posts: readonly Post[];
}

/** The part of a post that feeds write down. */
export type FeedPost = Pick<
  Post,
  | 'parsed'
  | 'title'
  | 'headlineSent'
  | 'language'
  | 'urgency'
  | 'publishedAt'
  | 'receivedAt'
  | 'versions'
  | 'label'
>;

export interface FeedEntry {
  readonly post: FeedPost;
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

export function entryOf(post: Post, context: EntryContext): FeedEntry {
  const agency = agencyOf(post, context.agencies);
  const { parsed } = post;
  return {
    post,
    url: context.site.url + post.path,
    label: labelLine(post.label, context.messages, context.times),
    agency: agency.name,
    credit: agency.credit,
    html: context.showBody(post, agency),
    updated: changedAt(post),
    names: [...new Set([...parsed.subjects.flatMap(({ name }) => name ?? []), ...parsed.keywords])],
    media: agency.hotlinkImages ? parsed.media : [],
  };
}

/** When a post last changed for a subscriber: a new version, or an editor's reading, which changes the label. */
export const changedAt = ({ updatedAt, label }: Post): string =>
  label.read && label.at > updatedAt ? label.at : updatedAt;

/** What a feed says of itself. */
export interface FeedHead {
  /** Its own address, which is also its identity. */
  readonly self: string;
  readonly page: string;
  readonly title: string;
  readonly description: string | null;
  /** Of entries that state none. */
  readonly language: string | null;
  readonly publisher: { readonly name: string; readonly url: string };
}

export function headOf({ site, section }: Feed, file: string): FeedHead {
  const base = section === null ? '/' : `/${section.slug}/`;
  const page = section === null ? '/' : `/${section.slug}`;
  return {
    self: site.url + base + file,
    page: site.url + page,
    title: section === null ? site.title : `${site.title}: ${section.name}`,
    description: site.description,
    language: site.language,
    publisher: { name: site.publisher, url: site.url },
  };
}

/** The latest change of any entry; `null` for an empty feed. */
export const lastChange = (entries: readonly FeedEntry[]): string | null =>
  entries.reduce<string | null>(
    (latest, { updated }) => (latest === null || updated > latest ? updated : latest),
    null,
  );
