// The many ways feeds write a time, read into UTC. ISO 8601 and the W3C profile (W3CDTF), RFC 822, 850, 2822, asctime,
// dates with slashes or dots, and months in several languages. What is no date of the calendar is null, never moved.

import { Temporal } from 'temporal-polyfill';
import type { IsoTime, Warning } from '../model/item.ts';
import { monthOf, zoneMinutes } from './date-names.ts';

export interface ReadTime {
  /** `null` when the words are no time, or no time that ever was. */
  readonly time: IsoTime | null;
  /** `time-not-understood`, `time-without-zone`, `date-ambiguous`. */
  readonly warnings: readonly Warning[];
}

export interface DateContext {
  /** IANA zone in which times without one are read. */
  readonly timezone: string;
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly clock: Clock;
  /** Minutes east of UTC; `null` where none is stated. */
  readonly zone: number | null;
  readonly ambiguous: boolean;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const MIDNIGHT: Clock = { hour: 0, minute: 0, second: 0, millisecond: 0 };

/** Reads a time as feeds write it. Never throws. */
export function readTime(written: string, context: DateContext): ReadTime {
  const exact = readExact(written);
  if (exact !== null) return { time: exact, warnings: NO_WARNINGS };
  const text = written
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const parts = text.length > 100 ? null : partsOf(text, context);
  const time = parts === null ? null : toUtc(parts, context.timezone);
  if (parts === null || time === null) {
    const message = `no time could be read from ${JSON.stringify(written.trim().slice(0, 80))}`;
    return { time: null, warnings: [{ code: 'time-not-understood', message }] };
  }
  return { time, warnings: warningsOf(parts, text, context) };
}

// The forms that nearly all wires use, of RFC 3339 and of ISO 8601 without hyphens and colons, read without trying the others.
const EXACT =
  /^([1-9]\d{3})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const EXACT_BASIC =
  /^([1-9]\d{3})(\d\d)(\d\d)T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?:Z|([+-])([01]\d|2[0-3])([0-5]\d))$/;
const NO_WARNINGS: readonly Warning[] = [];

function readExact(written: string): IsoTime | null {
  const found = EXACT.exec(written) ?? EXACT_BASIC.exec(written);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, sign, zoneHours, zoneMinutes] = found;
  if (!isCalendarDate(Number(year), Number(month), Number(day))) return null;
  // In UTC already.
  if (sign === undefined || (zoneHours === '00' && zoneMinutes === '00'))
    return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const offset = Number(zoneHours) * 60 + Number(zoneMinutes);
  return new Date(sign === '-' ? wall + offset * 60_000 : wall - offset * 60_000).toISOString();
}

function partsOf(text: string, context: DateContext): Parts | null {
  return (
    readRfc822(text) ??
    readIso(text, context) ??
    readNumeric(text, context) ??
    readKorean(text) ??
    readWords(text, context)
  );
}

// The form that nearly all RSS uses, read without trying the others.
const RFC_822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (GMT|([+-])(\d\d)(\d\d))$/;

function readRfc822(text: string): Parts | null {
  const found = RFC_822.exec(text);
  const month = found === null ? null : monthOf(found[2] ?? '');
  if (found === null || month === null) return null;
  const [, day, , year, hour, minute, second, , sign, zoneHours, zoneMinutes] = found;
  const east = sign === undefined ? 0 : Number(zoneHours) * 60 + Number(zoneMinutes);
  return {
    year: Number(year),
    month,
    day: Number(day),
    clock: { hour: Number(hour), minute: Number(minute), second: Number(second), millisecond: 0 },
    zone: sign === '-' ? -east : east,
    ambiguous: false,
  };
}

function warningsOf(parts: Parts, text: string, { timezone }: DateContext): Warning[] {
  const warnings: Warning[] = [];
  if (parts.zone === null) {
    const message = `${JSON.stringify(text)} states no known zone and was read in ${timezone}`;
    warnings.push({ code: 'time-without-zone', message });
  }
  if (parts.ambiguous) {
    const order = monthFirst(timezone) ? 'month first' : 'day first';
    warnings.push({ code: 'date-ambiguous', message: `${JSON.stringify(text)} was read ${order}` });
  }
  return warnings;
}

function toUtc(parts: Parts, timezone: string): IsoTime | null {
  const { year, month, day, clock } = parts;
  if (!isCalendarDate(year, month, day) || !isClock(clock)) return null;
  const offset = parts.zone ?? 0;
  if (Math.abs(offset) > 24 * 60) return null;
  // 24:00 and a leap second 60 roll over by Date.UTC's own arithmetic.
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(clock.hour, clock.minute, clock.second, clock.millisecond);
  if (parts.zone !== null) return new Date(date.getTime() - offset * 60_000).toISOString();
  return inZone(date, timezone);
}

/** A wall-clock time, held in the UTC fields of `wall`, as it was in `timezone`. In a gap or overlap the earlier offset counts. */
function inZone(wall: Date, timezone: string): IsoTime {
  if (timezone === 'UTC' || timezone === 'Etc/UTC') return wall.toISOString();
  const plain = new Temporal.PlainDateTime(
    wall.getUTCFullYear(),
    wall.getUTCMonth() + 1,
    wall.getUTCDate(),
    wall.getUTCHours(),
    wall.getUTCMinutes(),
    wall.getUTCSeconds(),
    wall.getUTCMilliseconds(),
  );
  return new Date(plain.toZonedDateTime(timezone).epochMilliseconds).toISOString();
}

function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return day <= daysIn(year, month);
}

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function isClock({ hour, minute, second, millisecond }: Clock): boolean {
  if (hour === 24) return minute === 0 && second === 0 && millisecond === 0;
  return hour < 24 && minute < 60 && (second < 60 || (second === 60 && minute === 59));
}

// ISO 8601: calendar (2003-12-31, 20031231, 2003-12, 2003), ordinal (2003-365), week (2003-W52-3) dates.
const ISO_DATE =
  /^(\d{4})(?:-?W(\d\d)(?:-?([1-7]))?|-?(\d{3})|-(\d{1,2})(?:-(\d{1,2}))?|(\d\d)(\d\d)?)?(?:(?:T| T? ?)(\d.*))?$/i;
const SHORT_ISO_DATE = /^(\d\d)-(\d\d)-(\d\d)(?:(?:T| )(\d.*))?$/i;

/** Date and clock run together, as IPTC's own documentation of NITF writes times without a clock: 20240115000000-0500. */
const JOINED = /^(\d{8})(?=\d{6}(?:$|[+\u2212Z-]))/i;

function readIso(written: string, context: DateContext): Parts | null {
  const text = written.replace(JOINED, '$1T');
  const short = SHORT_ISO_DATE.exec(text);
  if (short !== null) {
    const [, year, month, day, rest] = short;
    return withClock(fullYear(Number(year), 2), Number(month), Number(day), rest, context);
  }
  const found = ISO_DATE.exec(text);
  if (found === null) return null;
  const [, y, week, weekday, ordinal, month, day, month2, day2, rest] = found;
  const year = Number(y);
  if (week !== undefined)
    return fromDayNumber(year, weekDay(year, Number(week), Number(weekday ?? 1)), rest, context);
  if (ordinal !== undefined) {
    if (Number(ordinal) < 1 || Number(ordinal) > (isLeap(year) ? 366 : 365)) return null;
    return fromDayNumber(year, Number(ordinal), rest, context);
  }
  return withClock(year, Number(month ?? month2 ?? 1), Number(day ?? day2 ?? 1), rest, context);
}

/** Day of the year (possibly outside it) of an ISO week date: week 1 holds 4 January. `NaN` for a week that is not. */
function weekDay(year: number, week: number, weekday: number): number {
  const fourth = new Date(Date.UTC(2000, 0, 4));
  fourth.setUTCFullYear(year);
  const weekdayOfFourth = fourth.getUTCDay() || 7;
  return week < 1 || week > 53 ? Number.NaN : (week - 1) * 7 + weekday - weekdayOfFourth + 4;
}

function fromDayNumber(
  year: number,
  dayOfYear: number,
  rest: string | undefined,
  context: DateContext,
): Parts | null {
  if (Number.isNaN(dayOfYear)) return null;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, 0, dayOfYear);
  return withClock(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), rest, context);
}

function withClock(
  year: number,
  month: number,
  day: number,
  rest: string | undefined,
  context: DateContext,
  ambiguous = false,
): Parts | null {
  if (rest === undefined || rest.trim() === '')
    return { year, month, day, clock: MIDNIGHT, zone: null, ambiguous };
  const time = readClock(rest.trim(), context);
  return time === null ? null : { year, month, day, ...time, ambiguous };
}

const CLOCK =
  /^(\d{1,2})(?:[:.h](\d{1,2})(?:[:.](\d{1,2})(?:[.,:](\d+))?)?|(\d\d)(?:(\d\d)(?:[.,](\d+))?)?)?(?: ?([ap])\.?m\.?)?(?: ?(\S.*))?$/i;

function readClock(text: string, context: DateContext): { clock: Clock; zone: number | null } | null {
  const found = CLOCK.exec(text);
  if (found === null) return null;
  const [, hour, minute, second, fraction, minute2, second2, fraction2, half, zone] = found;
  const clock = {
    hour: hourOf(Number(hour), half),
    minute: Number(minute ?? minute2 ?? 0),
    second: Number(second ?? second2 ?? 0),
    millisecond: Math.floor(Number(`0.${fraction ?? fraction2 ?? 0}`) * 1000),
  };
  return { clock, zone: zone === undefined ? null : zoneOf(zone, context) };
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return 99;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** `Z`, `+05:30`, `-0800`, `GMT+5`, `EST`; `null` for a name that is not known. */
function zoneOf(text: string, context: DateContext): number | null {
  const zone = text.trim();
  const offset = /^(?:GMT|UTC?|Z)?\s*([+\u2212-])\s?(\d{1,2})(?::?(\d\d))?(?:\s+[A-Z]+)?$/i.exec(zone);
  if (offset !== null) {
    const [, sign, hours, minutes] = offset;
    const total = Number(hours) * 60 + Number(minutes ?? 0);
    return sign === '+' ? total : -total;
  }
  return zoneMinutes(zone.replace(/\.$/, ''), context.timezone);
}

const NUMERIC = /^(?:[\p{L}.]+,? )?(\d{1,4})([/.])(\d{1,2})\2(\d{1,4})(?:,? ?(\d.*)|T(\d.*))?$/iu;

/** 2006/09/15, 31/12/2003, 12/31/2003, 31.12.2003. */
function readNumeric(text: string, context: DateContext): Parts | null {
  const found = NUMERIC.exec(text);
  if (found === null) return null;
  const [, first = '', mark, second = '', third = '', spaced, joined] = found;
  const rest = spaced ?? joined;
  if (first.length > 2) return withClock(Number(first), Number(second), Number(third), rest, context);
  const [a, b, year] = [Number(first), Number(second), fullYear(Number(third), third.length)];
  const ambiguous = mark === '/' && a <= 12 && b <= 12 && a !== b;
  const american = mark === '/' && (b > 12 || (ambiguous && monthFirst(context.timezone)));
  return withClock(year, american ? a : b, american ? b : a, rest, context, ambiguous);
}

const monthFirst = (timezone: string): boolean =>
  /^(America\/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Indiana\/.*|Kentucky\/.*)|US\/.*|Pacific\/Honolulu)$/.test(
    timezone,
  );

// 2004년 5월 28일 오후 1:31:15, 2004-05-25 오후 11:23:17: the half of the day stands before the clock; Korean time.
const KOREAN =
  /^(\d{4})(?:년|-) ?(\d{1,2})(?:월|-) ?(\d{1,2})일? ?(오전|오후)? ?(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const KOREA = 9 * 60;

function readKorean(text: string): Parts | null {
  const found = KOREAN.exec(text);
  if (found === null) return null;
  const [, year, month, day, half, hour, minute, second] = found;
  const pm = half === '오후' ? 'p' : half === '오전' ? 'a' : undefined;
  const clock = {
    hour: hourOf(Number(hour), pm),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: 0,
  };
  return { year: Number(year), month: Number(month), day: Number(day), clock, zone: KOREA, ambiguous: false };
}

const TOKEN =
  /\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\b\.?)?|(?:GMT|UTC?)[+\u2212-]\d{1,2}(?::?\d\d)?\b|[+\u2212-]\d{1,2}:?\d\d\b|\d+|[\p{L}\p{M}.]+/giu;

/** Dates with a month in words, in whatever order: RFC 822, RFC 850, asctime, `January 5, 2004 7:48 PM EST`. */
function readWords(text: string, context: DateContext): Parts | null {
  const seen = new WordReader(context);
  // A dash in 31-Dec-2003 and 2004-július-13T9:15 parts words, the one in +0900 does not.
  const spread = text
    .replace(/(?<=[\d\p{L}])-(?=\p{L})|(?<=\p{L})-(?=\d{1,4}(?:\b|T))/gu, ' ')
    .replace(/(?<=\d)T(?=\d)/g, ' ');
  for (const [token] of spread.matchAll(TOKEN)) if (!seen.take(token)) return null;
  return seen.parts();
}

class WordReader {
  readonly #context: DateContext;
  readonly #numbers: string[] = [];
  #month: number | null = null;
  #clock: Clock | null = null;
  #zone: number | null = null;

  constructor(context: DateContext) {
    this.#context = context;
  }

  /** False when the token has no place in a date. */
  take(token: string): boolean {
    if (/^\d{1,2}:/.test(token)) return this.#takeClock(token);
    if (/^\d+$/.test(token)) return this.#numbers.push(token) <= 3;
    if (/^(?:GMT|UTC?)?[+\u2212-]/i.test(token)) {
      this.#zone = zoneOf(token, this.#context);
      return true;
    }
    return this.#takeWord(token);
  }

  #takeClock(token: string): boolean {
    const read = readClock(token, this.#context);
    this.#clock = read?.clock ?? null;
    return read !== null;
  }

  #takeWord(word: string): boolean {
    // The last month counts: in `mar. 14 juil.` the first is a Tuesday.
    const month = monthOf(word);
    if (month !== null) this.#month = month;
    else if (this.#clock !== null && this.#zone === null) this.#zone = zoneOf(word, this.#context);
    // Words before the clock are names of the day; they say nothing the date does not.
    return true;
  }

  parts(): Parts | null {
    if (this.#month === null) return null;
    const [first, second] = this.#numbers;
    if (first === undefined) return null;
    const { day, year } = dayAndYear(first, second);
    return {
      year,
      month: this.#month,
      day,
      clock: this.#clock ?? MIDNIGHT,
      zone: this.#zone,
      ambiguous: false,
    };
  }
}

function dayAndYear(first: string, second: string | undefined): { day: number; year: number } {
  if (second === undefined) return { day: 1, year: fullYear(Number(first), first.length) };
  const yearFirst = first.length > 2 || Number(first) > 31;
  const [day, year] = yearFirst ? [second, first] : [first, second];
  return { day: Number(day), year: fullYear(Number(year), year.length) };
}

/** RFC 2822 §4.3: two digits 00 to 49 are 20xx, 50 to 99 and three digits count from 1900. */
function fullYear(value: number, digits: number): number {
  if (digits === 3) return value + 1900;
  if (digits > 2) return value;
  return value < 50 ? value + 2000 : value + 1900;
}
