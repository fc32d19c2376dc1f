// SQLite for a command that only looks, also beside a running Stet: one read-only connection, no thread, no lock.

import { StetError } from '../../model/errors.ts';
import type { Database } from '../database.ts';
import { openConnection } from './connection.ts';

/** @throws {StetError} `store-failed` when the file is no database or can't be opened. */
export function openSqliteReading(path: string): Database {
  const connection = orRefuse(() => openConnection(path, { readOnly: true, synchronous: 'FULL' }));
  return {
    dialect: 'sqlite',
    query: async (sql, params = []) => orRefuse(() => connection.all(sql, params)),
    transact: () => Promise.reject(onlyReads()),
    openLog: () => Promise.reject(onlyReads()),
    purge: () => Promise.reject(onlyReads()),
    close: async () => connection.close(),
  };
}

const onlyReads = (): StetError => new StetError('store-failed', 'This command only reads.');

function orRefuse<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new StetError('store-failed', `The database refused: ${message}`);
  }
}
