// The verdict over the tree, once all entries have been read: whether they give the signed root, and if the tiles at the edge do not, which
// of them is wrong.

import { equal } from '../../log/bytes.ts';
import { type Edge, grow, rootOfEdge } from '../../log/growth.ts';
import { nodeCrypto } from '../../log/node-crypto.ts';
import { splitHashes, TILE_WIDTH, tilePath } from '../../log/tiles.ts';
import type { Findings } from './findings.ts';
import { differences, leavesRead, type Position } from './leaves.ts';
import type { Tree } from './tree.ts';

/** @param position at the end of the tree. @param resumedAt leaves that an earlier run had read. */
export function judgeTree(
  tree: Tree,
  root: Uint8Array,
  position: Position,
  resumedAt: number,
  findings: Findings,
): void {
  const edge = grow(nodeCrypto, position.edge, splitHashes(position.tail)).edge;
  const isSigned = equal(rootOfEdge(nodeCrypto, edge), root);
  if (!tree.edgeIsGood) judgeEdge(tree, root, edge, isSigned, findings);
  if (isSigned || findings.has('file-missing', 'tile-wrong', 'entries-wrong', 'entry-wrong')) return;
  const size = leavesRead(position);
  if (resumedAt > 0) {
    findings.add(
      'fork',
      `the log of ${size} leaves does not go on from the ${resumedAt} that were read earlier`,
    );
  } else {
    findings.add(
      'root-wrong',
      `the ${size} entries and their tiles fit each other, but not the root that was signed`,
    );
  }
}

function judgeEdge(tree: Tree, root: Uint8Array, own: Edge, isSigned: boolean, findings: Findings): void {
  for (const [level, hashes] of own.tiles.entries()) {
    const tile = tree.edgeTile(level);
    const different = tile === null ? [] : differences(splitHashes(hashes), tile);
    if (different.length === 0) continue;
    const isEntries = level === 0 && !isSigned && givesRoot(tree, own, root);
    for (const at of different) {
      const index = Math.floor(tree.size / TILE_WIDTH ** (level + 1));
      const width = hashes.length / 32;
      const file = tilePath({ level: isEntries ? 'entries' : level, index, width });
      if (isEntries) {
        const leaf = index * TILE_WIDTH + at;
        findings.add(
          'entry-wrong',
          `the entry of leaf ${leaf} does not give the hash that the tree has of it`,
          {
            leaf,
            file,
          },
        );
      } else {
        findings.add('tile-wrong', `hash ${at} of ${file} is not the one that the entries give`, { file });
      }
    }
  }
}

/** Whether the leaf hashes of the edge, in place of those of the entries, give the signed root. */
function givesRoot(tree: Tree, own: Edge, root: Uint8Array): boolean {
  const lowest = tree.edgeTile(0);
  if (lowest === null) return false;
  return equal(rootOfEdge(nodeCrypto, { ...own, tiles: own.tiles.with(0, lowest) }), root);
}
