// Items a second that `stet import` takes in, its start included.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { copyFrom, jsonFeed, rss, story } from './copy.ts';
import { writeReuters } from './corpus.ts';
import { type Imported, importPath } from './program.ts';
import { cpuFigures, type Figure, figure } from './report.ts';
import { flushedAppends } from './yardsticks.ts';

const SINGLE_FILES = 10_000;
const STORY_BYTES = 6 * 1024;

export async function benchImport(context: Context): Promise<Figure[]> {
  const { folder } = context;
  const appends = flushedAppends(folder, 1_000);
  const rates = (name: string, imported: Imported): Figure[] => {
    const rate = imported.items / imported.seconds;
    const ratio = { value: rate / appends, of: 'flushed appends' };
    return [
      figure('import', name, rate, 'items/s', { goal: '≥ 3,000', ratio }),
      ...cpuFigures('import', name, imported.items, imported.cpu),
    ];
  };
  const figures = [figure('import', 'flushed 6 KB appends (yardstick)', appends, '1/s')];

  const archive = await context.archive();
  figures.push(...rates(`${archive.items} stories of 2 KB in RSS files of 50`, archive));

  const single = await importFrom(context, 'single', writeSingle(folder), SINGLE_FILES);
  figures.push(...rates(`${SINGLE_FILES} files of one story of 6 KB (RSS, JSON Feed)`, single));

  const reuters = writeReuters(folder);
  if (reuters === null) context.skip('import', 'the Reuters collection is not beside the project');
  else {
    const imported = await importFrom(context, 'reuters', reuters.path, reuters.files);
    figures.push(...rates(`${reuters.files} Reuters stories as text files`, imported));
  }
  return figures;
}

async function importFrom(context: Context, name: string, path: string, files: number): Promise<Imported> {
  const { folder } = context;
  const imported = await importPath(path, { folder, dataDir: join(folder, `${name}-data`) });
  if (imported.failures > 0)
    context.note(`${name}: ${imported.failures} of ${files} files were not understood`);
  return imported;
}

function writeSingle(folder: string): string {
  const path = join(folder, 'single');
  mkdirSync(path);
  const copy = copyFrom(2);
  for (let index = 0; index < SINGLE_FILES; index++) {
    const told = story(copy, `single-${index}`, STORY_BYTES, Date.UTC(2025, 5, 1) + index * 60_000);
    const [name, text] = index % 2 === 0 ? [`${index}.xml`, rss([told])] : [`${index}.json`, jsonFeed(told)];
    writeFileSync(join(path, name), text);
  }
  return path;
}
