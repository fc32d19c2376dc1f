// Bytes to items: the one switch. A format is a folder and a case here. Nothing below knows a clock, a file or a network.

import { assertNever } from '../model/errors.ts';
import type { Format } from '../model/item.ts';
import type { FeedInfo, ParseContext, ParseFailure, ParseStep, ParseSummary } from '../model/parse-result.ts';
import { parseAnpa1312 } from './anpa1312/anpa1312.ts';
import { parseApJson } from './ap-json/ap-json.ts';
import { parseAtom } from './atom/atom.ts';
import { type Decoded, decode } from './charset.ts';
import { parseDpaJson } from './dpa-json/dpa-json.ts';
import { parseEmail } from './email/email.ts';
import { failure, failureStep, placeOf } from './failure.ts';
import { parseIptc7901 } from './iptc7901/iptc7901.ts';
import { parseJsonFeed } from './json-feed/json-feed.ts';
import { parseNewsmlG2 } from './newsml-g2/newsml-g2.ts';
import { parseNewsml1 } from './newsml1/newsml1.ts';
import { parseNinjs } from './ninjs/ninjs.ts';
import { parseNitf } from './nitf/nitf.ts';
import { type Recognised, recognise } from './recognise.ts';
import { type RecognisedBytes, recogniseBytes } from './recognise-bytes.ts';
import { parseReutersSgml } from './reuters-sgml/reuters-sgml.ts';
import { parseRss } from './rss/rss.ts';
import { parsePlainText } from './text/text.ts';

/**
 * Reads an arrival. Yields its items in order as soon as each is complete, and a failure for each that could not be read; a
 * failure with `index` null ends the reading. Never throws. Failure codes: `input-too-large`, `input-empty`,
 * `charset-unsupported`, `charset-undecodable`, `not-a-feed`, `format-unknown`, `format-mismatch`,
 * `xml-not-well-formed`, `entity-unknown`, `json-not-well-formed`, `json-wrong-type`, `json-duplicate-key`, `too-deep`,
 * `too-many-attributes`, `too-many-items`, `too-many-values`, `too-many-parts`, `item-too-long`, `lone-surrogate`, `nul-in-field`,
 * `no-item`; of JSON formats `guid-missing`, `status-unknown`, `type-unknown`, `signal-unknown`, `standard-unknown`,
 * `body-not-included`.
 */
export function* parse(bytes: Uint8Array, context: ParseContext): Generator<ParseStep, ParseSummary> {
  const steps = parseBytes(bytes, context);
  for (let silent = true; ; silent = false) {
    const { done, value } = steps.next();
    if (!done) yield value;
    else {
      if (silent && !mayBeEmpty(value)) yield failureStep(failure('no-item', 'there is no item in it'));
      return value;
    }
  }
}

/** A feed or an answer may have nothing new; an agency that sends a message has something to say. */
const mayBeEmpty = ({ format }: ParseSummary): boolean => format !== null && LISTS.has(format);
const LISTS: ReadonlySet<Format> = new Set(['rss', 'atom', 'json-feed', 'ninjs', 'ap-json', 'dpa-json']);

function* parseBytes(bytes: Uint8Array, context: ParseContext): Generator<ParseStep, ParseSummary> {
  if (bytes.byteLength > context.limits.bytes) {
    const message = `${bytes.byteLength} bytes; the limit is ${context.limits.bytes}`;
    yield failureStep(failure('input-too-large', message));
    return NOT_READ;
  }
  const transmission = chooseBytes(recogniseBytes(bytes), context);
  if (transmission !== null) return yield* parseTransmission(transmission, bytes, context);
  const decoding = decode(bytes, context.contentType);
  if (!decoding.ok) {
    yield failureStep(decoding.failure);
    return NOT_READ;
  }
  const decoded = decoding.value;
  const chosen = choose(recognise(decoded.text), context);
  if (!chosen.ok) {
    yield failureStep(chosen.failure);
    return { format: null, charset: decoded.charset, feed: null };
  }
  const feed = yield* withWarnings(parseFormat(chosen.format, decoded, context), decoded);
  return { format: chosen.format, charset: decoded.charset, feed };
}

/** The formats that are more than one text, or whose characters are their own affair. */
type Transmission = 'iptc7901' | 'anpa1312' | 'email';

const isTransmission = (format: Format | 'auto'): format is Transmission =>
  format === 'iptc7901' || format === 'anpa1312' || format === 'email';

/** What a source is configured for wins: such a transmission may have lost the characters it is known by. */
function chooseBytes(seen: RecognisedBytes, { format }: ParseContext): Transmission | null {
  if (isTransmission(format)) return format;
  return format === 'auto' ? seen : null;
}

function parseTransmission(
  format: Transmission,
  bytes: Uint8Array,
  context: ParseContext,
): Generator<ParseStep, ParseSummary> {
  switch (format) {
    case 'iptc7901':
      return parseIptc7901(bytes, context);
    case 'anpa1312':
      return parseAnpa1312(bytes, context);
    case 'email':
      return parseEmail(bytes, context, parse);
    default:
      return assertNever(format);
  }
}

const NOT_READ: ParseSummary = { format: null, charset: null, feed: null };

type Chosen =
  | { readonly ok: true; readonly format: Format }
  | { readonly ok: false; readonly failure: ParseFailure };

/** The format to read as: what the bytes are, checked against what the source was configured for. */
function choose(seen: Recognised, context: ParseContext): Chosen {
  if (seen.type === 'empty') return refuse('input-empty', 'there is nothing in it');
  if (seen.type === 'html') return refuse('not-a-feed', 'this is an HTML page');
  if (context.format === 'text') return { ok: true, format: 'text' };
  if (seen.type === 'unknown') return refuse('format-unknown', `no known format: ${seen.what}`);
  if (context.format === 'auto' || context.format === seen.format) return { ok: true, format: seen.format };
  return refuse('format-mismatch', `the source is configured for ${context.format}; this is ${seen.format}`);
}

const refuse = (code: string, message: string): Chosen => ({ ok: false, failure: failure(code, message) });

function parseFormat(
  format: Format,
  decoded: Decoded,
  context: ParseContext,
): Generator<ParseStep, FeedInfo | null> {
  switch (format) {
    case 'rss':
      return parseRss(decoded, context);
    case 'atom':
      return parseAtom(decoded, context);
    case 'json-feed':
      return parseJsonFeed(decoded, context);
    case 'text':
      return parseText(decoded, context);
    case 'newsml-g2':
      return parseNewsmlG2(decoded, context);
    case 'newsml-1.2':
      return parseNewsml1(decoded, context);
    case 'nitf':
      return parseNitf(decoded, context);
    case 'ninjs':
      return parseNinjs(decoded, context);
    case 'ap-json':
      return parseApJson(decoded, context);
    case 'dpa-json':
      return parseDpaJson(decoded, context);
    case 'reuters-sgml':
      return parseReutersSgml(decoded, context);
    case 'iptc7901':
    case 'anpa1312':
    case 'email':
      throw new Error(`unreachable: ${format} is read from its bytes`);
    default:
      return assertNever(format);
  }
}

/** A text is one item: a byte of it that cannot be read is a failure of the whole. */
function* parseText(decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo | null> {
  const [damage] = decoded.damage;
  if (damage === undefined) return (yield* parsePlainText(decoded.text, context)).feed;
  const place = placeOf(decoded.text, damage.offset);
  yield failureStep(failure('charset-undecodable', `byte ${damage.byte} is not UTF-8`, place, 0));
  return null;
}

/** What was found out about the bytes as a whole is said with every item, since each item is kept on its own. */
function* withWarnings(
  steps: Generator<ParseStep, FeedInfo | null>,
  { warnings }: Decoded,
): Generator<ParseStep, FeedInfo | null> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (value.type === 'failure' || warnings.length === 0) yield value;
    else yield { type: 'item', item: { ...value.item, warnings: [...warnings, ...value.item.warnings] } };
  }
}
