import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../src/sources/poll/retry-after.ts';

const now = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 06 Nov 1994 08:50:37 GMT', 60_000],
    ['Sunday, 06-Nov-94 08:50:37 GMT', 60_000],
    ['Sun Nov  6 08:50:37 1994', 60_000],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ])('“%s” asks for %i ms', (value, expected) => {
    expect(retryAfter(value, null, now)).toBe(expected);
  });

  it.each(['', 'soon', '-5', '1.5', '1e3', 'Sun, 99 Nov 1994 08:50:37 GMT', '2035-01-01T00:00:00Z'])(
    '“%s” asks for nothing',
    (value) => {
      expect(retryAfter(value, null, now)).toBeNull();
    },
  );

  it('is nothing when absent, and read against the Date of the answer', () => {
    expect(retryAfter(null, null, now)).toBeNull();
    expect(retryAfter('Sun, 06 Nov 1994 08:50:37 GMT', 'Sun, 06 Nov 1994 08:50:07 GMT', now)).toBe(30_000);
    expect(retryAfter('Sun, 06 Nov 1994 08:50:37 GMT', 'nonsense', now)).toBe(60_000);
  });
});
