// E-mail: RFC 5322 with MIME (RFC 2045 to 2049, 2183, 2231, 2387, 3676, 1847 as far as reading goes). Extraction profile email/1
// (docs/formats/email.md):
//   story     the text of the mail, or of the mail forwarded in it, without signature and list footer; HTML before plain text
//   headline  `Headline:` at the top of the text, else the subject without what mail programs and lists put before it
//   identity  a story's own header (X-Story-ID and the like), else a digest of headline and words that HTML and plain text share
//   attached  every part in a format that Stet reads gives its own items

import type { ParsedItem, Warning } from '../../model/item.ts';
import type { ParseContext, ParseFailure, ParseStep, ParseSummary } from '../../model/parse-result.ts';
import { words } from '../../text/words.ts';
import { failure, failureOf, failureStep } from '../failure.ts';
import { recogniseBytes } from '../recognise-bytes.ts';
import { taken } from './footers.ts';
import { contentOf, type Entity, readMessage } from './mime.ts';
import { type Sorted, sortParts } from './parts.ts';
import { readStory, type Story } from './story.ts';

/** Reads an attachment in whatever format it is in. */
export type ParsePart = (bytes: Uint8Array, context: ParseContext) => Generator<ParseStep, ParseSummary>;

/**
 * Yields the items of one mail, or of each mail of an mbox file. Failures: `email-no-headers`, `email-no-story`, `email-not-a-story`,
 * `email-encrypted`, `header-unreadable`, `transfer-encoding-unknown`, `charset-unsupported`, `charset-undecodable`,
 * `too-deep`, `too-many-parts`, `too-many-items`, `item-too-long`, and those of what is attached.
 */
export function* parseEmail(
  bytes: Uint8Array,
  context: ParseContext,
  parsePart: ParsePart,
): Generator<ParseStep, ParseSummary> {
  const arrival: Arrival = { context, parsePart, index: 0, charset: null };
  for (const raw of messagesIn(bytes)) {
    yield* readMail(raw, arrival, 0);
    if (arrival.index < context.limits.items) continue;
    yield failureStep(failure('too-many-items', `more than ${context.limits.items} items`));
    break;
  }
  return { format: 'email', charset: arrival.charset, feed: null };
}

interface Arrival {
  readonly context: ParseContext;
  readonly parsePart: ParsePart;
  /** Items and failures so far. */
  index: number;
  /** Of the first text that was read. */
  charset: string | null;
}

const MBOX_LINE = /^From \S{1,200} .{0,40}\d{4}\s*$/;

/** One mail, one character per byte; of an mbox file (RFC 4155) each, without the `>` before its lines that begin `From `. */
function* messagesIn(bytes: Uint8Array): Generator<string> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const raw = (whole.includes('\n') ? whole : whole.replaceAll('\r', '\n')).replace(
    /^(?:\xef\xbb\xbf)?\s*/,
    '',
  );
  if (!raw.startsWith('From ')) {
    yield raw;
    return;
  }
  let start = lineAfter(raw, 0);
  for (let at = raw.indexOf('\nFrom ', start); at >= 0; at = raw.indexOf('\nFrom ', at + 1)) {
    const next = lineAfter(raw, at + 1);
    if (!isBlankLine(raw, at) || !MBOX_LINE.test(raw.slice(at + 1, Math.min(next, at + 300)))) continue;
    yield unstuffed(raw.slice(start, at));
    start = next;
  }
  yield unstuffed(raw.slice(start));
}

const isBlankLine = (raw: string, end: number): boolean =>
  raw[end - 1] === '\n' || (raw[end - 1] === '\r' && raw[end - 2] === '\n');

function lineAfter(raw: string, at: number): number {
  const end = raw.indexOf('\n', at);
  return end < 0 ? raw.length : end + 1;
}

const unstuffed = (raw: string): string => raw.replace(/^>(>*From )/gm, '$1');

/** Mails inside mails. */
const DEEPEST = 8;

function* readMail(raw: string, arrival: Arrival, depth: number): Generator<ParseStep> {
  try {
    if (depth > DEEPEST) {
      yield fail(arrival, failure('too-deep', `more than ${DEEPEST} mails inside each other`));
      return;
    }
    const message = readMessage(raw, arrival.context.limits);
    yield* readParts(message, arrival, depth);
  } catch (error) {
    yield fail(arrival, failureOf(error));
  }
}

const fail = (arrival: Arrival, value: ParseFailure): ParseStep =>
  failureStep({ ...value, index: arrival.index++ });

function* readParts(message: Entity, arrival: Arrival, depth: number): Generator<ParseStep> {
  const trouble = unusable(message);
  if (trouble !== null) {
    yield fail(arrival, trouble);
    return;
  }
  const sorted = sortParts(message);
  const { story, trouble: unread } = attempt(() => readStory(message, sorted, arrival.context));
  // A text that can't be read costs nothing of what is attached.
  if (unread !== null) yield fail(arrival, unread);
  arrival.charset ??= story.charset;
  const told = yield* readAttached(sorted, story, arrival, depth);
  if (told.isOver || unread !== null) return;
  const step = story.step(arrival.index);
  if (step === null) {
    yield fail(arrival, nothingIn(sorted));
    return;
  }
  arrival.index += 1;
  yield step;
}

function attempt(read: () => Story): { story: Story; trouble: ParseFailure | null } {
  try {
    return { story: read(), trouble: null };
  } catch (error) {
    return { story: NO_STORY, trouble: failureOf(error) };
  }
}

const NO_STORY: Story = { headline: null, paragraphs: [], words: [], charset: null, step: () => null };

function unusable({ headers }: Entity): ParseFailure | null {
  if (!MAIL_HEADERS.some((name) => headers.has(name)))
    return failure('email-no-headers', 'it has no header lines of a mail');
  if (headers.isUnreadable('subject'))
    return failure('header-unreadable', 'the subject is in characters that cannot be read');
  const automatic = `${headers.raw('auto-submitted') ?? ''} ${headers.raw('precedence') ?? ''}`;
  if (/auto[-_]replied|auto[-_]reply/i.test(automatic) || headers.has('x-autoreply'))
    return failure('email-not-a-story', 'an automatic reply, not a story');
  return null;
}

const MAIL_HEADERS = [
  'from',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'to',
  'received',
];

function nothingIn({ warnings }: Sorted): ParseFailure {
  const left = warnings.filter(({ code }) => code === 'attachment-left-out').map(({ message }) => message);
  return failure('email-no-story', ['there is no text in it', ...left].join('; ').slice(0, 500));
}

/** A text of fewer words beside an attached story only says that the story is attached. */
const FEWEST_WORDS = 50;

/** Reads what is attached. `isOver` says that the mail's own text is no story beside it. */
function* readAttached(
  { attached }: Sorted,
  story: Story,
  arrival: Arrival,
  depth: number,
): Generator<ParseStep, { isOver: boolean }> {
  if (attached.length === 0) return { isOver: false };
  const isForwarder = attached.some(({ type }) => type === 'message/rfc822');
  const isCover = isForwarder || story.words.length < FEWEST_WORDS;
  const cover = isCover ? coverOf(story) : null;
  const coverWords = ` ${story.words.join(' ')} `;
  let isTold = false;
  for (const part of attached) {
    for (const step of readPart(part, arrival, depth)) {
      if (step.type === 'failure') {
        yield step;
        continue;
      }
      isTold ||= ` ${words(`${step.item.headline ?? ''}\n${step.item.text}`).join(' ')} `.includes(
        coverWords,
      );
      yield { type: 'item', item: cover === null ? step.item : covered(step.item, cover) };
    }
  }
  return { isOver: isCover || isTold };
}

interface Cover {
  /** The mail's own text as an item of its own, for what it says about the stories in it. */
  readonly item: ParsedItem | null;
  readonly warnings: readonly Warning[];
}

function coverOf(story: Story): Cover {
  const step = story.step(0);
  const text = taken(story.paragraphs);
  const message = `the text of the mail around it was left out: ${JSON.stringify(text)}`;
  return {
    item: step?.type === 'item' ? step.item : null,
    warnings: text === '' ? [] : [{ code: 'cover-text-left-out', message }],
  };
}

/** Signals of the cover that hold for what it covers. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'embargo',
  'embargo-open',
  'kill',
  'withhold',
  'test',
  'advisory',
]);
const MESSAGES: readonly ParsedItem['kind'][] = ['advisory', 'kill', 'test'];

/** The attached item under what the mail around it says: a kill or an embargo above a story is meant for the story. */
function covered(item: ParsedItem, { item: cover, warnings }: Cover): ParsedItem {
  const all = { ...item, warnings: [...item.warnings, ...warnings] };
  if (cover === null) return all;
  const passed = cover.signals.filter((signal) => PASSED_ON.has(signal));
  const isMessage = MESSAGES.includes(cover.kind) && (item.kind === 'story' || item.kind === 'alert');
  return {
    ...all,
    kind: isMessage ? cover.kind : item.kind,
    status: item.status === 'usable' ? cover.status : item.status,
    embargoedUntil: later(item.embargoedUntil, cover.embargoedUntil),
    signals: [...new Set([...item.signals, ...passed])],
  };
}

const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

function* readPart(part: Entity, arrival: Arrival, depth: number): Generator<ParseStep> {
  const content = contentOf(part);
  const name = part.filename ?? part.type;
  if (content === null) {
    yield fail(arrival, failure('transfer-encoding-unknown', `${name}: an unknown transfer encoding`));
    return;
  }
  if (content.damage !== null || part.cutOff) {
    const what = content.damage ?? 'the mail ends before its end';
    yield fail(arrival, failure('attachment-broken', `${name}: ${what}`));
    return;
  }
  // Not by the one parser: it does not know how deep it is.
  if (part.type === 'message/rfc822' || recogniseBytes(content.bytes) === 'email') {
    yield* readMail(Buffer.from(content.bytes).toString('latin1').replace(/^\s+/, ''), arrival, depth + 1);
    return;
  }
  const inner: ParseContext = {
    ...arrival.context,
    ...{ format: 'auto', contentType: contentTypeOf(part), baseUrl: null, guid: null, version: null },
  };
  for (const step of arrival.parsePart(content.bytes, inner)) {
    if (step.type === 'item') {
      arrival.index += 1;
      yield step;
    } else yield fail(arrival, { ...step.failure, message: `${name}: ${step.failure.message}` });
  }
}

const contentTypeOf = ({ type, parameters }: Entity): string => {
  const charset = parameters.get('charset');
  return charset === undefined ? type : `${type}; charset=${charset.replace(/[^\w.:+-]/g, '')}`;
};
