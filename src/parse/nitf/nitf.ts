// NITF 2.5 to 3.6 (IPTC News Industry Text Format), with and without namespace. The DTD is never fetched. Extraction profile
// nitf/1 (docs/formats/nitf.md):
//   headline  body.head/hedline/hl1; body: body.content, then the public tagline and bibliography of body.end
//   identity  docdata/doc-id, else uno, else du-key with the day of issue; version: du-key
//   status    docdata/management-status; a date.release after the issue is an embargo

import type { Kind } from '../../model/item.ts';
import type { FeedInfo, ParseContext, ParseStep } from '../../model/parse-result.ts';
import type { Decoded } from '../charset.ts';
import { readTime } from '../dates.ts';
import { failure, failureStep } from '../failure.ts';
import { buildItem, type ItemDraft, type ItemPlace, languageTag } from '../item.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXmlWire } from '../xml/wire.ts';
import { type NitfHead, nitfEmbargo, readNitfHead } from './docdata.ts';
import { type NitfParts, readNitfParts } from './parts.ts';

/** Yields the one item of an NITF document. Failure codes besides XML's: `status-unknown`. */
export const parseNitf = (decoded: Decoded, context: ParseContext): Generator<ParseStep, FeedInfo | null> =>
  parseXmlWire(decoded, context, {
    isContainer: () => false,
    isItem: ({ local }) => local === 'nitf',
    readItems: (nitf, place) => [readItem(nitf, context, place)],
  });

function readItem(nitf: XmlElement, context: ParseContext, place: ItemPlace): ParseStep {
  const head = readNitfHead(nitf);
  if (head.status === 'unknown') {
    const message = `the management-status ${JSON.stringify(head.stated)} is not known`;
    return failureStep(failure('status-unknown', message, place.at(), place.index));
  }
  const parts = readNitfParts(nitf, nitf.base ?? context.baseUrl);
  return buildItem(draftOf(head, parts, context), context, place);
}

function draftOf(head: NitfHead, parts: NitfParts, context: ParseContext): ItemDraft {
  const embargo = nitfEmbargo(head, context);
  const notes = [...head.notes, ...parts.notes];
  const summary = parts.abstract ?? (parts.subheadlines.join(' ') || null);
  return {
    format: 'nitf',
    guid: head.guid,
    link: null,
    published: head.issued,
    updated: latest([head.issued, ...head.revisions], context),
    expires: head.expires,
    headline: parts.headline,
    byline: parts.byline,
    credit: parts.credit,
    language: languageTag(head.language),
    subjects: head.subjects,
    keywords: head.keywords,
    places: head.places,
    rights: { ...head.rights, usageTerms: head.rights.usageTerms ?? parts.rights },
    related: head.related,
    media: parts.media,
    summary,
    body: parts.body,
    wire: {
      version: head.version,
      status: head.status === 'embargoed' || head.status === 'unknown' ? 'usable' : head.status,
      kind: head.kind ?? kindOf(parts),
      signals: embargo.open ? [...head.signals, 'embargo'] : head.signals,
      slugline: head.slugline,
      dateline: parts.dateline,
      urgency: head.urgency,
      embargoedUntil: embargo.until,
      edNote: notes.length === 0 ? null : notes.join('\n'),
    },
    warnings: [...head.warnings, ...parts.warnings, ...leftOut(parts)],
  };
}

/** A headline over notes to editors is no alert. */
const kindOf = ({ body, notes }: NitfParts): Kind | null =>
  notes.length > 0 && !/>[^<]*[^<\t\n\f\r ]/.test(`>${body.value}`) ? 'advisory' : null;

/** Only one field can hold a summary; what an abstract displaces is named. */
function leftOut({ abstract, subheadlines }: NitfParts) {
  if (abstract === null || subheadlines.length === 0) return [];
  return [{ code: 'subheadline-left-out', message: `not in the copy: ${subheadlines.join(' / ')}` }];
}

/** The latest of several times, as written; one that cannot be read counts only where it stands alone. */
function latest(written: readonly (string | null)[], context: ParseContext): string | null {
  const [only, ...more] = written.filter((text) => text !== null);
  if (more.length === 0) return only ?? null;
  let found: { readonly text: string; readonly time: string } | null = null;
  for (const text of written) {
    const time = text === null ? null : readTime(text, context).time;
    if (text !== null && time !== null && (found === null || time > found.time)) found = { text, time };
  }
  return found?.text ?? written.find((text) => text !== null) ?? null;
}
