// Time-stamps (RFC 3161) of the public log's checkpoints: one a day, with the very bytes that were stamped.

import type { Database, Statement } from './database.ts';

export const timestampMigrations: readonly string[] = [
  'CREATE TABLE log_timestamp (day $CODES PRIMARY KEY, size $INT NOT NULL, checkpoint TEXT NOT NULL, token $BLOB NOT NULL, stamped TEXT NOT NULL)',
];

export interface StoredTimestamp {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly size: number;
  /** The note as it was stamped: witnesses may have signed it since. */
  readonly checkpoint: string;
  /** TimeStampToken, DER. */
  readonly token: Uint8Array;
  /** The authority's time, ISO 8601. */
  readonly stamped: string;
}

export const timestampStatement = ({
  day,
  size,
  checkpoint,
  token,
  stamped,
}: StoredTimestamp): Statement => ({
  sql: 'INSERT INTO log_timestamp (day, size, checkpoint, token, stamped) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  params: [day, size, checkpoint, token, stamped],
});

export interface TimestampReader {
  of(day: string): Promise<StoredTimestamp | null>;
  /** The days that have one, newest first, with the size that was stamped. */
  days(): Promise<readonly Pick<StoredTimestamp, 'day' | 'size' | 'stamped'>[]>;
}

export function openTimestampReader(db: Database): TimestampReader {
  return {
    async of(day) {
      const rows = await db.query(
        'SELECT day, size, checkpoint, token, stamped FROM log_timestamp WHERE day = ?',
        [day],
      );
      const row = rows[0];
      if (row === undefined || !(row.token instanceof Uint8Array)) return null;
      return {
        day: String(row.day),
        size: Number(row.size),
        checkpoint: String(row.checkpoint),
        token: row.token,
        stamped: String(row.stamped),
      };
    },
    async days() {
      const rows = await db.query('SELECT day, size, stamped FROM log_timestamp ORDER BY day DESC');
      return rows.map((row) => ({
        day: String(row.day),
        size: Number(row.size),
        stamped: String(row.stamped),
      }));
    },
  };
}
