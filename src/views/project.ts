// From an item's state to the rows that pages and desk read. Pure: the same state gives the same rows, live and on replay.

import { type ItemEntry, type ItemState, nextState } from '../desk/item-state.ts';
import { titleOf } from '../desk/placement.ts';
import type { Database, Statement } from '../ledger/database.ts';
import { isFact } from '../ledger/entries.ts';
import type { Entry, VersionFact } from '../model/facts.ts';
import type { ItemId, Seq } from '../model/ids.ts';
import type { Label, PostSummary } from '../model/post.ts';
import type { DeskItem } from './desk.ts';
import { dueStatements } from './due.ts';
import { indexStatements, unindexStatement } from './search-index.ts';

export interface Projection {
  readonly before: ItemState | null;
  readonly after: ItemState;
  /** The version that the decision in force is about. */
  readonly current: Entry<VersionFact>;
  /** The version that the public sees; needed only where that, or its label, changes. */
  readonly shown: Entry<VersionFact> | null;
  /** Folded words of the version that is indexed: the shown one, else the current one (`searchWords`). */
  readonly words: string;
}

/** The item's entries among others. */
export const entriesOfItem = (entries: readonly Entry[], item: ItemId): ItemEntry[] =>
  entries.filter((entry): entry is ItemEntry => 'item' in entry.fact && entry.fact.item === item);

/**
 * Folds entries into a projection.
 * @param known versions from before that may still be the current one.
 */
export function projectionOf(
  before: ItemState | null,
  entries: readonly ItemEntry[],
  words: string,
  known: readonly Entry<VersionFact>[] = [],
): Projection {
  let after = before;
  for (const entry of entries) after = nextState(after, entry);
  const versions = [...known, ...entries.filter(isFact('version'))];
  const current = versions.find((entry) => entry.seq === after?.decision?.version);
  if (after === null || current === undefined)
    throw new Error('a projection needs the version that is decided on');
  const shows = after.shows;
  return { before, after, current, shown: versions.find((entry) => entry.seq === shows) ?? null, words };
}

/** The statements that bring the views from `before` to `after`. */
export function project(projection: Projection, dialect: Database['dialect']): Statement[] {
  const { before, after, words } = projection;
  return [
    upsertItem(projection),
    ...countStatements(before, after),
    ...dueStatements(projection),
    ...(postChanges(before, after) ? postStatements(projection) : []),
    ...(after.takenDown !== undefined
      ? [unindexStatement(idOf(after), dialect)]
      : indexChanges(before, after)
        ? indexStatements(idOf(after), words, before !== null, dialect)
        : []),
  ];
}

function postChanges(before: ItemState | null, after: ItemState): boolean {
  if ((before?.shows ?? null) !== after.shows) return true;
  const read = (state: ItemState | null): string => JSON.stringify(state?.review ?? null);
  return after.shows !== null && read(before) !== read(after);
}

/** What is public is found by the version on show; what is not, by the current one. */
function indexChanges(before: ItemState | null, after: ItemState): boolean {
  if (before === null || before.shows !== after.shows) return true;
  return after.shows === null && before.decision?.version !== after.decision?.version;
}

/** The sequence number of an item's first version names the item in the search index. */
export function idOf(state: ItemState): Seq {
  const first = state.versions[0];
  if (first === undefined) throw new Error(`item ${state.item} has no version`);
  return first.seq;
}

function upsertItem({ after, current }: Projection): Statement {
  const line = deskLine(after, current);
  return {
    sql: `INSERT INTO view_item (item, id, source, decision, path, last_seq, state, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (item) DO UPDATE SET decision = excluded.decision, path = excluded.path, last_seq = excluded.last_seq, state = excluded.state, line = excluded.line`,
    params: [
      after.item,
      idOf(after),
      after.source,
      line.decision,
      after.path,
      after.lastSeq,
      JSON.stringify(after),
      JSON.stringify(line),
    ],
  };
}

function deskLine(state: ItemState, current: Entry<VersionFact>): DeskItem {
  const { parsed, receivedAt } = current.fact;
  const { title, headlineSent } = titleOf(parsed);
  return {
    id: state.item,
    source: state.source,
    provider: state.provider,
    guid: state.guid,
    title,
    headlineSent,
    decision: state.decision?.action ?? 'hold',
    reasons: state.decision?.reasons ?? [],
    by: state.decision?.by ?? 'rules',
    urgency: parsed.urgency,
    kind: parsed.kind,
    language: parsed.language,
    direction: parsed.direction,
    section: state.section,
    path: state.shows === null ? null : state.path,
    versions: state.versions.length,
    firstReceived: state.versions[0]?.receivedAt ?? receivedAt,
    lastReceived: state.versions.at(-1)?.receivedAt ?? receivedAt,
    publishedAt: state.shows === null ? null : (state.shown[0]?.at ?? null),
    readAt: state.review?.version === current.seq ? state.review.at : null,
    seq: state.lastSeq,
    ...(state.takenDown === undefined ? {} : { takedown: { ...state.takenDown, path: state.path } }),
  };
}

function countStatements(before: ItemState | null, after: ItemState): Statement[] {
  const was = before?.decision?.action ?? null;
  const is = after.decision?.action ?? null;
  if (was === is) return [];
  const change = (decision: string, by: number): Statement => ({
    sql: `INSERT INTO view_count (source, decision, items) VALUES (?, ?, ?)
          ON CONFLICT (source, decision) DO UPDATE SET items = view_count.items + excluded.items`,
    params: [after.source, decision, by],
  });
  return [
    ...(was === null ? [] : [change(was, -1)]),
    ...(is === null ? [] : [change(is, 1)]),
    ...(was === null ? [] : [{ sql: 'DELETE FROM view_count WHERE items = 0', params: [] }]),
  ];
}

function postStatements({ before, after, shown }: Projection): Statement[] {
  const was = before?.shows ?? null;
  if (after.shows === null || after.path === null || after.section === null) {
    return was === null
      ? []
      : [
          { sql: 'DELETE FROM view_post WHERE item = ?', params: [after.item] },
          sectionStatement(after.section ?? '', -1),
          { sql: 'DELETE FROM view_section WHERE posts = 0', params: [] },
        ];
  }
  if (shown === null) throw new Error(`the version on show of ${after.item} was not given`);
  const summary = postSummary(after, shown.fact, after.path, after.section);
  const upsert: Statement = {
    sql: `INSERT INTO view_post (item, id, path, source, section, sort, published_at, updated_at, version, summary)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (item) DO UPDATE SET source = excluded.source, sort = excluded.sort, updated_at = excluded.updated_at,
            version = excluded.version, summary = excluded.summary`,
    params: [
      after.item,
      idOf(after),
      after.path,
      summary.source,
      after.section,
      sortKey(shown.fact, idOf(after)),
      summary.publishedAt,
      summary.updatedAt,
      shown.seq,
      JSON.stringify(summary),
    ],
  };
  return was === null ? [upsert, sectionStatement(after.section, 1)] : [upsert];
}

const sectionStatement = (section: string, by: number): Statement => ({
  sql: `INSERT INTO view_section (section, posts) VALUES (?, ?)
        ON CONFLICT (section) DO UPDATE SET posts = view_section.posts + excluded.posts`,
  params: [section, by],
});

/** The agency's time of the version, never later than its arrival: a date in the future can't hold the top of the page. */
function sortKey(fact: VersionFact, id: Seq): string {
  const sent = fact.parsed.versionCreated ?? fact.parsed.firstCreated ?? fact.receivedAt;
  const time = sent < fact.receivedAt ? sent : fact.receivedAt;
  return `${time}~${String(id).padStart(15, '0')}`;
}

function postSummary(state: ItemState, fact: VersionFact, path: string, section: string): PostSummary {
  const { parsed } = fact;
  const first = state.shown[0];
  const last = state.shown.at(-1);
  if (first === undefined || last === undefined)
    throw new Error(`item ${state.item} is public without having been shown`);
  return {
    item: state.item,
    // Sources of one agency share its stories: the terms are those of the source that the version on show came by.
    source: fact.source,
    path,
    section,
    ...titleOf(parsed),
    summary: parsed.summary,
    language: parsed.language,
    direction: parsed.direction,
    urgency: parsed.urgency,
    kind: parsed.kind,
    publishedAt: first.at,
    updatedAt: last.at,
    versions: new Set(state.shown.map((shown) => shown.version)).size,
    label: labelOf(state),
  };
}

/** Only the reading of the very version on show counts as read. */
export function labelOf(state: ItemState): Label {
  const { review, shows } = state;
  return review !== null && review.version === shows ? { read: true, at: review.at } : { read: false };
}
