// NewsML 1.0 to 1.2 (IPTC NewsML DTD). No DTD, catalog or topic set is fetched; those in the document are kept unused.
// Extraction profile newsml-1/1 (docs/formats/newsml-1.md):
//   headline  NewsLines/HeadLine of the text's NewsComponent or of the nearest around it, else the NITF's hl1
//   body      DataContent of the main text: NITF (profile nitf/1), XHTML or plain text; never a caption
//   identity  PublicIdentifier without its revision; version: RevisionId
//   status    Status with StatusWillChange; an Update or a NewsItem without content amends and never replaces

import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { parseXmlWire } from '../xml/wire.ts';
import { textOf } from './elements.ts';
import { type Envelope, readNewsItems } from './item.ts';

/** Yields the items of a NewsML document in order; failures stand where items could not be read. */
export function parseNewsml1(decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo | null> {
  let envelope: Envelope = { sent: null };
  return parseXmlWire(decoded, context, {
    isContainer: ({ parent, local }) => parent === null && local === 'NewsML',
    isItem: ({ local }) => local === 'NewsItem',
    readBeside: (element) => {
      if (element.local === 'NewsEnvelope') envelope = { sent: textOf(element, 'DateAndTime') };
    },
    readItems: (item, place) => readNewsItems(item, envelope, context, place),
  });
}
