// The kinds of value a configuration may hold. Convention: the `error` of each is the phrase that completes "must be …".
// Values that came through `${…}` are text, so numbers and switches are also taken as text.

import { z } from 'zod';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
const BYTES = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

export const text = (phrase = 'text (quote it if it looks like a number)') =>
  z.string({ error: phrase }).regex(/\S/, { error: 'text that is not blank' });

export function whole(minimum: number, maximum: number) {
  const error = `a whole number from ${minimum} to ${maximum}`;
  return z.union(
    [
      z.int({ error }).min(minimum, { error }).max(maximum, { error }),
      z
        .string({ error })
        .regex(/^\d{1,15}$/, { error })
        .refine((digits) => Number(digits) >= minimum && Number(digits) <= maximum, { error })
        .transform(Number),
    ],
    { error },
  );
}

export const flag = () =>
  z.union(
    [
      z.boolean({ error: 'true or false' }),
      z.enum(['true', 'false'], { error: 'true or false' }).transform((word) => word === 'true'),
    ],
    { error: 'true or false' },
  );

/** Seconds. Written as a number of seconds or with a unit: `30`, `30s`, `5m`, `2h`, `1d`. */
export function duration(minimum: number, maximum: number) {
  const error = `a duration from ${spoken(minimum)} to ${spoken(maximum)}, such as 30, 30s, 5m, 2h or 1d`;
  return z.union(
    [
      z.number({ error }).min(minimum, { error }).max(maximum, { error }),
      z
        .string({ error })
        .regex(/^\d{1,9}(\.\d{1,3})?[smhd]?$/, { error })
        .refine((value) => seconds(value) >= minimum && seconds(value) <= maximum, { error })
        .transform(seconds),
    ],
    { error },
  );
}

/** The largest unit that divides it: 604800 is 7d. */
const spoken = (value: number): string => {
  const [unit, factor] = Object.entries(SECONDS).findLast(
    ([, size]) => value >= size && value % size === 0,
  ) ?? ['s', 1];
  return `${value / factor}${unit}`;
};

const seconds = (value: string): number => {
  const unit = value.at(-1);
  const factor = unit === 's' || unit === 'm' || unit === 'h' || unit === 'd' ? SECONDS[unit] : 1;
  return Number.parseFloat(value) * factor;
};

/** Bytes. Written as a number of bytes or with a unit: `64MiB`, `50MB`. */
export function size(minimum: number, maximum: number) {
  const error = `a size from ${minimum} to ${maximum} bytes, such as 1000000, 50MB or 64MiB`;
  return z.union(
    [
      z.int({ error }).min(minimum, { error }).max(maximum, { error }),
      z
        .string({ error })
        .regex(/^\d{1,15}\s?(B|KB|MB|GB|KiB|MiB|GiB)?$/, { error })
        .refine((value) => bytes(value) >= minimum && bytes(value) <= maximum, { error })
        .transform(bytes),
    ],
    { error },
  );
}

const isByteUnit = (unit: string): unit is keyof typeof BYTES => Object.hasOwn(BYTES, unit);

const bytes = (value: string): number => {
  const unit = value.replace(/^\d+\s?/, '');
  return Number.parseInt(value, 10) * (isByteUnit(unit) ? BYTES[unit] : 1);
};

/** An IANA time zone; offsets such as `+05:30` are refused, since they know no summer time. */
export const timezone = () =>
  z
    .string({ error: 'an IANA time zone such as Asia/Kolkata or UTC' })
    .refine(isTimezone, { error: 'an IANA time zone such as Asia/Kolkata or UTC' });

export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Present names that ICU lists under older ones. */
const RENAMED = ['UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Yangon', 'Asia/Ho_Chi_Minh', 'Europe/Kyiv'];

export const timezones = (): readonly string[] => [...RENAMED, ...Intl.supportedValuesOf('timeZone')];

const LANGUAGE = 'a BCP 47 language tag such as en, en-IN, hi, ur or zh-Hans';

/** A BCP 47 language tag, brought to its canonical case. */
export const language = () =>
  z
    .string({ error: LANGUAGE })
    .refine(isLanguage, { error: LANGUAGE })
    .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag);

function isLanguage(tag: string): boolean {
  if (!/^[A-Za-z]{2,3}(-|$)/.test(tag)) return false;
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A public origin: scheme, host and port, no path. The trailing slash is dropped. */
export const origin = () =>
  z
    .string({ error: 'the public address of the site, such as https://news.example' })
    .refine(isOrigin, {
      error: 'the public address of the site without a path, such as https://news.example',
    })
    .transform((value) => new URL(value).origin);

/** May hold a user name and password, which the poller sends as HTTP basic authentication. */
export const feedUrl = () =>
  z.string({ error: 'an http:// or https:// address' }).refine((value) => webUrl(value) !== null, {
    error: 'an http:// or https:// address',
  });

function webUrl(value: string): URL | null {
  if (!URL.canParse(value)) return null;
  const url = new URL(value);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

function isOrigin(value: string): boolean {
  const url = webUrl(value);
  return url !== null && url.pathname === '/' && !/[?#@]/.test(value);
}
