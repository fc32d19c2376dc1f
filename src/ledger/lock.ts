// One writer per data directory. The lock is the operating system's, on `stet.lock`, held through an open SQLite transaction: it goes
// with the process however that ends, so a stale lock can't block a restart. `stet.pid` only names the holder.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StetError } from '../model/errors.ts';

export interface DataLock {
  release(): void;
}

/** Node closes a database that nothing refers to, which would give the lock away. */
const held = new Set<DatabaseSync>();

/** @throws {StetError} `data-locked`, naming the pid of the process that has the directory. */
export function lockDataDirectory(directory: string): DataLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(join(directory, 'stet.lock'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch {
    db.close();
    const pid = holder(directory);
    throw new StetError(
      'data-locked',
      `${directory} is in use by ${pid === null ? 'another Stet process' : `the Stet process with pid ${pid}`}. Stop it first, or give another directory with --data.`,
      { directory, pid },
    );
  }
  held.add(db);
  writeFileSync(join(directory, 'stet.pid'), `${process.pid}\n`);
  return {
    release() {
      held.delete(db);
      db.close();
    },
  };
}

function holder(directory: string): number | null {
  try {
    const pid = Number(readFileSync(join(directory, 'stet.pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
