// What a look at a folder means for the state that people read.

import type { StetError } from '../../model/errors.ts';
import type { SourceState } from '../../model/source-state.ts';

export interface Look {
  /** Files delivered, of which `news` brought new bytes and `items` of those held an item. */
  readonly delivered: number;
  readonly news: number;
  readonly items: boolean;
  /** The last file that went to `failed/`. */
  readonly failed: StetError | null;
  /** The store takes nothing now. */
  readonly storeClosed: boolean;
  /** What is still wrong: the folder, the store, a file that is to be tried again. */
  readonly trouble: StetError | null;
}

export const quietLook: Look = {
  delivered: 0,
  news: 0,
  items: false,
  failed: null,
  storeClosed: false,
  trouble: null,
};

/** True when there is something to tell beyond the time of the look. */
export const isEventful = (look: Look, before: SourceState): boolean =>
  look.delivered > 0 || look.failed !== null || look.trouble !== null || before.failures > 0;

/** @param nextLook When the folder is looked at again after trouble; `null` when it is being watched as usual. */
export function stateAfterLook(
  before: SourceState,
  look: Look,
  at: string,
  nextLook: string | null,
): SourceState {
  return {
    ...before,
    lastPoll: at,
    nextPoll: nextLook,
    lastItem: look.items ? at : before.lastItem,
    arrivals: before.arrivals + look.news,
    failures: look.trouble === null ? 0 : before.failures + 1,
    lastError: lastError(before, look, at),
    skipped: skipped(before, look, at),
  };
}

/** A failed file is told of until another one comes through; trouble until it is over. */
function lastError(before: SourceState, look: Look, at: string): SourceState['lastError'] {
  const error = look.trouble ?? look.failed;
  if (error !== null) return { code: error.code, message: error.message, at };
  return look.delivered > 0 || before.failures > 0 ? null : before.lastError;
}

function skipped(before: SourceState, look: Look, at: string): SourceState['skipped'] {
  if (look.delivered === 0) return before.skipped;
  if (look.news > 0) return null;
  return { code: 'unchanged', message: 'The files that came have the same bytes as earlier ones', at };
}
