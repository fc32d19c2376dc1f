// Plain text as agencies mail it or drop it into a folder: header lines, perhaps a headline, copy, sign-off. One file is one
// story. The extraction profile is docs/formats/text.md.

import type { Direction, ParsedItem, Warning } from '../../model/item.ts';
import type { ParseContext, ParseStep, ParseSummary } from '../../model/parse-result.ts';
import { sha256 } from '../../text/digest.ts';
import { directionOfLanguage, directionOfText } from '../../text/direction.ts';
import { type Fragment, fragmentOfParagraphs } from '../../text/fragment.ts';
import { isByline } from '../agency/byline.ts';
import { findDateline, openingDateline, placesOf } from '../agency/dateline.ts';
import { takeDisclaimer } from '../agency/disclaimer.ts';
import { findSignOff } from '../agency/sign-off.ts';
import {
  bothEmbargoes,
  embargoSignals,
  isEmbargoLine,
  type ReadSignals,
  readSignals,
  strictestStatus,
} from '../agency/signals.ts';
import { readTime } from '../dates.ts';
import { failure, failureStep } from '../failure.ts';
import { type HeaderName, readHeaders } from './headers.ts';
import { languageOf } from './language.ts';
import { splitParagraphs } from './paragraphs.ts';

/**
 * Reads one story out of decoded text. Failures: `empty-input`, `not-text`, `item-too-long`. Identity is the transport's guid,
 * else a `Guid:` header, else `text:` and the SHA-256 of the canonical text, under which an update is another item.
 */
export function* parsePlainText(decoded: string, context: ParseContext): Generator<ParseStep, ParseSummary> {
  const summary: ParseSummary = { format: 'text', charset: null, feed: null };
  const problem = unreadable(decoded, context);
  if (problem !== null) {
    yield failureStep(problem);
    return summary;
  }
  yield { type: 'item', item: new Story(decoded, context).item() };
  return summary;
}

/** More control characters than one in this many characters, and the input is no text. */
const CONTROL_SHARE = 50;
const CONTROLS = /[\0-\x08\x0e-\x1f]/g;

function unreadable(decoded: string, context: ParseContext) {
  if (decoded.replace(/^\ufeff/, '').trim() === '')
    return failure('empty-input', 'there is nothing but white space');
  const controls = decoded.match(CONTROLS)?.length ?? 0;
  if (controls * CONTROL_SHARE > decoded.length) {
    return failure('not-text', `${controls} of ${decoded.length} characters are control characters`);
  }
  if (decoded.length > context.limits.itemText) {
    return failure(
      'item-too-long',
      `${decoded.length} characters; the limit is ${context.limits.itemText}`,
      undefined,
      0,
    );
  }
  return null;
}

class Story {
  readonly #context: ParseContext;
  readonly #headers: ReadonlyMap<HeaderName, string>;
  readonly #warnings: Warning[] = [];
  readonly #paragraphs: readonly string[];
  readonly #disclaimer: string | null;
  readonly #headline: string | null;
  readonly #fragment: Fragment;

  constructor(decoded: string, context: ParseContext) {
    this.#context = context;
    const { values, copy } = readHeaders(this.#cleanLines(decoded));
    this.#headers = values;
    const { paragraphs, disclaimer } = takeDisclaimer(splitParagraphs(copy));
    this.#disclaimer = disclaimer;
    const opening = this.#header('headline') === null ? headlineOf(paragraphs) : null;
    this.#headline = this.#header('headline') ?? opening;
    this.#paragraphs = opening === null ? paragraphs : paragraphs.slice(1);
    this.#fragment = fragmentOfParagraphs(this.#paragraphs);
  }

  item(): ParsedItem {
    const date = this.#time('date');
    const stated = this.#time('embargo');
    const expires = this.#time('expires');
    const found = this.#read(date);
    // An embargo in words that are not understood must not be lost, whatever time stands elsewhere.
    const unread = this.#headers.has('embargo') && stated === null;
    const embargo = bothEmbargoes({ until: stated, open: unread }, found.embargo);
    const language = languageOf(
      this.#header('language'),
      this.#context.language,
      this.#fragment.text,
      this.#warnings,
    );
    const copy = this.#paragraphs.slice(found.before);
    const byline = this.#header('byline') ?? bylineOf(copy);
    const dateline = openingDateline(copy, this.#headerDay() ?? this.#context.receivedAt);
    return {
      format: 'text',
      provider: this.#context.provider,
      guid: this.#guid(),
      version: this.#context.version ?? this.#header('version'),
      versionCreated: date,
      firstCreated: null,
      status: strictestStatus('usable', found.status),
      kind: found.kind,
      signals: [...new Set([...found.signals, ...embargoSignals(embargo)])],
      headline: this.#headline,
      slugline: this.#header('slugline'),
      byline,
      dateline,
      credit: this.#header('credit') ?? dateline?.credit ?? null,
      urgency: this.#urgency(),
      language,
      direction: this.#direction(language),
      subjects: this.#list('category').map((name) => ({ scheme: null, code: null, name })),
      keywords: this.#list('keywords'),
      places: placesOf(dateline),
      embargoedUntil: embargo.until,
      expires,
      edNote: [this.#header('edNote'), found.notes].filter((note) => note !== null).join('\n') || null,
      rights: { copyright: this.#header('copyright'), usageTerms: this.#header('usage'), licence: null },
      related: [],
      media: [],
      summary: this.#header('summary'),
      link: this.#link(),
      signOff: findSignOff(this.#fragment.text.split('\n')),
      disclaimer: this.#disclaimer,
      bodyHtml: this.#fragment.html,
      text: this.#fragment.text,
      refusal: this.#fragment.refusal,
      textSha256: this.#fragment.textSha256,
      warnings: [...this.#warnings, ...this.#fragment.warnings],
    };
  }

  /** One kind of line end; a form feed ends a paragraph; NUL carries no text and can't be written to HTML. */
  #cleanLines(decoded: string): string {
    const lines = decoded
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n')
      .replaceAll('\f', '\n\n');
    const controls = lines.match(CONTROLS);
    if (controls === null) return lines;
    this.#warn(
      'control-characters',
      `${controls.length} control characters in the text; NUL was left out, others stay`,
    );
    return lines.replaceAll('\0', '');
  }

  #warn(code: string, message: string): void {
    this.#warnings.push({ code, message });
  }

  #header(name: HeaderName): string | null {
    return this.#headers.get(name) || null;
  }

  #list(name: HeaderName): string[] {
    return (this.#header(name) ?? '')
      .split(/[;,]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }

  #guid(): string {
    const supplied = this.#context.guid ?? this.#header('guid');
    if (supplied !== null) return supplied;
    const { text, textSha256 } = this.#fragment;
    return `text:${text === '' ? sha256(this.#headline ?? '') : textSha256}`;
  }

  #time(name: 'date' | 'embargo' | 'expires'): string | null {
    const written = this.#header(name);
    if (written === null) return null;
    const { time, warnings } = readTime(written, this.#context);
    this.#warnings.push(...warnings);
    if (time !== null && !/\d{1,2}:\d{2}/.test(written)) {
      this.#warn('date-without-time', `${JSON.stringify(written)} was read as the start of that day`);
    }
    return time;
  }

  /** The calendar day as the header states it, whatever the zone. */
  #headerDay(): string | null {
    const written = this.#header('date');
    return written === null ? null : (readTime(written, { timezone: 'UTC' }).time ?? null);
  }

  #read(date: string | null): ReadSignals {
    const { conventions, receivedAt, timezone } = this.#context;
    const found = readSignals(
      {
        headline: this.#headline,
        slugline: this.#header('slugline'),
        paragraphs: this.#paragraphs,
        edNote: this.#header('edNote'),
      },
      { conventions, itemDate: date ?? receivedAt, timezone },
    );
    this.#warnings.push(...found.warnings);
    return found;
  }

  #urgency(): number | null {
    const written = this.#header('urgency');
    if (written === null) return null;
    if (/^[1-8]$/.test(written)) return Number(written);
    this.#warn('urgency-not-understood', `${JSON.stringify(written)} is no IPTC urgency (1 to 8)`);
    return null;
  }

  #link(): string | null {
    const written = this.#header('link');
    const url = written === null ? null : URL.parse(written, this.#context.baseUrl ?? undefined);
    return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
  }

  #direction(language: string | null): Direction | null {
    return (
      directionOfText(this.#fragment.text || (this.#headline ?? '')) ??
      (language === null ? null : directionOfLanguage(language))
    );
  }
}

/** Longer first lines are copy. */
const LONGEST_HEADLINE = 140;
/** A headline stands above copy, not above another short line. */
const SHORTEST_COPY = 60;

/** A short first line without a full stop, set apart from the copy below it. */
function headlineOf(paragraphs: readonly string[]): string | null {
  const [first, ...copy] = paragraphs;
  if (first === undefined || copy.length === 0) return null;
  const isHeadline =
    !first.includes('\n') &&
    first.length <= LONGEST_HEADLINE &&
    /\s/.test(first) &&
    !/[.:;,…。।۔]["”’'»)]*$/u.test(first) &&
    !/^["“‘«(]/.test(first) &&
    !isByline(first) &&
    !isEmbargoLine(first) &&
    !NOTE.test(first) &&
    findDateline(first, null) === null &&
    copy.some((paragraph) => paragraph.length >= SHORTEST_COPY);
  return isHeadline ? first : null;
}

/** Stands above the headline where an agency sends one. */
const NOTE = /^(?:eds|attn|editors)\.?\s?:/i;

/** `By Jane Roe, Example Agency` on a line of its own above the copy; it stays in the text. */
function bylineOf(paragraphs: readonly string[]): string | null {
  const [first] = paragraphs;
  if (first === undefined || paragraphs.length < 2 || !isByline(first)) return null;
  return first.replace(/^\p{L}+:?\s+/u, '').trim();
}
