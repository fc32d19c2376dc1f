// Posts that are public no more, for those who hold a copy: who they were and whether they may come back. Nothing of the copy.

import type { ItemState } from '../desk/item-state.ts';
import type { Database, SqlRow } from '../ledger/database.ts';
import type { ItemId } from '../model/ids.ts';
import type { IsoTime } from '../model/item.ts';
import type { DeskItem } from './desk.ts';

export interface TakenDownPost {
  /** Where it stood. */
  readonly path: string;
  readonly provider: string;
  readonly source: ItemState['source'];
  readonly guid: string;
  /** The agency's version number of what took it down, or of what was taken down. */
  readonly version: string | null;
  /** How many versions had been shown. */
  readonly versions: number;
  readonly language: string | null;
  /** The agency killed it: for good. Else it was withheld, here or there. */
  readonly killed: boolean;
  readonly at: IsoTime;
}

export interface TakenDownReader {
  /** Where an item's post stands or stood; `null` when it never had one. */
  pathOf(item: ItemId): Promise<string | null>;
  takenDownAt(path: string): Promise<TakenDownPost | null>;
  /** In the order of their paths, after `after`, at most `limit`. */
  takenDown(after: string, limit: number): Promise<readonly TakenDownPost[]>;
}

const TAKEN_DOWN = `SELECT i.path, i.state, i.line FROM view_item i
  WHERE i.path IS NOT NULL AND NOT EXISTS (SELECT 1 FROM view_post p WHERE p.item = i.item)`;

export function openTakenDownReader(db: Database): TakenDownReader {
  return {
    async pathOf(item) {
      const rows = await db.query('SELECT path FROM view_item WHERE item = ?', [item]);
      return rows[0]?.path == null ? null : String(rows[0].path);
    },
    async takenDownAt(path) {
      const rows = await db.query(`${TAKEN_DOWN} AND i.path = ?`, [path]);
      return rows.map(takenDownPost)[0] ?? null;
    },
    async takenDown(after, limit) {
      const rows = await db.query(`${TAKEN_DOWN} AND i.path > ? ORDER BY i.path LIMIT ?`, [after, limit]);
      return rows.map(takenDownPost);
    },
  };
}

/** The projection alone writes these rows, from typed values. */
function takenDownPost(row: SqlRow): TakenDownPost {
  const state = JSON.parse(String(row.state)) as ItemState;
  const line = JSON.parse(String(row.line)) as DeskItem;
  const current = state.versions.find(({ seq }) => seq === state.decision?.version) ?? state.versions.at(-1);
  return {
    path: String(row.path),
    provider: state.provider,
    source: state.source,
    guid: state.guid,
    version: current?.version ?? null,
    versions: state.shown.length,
    language: line.language,
    killed: state.killed,
    at: state.decision?.at ?? line.lastReceived,
  };
}
