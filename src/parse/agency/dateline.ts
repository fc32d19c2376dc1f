// Recognises the dateline that opens an agency's copy: `ISLAMABAD, Sept 17 (IANS) -`, `LONDON (Reuters) -`, `NEW DELHI: `,
// `Islamabad, Sep 17 Pakistan …`. It stays in the text; a text without one is better served by `null` than by a guess.

import type { Dateline } from '../../model/item.ts';
import { monthOf } from '../date-names.ts';

/** Datelines are short; what lies beyond is never looked at. */
const REACH = 200;

/**
 * The dateline at the start of a body's first paragraph, or `null`. `itemDate` is the item's own date (ISO 8601, at least
 * `YYYY-MM-DD`); a date without a year is read as the nearest such day to it, and as `null` where there is none.
 */
export function findDateline(firstParagraph: string, itemDate: string | null): Dateline | null {
  const opening = firstParagraph.trimStart().slice(0, REACH);
  for (const form of FORMS) {
    const match = form.pattern.exec(opening);
    if (match?.groups === undefined || !form.accepts(match.groups)) continue;
    const { head = '', place, credit } = match.groups;
    return {
      text: head.trim(),
      place: place?.trim().replace(SENTENCE_STOP, '') ?? null,
      date: dateOf(match.groups, itemDate),
      credit: credit?.trim() ?? null,
    };
  }
  return null;
}

/** The stop of `MOSCOW. July 3`, not that of `Ill.` or `D.C.` */
const SENTENCE_STOP = /(?<=\p{L}{4})\.$/u;

type Groups = Readonly<Record<string, string | undefined>>;

const WORD = String.raw`[\p{Lu}\p{Lo}][\p{L}\p{M}'’.\-]*`;
const PARTICLE =
  '(?:an|am|and|bei|bin|da|de|del|della|der|di|do|dos|du|e|el|es|i|ibn|la|las|le|les|los|of|sur|the|upon|y)';
const COMMA = '[,،]';
const NAME = String.raw`${WORD}(?:[ \u00a0/](?:${PARTICLE} ){0,2}${WORD}){0,4}`;
const PLACE = String.raw`(?<place>${NAME}(?:${COMMA} ${NAME}){0,2}?)(?: [\[(]${NAME}[\])])??`;
const MONTH = String.raw`[\p{L}\p{M}]{2,12}\.?`;
const DAY = String.raw`\p{Nd}{1,2}(?:st|nd|rd|th|er|º|\.)?`;
const YEAR = String.raw`(?:19|20|१९|२०|١٩|٢٠|۱۹|۲۰)\p{Nd}{2}`;
const ISO_DATE = String.raw`(?<iso>\d{4}-\d{2}-\d{2})`;
const MONTH_DAY = `(?<month>${MONTH}) (?<day>${DAY})(?:${COMMA}? (?<year>${YEAR}))?`;
const DAY_MONTH = `(?<day>${DAY}) (?:de )?(?<month>${MONTH})(?:${COMMA}? (?:de )?(?<year>${YEAR}))?`;
const DATE = String.raw`(?:${ISO_DATE}|${MONTH_DAY}|${DAY_MONTH})(?!\p{Nd})`;
const WEEKDAY = String.raw`(?<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?)`;
const CREDIT = String.raw`(?:\((?<credit>[\p{L}][\p{L}\p{M}\p{N} .&/+'’-]{1,40})\)|/(?<credit>[\p{L}][\p{L}\p{N} .&+-]{1,40})/|\[(?<credit>[\p{Lu}]{2,10})\])`;
/** A colon or full stop of any script, or a dash; a dash needs space beside it, so that it splits no compound. */
const SEPARATOR = String.raw`(?:\s?[:：।۔](?=\s|$)|\s+[—–]|[—–](?=\s|$)|\s+(?:--?|_|\|)(?=\s|$)|\s+--|(?<=[\])/])\.?--?|\.[-–—])`;
/** Copy starts with a capital, a caseless letter, a digit or a quotation mark; a sentence that goes on does not. */
const COPY = String.raw`[\p{Lu}\p{Lo}\p{Nd}"“”‘'«(]`;

const WITH_SEPARATOR = new RegExp(
  `^(?<head>${PLACE}(?:${COMMA}? ${WEEKDAY})??(?:[,.،]? ${DATE})?(?:[,.،]? ?${CREDIT})?)${COMMA}?${SEPARATOR}`,
  'u',
);
const WITH_CREDIT = new RegExp(
  String.raw`^(?<head>${PLACE}(?:[,.،]? ${DATE})?${COMMA}? ?${CREDIT})(?:\s+${COPY}|\s*$)`,
  'u',
);
const BARE = new RegExp(String.raw`^(?<head>${PLACE}${COMMA} ${DATE})(?:[,.،]?\s+${COPY}|\s*$)`, 'u');
const CREDIT_ALONE = new RegExp(`^(?<head>${CREDIT})${SEPARATOR}`, 'u');

interface Form {
  readonly pattern: RegExp;
  /** The evidence that this is a dateline, and not a sentence or a heading that looks like one. */
  accepts(groups: Groups): boolean;
}

const FORMS: readonly Form[] = [
  {
    pattern: WITH_SEPARATOR,
    accepts: (groups) =>
      couldBePlace(groups.place) &&
      (groups.credit !== undefined ||
        hasDate(groups) ||
        groups.weekday !== undefined ||
        isAllCapitals(groups.place)),
  },
  {
    pattern: WITH_CREDIT,
    accepts: (groups) =>
      couldBePlace(groups.place) &&
      (hasDate(groups) || (isAllCapitals(groups.place) && isAgency(groups.credit))),
  },
  { pattern: BARE, accepts: (groups) => couldBePlace(groups.place) && hasDate(groups) },
  { pattern: CREDIT_ALONE, accepts: (groups) => isAgency(groups.credit) },
];

/** Opening words that look like a place in capitals or before a date, and are none. Lower case. */
const NOT_A_PLACE: ReadonlySet<string> = new Set(
  (
    'advisory after alert alerts analysis at before breaking budget by cancel cancelled column correction corrected ' +
    'corrections disclaimer editor editorial editors embargo embargoed eds exclusive explainer factbox file flash for ' +
    'from graphic headline headlines hold in interview kill killed live lead media new-lead news note notice on ' +
    'opinion photo photos preview profile refile repeat review roundup since story summary test the through timeline ' +
    'top until update updated updates urgent video watch withdrawal withdrawn withhold writethru wrapup ' +
    'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun'
  ).split(' '),
);

function couldBePlace(place: string | undefined): boolean {
  if (place === undefined) return false;
  const [first = ''] = place.toLowerCase().split(/[ ,،\u00a0/]/);
  return !NOT_A_PLACE.has(first.replace(/[.'’]s?$/, '')) && monthNamed(first) === null && !isAgency(place);
}

const isAllCapitals = (place: string | undefined): boolean =>
  place !== undefined && /^\p{Lu}[\p{Lu}\p{M}'’.\- ]{2,}(?:[,/]|$)/u.test(place);

/** Needed only where nothing but a credit speaks for a dateline: `NATO (North Atlantic …)` is none. */
const AGENCIES =
  /^(?:AA|AFP|AGI|ANI|ANP|ANSA|AP|APA|BNS|BTA|CNA|CP|CTK|DPA|EFE|HINA|IANS|IRNA|Interfax|KUNA|Kyodo|Lusa|MTI|NTB|PA|PAP|PTI|QNA|Reuters|Ritzau|SPA|STT|TASS|TT|UNI|UPI|WAM|Xinhua|Yonhap)$/i;

const isAgency = (credit: string | undefined): boolean =>
  credit !== undefined && AGENCIES.test(credit.trim());

const hasDate = (groups: Groups): boolean => groups.iso !== undefined || monthAndDay(groups) !== null;

/** Months that the dates of feeds are not written in but datelines are: Hindi, Urdu and Persian, Arabic. */
const MORE_MONTHS: readonly string[] = [
  'जनवरी جنوری يناير',
  'फरवरी फ़रवरी فروری فبراير',
  'मार्च مارچ مارس',
  'अप्रैल اپریل أبريل ابريل',
  'मई مئی مايو',
  'जून جون يونيو',
  'जुलाई جولائی يوليو',
  'अगस्त اگست أغسطس اغسطس',
  'सितंबर सितम्बर ستمبر سبتمبر',
  'अक्टूबर अक्तूबर اکتوبر أكتوبر اكتوبر',
  'नवंबर नवम्बर نومبر نوفمبر',
  'दिसंबर दिसम्बर دسمبر ديسمبر',
];
const MORE_MONTH_NUMBERS = new Map(
  MORE_MONTHS.flatMap((names, index) =>
    names.split(' ').map((name) => [name.normalize('NFC'), index + 1] as const),
  ),
);

const monthNamed = (word: string): number | null =>
  monthOf(word) ?? MORE_MONTH_NUMBERS.get(word.normalize('NFC')) ?? null;

function monthAndDay({ month, day }: Groups): { month: number; day: number } | null {
  if (month === undefined || day === undefined) return null;
  const number = monthNamed(month);
  const dayNumber = decimal(day);
  return number === null || dayNumber < 1 || dayNumber > 31 ? null : { month: number, day: dayNumber };
}

/** The value of leading decimal digits of any script; Unicode keeps each script's ten digits together from a zero. */
function decimal(digits: string): number {
  let value = 0;
  for (const digit of digits) {
    if (!/\p{Nd}/u.test(digit)) break;
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    value = value * 10 + (code - zero);
  }
  return value;
}

function dateOf(groups: Groups, itemDate: string | null): string | null {
  if (groups.iso !== undefined) return calendarDate(groups.iso);
  const named = monthAndDay(groups);
  if (named === null) return null;
  if (groups.year !== undefined) return dateIn(decimal(groups.year), named);
  if (itemDate === null || !/^\d{4}-\d{2}-\d{2}/.test(itemDate)) return null;
  const reference = Date.parse(`${itemDate.slice(0, 10)}T00:00:00Z`);
  const year = Number(itemDate.slice(0, 4));
  const candidates = [year - 1, year, year + 1]
    .map((candidate) => dateIn(candidate, named))
    .filter((date) => date !== null)
    .sort((a, b) => Math.abs(Date.parse(a) - reference) - Math.abs(Date.parse(b) - reference));
  return candidates[0] ?? null;
}

function dateIn(year: number, { month, day }: { month: number; day: number }): string | null {
  return calendarDate([String(year).padStart(4, '0'), twoDigits(month), twoDigits(day)].join('-'));
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `null` for a day that the calendar does not have. */
function calendarDate(date: string): string | null {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date;
}
