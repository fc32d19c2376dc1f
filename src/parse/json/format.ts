// Which of the JSON formats a document is, by the keys of its outline: JSON Feed, dpa digitalwires, AP Media API, ninjs.

import type { Format } from '../../model/item.ts';
import type { AfterElement, Outline } from './outline.ts';

/** `null` for JSON of another kind. */
export function jsonFormat(outline: Outline): Format | null {
  if (isJsonFeed(outline)) return 'json-feed';
  if (WHERE_DPA_STANDS.some((at) => isDpa(outline, at))) return 'dpa-json';
  if (WHERE_AP_STANDS.some((at) => isAp(outline, at))) return 'ap-json';
  return WHERE_NINJS_STANDS.some((at) => isNinjs(outline, at)) ? 'ninjs' : null;
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

/** Each of these is followed by the keys of an item. */
const WHERE_DPA_STANDS = ['', '*/', 'entries/*/', 'items/*/'];

function isDpa({ keys, strings }: Outline, at: string): boolean {
  if (strings.get(`${at}format`)?.startsWith('digitalwires@') === true) return true;
  return keys.has(`${at}urn`) && keys.has(`${at}version_created`);
}

const WHERE_AP_STANDS = [
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
];
const AP_ONLY = ['bylines', 'datelinelocation', 'editorialrole', 'editorialtypes', 'headline_extended'];

/** AP's items descend from ninjs 1: in AP's own wrapping an item id is enough, elsewhere a key that only AP has is needed too. */
function isAp({ keys }: Outline, at: string): boolean {
  if (!keys.has(`${at}altids/itemid`) || keys.has(`${at}$standard`) || keys.has(`${at}standard`))
    return false;
  return at.endsWith('item/') || AP_ONLY.some((key) => keys.has(at + key));
}

const WHERE_NINJS_STANDS = ['', '*/', 'items/*/', '_items/*/', 'hits/*/', 'item/*/', 'collection/*/'];
/** Of any of the three generations, in lower case. */
const OF_NINJS = new Set(
  `$standard associations bodies body_html body_text body_xhtml by byline contentcreated copyrightholder copyrightnotice
  descriptions ednote embargoed embargoeduntil eventdetails events firstcreated genre genres headline headlines infosource
  infosources language mimetype object objects organisation organisations people person place places plannedcoverage profile
  pubstatus renditions representationtype rightsinfo slugline standard subject subjects title type urgency usageterms version
  versioncreated advice advices advise linkedrights encodedrights altids trustindicator trustindicators expires located
  digitalsourcetype event evolvedfrom description_text description_html wordcount charcount`.split(/\s+/),
);

function isNinjs({ keys, strings }: Outline, at: string): boolean {
  const named = ['standard', '$standard'].some((key) => /ninjs/i.test(strings.get(`${at}${key}/name`) ?? ''));
  if (named) return true;
  if (!keys.has(`${at}uri`) && !keys.has(`${at}guid`)) return false;
  const own = [...keys]
    .filter((key) => key.startsWith(at) && !key.includes('/', at.length))
    .map((key) => key.slice(at.length));
  const known = own.filter(
    (key) => OF_NINJS.has(key.toLowerCase()) || /^(?:body|headline|description)_./.test(key),
  );
  if (own.includes('uri')) return known.length > 0 || own.length === 1;
  return own.includes('guid') && known.includes('versioncreated') && known.length >= 3;
}
