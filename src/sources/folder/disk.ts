// The few operations a watched folder needs of a file system, behind an interface so that tests can fail each of them.
// A `FileName` holds the name's bytes one per character (ISO 8859-1), because agencies drop names that are not UTF-8.

import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { hasCode } from './error-code.ts';

export type FileName = string;

/** What tells that a file is still the one it was. */
export interface FileStamp {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** Not stable on every network drive: proves sameness only when equal. */
  readonly ino: bigint;
}

export interface DirectoryEntry {
  readonly name: FileName;
  readonly kind: 'file' | 'link' | 'other';
}

export type FileRead =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array; readonly stamp: FileStamp }
  | { readonly type: 'too-large'; readonly stamp: FileStamp }
  /** It was written to while being read. */
  | { readonly type: 'changed' }
  /** Gone, or in the meantime a link, pipe or directory. */
  | { readonly type: 'gone' };

export interface FolderDisk {
  list(directory: string): Promise<readonly DirectoryEntry[]>;
  /** `null` when there is no regular file of that name; links are not followed. */
  stamp(directory: string, name: FileName): Promise<FileStamp | null>;
  read(directory: string, name: FileName, maxBytes: number): Promise<FileRead>;
  /** Makes the directory unless it is there. Rejects when something else is in its place, also a link to a directory. */
  makeDirectory(path: string): Promise<void>;
  /** Takes a name by creating an empty file; false when the name is taken. */
  reserve(directory: string, name: FileName): Promise<boolean>;
  /** Writes a new file and syncs it; false when the name is taken. */
  write(directory: string, name: FileName, text: string): Promise<boolean>;
  /** Atomic. Replaces a file of the new name. */
  move(directory: string, name: FileName, toDirectory: string, toName: FileName): Promise<void>;
  remove(directory: string, name: FileName): Promise<void>;
  syncFile(directory: string, name: FileName): Promise<void>;
  syncDirectory(directory: string): Promise<void>;
}

// O_NONBLOCK: opening a named pipe must not wait for its other end.
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export const nodeDisk: FolderDisk = {
  async list(directory) {
    const entries = await readdir(directory, { withFileTypes: true, encoding: 'buffer' });
    return entries.map((entry) => ({
      name: entry.name.toString('latin1'),
      kind: entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other',
    }));
  },

  async stamp(directory, name) {
    try {
      const stats = await lstat(pathOf(directory, name), { bigint: true });
      return stats.isFile() ? stats : null;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      throw error;
    }
  },

  async read(directory, name, maxBytes) {
    let file: FileHandle;
    try {
      file = await open(pathOf(directory, name), READ_FLAGS);
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ELOOP', 'ENXIO')) return { type: 'gone' };
      throw error;
    }
    try {
      const before = await file.stat({ bigint: true });
      if (!before.isFile()) return { type: 'gone' };
      if (before.size > maxBytes) return { type: 'too-large', stamp: before };
      const bytes = await readUpTo(file, Number(before.size));
      const after = await file.stat({ bigint: true });
      const still = sameContent(before, after) && BigInt(bytes.length) === before.size;
      return still ? { type: 'bytes', bytes, stamp: before } : { type: 'changed' };
    } finally {
      await file.close();
    }
  },

  async makeDirectory(path) {
    try {
      await mkdir(path);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      // Whoever can write to the folder could otherwise have its files moved anywhere by a link named `processed`.
      if (!(await lstat(path)).isDirectory()) throw error;
    }
  },

  async reserve(directory, name) {
    const file = await openNew(directory, name);
    await file?.close();
    return file !== null;
  },

  async write(directory, name, text) {
    const file = await openNew(directory, name);
    if (file === null) return false;
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  },

  move: (directory, name, toDirectory, toName) =>
    rename(pathOf(directory, name), pathOf(toDirectory, toName)),

  remove: (directory, name) => unlink(pathOf(directory, name)),

  async syncFile(directory, name) {
    const file = await open(pathOf(directory, name), READ_FLAGS);
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  },

  async syncDirectory(directory) {
    const handle = await open(directory, constants.O_RDONLY);
    try {
      await handle.sync();
    } catch (error) {
      // Some network drives keep directories in order by themselves and know no such call.
      if (!hasCode(error, 'EINVAL', 'ENOTSUP', 'EISDIR')) throw error;
    } finally {
      await handle.close();
    }
  },
};

/** Size and time alone: what stays the same on every file system. */
export const sameContent = (a: FileStamp, b: FileStamp): boolean =>
  a.size === b.size && a.mtimeNs === b.mtimeNs;

const pathOf = (directory: string, name: FileName): Buffer =>
  Buffer.concat([Buffer.from(`${directory}/`), Buffer.from(name, 'latin1')]);

async function openNew(directory: string, name: FileName): Promise<FileHandle | null> {
  try {
    return await open(pathOf(directory, name), 'wx');
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return null;
    throw error;
  }
}

async function readUpTo(file: FileHandle, limit: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(limit);
  let length = 0;
  while (length < limit) {
    const { bytesRead } = await file.read(buffer, length, limit - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}
