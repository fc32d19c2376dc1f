// Bytes for people: as text in a chosen encoding, as a hex dump, and where in them a line and column lie.

/** Encodings worth trying on what could not be read; WHATWG labels. */
export const CHARSETS = [
  'utf-8',
  'windows-1252',
  'utf-16le',
  'utf-16be',
  'windows-1251',
  'windows-1256',
  'shift_jis',
  'gb18030',
  'koi8-r',
] as const;

const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** Decodes and makes control characters visible by their signs in Unicode's Control Pictures. */
export const decode = (bytes: Uint8Array, charset: string): string =>
  new TextDecoder(charset).decode(bytes).replaceAll(CONTROL, (character) => {
    const code = character.charCodeAt(0);
    return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
  });

/** Rows of sixteen bytes: offset, bytes in hexadecimal, ASCII. `from` is the offset of the first byte. */
export function hexRows(bytes: Uint8Array, from: number): string[] {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'));
    const left = hex.slice(0, 8).join(' ').padEnd(23);
    const right = hex.slice(8).join(' ').padEnd(23);
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    rows.push(`${(from + at).toString(16).padStart(8, '0')}  ${left}  ${right}  ${ascii}`);
  }
  return rows;
}

export interface Place {
  readonly line: number | null;
  readonly column: number | null;
  readonly offset: number | null;
}

/** Bytes of an encoding whose code units are two bytes wide, told by their byte order mark. */
const unitOf = (bytes: Uint8Array): 1 | 2 =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? 2 : 1;

/**
 * The byte that a place in the decoded text comes from, counting lines first, because they hold in every encoding; `null` when
 * there is none or it lies beyond these bytes. `line` and `column` are 1-based; a column counts UTF-16 code units.
 */
export function byteAt(bytes: Uint8Array, { line, column, offset }: Place): number | null {
  if (line !== null) {
    const start = lineStart(bytes, line);
    return start === null ? null : start + columnWidth(bytes, start, (column ?? 1) - 1);
  }
  if (offset === null) return null;
  const at = columnWidth(bytes, 0, offset, false);
  return at <= bytes.length ? at : null;
}

function lineStart(bytes: Uint8Array, line: number): number | null {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const feed = bytes.indexOf(0x0a, start);
    if (feed === -1) return null;
    start = feed + unitOf(bytes);
  }
  return start;
}

/** How many bytes the first `units` code units after `start` take, read as UTF-8 (or UTF-16 by its mark), within the line. */
function columnWidth(bytes: Uint8Array, start: number, units: number, inLine = true): number {
  if (unitOf(bytes) === 2) return Math.min(units * 2, bytes.length - start);
  let at = start;
  for (let n = 0; n < units && at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (inLine && byte === 0x0a) break;
    const width = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    n += width === 4 ? 2 : 1;
    at += width;
  }
  return Math.min(at, bytes.length) - start;
}
