// (item, history, rules, now) -> decision with reasons. Pure. What is not understood waits for a person; nothing is guessed.

import type { Action, Reason } from '../model/facts.ts';
import type { ArrivalId, ItemId, Seq } from '../model/ids.ts';
import type { IsoTime, ParsedItem } from '../model/item.ts';
import type { Section } from '../model/site.ts';
import type { Source } from '../model/source.ts';
import { type ItemState, isKill, type KnownVersion } from './item-state.ts';
import { postPath, sectionOf } from './placement.ts';
import { compareVersions } from './version-order.ts';

export interface Question {
  readonly item: ItemId;
  readonly parsed: ParsedItem;
  /** Ledger position that this version has. */
  readonly seq: Seq;
  /** The arrival it was read from. */
  readonly arrival: ArrivalId;
  /** The earlier reading of the same version that this one takes the place of. */
  readonly supersedes: Seq | null;
  /** What was known of the item before this version; `null` for its first. */
  readonly state: ItemState | null;
  readonly source: Source;
  readonly sections: readonly Section[];
  readonly now: IsoTime;
  /** True when this item is beyond the newest N of its source's first arrival. */
  readonly beyondFirstRun: boolean;
  /** Why the public log can't be signed; `null` while all is well. What has no proof is not published. */
  readonly logTrouble: string | null;
  /** A takedown has erased this very version, or its text, maybe under another guid. */
  readonly erased: boolean;
}

export interface Decision {
  readonly action: Action;
  readonly shows: Seq | null;
  readonly reasons: readonly Reason[];
  readonly path: string | null;
  readonly section: string | null;
}

/** The rules in the order in which they are asked; the first that has a verdict decides. */
const RULES: readonly ((question: Question) => Verdict | null)[] = [
  takenDown,
  killed,
  olderVersion,
  withheld,
  afterKill,
  putAwayByPerson,
  testMessage,
  notice,
  // Before every rule that leaves standing what is public.
  expired,
  notCopy,
  signalUnknown,
  unverifiable,
  embargoed,
  embargoStated,
  amendment,
  noteInCopy,
  correctionAlone,
  empty,
  beyondFirstRun,
  tooShort,
  logClosed,
  sourcePolicy,
];

interface Verdict {
  readonly action: Action;
  readonly reason: Reason;
  /** What stays public; without it the version that was public before stays, or this one if the action is `publish`. */
  readonly shows?: Seq | null;
}

export function decide(question: Question): Decision {
  for (const rule of RULES) {
    const verdict = rule(question);
    if (verdict !== null) return decision(question, verdict);
  }
  throw new Error('unreachable: the source policy always decides');
}

function decision(question: Question, verdict: Verdict): Decision {
  const { action, reason } = verdict;
  const before = question.state?.shows ?? null;
  const publishes = action === 'publish';
  const section = sectionOf(question.parsed, question.source, question.sections);
  return {
    action,
    shows: verdict.shows !== undefined ? verdict.shows : publishes ? question.seq : before,
    reasons: [reason],
    path: publishes ? (question.state?.path ?? postPath(section, question.parsed, question.item)) : null,
    section: publishes ? (question.state?.section ?? section) : null,
  };
}

function reason(code: string, message: string, detail: string | null = null): Reason {
  return { code, message, detail };
}

/** What is said to those who send a story again that was taken down. */
export const TAKEN_DOWN: Reason = reason(
  'taken-down',
  'This story was taken down. What comes of it is not kept and not published.',
);

/** Nothing brings a story back that a law or an order has taken away. */
function takenDown({ erased, state }: Question): Verdict | null {
  return erased || state?.takenDown !== undefined ? { action: 'hold', reason: TAKEN_DOWN } : null;
}

/** A kill wins, however late it comes and whatever it says of its own version. */
function killed({ parsed, state }: Question): Verdict | null {
  if (!isKill(parsed)) return null;
  return {
    action: waiting(state),
    shows: null,
    reason:
      parsed.kind !== 'kill'
        ? stopReason(parsed)
        : reason(
            'notice-kill',
            'This is a kill notice. Notices are never published, and what stood under its id is taken down. If it is about another story, find that and hold it.',
            parsed.headline,
          ),
  };
}

function olderVersion(question: Question): Verdict | null {
  const later = question.state?.versions.find((known) => isLater(known, question));
  if (later === undefined) return null;
  if (isFromTheFuture(later)) {
    return {
      action: 'hold',
      reason: reason(
        'later-version-in-future',
        'An earlier version bears a time in the future, so that this one counts as older. A person must say which holds.',
        versionName(later),
      ),
    };
  }
  return {
    action: 'keep',
    reason: reason(
      'late-older-version',
      'A later version had come in before; this older one is kept and not shown.',
      versionName(later),
    ),
  };
}

/** How far ahead of its arrival a version's time may be for clocks and zones to explain it, milliseconds. */
const AHEAD = 24 * 60 * 60 * 1000;

const isFromTheFuture = ({ versionCreated, receivedAt }: KnownVersion): boolean =>
  versionCreated !== null && Date.parse(versionCreated) > Date.parse(receivedAt) + AHEAD;

/** Where the agency gives no order the arrivals' order counts, not that of their reading: a large or an interrupted one is read late. */
function isLater(known: KnownVersion, { parsed, arrival, supersedes }: Question): boolean {
  if (known.seq === supersedes) return false;
  const order = compareVersions(known, parsed);
  return order > 0 || (order === 0 && known.arrival > arrival);
}

function versionName(version: KnownVersion): string {
  return version.version ?? version.versionCreated ?? version.receivedAt;
}

function withheld({ parsed, state }: Question): Verdict | null {
  if (parsed.status !== 'withheld') return null;
  return { action: waiting(state), shows: null, reason: stopReason(parsed) };
}

const stopReason = ({ status }: ParsedItem): Reason =>
  reason(
    `status-${status}`,
    `The agency sent the status "${status}". The post is taken down and waits for a person.`,
  );

/** What the agency sends after a kill goes to a person. */
function afterKill({ state }: Question): Verdict | null {
  if (state?.killed !== true) return null;
  return {
    action: waiting(state),
    shows: null,
    reason: reason('after-cancel', 'The agency had canceled this item; what came after waits for a person.'),
  };
}

/** What a person has held or spiked stays so until a person releases it, whatever the agency sends. */
function putAwayByPerson({ state }: Question): Verdict | null {
  const away = state?.putAway ?? null;
  if (away === null) return null;
  return {
    action: away.action,
    shows: null,
    reason: reason(
      away.action === 'hold' ? 'held-by-person' : 'spiked-by-person',
      `${away.by} ${away.action === 'hold' ? 'held' : 'spiked'} this item; new versions wait for a person.`,
    ),
  };
}

/** What a person has spiked doesn't come back among what waits. */
const waiting = (state: ItemState | null): 'hold' | 'spike' => state?.putAway?.action ?? 'hold';

function testMessage({ parsed }: Question): Verdict | null {
  if (parsed.kind !== 'test') return null;
  return {
    action: 'refuse',
    reason: reason('test-message', 'This is a test message. Tests are never published.', parsed.headline),
  };
}

/** "HOLD" under the story's own id stops the story; any other advisory says nothing against it. */
function notice({ parsed, state }: Question): Verdict | null {
  if (parsed.kind !== 'advisory') return null;
  return {
    action: 'hold',
    shows: parsed.signals.includes('withhold') ? null : (state?.shows ?? null),
    reason: reason(
      'notice-advisory',
      'This is an advisory to editors. Advisories are never published.',
      parsed.headline,
    ),
  };
}

/** Plans, concepts and the like are kept for what they say; a picture or a package without words is no article. */
function notCopy({ parsed, state }: Question): Verdict | null {
  const { kind, text } = parsed;
  const isStructure = kind === 'planning' || kind === 'concept';
  if (!isStructure && !((kind === 'picture' || kind === 'package') && text === '')) return null;
  return {
    action: 'keep',
    shows: isStructure ? null : (state?.shows ?? null),
    reason: isStructure
      ? reason(`kind-${kind}`, `This is a ${kind} item. It is kept and never published.`, parsed.headline)
      : reason('no-copy', `This is a ${kind} without text. It is kept and not published.`, parsed.headline),
  };
}

/** A signal may say that the item must not be used; one that is not understood waits for a person. */
function signalUnknown({ parsed }: Question): Verdict | null {
  if (!parsed.signals.includes('signal-unknown')) return null;
  return {
    action: 'hold',
    reason: reason(
      'signal-unknown',
      'The agency sent a signal that is not understood. The warnings name it; a person must decide.',
    ),
  };
}

function unverifiable({ parsed }: Question): Verdict | null {
  if (parsed.refusal === null) return null;
  return {
    action: 'hold',
    reason: reason(
      parsed.refusal.code,
      `The text can't be shown to be unmodified: ${parsed.refusal.message}`,
    ),
  };
}

/** The code by which what waits for its time is known. */
export const EMBARGOED = 'embargoed';

function embargoed({ parsed, now }: Question): Verdict | null {
  if (parsed.embargoedUntil === null || parsed.embargoedUntil <= now) return null;
  return {
    action: 'hold',
    shows: null,
    reason: reason(EMBARGOED, 'Under embargo. It is decided on when that ends.', parsed.embargoedUntil),
  };
}

/** The copy speaks of an embargo that no field gives a time for. */
function embargoStated({ parsed }: Question): Verdict | null {
  const { signals, embargoedUntil } = parsed;
  if (!signals.includes('embargo-open') && (!signals.includes('embargo') || embargoedUntil !== null))
    return null;
  return {
    action: 'hold',
    shows: null,
    reason: reason(
      'embargo-stated',
      'The copy speaks of an embargo without a time that could be read. A person must release it.',
    ),
  };
}

/** A part never takes the place of the whole: what is public stays. */
function amendment({ parsed }: Question): Verdict | null {
  const part = parsed.signals.find((signal) => AMENDMENTS.has(signal));
  if (part === undefined) return null;
  return {
    action: 'hold',
    reason: reason(
      'amendment',
      `This is a part of a story (${part}), not the whole. A person must join them.`,
    ),
  };
}

const AMENDMENTS: ReadonlySet<string> = new Set(['add', 'sub', 'take']);

/** The text stays word for word, and with it a line that was never meant for readers. */
function noteInCopy({ parsed }: Question): Verdict | null {
  if (!parsed.signals.includes('note-in-copy')) return null;
  return {
    action: 'hold',
    reason: reason(
      'note-in-copy',
      'A note to editors stands in the copy. Nothing is cut out of a text; a person must decide.',
      parsed.edNote,
    ),
  };
}

/**
 * A correction of a story that is public replaces it; one that stands alone may be a notice about another. A second or later version by the
 * agency's own count is the story itself, whether its first came here or not.
 */
function correctionAlone({ parsed, state }: Question): Verdict | null {
  if (!parsed.signals.includes('correction') || (state?.shows ?? null) !== null) return null;
  if (/^\d+$/.test(parsed.version ?? '') && Number(parsed.version) > 1) return null;
  return {
    action: 'hold',
    reason: reason(
      'correction-alone',
      'This is a correction, and the story it corrects is not public under its id. Look for it.',
      parsed.headline,
    ),
  };
}

/** The code of what the public sees no more because its time is over. */
export const EXPIRED = 'expired';

function expired({ parsed, now }: Question): Verdict | null {
  if (parsed.expires === null || parsed.expires > now) return null;
  return {
    action: 'hold',
    shows: null,
    reason: reason(EXPIRED, 'The agency let this item expire.', parsed.expires),
  };
}

function empty({ parsed }: Question): Verdict | null {
  if (parsed.text !== '' || parsed.headline !== null) return null;
  return { action: 'refuse', reason: reason('empty', 'The item has neither a headline nor text.') };
}

/** Holds back what would be new on the site, not news of a story that is there already. */
function beyondFirstRun({ beyondFirstRun: beyond, source, state }: Question): Verdict | null {
  if (!beyond || (state?.shows ?? null) !== null) return null;
  return {
    action: 'keep',
    reason: reason(
      'first-run',
      `The first arrival of a source publishes only its newest ${source.firstRun} items (first_run); this one is older.`,
    ),
  };
}

function tooShort({ parsed, source }: Question): Verdict | null {
  if (parsed.kind === 'alert' || parsed.text.length >= source.minimumText) return null;
  return {
    action: 'hold',
    reason: reason(
      'too-short',
      `The text has ${parsed.text.length} characters; this source publishes from ${source.minimumText} on (minimum_text).`,
    ),
  };
}

function logClosed({ logTrouble }: Question): Verdict | null {
  if (logTrouble === null) return null;
  return {
    action: 'hold',
    reason: reason(
      'log-closed',
      'The public log does not match what was signed, so nothing can be proved and nothing new is published. The administrator must look at it: stet doctor says what is wrong.',
      logTrouble,
    ),
  };
}

function sourcePolicy({ source }: Question): Verdict {
  return source.publish === 'auto'
    ? {
        action: 'publish',
        reason: reason(
          'source-publishes',
          `The source "${source.id}" is set to publish automatically, and the text shown equals the text sent.`,
        ),
      }
    : {
        action: 'hold',
        reason: reason('source-holds', `The source "${source.id}" is set to wait for a person.`),
      };
}
