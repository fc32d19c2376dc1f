// Dates and times as the pages print them: in the page's language and a named zone. No clock here.

import type { IsoTime } from '../model/item.ts';

export interface Times {
  /** `22 November 2026, 14:05 CET`: joined by a comma, because Intl's own joining words clash with the sentences around them. */
  full(at: IsoTime): string;
  /** `14:05` */
  clock(at: IsoTime): string;
  /** `Sunday, 22 November 2026`, the same for every instant of one day in the zone: lists are grouped by it. */
  day(at: IsoTime): string;
  /** The IANA name, such as `Asia/Kolkata`. */
  readonly zone: string;
}

const made = new Map<string, Times>();

/** Formatters for a language (BCP 47) and an IANA zone. They cost milliseconds to make and are kept: four languages, one zone. */
export function timesIn(language: string, zone: string): Times {
  const key = `${language} ${zone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const times = makeTimes(language, zone);
  made.set(key, times);
  return times;
}

function makeTimes(language: string, zone: string): Times {
  // British order for plain English: the site writes "22 November", as most of the world's English does.
  const locale = language === 'en' ? 'en-GB' : language;
  const base = { timeZone: zone, calendar: 'gregory' } as const;
  const clockOptions = { ...base, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const date = new Intl.DateTimeFormat(locale, { ...base, dateStyle: 'long' });
  const clockAndZone = new Intl.DateTimeFormat(locale, { ...clockOptions, timeZoneName: 'short' });
  const clock = new Intl.DateTimeFormat(locale, clockOptions);
  const day = new Intl.DateTimeFormat(locale, { ...base, dateStyle: 'full' });
  const [join, end] = RIGHT_TO_LEFT.test(language) ? ['، \u2068', '\u2069'] : [', ', ''];
  return {
    full: (at) => `${date.format(new Date(at))}${join}${clockAndZone.format(new Date(at))}${end}`,
    clock: (at) => clock.format(new Date(at)),
    day: (at) => day.format(new Date(at)),
    zone,
  };
}

/** In these the clock and its zone are an isolate: `16:32 GMT+5:30` would come apart among letters that run the other way. */
const RIGHT_TO_LEFT = /^(?:ar|ur)(?:-|$)/;
