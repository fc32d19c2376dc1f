// RSS, Atom and JSON Feed of one story, by the writers of the site's own feeds. A story that has been taken down is absent;
// Atom says so with a tombstone (RFC 6721), the other two have none.

import { lineOfPerhapsHtml } from '../../parse/html-text.ts';
import { atomElement } from '../feeds/atom.ts';
import type { FeedEntry, FeedHead } from '../feeds/entry.ts';
import { jsonFeedDocument } from '../feeds/json-feed.ts';
import { rssElement } from '../feeds/rss.ts';
import { type ExportStory, exportNotPossible, identityOf } from './story.ts';
import { languageTag, strictXmlDocument } from './xml.ts';

/** @throws {StetError} `export-not-possible` when XML cannot hold a character of a plain field, or the headline looks like HTML. */
export function writeRss(story: ExportStory): string {
  const entries = entriesOf(story);
  if (entries.some(({ post }) => looksLikeHtml(post.parsed.headline))) {
    throw exportNotPossible('RSS', 'its headline would be read as HTML, and RSS cannot say that it is none');
  }
  return strictXmlDocument(rssElement(headOf(story, 'rss.xml'), entries), 'RSS');
}

const looksLikeHtml = (headline: string | null): boolean =>
  headline !== null && lineOfPerhapsHtml(headline) !== headline;

/** @throws {StetError} `export-not-possible` when XML cannot hold a character of the headline or another plain field. */
export const writeAtom = (story: ExportStory): string =>
  strictXmlDocument(atomElement(headOf(story, 'atom.xml'), entriesOf(story), tombstones(story)), 'Atom');

/** Every story can be written: JSON holds every character. */
export const writeJsonFeed = (story: ExportStory): string =>
  jsonFeedDocument(headOf(story, 'feed.json'), entriesOf(story));

function headOf(story: ExportStory, suffix: string): FeedHead {
  const { url, language } = identityOf(story);
  return {
    self: `${url}.${suffix}`,
    page: url,
    title: story.publisher.name,
    description: null,
    language: languageTag(language),
    publisher: story.publisher,
  };
}

/** Readers of feeds take the summary of an entry without text for its text: then there is none. */
function entriesOf(story: ExportStory): readonly FeedEntry[] {
  if (story.status !== 'usable') return [];
  const { post } = story.entry;
  if (post.parsed.text !== '') return [story.entry];
  return [{ ...story.entry, post: { ...post, parsed: { ...post.parsed, summary: null } } }];
}

const tombstones = (story: ExportStory) =>
  story.status === 'usable' ? [] : [{ ref: story.url, when: story.takenDownAt, comment: story.notice }];
