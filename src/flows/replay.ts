// Makes the views again from the ledger, by the same fold and the same projection as the live program, so that they come out the same.

import type { Database, Statement } from '../ledger/database.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import { clearSetting, readSetting, writeSetting } from '../ledger/settings.ts';
import type { ItemId } from '../model/ids.ts';
import { entriesOfItem, project, projectionOf } from '../views/project.ts';
import { clearViews } from '../views/schema.ts';
import { searchWords } from '../views/search-index.ts';

/** Items rebuilt in one transaction. */
const BATCH = 200;
const IN_PROGRESS = 'replay-in-progress';

/**
 * Empties the views and rebuilds them. A crash leaves a mark, by which the next start knows to do it again.
 * @param progress called with the number of items done so far.
 */
export async function replay(
  db: Database,
  reader: LedgerReader,
  progress: (items: number) => void,
): Promise<number> {
  await db.transact([writeSetting(IN_PROGRESS, 'yes'), ...clearViews()]);
  let done = 0;
  let after = '';
  for (;;) {
    const items = await reader.items(after, BATCH);
    const last = items.at(-1);
    if (last === undefined) break;
    const statements: Statement[] = [];
    for (const item of items) statements.push(...(await viewsOf(item)));
    await db.transact(statements);
    done += items.length;
    after = last;
    progress(done);
  }
  await db.transact([clearSetting(IN_PROGRESS)]);
  return done;

  async function viewsOf(item: ItemId): Promise<Statement[]> {
    const projection = projectionOf(null, entriesOfItem(await reader.ofItem(item), item), '');
    const indexed = projection.shown ?? projection.current;
    return project({ ...projection, words: searchWords(indexed.fact.parsed) }, db.dialect);
  }
}

/** True when an earlier replay was cut off: the views are incomplete. */
export async function replayWasCutOff(db: Database): Promise<boolean> {
  return (await readSetting(db, IN_PROGRESS)) !== null;
}
