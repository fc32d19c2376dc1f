// Records for an auditor, who reads all of them: quickly, and what a record must say for the act whose leaf commits to it.

import type { Leaf, LeafKind } from './leaf.ts';
import { parseRecord, type WireRecord } from './record.ts';

/** Without an escape there is one spelling of a text, which is the text itself. */
const PLAIN = '"([^"\\\\\\x00-\\x1f]*)"';
const HASH = '"([0-9a-f]{64})"';
const HASH_OR_EMPTY = '"((?:[0-9a-f]{64})?)"';
/** 14 digits are a time without a further look. */
const TIME = '(0|[1-9][0-9]{0,13})';
const SPELLING = new RegExp(
  `^\\{"charset":${PLAIN},"fetched":${TIME},"guid":${PLAIN},"headline_sha256":${HASH_OR_EMPTY},` +
    `"html_sha256":${HASH_OR_EMPTY},"kind":${PLAIN},"path":${PLAIN},"profile":${PLAIN},"provider":${PLAIN},` +
    `"raw_sha256":${HASH},"reason":${PLAIN},"reference":${PLAIN},"salt":${HASH},"status":${PLAIN},` +
    `"text_sha256":${HASH_OR_EMPTY},"transport":${PLAIN},"v":"wire-record/1","version":${PLAIN}\\}$`,
);
/** UTF-16 code units, well under the longest record. */
const LONGEST_PLAIN = 16_384;

/** The same as `parseRecord`, which whatever is not plain goes to; several times as quick. @throws {StetError} `log-record-wrong`. */
export function readRecord(text: string): WireRecord {
  return (text.length <= LONGEST_PLAIN && text.isWellFormed() ? match(text) : null) ?? parseRecord(text);
}

function match(text: string): WireRecord | null {
  const found = SPELLING.exec(text);
  if (found === null) return null;
  const part = (at: number): string => found[at] ?? '';
  return {
    charset: part(1),
    fetched: Number(part(2)),
    guid: part(3),
    headline_sha256: part(4),
    html_sha256: part(5),
    kind: part(6),
    path: part(7),
    profile: part(8),
    provider: part(9),
    raw_sha256: part(10),
    reason: part(11),
    reference: part(12),
    salt: part(13),
    status: part(14),
    text_sha256: part(15),
    transport: part(16),
    v: 'wire-record/1',
    version: part(17),
  };
}

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
