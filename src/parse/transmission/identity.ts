// What a message of a wire is known by. Neither format has a guid: services number their messages, and the numbers start again
// each day (docs/formats/iptc7901.md, "Identity").

import { sha256 } from '../../text/digest.ts';

export interface MessageIdentity {
  readonly format: 'iptc7901' | 'anpa1312';
  /** Service and number as sent, or `null` where the header states none. */
  readonly number: string | null;
  /** The date of transmission as the message states it: `YYYY-MM-DD`, or the digits that are there. `null` without any. */
  readonly date: string | null;
  /** The decoded header and text, line ends as LF: fillers and the trailer's clock do not count. */
  readonly content: string;
}

/** Hexadecimal digits of the digest in a guid: 64 bits, for a few messages of one number and day. */
const DIGITS = 16;

/** The same for the same message, whenever and however often it comes; another for another message that reuses its number. */
export function messageGuid({ format, number, date, content }: MessageIdentity): string {
  const digest = sha256(content);
  if (number === null) return `${format}:${digest}`;
  return [format, number, date ?? 'undated', digest.slice(0, DIGITS)].join(':');
}
