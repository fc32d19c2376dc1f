// Identification and NewsManagement of a NewsItem (NewsML 1.2 DTD: NewsIdentifier, RevisionId, Status, StatusWillChange).

import type { Kind, PubStatus, Related, Warning } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import { readTime } from '../dates.ts';
import { line } from '../html-text.ts';
import { attribute, innerText, type XmlElement } from '../xml/element.ts';
import { childOf, childrenOf, nameOf, textOf, textsOf, wordOf } from './elements.ts';

export interface Management {
  readonly guid: string | null;
  /** RevisionId. */
  readonly version: string | null;
  /** NewsItemType in one lower-case word; empty where there is none. */
  readonly type: string;
  readonly kind: Kind | null;
  readonly status: PubStatus;
  readonly embargoed: boolean;
  /** As written: when the embargo ends; `null` where there is none or its end is not known. */
  readonly embargoedUntil: string | null;
  readonly expires: string | null;
  readonly firstCreated: string | null;
  readonly thisRevision: string | null;
  readonly urgency: number | null;
  readonly signals: readonly string[];
  readonly notes: readonly string[];
  readonly related: readonly Related[];
  readonly warnings: readonly Warning[];
}

export type ReadManagement =
  | { readonly ok: true; readonly management: Management }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What a NewsItem says of itself, or why that is not understood: `status-unknown`. */
export function readManagement(item: XmlElement, context: ParseContext): ReadManagement {
  const management = childOf(item, 'NewsManagement');
  const stated = nameOf(management, 'Status');
  const changes = childrenOf(management, 'StatusWillChange').map(changeOf);
  const unknown = [stated ?? 'usable', ...changes.map(({ status }) => status)].find(
    (word) => statusOf(word) === null,
  );
  if (unknown !== undefined)
    return {
      ok: false,
      code: 'status-unknown',
      message: `the status ${JSON.stringify(unknown)} is not known`,
    };
  const status = statusOf(stated ?? 'usable') ?? 'withheld';
  const embargoed = status === 'embargoed';
  const instructions = childrenOf(management, 'Instruction').flatMap(
    (one) => attribute(one, 'FormalName') ?? [],
  );
  const meant = instructions.flatMap((name) => INSTRUCTIONS.find(({ pattern }) => pattern.test(name)) ?? []);
  const type = wordOf(nameOf(management, 'NewsItemType'));
  const urgency = nameOf(management, 'Urgency');
  return {
    ok: true,
    management: {
      guid: guidOf(childOf(childOf(item, 'Identification'), 'NewsIdentifier')),
      version: textOf(childOf(childOf(item, 'Identification'), 'NewsIdentifier'), 'RevisionId'),
      type,
      kind: meant.find(({ kind }) => kind !== undefined)?.kind ?? KINDS.get(type) ?? null,
      status: embargoed ? 'usable' : status,
      embargoed,
      embargoedUntil: embargoed ? endOfEmbargo(changes, context) : null,
      expires: embargoed || status === 'usable' ? endOfUse(changes, context) : null,
      firstCreated: textOf(management, 'FirstCreated'),
      thisRevision: textOf(management, 'ThisRevisionCreated'),
      urgency: urgencyOf(urgency),
      signals: [...new Set(meant.map(({ signal }) => signal))],
      notes: [...notesOf(item, management), ...instructions.map((name) => `Instruction: ${name}`)],
      related: [
        ...relatedOf(management, 'DerivedFrom', 'derived-from'),
        ...relatedOf(management, 'AssociatedWith', 'associated-with'),
      ],
      warnings: [
        ...(stated === null
          ? [{ code: 'status-missing', message: 'no Status is stated; it was read as usable' }]
          : []),
        ...(urgency !== null && urgencyOf(urgency) === null
          ? [
              {
                code: 'urgency-not-understood',
                message: `${JSON.stringify(urgency)} is no urgency from 1 to 8`,
              },
            ]
          : []),
      ],
    },
  };
}

/**
 * The URN without the revision, so that all revisions are one item (DTD, PublicIdentifier: without RevisionId and its Update
 * qualifier it "designates the most recent revision").
 */
function guidOf(identifier: XmlElement | null): string | null {
  const stated = textOf(identifier, 'PublicIdentifier');
  const revision = textOf(identifier, 'RevisionId');
  const parts = ['ProviderId', 'DateId', 'NewsItemId'].map((name) => textOf(identifier, name));
  const built = parts.every((part) => part !== null) ? `urn:newsml:${parts.join(':')}` : null;
  if (stated === null) return built ?? parts[2] ?? null;
  if (built !== null && (stated === built || stated.startsWith(`${built}:`))) return built;
  if (revision === null) return stated;
  const tail = [`:${revision}`, `:${revision}N`, `:${revision}U`, `:${revision}A`].find((end) =>
    stated.endsWith(end),
  );
  return tail === undefined ? stated : stated.slice(0, -tail.length);
}

type Status = PubStatus | 'embargoed';

const STATUSES: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['usable', 'usable'],
  ['embargoed', 'embargoed'],
  ['withheld', 'withheld'],
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
]);

const statusOf = (word: string): Status | null =>
  STATUSES.get(word.toLowerCase().replace(/^stat:/, '')) ?? null;

interface Change {
  readonly status: string;
  readonly at: string | null;
}

const changeOf = (change: XmlElement): Change => ({
  status: nameOf(change, 'FutureStatus') ?? '',
  at: textOf(change, 'DateAndTime'),
});

/** The latest time at which it becomes usable; `null`, for an embargo without end, where one of them cannot be read. */
function endOfEmbargo(changes: readonly Change[], context: ParseContext): string | null {
  return extreme(
    changes.filter(({ status }) => statusOf(status) === 'usable'),
    context,
    (a, b) => a > b,
  );
}

/** The earliest time at which it is no longer usable. One that cannot be read is over at once, as far as anybody knows. */
function endOfUse(changes: readonly Change[], context: ParseContext): string | null {
  const ends = changes.filter(({ status }) => statusOf(status) !== 'usable');
  if (ends.length === 0) return null;
  return extreme(ends, context, (a, b) => a < b) ?? context.receivedAt;
}

function extreme(
  changes: readonly Change[],
  context: ParseContext,
  beats: (a: string, b: string) => boolean,
): string | null {
  let found: { readonly at: string; readonly time: string } | null = null;
  for (const { at } of changes) {
    const time = at === null ? null : readTime(at, context).time;
    if (at === null || time === null) return null;
    if (found === null || beats(time, found.time)) found = { at, time };
  }
  return found?.at ?? null;
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['alert', 'alert'],
  ['flash', 'alert'],
  ['advisory', 'advisory'],
  ['test', 'test'],
]);

interface Instructed {
  readonly pattern: RegExp;
  readonly signal: string;
  readonly kind?: Kind;
}

/** Instructions are words of the agency's own; these say what becomes of the story. All of them are in edNote too. */
const INSTRUCTIONS: readonly Instructed[] = [
  { pattern: /\b(?:kill|cancel|withdraw|delete|eliminat)/i, signal: 'kill', kind: 'kill' },
  { pattern: /\b(?:withh[eo]ld|hold)\b/i, signal: 'withhold', kind: 'advisory' },
  { pattern: /\b(?:correct|rectif)/i, signal: 'correction' },
  { pattern: /\bembargo/i, signal: 'embargo' },
  { pattern: /\btest\b/i, signal: 'test', kind: 'test' },
];

/** Comments in words. One with a FormalName is a technical note of the sender's system. */
function notesOf(item: XmlElement, management: XmlElement | null): string[] {
  return [...childrenOf(item, 'Comment'), ...childrenOf(management, 'Comment')]
    .filter((comment) => attribute(comment, 'FormalName') === null)
    .flatMap((comment) => line(innerText(comment)) ?? []);
}

const urgencyOf = (written: string | null): number | null =>
  written !== null && /^[1-8]$/.test(written) ? Number(written) : null;

const relatedOf = (management: XmlElement | null, local: string, rel: string): Related[] =>
  childrenOf(management, local).flatMap((one) => {
    const guid = attribute(one, 'NewsItem') ?? textsOf(one, 'NewsItem')[0] ?? null;
    return guid === null ? [] : [{ rel, guid }];
  });
