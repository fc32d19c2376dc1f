// The archive that most figures are taken on: feeds of generated stories, taken in by `stet import` into one data directory.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyFrom, rss, story } from './copy.ts';
import { type Imported, importPath } from './program.ts';

/** Bytes of a story: about 350 words, as wire stories have. */
const ARCHIVE_STORY_BYTES = 2 * 1024;
const STORIES_A_FILE = 50;
const FIRST_STORY = Date.UTC(2025, 0, 1);
const MINUTE = 60_000;
const DATA = 'archive-data';
const NOTE = 'archive.json';

export interface Archive extends Imported {
  readonly dataDir: string;
}

/** @param kept where an archive of an earlier run may be, and where a new one stays; `null` for none. */
export async function buildArchive(
  folder: string,
  items: number,
  kept: string | null,
  say: (text: string) => void,
): Promise<Archive> {
  const making = `making an archive of ${items} stories`;
  if (kept === null) {
    say(making);
    return makeArchive(folder, folder, items);
  }
  const note = join(kept, NOTE);
  if (existsSync(note)) {
    const imported = JSON.parse(readFileSync(note, 'utf8')) as Imported;
    return { ...imported, dataDir: join(kept, DATA) };
  }
  say(making);
  mkdirSync(kept, { recursive: true });
  const { dataDir, ...imported } = await makeArchive(folder, kept, items);
  writeFileSync(note, JSON.stringify(imported));
  return { dataDir, ...imported };
}

async function makeArchive(folder: string, place: string, items: number): Promise<Archive> {
  const files = join(folder, 'archive');
  mkdirSync(files);
  writeArchive(files, items);
  const dataDir = join(place, DATA);
  const imported = await importPath(files, { folder, dataDir });
  rmSync(files, { recursive: true });
  if (imported.items !== items) throw new Error(`of ${items} stories ${imported.items} came in`);
  return { dataDir, ...imported };
}

function writeArchive(folder: string, items: number): void {
  const copy = copyFrom(1);
  for (let first = 0; first < items; first += STORIES_A_FILE) {
    const stories = Array.from({ length: Math.min(STORIES_A_FILE, items - first) }, (_, index) =>
      story(copy, `archive-${first + index}`, ARCHIVE_STORY_BYTES, FIRST_STORY + (first + index) * MINUTE),
    );
    writeFileSync(join(folder, `${String(first).padStart(8, '0')}.xml`), rss(stories));
  }
}
