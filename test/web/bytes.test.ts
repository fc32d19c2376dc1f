import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteAt, decode, hexRows } from '../../web/src/bytes.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const place = (line: number | null, column: number | null, offset: number | null = null) => ({
  line,
  column,
  offset,
});

describe('the byte of a line and column', () => {
  test.each([
    ['in ASCII', 'ab\ncd\nef', 2, 2, 4],
    ['after letters of two and three bytes', 'é€\n€x', 2, 2, 9],
    ['after a letter of two code units', '😀x', 1, 3, 4],
    ['at the end of the input', 'ab', 1, 3, 2],
    ['beyond the end of its line', 'ab\ncd', 1, 9, 2],
  ])('is found %s', (_case, text, line, column, byte) => {
    expect(byteAt(utf8(text), place(line, column))).toBe(byte);
  });

  test('is found in UTF-16', () => {
    const bytes = Uint8Array.of(0xff, 0xfe, ...[...'a\nbc'].flatMap((letter) => [letter.charCodeAt(0), 0]));
    expect(byteAt(bytes, place(2, 2))).toBe(8);
  });

  test('is not found where there is no such line, or no place at all', () => {
    expect(byteAt(utf8('ab\ncd'), place(3, 1))).toBeNull();
    expect(byteAt(utf8('ab'), place(null, null))).toBeNull();
  });

  test('when there is only an offset, is counted in characters', () => {
    expect(byteAt(utf8('é\nx'), place(null, null, 2))).toBe(3);
  });

  test('always leads to the character that stands at the place', () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replaceAll(/[\n\r]/g, ' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(), (lines, n, k) => {
        const row = n % lines.length;
        const before = [...(lines[row] ?? '')].slice(0, k % ([...(lines[row] ?? '')].length + 1)).join('');
        const start = utf8([...lines.slice(0, row), ''].join('\n')).length;
        const found = byteAt(utf8(lines.join('\n')), place(row + 1, before.length + 1));
        expect(found).toBe(start + utf8(before).length);
      }),
    );
  });
});

test('a hex row shows offset, bytes and letters', () => {
  expect(hexRows(utf8('Stet\n'), 16)[0]).toMatch(/^00000010 {2}53 74 65 74 0a +S.*$/);
  expect(hexRows(utf8('Stet\n'), 0)[0]).toMatch(/Stet·$/);
});

test('control characters are seen as text', () => {
  expect(decode(Uint8Array.of(0x61, 0x00, 0x1b, 0x7f, 0x0a), 'utf-8')).toBe('a␀␛␡\n');
});
