// Formats that are recognised before anything is decoded: transmissions framed by control characters, and e-mail.

export type RecognisedBytes = 'iptc7901' | 'anpa1312' | 'email' | null;

const SOH = 0x01;
const SYN = 0x16;

/** `null` for whatever is a text in one character set. */
export function recogniseBytes(bytes: Uint8Array): RecognisedBytes {
  const start = firstNotOf(bytes, FILLERS);
  return bytes[start] === SOH ? afterSoh(bytes, start) : null;
}

/** NUL and SYN fill a line before a transmission; so may line ends. */
const FILLERS: ReadonlySet<number> = new Set([0x00, SYN, 0x0a, 0x0d, 0x20]);

function firstNotOf(bytes: Uint8Array, fillers: ReadonlySet<number>): number {
  let at = 0;
  while (at < bytes.length && fillers.has(bytes[at] ?? -1)) at += 1;
  return at;
}

/** IPTC 7901 begins SOH, letters, digits; ANPA 1312 begins SOH, a header of printable characters, STX. */
function afterSoh(bytes: Uint8Array, start: number): RecognisedBytes {
  const head = Buffer.from(bytes.subarray(start + 1, start + HEADER)).toString('latin1');
  if (/^[A-Za-z]{2,4}\d{3,4}/.test(head)) return 'iptc7901';
  return /^[\x20-\xff\r\n\t]{4,}\x02/.test(head) ? 'anpa1312' : null;
}

/** Bytes within which the header of a transmission ends. */
const HEADER = 512;
