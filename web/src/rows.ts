// The list as a value: how pages and live events change it. Pure, so that what is seen can be tested without a browser.

import type { DeskItemView } from '../../src/http/desk/schema.ts';
import type { ItemQuery } from './api.ts';

export interface Row {
  readonly item: DeskItemView;
  /** Where it stands: the ledger position it had when it was loaded or last sent by its agency. A decision moves nothing. */
  readonly rank: number;
  /** Came in while the list was open. */
  readonly fresh: boolean;
}

export interface Change {
  readonly item: DeskItemView;
  /** True when the agency sent something, false when someone decided something. */
  readonly sent: boolean;
}

/** Adds a page of older rows; those that are there already stay as they are. */
export function withPage(rows: readonly Row[], page: readonly DeskItemView[]): Row[] {
  const known = new Set(rows.map((row) => row.item.id));
  const older = page.filter((item) => !known.has(item.id));
  return [...rows, ...older.map((item) => ({ item, rank: item.seq, fresh: false }))];
}

/** Applies live changes: later ones win, rows that no longer match go, what was sent goes to the top. */
export function withChanges(rows: readonly Row[], changes: readonly Change[], query: ItemQuery): Row[] {
  const latest = new Map<string, Change>();
  for (const { item, sent } of changes) {
    const before = latest.get(item.id);
    latest.set(item.id, { item, sent: sent || before?.sent === true });
  }
  const kept = rows.flatMap((row) => {
    const change = latest.get(row.item.id);
    if (change === undefined) return [row];
    latest.delete(row.item.id);
    const rank = change.sent ? change.item.seq : row.rank;
    const fresh = change.sent || row.fresh;
    return matches(change.item, query) ? [{ item: change.item, rank, fresh }] : [];
  });
  const added = [...latest.values()]
    .filter((change) => matches(change.item, query))
    .map((change) => ({ item: change.item, rank: change.item.seq, fresh: change.sent }));
  return [...kept, ...added].sort((a, b) => b.rank - a.rank);
}

/** Whether an item belongs under the filters. Words are the server's to look for: the caller loads the list again. */
export const matches = (item: DeskItemView, query: ItemQuery): boolean =>
  (query.source === '' || item.source === query.source) &&
  (query.decision === '' || item.decision === query.decision);
