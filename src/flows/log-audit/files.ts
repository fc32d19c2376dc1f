// Where the files of a log are read from: a folder with a static mirror, or the site itself.

import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { StetError } from '../../model/errors.ts';
import type { Web } from './web.ts';

export interface LogFiles {
  /** Such as `https://daily.example/log/`, for people. */
  readonly place: string;
  /** Files worth asking for at once. */
  readonly sideBySide: number;
  /**
   * @param path relative to the log, such as `tile/0/000`.
   * @param longest bytes; of a longer file comes one byte more, so that its length shows.
   * @returns `null` when it is certain that there is no such file.
   * @throws {StetError} `audit-unreadable` when it can't be known what is there.
   */
  read(path: string, longest: number): Promise<Uint8Array | null>;
}

/** @throws {StetError} `audit-no-log` when there is no such folder. */
export async function openFolder(folder: string): Promise<LogFiles> {
  const kind = await stat(folder).catch(() => null);
  if (kind?.isDirectory() !== true) {
    throw new StetError('audit-no-log', `There is no folder ${folder}.`, { folder });
  }
  let reads = 0;
  return {
    place: folder,
    sideBySide: 1,
    async read(path, longest) {
      const file = join(folder, path);
      // An interruption is heard in between; waiting for each of many small files takes longer than reading them.
      if (++reads % 64 === 0) await turn();
      try {
        return readFileSync(file).subarray(0, longest + 1);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
        throw new StetError('audit-unreadable', `${file} can't be read (${code}).`, { file, code });
      }
    },
  };
}

/** @param base the log's address, with its last slash. */
export function filesOfSite(base: URL, web: Web): LogFiles {
  return {
    place: base.href,
    sideBySide: web.sideBySide,
    async read(path, longest) {
      const url = new URL(path, base);
      const { status, bytes, location } = await web.get(url, longest);
      if (status === 200) return bytes;
      if (status === 404 || status === 410) return null;
      const where = location === null ? '' : ` and points to ${location}`;
      throw new StetError('audit-unreadable', `${url.href} answered ${status}${where}.`, {
        url: url.href,
        status,
      });
    },
  };
}
