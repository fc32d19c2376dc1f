// When items must be decided on again, by the clock.

import { dueAt } from '../desk/due.ts';
import type { Database, Statement } from '../ledger/database.ts';
import { type ItemId, itemId } from '../model/ids.ts';
import type { IsoTime } from '../model/item.ts';
import type { Projection } from './project.ts';

export const dueTables: readonly string[] = [
  'CREATE TABLE view_due (item $CODES PRIMARY KEY, at $CODES NOT NULL)',
  'CREATE INDEX view_due_by_time ON view_due (at, item)',
];

/** Items whose time is `now` or before, in the order of their ids after `after`. */
export async function dueItems(db: Database, now: IsoTime, after: string, limit: number): Promise<ItemId[]> {
  const rows = await db.query('SELECT item FROM view_due WHERE at <= ? AND item > ? ORDER BY item LIMIT ?', [
    now,
    after,
    limit,
  ]);
  return rows.map((row) => itemId(String(row.item)));
}

export const clearDue = (item: ItemId): Statement => ({
  sql: 'DELETE FROM view_due WHERE item = ?',
  params: [item],
});

/** An item that is new and has no time needs no row, and had none. */
export function dueStatements({ before, after, current }: Projection): Statement[] {
  const at = dueAt(after, current);
  if (at === null) return before === null ? [] : [clearDue(after.item)];
  return [
    {
      sql: 'INSERT INTO view_due (item, at) VALUES (?, ?) ON CONFLICT (item) DO UPDATE SET at = excluded.at',
      params: [after.item, at],
    },
  ];
}
