// RSS 2.0 with the content, dc, atom and media modules: full text, permanent guids.

import {
  entriesOf,
  type Feed,
  type FeedEntry,
  type FeedHead,
  headOf,
  lastChange,
  STET_NAMESPACE,
} from './entry.ts';
import { stetElements } from './stet-elements.ts';
import { element, htmlForXml, optional, type XmlElement, xmlDocument } from './xml.ts';

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:stet': STET_NAMESPACE,
};

export const rss = (feed: Feed): string => xmlDocument(rssElement(headOf(feed, 'rss.xml'), entriesOf(feed)));

export function rssElement(head: FeedHead, entries: readonly FeedEntry[]): XmlElement {
  const { self, page, title, description, language } = head;
  const changed = lastChange(entries);
  const channel = element(
    'channel',
    {},
    element('title', {}, title),
    element('link', {}, page),
    element('description', {}, description ?? title),
    ...optional('language', language),
    element('atom:link', { href: self, rel: 'self', type: 'application/rss+xml' }),
    ...optional('lastBuildDate', changed === null ? null : rfc822(changed)),
    element('generator', {}, 'Stet'),
    element('docs', {}, 'https://www.rssboard.org/rss-specification'),
    ...entries.map(item),
  );
  return element('rss', { version: '2.0', ...NAMESPACES }, channel);
}

function item(entry: FeedEntry): XmlElement {
  const { post, url } = entry;
  const { parsed } = post;
  return element(
    'item',
    {},
    element('title', {}, post.title),
    element('link', {}, url),
    element('guid', { isPermaLink: 'true' }, url),
    element('pubDate', {}, rfc822(post.publishedAt)),
    element('atom:updated', {}, entry.updated),
    ...stetElements(entry),
    element('dc:creator', {}, parsed.byline ?? entry.credit),
    ...optional('dc:source', parsed.link),
    ...optional('dc:language', post.language),
    ...optional('dc:rights', parsed.rights.copyright),
    ...entry.names.map((name) => element('category', {}, name)),
    ...optional('description', parsed.summary),
    ...optional('content:encoded', entry.html === '' ? null : htmlForXml(entry.html)),
    ...entry.media.map(({ url: address, type }) =>
      element('media:content', type?.includes('/') ? { url: address, type } : { url: address }),
    ),
  );
}

/** RFC 822 with a four-digit year, as RSS 2.0 asks for. */
const rfc822 = (at: string): string => new Date(at).toUTCString();
