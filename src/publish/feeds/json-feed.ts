// JSON Feed 1.1. JSON holds every character, so titles that XML cannot carry whole are whole here.

import { entriesOf, type Feed, type FeedEntry, type FeedHead, headOf } from './entry.ts';

export const jsonFeed = (feed: Feed): string => jsonFeedDocument(headOf(feed, 'feed.json'), entriesOf(feed));

export function jsonFeedDocument(head: FeedHead, entries: readonly FeedEntry[]): string {
  const { self, page, title, description, language, publisher } = head;
  return `${JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: page,
    feed_url: self,
    description: description ?? undefined,
    language: language ?? undefined,
    authors: [publisher],
    items: entries.map(item),
  })}\n`;
}

function item(entry: FeedEntry) {
  const { post, url, agency } = entry;
  const { parsed } = post;
  return {
    id: url,
    url,
    external_url: parsed.link ?? undefined,
    title: post.title,
    content_html: entry.html,
    summary: parsed.summary ?? undefined,
    date_published: post.publishedAt,
    date_modified: entry.updated,
    authors: (parsed.byline === null ? [agency] : [parsed.byline, agency]).map((name) => ({ name })),
    tags: entry.names.length === 0 ? undefined : entry.names,
    language: post.language ?? undefined,
    attachments: attachments(entry),
    _stet: stetObject(entry),
  };
}

/** JSON Feed requires a MIME type of an attachment, so media that state none cannot be listed. */
function attachments({ media }: FeedEntry) {
  const listed = media.flatMap(({ url, type, length }) =>
    type?.includes('/') ? [{ url, mime_type: type, size_in_bytes: length ?? undefined }] : [],
  );
  return listed.length === 0 ? undefined : listed;
}

/** The same facts as the stet elements of the XML feeds. */
function stetObject({ post, label, agency, credit }: FeedEntry) {
  return {
    label: { text: label, read: post.label.read, at: post.label.read ? post.label.at : undefined },
    agency,
    credit,
    headline_sent: post.headlineSent,
    received: post.receivedAt,
    version: { shown: post.versions, agency: post.parsed.version ?? undefined },
    text_sha256: post.parsed.textSha256,
    urgency: post.urgency ?? undefined,
    rights: post.parsed.rights.copyright ?? undefined,
  };
}
