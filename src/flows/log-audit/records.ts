// Files of records: JSON Lines, one for each leaf of a range of 256 whose record is not erased, in their order.

import { fromUtf8 } from '../../log/bytes.ts';
import { TILE_WIDTH, tilePath } from '../../log/tiles.ts';
import { StetError } from '../../model/errors.ts';
import type { LogFiles } from './files.ts';

/** Bytes. Most are under 300,000; a range full of the longest records would not be read. */
const LONGEST_FILE = 2 ** 28;

/** Such as `records/x001/234`. */
export const recordsPath = (index: number): string =>
  tilePath({ level: 'entries', index, width: TILE_WIDTH }).replace('tile/entries/', 'records/');

export const recordLine = (index: number, record: string): string => `${JSON.stringify({ index, record })}\n`;

/** A file that is not there holds no records. */
export async function readRecords(files: LogFiles, index: number): Promise<Uint8Array> {
  return (await files.read(recordsPath(index), LONGEST_FILE)) ?? new Uint8Array(0);
}

/**
 * The records of a range by the indexes of their leaves.
 * @throws {StetError} `audit-records-wrong` for anything but such lines, with leaves of this range, ascending.
 */
export function parseRecords(bytes: Uint8Array, range: number): Map<number, string> {
  const records = new Map<number, string>();
  const lines = fromUtf8(bytes).split('\n');
  if (lines.pop() !== '') throw wrong('its last line has no end');
  let before = range * TILE_WIDTH - 1;
  for (const [at, line] of lines.entries()) {
    const parsed = parseLine(line);
    if (parsed === null) throw wrong(`line ${at + 1} is not {"index":…,"record":…}`);
    const { index, record } = parsed;
    if (index <= before || index >= (range + 1) * TILE_WIDTH)
      throw wrong(`line ${at + 1} is of leaf ${index}, which has no place there`);
    records.set(index, record);
    before = index;
  }
  return records;
}

function parseLine(line: string): { readonly index: number; readonly record: string } | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('index' in value) || !('record' in value))
      return null;
    const { index, record } = value;
    if (typeof index !== 'number' || typeof record !== 'string') return null;
    return Object.keys(value).length === 2 ? { index, record } : null;
  } catch {
    return null;
  }
}

const wrong = (why: string): StetError => new StetError('audit-records-wrong', why);
