// A small file of the data directory that is replaced as a whole, readable by its owner alone: keys, and what must be known without a
// database.

import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;

/** Durable when it returns. A crash at any moment leaves the old text or the new one, never a part. */
export function writeOwnerFile(file: string, text: string): void {
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, 'w', OWNER_ONLY);
  try {
    // The mode above counts only where the file is made.
    chmodSync(fresh, OWNER_ONLY);
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, file);
  syncDirectory(dirname(file));
}

/** Until the directory is synced too, a power cut may bring the old file back. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The file's text; `null` when there is none. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
