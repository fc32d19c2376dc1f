// The mail's own text as an item: which form of it, and which header becomes which field (docs/formats/email.md).

import type { Subject, Warning } from '../../model/item.ts';
import type { ParseContext, ParseLimits, ParseStep } from '../../model/parse-result.ts';
import { sha256 } from '../../text/digest.ts';
import { words } from '../../text/words.ts';
import { readTime } from '../dates.ts';
import { failure, failureStep, NOWHERE } from '../failure.ts';
import { buildItem, type ItemDraft } from '../item.ts';
import type { HeaderName } from '../text/headers.ts';
import { languageOf } from '../text/language.ts';
import { type Copy, copyOfHtml, copyOfText, htmlOfText } from './copy.ts';
import type { Headers } from './header.ts';
import type { Entity } from './mime.ts';
import { type Body, type Sorted, textOf } from './parts.ts';
import { readSubject } from './subject.ts';

export interface Story {
  readonly headline: string | null;
  readonly paragraphs: readonly string[];
  readonly words: readonly string[];
  readonly charset: string | null;
  /** The item or the failure in its place; `null` where there is no text. */
  step(index: number): ParseStep | null;
}

/** @throws {StetError} where a text part cannot be read. */
export function readStory({ headers }: Entity, sorted: Sorted, context: ParseContext): Story {
  const warnings = [...sorted.warnings];
  const subject = readSubject(headers, warnings);
  const reading: Reading = { subject, limits: context.limits, warnings };
  const { copy, charset, isWhole } = chooseCopy(sorted.bodies, reading);
  const isEmpty = copy.paragraphs.length === 0;
  // A headline alone is an alert; where something was left out or no part was found, it is only what is left of a story.
  const isAlert = copy.headline !== null && sorted.bodies.length > 0 && isWhole;
  const leftOut = sorted.warnings.some(({ code }) => code === 'attachment-left-out');
  return {
    headline: copy.headline,
    paragraphs: copy.paragraphs,
    words: copy.words,
    charset,
    step(index) {
      if (isEmpty && (!isAlert || leftOut)) return null;
      if (length(copy) > context.limits.itemText) return tooLong(copy, context, index);
      const draft = draftOf(headers, copy, warnings, context);
      const step = buildItem(
        draft,
        { ...context, language: null },
        { index, at: () => NOWHERE, repeated: NOTHING_REPEATED },
      );
      if (step.type === 'failure') return step;
      const refusal = isWhole ? copy.refusal : (copy.refusal ?? NOT_WHOLE);
      return {
        type: 'item',
        item: { ...step.item, disclaimer: copy.disclaimer, refusal: step.item.refusal ?? refusal },
      };
    },
  };
}

const NOTHING_REPEATED: ReadonlySet<string> = new Set();

const NOT_WHOLE: Warning = { code: 'email-cut-off', message: 'the text of the mail is cut off or damaged' };

const length = (copy: Copy): number => copy.body.value.length;

const tooLong = (copy: Copy, { limits }: ParseContext, index: number): ParseStep =>
  failureStep(
    failure('item-too-long', `${length(copy)} characters; the limit is ${limits.itemText}`, undefined, index),
  );

interface Choice {
  readonly copy: Copy;
  readonly charset: string | null;
  /** No part of the text is cut off or damaged. */
  readonly isWhole: boolean;
}

interface Reading {
  readonly subject: ReturnType<typeof readSubject>;
  readonly limits: ParseLimits;
  readonly warnings: Warning[];
}

function chooseCopy(bodies: readonly Body[], reading: Reading): Choice {
  const [only] = bodies;
  if (only !== undefined && bodies.length === 1) return chooseForm(only, reading);
  const { subject, limits, warnings } = reading;
  const reader = new PartReader(limits);
  const parts = bodies.map(({ text, html }) => {
    const part = html ?? text;
    return { isHtml: html !== null, text: part === null ? '' : reader.read(part, warnings) };
  });
  const copy = parts.some(({ isHtml }) => isHtml)
    ? copyOfHtml(parts.map(({ isHtml, text }) => (isHtml ? text : htmlOfText(text))).join('\n'), subject)
    : copyOfText(parts.map(({ text }) => text).join('\n\n'), null, subject);
  warnings.push(...copy.warnings);
  return { copy, charset: reader.charset, isWhole: reader.isWhole };
}

/** HTML where there is both, unless it cannot be verified or has less than half of the words. */
function chooseForm({ text, html }: Body, { subject, limits, warnings }: Reading): Choice {
  const plain =
    text === null ? null : readForm(text, limits, (written) => copyOfText(written, flowedOf(text), subject));
  const rich = html === null ? null : readForm(html, limits, (written) => copyOfHtml(written, subject));
  const chosen = rich === null || (plain !== null && isBetter(plain.copy, rich.copy)) ? plain : rich;
  if (chosen === null) return { copy: copyOfText('', null, subject), charset: null, isWhole: true };
  if (rich !== null && plain !== null) noteDifference(rich.copy, plain.copy, chosen === plain, warnings);
  warnings.push(...chosen.warnings, ...chosen.copy.warnings);
  return chosen;
}

const isBetter = (plain: Copy, rich: Copy): boolean =>
  plain.words.length > 0 && (rich.refusal !== null || rich.words.length * 2 < plain.words.length);

/** How its lines were broken; `null` for lines that are as they should be. */
function flowedOf({ parameters }: Entity): { readonly deleteSpace: boolean } | null {
  if (parameters.get('format')?.toLowerCase() !== 'flowed') return null;
  return { deleteSpace: parameters.get('delsp')?.toLowerCase() === 'yes' };
}

function readForm(
  part: Entity,
  limits: ParseLimits,
  copyOf: (text: string) => Copy,
): Choice & { warnings: readonly Warning[] } {
  const warnings: Warning[] = [];
  const reader = new PartReader(limits);
  const copy = copyOf(reader.read(part, warnings));
  return { copy, charset: reader.charset, isWhole: reader.isWhole, warnings };
}

class PartReader {
  readonly #limits: ParseLimits;
  charset: string | null = null;
  isWhole = true;

  constructor(limits: ParseLimits) {
    this.#limits = limits;
  }

  read(part: Entity, warnings: Warning[]): string {
    const told: Warning[] = [];
    const { text, charset } = textOf(part, this.#limits, told);
    warnings.push(...told);
    this.charset ??= charset;
    if (part.cutOff || told.some(({ code }) => code === 'transfer-encoding-broken')) this.isWhole = false;
    return text;
  }
}

function noteDifference(html: Copy, text: Copy, usesText: boolean, warnings: Warning[]): void {
  const used = usesText ? 'plain text' : 'HTML';
  if (html.words.join(' ') !== text.words.join(' '))
    warnings.push({
      code: 'alternatives-differ',
      message: `HTML and plain text do not say the same; the ${used} was used`,
    });
}

function draftOf(headers: Headers, copy: Copy, warnings: Warning[], context: ParseContext): ItemDraft {
  const at = (name: HeaderName): string | null => copy.lines.get(name) || null;
  const list = (name: HeaderName): string[] => entries(at(name));
  const time = timeOf(headers, copy, warnings, context);
  const text = copy.paragraphs.join('\n');
  return {
    format: 'email',
    guid: guidOf(headers, copy, context),
    link: linkOf(at('link')),
    published: null,
    updated: time,
    expires: at('expires'),
    headline: copy.headline,
    byline: at('byline') ?? bylineOf(copy.paragraphs),
    credit: at('credit'),
    language: languageOf(
      at('language') ?? headers.text('content-language')?.split(',')[0] ?? null,
      context.language,
      text || (copy.headline ?? ''),
      warnings,
    ),
    subjects: list('category').map((name): Subject => ({ scheme: null, code: null, name })),
    keywords: [...list('keywords'), ...entries(headers.text('keywords'))],
    places: [],
    rights: { copyright: at('copyright'), usageTerms: at('usage'), licence: null },
    related: [],
    media: [],
    summary: at('summary'),
    body: copy.body,
    wire: {
      version: context.version ?? at('version') ?? storyHeader(headers, VERSION_HEADERS),
      status: 'usable',
      kind: null,
      signals: [],
      slugline: at('slugline'),
      dateline: null,
      urgency: urgencyOf(at('urgency'), warnings),
      embargoedUntil: copy.lines.has('embargo') ? (at('embargo') ?? 'not stated') : null,
      edNote: at('edNote'),
    },
    warnings,
  };
}

const entries = (written: string | null): string[] =>
  (written ?? '')
    .split(/[;,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const GUID_HEADERS = [
  'x-story-guid',
  'x-story-id',
  'x-guid',
  'x-item-id',
  'x-newsitem-id',
  'x-article-id',
  'guid',
];
const VERSION_HEADERS = ['x-story-version', 'x-item-version'];

const storyHeader = (headers: Headers, names: readonly string[]): string | null =>
  names.map((name) => headers.text(name)).find((value) => value !== null) ?? null;

/** The same for the story sent as HTML and as plain text, in whatever mailing: by words, not by `Message-ID`. */
function guidOf(headers: Headers, copy: Copy, context: ParseContext): string {
  const stated = context.guid ?? storyHeader(headers, GUID_HEADERS) ?? copy.lines.get('guid');
  if (stated) return stated;
  return `email:${sha256(`${words(copy.headline ?? '').join(' ')}\n${copy.words.join(' ')}`)}`;
}

/** Of the text's own header line, else of the forwarded mail where it can be read, else of the mail. */
function timeOf(headers: Headers, copy: Copy, warnings: Warning[], context: ParseContext): string | null {
  const stated = copy.lines.get('date');
  if (stated) return stated;
  const sent = headers.text('date')?.replace(/\s*\([^()]{0,100}\)\s*$/, '') ?? null;
  const forwarded = copy.forwarded?.date ?? null;
  if (forwarded === null) return sent;
  if (readTime(forwarded, context).time !== null) return forwarded;
  warnings.push({
    code: 'time-not-understood',
    message: `${JSON.stringify(forwarded)} of the forwarded mail is no time; that of the mail is used`,
  });
  return sent;
}

function linkOf(written: string | null): string | null {
  const url = written === null ? null : URL.parse(written);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** IPTC's numbers only: the importance of a mail (`X-Priority`, `Importance`) is a matter between mail programs. */
function urgencyOf(written: string | null, warnings: Warning[]): number | null {
  if (written === null) return null;
  if (/^[1-8]$/.test(written)) return Number(written);
  warnings.push({
    code: 'urgency-not-understood',
    message: `${JSON.stringify(written)} is no IPTC urgency (1 to 8)`,
  });
  return null;
}

const BYLINE = /^by:?\s+(?=\p{Lu})[\p{L}\p{M}\p{N} .,'’&/|–—-]{3,100}$/iu;

/** `By Jane Roe, Example Agency` above the copy; it stays in the text. */
function bylineOf([first, second]: readonly string[]): string | null {
  if (first === undefined || second === undefined || !BYLINE.test(first) || /[.:;]$/.test(first)) return null;
  return first.replace(/^by:?\s+/i, '').trim();
}
