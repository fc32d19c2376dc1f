// Files named on the command line; `-` is standard input.

import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { StetError } from '../model/errors.ts';

export interface Input {
  readonly bytes: Uint8Array;
  /** When the file was last changed, the best that is known of when it came; now for standard input. */
  readonly changed: Date;
}

/** @throws {StetError} `file-not-found`, `is-a-directory`, `file-unreadable`. */
export async function readInput(file: string): Promise<Input> {
  if (file === '-') return { bytes: await buffer(process.stdin), changed: new Date() };
  try {
    const [bytes, { mtime }] = await Promise.all([readFile(file), stat(file)]);
    return { bytes, changed: mtime };
  } catch (error) {
    throw fileError(file, error);
  }
}

function fileError(file: string, error: unknown): StetError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
      return new StetError('file-not-found', `there is no file ${file}`, { file });
    case 'EISDIR':
      return new StetError('is-a-directory', `${file} is a directory; name the files in it`, { file });
    default:
      return new StetError('file-unreadable', `${file} cannot be read (${String(code ?? error)})`, { file });
  }
}
