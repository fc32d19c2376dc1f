// The characters of one message. A transmission says nothing of its character set: the source's setting does, and ISO 2022
// sequences in the text (ECMA-35; IPTC 7901 Annex C). A byte without a meaning is a failure of its message, never a guess.

import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { type NationalReader, nationalSet, nationalSetByFinal } from './national-sets.ts';

export type Characters =
  | { readonly ok: true; readonly text: string }
  /** `offset` counts bytes into what was to be read. */
  | { readonly ok: false; readonly code: string; readonly message: string; readonly offset: number };

export interface CharacterReader {
  /** The set that bytes are read in where no sequence says otherwise. */
  readonly charset: string;
  read(bytes: Uint8Array): Characters;
}

/**
 * The reader of a source's character set: a national set (`iso646-de`), any single- or multi-byte set by its usual label, or
 * `null` for the default, ASCII or well-formed UTF-8. `null` when the set is not known, or can't stand in such a frame.
 */
export function characterReader(label: string | null): CharacterReader | null {
  const charset = label?.trim().toLowerCase() ?? null;
  if (charset === null || charset === 'utf-8' || charset === 'utf8') return reader('utf-8', utf8);
  if (charset === 'us-ascii' || charset === 'ascii') return reader('us-ascii', sevenBit(null));
  const national = nationalSet(charset);
  if (national !== null) return reader(charset, sevenBit(national));
  if (/^(?:utf|ucs|unicode|base64|hex|binary|internal)/.test(charset)) return null;
  const known = whatwgName(charset) ?? charset;
  return iconv.encodingExists(known) ? reader(known, codePage(known)) : null;
}

/** As everywhere in Stet, `iso-8859-1` means windows-1252. */
function whatwgName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Reads a run without escape sequences. `null` text: a byte has no meaning. */
type RunReader = (run: Buffer) => Characters;

const ESC = 0x1b;

const reader = (charset: string, run: RunReader): CharacterReader => ({
  charset,
  read(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return buffer.includes(ESC) ? readDesignated(buffer, run) : run(buffer);
  },
});

const good = (text: string): Characters => ({ ok: true, text });

const undecodable = (what: string, offset: number): Characters => ({
  ok: false,
  code: 'charset-undecodable',
  message: what,
  offset,
});

const utf8: RunReader = (run) => {
  if (isAscii(run)) return good(run.toString('latin1'));
  if (isUtf8(run)) return good(run.toString('utf8'));
  const offset = firstHigh(run);
  return undecodable(
    `byte 0x${run[offset]?.toString(16)} is neither ASCII nor in well-formed UTF-8: set the source's charset`,
    offset,
  );
};

const firstHigh = (run: Buffer): number => run.findIndex((byte) => byte >= 0x80);

const sevenBit =
  (national: NationalReader | null): RunReader =>
  (run) => {
    if (!isAscii(run)) {
      const offset = firstHigh(run);
      return undecodable(`byte 0x${run[offset]?.toString(16)} is not in a seven-bit set`, offset);
    }
    const ascii = run.toString('latin1');
    return good(national === null ? ascii : national(ascii));
  };

const codePage =
  (charset: string): RunReader =>
  (run) => {
    if (isAscii(run)) return good(run.toString('latin1'));
    const text = iconv.decode(run, charset, { stripBOM: false });
    if (!text.includes('\ufffd')) return good(text);
    return undecodable(`a byte has no meaning in ${charset}`, firstHigh(run));
  };

const SO = 0x0e;
const SI = 0x0f;

/** Right halves by their final byte: ISO 8859 in ISO 2022 (ISO-IR 100, 101, 109, 110, 144, 127, 126, 138, 148, 157, 179, 203, 226). */
const RIGHT_HALVES: ReadonlyMap<string, string> = new Map([
  ['A', 'iso-8859-1'],
  ['B', 'iso-8859-2'],
  ['C', 'iso-8859-3'],
  ['D', 'iso-8859-4'],
  ['F', 'iso-8859-7'],
  ['G', 'iso-8859-6'],
  ['H', 'iso-8859-8'],
  ['L', 'iso-8859-5'],
  ['M', 'iso-8859-9'],
  ['V', 'iso-8859-10'],
  ['Y', 'iso-8859-13'],
  ['b', 'iso-8859-15'],
  ['f', 'iso-8859-16'],
]);

/** ESC, intermediate bytes, final byte. */
const SEQUENCE = /^\x1b([\x20-\x2f]*)([\x30-\x7e])/;

/** A message that changes its set on the way (ECMA-35 §13, §14): G0 and G1 designations, SO and SI, UTF-8 and back. */
function readDesignated(bytes: Buffer, configured: RunReader): Characters {
  const state = new Designations(configured);
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const end = runEnd(bytes, at);
    const run = state.read(bytes.subarray(at, end));
    if (!run.ok) return { ...run, offset: run.offset + at };
    text += run.text;
    if (end === bytes.length) break;
    const taken = state.take(bytes, end);
    if (typeof taken === 'string')
      return { ok: false, code: 'charset-unsupported', message: taken, offset: end };
    text += taken.text;
    at = end + taken.length;
  }
  return good(text);
}

function runEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === ESC || byte === SO || byte === SI) return at;
  }
  return bytes.length;
}

class Designations {
  readonly #configured: RunReader;
  #left: NationalReader | null = null;
  #right: RunReader | null = null;
  #shifted = false;
  #utf8 = false;

  constructor(configured: RunReader) {
    this.#configured = configured;
  }

  read(run: Buffer): Characters {
    if (run.length === 0) return good('');
    if (this.#utf8) return utf8(run);
    if (this.#shifted && this.#right !== null) return this.#readShifted(run, this.#right);
    if (this.#left === null && this.#right === null) return this.#configured(run);
    if (isAscii(run)) {
      const ascii = run.toString('latin1');
      return this.#left === null ? this.#configured(run) : good(this.#left(ascii));
    }
    return this.#readHalves(run);
  }

  /** Bytes of both halves, piece by piece. */
  #readHalves(run: Buffer): Characters {
    let text = '';
    for (let at = 0; at < run.length; ) {
      const high = (run[at] ?? 0) >= 0x80;
      let end = at + 1;
      while (end < run.length && (run[end] ?? 0) >= 0x80 === high) end += 1;
      const piece = run.subarray(at, end);
      const read = high ? (this.#right ?? this.#configured)(piece) : this.#readLeft(piece);
      if (!read.ok) return { ...read, offset: read.offset + at };
      text += read.text;
      at = end;
    }
    return good(text);
  }

  #readLeft(piece: Buffer): Characters {
    return this.#left === null ? this.#configured(piece) : good(this.#left(piece.toString('latin1')));
  }

  /** Between SO and SI the right half is written in seven bits. Line ends and spaces are the same in all sets. */
  #readShifted(run: Buffer, right: RunReader): Characters {
    let text = '';
    for (let at = 0; at < run.length; at += 1) {
      const byte = run[at] ?? 0;
      const read = byte <= 0x20 ? good(String.fromCharCode(byte)) : right(Buffer.of(byte | 0x80));
      if (!read.ok) return { ...read, offset: at };
      text += read.text;
    }
    return good(text);
  }

  /** Reads the control at `at`. A string says why not. Without a designated G1, SO and SI are rails and stay controls. */
  take(bytes: Buffer, at: number): { readonly text: string; readonly length: number } | string {
    const byte = bytes[at];
    if (byte === SO || byte === SI) {
      if (this.#right === null) return { text: String.fromCharCode(byte), length: 1 };
      this.#shifted = byte === SO;
      return { text: '', length: 1 };
    }
    const [sequence, intermediate = '', final = ''] =
      SEQUENCE.exec(bytes.toString('latin1', at, at + 8)) ?? [];
    if (sequence === undefined) return 'an ESC that begins no sequence of ISO 2022';
    const known = this.#designate(intermediate, final);
    return known
      ? { text: '', length: sequence.length }
      : `the sequence ESC ${intermediate}${final} names a set that is not known`;
  }

  #designate(intermediate: string, final: string): boolean {
    switch (intermediate) {
      case '(':
        this.#left = nationalSetByFinal(final);
        return this.#left !== null;
      case ')': {
        const national = nationalSetByFinal(final);
        this.#right =
          national === null
            ? null
            : (run) => good(national(Buffer.from(run.map((byte) => byte & 0x7f)).toString('latin1')));
        return national !== null;
      }
      case '-': {
        const charset = RIGHT_HALVES.get(final);
        this.#right = charset === undefined ? null : codePage(charset);
        return charset !== undefined;
      }
      case '%':
        this.#utf8 = final === 'G';
        return final === 'G' || final === '@';
      // Announcers, and designations of the control sets that both formats have anyway.
      case ' ':
      case '!':
      case '"':
        return true;
      default:
        return false;
    }
  }
}
