// The database: whether it opens, is whole and takes writes, unless a running Stet has it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE, openStore } from '../../flows/open-store.ts';
import { storeProblems } from '../../ledger/integrity.ts';
import type { Config } from '../../model/config.ts';
import { StetError } from '../../model/errors.ts';
import { type Check, failed, messageOf, ok } from './check.ts';

export interface DatabaseChecked {
  readonly check: Check;
  /** A running Stet has the data. */
  readonly running: boolean;
}

const IN_USE = ['data-locked', 'store-locked'];

export async function checkDatabase(config: Config): Promise<DatabaseChecked> {
  const name = 'database';
  const isNew = config.databaseUrl === null && !existsSync(join(config.dataDir, DATABASE_FILE));
  if (isNew) return { check: ok(name, 'none yet; it is made at the first start'), running: false };
  try {
    const store = await openStore({ ...config, now: Date.now });
    try {
      const problems = await storeProblems(store.db);
      const check =
        problems.length === 0
          ? ok(name, `${store.db.dialect} opens, takes writes and is whole`)
          : failed(name, problems.join('; '), 'Stop using this data directory and restore the last backup.');
      return { check, running: false };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof StetError && IN_USE.includes(error.code)) {
      return { check: ok(name, 'in use by a running Stet; its contents were not checked'), running: true };
    }
    const remedy =
      config.databaseUrl === null
        ? `See that ${config.dataDir} can be written and has room.`
        : 'See that PostgreSQL runs and that STET_DATABASE_URL is right.';
    return { check: failed(name, messageOf(error), remedy), running: false };
  }
}
