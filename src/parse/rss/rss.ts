// RSS 0.90, 0.91 (Netscape, UserLand), 0.92, 0.93, 0.94, 1.0 (RDF), 2.0 (RSS Advisory Board, 2.0.11), with the modules content 1.0,
// Dublin Core 1.1 and terms, Media RSS 1.5.1, Atom in RSS. Extraction profile rss/1 (docs/formats/rss.md):
//   headline  title (RSS 2.0 "Elements of <item>"), read as HTML of one line; tags that are none of HTML's stay as text
//   body      content:encoded (content 1.0 §3), else xhtml:body, else atom:content, else description, else dc:description
//   summary   description where the body came from elsewhere; plain text
//   times     pubDate (RFC 822), dc:date and dcterms (W3CDTF), atom:updated
//   identity  guid, else atom:id, else rdf:about, else dc:identifier

import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXmlFeed } from '../xml/feed.ts';
import { readChannel } from './channel.ts';
import { readItem } from './item.ts';

/** Yields the items of an RSS feed; failures stand where items could not be read. Returns what the channel says of itself. */
export const parseRss = (decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo> =>
  parseXmlFeed(decoded, context, { isContainer, isItem, readFeed: readChannel, readItem });

const isContainer = (element: XmlElement): boolean =>
  element.parent === null
    ? element.key === 'rss' || element.key === 'rdf:rdf'
    : element.key === 'channel' && element.parent.parent === null;

const isItem = (element: XmlElement): boolean => element.key === 'item';
