// File names in a watched folder: which are not to be read, what a file is called while it is being moved, and free names
// for where it goes.

import type { FileName } from './disk.ts';

const CLAIM = /^\.stet-moving-[0-9a-f]{8}-(.+)$/s;
const TEMPORARY = /^\.|\.(?:tmp|part|filepart)$/i;
export const NOTE_ENDING = '.error.json';

/** True for what a sender is still writing (`.*`, `*.tmp`, `*.part`, `*.filepart`). A file caught in a move is none of these. */
export const isTemporary = (name: FileName): boolean => TEMPORARY.test(name) && !isClaim(name);

/** True for a file that Stet had begun to move. */
export const isClaim = (name: FileName): boolean => CLAIM.test(name);

/** The name under which the sender dropped it. */
export const originalName = (name: FileName): FileName => CLAIM.exec(name)?.[1] ?? name;

/** @param random 32 random bits */
export const claimName = (name: FileName, random: number, limit: number): FileName =>
  fitted(name, `.stet-moving-${hex(random)}-`, '', limit);

/** The name for people: UTF-8, with U+FFFD for bytes that are not. */
export const displayName = (name: FileName): string =>
  Buffer.from(originalName(name), 'latin1').toString('utf8');

/** Candidates for a free name: the name itself, `name-2` to `name-9`, then random ones without end. */
export function* freeNames(name: FileName, random: () => number, limit: number): Generator<FileName> {
  yield fitted(name, '', '', limit);
  for (let n = 2; n <= 9; n++) yield fitted(name, '', `-${n}`, limit);
  for (;;) yield fitted(name, '', `-${hex(random())}`, limit);
}

const hex = (bits: number): string => (bits >>> 0).toString(16).padStart(8, '0');

/** Prefix, stem, suffix, ending: the stem is shortened when the whole would be longer than a file system takes. */
function fitted(name: FileName, prefix: string, suffix: string, limit: number): FileName {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  const stem = name.slice(0, name.length - ending.length);
  let length = Math.min(stem.length, limit - prefix.length - suffix.length - ending.length);
  // Never through the middle of a UTF-8 character: its further bytes are 0x80 to 0xBF.
  while (length > 0 && length < stem.length && /[\x80-\xbf]/.test(stem.charAt(length))) length--;
  return `${prefix}${stem.slice(0, length)}${suffix}${ending}`;
}
