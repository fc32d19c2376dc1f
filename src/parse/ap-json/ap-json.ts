// AP Media API 2.x, answers of search, feed and item (api.ap.org/media/v/docs: "Content Metadata Fields", "Identifying Publishable
// Content"). Extraction profile ap-json/1 (docs/formats/ap-json.md):
//   headline  headline
//   body      body_nitf, or NITF inside renditions.nitf or beside the item; body_xhtml, body_html, body_text
//   status    pubstatus; `embargoed` is usable under an embargo. What lacks the signal `newscontent` is never published
//   identity  altids.itemid, else uri; version

import type { Kind, Media, PubStatus, Related, Subject } from '../../model/item.ts';
import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { buildItem, type ItemPlace } from '../item.ts';
import { htmlBody, NO_BODY, nitfBody, type ReadBody, textBody, xhtmlBody } from '../json/body.ts';
import { type Fields, shown } from '../json/fields.ts';
import { readJsonItems } from '../json/items.ts';
import { isObject } from '../json/reader.ts';
import { type ReadSignals, readSignalCodes, readStatus } from '../json/status.ts';
import { buildStop } from '../json/stop.ts';
import { bylineOf } from '../person.ts';
import { apRendition } from './rendition.ts';

/** Yields the items of an answer: `data.items`, `data.item`, a list of items, or one item. */
export function* parseApJson(decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo | null> {
  yield* readJsonItems(decoded, context, {
    isList: (path, top) => LISTS.has(path) && !top.has('uri') && !top.has('altids'),
    read: (fields, place) => readItem(itemOf(fields), fields.object('nitf'), context, place),
    stop: (fields, wrong, place) => {
      const item = itemOf(fields);
      const altids = item.members.get('altids');
      const guid = (isObject(altids) ? altids.members.get('itemid') : null) ?? item.members.get('uri');
      return buildStop(
        item,
        { format: 'ap-json', guid, versionCreated: 'versioncreated' },
        wrong,
        context,
        place,
      );
    },
  });
  return null;
}

/** `data/*`: there may be a list in `data`. */
const LISTS = new Set(['', 'items', 'data/*', 'data/items']);

/** The item stands in `item`, in `data.item`, or is the object itself. */
function itemOf(fields: Fields): Fields {
  if (isObject(fields.members.get('item'))) return fields.object('item') ?? fields;
  const data = isObject(fields.members.get('data')) ? fields.object('data') : null;
  if (data === null || fields.has('altids')) return fields;
  return isObject(data.members.get('item')) ? (data.object('item') ?? data) : data;
}

function readItem(fields: Fields, nitf: Fields | null, context: ParseContext, place: ItemPlace): ParseStep {
  const guid = fields.object('altids')?.word('itemid') ?? fields.word('uri');
  if (guid === null) return fields.refuse('altids', 'has no itemid: the item has no id', 'guid-missing');
  const { status, isEmbargoed } = readPubStatus(fields);
  const notice = readSignals(fields);
  const summary = fields.line('description_summary') ?? fields.line('description_caption');
  const kind = notice.kind ?? kindOf(fields);
  const { body, media, notes, warnings } = readBody(fields, nitf, context);
  checkBody(fields, body, status, kind);
  fields.warnings.push(...warnings);
  const credit = fields.line('description_creditline');
  const linked = readAssociations(fields, context);
  return buildItem(
    {
      format: 'ap-json',
      guid,
      link: null,
      published: fields.word('firstcreated'),
      updated: fields.word('versioncreated'),
      expires: fields.word('expires'),
      headline: fields.line('headline') ?? fields.line('title'),
      byline: readByline(fields),
      credit,
      language: fields.word('language'),
      subjects: readSubjects(fields),
      keywords: fields.strings('keywords'),
      places: readPlaces(fields),
      rights: {
        copyright: fields.line('copyrightnotice'),
        usageTerms: fields.strings('usageterms').join('\n') || null,
        licence: null,
      },
      related: linked.related,
      media: [...apRendition(fields, context, { caption: summary, credit }), ...linked.media, ...media],
      summary,
      body,
      wire: {
        version: fields.written('version'),
        status,
        kind,
        signals: isEmbargoed ? [...notice.signals, 'embargo'] : notice.signals,
        slugline: fields.line('slugline'),
        dateline: fields.line('located'),
        urgency: fields.integer(fields.has('urgency') ? 'urgency' : 'editorialpriority', 1, 8),
        embargoedUntil: fields.text('embargoed') ?? (isEmbargoed ? '' : null),
        edNote:
          [fields.text('ednote')?.trim() ?? '', ...notes].filter((note) => note !== '').join('\n') || null,
      },
      warnings: fields.warnings,
    },
    context,
    place,
  );
}

/** AP has a fourth status, for what may be published when its embargo ends. */
function readPubStatus(fields: Fields): { status: PubStatus; isEmbargoed: boolean } {
  const isEmbargoed = fields.word('pubstatus')?.toLowerCase() === 'embargoed';
  return { status: isEmbargoed ? 'usable' : readStatus(fields, 'pubstatus'), isEmbargoed };
}

/**
 * `signals`, `editorialtypes` and `editorialrole`. AP adds codes at will and asks clients to pass over those they don't know; what may
 * be published is said by `newscontent` alone.
 */
function readSignals(fields: Fields): ReadSignals {
  const signals = fields.strings('signals');
  const types = [...fields.strings('editorialtypes'), ...fields.strings('editorialrole')];
  const read = readSignalCodes([...signals, ...types]);
  if (signals.some((signal) => signal.toLowerCase() === 'newscontent')) return read;
  fields.warn('not-news-content', 'AP does not mark this as news content; it is for editors');
  return { ...read, kind: read.kind ?? 'advisory' };
}

const TYPES: ReadonlyMap<string, Kind | null> = new Map<string, Kind | null>([
  ['text', null],
  ['picture', 'picture'],
  ['photo', 'picture'],
  ['graphic', 'picture'],
  ['video', 'picture'],
  ['audio', 'picture'],
  ['composite', 'package'],
]);

/** @throws {StetError} `type-unknown` */
function kindOf(fields: Fields): Kind | null {
  const type = fields.word('type');
  const kind = type === null ? null : TYPES.get(type.toLowerCase());
  return kind === undefined
    ? fields.refuse('type', `is ${shown(type ?? '')}, which no type is`, 'type-unknown')
    : kind;
}

function readBody(fields: Fields, beside: Fields | null, context: ParseContext): ReadBody {
  const rendition = fields.object('renditions')?.members.get('nitf');
  const inside = typeof rendition === 'string' ? fields.object('renditions') : null;
  const holders: readonly (readonly [Fields | null, string])[] = [
    [fields, 'body_nitf'],
    [inside, 'nitf'],
    ...['body', 'body_nitf', 'content', 'value'].map(
      (key) => [inside === null ? (fields.object('renditions')?.object('nitf') ?? null) : null, key] as const,
    ),
    [beside, 'body_nitf'],
    [beside, 'body_html'],
  ];
  for (const [holder, key] of holders) {
    const value = holder?.text(key) ?? null;
    if (holder !== null && value !== null && value.trim() !== '')
      return nitfBody(value, holder, key, context);
  }
  const xhtml = fields.word('body_xhtml');
  if (xhtml !== null) return xhtmlBody(xhtml, context);
  const html = fields.word('body_html');
  if (html !== null) return htmlBody(html, context);
  const text = fields.word('body_text');
  return text === null ? NO_BODY : textBody(text);
}

/**
 * A feed names the story's NITF by its address. A headline without the story would go out as an alert, which only AP may call it.
 * @throws {StetError} `body-not-included`
 */
function checkBody(fields: Fields, body: ReadBody['body'], status: PubStatus, kind: Kind | null): void {
  const isStory = status === 'usable' && kind === null && fields.word('type')?.toLowerCase() === 'text';
  const isAlert = fields.strings('editorialrole').some((role) => /^news\s?alert$/i.test(role));
  if (!isStory || isAlert || body.value.trim() !== '') return;
  if (fields.object('renditions')?.has('nitf') === true)
    fields.refuse(
      'renditions',
      'names the story only by its address; the text is not here',
      'body-not-included',
    );
}

/** As AP writes it, with its "By"; of pictures the photographer. */
function readByline(fields: Fields): string | null {
  const lines = fields.objects('bylines').map((one) => one.line('by') ?? one.line('name'));
  return bylineOf(lines) ?? fields.object('photographer')?.line('name') ?? null;
}

function readSubjects(fields: Fields): Subject[] {
  return fields.objects('subject').map((one) => ({
    scheme: one.word('scheme') ?? (one.strings('rels').includes('category') ? 'ap-category' : null),
    code: one.word('code'),
    name: one.line('name'),
  }));
}

/** The dateline's place first, then those the story is about. */
function readPlaces(fields: Fields): string[] {
  const dateline = fields.object('datelinelocation');
  const parts = ['city', 'countryareaname', 'countryname'].flatMap((key) => dateline?.line(key) ?? []);
  return [...new Set([...parts, ...fields.objects('place').flatMap((one) => one.line('name') ?? [])])];
}

function readAssociations(fields: Fields, context: ParseContext): { media: Media[]; related: Related[] } {
  const media: Media[] = [];
  const related: Related[] = [];
  for (const [, association] of fields.object('associations')?.entries() ?? []) {
    const one = association.object('item') ?? association;
    const guid = one.object('altids')?.word('itemid') ?? one.word('uri');
    if (guid !== null) related.push({ rel: one.word('type') ?? 'association', guid });
    const caption = one.line('description_caption') ?? one.line('headline');
    media.push(...apRendition(one, context, { caption, credit: one.line('description_creditline') }));
  }
  return { media, related };
}
