// Which of the JSON formats a document is, by the keys of its outline: JSON Feed, dpa digitalwires, AP Media API, ninjs.

import type { Format } from '../../model/item.ts';
import type { AfterElement, Outline } from './outline.ts';

/** `null` for JSON of another kind. */
export function jsonFormat(outline: Outline): Format | null {
  if (isJsonFeed(outline)) return 'json-feed';
  if (isDpa(outline)) return 'dpa-json';
  if (isAp(outline)) return 'ap-json';
  return NINJS_PLACES.some((place) => isNinjs(outline, place)) ? 'ninjs' : null;
}

/** Lists of items: when one of them has told the format, the others need not be seen. A list inside an item tells nothing. */
const LISTS = new Set(['', 'items', 'data/items', 'entries', '_items', 'hits', 'item', 'collection']);

export const afterElement: AfterElement = (path, outline) => {
  if (!LISTS.has(path)) return 'pass';
  return jsonFormat(outline) === null ? 'next' : 'end';
};

function isJsonFeed({ keys, strings }: Outline): boolean {
  if (/^https?:(?:\\?\/){2}(?:www\.)?jsonfeed\.org(?:\\?\/)version/.test(strings.get('version') ?? ''))
    return true;
  if (!keys.has('items') || keys.has('items/*/uri')) return false;
  return ['home_page_url', 'feed_url', 'items/*/content_html', 'items/*/content_text'].some((key) =>
    keys.has(key),
  );
}

/** The paths of some keys of an item that stands at one place; written out once, since they are looked up for every document. */
const keysAt = (place: string, keys: readonly string[]): readonly string[] => keys.map((key) => place + key);

const DPA_PLACES = ['', '*/', 'entries/*/', 'items/*/'].map((place) => ({
  format: `${place}format`,
  needed: keysAt(place, ['urn', 'version_created']),
}));

/** An empty wireQ answers with no entries. */
const isDpa = ({ keys, strings }: Outline): boolean =>
  (keys.has('entries') && !keys.has('entries/*')) ||
  DPA_PLACES.some(
    ({ format, needed }) =>
      strings.get(format)?.startsWith('digitalwires@') === true || needed.every((key) => keys.has(key)),
  );

const AP_ONLY = ['bylines', 'datelinelocation', 'editorialrole', 'editorialtypes', 'headline_extended'];
const AP_PLACES = [
  'data/items/*/item/',
  'data/item/',
  'items/*/item/',
  '*/data/item/',
  '*/item/',
  'item/',
  'data/items/*/',
  'items/*/',
  '*/',
  '',
].map((place) => ({
  isAps: place.endsWith('item/'),
  id: `${place}altids/itemid`,
  own: keysAt(place, AP_ONLY),
  standards: keysAt(place, ['standard', '$standard']),
}));

/** AP's items descend from ninjs 1: in AP's own wrapping an item id is enough, elsewhere a key that only AP has is needed too. */
const isAp = ({ keys }: Outline): boolean =>
  (keys.has('data/items') && keys.has('api_version')) ||
  AP_PLACES.some(
    ({ isAps, id, own, standards }) =>
      keys.has(id) && !standards.some((key) => keys.has(key)) && (isAps || own.some((key) => keys.has(key))),
  );

const NINJS_PLACES = ['', '*/', 'items/*/', '_items/*/', 'hits/*/', 'item/*/', 'collection/*/'].map(
  (place) => ({
    place,
    uri: `${place}uri`,
    guid: `${place}guid`,
    names: keysAt(place, ['standard/name', '$standard/name']),
  }),
);
/** Of any of the three generations, in lower case. */
const OF_NINJS = new Set(
  `$standard associations bodies body_html body_text body_xhtml by byline contentcreated copyrightholder copyrightnotice
  descriptions ednote embargoed embargoeduntil eventdetails events firstcreated genre genres headline headlines infosource
  infosources language mimetype object objects organisation organisations people person place places plannedcoverage profile
  pubstatus renditions representationtype rightsinfo slugline standard subject subjects title type urgency usageterms version
  versioncreated advice advices advise linkedrights encodedrights altids trustindicator trustindicators expires located
  digitalsourcetype event evolvedfrom description_text description_html wordcount charcount`.split(/\s+/),
);

function isNinjs(
  { keys, strings }: Outline,
  { place, uri, guid, names }: (typeof NINJS_PLACES)[number],
): boolean {
  if (names.some((key) => /ninjs/i.test(strings.get(key) ?? ''))) return true;
  const hasUri = keys.has(uri);
  if (!hasUri && !keys.has(guid)) return false;
  const own = [...keys]
    .filter((key) => key.startsWith(place) && !key.includes('/', place.length))
    .map((key) => key.slice(place.length));
  const isKnown = (key: string) =>
    OF_NINJS.has(key.toLowerCase()) || /^(?:body|headline|description)_./.test(key);
  if (hasUri) return own.length === 1 || own.some(isKnown);
  return own.includes('versioncreated') && own.filter(isKnown).length >= 3;
}
