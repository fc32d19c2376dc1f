// What a record must say for the act whose leaf commits to it.

import type { Leaf, LeafKind } from './leaf.ts';
import type { WireRecord } from './record.ts';

/** Whether the public sees a text after an act of this kind; none stands at the post's address otherwise. */
export const showsText = (kind: LeafKind): boolean =>
  kind === 'publish' || kind === 'correct' || kind === 'restore' || kind === 'review';

/**
 * What is wrong with a record whose hash is its leaf's: `digests` (of a text where none is shown, or none where one is), `path`, or
 * `identity` (a takedown's record, which stays, still says whose story it was). `null` when nothing is.
 */
export function recordProblem({ kind }: Leaf, record: WireRecord): string | null {
  const digests = [record.text_sha256, record.html_sha256, record.headline_sha256];
  if (digests.some((digest) => (digest !== '') !== showsText(kind))) return 'digests';
  if (!record.path.startsWith('/')) return 'path';
  if (kind === 'takedown' && record.guid !== '') return 'identity';
  return null;
}
