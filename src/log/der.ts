// The little of DER (X.690) that a time-stamp needs: one strict reader and one writer of tag, length and content. Written here,
// since the libraries for ASN.1 also read the lax encodings that DER forbids, and the one kept up for RFC 3161 brings five packages more.

import { StetError } from '../model/errors.ts';
import { concat } from './bytes.ts';

/** Identifier octets (X.690 §8.1.2), with the bit for constructed values where DER sets it. */
export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** `[0]` and `[1]`, constructed. */
  context0: 0xa0,
  context1: 0xa1,
} as const;

export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly encoded: Uint8Array;
  /** Byte at which it starts in what `readDer` was given. */
  readonly offset: number;
  /** Of a constructed value, else `[]`. */
  readonly children: readonly DerValue[];
}

/** Certificates nest about twelve deep. */
const MAX_DEPTH = 32;
const CONSTRUCTED = 0x20;
/** The low five bits all set announce a tag number of several bytes (§8.1.2.4), which nothing here uses. */
const HIGH_TAG_NUMBER = 0x1f;

/**
 * Reads one SEQUENCE and everything in it, to the last byte.
 *
 * @throws {StetError} `timestamp-truncated` when the bytes end before it does; `timestamp-malformed` when it is not DER: another
 * type, an indefinite or needlessly long length, a value longer than what holds it, more than 32 levels, bytes after the end.
 */
export function readDer(bytes: Uint8Array): DerValue {
  const first = bytes[0];
  if (first !== undefined && first !== DER.sequence) throw malformed('does not begin with a SEQUENCE', 0);
  const value = readValue(bytes, 0, bytes.length, 0);
  if (value.encoded.length < bytes.length) throw malformed('goes on after its end', value.encoded.length);
  return value;
}

function readValue(bytes: Uint8Array, offset: number, end: number, depth: number): DerValue {
  if (depth > MAX_DEPTH) throw malformed(`is nested more than ${MAX_DEPTH} levels deep`, offset);
  const byteAt = (at: number): number => {
    const byte = at < end ? bytes[at] : undefined;
    if (byte === undefined) throw cutOff(at, depth);
    return byte;
  };
  const tag = byteAt(offset);
  if ((tag & HIGH_TAG_NUMBER) === HIGH_TAG_NUMBER) throw malformed('has a tag of several bytes', offset);
  const { length, start } = readLength(byteAt, offset + 1);
  const stop = start + length;
  if (stop > end) throw cutOff(end, depth);
  const children: DerValue[] = [];
  if ((tag & CONSTRUCTED) !== 0) {
    for (let at = start; at < stop; ) {
      const child = readValue(bytes, at, stop, depth + 1);
      children.push(child);
      at += child.encoded.length;
    }
  }
  return {
    tag,
    content: bytes.subarray(start, stop),
    encoded: bytes.subarray(offset, stop),
    offset,
    children,
  };
}

/** Definite form, in as few bytes as it takes (§10.1). */
function readLength(
  byteAt: (at: number) => number,
  offset: number,
): { readonly length: number; readonly start: number } {
  const first = byteAt(offset);
  if (first < 0x80) return { length: first, start: offset + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw malformed('has a length that DER does not allow', offset);
  let length = 0;
  for (let at = offset + 1; at <= offset + count; at += 1) length = length * 256 + byteAt(at);
  if (length < 0x80 || length < 256 ** (count - 1)) throw malformed('has a needlessly long length', offset);
  return { length, start: offset + 1 + count };
}

const cutOff = (offset: number, depth: number): StetError =>
  depth === 0
    ? new StetError('timestamp-truncated', `The time-stamp is cut off after ${offset} bytes`, { offset })
    : malformed('holds a value longer than what it stands in', offset);

/** A complaint about the time-stamp, such as `has no genTime`, with the byte it is about. */
export const malformed = (what: string, offset: number): StetError =>
  new StetError('timestamp-malformed', `The time-stamp ${what} (byte ${offset})`, { offset });

/** One value in DER. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concat(Uint8Array.of(tag, ...lengthBytes(length)), ...parts);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

/** Content of an INTEGER that is not negative, from its big-endian bytes (§8.3). */
export function unsigned(magnitude: Uint8Array): Uint8Array {
  const first = magnitude.findIndex((byte) => byte !== 0);
  if (first === -1) return Uint8Array.of(0);
  const bytes = magnitude.subarray(first);
  return (bytes[0] ?? 0) < 0x80 ? bytes : Uint8Array.of(0, ...bytes);
}

/** `1.2.840.113549.1.7.2` (§8.19). The first two numbers share a byte group: 40 × the first (0, 1 or 2), plus the second. */
export function objectIdentifier(value: DerValue): string {
  const numbers: number[] = [];
  let number = 0;
  let begun = false;
  for (const byte of value.content) {
    if (!begun && byte === 0x80) throw malformed('has a needlessly long object identifier', value.offset);
    number = number * 128 + (byte & 0x7f);
    if (number > Number.MAX_SAFE_INTEGER) throw malformed('has a huge object identifier', value.offset);
    begun = byte >= 0x80;
    if (!begun) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first, ...rest] = numbers;
  if (first === undefined || begun) throw malformed('has an unfinished object identifier', value.offset);
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join('.');
}
