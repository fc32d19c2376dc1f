// What a source's state says of an arrival that came whole but could not be read whole.

import type { Receipt } from '../model/delivery.ts';
import type { SourceState } from '../model/source-state.ts';

/** The `lastError` that a receipt leaves behind; `null` when everything was understood. */
export function contentTrouble({ failures, failureCount }: Receipt, at: string): SourceState['lastError'] {
  const first = failures[0];
  if (first === undefined) return null;
  const more = failureCount === 1 ? '' : ` (and ${failureCount - 1} more)`;
  return {
    code: first.code,
    message: `The last arrival could not be read whole: ${first.message}${more}. Its bytes are in the quarantine.`,
    at,
  };
}
