// The header of a message (ANPA 1312, "message header"): two lines before STX.
//   service level, story number, US, selector      `b1488␟cpstf`
//   priority, category, format, keyword, version, reference, filing date, word count      `r b␓␑ Dollar-Markets 7thWritethru TB06 31-10 0588`

import type { Subject } from '../../model/item.ts';
import { trimmed } from '../transmission/lines.ts';

export interface Header {
  /** Service level and story number as sent (`b1488`), or `null`. */
  readonly number: string | null;
  readonly selector: string | null;
  /** Lower case. */
  readonly priority: string | null;
  /** Lower case. */
  readonly category: string | null;
  /** DC4 or DC2: set in agate, or in columns; its lines stand as they are. */
  readonly isTabular: boolean;
  /** Up to 24 characters, often cut short; the full one stands in the text. */
  readonly keyword: string | null;
  /** `1stLd-Writethru`, with the reference of the message it follows where there is one. */
  readonly version: string | null;
  /** `MM-DD` or `DD-MM` as sent. */
  readonly filed: string | null;
  readonly wordCount: number | null;
  readonly understood: boolean;
}

const FIRST = /^([A-Za-z]?)(\d{3,4})([^\x1f]{0,20})(?:\x1f([^\s\x1f]{0,12}))?/;
const SECOND = /^([A-Za-z])[ ]?([A-Za-z+])[ ]?([\x11-\x14]{0,2})[ ]*(.*)$/;
const TAIL = /^(.*?)[ ]*(?<![\d-])(\d{1,2}-\d{1,2})[ ]+(\d{1,5})?[ ]*$/;
const DC2 = '\x12';
const DC4 = '\x14';

/** Reads the header, SOH to STX, with its control characters. What is missing is `null`, never guessed. */
export function readHeader(header: string): Header {
  const lines = header.split('\n').filter((line) => trimmed(line) !== '');
  const first = FIRST.exec(lineOf(lines[0]));
  const second = SECOND.exec(lineOf(lines[1]));
  const [, level = '', number, , selector] = first ?? [];
  const [, priority, category, format = '', rest = ''] = second ?? [];
  const tail = TAIL.exec(rest);
  const [keyword, ...version] = trimmed(tail?.[1] ?? rest).split(/ +/);
  return {
    number: number === undefined ? null : `${level}${number}`,
    selector: selector || null,
    priority: priority?.toLowerCase() ?? null,
    category: category?.toLowerCase() ?? null,
    isTabular: format.includes(DC4) || format.includes(DC2),
    keyword: keyword || null,
    version: version.join(' ') || null,
    filed: tail?.[2] ?? null,
    wordCount: tail?.[3] === undefined ? null : Number(tail[3]),
    understood: first !== null && second !== null && tail !== null,
  };
}

/** Header lines are short; what lies beyond is not looked at. */
const LONGEST = 300;

const lineOf = (line: string | undefined): string => trimmed(line ?? '').slice(0, LONGEST);

/** Priorities to IPTC urgency: flash, bulletin, urgent, rush or regular, deferred, ordinary. */
const URGENCIES: ReadonlyMap<string, number> = new Map([
  ['f', 1],
  ['b', 2],
  ['u', 3],
  ['r', 4],
  ['d', 5],
  ['z', 6],
]);

export const urgencyOf = ({ priority }: Header): number | null => URGENCIES.get(priority ?? '') ?? null;

/** ANPA 1312's category codes, as AP uses them. */
const CATEGORY_NAMES: ReadonlyMap<string, string> = new Map([
  ['a', 'Domestic, non-Washington, general news'],
  ['b', 'Special events'],
  ['c', 'Features'],
  ['d', 'Food and diet'],
  ['e', 'Entertainment and culture'],
  ['f', 'Finance'],
  ['i', 'International'],
  ['j', 'State and regional lottery'],
  ['k', 'Commentary'],
  ['l', 'Lifestyle'],
  ['n', 'State and regional'],
  ['o', 'Weather'],
  ['p', 'Politics'],
  ['q', 'Sports scores'],
  ['r', 'Racing'],
  ['s', 'Sports'],
  ['t', 'Travel'],
  ['v', 'Advisories'],
  ['w', 'Washington'],
]);

/** Messages to editors. */
export const ADVISORIES = 'v';

const CATEGORY_SCHEME = 'anpa1312:category';

export const subjectOfCategory = (code: string): Subject => ({
  scheme: CATEGORY_SCHEME,
  code,
  name: CATEGORY_NAMES.get(code) ?? null,
});
