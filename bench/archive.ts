// The archive that most figures are taken on: feeds of generated stories, taken in by `stet import` into one data directory.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyFrom, rss, story } from './copy.ts';
import { type Imported, importPath } from './program.ts';

const STORY_BYTES = 6 * 1024;
const STORIES_A_FILE = 50;
const FIRST_STORY = Date.UTC(2025, 0, 1);
const MINUTE = 60_000;

export interface Archive extends Imported {
  readonly dataDir: string;
}

export async function buildArchive(folder: string, items: number): Promise<Archive> {
  const files = join(folder, 'archive');
  mkdirSync(files);
  writeArchive(files, items);
  const dataDir = join(folder, 'archive-data');
  const imported = await importPath(files, { folder, dataDir });
  if (imported.items !== items) throw new Error(`of ${items} stories ${imported.items} came in`);
  return { dataDir, ...imported };
}

function writeArchive(folder: string, items: number): void {
  const copy = copyFrom(1);
  for (let first = 0; first < items; first += STORIES_A_FILE) {
    const stories = Array.from({ length: Math.min(STORIES_A_FILE, items - first) }, (_, index) =>
      story(copy, `archive-${first + index}`, STORY_BYTES, FIRST_STORY + (first + index) * MINUTE),
    );
    writeFileSync(join(folder, `${String(first).padStart(8, '0')}.xml`), rss(stories));
  }
}
