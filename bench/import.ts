// Items a second that `stet import` takes in, its start included.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { copyFrom, jsonFeed, rss, story } from './copy.ts';
import { writeReuters } from './corpus.ts';
import { importPath } from './program.ts';
import { type Figure, figure } from './report.ts';
import { flushedAppends } from './yardsticks.ts';

const SINGLE_FILES = 10_000;
const STORY_BYTES = 6 * 1024;
const GOAL = '≥ 3,000';
const UNIT = 'items/s';

export async function benchImport(context: Context): Promise<Figure[]> {
  const { folder } = context;
  const appends = flushedAppends(folder, 1_000);
  const beside = (value: number) => ({
    goal: GOAL,
    ratio: { value: value / appends, of: 'flushed appends' },
  });
  const figures: Figure[] = [figure('import', 'flushed 6 KB appends (yardstick)', appends, '1/s')];

  const archive = await context.archive();
  const feeds = archive.items / archive.seconds;
  figures.push(
    figure('import', `${archive.items} stories of 6 KB in RSS files of 50`, feeds, UNIT, beside(feeds)),
  );

  const single = await timed(context, 'single', writeSingle(folder), SINGLE_FILES);
  figures.push(
    figure(
      'import',
      `${SINGLE_FILES} files of one story of 6 KB (RSS, JSON Feed)`,
      single,
      UNIT,
      beside(single),
    ),
  );

  const reuters = writeReuters(folder);
  if (reuters === null) context.skip('import', 'the Reuters collection is not beside the project');
  else {
    const rate = await timed(context, 'reuters', reuters.path, reuters.files);
    figures.push(
      figure('import', `${reuters.files} Reuters stories as text files`, rate, UNIT, beside(rate)),
    );
  }
  return figures;
}

async function timed({ folder }: Context, name: string, path: string, files: number): Promise<number> {
  const began = performance.now();
  const { items } = await importPath(path, { folder, dataDir: join(folder, `${name}-data`) });
  const rate = items / ((performance.now() - began) / 1000);
  if (items !== files) throw new Error(`of ${files} stories ${items} came in`);
  return rate;
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
