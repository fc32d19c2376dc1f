// A database whose n-th transaction, or purge, is the moment of the crash: either it is lost, or it is kept and nobody hears of it. After that
// nothing answers, as in a process that has died.

import type { Database } from '../../src/ledger/database.ts';
import { StetError } from '../../src/model/errors.ts';

export type Crash = 'lost' | 'kept';

export interface CrashingDatabase {
  readonly db: Database;
  /** Transactions and purges asked for so far. */
  count(): number;
}

/** @param at counts from 1; 0 never crashes. */
export function crashingDatabase(inner: Database, at: number, crash: Crash): CrashingDatabase {
  let count = 0;
  let dead = false;
  const died = (): StetError => new StetError('store-failed', 'the process has died');

  return {
    count: () => count,
    db: {
      dialect: inner.dialect,
      async query(sql, params, options) {
        if (dead) throw died();
        return inner.query(sql, params, options);
      },
      async transact(statements, acts) {
        if (dead) throw died();
        count++;
        if (count !== at) return inner.transact(statements, acts);
        dead = true;
        if (crash === 'kept') await inner.transact(statements, acts);
        throw died();
      },
      openLog: (keys, closed) => inner.openLog(keys, closed),
      async purge(tables) {
        if (dead) throw died();
        count++;
        if (count !== at) return inner.purge(tables);
        dead = true;
        if (crash === 'kept') await inner.purge(tables);
        throw died();
      },
      close: () => inner.close(),
    },
  };
}
