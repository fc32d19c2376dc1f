// The one narrow store interface, implemented for SQLite (`sqlite/`) and PostgreSQL (`postgres/`). SQL is written once with `?` for
// parameters; where the two differ the caller looks at `dialect`. The contract suite in `test/ledger/` runs on both.

import type { LeafDraft } from '../log/sequence.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /** Reads. `long` reads may take tens of milliseconds and run where they hold nobody up. */
  query(sql: string, params?: readonly SqlValue[], options?: { readonly long?: boolean }): Promise<SqlRow[]>;
  /**
   * Runs the statements in order as one transaction. When the promise resolves they are durable, fully persisted; when it rejects
   * none of them took effect, unless the process or the server died before it could answer: then all or none did.
   * Transactions run one after another in the order of the calls.
   * @param acts what the public sees happen by it. Each becomes a leaf of the public log in the same transaction, under a signed checkpoint
   * that covers it; while the log is closed they wait in `log_waiting`.
   * @throws {StetError} `store-full` when the disk is full, `store-failed` otherwise.
   */
  transact(statements: readonly Statement[], acts?: readonly LeafDraft[]): Promise<void>;
  /**
   * Opens the public log for what is committed from now on.
   * @param keys signer keys; more than one while a key is being replaced.
   * @param closed called if the log is found broken: it is closed then, and acts wait.
   */
  openLog(keys: readonly string[], closed: (trouble: string) => void): Promise<void>;
  /**
   * Takes what was deleted or overwritten off the disk, as far as this process has it in hand: on SQLite out of the write-ahead log, on
   * PostgreSQL out of the tables named (`VACUUM`), not out of its own write-ahead log and what is archived of it.
   * @throws {StetError} `store-failed`, also when a reader holds on to an earlier state: try again.
   */
  purge(tables: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
