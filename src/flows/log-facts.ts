// What the site says of its public log: read anew for each who asks, since a log that closes must say so at once.

import { existsSync } from 'node:fs';
import { fromHex, toBase64 } from '../log/bytes.ts';
import { parseLeaf } from '../log/leaf.ts';
import { parseNote } from '../log/note.ts';
import { TILE_WIDTH, tilePath } from '../log/tiles.ts';
import type { PublicLogFacts } from '../model/public-log.ts';
import { keysOf } from './log-keys.ts';
import type { PublicLog } from './open-log.ts';

/** @param checkerFile where the offline checker is when it is built. */
export async function publicLogFacts(
  { reader, origin, verifier, trouble }: Pick<PublicLog, 'reader' | 'origin' | 'verifier' | 'trouble'>,
  checkerFile: URL,
): Promise<PublicLogFacts> {
  const [latest, keys] = await Promise.all([reader.latest(), keysOf(reader, verifier)]);
  const last = latest === null ? null : await reader.leaf(latest.size - 1);
  const newest =
    latest === null || last === null
      ? null
      : {
          size: latest.size,
          root: toBase64(fromHex(latest.root) ?? new Uint8Array()),
          at: new Date(parseLeaf(last.body).logged).toISOString(),
          witnesses: latest.cosigned === null ? [] : witnessesOf(latest.cosigned, origin),
        };
  const width = Math.min(TILE_WIDTH, latest?.size ?? 0);
  return {
    isOpen: trouble() === null,
    newest,
    keys,
    firstTile:
      width === 0
        ? null
        : {
            hashes: tilePath({ level: 0, index: 0, width }),
            entries: tilePath({ level: 'entries', index: 0, width }),
          },
    hasChecker: existsSync(checkerFile),
  };
}

/** For those who run it. */
export async function publicLogState({ reader, trouble }: Pick<PublicLog, 'reader' | 'trouble'>) {
  const [latest, waiting] = await Promise.all([reader.latest(), reader.waiting()]);
  return { size: latest?.size ?? 0, trouble: trouble(), waiting };
}

const witnessesOf = (note: string, origin: string): string[] => [
  ...new Set(
    parseNote(note)
      .signatures.map(({ name }) => name)
      .filter((name) => name !== origin),
  ),
];
