// Which of two versions of an item is the later one: by the agency's own numbering, never by the order of arrival.

import type { IsoTime } from '../model/item.ts';

export interface Versioned {
  readonly version: string | null;
  readonly versionCreated: IsoTime | null;
}

/**
 * Negative when `a` is the earlier version, positive when it is the later one, 0 when the agency gives no way to tell (then the
 * one that came later stands for an edit made without saying so, as feeds do).
 *
 * Version numbers jump and may be strings (NewsML-G2 asks for integers, agencies send `2`, `10`, `3.1`, `v4`): runs of digits
 * compare as numbers, the rest as text. A version without a number is compared by `versionCreated` only.
 */
export function compareVersions(a: Versioned, b: Versioned): number {
  if (a.version !== null && b.version !== null && a.version !== b.version) {
    const byNumber = compareNumbered(a.version, b.version);
    if (byNumber !== 0) return byNumber;
  }
  if (a.versionCreated !== null && b.versionCreated !== null)
    return compareText(a.versionCreated, b.versionCreated);
  return 0;
}

function compareNumbered(a: string, b: string): number {
  const as = runs(a);
  const bs = runs(b);
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const x = as[i];
    const y = bs[i];
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    const order = compareRun(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

const runs = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];

function compareRun(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareText(a, b);
  const x = a.replace(/^0+(?=\d)/, '');
  const y = b.replace(/^0+(?=\d)/, '');
  return x.length === y.length ? compareText(x, y) : x.length - y.length;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
