// What a witness has cosigned: for each log the latest checkpoint, in one file that is replaced as a whole. A witness that forgets can be
// made to sign two histories of one log, so a file that is lost or damaged is refused, never begun again.

import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeOwnerFile } from '../ledger/owner-file.ts';
import { StetError } from '../model/errors.ts';

export interface SeenCheckpoint {
  readonly size: number;
  /** SHA-256 in hexadecimal. */
  readonly root: string;
  /** The note with the log's signatures and the witness's. */
  readonly note: string;
}

export interface WitnessMemory {
  of(origin: string): SeenCheckpoint | null;
  /** Durable when it returns. Not before that does `of` tell of it. */
  keep(origin: string, seen: SeenCheckpoint): void;
}

export const MEMORY_FILE = 'witness-seen.json';

const memorySchema = z.strictObject({
  v: z.literal('stet-witness/1'),
  logs: z.record(
    z.string(),
    z.strictObject({
      size: z.int().nonnegative(),
      root: z.string().regex(/^[0-9a-f]{64}$/),
      note: z.string(),
    }),
  ),
});

type Seen = Readonly<Record<string, SeenCheckpoint>>;

/**
 * @param isFirstStart whether there may be no file yet. Where a witness's key is older than its memory, the memory was lost.
 * @throws {StetError} `witness-memory-lost`, `witness-memory-wrong`
 */
export function openWitnessMemory(directory: string, isFirstStart: boolean): WitnessMemory {
  const file = join(directory, MEMORY_FILE);
  const text = readIfThere(file);
  if (text === null) {
    if (!isFirstStart) throw lost(file);
    writeOwnerFile(file, format({}));
  }
  let seen: Seen = text === null ? {} : parse(text, file);
  return {
    of: (origin) => (Object.hasOwn(seen, origin) ? (seen[origin] ?? null) : null),
    keep(origin, checkpoint) {
      const next = { ...seen, [origin]: checkpoint };
      writeOwnerFile(file, format(next));
      seen = next;
    },
  };
}

const format = (logs: Seen): string => `${JSON.stringify({ v: 'stet-witness/1', logs }, null, 1)}\n`;

function parse(text: string, file: string): Seen {
  try {
    return memorySchema.parse(JSON.parse(text)).logs;
  } catch (error) {
    throw new StetError(
      'witness-memory-wrong',
      `${file} cannot be understood, and a witness must not guess what it has signed. Put back the file as it was, or retire this witness: start one with a new name and another --data.`,
      { file, cause: error instanceof Error ? error.message : String(error) },
    );
  }
}

const lost = (file: string): StetError =>
  new StetError(
    'witness-memory-lost',
    `This witness has a key, but ${file} is gone: it no longer knows what it has signed. Put the file back as it was, or retire this witness: start one with a new name and another --data.`,
    { file },
  );
