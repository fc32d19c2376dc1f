// What a monitor remembers between two looks, in one file, and the evidence that it puts beside it.

import { z } from 'zod';
import { readIfThere, writeOwnerFile } from '../ledger/owner-file.ts';
import { StetError } from '../model/errors.ts';

export interface MonitorState {
  readonly origin: string;
  /** The largest checkpoint that was found in order: the signed note, its size and its root (SHA-256, hexadecimal). */
  readonly note: string;
  readonly size: number;
  readonly root: string;
  /** When that size was first seen, and when the log was last seen in order: milliseconds since 1970. */
  readonly firstSeen: number;
  readonly lastLook: number;
  /** When the last leaf says that it was logged; `null` where it does not say. */
  readonly logged: number | null;
}

const stateSchema = z.strictObject({
  v: z.literal('stet-monitor/1'),
  origin: z.string(),
  note: z.string(),
  size: z.int().nonnegative(),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  firstSeen: z.int(),
  lastLook: z.int(),
  logged: z.int().nullable(),
});

/**
 * @returns `null` when there is no file yet.
 * @throws {StetError} `monitor-state-wrong` when it can't be understood, or is about another log.
 */
export function readMonitorState(file: string, origin: string): MonitorState | null {
  const text = readIfThere(file);
  if (text === null) return null;
  const state = parseState(text, file);
  if (state.origin === origin) return state;
  throw new StetError(
    'monitor-state-wrong',
    `${file} is about the log ${state.origin}, not ${origin}: give each log a --state of its own`,
    { file, origin, found: state.origin },
  );
}

function parseState(text: string, file: string): MonitorState {
  try {
    const { v: _, ...state } = stateSchema.parse(JSON.parse(text));
    return state;
  } catch (error) {
    throw new StetError(
      'monitor-state-wrong',
      `${file} is no state of a monitor. Put it back as it was; without it a rollback from before today can't be seen.`,
      { file, cause: error instanceof Error ? error.message : String(error) },
    );
  }
}

/** Durable when it returns. */
export const saveMonitorState = (file: string, state: MonitorState): void =>
  writeOwnerFile(file, `${JSON.stringify({ v: 'stet-monitor/1', ...state }, null, 1)}\n`);
