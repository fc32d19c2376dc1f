// Retry-After (RFC 9110 §10.2.3): seconds, or an HTTP date in any of the three forms of §5.6.7.

const SECONDS = /^\d+$/;
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * How long the server asks to be left alone, in milliseconds; `null` when it does not ask or can't be understood.
 * A date is read against the server's own Date, so that neither clock has to be right.
 *
 * @param now Milliseconds since 1970, used when the answer has no Date.
 */
export function retryAfter(value: string | null, date: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (SECONDS.test(text)) return Number(text) * 1000;
  const until = httpDate(text);
  if (until === null) return null;
  return Math.max(0, until - ((date === null ? null : httpDate(date.trim())) ?? now));
}

function httpDate(text: string): number | null {
  if (!IMF_FIXDATE.test(text) && !RFC_850.test(text) && !ASCTIME.test(text)) return null;
  const ms = Date.parse(ASCTIME.test(text) ? `${text} GMT` : text);
  return Number.isNaN(ms) ? null : ms;
}
