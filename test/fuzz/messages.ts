// What a campaign tells its workers, and they it.

import type { Breach } from './promises.ts';

export interface Share {
  readonly seed: number;
  /** Runs from, from + step, … below runs. */
  readonly from: number;
  readonly step: number;
  readonly runs: number;
  readonly withData: boolean;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Longest CPU time of one run, milliseconds. */
  readonly slowest: number;
  /** Two 32-bit integers: the run in hand (-1 at the end), and how many are done. */
  readonly now: SharedArrayBuffer;
}

export interface Found {
  readonly run: number;
  readonly name: string;
  readonly breach: Breach;
  /** How often this worker has seen a breach of this code. */
  readonly times: number;
  /** The input, made smaller, of the first; `null` after it. */
  readonly bytes: Uint8Array | null;
}
