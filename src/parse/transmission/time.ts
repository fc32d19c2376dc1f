// The time of transmission after ETX. It is written short (`251037`, `251037 Sep 24`), so that month and year may have to be read
// against the time of receipt.

import { monthOf } from '../date-names.ts';

export interface TransmissionTime {
  /** `YYYY-MM-DD HH:MM`, with the zone where one is stated, for `readTime`. */
  readonly written: string;
  /** The date for the identity: only what the message itself states, so that it is the same at each receipt. */
  readonly date: string;
}

/** DDHHMM, a zone, a month in words, a year of two or four digits: IPTC 7901's trailer. All but the first may be missing. */
const DAY_CLOCK =
  /^\D{0,20}?(?<![\d-])([0-3]\d)([0-2]\d)([0-5]\d)(?!\d)(?:[ ]*(Z|UTC|GMT|[A-Z]{2,4}T|MESZ|MEZ|MET)\b)?(?:[ ]+([\p{L}]{3,10})\.?)?(?:[ ]+((?:19|20)?\d\d)\b)?/u;

/** Reads a trailer of IPTC 7901. `receivedAt` is ISO 8601; `null` where there is no such time. */
export function readDayClock(trailer: string, receivedAt: string): TransmissionTime | null {
  const found = DAY_CLOCK.exec(trailer.slice(0, 200));
  if (found === null) return null;
  const [, day = '', hour = '', minute = '', zone, monthName, year] = found;
  const month = monthName === undefined ? null : monthOf(monthName);
  const clock = `${hour}:${minute}${zone === undefined ? '' : ` ${zone}`}`;
  if (month !== null && year !== undefined) {
    const date = isoDate(fullYear(year), month, Number(day));
    return date === null ? null : { written: `${date} ${clock}`, date };
  }
  const nearest = nearestDate(Number(day), month, `${hour}:${minute}`, receivedAt);
  return nearest === null ? null : { written: `${nearest} ${clock}`, date: `${day}${hour}${minute}` };
}

const MONTH_FIRST =
  /(?<!\d)(\d{1,2})-(\d{1,2})-(\d{2}|\d{4})[ ]+(\d\d):?(\d\d)[ ]?([A-Z]{1,4}|pe[sd]|[ap]e[sd])?/;
const CLOCK_FIRST = /(?<!\d)(\d\d):(\d\d)[ ]?([A-Z]{1,4})?[ ]+(\d{1,2})-(\d{1,2})-(\d{2}|\d{4})(?!\d)/;

/** Reads a trailer of ANPA 1312: `AP-WF-02-20-16 0337GMT` (month first), or `16:35ET 31-10-14` (day first). */
export function readDashedDate(trailer: string): TransmissionTime | null {
  const text = trailer.slice(0, 200);
  const [whole, month = '', day = '', year = '', hour = '', minute = '', zone] = MONTH_FIRST.exec(text) ?? [];
  if (whole !== undefined) return dashed(year, month, day, `${hour}:${minute}`, zone);
  const [late, hour2 = '', minute2 = '', zone2, day2 = '', month2 = '', year2 = ''] =
    CLOCK_FIRST.exec(text) ?? [];
  return late === undefined ? null : dashed(year2, month2, day2, `${hour2}:${minute2}`, zone2);
}

/** The order counts where both can be months; else what can only be a day is one. */
function dashed(
  year: string,
  month: string,
  day: string,
  clock: string,
  zone: string | undefined,
): TransmissionTime | null {
  const swapped = Number(month) > 12;
  const date = isoDate(fullYear(year), Number(swapped ? day : month), Number(swapped ? month : day));
  return date === null ? null : { written: `${date} ${clock}${zone === undefined ? '' : ` ${zone}`}`, date };
}

const fullYear = (year: string): number =>
  year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);

const two = (value: number): string => String(value).padStart(2, '0');

/** `null` for a day that the calendar does not have. */
function isoDate(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return `${year}-${two(month)}-${two(day)}`;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Hours that a sender's clock and zone may be ahead of the receipt in UTC. */
const AHEAD = 26;

/** The last such day that was not after the receipt; of a stated month in the nearest year, else in the nearest month. */
function nearestDate(day: number, month: number | null, clock: string, receivedAt: string): string | null {
  const received = new Date(receivedAt);
  if (Number.isNaN(received.getTime())) return null;
  const latest = received.getTime() + AHEAD * 3_600_000;
  for (let back = -1; back <= 24; back += 1) {
    const when = new Date(Date.UTC(received.getUTCFullYear(), received.getUTCMonth() - back, 1));
    if (month !== null && when.getUTCMonth() + 1 !== month) continue;
    const date = isoDate(when.getUTCFullYear(), when.getUTCMonth() + 1, day);
    if (date !== null && Date.parse(`${date}T${clock}:00Z`) <= latest) return date;
  }
  return null;
}
