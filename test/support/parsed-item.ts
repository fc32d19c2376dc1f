// An invented item as a parser would give it, for tests that start behind the parsers.

import type { ParsedItem } from '../../src/model/item.ts';
import { sha256 } from '../../src/text/digest.ts';

export function parsedItem(given: Partial<ParsedItem> = {}): ParsedItem {
  const text = given.text ?? 'SALTMARCH, March 4 (Harbour Wire) - The ferry came back at noon.';
  return {
    format: 'rss',
    provider: 'harbour.example',
    guid: 'tide',
    version: null,
    versionCreated: null,
    firstCreated: null,
    status: 'usable',
    kind: 'story',
    signals: [],
    headline: 'Ferry returns to Saltmarch',
    slugline: null,
    byline: null,
    dateline: null,
    credit: null,
    urgency: null,
    language: 'en',
    direction: 'ltr',
    subjects: [],
    keywords: [],
    places: [],
    embargoedUntil: null,
    expires: null,
    edNote: null,
    rights: { copyright: null, usageTerms: null, licence: null },
    related: [],
    media: [],
    summary: null,
    link: null,
    signOff: null,
    disclaimer: null,
    bodyHtml: `<p>${text}</p>`,
    textSha256: sha256(text),
    refusal: null,
    warnings: [],
    ...given,
    text,
  };
}
