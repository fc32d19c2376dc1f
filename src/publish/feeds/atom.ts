// Atom 1.0 (RFC 4287): full text, each entry in its own language.

import { entriesOf, type Feed, type FeedEntry, feedAddresses, lastChange, STET_NAMESPACE } from './entry.ts';
import { stetElements } from './stet-elements.ts';
import { element, htmlForXml, type XmlElement, xmlDocument } from './xml.ts';

const ATOM_NAMESPACE = 'http://www.w3.org/2005/Atom';
/** An empty feed must have a date too (§4.1.1); this one says that nothing has ever changed in it. */
const NEVER = '1970-01-01T00:00:00.000Z';

export function atom(feed: Feed): string {
  const entries = entriesOf(feed);
  const { self, page, title } = feedAddresses(feed, 'atom.xml');
  const root = element(
    'feed',
    { xmlns: ATOM_NAMESPACE, 'xmlns:stet': STET_NAMESPACE, 'xml:lang': feed.site.language },
    element('id', {}, self),
    element('title', {}, title),
    ...(feed.site.description === null ? [] : [element('subtitle', {}, feed.site.description)]),
    element('updated', {}, lastChange(entries) ?? NEVER),
    element('link', { rel: 'self', type: 'application/atom+xml', href: self }),
    element('link', { rel: 'alternate', type: 'text/html', href: page }),
    element('author', {}, element('name', {}, feed.site.publisher)),
    element('generator', {}, 'Stet'),
    ...entries.map(entryElement),
  );
  return xmlDocument(root);
}

function entryElement(entry: FeedEntry): XmlElement {
  const { post, url } = entry;
  const { parsed } = post;
  return element(
    'entry',
    post.language === null ? {} : { 'xml:lang': post.language },
    element('id', {}, url),
    element('title', {}, post.title),
    element('link', { rel: 'alternate', type: 'text/html', href: url }),
    ...(parsed.link === null ? [] : [element('link', { rel: 'via', href: parsed.link })]),
    element('published', {}, post.publishedAt),
    element('updated', {}, entry.updated),
    ...stetElements(entry),
    ...authors(entry),
    ...(parsed.rights.copyright === null ? [] : [element('rights', {}, parsed.rights.copyright)]),
    ...entry.names.map((name) => element('category', { term: name })),
    ...(parsed.summary === null ? [] : [element('summary', {}, parsed.summary)]),
    ...(entry.html === '' ? [] : [element('content', { type: 'html' }, htmlForXml(entry.html))]),
    ...entry.media.map(({ url: href, type }) =>
      element('link', type?.includes('/') ? { rel: 'enclosure', href, type } : { rel: 'enclosure', href }),
    ),
  );
}

function authors({ post, agency }: FeedEntry): readonly XmlElement[] {
  const names = post.parsed.byline === null ? [agency] : [post.parsed.byline, agency];
  return names.map((name) => element('author', {}, element('name', {}, name)));
}
