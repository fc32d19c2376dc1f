import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions } from '../../src/desk/version-order.ts';

const numbered = (version: string) => ({ version, versionCreated: null });
const dated = (versionCreated: string) => ({ version: null, versionCreated });

describe('which version is the later', () => {
  test.each([
    ['2', '10'],
    ['9', '009010'],
    ['v2', 'v10'],
    ['3.1', '3.10'],
    ['3', '3.1'],
    ['99999999999999999998', '99999999999999999999'],
  ])('%s comes before %s', (earlier, later) => {
    expect(compareVersions(numbered(earlier), numbered(later))).toBeLessThan(0);
    expect(compareVersions(numbered(later), numbered(earlier))).toBeGreaterThan(0);
  });

  test('numbers decide over times', () => {
    const first = { version: '1', versionCreated: '2031-03-04T10:00:00.000Z' };
    const second = { version: '2', versionCreated: '2031-03-04T09:00:00.000Z' };
    expect(compareVersions(first, second)).toBeLessThan(0);
  });

  test('times decide where there are no numbers, or equal ones', () => {
    expect(
      compareVersions(dated('2031-03-04T09:00:00.000Z'), dated('2031-03-04T10:00:00.000Z')),
    ).toBeLessThan(0);
    expect(compareVersions(numbered('07'), numbered('7'))).toBe(0);
  });

  test('nothing to go by gives no order', () => {
    expect(compareVersions(dated('2031-03-04T09:00:00.000Z'), numbered('3'))).toBe(0);
  });

  test('the order of numbers is total', () => {
    const version = fc.stringMatching(/^[v.0-9a-c]{1,8}$/).map(numbered);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
