// Whether the records of a story that was taken down are gone. They may have been there when their part of the log was read, and been
// erased since: so they are looked for again, by the links of the chain, from the takedown back.

import { TILE_WIDTH } from '../../log/tiles.ts';
import type { LogFiles } from './files.ts';
import type { Findings } from './findings.ts';
import { openRanges } from './ranges.ts';
import { recordsPath } from './records.ts';

/** Takedowns looked at one by one: a log in which more are not carried out is wrong as a whole. */
const MOST = 200;
/** Acts on one story that are walked back over: a log that was made to keep its auditor busy has more. */
const LONGEST_CHAIN = 10_000;

/** @param takedowns leaves of items whose records were there earlier. */
export async function checkErasures(
  files: LogFiles,
  takedowns: ReadonlySet<number>,
  size: number,
  findings: Findings,
): Promise<void> {
  const ranges = openRanges(files, size);
  for (const takedown of [...takedowns].slice(0, MOST)) {
    let leaf = await ranges.leaf(takedown);
    for (let walked = 0; leaf !== null && leaf.prev >= 0 && walked < LONGEST_CHAIN; walked++) {
      const index: number = leaf.prev;
      leaf = await ranges.leaf(index);
      if (leaf === null || leaf.prev >= index) break;
      if (leaf.kind === 'takedown' || (await ranges.record(index)) === null) continue;
      findings.add(
        'not-erased',
        `the record of leaf ${index} is still there, though leaf ${takedown} takes its story down`,
        { leaf: index, file: recordsPath(Math.floor(index / TILE_WIDTH)) },
      );
    }
  }
}
