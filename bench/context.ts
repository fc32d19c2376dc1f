// What every benchmark is given: a place for its files, the size of the archive, and the archive itself, made once a run by the first
// that asks.

import type { Archive } from './archive.ts';
import type { Figure } from './report.ts';

export interface Context {
  /** Temporary folder on the disk that is measured; removed at the end. */
  readonly folder: string;
  /** Stories in the archive. */
  readonly items: number;
  archive(): Promise<Archive>;
  note(text: string): void;
  skip(bench: string, reason: string): void;
}

export type Bench = (context: Context) => Promise<Figure[]>;
