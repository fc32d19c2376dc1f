// The newest signed checkpoint out of a data directory, without disturbing whoever writes there.

import { openLogReader } from '../ledger/log-reader.ts';
import type { Config } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import { openReadingDatabase } from './open-reading.ts';

/** The signed note. @throws {StetError} `log-empty`, and as `openReadingDatabase`. */
export async function newestCheckpoint(config: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<string> {
  const db = await openReadingDatabase(config);
  try {
    const latest = await openLogReader(db).latest();
    if (latest !== null) return latest.cosigned ?? latest.note;
  } finally {
    await db.close();
  }
  throw new StetError('log-empty', 'The public log is empty: nothing has been published yet.');
}
