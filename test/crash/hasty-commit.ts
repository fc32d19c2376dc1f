// The wrong order on purpose: resolves at once and commits a moment later. Stands in for `src/ledger/group-commit.ts` under `hasty.ts`.

import { setTimeout as wait } from 'node:timers/promises';
import type { Statement } from '../../src/ledger/database.ts';
import type { GroupCommit } from '../../src/ledger/group-commit.ts';

/** Milliseconds between the answer and the commit. */
const LATE = 30;

export function groupCommit(commit: (statements: readonly Statement[]) => Promise<void>): GroupCommit {
  let tail: Promise<void> = Promise.resolve();
  // The schema has to be there before anything is read; only what comes over the wire is answered too early.
  let started = false;

  return {
    async transact(statements) {
      const isArrival = statements.some(({ sql }) => sql.includes('INSERT INTO arrival_key'));
      started ||= isArrival;
      const before = tail;
      tail = (started ? wait(LATE) : Promise.resolve()).then(() => before).then(() => commit(statements));
      if (!started) await tail;
      else tail.catch(() => undefined);
    },
    idle: () => tail,
  };
}
