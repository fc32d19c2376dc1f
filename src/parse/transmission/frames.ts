// Finds the messages in the bytes of a wire transmission: SOH header STX text ETX trailer EOT, with fillers between
// (ISO 1745; IPTC 7901 and ANPA 1312 use the same frame). One message cut off costs none of its neighbours.

import type { Place } from '../failure.ts';

const SOH = 0x01;
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;

/** Bytes of the transmission from `start` up to, not with, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Message {
  readonly type: 'message';
  /** Where SOH stands. */
  readonly start: number;
  readonly header: Span;
  readonly text: Span;
  /** From ETX to EOT, or to the next SOH. */
  readonly trailer: Span;
}

export type Frame =
  | Message
  | { readonly type: 'cut-off'; readonly start: number; readonly missing: 'STX' | 'ETX' }
  /** Letters or digits where only fillers may be. */
  | { readonly type: 'outside'; readonly start: number };

/** The messages of a transmission in their order. Takes one pass. */
export function* framesOf(bytes: Uint8Array): Generator<Frame, void> {
  let at = bytes.indexOf(SOH);
  yield* outside(bytes, { start: 0, end: at < 0 ? bytes.length : at });
  while (at >= 0) {
    const next = bytes.indexOf(SOH, at + 1);
    yield* frameIn(bytes, { start: at, end: next < 0 ? bytes.length : next });
    at = next;
  }
}

function* frameIn(bytes: Uint8Array, span: Span): Generator<Frame, void> {
  // Looked for inside the span only: a byte that is missing everywhere must not be looked for to the end each time.
  const inside = bytes.subarray(span.start, span.end);
  const stx = inside.indexOf(STX);
  if (stx < 0) {
    if (hasText(inside)) yield { type: 'cut-off', start: span.start, missing: 'STX' };
    return;
  }
  const etx = inside.indexOf(ETX, stx);
  if (etx < 0) {
    yield { type: 'cut-off', start: span.start, missing: 'ETX' };
    return;
  }
  const eot = inside.indexOf(EOT, etx);
  const end = eot < 0 ? inside.length : eot;
  const spanOf = (start: number, stop: number): Span => ({
    start: span.start + start,
    end: span.start + stop,
  });
  yield {
    type: 'message',
    start: span.start,
    header: spanOf(1, stx),
    text: spanOf(stx + 1, etx),
    trailer: spanOf(etx + 1, end),
  };
  yield* outside(bytes, spanOf(end, inside.length));
}

function* outside(bytes: Uint8Array, { start, end }: Span): Generator<Frame, void> {
  if (end > start && hasText(bytes.subarray(start, end))) yield { type: 'outside', start };
}

const hasText = (bytes: Uint8Array): boolean =>
  bytes.some(
    (byte) =>
      (byte >= 0x30 && byte <= 0x39) ||
      (byte >= 0x41 && byte <= 0x5a) ||
      (byte >= 0x61 && byte <= 0x7a) ||
      (byte >= 0x80 && byte !== 0xff),
  );

const LF = 0x0a;

/** Line and column of byte offsets that ascend; all of them together take one pass. */
export function byteLines(bytes: Uint8Array): (offset: number) => Place {
  let line = 1;
  let lineStart = 0;
  let next = bytes.indexOf(LF);
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1;
      lineStart = next + 1;
      next = bytes.indexOf(LF, lineStart);
    }
    return { line, column: offset - lineStart + 1, offset };
  };
}
