// What the database's threads say to each other.

import type { LeafDraft } from '../../log/sequence.ts';
import type { SqlRow, SqlValue, Statement } from '../database.ts';

export type WorkerRequest =
  | {
      readonly id: number;
      readonly type: 'commit';
      readonly statements: readonly Statement[];
      readonly acts: readonly LeafDraft[];
    }
  | { readonly id: number; readonly type: 'open-log'; readonly keys: readonly string[] }
  | {
      readonly id: number;
      readonly type: 'query';
      readonly sql: string;
      readonly params: readonly SqlValue[];
    }
  | { readonly id: number; readonly type: 'purge' }
  | { readonly id: number; readonly type: 'close' };

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly rows: SqlRow[] }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly errcode: number | null };

/** Told once, unasked: the log was found broken and is closed. */
export interface LogClosed {
  readonly id: null;
  readonly trouble: string;
}
