// Posts that the public log knows nothing of: those of a site that is older than its log.

import type { Database } from '../ledger/database.ts';
import { type ItemId, itemId } from '../model/ids.ts';

/** In the order of their publication, at most `limit`. */
export async function unloggedPosts(db: Database, limit: number): Promise<ItemId[]> {
  const rows = await db.query(
    `SELECT p.item FROM view_post p WHERE NOT EXISTS (SELECT 1 FROM log_leaf l WHERE l.item = p.item)
     ORDER BY p.id LIMIT ?`,
    [limit],
  );
  return rows.map((row) => itemId(String(row.item)));
}
