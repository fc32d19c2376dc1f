// What the XML wire formats have in common: strict XML, one pass over the records, one bad item beside its neighbours.

import type { ParseContext, ParseStep } from '../../model/parse-result.ts';
import { type Decoded, damageIn } from '../charset.ts';
import { failure, failureOf, failureStep, type Place, placeFinder } from '../failure.ts';
import type { ItemPlace } from '../item.ts';
import type { XmlElement } from './element.ts';
import { readXml } from './reader.ts';

/** What a format adds to the common reading. */
export interface XmlWireProfile {
  /** True for elements whose children are the records. */
  isContainer(element: XmlElement): boolean;
  isItem(element: XmlElement): boolean;
  /** A record that is no item: an envelope, a catalog. */
  readBeside?(element: XmlElement): void;
  /** The item of a record, and those inside it. */
  readItems(element: XmlElement, place: ItemPlace): readonly ParseStep[];
}

const NO_GUIDS: ReadonlySet<string> = new Set();

/**
 * Yields the items in order. A failure with `index` null ends the reading. A document that is not UTF-8 and states no known charset
 * is refused as `charset-undecodable` (XML 1.0, fifth edition, §4.3.3): its words would be a guess.
 */
export function* parseXmlWire(
  decoded: Decoded,
  context: ParseContext,
  profile: XmlWireProfile,
): Generator<ParseStep, null> {
  if (decoded.guessedAt !== undefined) {
    const message = `byte ${decoded.guessedAt} is not UTF-8, and no known charset is stated`;
    const place = { line: null, column: null, offset: decoded.guessedAt };
    yield failureStep(failure('charset-undecodable', message, place));
    return null;
  }
  const placeAt = placeFinder(decoded.text);
  const { limits, baseUrl } = context;
  const isContainer = (element: XmlElement) => profile.isContainer(element);
  let index = 0;
  try {
    for (const record of readXml(decoded.text, { strict: true, limits, baseUrl, isContainer })) {
      if (!profile.isItem(record)) {
        if (!record.oversize) profile.readBeside?.(record);
        continue;
      }
      if (index >= limits.items) {
        const message = `more than ${limits.items} items; the rest was not read`;
        yield failureStep(failure('too-many-items', message, placeAt(record.start)));
        return null;
      }
      const at = () => placeAt(record.start);
      const place: ItemPlace = { index, at, repeated: NO_GUIDS };
      const unread = unreadable(record, decoded, context, place, placeAt);
      const steps = unread === null ? profile.readItems(record, place) : [unread];
      yield* steps;
      index += steps.length;
    }
  } catch (error) {
    yield failureStep(failureOf(error));
  }
  return null;
}

function unreadable(
  record: XmlElement,
  decoded: Decoded,
  { limits }: ParseContext,
  { index, at }: ItemPlace,
  placeAt: (offset: number) => Place,
): ParseStep | null {
  if (record.oversize) {
    const message = `longer than ${limits.itemText} code units`;
    return failureStep(failure('item-too-long', message, at(), index));
  }
  const damage = damageIn(decoded, record.start, record.end);
  if (damage === undefined) return null;
  const message = `byte ${damage.byte} is not UTF-8`;
  return failureStep(failure('charset-undecodable', message, placeAt(damage.offset), index));
}
