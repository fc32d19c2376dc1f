// Recognises, in a headline or a first line, that a text is no story but a message about one: a kill, a correction, an advisory,
// a test. It errs to the safe side: what looks like such a message is not published without a person.

import type { Kind } from '../../model/item.ts';

export interface Signals {
  readonly kind: Kind;
  /** Kebab-case: `test`, `kill`, `withhold`, `correction`, `advisory`. */
  readonly signals: readonly string[];
}

interface Rule {
  readonly signal: string;
  readonly kind: Kind;
  readonly pattern: RegExp;
}

/** What may stand before the word: brackets, dashes, stars, and the priority words agencies put first. */
const LEAD = String.raw`^[^\p{L}\p{N}]*(?:(?:ATTENTION|BULLETIN|MANDATORY|PLEASE|URGENT|BC)\b[\s:,/–—-]*)*`;
/** The word alone, or with a mark after it; not the first word of a sentence. */
const END = String.raw`(?=\s*(?:$|[:;,/)\]*–—-]))`;

const RULES: readonly Rule[] = [
  {
    signal: 'test',
    kind: 'test',
    pattern:
      /^[^\p{L}\p{N}]*(?:this is (?:only )?a )?test(?:[^\p{L}\p{N}]*$|\b(?=.{0,80}\b(?:ignore|disregard|do not (?:publish|use)|message|transmission)\b)|\s+only\b)/iu,
  },
  { signal: 'test', kind: 'test', pattern: /\b(?:please )?(?:ignore|disregard)\b.{0,40}\btest\b/iu },
  {
    signal: 'kill',
    kind: 'kill',
    pattern: new RegExp(
      `${LEAD}(?:(?:STORY|ITEM|NEWS|COPY)\\s+)?(?:KILL(?:ED)?|WITHDRAWN?|WITHDRAWAL|ELIMINATION|ELIMINATE|CANCEL(?:L?ED|LATION)?)(?:${END}|\\s+(?:NOTICE|STORY|ITEM|BC|COPY|ALL|THE STORY|THIS STORY)\\b)`,
      'u',
    ),
  },
  {
    signal: 'kill',
    kind: 'kill',
    pattern:
      /^[^\p{L}\p{N}]*(?:mandatory kill|kill notice|story (?:is |has been )?(?:killed|withdrawn|cancell?ed)|please (?:kill|withdraw)|(?:kill|withdrawal|withdrawn|cancell?ed)\s*:)/iu,
  },
  { signal: 'kill', kind: 'kill', pattern: /^[^\p{L}\p{N}]*KILL(?:[^\p{L}\p{N}]+KILL)+\b/u },
  { signal: 'withhold', kind: 'advisory', pattern: /^[^\p{L}\p{N}]*HOLD(?:[^\p{L}\p{N}]+HOLD)+\b/u },
  {
    signal: 'withhold',
    kind: 'advisory',
    pattern: new RegExp(`${LEAD}(?:WITHHOLD|WITHHELD|HOLD|HOLD FOR RELEASE)${END}`, 'u'),
  },
  {
    signal: 'correction',
    kind: 'story',
    pattern: new RegExp(
      `${LEAD}(?:CORRECT(?:ION|IONS|ED|S|IVE)?|CLARIFICATION|ERRATUM)(?:${END}|\\s+(?:NOTICE|TO)\\b)`,
      'iu',
    ),
  },
  {
    signal: 'advisory',
    kind: 'advisory',
    pattern: new RegExp(
      `${LEAD}(?:(?:MEDIA|NEWS|PRESS|PHOTO|EDITORIAL|COVERAGE)\\s+)?ADVISOR(?:Y|IES)(?:${END}|\\s+(?:TO|FOR|NOTICE)\\b)`,
      'iu',
    ),
  },
  {
    signal: 'advisory',
    kind: 'advisory',
    pattern:
      /^[^\p{L}\p{N}]*(?:(?:attention|att|attn|note to|advisory to)[\s:,]*(?:all )?(?:editors?|eds|subscribers|clients|customers|media)\b|editor['’]?s?['’]? (?:advisory|note)\s*[:–—-]|eds\s*[:–—-]|not for publication\b)/iu,
  },
];

/** The messages named by the headline or the first line; kind `story` when there is none. */
export function findSignals(headline: string | null, firstLine: string | null): Signals {
  const found = RULES.filter(({ pattern }) =>
    [headline, firstLine].some((line) => line !== null && pattern.test(line.slice(0, 200))),
  );
  const kind = found.find((rule) => rule.kind !== 'story')?.kind ?? 'story';
  return { kind, signals: [...new Set(found.map(({ signal }) => signal))] };
}

const EMBARGO =
  /^[^\p{L}\p{N}]*(?:(?:strictly|under|advance)\s+)?(?:embargo(?:ed)?\b|hold for release\b|not for (?:release|publication|broadcast|use)\b)/iu;

/** A line that forbids publication for a time, in words that are not read further. */
export const isEmbargoLine = (line: string): boolean => EMBARGO.test(line.slice(0, 200));

/**
 * What headline, copy and notes say about the item itself: the messages above, and `embargo` where a line at an edge of the copy
 * forbids publication. A headline without text is an alert.
 */
export function readSignals(
  headline: string | null,
  paragraphs: readonly string[],
  edNote: string | null,
): Signals {
  const { kind, signals } = findSignals(headline, paragraphs[0] ?? null);
  const edges = [headline, edNote, paragraphs[0], paragraphs[1], paragraphs.at(-1)];
  const embargo = edges.some((line) => typeof line === 'string' && isEmbargoLine(line));
  return {
    kind: kind === 'story' && headline !== null && paragraphs.length === 0 ? 'alert' : kind,
    signals: embargo ? [...signals, 'embargo'] : signals,
  };
}
