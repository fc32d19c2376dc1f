// Days in words, without and with a year: `Sept 18`, `18 September 2025`, `18.9.2025`, `17 सितंबर`. For datelines and embargoes.

import { monthOf } from '../date-names.ts';

/** Months that the dates of feeds are not written in but agencies' copy is. */
const MORE_MONTHS: readonly string[] = [
  'जनवरी جنوری يناير styczeń stycznia tammikuuta ianuarie siječnja ledna січня',
  'फरवरी फ़रवरी فروری فبراير luty lutego helmikuuta februarie veljače února лютого',
  'मार्च مارچ مارس marzec marca maaliskuuta martie ožujka března березня',
  'अप्रैल اپریل أبريل ابريل kwiecień kwietnia huhtikuuta aprilie travnja dubna квітня',
  'मई مئی مايو maja toukokuuta svibnja května травня',
  'जून جون يونيو czerwca kesäkuuta iunie lipnja června червня',
  'जुलाई جولائی يوليو lipca heinäkuuta iulie srpnja července липня',
  'अगस्त اگست أغسطس اغسطس sierpnia elokuuta kolovoza srpna серпня',
  'सितंबर सितम्बर ستمبر سبتمبر września syyskuuta septembrie rujna září вересня',
  'अक्टूबर अक्तूबर اکتوبر أكتوبر اكتوبر października lokakuuta octombrie listopada října жовтня',
  'नवंबर नवम्बर نومبر نوفمبر listopad marraskuuta noiembrie studenoga листопада',
  'दिसंबर दिसम्बर دسمبر ديسمبر grudnia joulukuuta decembrie prosinca prosince грудня',
];
const MORE_MONTH_NUMBERS = new Map(
  MORE_MONTHS.flatMap((names, index) =>
    names.split(' ').map((name) => [name.normalize('NFC'), index + 1] as const),
  ),
);

/** 1 to 12, or `null`. */
export const monthNamed = (word: string): number | null =>
  monthOf(word) ?? MORE_MONTH_NUMBERS.get(word.normalize('NFC').toLowerCase()) ?? null;

/** The value of leading decimal digits of any script; Unicode keeps each script's ten digits together from a zero. */
export function decimal(digits: string): number {
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

export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/** The day nearest to `itemDate` (ISO 8601) of those that year-less words can mean, `YYYY-MM-DD`; `null` without such a day. */
export function nearestDate(named: MonthDay, itemDate: string | null): string | null {
  const [, writtenYear, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(itemDate ?? '') ?? [];
  const year = Number(writtenYear);
  const reference = Date.UTC(year, Number(month) - 1, Number(day));
  if (Number.isNaN(reference)) return null;
  let nearest: string | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const candidate of [year - 1, year, year + 1]) {
    const away = Math.abs(Date.UTC(candidate, named.month - 1, named.day) - reference);
    const date = away < distance ? dateIn(candidate, named) : null;
    if (date !== null) [nearest, distance] = [date, away];
  }
  return nearest;
}

/** `YYYY-MM-DD`, or `null` for a day that the calendar does not have. */
export function dateIn(year: number, { month, day }: MonthDay): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** An ISO date as it is, or `null` for a day that the calendar does not have. */
export const calendarDate = (date: string): string | null =>
  dateIn(Number(date.slice(0, 4)), { month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) });

export interface FoundDay extends MonthDay {
  readonly start: number;
  readonly length: number;
  /** `YYYY-MM-DD` where the year is stated and has such a day; `null` without a year. */
  readonly date: string | null;
}

const DAY = new RegExp(
  String.raw`(?<iso>\d{4}-\d{2}-\d{2})(?!\d)` +
    String.raw`|(?<![\d.])(?<dd>\d{1,2})\.\s?(?<mm>\d{1,2})\.(?:\s?(?<dotted>(?:19|20)\d{2}|\d{2}(?![\d:.])))?` +
    String.raw`|(?<![\p{L}\d])(?<mon>\p{L}{3,12})\.?\s(?<monDay>\d{1,2})(?:st|nd|rd|th)?(?![\d:.]\d|\d|\s?[ap]\.?m)(?:,?\s(?<monYear>(?:19|20)\d{2})(?!\d|\s(?:GMT|UTC|hrs|hours)))?` +
    String.raw`|(?<![\d:.])(?<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s(?:de\s)?(?<dayMon>\p{L}{3,12})\.?(?!\p{L})(?:,?\s(?:de\s)?(?<dayYear>(?:19|20)\d{2})(?!\d|\s(?:GMT|UTC|hrs|hours)))?`,
  'gu',
);

/** The days that stand in `words`. A day that no calendar has makes the whole unreadable: an empty list. */
export function readMonthDays(words: string): FoundDay[] {
  const found: FoundDay[] = [];
  DAY.lastIndex = 0;
  for (let match = DAY.exec(words); match !== null; match = DAY.exec(words)) {
    const groups = match.groups ?? {};
    const place = { start: match.index, length: match[0].length };
    if (groups.iso !== undefined) {
      const date = calendarDate(groups.iso);
      if (date === null) return [];
      found.push({ ...place, month: Number(date.slice(5, 7)), day: Number(date.slice(8)), date });
      continue;
    }
    const word = groups.mon ?? groups.dayMon;
    const month = word === undefined ? Number(groups.mm) : monthNamed(word);
    if (month === null) {
      // `Thursday 18 September`: the number belongs to the word behind it.
      DAY.lastIndex = match.index + (groups.mon ?? groups.day ?? ' ').length;
      continue;
    }
    const day = Number(groups.dd ?? groups.monDay ?? groups.day);
    const year = groups.dotted ?? groups.monYear ?? groups.dayYear;
    const full = year === undefined ? null : Number(year.length === 2 ? `20${year}` : year);
    if (dateIn(full ?? LEAP_YEAR, { month, day }) === null) return [];
    found.push({ ...place, month, day, date: full === null ? null : dateIn(full, { month, day }) });
  }
  return found;
}

const LEAP_YEAR = 2024;
