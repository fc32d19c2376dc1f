// IPTC ninjs 1.0 to 3.1 (JSON schemas of iptc.org/std/ninjs) and what Superdesk and others make of it. Extraction profile
// ninjs/1 (docs/formats/ninjs.md):
//   headline  headline, headlines (role main), else title
//   body      of body_… or bodies the story's role, XHTML or HTML before NITF before plain text; never those for editors
//   status    pubstatus; usable where none is given (schema, `pubstatus`). embargoed, embargoedUntil
//   identity  uri, else Superdesk's guid; version

import type { Kind, Subject, Warning } from '../../model/item.ts';
import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { readTime } from '../dates.ts';
import { buildItem, type ItemPlace } from '../item.ts';
import { type Fields, type Members, shown } from '../json/fields.ts';
import { readJsonItems } from '../json/items.ts';
import { readSignalCodes, readStatus } from '../json/status.ts';
import { buildStop } from '../json/stop.ts';
import { readLinked } from './linked.ts';
import { checkMembers, checkStandard } from './standard.ts';
import { readBody, readCredit, readHeadline, readSummary, readWritings } from './text.ts';

/** Yields the items of a document: one, an array of them, or those of a wrapper's `items`, `_items`, `hits`, `item`, `collection`. */
export function* parseNinjs(decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo | null> {
  yield* readJsonItems(decoded, context, {
    isList,
    read: (fields, place) => readItem(fields.inLowerCase(), context, place),
    stop: (fields, wrong, place) => readStop(fields, wrong, context, place),
  });
  return null;
}

const LISTS = new Set(['', 'items', '_items', 'hits', 'item', 'collection']);

/** A package may have members of the same names, but then it has an id of its own. */
const isList = (path: string, top: Members): boolean =>
  LISTS.has(path) && !top.has('uri') && !top.has('guid');

function readStop(
  written: Fields,
  wrong: Warning,
  context: ParseContext,
  place: ItemPlace,
): ParseStep | null {
  // Two names that differ only in case were what went wrong: then there is no saying which holds.
  if (wrong.code === 'json-duplicate-key') return null;
  const fields = written.inLowerCase();
  const guid = fields.members.get('uri') ?? fields.members.get('guid');
  return buildStop(
    fields,
    { format: 'ninjs', guid, versionCreated: 'versioncreated' },
    wrong,
    context,
    place,
  );
}

function readItem(fields: Fields, context: ParseContext, place: ItemPlace): ParseStep {
  checkMembers(fields);
  checkStandard(fields);
  const guid = fields.word('uri') ?? fields.word('guid');
  if (guid === null) return fields.refuse('uri', 'is missing: the item has no id', 'guid-missing');
  const writings = readWritings(fields);
  const { body, media, notes, warnings } = readBody(fields, writings.body, context);
  const summary = readSummary(writings.description);
  const linked = readLinked(fields, context, summary);
  const kind = readKind(fields);
  const notice = readNotice(fields);
  fields.warnings.push(...warnings);
  return buildItem(
    {
      format: 'ninjs',
      guid,
      link: null,
      published: fields.word('firstcreated'),
      updated: fields.word('versioncreated') ?? fields.word('contentcreated'),
      expires: fields.word('expires'),
      headline: readHeadline(fields, writings.headline),
      byline: fields.line('byline') ?? fields.line('by'),
      credit: readCredit(fields, writings.description) ?? fields.line('source'),
      language: fields.word('language'),
      subjects: readSubjects(fields),
      keywords: fields.strings('keywords'),
      places: readPlaces(fields),
      rights: {
        copyright: fields.line('copyrightnotice') ?? fields.line('copyrightholder'),
        usageTerms: fields.line('usageterms'),
        licence: readLicence(fields),
      },
      related: linked.related,
      media: linked.media.concat(media),
      summary,
      body,
      wire: {
        version: fields.word('version'),
        status: readStatus(fields, 'pubstatus'),
        kind: notice.kind ?? kind,
        signals: notice.signals,
        slugline: fields.line('slugline'),
        dateline: null,
        urgency: fields.integer('urgency', 1, 8),
        embargoedUntil: readEmbargo(fields, context),
        edNote:
          [fields.text('ednote')?.trim() ?? '', ...notes].filter((note) => note !== '').join('\n') || null,
      },
      warnings: fields.warnings,
    },
    context,
    place,
  );
}

const TYPES: ReadonlyMap<string, Kind | null> = new Map<string, Kind | null>([
  ['text', null],
  // Superdesk's name for text in fixed columns.
  ['preformatted', null],
  ['picture', 'picture'],
  ['photo', 'picture'],
  ['image', 'picture'],
  ['graphic', 'picture'],
  ['video', 'picture'],
  ['audio', 'picture'],
  ['composite', 'package'],
  // A part of a package, and no story by itself.
  ['component', 'package'],
  ['event', 'planning'],
  ['planning', 'planning'],
]);

/** Events and plans are for editors: kept, never published. @throws {StetError} `type-unknown` */
function readKind(fields: Fields): Kind | null {
  const type = fields.word('type')?.toLowerCase() ?? null;
  const kind = type === null ? null : TYPES.get(type);
  if (kind === undefined)
    return fields.refuse('type', `is ${shown(type ?? '')}, which no type is`, 'type-unknown');
  if (type === 'component')
    fields.warn('component-of-package', 'a component is a part of a package and no story by itself');
  checkEvent(fields);
  return fields.has('eventdetails') || fields.has('plannedcoverage') ? 'planning' : kind;
}

/** ninjs 3 schema, `datesObjectType`: a start or an expected start, and an end or an expected end, not both. */
function checkEvent(fields: Fields): void {
  const dates = fields.object('eventdetails')?.object('dates') ?? null;
  for (const end of ['start', 'end'])
    if (dates?.has(`${end}date`) === true && dates.has(`expected${end}date`))
      fields.warn(
        'event-dates-conflict',
        `an event has both ${end}Date and expected${end === 'start' ? 'Start' : 'End'}Date`,
      );
  for (const planned of fields.objects('plannedcoverage')) planned.integer('urgency', 1, 9);
}

/** Superdesk's signals. A code that is not known stops the item. @throws {StetError} `signal-unknown` */
function readNotice(fields: Fields): { kind: Kind | null; signals: readonly string[] } {
  const written = ['signal', 'signals'].flatMap((key) => codesOf(fields, key));
  if (written.length === 0) return { kind: null, signals: [] };
  const { kind, signals, unknown } = readSignalCodes(written);
  const [first] = unknown;
  if (first !== undefined)
    fields.refuse(
      fields.has('signal') ? 'signal' : 'signals',
      `has the code ${shown(first)}, which is not known`,
      'signal-unknown',
    );
  return { kind, signals };
}

function codesOf(fields: Fields, key: string): string[] {
  const value = fields.members.get(key);
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return [value];
  const isOfStrings = Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (isOfStrings) return fields.strings(key);
  return fields
    .objects(key)
    .flatMap((one) => one.word('code') ?? one.word('qcode') ?? one.word('name') ?? []);
}

/** `embargoed` (1.x, 2.x) and `embargoedUntil` (3.x); of two the later, and one that is no time before all. */
function readEmbargo(fields: Fields, context: ParseContext): string | null {
  const stated = ['embargoed', 'embargoeduntil'].flatMap((key) => fields.text(key) ?? []);
  if (stated.length < 2) return stated[0] ?? null;
  const times = stated.map((written) => ({ written, time: readTime(written, context).time }));
  const unread = times.find(({ time }) => time === null);
  return (unread ?? times.toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? 1 : -1))[0])?.written ?? null;
}

function readSubjects(fields: Fields): Subject[] {
  return ['subject', 'subjects'].flatMap((key) => fields.objects(key)).map(subjectOf);
}

/** 1.x has scheme and code, 2.x and 3.x a URI, whose last part is the code. */
function subjectOf(concept: Fields): Subject {
  const uri = loose(concept, 'uri');
  const split = uri === null ? -1 : Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('#')) + 1;
  const isSplit = uri !== null && split > 0 && split < uri.length;
  return {
    scheme: loose(concept, 'scheme') ?? (isSplit ? uri.slice(0, split) : null),
    code:
      loose(concept, 'code') ??
      loose(concept, 'qcode') ??
      (isSplit ? uri.slice(split) : (uri ?? loose(concept, 'literal'))),
    name: loose(concept, 'name'),
  };
}

/** A member of a concept; one of a wrong type is passed over with a warning, since the story does not depend on it. */
function loose(concept: Fields, key: string): string | null {
  const value = concept.members.get(key);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.trim() || null;
  concept.warnLoose(`${key} of a concept is not a string; it was passed over`);
  return null;
}

function readPlaces(fields: Fields): string[] {
  const concepts = ['place', 'places'].flatMap((key) => fields.objects(key));
  for (const place of concepts) checkGeometry(place);
  for (const key of [
    'person',
    'people',
    'organisation',
    'organisations',
    'infosource',
    'infosources',
    'genre',
    'genres',
  ])
    for (const concept of fields.objects(key))
      for (const name of ['name', 'scheme', 'code']) loose(concept, name);
  const located = fields.line('located');
  return [
    ...new Set([
      ...(located === null ? [] : [located]),
      ...concepts.flatMap((place) => loose(place, 'name') ?? []),
    ]),
  ];
}

const GEOMETRIES =
  /^(?:Feature|FeatureCollection|GeometryCollection|(?:Multi)?(?:Point|LineString|Polygon))$/;

/** RFC 7946 §1.4: GeoJSON has a type. */
function checkGeometry(place: Fields): void {
  if (!place.has('geojson')) return;
  const type = loose(place.object('geojson') ?? place, 'type');
  if (type === null || !GEOMETRIES.test(type))
    place.warn('geojson-wrong', 'the geometry of a place is no GeoJSON; not used');
}

function readLicence(fields: Fields): string | null {
  const info = fields.object('rightsinfo');
  if (info === null) return null;
  if (info.has('linkedrights') && info.has('encodedrights'))
    fields.warn('rights-twice', 'rightsinfo has both linked and encoded rights');
  return loose(info, 'linkedrights') ?? loose(info, 'encodedrights');
}
