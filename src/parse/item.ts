// From what a feed says of an item to the parsed item: times read, body made a fragment, identity settled.
// One place for all feed formats, so that they cannot differ in what a field means.

import type {
  Dateline,
  Format,
  Kind,
  Media,
  ParsedItem,
  PubStatus,
  Related,
  Rights,
  Subject,
  Warning,
} from '../model/item.ts';
import type { ParseContext, ParseStep } from '../model/parse-result.ts';
import { directionOfLanguage, directionOfText } from '../text/direction.ts';
import { findDateline, openingDateline, placesOf } from './agency/dateline.ts';
import { findSignOff } from './agency/sign-off.ts';
import {
  bothEmbargoes,
  embargoSignals,
  readSignals,
  strictestKind,
  strictestStatus,
} from './agency/signals.ts';
import { readTime } from './dates.ts';
import { failure, failureStep, type Place } from './failure.ts';
import { fragmentOf, type SentText } from './html-text.ts';
import { identify } from './identity.ts';

/** A BCP 47 tag with hyphens, or `null` where none is stated or what is stated has not the form of one. */
export function languageTag(stated: string | null | undefined): string | null {
  const tag = stated?.trim().replaceAll('_', '-') ?? '';
  return LANGUAGE_TAG.test(tag) ? tag : null;
}

/** RFC 5646 §2.1, subtags by their form alone. */
const LANGUAGE_TAG = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;

/** What wire formats say beyond what feeds do. */
export interface WireFields {
  readonly version: string | null;
  readonly status: PubStatus;
  /** `null` where the format does not say: then headline and copy decide. */
  readonly kind: Kind | null;
  /** Signals that fields of the format state, beside those found in headline, copy and notes. */
  readonly signals: readonly string[];
  readonly slugline: string | null;
  /** A dateline in a field of its own; `null` looks for one at the start of the copy. */
  readonly dateline: string | null;
  /** 1 (flash) to 8. */
  readonly urgency: number | null;
  /** As written; empty where the agency sent an embargo without a time. */
  readonly embargoedUntil: string | null;
  readonly edNote: string | null;
}

/** What a format found, in the format's own writing. */
export interface ItemDraft {
  readonly format: Format;
  readonly guid: string | null;
  readonly link: string | null;
  /** Times as written. */
  readonly published: string | null;
  readonly updated: string | null;
  readonly expires: string | null;
  readonly headline: string | null;
  readonly byline: string | null;
  readonly credit: string | null;
  readonly language: string | null;
  readonly subjects: readonly Subject[];
  readonly keywords: readonly string[];
  readonly places: readonly string[];
  readonly rights: Rights;
  readonly related: readonly Related[];
  readonly media: readonly Media[];
  readonly summary: string | null;
  readonly body: SentText;
  /** Absent for feeds. */
  readonly wire?: WireFields;
  readonly warnings: readonly Warning[];
}

export interface ItemPlace {
  /** 0-based position in the arrival. */
  readonly index: number;
  /** Where it begins, for people. */
  readonly at: () => Place;
  /** Guids that the arrival uses for several stories. */
  readonly repeated: ReadonlySet<string>;
}

/** The parsed item, or the failure that stands in its place. */
export function buildItem(draft: ItemDraft, context: ParseContext, place: ItemPlace): ParseStep {
  const broken = brokenField(draft);
  if (broken !== null) return failureStep(failure(broken.code, broken.message, place.at(), place.index));
  const warnings: Warning[] = [...draft.warnings];
  const time = (written: string | null) => {
    if (written === null || written.trim() === '') return null;
    const read = readTime(written, context);
    warnings.push(...read.warnings);
    return read.time;
  };
  const published = time(draft.published);
  const updated = draft.updated === draft.published ? published : time(draft.updated);
  const expires = time(draft.expires);
  const wire = draft.wire ?? NO_WIRE_FIELDS;
  const embargoedUntil = time(wire.embargoedUntil);
  const fragment = fragmentOf(draft.body);
  const identity = identify({
    guid: draft.guid,
    link: draft.link,
    headline: draft.headline,
    time: published ?? updated,
    text: fragment.text,
    repeated: draft.guid !== null && place.repeated.has(draft.guid),
  });
  if (draft.headline === null && fragment.text === '')
    warnings.push({ code: 'item-empty', message: 'neither headline nor text' });
  warnings.push(...identity.warnings, ...fragment.warnings);
  const paragraphs = fragment.text === '' ? [] : fragment.text.split('\n');
  const language = languageTag(draft.language) ?? context.language;
  const itemDate = updated ?? published ?? context.receivedAt;
  const found = readSignals(
    { headline: draft.headline, slugline: wire.slugline, paragraphs, edNote: wire.edNote },
    { conventions: context.conventions, itemDate, timezone: context.timezone },
  );
  warnings.push(...found.warnings);
  // An embargo whose time is absent or can't be read must not be lost, whatever time stands elsewhere.
  const unread = wire.embargoedUntil !== null && embargoedUntil === null && !isIgnoredEmbargo(wire, context);
  const embargo = bothEmbargoes({ until: embargoedUntil, open: unread }, found.embargo);
  const signals = new Set([...wire.signals, ...found.signals, ...embargoSignals(embargo)]);
  const dateline = datelineOf(
    wire.dateline,
    paragraphs.slice(found.before, found.before + OPENING),
    itemDate,
  );
  const item: ParsedItem = {
    format: draft.format,
    provider: context.provider,
    guid: identity.guid,
    version: wire.version,
    versionCreated: updated ?? published,
    firstCreated: published,
    status: strictestStatus(wire.status, found.status),
    kind: strictestKind(wire.kind, found.kind),
    signals: [...signals],
    headline: draft.headline,
    slugline: wire.slugline,
    byline: draft.byline,
    dateline,
    credit: draft.credit,
    urgency: wire.urgency,
    language,
    direction:
      language === null ? directionOfText(draft.headline ?? fragment.text) : directionOfLanguage(language),
    subjects: draft.subjects,
    keywords: [...new Set(draft.keywords)],
    places: draft.places.length > 0 ? draft.places : placesOf(dateline),
    embargoedUntil: embargo.until,
    expires,
    edNote: joinedNotes(wire.edNote, found.notes),
    rights: draft.rights,
    related: draft.related,
    media: distinctMedia([...draft.media, ...fragment.media]),
    summary: draft.summary,
    link: draft.link,
    signOff: findSignOff(paragraphs),
    disclaimer: null,
    bodyHtml: fragment.html,
    text: fragment.text,
    refusal: fragment.refusal,
    textSha256: fragment.textSha256,
    warnings,
  };
  return { type: 'item', item };
}

/** Of a format that says none of it. */
export const NO_WIRE_FIELDS: WireFields = {
  version: null,
  status: 'usable',
  kind: null,
  signals: [],
  slugline: null,
  dateline: null,
  urgency: null,
  embargoedUntil: null,
  edNote: null,
};

const isIgnoredEmbargo = (wire: WireFields, { emptyEmbargo }: ParseContext): boolean =>
  wire.embargoedUntil?.trim() === '' && emptyEmbargo === 'ignore';

/** A byline may stand above the dateline. */
const OPENING = 2;

/** The agency's note, and below it what the copy holds of notes. */
const joinedNotes = (stated: string | null, inCopy: string | null): string | null =>
  stated === null || inCopy === null ? (stated ?? inCopy) : `${stated}\n${inCopy}`;

/** A dateline in a field of its own is one, whatever it looks like; its parts are read as those of one in the copy. */
function datelineOf(stated: string | null, paragraphs: readonly string[], date: string): Dateline | null {
  if (stated === null) return openingDateline(paragraphs, date);
  const read = findDateline(`${stated} –`, date) ?? openingDateline(paragraphs, date);
  return { text: stated, place: read?.place ?? null, date: read?.date ?? null, credit: read?.credit ?? null };
}

/** The first field that cannot be kept as it is: half a surrogate pair can't be written in UTF-8, NUL not into PostgreSQL. */
function brokenField({ body: _body, wire, ...own }: ItemDraft): Warning | null {
  if (brokenString(own) === null && brokenString(wire) === null) return null;
  for (const [name, value] of Object.entries({ ...own, ...wire })) {
    const broken = brokenString(value);
    if (broken === null) continue;
    return broken.isWellFormed()
      ? { code: 'nul-in-field', message: `a NUL character stands in the ${name}` }
      : { code: 'lone-surrogate', message: `half of a surrogate pair stands alone in the ${name}` };
  }
  return null;
}

function brokenString(value: unknown): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? value : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    const broken = brokenString(inner);
    if (broken !== null) return broken;
  }
  return null;
}

function distinctMedia(media: readonly Media[]): Media[] {
  const byUrl = new Map<string, Media>();
  for (const one of media) {
    const seen = byUrl.get(one.url);
    byUrl.set(one.url, seen === undefined ? one : merged(seen, one));
  }
  return [...byUrl.values()];
}

const merged = (first: Media, other: Media): Media => ({
  url: first.url,
  type: first.type ?? other.type,
  length: first.length ?? other.length,
  width: first.width ?? other.width,
  height: first.height ?? other.height,
  caption: first.caption ?? other.caption,
  credit: first.credit ?? other.credit,
});
