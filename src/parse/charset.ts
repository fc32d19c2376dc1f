// Bytes to text, once. Order of evidence: byte order mark, HTTP charset, XML declaration, UTF-8 (docs/formats/charsets.md).
// No byte is lost in silence: what does not decode is a failure with its byte offset, or damage tied to its place.
// Standards: WHATWG Encoding (labels and tables), RFC 7303 §3 (XML over HTTP), RFC 8259 §8.1 (JSON).

import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Warning } from '../model/item.ts';
import type { ParseFailure } from '../model/parse-result.ts';
import { failure } from './failure.ts';
import { repairUtf8, tallyUtf8 } from './utf8.ts';

/** Text with U+FFFD where `damage` says a byte sequence was not UTF-8. Offsets are sorted. */
export interface Decoded {
  readonly text: string;
  /** WHATWG name in lower case. */
  readonly charset: string;
  readonly warnings: readonly Warning[];
  readonly damage: readonly Damage[];
  /** Set where the charset is only a guess, for bytes that are not UTF-8 and say of no other charset that they are in it: offset of the first. */
  readonly guessedAt?: number;
}

export interface Damage {
  /** UTF-16 code units into the text. */
  readonly offset: number;
  /** Bytes into the input. */
  readonly byte: number;
}

export type Decoding =
  | { readonly ok: true; readonly value: Decoded }
  | { readonly ok: false; readonly failure: ParseFailure };

interface Claim {
  readonly from: string;
  readonly charset: string;
}

/**
 * Decodes the bytes of an arrival.
 * @param contentType HTTP `Content-Type` as received, or `null`. `text/xml` without a charset claims nothing.
 * @returns failure codes `charset-unsupported` (a label or form outside the WHATWG standard) and `charset-undecodable`.
 */
export function decode(bytes: Uint8Array, contentType: string | null): Decoding {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return decodeMarked(bytes, mark, contentType);
  if (isUtf32(bytes)) return unsupported('UTF-32', 'the byte pattern');
  const shape = utf16Shape(bytes);
  if (shape !== null) return decodeAs(bytes, { from: 'the byte pattern', charset: shape }, []);
  const { claims, unknown } = readClaims(bytes, contentType);
  if (isUtf8(bytes)) return decodeValidUtf8(bytes, claims, unknown);
  return decodeOther(bytes, claims, unknown);
}

interface Mark {
  readonly charset: string;
  readonly length: number;
}

function byteOrderMark(bytes: Uint8Array): Mark | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { charset: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { charset: 'utf-32le', length: 4 };
  if (a === 0xff && b === 0xfe) return { charset: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { charset: 'utf-16be', length: 2 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { charset: 'utf-32be', length: 4 };
  return null;
}

function decodeMarked(bytes: Uint8Array, mark: Mark, contentType: string | null): Decoding {
  if (mark.charset.startsWith('utf-32')) return unsupported(mark.charset, 'the byte order mark');
  const body = bytes.subarray(mark.length);
  const claim = { from: 'the byte order mark', charset: mark.charset };
  const warnings = readClaims(body, contentType)
    .claims.filter((other) => family(other.charset) !== family(mark.charset))
    .map((other) => conflict(other, mark.charset));
  if (mark.charset === 'utf-8' && !isUtf8(body)) return decodeUtf8(body, 'utf-8', warnings, mark.length);
  return decodeAs(body, claim, warnings, mark.length);
}

/** UTF-16 without a mark: `<` or `{` with a zero byte on one side (XML 1.0 appendix F.1, RFC 4627 §3). */
function utf16Shape(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  const opens = (byte: number | undefined) => byte === 0x3c || byte === 0x7b || byte === 0x5b;
  if (a === 0 && opens(b) && c === 0 && d !== 0) return 'utf-16be';
  if (opens(a) && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  return null;
}

function isUtf32(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (a === 0 && b === 0 && c === 0 && d === 0x3c) || (a === 0x3c && b === 0 && c === 0 && d === 0);
}

function readClaims(bytes: Uint8Array, contentType: string | null): { claims: Claim[]; unknown: Claim[] } {
  const stated: Claim[] = [];
  const http = /;\s*charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType ?? '')?.[1];
  if (http !== undefined) stated.push({ from: 'the HTTP content type', charset: http });
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString(
    'latin1',
  );
  const xml = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']\s*([^\s"'>]+)/i.exec(head)?.[1];
  if (xml !== undefined) stated.push({ from: 'the XML declaration', charset: xml });
  const claims: Claim[] = [];
  const unknown: Claim[] = [];
  for (const claim of stated) {
    const charset = whatwgName(claim.charset);
    if (charset === null) unknown.push(claim);
    // Bytes without a mark that begin like ASCII are not UTF-16, whatever they claim (WHATWG HTML, prescan).
    else if (!charset.startsWith('utf-16')) claims.push({ from: claim.from, charset });
    else unknown.push(claim);
  }
  return { claims, unknown };
}

function whatwgName(label: string): string | null {
  try {
    const name = new TextDecoder(label).encoding;
    return name === 'replacement' ? null : name;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function decodeValidUtf8(bytes: Uint8Array, claims: readonly Claim[], unknown: readonly Claim[]): Decoding {
  const [first] = claims;
  const warnings = unknown.map(unknownLabel);
  // Seven-bit text reads the same in every charset but the one that is written in escapes.
  if (isAscii(bytes) && first?.charset !== 'iso-2022-jp')
    return decodeUtf8(bytes, first?.charset ?? 'utf-8', warnings);
  const saysUtf8 = claims.length === 0 || claims.some((claim) => claim.charset === 'utf-8');
  if (first !== undefined && !saysUtf8 && !isLatin(first.charset)) return decodeAs(bytes, first, warnings);
  const denied = claims.filter((claim) => claim.charset !== 'utf-8').map((claim) => conflict(claim, 'utf-8'));
  return decodeUtf8(bytes, 'utf-8', [...warnings, ...denied]);
}

/** Charsets in which multi-byte UTF-8 is legal but is nonsense such as `Ã©`; in others it can be text. */
const isLatin = (charset: string) =>
  /^(windows-125[0247]|iso-8859-(2|3|4|10|13|14|15|16)|macintosh)$/.test(charset);

function decodeOther(bytes: Uint8Array, claims: readonly Claim[], unknown: readonly Claim[]): Decoding {
  const warnings: Warning[] = unknown.map(unknownLabel);
  const others = claims.filter((claim) => claim.charset !== 'utf-8');
  const tried = others.map((claim) => {
    const disputed = claims.filter((other) => other.charset !== claim.charset);
    return decodeAs(bytes, claim, [...warnings, ...disputed.map((other) => conflict(other, claim.charset))]);
  });
  const good = tried.find((decoding) => decoding.ok);
  if (good !== undefined) return good;
  const [failed] = tried;
  if (failed !== undefined && others.length === claims.length) return failed;
  return decodeBrokenUtf8(bytes, claims[0] ?? { from: BY_DEFAULT, charset: 'utf-8' }, warnings);
}

const BY_DEFAULT = 'the default';

/** Claimed to be UTF-8 or nothing: damaged UTF-8 where more of it is well-formed than not, else windows-1252. */
function decodeBrokenUtf8(bytes: Uint8Array, claim: Claim, warnings: readonly Warning[]): Decoding {
  const tally = tallyUtf8(bytes);
  if (tally.sequences > tally.errors) return decodeUtf8(bytes, 'utf-8', warnings);
  if (looksBinary(bytes)) return undecodable(bytes, claim.charset);
  const fallback = { from: 'the fallback', charset: 'windows-1252' };
  const decoding = decodeAs(bytes, fallback, [...warnings, conflict(claim, fallback.charset)]);
  if (!decoding.ok || tally.firstError === null || claim.from !== BY_DEFAULT) return decoding;
  return { ok: true, value: { ...decoding.value, guessedAt: tally.firstError } };
}

function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 4096).includes(0);
}

function decodeAs(bytes: Uint8Array, claim: Claim, warnings: readonly Warning[], skipped = 0): Decoding {
  const text = decodeStrictly(bytes, claim.charset);
  if (text === null) return undecodable(bytes, claim.charset, skipped);
  return { ok: true, value: { text, charset: claim.charset, warnings, damage: [] } };
}

/** Ill-formed sequences up to which it is a matter of single items: a list of more would itself be a burden. */
const MOST_DAMAGE = 100_000;

/** The first damage in [start, end), found by halving. */
export function damageIn({ damage }: Decoded, start: number, end: number): Damage | undefined {
  let low = 0;
  let high = damage.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((damage[middle]?.offset ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const first = damage[low];
  return first !== undefined && first.offset < end ? first : undefined;
}

/** Decodes as UTF-8, or as a charset that agrees with it on these bytes; marks sequences that are not UTF-8. */
function decodeUtf8(bytes: Uint8Array, charset: string, warnings: readonly Warning[], skipped = 0): Decoding {
  const { text, damage } = repairUtf8(bytes, skipped, MOST_DAMAGE);
  if (damage.length > MOST_DAMAGE) return undecodable(bytes, 'utf-8', skipped);
  const noted =
    damage.length === 0
      ? warnings
      : [
          ...warnings,
          {
            code: 'charset-conflict',
            message: `${damage.length} byte sequences are not UTF-8, the first at byte ${damage[0]?.byte}`,
          },
        ];
  return { ok: true, value: { text, charset, warnings: noted, damage } };
}

/** The text, or `null` where a byte has no meaning in the charset. */
function decodeStrictly(bytes: Uint8Array, charset: string): string | null {
  // Node's Big5 decoder drops undefined bytes even when told to be fatal.
  if (charset === 'big5') {
    const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'big5-hkscs');
    return text.includes('\ufffd') ? null : text;
  }
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function undecodable(bytes: Uint8Array, charset: string, skipped = 0): Decoding {
  const offset = firstBadByte(bytes, charset) + skipped;
  const message = `byte ${offset} cannot be decoded as ${charset}`;
  return {
    ok: false,
    failure: failure('charset-undecodable', message, { line: null, column: null, offset }),
  };
}

/** Length of the longest prefix that decodes, found by halving: a prefix of a decodable prefix decodes too. */
function firstBadByte(bytes: Uint8Array, charset: string): number {
  let good = 0;
  let bad = bytes.byteLength;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (prefixDecodes(bytes.subarray(0, middle), charset)) good = middle;
    else bad = middle;
  }
  return good;
}

function prefixDecodes(prefix: Uint8Array, charset: string): boolean {
  if (charset === 'big5') return decodeStrictly(prefix, charset) !== null;
  try {
    new TextDecoder(charset, { fatal: true }).decode(prefix, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const family = (charset: string) => (charset.startsWith('utf-16') ? 'utf-16' : charset);

const conflict = (claim: Claim, used: string): Warning => ({
  code: 'charset-conflict',
  message: `${claim.from} says ${claim.charset}; the bytes were read as ${used}`,
});

const unknownLabel = (claim: Claim): Warning => ({
  code: 'charset-unknown',
  message: `${claim.from} names ${JSON.stringify(claim.charset)}, which these bytes are not in or which is no known charset`,
});

function unsupported(charset: string, from: string): Decoding {
  return {
    ok: false,
    failure: failure('charset-unsupported', `${from} says ${charset}, which is not decoded`),
  };
}
