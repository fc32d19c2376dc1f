// NewsML-G2 2.35 (IPTC), a newsItem at conformance level power. The text is XHTML in contentSet/inlineXML; the label is
// itemMeta/edNote with the role stetrole:label, never in the text. A canceled or withheld item has its pubStatus and no
// contentMeta or contentSet (NewsML-G2 Guidelines, "Publishing Status"). Every vocabulary is declared in the item's own catalog,
// so that no receiver has to fetch one. See docs/formats/export.md.

import type { ParsedItem, Subject } from '../../model/item.ts';
import { element, optional, type XmlElement } from '../feeds/xml.ts';
import {
  type ExportStory,
  exportNotPossible,
  identityOf,
  type PublishedStory,
  STET_SCHEME,
} from './story.ts';
import { type HtmlNode, readFragment } from './tree.ts';
import { attributes, languageTag, strictXmlDocument } from './xml.ts';

const FORMAT = 'NewsML-G2';
const NAR = 'http://iptc.org/std/nar/2006-10-01/';
const XHTML = 'http://www.w3.org/1999/xhtml';
const CODES = 'http://cv.iptc.org/newscodes/';

/** @throws {StetError} `export-not-possible` when XML cannot hold a character of the story. */
export function writeNewsmlG2(story: ExportStory): string {
  const { guid, language } = identityOf(story);
  if (guid === '') throw exportNotPossible(FORMAT, 'it has no guid');
  const schemes = story.status === 'usable' ? subjectSchemes(story.entry.post.parsed.subjects) : NO_SCHEMES;
  const root = element(
    'newsItem',
    attributes({
      xmlns: NAR,
      guid,
      version: versionNumber(story),
      standard: 'NewsML-G2',
      standardversion: '2.35',
      conformance: 'power',
      'xml:lang': languageTag(language),
    }),
    catalog(schemes),
    hopHistory(story),
    ...(story.status === 'usable' ? rightsInfo(story.entry.post.parsed) : []),
    itemMeta(story),
    ...(story.status === 'usable' ? [contentMeta(story, schemes), contentSet(story)] : []),
  );
  return strictXmlDocument(root, FORMAT);
}

const INTEGER = /^[1-9]\d{0,17}$/;

/** @version is a positive integer (§ AnyItem): the agency's own, or how many versions were shown, so that it always grows. */
function versionNumber(story: ExportStory): string {
  const { version, versions } = identityOf(story);
  return version !== null && INTEGER.test(version) ? version : String(Math.max(versions, 1));
}

const NO_SCHEMES: ReadonlyMap<string, string> = new Map();

/** An alias for each vocabulary that subjects are taken from and that has an address. */
function subjectSchemes(subjects: readonly Subject[]): ReadonlyMap<string, string> {
  const uris = new Set(
    subjects.flatMap(({ scheme }) => (scheme !== null && isAddress(scheme) ? [scheme] : [])),
  );
  return new Map([...uris].map((uri, index) => [uri, `s${index + 1}`]));
}

const isAddress = (scheme: string): boolean => /^(?:https?|urn):[!-~]+$/.test(scheme);

function catalog(schemes: ReadonlyMap<string, string>): XmlElement {
  const scheme = (alias: string, uri: string): XmlElement => element('scheme', { alias, uri });
  return element(
    'catalog',
    {},
    scheme('ninat', `${CODES}ninature/`),
    scheme('stat', `${CODES}pubstatusg2/`),
    scheme('drol', `${CODES}descriptionrole/`),
    scheme('stetrole', `${STET_SCHEME}role/`),
    ...[...schemes].map(([uri, alias]) => scheme(alias, uri)),
  );
}

/** Who sent it out after the agency. */
function hopHistory(story: ExportStory): XmlElement {
  const { name, url } = story.publisher;
  const timestamp = story.status === 'usable' ? story.entry.updated : story.takenDownAt;
  return element(
    'hopHistory',
    {},
    element('hop', { seq: '1', timestamp }, element('party', { uri: url }, element('name', {}, name))),
  );
}

function rightsInfo({ rights }: ParsedItem): XmlElement[] {
  const { copyright, usageTerms, licence } = rights;
  const known = [
    ...optional('copyrightNotice', copyright),
    ...optional('usageTerms', usageTerms),
    ...optional('usageTerms', licence === usageTerms ? null : licence),
  ];
  return known.length === 0 ? [] : [element('rightsInfo', {}, ...known)];
}

function itemMeta(story: ExportStory): XmlElement {
  const { agency, url, version } = identityOf(story);
  const parsed = story.status === 'usable' ? story.entry.post.parsed : null;
  return element(
    'itemMeta',
    {},
    element('itemClass', { qcode: 'ninat:text' }),
    element('provider', { literal: agency }, element('name', {}, agency)),
    element('versionCreated', {}, versionCreated(story)),
    ...optional('firstCreated', parsed?.firstCreated ?? null),
    ...optional('embargoed', parsed?.embargoedUntil ?? null),
    element('pubStatus', { qcode: `stat:${story.status}` }),
    element('generator', {}, 'Stet'),
    ...optional('title', parsed?.headline ?? null),
    ...note(story),
    element('altRep', { contenttype: 'text/html' }, url),
    ...optional('expires', parsed?.expires ?? null),
    ...(version === null || version === versionNumber(story)
      ? []
      : [element('itemMetaExtProperty', { rel: 'stetrole:agencyVersion', value: version })]),
  );
}

const versionCreated = (story: ExportStory): string =>
  story.status === 'usable'
    ? (story.entry.post.parsed.versionCreated ?? story.entry.updated)
    : story.takenDownAt;

const note = (story: ExportStory): XmlElement[] =>
  story.status === 'usable'
    ? [element('edNote', { role: 'stetrole:label' }, story.entry.label)]
    : [element('edNote', { role: 'stetrole:notice' }, story.notice)];

function contentMeta({ entry }: PublishedStory, schemes: ReadonlyMap<string, string>): XmlElement {
  const { parsed, urgency, language } = entry.post;
  const tag = languageTag(language);
  return element(
    'contentMeta',
    {},
    ...optional('urgency', urgency === null ? null : String(urgency)),
    ...parsed.places.map((place) => element('located', { literal: place }, element('name', {}, place))),
    ...(tag === null ? [] : [element('language', { tag })]),
    ...parsed.keywords.map((keyword) => element('keyword', {}, keyword)),
    ...parsed.subjects.flatMap((subject) => subjectElement(subject, schemes)),
    ...optional('slugline', parsed.slugline),
    ...optional('headline', parsed.headline),
    ...optional('dateline', parsed.dateline?.text ?? null),
    ...optional('by', parsed.byline),
    element('creditline', {}, entry.credit),
    ...(parsed.summary === null ? [] : [element('description', { role: 'drol:summary' }, parsed.summary)]),
  );
}

/** A code that a QCode can hold (§ QCode: no white space), else the code or the name as a literal. */
function subjectElement({ scheme, code, name }: Subject, schemes: ReadonlyMap<string, string>): XmlElement[] {
  const names = optional('name', name);
  const alias = scheme === null ? undefined : schemes.get(scheme);
  if (code !== null && alias !== undefined && /^\S+$/.test(code)) {
    return [element('subject', { qcode: `${alias}:${code}` }, ...names)];
  }
  const literal = code ?? name;
  return literal === null ? [] : [element('subject', { literal }, ...names)];
}

function contentSet({ entry }: PublishedStory): XmlElement {
  const { parsed, language } = entry.post;
  const html = element(
    'html',
    attributes({ xmlns: XHTML, 'xml:lang': languageTag(language), dir: parsed.direction }),
    element('head', {}, element('title', {}, ...(parsed.headline === null ? [] : [parsed.headline]))),
    element('body', {}, ...readFragment(entry.html, FORMAT).map(xhtml)),
  );
  return element('contentSet', {}, element('inlineXML', { contenttype: 'application/xhtml+xml' }, html));
}

const xhtml = (node: HtmlNode): XmlElement | string =>
  typeof node === 'string' ? node : element(node.name, node.attributes, ...node.children.map(xhtml));
