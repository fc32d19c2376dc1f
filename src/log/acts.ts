// What the public sees happen to an item, from the item's state before and after: which leaf the log gets of it, if any, and the record
// that the leaf commits to.

import { EXPIRED } from '../desk/decide.ts';
import type { ItemState } from '../desk/item-state.ts';
import { titleOf } from '../desk/placement.ts';
import type { Reason, VersionFact } from '../model/facts.ts';
import type { ParsedItem } from '../model/item.ts';
import { sha256 } from '../text/digest.ts';
import { wireMarkup } from '../text/wire-markup.ts';
import type { LeafKind } from './leaf.ts';
import { formatRecord, type WireRecord } from './record.ts';
import type { LeafDraft } from './sequence.ts';

export interface Act {
  readonly kind: LeafKind;
  /** The public sees another text than before. */
  readonly newText: boolean;
}

/** @returns `null` when the public sees no difference. */
export function actOf(before: ItemState | null, after: ItemState, shown: ParsedItem | null): Act | null {
  const was = before?.shows ?? null;
  const is = after.shows;
  if (after.takenDown !== undefined) return before === null ? null : takedown(before);
  if (is === null) return before === null ? null : disappearance(before, after);
  if (was === is) return reviewed(before, after) ? { kind: 'review', newText: false } : null;
  const last = before?.shown.at(-1) ?? null;
  if (was === null && last !== null) return { kind: 'restore', newText: last.version !== is };
  const corrects = was !== null && shown?.signals.includes(CORRECTION) === true;
  return { kind: corrects ? 'correct' : 'publish', newText: true };
}

/** Of a story that never was public the log knows nothing, and a takedown happens once. */
const takedown = ({ shown, takenDown }: ItemState): Act | null =>
  takenDown === undefined && shown.length > 0 ? { kind: 'takedown', newText: false } : null;

/** The signal that the parsers give to an agency's correction. */
const CORRECTION = 'correction';

function disappearance(before: ItemState, after: ItemState): Act | null {
  const kills = after.killed && !before.killed;
  if (before.shows !== null) return { kind: disappearedBy(after), newText: false };
  // It was withheld, and now it is known that it will not come back.
  return kills && before.shown.length > 0 ? { kind: 'kill', newText: false } : null;
}

function disappearedBy({ killed, decision }: ItemState): LeafKind {
  if (killed) return 'kill';
  return decision?.reasons[0]?.code === EXPIRED ? 'expire' : 'withhold';
}

const reviewed = (before: ItemState | null, after: ItemState): boolean =>
  after.review !== null && after.review.version === after.shows && before?.review?.at !== after.review.at;

/** How the bytes that an act is about came in. */
export interface Fetched {
  readonly transport: string;
  readonly charset: string | null;
}

export interface ActParts {
  readonly act: Act;
  readonly before: ItemState | null;
  readonly after: ItemState;
  /** The ledger entry of the act. */
  readonly seq: number;
  /** The version that the act is about: for what is public, the one on show. */
  readonly version: VersionFact;
  readonly fetched: Fetched;
  readonly reasons: readonly Reason[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Fresh randomness: 16 bytes and 32 bytes, hexadecimal. */
  readonly chain: string;
  readonly salt: string;
}

export function draftOf(parts: ActParts): LeafDraft {
  const { act, before, after, version, now } = parts;
  const isTakedown = act.kind === 'takedown';
  return {
    item: after.item,
    seq: parts.seq,
    chain: parts.chain,
    opens: before === null || before.shown.length === 0,
    kind: act.kind,
    newText: act.newText,
    logged: now,
    received: isTakedown ? now : Math.min(Date.parse(version.receivedAt), now),
    src: version.source,
    record: isTakedown ? takedownRecord(parts) : actRecord(parts),
  };
}

/** Says why, and nothing of the story: it is there for as long as the log is. */
function takedownRecord({ after, now, salt }: ActParts): string {
  const { path, takenDown } = after;
  return erasedRecord({
    salt,
    fetched: now,
    path: path ?? '',
    reason: takenDown?.reason ?? '',
    reference: takenDown?.reference ?? '',
  });
}

/** A record that tells nothing of the story but where it stood. */
export const erasedRecord = (
  told: Pick<WireRecord, 'salt' | 'fetched' | 'path' | 'reason' | 'reference'>,
): string =>
  formatRecord({
    v: 'wire-record/1',
    ...{ provider: '', guid: '', version: '', status: '', kind: '', transport: '', charset: '', profile: '' },
    raw_sha256: sha256(''),
    ...NOTHING_SHOWN,
    ...told,
  });

function actRecord({ after, version, fetched, reasons, salt }: ActParts): string {
  const { parsed } = version;
  return formatRecord({
    v: 'wire-record/1',
    salt,
    provider: told(parsed.provider),
    guid: told(parsed.guid),
    version: told(parsed.version ?? parsed.versionCreated ?? ''),
    status: parsed.status,
    kind: parsed.kind,
    transport: fetched.transport,
    fetched: Date.parse(version.receivedAt),
    raw_sha256: version.arrivalSha256,
    charset: fetched.charset ?? '',
    profile: parsed.format,
    path: after.path ?? '',
    reason: reasons[0]?.code ?? '',
    reference: '',
    ...(after.shows === null ? NOTHING_SHOWN : shownDigests(parsed)),
  });
}

/** Longest text of the agency's own that a record repeats, UTF-16 code units. */
const LONGEST_TOLD = 4_096;

/** What an agency writes into its identifiers must not keep a story from its proof: canonical JSON has no lone surrogates (RFC 8785 §3.2.2.2). */
const told = (text: string): string => text.slice(0, LONGEST_TOLD).toWellFormed();

const NOTHING_SHOWN = { text_sha256: '', html_sha256: '', headline_sha256: '' };

function shownDigests(parsed: ParsedItem): typeof NOTHING_SHOWN {
  return {
    text_sha256: parsed.textSha256,
    html_sha256: sha256(wireMarkup(parsed.bodyHtml)),
    headline_sha256: sha256(collapsed(titleOf(parsed).title)),
  };
}

/** wire-text/1 of a line of text alone. */
const collapsed = (line: string): string => line.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '');
