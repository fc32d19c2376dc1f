// What the views hold, in a form that can be compared: before and after a replay, or on two stores.

import type { Database } from '../../src/ledger/database.ts';
import { openReader } from '../../src/ledger/reader.ts';
import { openPostReader } from '../../src/views/post-reader.ts';

const TABLES = [
  'SELECT item, id, source, decision, path, last_seq, state, line FROM view_item ORDER BY item',
  'SELECT item, id, path, source, section, sort, published_at, updated_at, version, summary FROM view_post ORDER BY item',
  'SELECT section, posts FROM view_section ORDER BY section',
  'SELECT source, decision, items FROM view_count ORDER BY source, decision',
];

/** Every row of every view, and what the search index finds for some words. */
export async function dumpViews(db: Database, words: readonly string[]): Promise<string> {
  const rows = await Promise.all(TABLES.map((sql) => db.query(sql)));
  const posts = openPostReader(db, openReader(db), () => 1);
  const found = await Promise.all(words.map((text) => posts.search({ text, cursor: null, limit: 100 })));
  return JSON.stringify({ rows, found: found.map(({ hits }) => hits.map((hit) => hit.post.item)) }, null, 1);
}
