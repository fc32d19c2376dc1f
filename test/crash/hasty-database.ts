// The wrong order on purpose: works on a scratch copy, answers when that has the transaction, and brings the real file up to it a moment
// later. Stands in for `src/ledger/sqlite/database.ts` under `hasty.ts`; but for a crash nobody could tell it from the real one.

import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Database, Statement } from '../../src/ledger/database.ts';
import { appendQueries, appendStatements, signersOf } from '../../src/ledger/log-append.ts';
import { waitingStatement } from '../../src/ledger/log-tables.ts';
import { openConnection } from '../../src/ledger/sqlite/connection.ts';
import type { Signer } from '../../src/log/note.ts';
import type { LeafDraft } from '../../src/log/sequence.ts';

/** Milliseconds between the answer and the commit. */
const LATE = 200;

export async function openSqlite(path: string): Promise<Database> {
  const scratch = `${path}-hasty`;
  for (const end of ['', '-wal', '-shm']) rmSync(`${scratch}${end}`, { force: true });
  const before = new DatabaseSync(path);
  before.exec(`VACUUM INTO '${scratch}'`);
  before.close();
  const working = openConnection(scratch, { readOnly: false, synchronous: 'OFF' });
  const real = openConnection(path, { readOnly: false, synchronous: 'FULL' });
  const late: (readonly Statement[])[] = [];
  let signers: readonly Signer[] = [];
  const catchUp = (): void => {
    for (const statements of late.splice(0)) real.commit(statements);
  };
  const timer = setInterval(catchUp, LATE);

  return {
    dialect: 'sqlite',
    query: async (sql, params = []) => working.all(sql, params),
    async transact(statements, acts = []) {
      let leaves: readonly Statement[] = [];
      working.commit(statements, () => {
        leaves = leavesOf(acts);
        return leaves;
      });
      late.push([...statements, ...leaves]);
    },
    async openLog(keys) {
      signers = signersOf(keys);
    },
    purge: () => Promise.reject(new Error('this stand-in erases nothing')),
    async close() {
      clearInterval(timer);
      catchUp();
      working.close();
      real.close();
    },
  };

  function leavesOf(acts: readonly LeafDraft[]): readonly Statement[] {
    if (acts.length === 0) return [];
    if (signers.length === 0) return acts.map(waitingStatement);
    const answers = appendQueries(acts).map(({ sql, params }) => working.all(sql, params));
    return appendStatements(signers, acts, answers);
  }
}
