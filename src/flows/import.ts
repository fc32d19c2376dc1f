// An archive in: files and folders, in name order, through the same intake as everything else. Where it stopped is remembered, and what
// came in twice changes nothing, so an import can be broken off and begun again.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Database } from '../ledger/database.ts';
import { clearSetting, readSetting, writeSetting } from '../ledger/settings.ts';
import type { Receipt, Receive } from '../model/delivery.ts';
import { StetError } from '../model/errors.ts';
import type { SourceId } from '../model/ids.ts';

/** Files under way at once: enough to fill a group commit. */
const SIDE_BY_SIDE = 96;
/** Files between two notes of where the import stands. */
const NOTE_EVERY = 200;

export interface ImportProgress {
  /** Files in all, and those behind us (read now, or skipped because an earlier run had read them). */
  readonly files: number;
  readonly done: number;
  readonly skipped: number;
  readonly items: number;
  /** Files whose bytes had come before. */
  readonly seen: number;
  readonly failures: number;
}

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly source: SourceId;
  readonly receive: Receive;
  readonly db: Database;
  /** Called after each file. */
  readonly progress: (progress: ImportProgress) => void;
  /** Called for what could not be read or understood; the import goes on. */
  readonly problem: (file: string, message: string) => void;
  readonly signal: AbortSignal;
  /** Read everything again, whatever an earlier run had done. */
  readonly restart: boolean;
}

/** @throws {StetError} `import-unreadable` for a path that is not there; `store-full`, `store-failed`. */
export async function importFiles(options: ImportOptions): Promise<ImportProgress> {
  const files = await filesUnder(options.paths);
  const cursor = importCursor(options);
  const start = options.restart ? 0 : firstAfter(files, await cursor.read());
  let progress: ImportProgress = {
    files: files.length,
    done: start,
    skipped: start,
    items: 0,
    seen: 0,
    failures: 0,
  };
  const finished = new Set<number>();
  let behind = start;
  let noted = start;

  const inOrder = oneAfterAnother();
  await sideBySide(files, start, options.signal, async (file, index) => {
    const receipt = await importFile(file, options, inOrder());
    // After the await: other files add to the tally meanwhile.
    progress = add(progress, receipt);
    options.progress(progress);
    finished.add(index);
    // Only what lies before every unfinished file may be skipped next time.
    while (finished.delete(behind)) behind++;
    const last = files[behind - 1];
    if (last !== undefined && behind - noted >= NOTE_EVERY) {
      noted = behind;
      await cursor.write(last);
    }
  });
  if (behind === files.length) await cursor.clear();
  else if (behind > start) await cursor.write(files[behind - 1] ?? '');
  return progress;
}

async function importFile(
  file: string,
  { source, receive, problem }: ImportOptions,
  turn: Turn,
): Promise<Receipt | null> {
  const bytes = await readFile(file).catch((error: unknown) => {
    problem(file, error instanceof Error ? error.message : String(error));
    return null;
  });
  // Read side by side, handed over by name: a story stands in front of its kill.
  await turn.comes;
  const receiving =
    bytes === null
      ? null
      : receive({
          source,
          bytes,
          transport: 'import',
          contentType: null,
          origin: file,
          baseUrl: null,
          guid: null,
          version: null,
        });
  turn.over();
  const receipt = await receiving;
  if (receipt === null) return null;
  for (const failure of receipt.failures) problem(file, `${failure.message} [${failure.code}]`);
  return receipt;
}

interface Turn {
  readonly comes: Promise<void>;
  over(): void;
}

/** Turns in the order in which they are asked for. */
function oneAfterAnother(): () => Turn {
  let last: Promise<void> = Promise.resolve();
  return () => {
    const comes = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    return { comes, over: resolve };
  };
}

function add(progress: ImportProgress, receipt: Receipt | null): ImportProgress {
  return {
    ...progress,
    done: progress.done + 1,
    items: progress.items + (receipt?.itemCount ?? 0),
    seen: progress.seen + (receipt !== null && !receipt.new ? 1 : 0),
    failures: progress.failures + (receipt?.failureCount ?? 1),
  };
}

async function sideBySide(
  files: readonly string[],
  start: number,
  signal: AbortSignal,
  work: (file: string, index: number) => Promise<void>,
): Promise<void> {
  let next = start;
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      const file = files[index];
      if (file === undefined || signal.aborted) return;
      await work(file, index);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}

/** Files in a fixed order; hidden ones and links are left out. */
async function filesUnder(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of [...new Set(paths.map((given) => resolve(given)))].sort()) {
    const kind = await stat(path).catch(() => null);
    if (kind === null)
      throw new StetError('import-unreadable', `There is nothing to read at ${path}.`, { path });
    if (kind.isDirectory()) await collect(path, files);
    else files.push(path);
  }
  return files;
}

async function collect(folder: string, files: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await collect(path, files);
    else if (entry.isFile()) files.push(path);
  }
}

function firstAfter(files: readonly string[], cursor: string | null): number {
  return cursor === null ? 0 : files.indexOf(cursor) + 1;
}

function importCursor({ db, source, paths }: ImportOptions) {
  const name = `import ${source} ${paths.map((path) => resolve(path)).join(' ')}`;
  return {
    read: () => readSetting(db, name),
    write: (file: string) => db.transact([writeSetting(name, file)]),
    clear: () => db.transact([clearSetting(name)]),
  };
}
