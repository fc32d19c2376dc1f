// What IPTC 7901 and ANPA 1312 have in common: messages one by one out of the bytes, each decoded and its controls read, each
// failing on its own.

import type { Format, Warning } from '../../model/item.ts';
import type { ParseContext, ParseStep, ParseSummary } from '../../model/parse-result.ts';
import { failure, failureStep, type Place } from '../failure.ts';
import { buildItem, type ItemDraft } from '../item.ts';
import { type CharacterReader, characterReader } from './characters.ts';
import { type ControlTable, type Plain, readControls } from './controls.ts';
import { byteLines, type Frame, framesOf, type Message, type Span } from './frames.ts';

/** The parts of a message, decoded. Lines end with LF. */
export interface DecodedMessage {
  readonly header: string;
  readonly text: string;
  readonly trailer: string;
  readonly warnings: readonly Warning[];
}

export interface TransmissionFormat {
  readonly format: Extract<Format, 'iptc7901' | 'anpa1312'>;
  readonly controls: ControlTable;
  /** The header's own controls, such as the separators of fields, are kept for it. */
  readonly headerAsSent: boolean;
  draft(message: DecodedMessage, context: ParseContext): ItemDraft;
}

/**
 * Reads the messages of a transmission. Failure codes: `charset-unsupported`, `not-framed`, `message-cut-off`,
 * `text-outside-message`, `charset-undecodable`, `item-too-long`, `too-many-items`, each with line, column and byte offset.
 */
export function* readTransmission(
  bytes: Uint8Array,
  context: ParseContext,
  format: TransmissionFormat,
): Generator<ParseStep, ParseSummary> {
  const characters = characterReader(context.charset);
  if (characters === null) {
    const message = `the source's charset, ${JSON.stringify(context.charset)}, is not one that a transmission can be read in`;
    yield failureStep(failure('charset-unsupported', message));
    return { format: format.format, charset: null, feed: null };
  }
  yield* readMessages(bytes, context, format, characters);
  return { format: format.format, charset: characters.charset, feed: null };
}

function* readMessages(
  bytes: Uint8Array,
  context: ParseContext,
  format: TransmissionFormat,
  characters: CharacterReader,
): Generator<ParseStep, void> {
  const lines = byteLines(bytes);
  let index = 0;
  for (const frame of framesOf(bytes)) {
    const place = lines(frame.start);
    if (index >= context.limits.items) {
      yield failureStep(
        failure('too-many-items', `more than ${context.limits.items} messages in one arrival`, place),
      );
      return;
    }
    yield frame.type === 'message'
      ? readMessage(bytes, frame, { context, format, characters, lines, place, index })
      : notFramed(frame, place, index);
    index += 1;
  }
  if (index === 0) yield failureStep(failure('not-framed', 'no message begins (SOH) in these bytes'));
}

function notFramed(frame: Exclude<Frame, Message>, place: Place, index: number): ParseStep {
  if (frame.type === 'outside')
    return failureStep(
      failure('text-outside-message', 'text stands outside any message (SOH … EOT)', place, index),
    );
  const message = `the message that begins here has no ${frame.missing}: it was cut off`;
  return failureStep(failure('message-cut-off', message, place, index));
}

interface Reading {
  readonly context: ParseContext;
  readonly format: TransmissionFormat;
  readonly characters: CharacterReader;
  readonly lines: (offset: number) => Place;
  readonly place: Place;
  readonly index: number;
}

const NO_REPEATS: ReadonlySet<string> = new Set();

function readMessage(bytes: Uint8Array, frame: Message, reading: Reading): ParseStep {
  const { context, format, lines, place, index } = reading;
  const length = frame.text.end - frame.text.start;
  const fail = (code: string, message: string, offset: number): ParseStep =>
    failureStep(failure(code, message, lines(offset), index));
  if (length > context.limits.itemText)
    return fail(
      'item-too-long',
      `${length} bytes of text; the limit is ${context.limits.itemText}`,
      frame.start,
    );
  const warnings: Warning[] = [];
  const parts: string[] = [];
  for (const part of [frame.header, frame.text, frame.trailer]) {
    const read = readPart(bytes, part, reading, part === frame.header);
    if (!read.ok) return fail(read.code, read.message, read.offset);
    parts.push(read.plain.text);
    for (const warning of read.plain.warnings) warnings.push(warning);
  }
  const [header = '', text = '', trailer = ''] = parts;
  const draft = format.draft({ header, text, trailer, warnings }, context);
  return buildItem(draft, context, { index, at: () => place, repeated: NO_REPEATS });
}

type Part =
  | { readonly ok: true; readonly plain: Plain }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly offset: number };

function readPart(
  bytes: Uint8Array,
  { start, end }: Span,
  { characters, format }: Reading,
  isHeader: boolean,
): Part {
  const decoded = characters.read(bytes.subarray(start, end));
  if (!decoded.ok)
    return { ok: false, code: decoded.code, message: decoded.message, offset: start + decoded.offset };
  if (isHeader && format.headerAsSent)
    return { ok: true, plain: { text: decoded.text.replace(/\r\n?/g, '\n'), warnings: [], damage: null } };
  const plain = readControls(decoded.text, format.controls);
  if (plain.damage !== null)
    return { ok: false, code: 'charset-undecodable', message: plain.damage.message, offset: start };
  return { ok: true, plain };
}
