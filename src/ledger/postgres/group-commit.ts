// Gathers the transactions that are asked for while one is on its way to the disk and commits them together, since one flush
// costs the same for one or for fifty. Order is the order of the calls.

import type { LeafDraft } from '../../log/sequence.ts';
import type { Statement } from '../database.ts';

interface Waiting {
  readonly statements: readonly Statement[];
  readonly acts: readonly LeafDraft[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Most statements in one group: bounds the time that a small transaction waits behind large ones. */
const GROUP_STATEMENTS = 250;

export interface GroupCommit {
  transact(statements: readonly Statement[], acts?: readonly LeafDraft[]): Promise<void>;
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>;
}

type Commit = (statements: readonly Statement[], acts: readonly LeafDraft[]) => Promise<void>;

/** @param commit runs statements as one durable transaction, with the leaves of the acts, or rejects having changed nothing. */
export function groupCommit(commit: Commit): GroupCommit {
  const waiting: Waiting[] = [];
  let busy = false;
  let atRest: Promise<void> = Promise.resolve();

  return {
    transact(statements, acts = []) {
      return new Promise((resolve, reject) => {
        waiting.push({ statements, acts, resolve, reject });
        if (!busy) atRest = run();
      });
    },
    idle: () => atRest,
  };

  async function run(): Promise<void> {
    busy = true;
    // Yield once, so that calls made in the same turn travel together.
    await Promise.resolve();
    while (waiting.length > 0) await commitGroup(takeGroup());
    // No await between the last look at `waiting` and this line: a call in between would wait for ever.
    busy = false;
  }

  function takeGroup(): Waiting[] {
    let statements = 0;
    let members = 0;
    for (const next of waiting) {
      if (members > 0 && statements + next.statements.length > GROUP_STATEMENTS) break;
      statements += next.statements.length;
      members++;
    }
    return waiting.splice(0, members);
  }

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await commit(
        group.flatMap((member) => member.statements),
        group.flatMap((member) => member.acts),
      );
    } catch (error) {
      // One bad transaction must not take its neighbours with it: nothing was committed, so each is tried alone.
      if (group.length > 1) {
        for (const member of group) await commitGroup([member]);
        return;
      }
      for (const member of group) member.reject(error);
      return;
    }
    for (const member of group) member.resolve();
  }
}
