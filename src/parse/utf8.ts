// UTF-8 examined byte by byte, for input that claims to be UTF-8 and is not wholly so. Unicode 17 §3.9, table 3-7.

import { isUtf8 } from 'node:buffer';
import type { Damage } from './charset.ts';

export interface Utf8Tally {
  /** Well-formed sequences of two to four bytes. */
  readonly sequences: number;
  /** Ill-formed subparts. */
  readonly errors: number;
  /** Byte offset of the first ill-formed subpart; `null` where there is none. */
  readonly firstError: number | null;
}

/** Counts what speaks for and against the bytes being UTF-8. */
export function tallyUtf8(bytes: Uint8Array): Utf8Tally {
  let sequences = 0;
  let errors = 0;
  let firstError: number | null = null;
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const length = sequenceLength(bytes, at);
    if (length > 0) sequences += 1;
    else {
      errors += 1;
      firstError ??= at;
    }
    at += Math.abs(length);
  }
  return { sequences, errors, firstError };
}

/**
 * Decodes, putting one U+FFFD for each ill-formed subpart and listing where. `skipped` is added to byte offsets.
 * Gives up once there are more than `most` of them; the text then ends there.
 */
export function repairUtf8(
  bytes: Uint8Array,
  skipped: number,
  most: number,
): { text: string; damage: Damage[] } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  if (isUtf8(bytes)) return { text: decoder.decode(bytes), damage: [] };
  const damage: Damage[] = [];
  const parts: string[] = [];
  let units = 0;
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    const good = decoder.decode(bytes.subarray(start, at));
    parts.push(good, '\ufffd');
    damage.push({ offset: units + good.length, byte: at + skipped });
    units += good.length + 1;
    at -= length;
    start = at;
    if (damage.length > most) return { text: parts.join(''), damage };
  }
  parts.push(decoder.decode(bytes.subarray(start)));
  return { text: parts.join(''), damage };
}

/** Length of the well-formed sequence at `at`, or minus the length of the ill-formed subpart there. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const trailing =
    lead >= 0xc2 && lead <= 0xdf
      ? 1
      : lead >= 0xe0 && lead <= 0xef
        ? 2
        : lead >= 0xf0 && lead <= 0xf4
          ? 3
          : 0;
  if (trailing === 0) return -1;
  for (let n = 1; n <= trailing; n++) {
    const byte = bytes[at + n] ?? 0;
    const low = n > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = n > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return -n;
  }
  return trailing + 1;
}
