// The ledger's part of the one list of migrations, for both databases (`app.ts` puts the views' part after it). A migration is never
// changed once released; a new one goes to the end.

import { accountMigrations } from './accounts.ts';
import { logMigrations } from './log-tables.ts';
import { timestampMigrations } from './log-timestamps.ts';

export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

const tables: readonly string[] = [
  // Every fact, in order. `body` is the fact as JSON; the columns beside it are what is looked up by.
  `CREATE TABLE entry (
     seq $INT PRIMARY KEY,
     at TEXT NOT NULL,
     type TEXT NOT NULL,
     source TEXT NOT NULL,
     item $CODES,
     arrival $INT,
     body TEXT NOT NULL)`,
  'CREATE INDEX entry_by_item ON entry (item, seq) WHERE item IS NOT NULL',
  'CREATE INDEX entry_by_arrival ON entry (arrival, seq) WHERE arrival IS NOT NULL',
  "CREATE INDEX entry_parsed ON entry (arrival) WHERE type = 'parsed'",
  "CREATE INDEX entry_failures ON entry (seq) WHERE type = 'failure'",
  // The exact bytes, in parts of at most 1 MiB before compression. Of erased ones the codec is 'erased' and the body empty.
  `CREATE TABLE bytes (
     sha256 TEXT NOT NULL,
     part $INT NOT NULL,
     codec TEXT NOT NULL,
     body $BLOB NOT NULL,
     PRIMARY KEY (sha256, part))`,
  // A redelivery meets this key: the same bytes from the same source, named the same by its sender, are one arrival.
  `CREATE TABLE arrival_key (
     source TEXT NOT NULL,
     sha256 TEXT NOT NULL,
     identity TEXT NOT NULL,
     arrival $INT NOT NULL,
     PRIMARY KEY (source, sha256, identity))`,
  'CREATE UNIQUE INDEX arrival_key_by_arrival ON arrival_key (arrival)',
  // Arrivals that are durable and not yet read to their end: what a restart goes on with.
  'CREATE TABLE pending (arrival $INT PRIMARY KEY)',
  // Operational state that proves nothing: where a poller stands.
  'CREATE TABLE source_state (source TEXT PRIMARY KEY, body TEXT NOT NULL)',
  'CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
];

export const ledgerMigrations: readonly Migration[] = [
  { name: '0001-ledger', statements: tables },
  { name: '0002-accounts', statements: accountMigrations },
  { name: '0004-log', statements: logMigrations },
  {
    name: '0005-takedowns',
    statements: ["CREATE INDEX entry_takedowns ON entry (seq) WHERE type = 'takedown'"],
  },
  { name: '0006-log-timestamps', statements: timestampMigrations },
];
