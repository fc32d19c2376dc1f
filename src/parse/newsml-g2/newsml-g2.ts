// NewsML-G2 2.0 to 2.35 (IPTC, Core and Power): newsMessage, newsItem, packageItem, conceptItem, knowledgeItem, planningItem,
// catalogItem, lone catalogs. Extraction profile newsml-g2/1 (docs/formats/newsml-g2.md):
//   headline  contentMeta/headline without a role or with a main one, of lowest rank; else NITF's; else itemMeta/title
//   body      one rendition of contentSet (content-set.ts): NITF, XHTML, any XML, text; never what `parts.ts` names
//   status    itemMeta/pubStatus, resolved; without one usable (2.35, pubStatus); not understood: a failure
//   identity  guid; version, by default 1 (2.35, AnyItemType); several items of a message are read one by one

import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { failure, failureStep } from '../failure.ts';
import { buildItem } from '../item.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXmlWire } from '../xml/wire.ts';
import { Catalogs } from './concept.ts';
import { childrenOf } from './elements.ts';
import { type MessageContext, readG2Item } from './g2-item.ts';
import { signalsOf } from './item-meta.ts';

const CONTAINERS = new Set(['newsMessage', 'itemSet']);

/**
 * Yields the items of a message, or the one item. Failure codes besides XML's: `guid-missing`, `item-meta-missing`,
 * `item-not-supported`, `status-unknown`.
 */
export function parseNewsmlG2(
  decoded: Decoded,
  context: ParseContext,
): Generator<ParseStep, FeedInfo | null> {
  let message: MessageContext = { catalogs: new Catalogs(), signals: [], warnings: [] };
  return parseXmlWire(decoded, context, {
    isContainer: ({ local }) => CONTAINERS.has(local),
    isItem: ({ local, parent }) => !(local === 'header' && parent?.local === 'newsMessage'),
    readBeside: (header) => {
      message = readHeader(header);
    },
    readItems: (element, place) => {
      const read = readG2Item(element, message, context);
      if (!read.ok) return [failureStep(failure(read.code, read.message, place.at(), place.index))];
      return [buildItem(read.draft, context, place)];
    },
  });
}

/** newsMessage/header: its catalogs stand in for those that items do not state; of the rest only signals matter here. */
function readHeader(header: XmlElement): MessageContext {
  const catalogs = new Catalogs();
  const fields = childrenOf(header);
  for (const catalog of fields.get('catalog') ?? []) catalogs.add(catalog);
  const { signals, warnings } = signalsOf(fields, catalogs);
  return { catalogs, signals, warnings };
}
