// Header fields of RFC 5322 §2.2 as MIME writes them: folding, encoded words (RFC 2047), parameters (RFC 2045 §5.1, RFC 2231), and
// the 8-bit headers that no standard allows and many senders write: UTF-8 where it is that, else windows-1252.

import { isUtf8 } from 'node:buffer';
import { decodeAs } from './charset.ts';

/** Values are unfolded and one character per byte, as sent. */
export class Headers {
  readonly #fields: ReadonlyMap<string, string>;

  constructor(fields: ReadonlyMap<string, string>) {
    this.#fields = fields;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** The first field of this name (lower case), as sent. */
  raw(name: string): string | null {
    return this.#fields.get(name) ?? null;
  }

  /** Decoded, on one line; `null` where the field is absent, empty, or in characters that cannot be read. */
  text(name: string): string | null {
    const raw = this.raw(name);
    return raw === null ? null : oneLine(headerText(raw)?.trim() ?? '') || null;
  }

  /** Whether the field is there and in characters that cannot be read. */
  isUnreadable(name: string): boolean {
    const raw = this.raw(name);
    return raw !== null && headerText(raw) === null;
  }
}

const oneLine = (text: string): string => text.replace(/[\t\n\f\r ]+/g, ' ');

const FIELD = /^([!-9;-~]{1,100})[ \t]*:/;

/**
 * Reads header fields from the start of `raw` (one character per byte) to the blank line. `end` is where the body begins.
 * A line that is no field ends the headers too; `broken` says so.
 */
export function readHeaders(raw: string): { headers: Headers; end: number; broken: boolean } {
  const fields = new Map<string, string>();
  let name = '';
  let lines: string[] = [];
  const close = () => {
    if (name !== '' && !fields.has(name)) fields.set(name, lines.join(' '));
  };
  let at = 0;
  let broken = false;
  while (at < raw.length) {
    const lineEnd = raw.indexOf('\n', at);
    const next = lineEnd < 0 ? raw.length : lineEnd + 1;
    const line = raw.slice(at, lineEnd < 0 ? raw.length : lineEnd).replace(/\r$/, '');
    if (line === '') {
      at = next;
      break;
    }
    const found = FIELD.exec(line);
    if (/^[ \t]/.test(line) && name !== '') lines.push(line.trim());
    else if (found !== null) {
      close();
      name = (found[1] ?? '').toLowerCase();
      lines = [line.slice(found[0].length).trim()];
    } else {
      broken = true;
      break;
    }
    at = next;
  }
  close();
  return { headers: new Headers(fields), end: at, broken };
}

const ENCODED_WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi;

/** The characters of an unstructured field; `null` where an encoded word is in a charset that is not known, or is no text in it. */
export function headerText(raw: string): string | null {
  const parts: string[] = [];
  let run: { charset: string; bytes: Buffer[] } | null = null;
  let at = 0;
  const closeRun = (): boolean => {
    if (run === null) return true;
    const text = decodeAs(Buffer.concat(run.bytes), run.charset);
    run = null;
    if (text !== null) parts.push(text);
    return text !== null;
  };
  for (const word of raw.matchAll(ENCODED_WORD)) {
    const [whole, label = '', encoding = '', encoded = ''] = word;
    const between = raw.slice(at, word.index);
    const charset = label.replace(/\*.*$/, '').toLowerCase();
    // White space between two encoded words is none (RFC 2047 §6.2); a character may be split between them, though it may not be.
    if (run === null || between.trim() !== '' || run.charset !== charset) {
      const adjacent = run !== null && between.trim() === '';
      if (!closeRun()) return null;
      if (!adjacent) parts.push(plain(between));
      run = { charset, bytes: [] };
    }
    run.bytes.push(encoding.toLowerCase() === 'b' ? Buffer.from(encoded, 'base64') : qBytes(encoded));
    at = word.index + whole.length;
  }
  if (!closeRun()) return null;
  parts.push(plain(raw.slice(at)));
  return parts.join('');
}

/** The `Q` encoding (RFC 2047 §4.2): an underscore is a space. */
const qBytes = (encoded: string): Buffer =>
  Buffer.from(
    encoded
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_sign, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** @param raw one character per byte */
function plain(raw: string): string {
  if (!/[\x80-\xff]/.test(raw)) return raw;
  const bytes = Buffer.from(raw, 'latin1');
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
}

export interface Structured {
  /** In lower case, without parameters. */
  readonly value: string;
  /** By name in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;\s]*))|;/g;

/** A field with parameters: `Content-Type`, `Content-Disposition`. */
export function readStructured(raw: string): Structured {
  const value = (/^[^;\s(]*/.exec(raw.trimStart())?.[0] ?? '').toLowerCase();
  const found = new Map<string, string>();
  for (const [, name, quoted, bare] of raw.matchAll(PARAMETER)) {
    const written = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
    if (name !== undefined && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), written);
  }
  return { value, parameters: joinContinuations(found) };
}

interface Section {
  readonly order: number;
  readonly extended: boolean;
  readonly value: string;
}

/** RFC 2231: `name*0*=utf-8''…` in pieces and with a charset; other values may hold encoded words, as many senders write them. */
function joinContinuations(found: ReadonlyMap<string, string>): Map<string, string> {
  const whole = new Map<string, string>();
  const split = new Map<string, Section[]>();
  for (const [name, value] of found) {
    const [, base, order, star] = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(name) ?? [];
    if (base === undefined || (order === undefined && star === undefined))
      whole.set(name, headerText(value) ?? value);
    else {
      const sections = split.get(base) ?? [];
      sections.push({ order: Number(order ?? 0), extended: star !== undefined, value });
      split.set(base, sections);
    }
  }
  for (const [base, sections] of split) whole.set(base, joined(sections));
  return whole;
}

function joined(sections: readonly Section[]): string {
  const inOrder = sections.toSorted((a, b) => a.order - b.order);
  const [, charset = '', rest] = /^([^']*)'[^']*'(.*)$/s.exec(inOrder[0]?.value ?? '') ?? [];
  const hasCharset = rest !== undefined && inOrder[0]?.extended === true;
  const bytes = inOrder.map(({ extended, value }, at) => {
    const written = at === 0 && hasCharset ? rest : value;
    return extended
      ? written.replace(/%([0-9a-f]{2})/gi, (_sign, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        )
      : written;
  });
  const all = bytes.join('');
  return (hasCharset ? decodeAs(Buffer.from(all, 'latin1'), charset) : null) ?? plain(all);
}
