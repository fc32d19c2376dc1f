// Atom 1.0 (RFC 4287): full text, each entry in its own language.

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
import { element, htmlForXml, type XmlElement, xmlDocument } from './xml.ts';

const ATOM_NAMESPACE = 'http://www.w3.org/2005/Atom';
/** An empty feed must have a date too (§4.1.1); this one says that nothing has ever changed in it. */
const NEVER = '1970-01-01T00:00:00.000Z';

export const atom = (feed: Feed): string =>
  xmlDocument(atomElement(headOf(feed, 'atom.xml'), entriesOf(feed), []));

/** An entry that is there no more (RFC 6721). */
export interface DeletedEntry {
  /** Id of the entry. */
  readonly ref: string;
  readonly when: string;
  readonly comment: string;
}

export function atomElement(
  head: FeedHead,
  entries: readonly FeedEntry[],
  deleted: readonly DeletedEntry[],
): XmlElement {
  const { self, page, title, description, language, publisher } = head;
  return element(
    'feed',
    {
      xmlns: ATOM_NAMESPACE,
      'xmlns:stet': STET_NAMESPACE,
      ...(language === null ? {} : { 'xml:lang': language }),
    },
    element('id', {}, self),
    element('title', {}, title),
    ...(description === null ? [] : [element('subtitle', {}, description)]),
    element('updated', {}, lastChange(entries) ?? deleted[0]?.when ?? NEVER),
    element('link', { rel: 'self', type: 'application/atom+xml', href: self }),
    element('link', { rel: 'alternate', type: 'text/html', href: page }),
    element('author', {}, element('name', {}, publisher.name)),
    element('generator', {}, 'Stet'),
    ...deleted.map(deletedEntry),
    ...entries.map(entryElement),
  );
}

const deletedEntry = ({ ref, when, comment }: DeletedEntry): XmlElement =>
  element(
    'at:deleted-entry',
    { 'xmlns:at': 'http://purl.org/atompub/tombstones/1.0', ref, when },
    element('at:comment', {}, comment),
  );

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
