// ninjs 3.1 (IPTC, JSON Schema draft 2020-12). The schema allows no properties of one's own at any level, so the label is
// an edNote, for people, and a trust indicator with the role urn:x-stet:export:1:label, for programs. A canceled or withheld
// item has its pubStatus and no headline or body. See docs/formats/export.md.

import type { Subject } from '../../model/item.ts';
import {
  type ExportStory,
  identityOf,
  type PublishedStory,
  STET_SCHEME,
  type TakenDownStory,
} from './story.ts';
import { languageTag } from './xml.ts';

const SCHEMA = 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json';

/** Every story can be written: JSON holds every character. */
export function writeNinjs(story: ExportStory): string {
  return `${JSON.stringify(story.status === 'usable' ? published(story) : takenDown(story))}\n`;
}

function takenDown(story: TakenDownStory) {
  return {
    ...common(story),
    versionCreated: story.takenDownAt,
    language: languageTag(story.language) ?? undefined,
    edNote: story.notice,
  };
}

function published(story: PublishedStory) {
  const { entry, publisher } = story;
  const { parsed, language, urgency } = entry.post;
  return {
    ...common(story),
    versionCreated: parsed.versionCreated ?? entry.updated,
    firstCreated: parsed.firstCreated ?? undefined,
    embargoedUntil: parsed.embargoedUntil ?? undefined,
    expires: parsed.expires ?? undefined,
    language: languageTag(language) ?? undefined,
    urgency: urgency ?? undefined,
    title: parsed.headline ?? undefined,
    headlines:
      parsed.headline === null
        ? undefined
        : [{ role: 'main', contentType: 'text/plain', value: parsed.headline }],
    slugline: parsed.slugline ?? undefined,
    by: parsed.byline ?? undefined,
    located: parsed.dateline?.place ?? undefined,
    copyrightNotice: parsed.rights.copyright ?? undefined,
    usageTerms: parsed.rights.usageTerms ?? undefined,
    descriptions:
      parsed.summary === null
        ? undefined
        : [{ role: 'summary', contentType: 'text/plain', value: parsed.summary }],
    bodies: [{ role: 'main', contentType: 'text/html', value: entry.html }],
    subjects: filled([
      ...parsed.subjects.flatMap(subjectOf),
      ...parsed.keywords.map((name) => ({ name, rel: 'keyword' })),
    ]),
    places: filled(parsed.places.map((name) => ({ name }))),
    edNote: entry.label,
    trustIndicators: [{ role: `${STET_SCHEME}label`, title: entry.label, href: `${publisher.url}/about` }],
  };
}

function common(story: ExportStory) {
  const { guid, version, agency, url } = identityOf(story);
  return {
    standard: { name: 'ninjs', version: '3.1', schema: SCHEMA },
    uri: uriOf(guid),
    type: 'text',
    representationType: story.status === 'usable' ? 'full' : 'partial',
    version: version ?? undefined,
    pubStatus: story.status,
    infoSources: [
      { name: agency, role: 'provider' },
      { name: story.publisher.name, role: 'distributor', uri: story.publisher.url },
    ],
    altIds: [
      { role: 'guid', value: guid },
      { role: 'url', value: url },
    ],
  };
}

/** RFC 3986 without a fragment's or query's grammar: a scheme, and only characters that an address may hold. */
const URI = /^[a-z][a-z0-9+.-]*:(?:[a-z0-9._~:/?@!$&'()*+,;=-]|%[0-9a-f]{2})+$/i;

/** The item's identity must be a URI; agencies' guids that are none are put into one. */
const uriOf = (guid: string): string =>
  URI.test(guid) ? guid : `${STET_SCHEME}guid:${encodeURIComponent(guid.toWellFormed())}`;

function subjectOf({ scheme, code, name }: Subject) {
  const uri = scheme !== null && code !== null ? `${scheme}${code}` : (code ?? '');
  const identifier = URI.test(uri) ? { uri } : code === null ? {} : { literal: code };
  return name === null && code === null ? [] : [{ name: name ?? undefined, ...identifier }];
}

const filled = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);
