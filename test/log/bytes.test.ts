// Bytes and their written forms: one spelling each, and nothing else is read.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concat,
  equal,
  fromBase64,
  fromDecimal,
  fromHex,
  fromUtf8,
  readUint16,
  readUint64,
  toBase64,
  toHex,
  uint16,
  uint64,
  utf8,
} from '../../src/log/bytes.ts';
import { refusal } from './logs.ts';

describe('as Node writes them', () => {
  it('hexadecimal and base64, there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it('big-endian numbers', () => {
    fc.assert(
      fc.property(fc.nat({ max: 65_535 }), fc.maxSafeNat(), (small, large) => {
        const bytes = concat(Uint8Array.of(9), uint16(small), uint64(large));
        expect(bytes.length).toBe(11);
        expect(Buffer.from(bytes).readUInt16BE(1)).toBe(small);
        expect(Buffer.from(bytes).readBigUInt64BE(3)).toBe(BigInt(large));
        expect(readUint16(bytes, 1)).toBe(small);
        expect(readUint64(bytes, 3)).toBe(large);
      }),
    );
    expect(readUint64(new Uint8Array(8).fill(255), 0)).toBeNull();
  });
});

describe('only the one spelling is read', () => {
  it('of base64, bits left over and forms of other alphabets included', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgw/+-_= \n'), maxLength: 12 }), (text) => {
        const bytes = fromBase64(text);
        if (bytes !== null) expect(toBase64(bytes)).toBe(text);
        else expect(toBase64(Buffer.from(text, 'base64'))).not.toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['QQ', 'QQ=', 'QR==', 'QUF=', 'QQ==\n', ' QQ==', 'Q-_=', '====', 'Q===', 'QQ==QQ==', 'QÀ=='])(
    'base64 %j is refused',
    (text) => expect(fromBase64(text)).toBeNull(),
  );

  it.each(['a', 'AB', '0g', ' 00', '00 ', '0x00', '٠٠'])('hexadecimal %j is refused', (text) =>
    expect(fromHex(text)).toBeNull(),
  );

  it.each(['', '00', '01', '-1', '+1', '1.0', '1e3', ' 1', '1\n', '٣', '9007199254740992', '1'.repeat(400)])(
    'decimal %j is refused',
    (text) => expect(fromDecimal(text)).toBeNull(),
  );

  it.each([
    ['0', 0],
    ['10', 10],
    ['9007199254740991', 2 ** 53 - 1],
  ])('decimal %s', (text, value) => expect(fromDecimal(text)).toBe(value));

  it('of UTF-8, a byte order mark kept', () => {
    expect(fromUtf8(utf8('\ufeffé\u{1f4f0}'))).toBe('\ufeffé\u{1f4f0}');
    for (const bytes of [[0xc3], [0xed, 0xa0, 0x80], [0xff], [0xc0, 0x80]]) {
      expect(refusal(() => fromUtf8(Uint8Array.from(bytes)))).toMatch(/^log-utf8-wrong/);
    }
  });
});

it('equal is true for the same bytes only', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(equal(bytes, Uint8Array.of(1, 2, 3))).toBe(true);
  expect(equal(bytes, Uint8Array.of(1, 2, 4))).toBe(false);
  expect(equal(bytes, Uint8Array.of(1, 2))).toBe(false);
  expect(equal(Uint8Array.of(1, 2), bytes)).toBe(false);
  expect(equal(new Uint8Array(0), new Uint8Array(0))).toBe(true);
});
