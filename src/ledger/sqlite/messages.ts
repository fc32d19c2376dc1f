// What the database's threads say to each other.

import type { SqlRow, SqlValue, Statement } from '../database.ts';

export type WorkerRequest =
  | { readonly id: number; readonly type: 'commit'; readonly statements: readonly Statement[] }
  | {
      readonly id: number;
      readonly type: 'query';
      readonly sql: string;
      readonly params: readonly SqlValue[];
    }
  | { readonly id: number; readonly type: 'close' };

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly rows: SqlRow[] }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly errcode: number | null };
