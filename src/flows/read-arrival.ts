// Bytes -> what will be decided on. All that costs time per item happens here (parsing, digests, folding for search), so that it can run
// on the main thread for small arrivals and on another for large ones.

import type { ItemId, Sha256 } from '../model/ids.ts';
import { itemId } from '../model/ids.ts';
import type { ParsedItem, Warning } from '../model/item.ts';
import type { ParseContext, ParseFailure, ParseSummary } from '../model/parse-result.ts';
import { parse } from '../parse/parse.ts';
import { sha256 } from '../text/digest.ts';
import { textOfHtml } from '../text/html.ts';
import { isShownAsStored, showFragment } from '../text/show.ts';
import { searchWords } from '../views/search-index.ts';

export interface ReadItem {
  readonly type: 'item';
  readonly id: ItemId;
  readonly parsed: ParsedItem;
  readonly digest: Sha256;
  readonly words: string;
  /** True when the item is beyond the newest N of a first arrival. */
  readonly beyondFirstRun: boolean;
}

export type ReadStep = ReadItem | { readonly type: 'failure'; readonly failure: ParseFailure };

/** Steps that are taken together. */
export interface ReadChunk {
  readonly steps: readonly ReadStep[];
  /** Set on the last chunk of an arrival. */
  readonly summary: ParseSummary | null;
}

export interface ReadOptions {
  readonly context: ParseContext;
  readonly hotlinkImages: boolean;
  /** Set on a source's first arrival: how many of its newest items to publish. */
  readonly newest: number | null;
}

export function* readArrival(bytes: Uint8Array, options: ReadOptions): Generator<ReadStep, ParseSummary> {
  const kept = options.newest === null ? null : newestItems(bytes, options.context, options.newest);
  const steps = parse(bytes, options.context);
  const told = new Map<ItemId, Set<Sha256>>();
  let index = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (step.value.type === 'failure') {
      yield step.value;
      continue;
    }
    const item = readItem(step.value.item, options.hotlinkImages, kept !== null && !kept.has(index));
    const tellings = told.get(item.id) ?? new Set();
    told.set(item.id, tellings.add(item.digest));
    if (tellings.size <= MOST_VERSIONS) yield item;
    else if (tellings.size === MOST_VERSIONS + 1) yield tooManyVersions(item.parsed.guid, index);
    index++;
  }
}

/** Versions of one item taken from one arrival. An item's whole history is rewritten with each, and no story has more in one feed. */
const MOST_VERSIONS = 1_000;

const tooManyVersions = (guid: string, index: number): ReadStep => ({
  type: 'failure',
  failure: {
    code: 'too-many-versions',
    message: `more than ${MOST_VERSIONS} different items have the guid ${JSON.stringify(guid.slice(0, 200))}; the others were not read`,
    ...{ line: null, column: null, offset: null, index },
  },
});

/** (provider, guid) -> id: the head of SHA-256, 64 bits. */
export function identify(provider: string, guid: string): ItemId {
  return itemId(sha256(`${provider}\0${guid}`).slice(0, 16));
}

export function readItem(item: ParsedItem, hotlinkImages: boolean, beyondFirstRun: boolean): ReadItem {
  const parsed = item.refusal === null ? { ...item, refusal: shownDiffers(item, hotlinkImages) } : item;
  return {
    type: 'item',
    id: identify(parsed.provider, parsed.guid),
    parsed,
    digest: versionDigest(parsed),
    words: searchWords(parsed),
    beyondFirstRun,
  };
}

/**
 * What makes two parsed items one version. The list is fixed, so that a later program, which may know more fields, still recognises what an
 * earlier one has kept.
 */
function versionDigest(item: ParsedItem): Sha256 {
  const { version, versionCreated, status, kind, headline, slugline, byline, bodyHtml, textSha256, summary } =
    item;
  const { urgency, language, embargoedUntil, expires, edNote, signals, link, media, refusal } = item;
  return sha256(
    JSON.stringify([
      [version, versionCreated, status, kind, headline, slugline, byline, bodyHtml, textSha256, summary],
      [urgency, language, embargoedUntil, expires, edNote, signals, link],
      media.map(({ url, caption, credit }) => [url, caption, credit]),
      refusal?.code ?? null,
    ]),
  );
}

/** The last check before publication: what the page will show, read back, is what was sent. Headline and every paragraph. */
function shownDiffers(item: ParsedItem, hotlinkImages: boolean): Warning | null {
  if (!isShownAsStored(item.bodyHtml)) {
    const shown = showFragment(item.bodyHtml, { hotlinkImages });
    if (shown.text !== item.text) return difference('text-differs', item.text, shown.text);
  }
  if (item.headline === null) return null;
  const headline = textOfHtml(`<p>${escapeText(item.headline)}</p>`);
  if (!headline.ok) return { code: headline.code, message: `the headline: ${headline.message}` };
  const sent = item.headline.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '');
  return headline.text === sent ? null : difference('headline-differs', sent, headline.text);
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const CONTEXT = 40;

function difference(code: string, sent: string, shown: string): Warning {
  let at = 0;
  while (at < sent.length && sent[at] === shown[at]) at++;
  const part = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - CONTEXT), at + CONTEXT));
  return { code, message: `sent ${part(sent)}, would show ${part(shown)} (from character ${at} on)` };
}

/** Positions of the newest `count` items: by the agency's time; items without one count in the order they stand, after the others. */
function newestItems(bytes: Uint8Array, context: ParseContext, count: number): ReadonlySet<number> {
  const times: { index: number; time: string }[] = [];
  for (const step of parse(bytes, context)) {
    if (step.type !== 'item') continue;
    times.push({ index: times.length, time: step.item.versionCreated ?? step.item.firstCreated ?? '' });
  }
  times.sort((a, b) => (a.time === b.time ? a.index - b.index : a.time < b.time ? 1 : -1));
  return new Set(times.slice(0, count).map(({ index }) => index));
}
