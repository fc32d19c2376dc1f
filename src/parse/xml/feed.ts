// What RSS and Atom have in common: one pass over the records, items out as they come, one bad item beside its neighbours.

import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import { type Decoded, damageIn } from '../charset.ts';
import { failure, failureOf, failureStep, type Place, placeFinder } from '../failure.ts';
import { GuidUse } from '../identity.ts';
import { buildItem, type ItemDraft } from '../item.ts';
import type { XmlElement } from './element.ts';
import { readXml } from './reader.ts';
import type { XmlOptions } from './records.ts';

/** What a format adds to the common reading. */
export interface XmlFeedProfile {
  isContainer(element: XmlElement): boolean;
  isItem(element: XmlElement): boolean;
  /** What the feed says of itself in the elements beside the items, those read so far. */
  readFeed(feed: FeedParts, context: ParseContext): FeedInfo;
  readItem(element: XmlElement, feed: FeedInfo, context: ParseContext): ItemDraft;
}

export interface FeedParts {
  /** The innermost container so far: the channel or the feed; `null` for a lone entry. */
  readonly container: XmlElement | null;
  readonly elements: readonly XmlElement[];
}

/** Elements beside the items that are kept; real feeds have tens. */
const MAXIMUM_FEED_ELEMENTS = 1000;

export function* parseXmlFeed(
  decoded: Decoded,
  context: ParseContext,
  profile: XmlFeedProfile,
): Generator<ParseStep, FeedInfo> {
  const repeated = repeatedGuids(decoded, context, profile);
  const beside = new FeedElements(profile, context);
  const placeAt = placeFinder(decoded.text);
  let index = 0;
  try {
    for (const record of readXml(decoded.text, beside.options())) {
      if (!profile.isItem(record)) {
        beside.add(record);
        continue;
      }
      if (index >= context.limits.items) {
        yield failureStep(tooManyItems(context.limits.items, placeAt(record.start)));
        break;
      }
      yield readRecord({ record, index, decoded, context, placeAt }, () =>
        buildItem(withMendings(profile.readItem(record, beside.info(), context), record), context, {
          index,
          repeated,
          at: () => placeAt(record.start),
        }),
      );
      index += 1;
    }
  } catch (error) {
    yield failureStep(failureOf(error));
  }
  return beside.info();
}

/** XML does not allow what was mended, so the item says so. */
function withMendings(draft: ItemDraft, { mended }: XmlElement): ItemDraft {
  if (mended === 0) return draft;
  const message = `${mended} ampersands were not escaped and were read as ampersands`;
  return { ...draft, warnings: [...draft.warnings, { code: 'xml-ampersand', message }] };
}

const tooManyItems = (limit: number, place: Place) =>
  failure('too-many-items', `more than ${limit} items; the rest was not read`, place);

interface Reading {
  readonly record: XmlElement;
  readonly index: number;
  readonly decoded: Decoded;
  readonly context: ParseContext;
  readonly placeAt: (offset: number) => Place;
}

function readRecord(
  { record, index, decoded, context, placeAt }: Reading,
  build: () => ParseStep,
): ParseStep {
  if (record.oversize) {
    const message = `longer than ${context.limits.itemText} code units`;
    return failureStep(failure('item-too-long', message, placeAt(record.start), index));
  }
  const damage = damageIn(decoded, record.start, record.end);
  if (damage !== undefined) {
    const message = `byte ${damage.byte} is not UTF-8`;
    return failureStep(failure('charset-undecodable', message, placeAt(damage.offset), index));
  }
  return build();
}

class FeedElements {
  readonly #profile: XmlFeedProfile;
  readonly #context: ParseContext;
  readonly #elements: XmlElement[] = [];
  #container: XmlElement | null = null;
  #info: FeedInfo | null = null;

  constructor(profile: XmlFeedProfile, context: ParseContext) {
    this.#profile = profile;
    this.#context = context;
  }

  options(): XmlOptions {
    const isContainer = (element: XmlElement): boolean => {
      if (!this.#profile.isContainer(element)) return false;
      this.#container = element;
      this.#info = null;
      return true;
    };
    return { limits: this.#context.limits, baseUrl: this.#context.baseUrl, isContainer };
  }

  add(element: XmlElement): void {
    if (this.#elements.length >= MAXIMUM_FEED_ELEMENTS || element.oversize) return;
    this.#elements.push(element);
    this.#info = null;
  }

  info(): FeedInfo {
    this.#info ??= this.#profile.readFeed(
      { container: this.#container, elements: this.#elements },
      this.#context,
    );
    return this.#info;
  }
}

const ID =
  /<(?:[\w.-]+:)?(?:guid|id)\b[^<>]{0,200}>([^<]{1,1000}|<!\[CDATA\[[^\]]{1,1000}\]\]>)<\/|\babout\s*=\s*"([^"]{1,1000})"/g;

/** Guids used for different links. The feed is read twice only where some id is written twice in it. */
function repeatedGuids(
  decoded: Decoded,
  context: ParseContext,
  profile: XmlFeedProfile,
): ReadonlySet<string> {
  const use = new GuidUse();
  if (!someIdTwice(decoded.text)) return use.repeated();
  const beside = new FeedElements(profile, context);
  let index = 0;
  try {
    for (const record of readXml(decoded.text, beside.options())) {
      if (!profile.isItem(record)) beside.add(record);
      else {
        if (index >= context.limits.items) break;
        index += 1;
        const draft = profile.readItem(record, beside.info(), context);
        use.note(draft.guid, draft.link);
      }
    }
  } catch (error) {
    // The second reading reports it; here only bugs must not pass.
    failureOf(error);
  }
  return use.repeated();
}

function someIdTwice(text: string): boolean {
  const seen = new Set<string>();
  for (const [, id, about] of text.matchAll(ID)) {
    const value = id ?? about ?? '';
    if (seen.has(value)) return true;
    seen.add(value);
  }
  return false;
}
