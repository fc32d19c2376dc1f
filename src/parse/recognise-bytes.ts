// Formats that are recognised before anything is decoded: transmissions framed by control characters, and e-mail.

import { beginsLikeMail } from './email/recognise.ts';

export type RecognisedBytes = 'iptc7901' | 'anpa1312' | 'email' | null;

const SOH = 0x01;
const SYN = 0x16;

/** `null` for whatever is a text in one character set. */
export function recogniseBytes(bytes: Uint8Array): RecognisedBytes {
  const start = firstNotOf(bytes, FILLERS);
  if (bytes[start] === SOH) return afterSoh(bytes, start);
  return beginsLikeMail(bytes) ? 'email' : null;
}

/** NUL, SYN and DEL fill a line before a transmission; so may line ends, and the EOT of what came before. */
const FILLERS: ReadonlySet<number> = new Set([0x00, 0x04, SYN, 0x0a, 0x0d, 0x20, 0x7f]);

function firstNotOf(bytes: Uint8Array, fillers: ReadonlySet<number>): number {
  let at = 0;
  while (at < bytes.length && fillers.has(bytes[at] ?? -1)) at += 1;
  return at;
}

/**
 * ANPA 1312 begins SOH, a letter for the service, a number, US; IPTC 7901 SOH, letters, a number, a space. Where the US was lost, the
 * second line of ANPA 1312 begins with two letters, for priority and category.
 */
function afterSoh(bytes: Uint8Array, start: number): RecognisedBytes {
  const head = Buffer.from(bytes.subarray(start + 1, start + HEADER)).toString('latin1');
  if (/^[A-Za-z]?\d{3,4}[^\x02\r\n]{0,20}\x1f/.test(head)) return 'anpa1312';
  if (/^[A-Za-z]?\d{3,4}[^\x02\r\n]{0,20}[\r\n]+[A-Za-z] ?[A-Za-z+][ \x11-\x14]/.test(head))
    return 'anpa1312';
  if (/^\s*[A-Za-z][A-Za-z-]{0,7} ?\d{1,6}(?=[\s\x02])/.test(head)) return 'iptc7901';
  return /^[^\x01-\x06]{4,}\x02/.test(head) ? 'iptc7901' : null;
}

/** Bytes within which the header of a transmission ends. */
const HEADER = 512;
