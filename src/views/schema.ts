// The tables of the views. Disposable: `stet replay` drops their rows and makes them again from the ledger.

import type { Database, Statement } from '../ledger/database.ts';
import type { Migration } from '../ledger/migrations.ts';
import { dueTables } from './due.ts';

const common: readonly string[] = [
  // Where each item stands. `path` is where its post stands or stood. `id` is the sequence number of its first version: the rowid of the search index.
  `CREATE TABLE view_item (
     item $CODES PRIMARY KEY,
     id $INT NOT NULL UNIQUE,
     source TEXT NOT NULL,
     decision TEXT NOT NULL,
     path TEXT,
     last_seq $INT NOT NULL,
     state TEXT NOT NULL,
     line TEXT NOT NULL)`,
  'CREATE INDEX view_item_by_path ON view_item (path) WHERE path IS NOT NULL',
  'CREATE INDEX view_item_by_seq ON view_item (last_seq)',
  'CREATE INDEX view_item_by_source ON view_item (source, last_seq)',
  'CREATE INDEX view_item_by_decision ON view_item (decision, last_seq)',
  // What the public sees. `sort` orders every list: the agency's time, then the id.
  `CREATE TABLE view_post (
     item $CODES PRIMARY KEY,
     id $INT NOT NULL UNIQUE,
     path TEXT NOT NULL UNIQUE,
     source TEXT NOT NULL,
     section $CODES NOT NULL,
     sort $CODES NOT NULL,
     published_at $CODES NOT NULL,
     updated_at TEXT NOT NULL,
     version $INT NOT NULL,
     summary TEXT NOT NULL)`,
  'CREATE INDEX view_post_by_sort ON view_post (sort)',
  'CREATE INDEX view_post_by_section ON view_post (section, sort)',
  'CREATE INDEX view_post_by_published ON view_post (published_at)',
  'CREATE TABLE view_section (section $CODES PRIMARY KEY, posts $INT NOT NULL)',
  'CREATE TABLE view_count (source $CODES NOT NULL, decision $CODES NOT NULL, items $INT NOT NULL, PRIMARY KEY (source, decision))',
];

/** `text/words.ts` does the folding; these only index words between spaces. */
const search: Readonly<Record<Database['dialect'], readonly string[]>> = {
  sqlite: [
    `CREATE VIRTUAL TABLE view_words USING fts5 (words, content = '', contentless_delete = 1,
       tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'", prefix = '2')`,
    // Segments are merged a little with each commit, from the eighth of a level on. The number at which FTS5 merges a whole level at once
    // must stay far above that: with both at 16 one commit in some thousands stood still for 4.7 s at 60,000 stories.
    `INSERT INTO view_words (view_words, rank) VALUES ('automerge', 8)`,
    `INSERT INTO view_words (view_words, rank) VALUES ('crisismerge', 64)`,
  ],
  postgres: [
    'CREATE TABLE view_words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)',
    'CREATE INDEX view_words_index ON view_words USING gin (words)',
  ],
};

const MAKE_AGAIN = `INSERT INTO setting (name, value)
  SELECT 'replay-in-progress', 'yes' WHERE EXISTS (SELECT 1 FROM view_item) ON CONFLICT DO NOTHING`;

export const viewMigrations = (dialect: Database['dialect']): readonly Migration[] => [
  { name: '0003-views', statements: [...common, ...search[dialect]] },
  // The rows of items that are there already are made with all other views, at the start that finds this mark.
  { name: '0007-due', statements: [...dueTables, MAKE_AGAIN] },
];

const TABLES = ['view_due', 'view_item', 'view_post', 'view_section', 'view_count', 'view_words'] as const;

/** Empties every view. */
export const clearViews = (): Statement[] =>
  TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, params: [] }));
