// Posts that are public no more, for those who hold a copy: who they were and whether they may come back. Nothing of the copy.

import type { ItemState } from '../desk/item-state.ts';
import type { Database, SqlRow } from '../ledger/database.ts';
import { type ItemId, isItemId } from '../model/ids.ts';
import type { IsoTime } from '../model/item.ts';
import type { TakedownOrder } from '../model/takedown.ts';
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

/** What stands where a story was that a takedown erased. */
export interface TakedownNotice extends TakedownOrder {
  /** Its address without the headline's words. */
  readonly path: string;
  readonly at: IsoTime;
}

export interface TakenDownReader {
  /** Where an item's post stands or stood; `null` when it never had one. */
  pathOf(item: ItemId): Promise<string | null>;
  takenDownAt(path: string): Promise<TakenDownPost | null>;
  /** At the address that the post had, and at that without the headline's words. Such posts are not among the others. */
  noticeAt(path: string): Promise<TakedownNotice | null>;
  /** In the order of their paths, after `after`, at most `limit`. */
  takenDown(after: string, limit: number): Promise<readonly TakenDownPost[]>;
}

const TAKEN_DOWN = `SELECT i.path, i.state, i.line FROM view_item i
  WHERE i.path IS NOT NULL AND i.decision <> 'takedown' AND NOT EXISTS (SELECT 1 FROM view_post p WHERE p.item = i.item)`;

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
    async noticeAt(path) {
      const rows = await db.query("SELECT state FROM view_item WHERE path = ? AND decision = 'takedown'", [
        withoutWords(path),
      ]);
      const state = rows.map(stateOf)[0];
      if (state?.takenDown === undefined || state.path === null) return null;
      const { at, reason, reference, note } = state.takenDown;
      return { path: state.path, at, reason, reference, note };
    },
    async takenDown(after, limit) {
      const rows = await db.query(`${TAKEN_DOWN} AND i.path > ? ORDER BY i.path LIMIT ?`, [after, limit]);
      return rows.map(takenDownPost);
    },
  };
}

/** A takedown leaves an address its section and the item's id: the words between were the headline's. */
export function withoutWords(path: string): string {
  const [, section = '', name = ''] = path.split('/');
  const id = name.slice(-ID_LENGTH);
  return isItemId(id) ? `/${section}/${id}` : path;
}

const ID_LENGTH = 16;

/** The projection alone writes these rows, from typed values. */
const stateOf = (row: SqlRow): ItemState => JSON.parse(String(row.state)) as ItemState;

function takenDownPost(row: SqlRow): TakenDownPost {
  const state = stateOf(row);
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
