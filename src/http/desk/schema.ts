// What goes in and out of the desk's API, as zod schemas: the handlers, the browser's types and `/openapi.json` all come from these.

import { z } from 'zod';
import { ACTIONS } from '../../model/facts.ts';
import { itemId, seq, sourceId } from '../../model/ids.ts';
import { FORMATS, KINDS } from '../../model/item.ts';
import { LONGEST_NOTE, LONGEST_REFERENCE, TAKEDOWN_REASONS } from '../../model/takedown.ts';

const list = <T extends z.ZodType>(element: T) => z.array(element).readonly();
const time = z.string().meta({ description: 'ISO 8601 in UTC', format: 'date-time' });
const sequence = z.int().min(1).meta({ description: 'Ledger sequence number' });
const text = z.string();
const maybe = text.nullable();

export const action = z.enum(ACTIONS);
const direction = z.enum(['ltr', 'rtl']).nullable();
const kind = z.enum(KINDS);
const reason = z.object({ code: text, message: text, detail: maybe });
const coded = z.object({ code: text, message: text });
const codedAt = z.object({ code: text, message: text, at: time });

const takedown = z
  .object({
    seq: sequence,
    at: time,
    by: text,
    reason: z.enum(TAKEDOWN_REASONS),
    reference: text,
    note: maybe,
    path: maybe.meta({ description: 'Where the public notice stands; null when the story never was public' }),
  })
  .meta({ id: 'Takedown' });

/** A line of the list. */
export const deskItem = z
  .object({
    id: text,
    source: text,
    provider: text,
    guid: text,
    title: text,
    headlineSent: z.boolean(),
    decision: action,
    reasons: list(reason),
    by: text,
    urgency: z.int().nullable(),
    kind,
    language: maybe,
    direction,
    section: maybe,
    path: maybe,
    versions: z.int(),
    firstReceived: time,
    lastReceived: time,
    publishedAt: time.nullable(),
    readAt: time.nullable(),
    seq: sequence,
    takedown: takedown.optional(),
  })
  .meta({ id: 'DeskItem' });

const parsedItem = z
  .object({
    format: z.enum(FORMATS),
    provider: text,
    guid: text,
    version: maybe,
    versionCreated: maybe,
    firstCreated: maybe,
    status: z.enum(['usable', 'withheld', 'canceled']),
    kind,
    signals: list(text),
    headline: maybe,
    slugline: maybe,
    byline: maybe,
    dateline: z.object({ text, place: maybe, date: maybe, credit: maybe }).nullable(),
    credit: maybe,
    urgency: z.int().nullable(),
    language: maybe,
    direction,
    subjects: list(z.object({ scheme: maybe, code: maybe, name: maybe })),
    keywords: list(text),
    places: list(text),
    embargoedUntil: maybe,
    expires: maybe,
    edNote: maybe,
    rights: z.object({ copyright: maybe, usageTerms: maybe, licence: maybe }),
    related: list(z.object({ rel: text, guid: text })),
    media: list(
      z.object({
        url: text,
        type: maybe,
        length: z.number().nullable(),
        width: z.number().nullable(),
        height: z.number().nullable(),
        caption: maybe,
        credit: maybe,
      }),
    ),
    summary: maybe,
    link: maybe,
    signOff: maybe,
    disclaimer: maybe,
    bodyHtml: text,
    text,
    refusal: coded.nullable(),
    textSha256: text,
    warnings: list(coded),
  })
  .meta({ id: 'ParsedItem' });

export const itemVersion = z
  .object({
    seq: sequence,
    receivedAt: time,
    arrival: sequence,
    arrivalSha256: text,
    supersedes: sequence.nullable(),
    parsed: parsedItem,
  })
  .meta({ id: 'Version' });

export const decision = z
  .object({
    seq: sequence,
    at: time,
    version: sequence,
    action,
    shows: sequence.nullable().meta({ description: 'The version the public sees from then on' }),
    reasons: list(reason),
    by: text,
    config: maybe,
    path: maybe,
    section: maybe,
  })
  .meta({ id: 'Decision' });

const review = z.object({ seq: sequence, at: time, version: sequence, by: text }).meta({ id: 'Review' });

export const itemPage = z
  .object({ items: list(deskItem), next: maybe, seq: z.int().min(0) })
  .meta({ id: 'ItemPage', description: '`seq`: the ledger position to follow `/api/events` from' });

export const itemDetail = z
  .object({
    item: deskItem,
    current: sequence.meta({ description: 'The version that acts are about' }),
    versions: list(itemVersion),
    decisions: list(decision),
    reviews: list(review),
  })
  .meta({ id: 'ItemDetail' });

export const itemAfterAct = z.object({ item: deskItem }).meta({ id: 'ItemAfterAct' });

const failure = z.object({
  code: text,
  message: text,
  line: z.int().nullable(),
  column: z.int().nullable(),
  offset: z.int().nullable(),
  index: z.int().nullable(),
});

export const quarantineRow = z
  .object({
    id: sequence,
    at: time,
    source: text,
    arrival: sequence,
    origin: maybe,
    size: z.int(),
    sha256: text,
    failure,
  })
  .meta({ id: 'QuarantineRow' });

export const quarantinePage = z
  .object({ rows: list(quarantineRow), next: maybe })
  .meta({ id: 'QuarantinePage' });

export const sourceView = z
  .object({
    id: text,
    name: text,
    provider: text,
    transport: z.enum(['poll', 'folder', 'push']),
    where: maybe.meta({ description: 'Address or folder, without credentials' }),
    interval: z.number().nullable().meta({ description: 'Seconds between polls' }),
    format: text,
    publish: z.enum(['auto', 'hold']),
    section: text,
    credit: text,
    rights: maybe,
    language: maybe,
    timezone: text,
    robots: z.enum(['index', 'noindex']),
    canonical: z.enum(['self', 'source']),
    minimumText: z.number(),
    firstRun: z.number(),
    counts: z.record(action, z.int()),
    lastPoll: time.nullable(),
    lastItem: time.nullable(),
    nextPoll: time.nullable(),
    lastError: codedAt.nullable(),
    skipped: codedAt.nullable(),
    failures: z.int(),
    arrivals: z.int(),
    movedTo: maybe,
  })
  .meta({ id: 'Source' });

export const sourceList = z.object({ sources: list(sourceView) }).meta({ id: 'SourceList' });

export const sessionView = z
  .object({ name: text, expiresAt: time, siteTitle: text, siteUrl: text })
  .meta({ id: 'Session' });

export const deskEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('item'),
      seq: sequence,
      at: time,
      change: z.enum(['version', 'decision', 'review', 'takedown']),
      by: maybe,
      row: deskItem.nullable(),
    }),
    z.object({
      type: z.literal('failure'),
      seq: sequence,
      at: time,
      source: text,
      arrival: sequence,
      code: text,
      message: text,
    }),
    z.object({
      type: z.literal('resync'),
      seq: z.int().min(0),
      why: z.enum(['far-behind', 'too-slow', 'store']),
    }),
    z.object({ type: z.literal('ready'), seq: z.int().min(0) }),
  ])
  .meta({ id: 'DeskEvent', description: 'The data of an event; its `id` is `seq`' });

export const errorBody = z
  .object({ error: z.looseObject({ code: text, message: text }) })
  .meta({ id: 'Error' });

const cursor = z.string().min(1).max(500).optional();
const limit = (most: number, usual: number) =>
  z.coerce.number<string>().int().min(1).max(most).optional().default(usual);

export const nothing = z.strictObject({});
export const itemParams = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .transform(itemId),
});
export const sourceParams = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .transform(sourceId),
});
const pathSequence = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform((digits) => seq(Number(digits)));
export const arrivalParams = z.strictObject({ id: pathSequence });
export const itemQuery = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .transform(sourceId)
    .optional(),
  decision: action.optional(),
  text: z.string().max(500).optional(),
  cursor,
  limit: limit(200, 100),
});
export const pageQuery = z.strictObject({ cursor, limit: limit(200, 50) });
/** Most bytes of an arrival in one answer. */
export const MOST_BYTES = 1024 * 1024;
export const bytesQuery = z.strictObject({
  offset: z.coerce.number<string>().int().min(0).optional().default(0),
  length: limit(MOST_BYTES, 64 * 1024),
});
export const actBody = z.strictObject({
  version: z
    .int()
    .min(1)
    .transform(seq)
    .meta({ description: 'The version that was seen; another one meanwhile gives 409 `version-changed`' }),
});
export const takedownBody = z.strictObject({
  reason: z.enum(TAKEDOWN_REASONS),
  reference: z
    .string()
    .min(1)
    .max(LONGEST_REFERENCE)
    .meta({ description: 'What the order or request is filed under; public' }),
  note: z
    .string()
    .min(1)
    .max(LONGEST_NOTE)
    .optional()
    .meta({ description: 'A sentence for readers; public' }),
});
export const erased = z
  .object({
    path: maybe.meta({ description: 'Where the public notice stands' }),
    versions: z.int(),
    arrivals: z.int().meta({ description: 'Arrivals whose bytes were erased' }),
    otherItems: z.int().meta({ description: 'Other items that were read from those bytes; they stay' }),
    files: list(text).meta({
      description: 'Files that a folder source has put away and that may hold the story',
    }),
    cleaned: z
      .boolean()
      .meta({ description: 'False while the store could not be cleaned; it is tried again' }),
  })
  .meta({ id: 'Erased' });
export const itemTakenDown = z.object({ item: deskItem, erased });
export const eventQuery = z.strictObject({
  after: z.coerce.number<string>().int().min(0).optional(),
});

export type DeskItemView = z.output<typeof deskItem>;
export type ItemDetailView = z.output<typeof itemDetail>;
export type ItemPageView = z.output<typeof itemPage>;
export type VersionView = z.output<typeof itemVersion>;
export type DecisionView = z.output<typeof decision>;
export type QuarantineRowView = z.output<typeof quarantineRow>;
export type QuarantinePageView = z.output<typeof quarantinePage>;
export type SourceViewModel = z.output<typeof sourceView>;
export type SessionViewModel = z.output<typeof sessionView>;
export type DeskEventView = z.output<typeof deskEvent>;
