// What every run must keep, whatever the bytes were: the promises of ParsedItem and ParseFailure, and that nothing is silent.

import { FORMATS, type ParsedItem } from '../../src/model/item.ts';
import type { ParseContext, ParseFailure, ParseSummary } from '../../src/model/parse-result.ts';
import { parse } from '../../src/parse/parse.ts';
import { sha256 } from '../../src/text/digest.ts';
import { textOfHtml } from '../../src/text/html.ts';

/** A promise that was not kept: a stable code, and what was found. */
export interface Breach {
  readonly code: string;
  readonly detail: string;
}

/** The first promise that this input breaks, or `null`. */
export function breachOf(bytes: Uint8Array, context: ParseContext): Breach | null {
  try {
    return breachOfSteps(bytes, context);
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { code: `uncaught ${firstPlace(stack)}`, detail: stack };
  }
}

/** Two exceptions from one line of the code are one fault. */
const firstPlace = (stack: string): string =>
  /\/((?:src|node_modules)\/[^\s)]+:\d+):\d+/.exec(stack)?.[1] ?? 'nowhere';

function breachOfSteps(bytes: Uint8Array, context: ParseContext): Breach | null {
  const steps = parse(bytes, context);
  let first: Breach | null = null;
  let count = 0;
  let over = false;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return first ?? breachOfFeed(value) ?? (count === 0 ? breachOfSilence(value) : null);
    count += 1;
    if (over) first ??= { code: 'goes on after the end', detail: JSON.stringify(value).slice(0, 400) };
    if (value.type === 'item') first ??= breachOfItem(value.item, context);
    else {
      first ??= breachOfFailure(value.failure, bytes.byteLength);
      over = value.failure.index === null;
    }
  }
}

function breachOfFeed({ feed }: ParseSummary): Breach | null {
  const broken = brokenString(feed);
  return broken === null
    ? null
    : { code: 'NUL or half of a character in the feed', detail: JSON.stringify(broken) };
}

/** Feeds and answers may be empty; of a message something must be said. */
const LISTS: ReadonlySet<string> = new Set(['rss', 'atom', 'json-feed', 'ninjs', 'ap-json', 'dpa-json']);

const breachOfSilence = ({ format }: ParseSummary): Breach | null =>
  format !== null && LISTS.has(format)
    ? null
    : { code: 'silent', detail: `${format}: neither item nor failure` };

const KEYS: Readonly<Record<keyof ParsedItem, (value: unknown) => boolean>> = {
  format: (value) => FORMATS.some((format) => format === value),
  provider: isText,
  guid: isText,
  version: isTextOrNull,
  versionCreated: isTimeOrNull,
  firstCreated: isTimeOrNull,
  status: oneOf('usable', 'withheld', 'canceled'),
  kind: oneOf('story', 'alert', 'advisory', 'kill', 'test', 'picture', 'package', 'planning', 'concept'),
  signals: (value) => Array.isArray(value) && value.every(isKebab) && new Set(value).size === value.length,
  headline: isTextOrNull,
  slugline: isTextOrNull,
  byline: isTextOrNull,
  dateline: (value) => value === null || hasTexts(value, ['text'], ['place', 'date', 'credit']),
  credit: isTextOrNull,
  urgency: (value) => value === null || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 9),
  language: (value) => value === null || (typeof value === 'string' && LANGUAGE.test(value)),
  direction: (value) => value === null || value === 'ltr' || value === 'rtl',
  subjects: listOf((value) => hasTexts(value, [], ['scheme', 'code', 'name'])),
  keywords: listOf(isText),
  places: listOf(isText),
  embargoedUntil: isTimeOrNull,
  expires: isTimeOrNull,
  edNote: isTextOrNull,
  rights: (value) => hasTexts(value, [], ['copyright', 'usageTerms', 'licence']),
  related: listOf((value) => hasTexts(value, ['rel', 'guid'], [])),
  media: listOf((value) => hasTexts(value, ['url'], ['type', 'caption', 'credit'])),
  summary: isTextOrNull,
  link: isTextOrNull,
  signOff: isTextOrNull,
  disclaimer: isTextOrNull,
  bodyHtml: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string',
  refusal: (value) => value === null || isNote(value),
  textSha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  warnings: listOf(isNote),
};

/** BCP 47 by its form: subtags of 1 to 8 letters and digits. */
const LANGUAGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;

function breachOfItem(item: ParsedItem, { provider }: ParseContext): Breach | null {
  const record: Readonly<Record<string, unknown>> = { ...item };
  for (const [key, holds] of Object.entries(KEYS)) {
    if (!(key in record)) return { code: `key ${key} is missing`, detail: item.format };
    if (!holds(record[key]))
      return { code: `${key} of ${item.format}`, detail: JSON.stringify(record[key]).slice(0, 400) };
  }
  const extra = Object.keys(record).find((key) => !(key in KEYS));
  if (extra !== undefined) return { code: `unknown key ${extra}`, detail: item.format };
  if (item.provider !== provider) return { code: 'provider', detail: item.provider };
  if (item.textSha256 !== sha256(item.text)) return { code: 'textSha256', detail: item.textSha256 };
  return breachOfText(item) ?? breachOfStrings(item);
}

/** What will be shown, read again, is the text; lines recognised in it stand in it. */
function breachOfText(item: ParsedItem): Breach | null {
  const { format, text, signOff, refusal } = item;
  if (signOff !== null && !text.includes(signOff))
    return { code: `signOff of ${format} not in the text`, detail: signOff };
  if (refusal !== null) return null;
  const shown = textOfHtml(item.bodyHtml);
  if (!shown.ok)
    return { code: `bodyHtml of ${format} refused: ${shown.code}`, detail: item.bodyHtml.slice(0, 400) };
  return shown.text === text
    ? null
    : { code: `text of ${format}`, detail: JSON.stringify([shown.text, text]).slice(0, 800) };
}

/** Halves of characters cannot be written in UTF-8, NUL not into PostgreSQL. */
function breachOfStrings(item: ParsedItem): Breach | null {
  if (item.refusal !== null) return null;
  for (const [key, value] of Object.entries(item)) {
    const broken = brokenString(value);
    if (broken === null) continue;
    const what = broken.isWellFormed() ? 'NUL' : 'half of a character';
    return { code: `${what} in ${key} of ${item.format}`, detail: JSON.stringify(broken).slice(0, 400) };
  }
  return null;
}

function brokenString(value: unknown): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? value : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const inner of Object.values(value)) {
    const broken = brokenString(inner);
    if (broken !== null) return broken;
  }
  return null;
}

function breachOfFailure(failure: ParseFailure, bytes: number): Breach | null {
  const wrong = (what: string): Breach => ({ code: `failure's ${what}`, detail: JSON.stringify(failure) });
  if (!isKebab(failure.code)) return wrong('code');
  if (failure.message.trim() === '') return wrong('message');
  if (!isPlace(failure.line, 1, bytes + 1)) return wrong('line');
  if (!isPlace(failure.column, 1, bytes + 2)) return wrong('column');
  if (!isPlace(failure.offset, 0, bytes + 1)) return wrong('offset');
  return isPlace(failure.index, 0, bytes) ? null : wrong('index');
}

const isPlace = (value: number | null, least: number, most: number): boolean =>
  value === null || (Number.isInteger(value) && value >= least && value <= most);

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isTimeOrNull(value: unknown): boolean {
  if (value === null) return true;
  return (
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value
  );
}

function isKebab(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value);
}

function isNote(value: unknown): boolean {
  return hasTexts(value, ['code', 'message'], []) && isKebab(field(value, 'code'));
}

function oneOf(...values: readonly string[]): (value: unknown) => boolean {
  return (value) => values.some((one) => one === value);
}

function listOf(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(holds);
}

function hasTexts(value: unknown, stated: readonly string[], optional: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    stated.every((key) => typeof field(value, key) === 'string') &&
    optional.every((key) => field(value, key) === null || typeof field(value, key) === 'string')
  );
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
