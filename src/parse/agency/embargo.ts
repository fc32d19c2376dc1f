// The end of an embargo that stands in words: `EMBARGOED UNTIL 0001 GMT Thursday, Sept 18`, `Sperrfrist: 18.9.2025, 10.00 Uhr`.
// Nothing is guessed: without one day and one clock, and no second of either, there is no time, and a person reads the words.

import { Temporal } from 'temporal-polyfill';
import type { IsoTime, Warning } from '../../model/item.ts';
import { zoneMinutes } from '../date-names.ts';
import { nearestDate, readMonthDays } from './days.ts';

export interface ProseEmbargo {
  /** `null` where the words give no certain time. */
  readonly until: IsoTime | null;
  /** `embargo-without-zone`, `embargo-not-understood`. */
  readonly warnings: readonly Warning[];
}

/** The words looked at. */
const REACH = 240;

/** Reads a line that speaks of an embargo. `itemDate` (ISO 8601) tells the year; `timezone` (IANA) is used where no zone is named. */
export function readEmbargo(line: string, itemDate: string, timezone: string): ProseEmbargo {
  const words = withoutAsides(line.slice(0, REACH));
  const [day, ...otherDays] = readMonthDays(words);
  if (day === undefined || otherDays.length > 0 || LOCAL_TIME.test(words)) return notUnderstood(words);
  const behind = day.start + day.length;
  const [clock, ...otherClocks] = readClocks(
    words.slice(0, day.start) + ' '.repeat(day.length) + words.slice(behind),
    timezone,
  );
  const date = day.date ?? nearestDate(day, itemDate);
  if (clock === undefined || otherClocks.length > 0 || date === null) return notUnderstood(words);
  const wall = `${date}T${twoDigits(clock.hour)}:${twoDigits(clock.minute)}:00`;
  if (clock.zone === 'unknown') return notUnderstood(words);
  if (typeof clock.zone === 'number')
    return { until: new Date(Date.parse(`${wall}Z`) - clock.zone * 60_000).toISOString(), warnings: [] };
  // In the hour that comes twice the later counts: an embargo is never cut short.
  const zone = clock.zone ?? timezone;
  const instant = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'later' });
  const until = new Date(instant.epochMilliseconds).toISOString();
  if (clock.zone !== null) return { until, warnings: [] };
  const message = `${JSON.stringify(shortened(words))} names no zone and was read in ${timezone}`;
  return { until, warnings: [{ code: 'embargo-without-zone', message }] };
}

function notUnderstood(words: string): ProseEmbargo {
  const message = `the end of the embargo could not be read from ${JSON.stringify(shortened(words))}`;
  return { until: null, warnings: [{ code: 'embargo-not-understood', message }] };
}

const shortened = (words: string): string => words.slice(0, 80);
const twoDigits = (value: number): string => String(value).padStart(2, '0');

interface Clock {
  readonly hour: number;
  readonly minute: number;
  /** Minutes east of UTC, the name of an IANA zone, `null` where no zone stands, `unknown` for one that is not known. */
  readonly zone: number | string | null;
}

/** `6 a.m.`, `6:30 pm`, `noon`; `10.00 Uhr`, `10h00`, `18:00`; four figures only before a zone or `hours`. */
const CLOCK = new RegExp(
  String.raw`(?<![\d.:/-])(?:` +
    String.raw`(?<h12>\d{1,2})(?:[:.](?<m12>\d{2}))?\s?(?<half>[apAP])\.?\s?[mM]\b\.?` +
    String.raw`|(?<h24>\d{1,2})[:.](?<m24>\d{2})(?:[:.]00)?(?![\d.]*\d)(?:\s?(?:Uhr|[Hh]rs?|hours|heures|horas|ore|ч)\b)?` +
    String.raw`|(?<hh>\d{1,2})\s?[hH](?<hm>\d{2})?\b` +
    String.raw`|(?<hu>\d{1,2})\s?(?:Uhr|heures|horas|часов)(?!\p{L})` +
    String.raw`|(?<four>\d{4})(?=\s?(?:hours?|hrs?|[A-Z]{3,4}\b|Z\b|\((?:[A-Z]{3,4})\)))(?:\s?(?:hours?|hrs?)\b)?` +
    String.raw`|(?<noon>12\s?noon|\bnoon\b)` +
    String.raw`)(?:\s?(?:\((?<bracketed>[A-Z]{1,5})\)|(?<offset>(?:GMT|UTC)\s?[+−-]\d{1,2}(?::?\d{2})?)|(?<zone>[A-Z]{1,5}|Eastern|Central|Mountain|Pacific|London|Paris|Berlin|Tokyo|Beijing|Moscow)(?![\p{L}\p{N}])(?<city> [Tt]ime)?))?`,
  'gu',
);

/** The same moment in a second zone stands in brackets: `0001 GMT Thursday, Sept 18 (8:01 p.m. EDT Wednesday)`. */
const ASIDE = /\([^()]{0,100}\d[^()]{0,100}\)/g;

function withoutAsides(words: string): string {
  const rest = words.replaceAll(ASIDE, ' ');
  return /\d/.test(rest) && readMonthDays(rest).length > 0 && CLOCK_MARK.test(rest) ? rest : words;
}

/** Where a clock stands outside brackets, the ones inside say the same again. */
const CLOCK_MARK = /\d[:.h]\d|\d\s?[ap]\.?\s?m\b|\d{4}\s?(?:[A-Z]{3,4}\b|hours|hrs)|uhr|noon|heures|horas/i;

/** Whose local time the words don't say. */
const LOCAL_TIME = /\blocal time\b|\bOrtszeit\b|\bhora local\b|\bheure locale\b/i;

function readClocks(words: string, timezone: string): Clock[] {
  const clocks: Clock[] = [];
  for (const { groups } of words.matchAll(CLOCK)) {
    const clock = groups === undefined ? null : clockOf(groups, timezone);
    if (clock === null) return [];
    clocks.push(clock);
  }
  // A number that is neither may be a second clock or day.
  return /\d/.test(words.replaceAll(CLOCK, ' ')) ? [] : clocks;
}

function clockOf(groups: Readonly<Record<string, string | undefined>>, timezone: string): Clock | null {
  const { four, noon, half } = groups;
  const zone = zoneOf(groups, timezone);
  if (noon !== undefined) return { hour: 12, minute: 0, zone };
  if (four !== undefined) return checked(Number(four.slice(0, 2)), Number(four.slice(2)), zone);
  const minute = Number(groups.m12 ?? groups.m24 ?? groups.hm ?? 0);
  if (half === undefined) return checked(Number(groups.h24 ?? groups.hh ?? groups.hu), minute, zone);
  const hour = Number(groups.h12);
  if (hour < 1 || hour > 12) return null;
  return checked((hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0), minute, zone);
}

const checked = (hour: number, minute: number, zone: Clock['zone']): Clock | null =>
  hour < 24 && minute < 60 ? { hour, minute, zone } : null;

/** Names that follow summer time, which their fixed offsets don't. */
const ZONES: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  Eastern: 'America/New_York',
  CT: 'America/Chicago',
  Central: 'America/Chicago',
  MT: 'America/Denver',
  Mountain: 'America/Denver',
  PT: 'America/Los_Angeles',
  Pacific: 'America/Los_Angeles',
  London: 'Europe/London',
  Paris: 'Europe/Paris',
  Berlin: 'Europe/Berlin',
  Tokyo: 'Asia/Tokyo',
  Beijing: 'Asia/Shanghai',
  Moscow: 'Europe/Moscow',
};

/** Words in capitals that are no zone: days and months in headlines. */
const NO_ZONE =
  /^(?:ON|MON|TUE|TUES|WED|THU|THUR|THURS|FRI|SAT|SUN|JAN|FEB|MAR|MARCH|APR|APRIL|MAY|JUN|JUNE|JUL|JULY|AUG|SEP|SEPT|OCT|NOV|DEC|AM|OF|AND|THE|IN|FOR|TODAY|UNTIL)$/;

function zoneOf(groups: Readonly<Record<string, string | undefined>>, timezone: string): Clock['zone'] {
  const { bracketed, offset, zone } = groups;
  if (offset !== undefined) {
    const [, sign, hours, minutes] = /([+−-])(\d{1,2}):?(\d{2})?$/.exec(offset.replaceAll(/\s/g, '')) ?? [];
    const east = Number(hours) * 60 + Number(minutes ?? 0);
    return sign === '+' ? east : -east;
  }
  const name = bracketed ?? zone;
  if (name === undefined || NO_ZONE.test(name)) return null;
  const known = ZONES[name];
  if (known !== undefined) return known;
  if (name.length === 1 && name !== 'Z') return 'unknown';
  return zoneMinutes(name, timezone) ?? 'unknown';
}
