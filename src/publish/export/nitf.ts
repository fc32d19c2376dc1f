// NITF 3.6 (IPTC) as the XML schema has it, in its namespace. The label is docdata/ed-msg, never in the text. A canceled or
// withheld document says so in docdata/@management-status and has an empty body. No dateline is written into body.head: it stands
// in the text, and NITF readers print the one of body.head before it. See docs/formats/export.md.

import { element, optional, type XmlElement } from '../feeds/xml.ts';
import { nitfBody } from './nitf-body.ts';
import { type ExportStory, identityOf, type PublishedStory } from './story.ts';
import { readFragment } from './tree.ts';
import { attributes, languageTag, strictXmlDocument } from './xml.ts';

const FORMAT = 'NITF';
const NAMESPACE = 'http://iptc.org/std/NITF/2006-10-18/';

/** @throws {StetError} `export-not-possible` when XML cannot hold a character of the story. */
export function writeNitf(story: ExportStory): string {
  const { language } = identityOf(story);
  const root = element(
    'nitf',
    attributes({ xmlns: NAMESPACE, version: '-//IPTC//DTD NITF 3.6//EN', baselang: languageTag(language) }),
    head(story),
    story.status === 'usable' ? body(story) : element('body'),
  );
  return strictXmlDocument(root, FORMAT);
}

function head(story: ExportStory): XmlElement {
  const { url } = identityOf(story);
  const published = story.status === 'usable' ? story.entry.post.publishedAt : null;
  return element(
    'head',
    {},
    ...optional('title', story.status === 'usable' ? story.entry.post.parsed.headline : null),
    element('meta', { name: 'generator', content: 'Stet' }),
    docdata(story),
    element(
      'pubdata',
      attributes({ type: 'web', 'date.publication': published, name: story.publisher.name, 'ex-ref': url }),
    ),
  );
}

const NMTOKEN = /^[\w.:-]+$/;

function docdata(story: ExportStory): XmlElement {
  const { guid, version, agency } = identityOf(story);
  const usable = story.status === 'usable';
  const issued = usable ? (story.entry.post.parsed.versionCreated ?? story.entry.updated) : story.takenDownAt;
  return element(
    'docdata',
    { 'management-status': story.status },
    element('doc-id', { regsrc: agency, 'id-string': guid }),
    ...(version !== null && NMTOKEN.test(version) ? [element('du-key', { version, key: guid })] : []),
    ...(usable ? urgency(story) : []),
    element('date.issue', { norm: issued }),
    ...(usable ? dates(story) : []),
    element('ed-msg', {
      'msg-type': usable ? 'label' : 'notice',
      info: usable ? story.entry.label : story.notice,
    }),
    ...(usable ? rights(story) : []),
    ...(usable ? keywords(story) : []),
  );
}

const urgency = ({ entry }: PublishedStory): XmlElement[] =>
  entry.post.urgency === null ? [] : [element('urgency', { 'ed-urg': String(entry.post.urgency) })];

function dates({ entry }: PublishedStory): XmlElement[] {
  const { embargoedUntil, expires } = entry.post.parsed;
  return [
    ...(embargoedUntil === null ? [] : [element('date.release', { norm: embargoedUntil })]),
    ...(expires === null ? [] : [element('date.expire', { norm: expires })]),
  ];
}

function rights({ entry }: PublishedStory): XmlElement[] {
  const { copyright, usageTerms } = entry.post.parsed.rights;
  return [
    ...(copyright === null ? [] : [element('doc.copyright', { holder: copyright })]),
    ...(usageTerms === null ? [] : [element('doc.rights', { limitations: usageTerms })]),
  ];
}

function keywords({ entry }: PublishedStory): XmlElement[] {
  const { slugline, keywords: others } = entry.post.parsed;
  const keys = [...new Set([...(slugline === null ? [] : [slugline]), ...others])];
  return keys.length === 0
    ? []
    : [element('key-list', {}, ...keys.map((key) => element('keyword', { key })))];
}

function body({ entry }: PublishedStory): XmlElement {
  const { headline, byline, summary } = entry.post.parsed;
  const bodyHead = [
    ...(headline === null ? [] : [element('hedline', {}, element('hl1', {}, headline))]),
    ...optional('byline', byline),
    ...optional('distributor', entry.credit),
    ...(summary === null ? [] : [element('abstract', {}, element('p', {}, summary))]),
  ];
  return element(
    'body',
    {},
    element('body.head', {}, ...bodyHead),
    element('body.content', {}, ...nitfBody(readFragment(entry.html, FORMAT))),
  );
}
