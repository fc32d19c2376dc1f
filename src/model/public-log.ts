// What the site says of its public log.

import type { IsoTime } from './item.ts';

export interface PublicLogFacts {
  /** False while nothing is signed. */
  readonly isOpen: boolean;
  /** The newest signed checkpoint; `null` in an empty log. */
  readonly newest: {
    readonly size: number;
    /** As the checkpoint has it, base64. */
    readonly root: string;
    /** When the newest entry was logged. */
    readonly at: IsoTime;
    /** Names of those who cosigned it. */
    readonly witnesses: readonly string[];
  } | null;
  /** Verifier keys with their times, the current one first; none where nobody knows it. */
  readonly keys: readonly {
    readonly key: string;
    /** From when on it means nothing, milliseconds since 1970; `null` for the current one. */
    readonly until: number | null;
    readonly reason: 'rotation' | 'compromise' | null;
  }[];
  /** Paths of the first tile and entry bundle below `/log/`; `null` in an empty log. */
  readonly firstTile: { readonly hashes: string; readonly entries: string } | null;
  /** Whether the offline checker is built and served. */
  readonly hasChecker: boolean;
}
