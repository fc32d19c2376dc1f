// Character sets by the label that a mail states. WHATWG labels are read as `parse/charset.ts` reads them; the code pages that only mail
// still uses come from iconv-lite. A label that nobody knows is never guessed at.

import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { type Decoding, decode } from '../charset.ts';
import { failure } from '../failure.ts';

/** @param label as stated; `null` where nothing is: then UTF-8 where it is that, else windows-1252 with a warning. */
export function decodeBody(bytes: Uint8Array, label: string | null): Decoding {
  if (label === null || label === '') return decode(bytes, null);
  if (/^utf-?16/i.test(label)) return decodeUtf16(bytes, label);
  if (isWhatwg(label)) return decode(bytes, `text/plain; charset=${label.replace(/[^\w.:+-]/g, '')}`);
  if (!iconv.encodingExists(label)) {
    if (isAscii(bytes) && !/utf-?7|iso-2022|hz/i.test(label)) return decode(bytes, null);
    const message = `the mail says ${JSON.stringify(label)}, which is no known charset`;
    return { ok: false, failure: failure('charset-unsupported', message) };
  }
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), label);
  if (!text.includes('\ufffd'))
    return { ok: true, value: { text, charset: label.toLowerCase(), warnings: [], damage: [] } };
  return { ok: false, failure: failure('charset-undecodable', `the text cannot be decoded as ${label}`) };
}

/** A mail states it where the bytes have no mark; RFC 2781 §4.3 reads those as big-endian. */
function decodeUtf16(bytes: Uint8Array, label: string): Decoding {
  const isMarked = bytes[0] === 0xff || bytes[0] === 0xfe;
  const charset = /be$/i.test(label) || (!isMarked && !/le$/i.test(label)) ? 'utf-16be' : 'utf-16le';
  const text = isMarked ? null : decodeAs(bytes, charset);
  if (text !== null) return { ok: true, value: { text, charset, warnings: [], damage: [] } };
  return decode(bytes, null);
}

/** The text, or `null` where the label is unknown or the bytes are no text in it. */
export function decodeAs(bytes: Uint8Array, label: string): string | null {
  if (isWhatwg(label)) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }
  const decoding = decodeBody(bytes, label === '' ? 'us-ascii' : label);
  return decoding.ok ? decoding.value.text : null;
}

function isWhatwg(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== 'replacement';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
