// dpa digitalwires 0.9 (api-portal.dpa-newslab.com) and the answers of dpa's wireQ, which hold `entries`. Extraction profile
// dpa-json/1 (docs/formats/dpa-json.md):
//   headline  headline
//   body      article_html with the dateline before its first words, as in dpa's NewsML-G2, then infobox_html; never the notepad
//   summary   teaser, else the caption
//   status    pubstatus; usable where it is null. embargoed, signal, ednotes for an embargo
//   identity  urn, else entry_id; version

import type { Kind, Media, Related, Subject } from '../../model/item.ts';
import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { line } from '../html-text.ts';
import { buildItem, type ItemPlace } from '../item.ts';
import { type Fields, shown } from '../json/fields.ts';
import { readJsonItems } from '../json/items.ts';
import { readSignalCodes, readStatus } from '../json/status.ts';
import { buildStop } from '../json/stop.ts';
import { resolveUrl } from '../urls.ts';
import { readBody } from './body.ts';

/** Yields the items of a document: one entry, a list of them, or a wireQ's `entries`. */
export function* parseDpaJson(
  decoded: Decoded,
  context: ParseContext,
): Generator<ParseStep, FeedInfo | null> {
  yield* readJsonItems(decoded, context, {
    isList: (path, top) => LISTS.has(path) && !top.has('urn'),
    read: (fields, place) => readItem(fields, context, place),
    stop: (fields, wrong, place) => {
      const guid = fields.members.get('urn') ?? fields.members.get('entry_id');
      return buildStop(
        fields,
        { format: 'dpa-json', guid, versionCreated: 'version_created' },
        wrong,
        context,
        place,
      );
    },
  });
  return null;
}

const LISTS = new Set(['', 'entries', 'items']);

function readItem(fields: Fields, context: ParseContext, place: ItemPlace): ParseStep {
  checkFormat(fields);
  const guid = fields.word('urn') ?? fields.word('entry_id');
  if (guid === null) return fields.refuse('urn', 'is missing: the item has no id', 'guid-missing');
  const categories = fields.objects('categories');
  const notice = readSignals(fields, categories);
  const body = readBody(fields, context);
  const { media, related } = readAssociations(fields, guid, context);
  return buildItem(
    {
      format: 'dpa-json',
      guid,
      link: null,
      published: null,
      updated: fields.word('version_created'),
      expires: fields.word('expires'),
      headline: fields.line('headline'),
      byline: fields.line('byline'),
      credit: fields.line('creditline'),
      language: fields.word('language'),
      subjects: ofType(categories, /^(?:dpa)?subject$/).map(subjectOf),
      keywords: namesOf(ofType(categories, /^keyword$/)),
      places: [...new Set(namesOf(ofType(categories, /^geosubject$/)))],
      rights: {
        copyright: fields.line('copyrightnotice'),
        usageTerms: fields.text('usageterms')?.trim() || null,
        licence: null,
      },
      related,
      media,
      summary: fields.line('teaser') ?? readCaption(fields),
      body,
      wire: {
        version: fields.written('version'),
        status: readStatus(fields, 'pubstatus'),
        kind: notice.kind ?? (body.value === '' ? kindOf(fields) : null),
        signals: notice.signals,
        slugline: null,
        dateline: body.value === '' ? null : line(fields.text('dateline')?.replace(SEPARATOR, '') ?? ''),
        urgency: fields.integer('urgency', 1, 8),
        embargoedUntil: fields.text('embargoed'),
        edNote: readNotes(fields),
      },
      warnings: fields.warnings,
    },
    context,
    place,
  );
}

/** What stands between a dateline and the copy. */
const SEPARATOR = /[\s–—-]+$/;

/** @throws {StetError} `standard-unknown` */
function checkFormat(fields: Fields): void {
  const format = fields.word('format');
  if (format === null || /^digitalwires@[01]\./.test(format)) return;
  fields.refuse('format', `is ${shown(format)}; digitalwires 0 and 1 are known`, 'standard-unknown');
}

/** `signal` (or `signals`), the categories that are signals, the genre for editors, and notes about an embargo. @throws {StetError} `signal-unknown` */
function readSignals(
  fields: Fields,
  categories: readonly Fields[],
): { kind: Kind | null; signals: string[] } {
  const written = ['signal', 'signals'].flatMap((key) => fields.strings(key));
  const tagged = ofType(categories, /^signal$/).flatMap((one) => one.word('qcode') ?? one.word('name') ?? []);
  const toEditors = ofType(categories, /^genre$/).some((one) => TO_EDITORS.has(one.word('qcode') ?? ''));
  const codes = [...written, ...tagged, ...(toEditors ? ['advisory'] : [])];
  const { kind, signals, unknown } = readSignalCodes(codes);
  const [first] = unknown;
  if (first !== undefined)
    fields.refuse('signal', `has the code ${shown(first)}, which is not known`, 'signal-unknown');
  const embargo = fields.objects('ednotes').some((note) => /:embargo$/.test(note.word('role') ?? ''));
  return { kind, signals: embargo ? [...new Set([...signals, 'embargo'])] : [...signals] };
}

/** Genres of messages to editors: "Achtung". */
const TO_EDITORS = new Set(['dpatextgenre:27']);

/** Categories whose type, without `dnltype:`, is so called. */
const ofType = (categories: readonly Fields[], type: RegExp): Fields[] =>
  categories.filter((one) => type.test(one.word('type')?.replace(/^.*:/s, '') ?? ''));

const namesOf = (categories: readonly Fields[]): string[] =>
  categories.flatMap((one) => one.line('name') ?? []);

function subjectOf(category: Fields): Subject {
  const qcode = category.word('qcode');
  const colon = qcode?.indexOf(':') ?? -1;
  return {
    scheme: qcode !== null && colon > 0 ? qcode.slice(0, colon) : null,
    code: qcode?.slice(colon + 1) ?? null,
    name: category.line('name'),
  };
}

/** An entry without an article is a picture or a sound, by what it comes with; else its headline is an alert. */
const kindOf = (fields: Fields): Kind | null =>
  fields.objects('associations').length > 0 ||
  /^(?:image|audio|video|graphic)$/.test(fields.word('type') ?? '')
    ? 'picture'
    : null;

function readCaption(fields: Fields): string | null {
  const found = fields.objects('descriptions').find((one) => /:caption$/.test(one.word('role') ?? ''));
  return found?.line('description') ?? null;
}

/** Notes to editors, but for contacts: those are for nobody else. */
function readNotes(fields: Fields): string | null {
  const notes = fields
    .objects('ednotes')
    .filter((note) => !/contacts$/.test(note.word('role') ?? ''))
    .flatMap((note) => note.line('ednote') ?? []);
  return notes.join('\n') || null;
}

/** Pictures, sounds and films; a story's own URN is no relation. */
function readAssociations(
  fields: Fields,
  own: string,
  context: ParseContext,
): { media: Media[]; related: Related[] } {
  const media: Media[] = [];
  const related: Related[] = [];
  for (const one of fields.objects('associations')) {
    const guid = one.word('urn');
    if (guid !== null && guid !== own) related.push({ rel: one.word('type') ?? 'association', guid });
    const found = one.objects('renditions').flatMap((rendition) => mediaOf(rendition, one, context));
    const widest = found.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
    if (widest !== undefined) media.push(widest);
  }
  return { media, related };
}

function mediaOf(rendition: Fields, association: Fields, context: ParseContext): Media[] {
  const address = rendition.word('url');
  const url = address === null ? null : resolveUrl(address, context.baseUrl);
  if (url === null) return [];
  const size = (key: string): number | null => {
    const value = Number(rendition.written(key) ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : null;
  };
  return [
    {
      url,
      type: rendition.word('mimetype') ?? association.word('type'),
      length: size('sizeinbytes'),
      width: size('width'),
      height: size('height'),
      caption: association.line('caption'),
      credit: association.line('creditline'),
    },
  ];
}
