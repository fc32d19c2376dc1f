// IPTC 7901, "The IPTC Recommended Message Format", 5th edition 1995: §4 frame, §5 header, §6 text, §7 and ISO-IR 26 control
// characters, Annex C code extension; with the conventions of dpa's IPTC 7901 service. Profile `iptc7901/1`: headline and byline
// stand above the copy and not in it; the copy is the body; notebook and non-public blocks are not (docs/formats/iptc7901.md).

import type { Kind, Warning } from '../../model/item.ts';
import type { ParseContext, ParseStep, ParseSummary } from '../../model/parse-result.ts';
import { findDateline } from '../agency/dateline.ts';
import { isEmbargoLine } from '../agency/signals.ts';
import { line } from '../html-text.ts';
import type { ItemDraft } from '../item.ts';
import { IPTC_CONTROLS } from '../transmission/controls.ts';
import { type Copy, type CopyLine, readCopy } from '../transmission/copy.ts';
import { messageGuid } from '../transmission/identity.ts';
import { countFits, isBlank, trimmed, wordCount } from '../transmission/lines.ts';
import { headingsOf, type Parts, partsOf } from '../transmission/non-public.ts';
import { readDayClock, type TransmissionTime } from '../transmission/time.ts';
import {
  type DecodedMessage,
  readTransmission,
  type TransmissionFormat,
} from '../transmission/transmission.ts';
import { readVersionWords } from '../transmission/version-line.ts';
import { type Header, keywordsOf, readHeader, subjectOfCategory } from './header.ts';
import { type Opening, readOpening } from './opening.ts';

/** Yields the items of one transmission. It reads bytes, not text: what they mean is this format's own affair. */
export const parseIptc7901 = (bytes: Uint8Array, context: ParseContext): Generator<ParseStep, ParseSummary> =>
  readTransmission(bytes, context, IPTC_7901);

const IPTC_7901: TransmissionFormat = {
  format: 'iptc7901',
  controls: IPTC_CONTROLS,
  headerAsSent: false,
  draft: draftOf,
};

function draftOf(message: DecodedMessage, context: ParseContext): ItemDraft {
  const header = readHeader(message.header);
  const lines = message.text.split('\n');
  const opening = readOpening(lines);
  const parts = partsOf(lines.slice(opening.length));
  const { copy, leadIn } = withoutLeadIn(readCopy(parts.copy.map(copyLine), false));
  const sent = readDayClock(message.trailer, context.receivedAt);
  const words = readVersionWords([...opening.notes, ...header.keywordLines]);
  const warnings = [
    ...message.warnings,
    ...headerWarnings(header),
    ...trailerWarnings(sent),
    ...partWarnings(parts, leadIn),
    ...countWarnings(header, message.text, copy),
  ];
  return {
    format: 'iptc7901',
    guid: messageGuid({
      format: 'iptc7901',
      number: header.number?.toLowerCase() ?? null,
      date: sent?.date ?? null,
      content: `${trimmed(message.header)}\n${trimmed(message.text)}`,
    }),
    link: null,
    published: sent?.written ?? null,
    updated: null,
    expires: null,
    headline: opening.headline,
    byline: opening.byline,
    credit: agencyOf(header),
    language: context.language,
    subjects: header.category === null ? [] : [subjectOfCategory(header.category)],
    keywords: keywordsOf(header.keywordLines),
    places: [],
    rights: { copyright: null, usageTerms: null, licence: null },
    related: [],
    media: [],
    summary: leadIn,
    body: { kind: 'html', value: copy.html, base: null },
    wire: {
      version: null,
      status: 'usable',
      kind: kindOf(words.kind, parts),
      signals: [...words.signals, ...embargoSignal(opening, parts)],
      slugline: sluglineOf(header),
      dateline: null,
      urgency: urgencyOf(header),
      embargoedUntil: null,
      edNote: edNoteOf(opening, parts),
    },
    warnings,
  };
}

/** `<` and `≡` at the end of a line say that it ends there (a quad), whatever its length. */
function copyLine(text: string): CopyLine {
  const last = text.trimEnd();
  const ends = last.endsWith('<') || last.endsWith('≡');
  return { text: ends ? last.slice(0, -1) : text, ends, begins: false };
}

const urgencyOf = ({ priority }: Header): number | null =>
  priority === null || priority > 8 ? null : priority;

const sluglineOf = ({ keywordLines }: Header): string | null =>
  line(keywordLines.map((one) => one.replace(/\/$/, '')).join(' '));

/** The agency's sign in the optional part of the header: `dpa 0456`, `KNA 170123-…`. */
function agencyOf({ optional }: Header): string | null {
  const [, agency] = /(?:^|\s)([A-Za-z]{2,5}(?:-[A-Za-z]{2,4})?)\s+\d/.exec(optional ?? '') ?? [];
  return agency ?? null;
}

/**
 * dpa puts the teaser of a story above its dateline, and counts the words without it. It is the summary, as in dpa's other formats.
 * Of other agencies a paragraph above the dateline is copy.
 */
function withoutLeadIn(copy: Copy): { copy: Copy; leadIn: string | null } {
  const [first, second] = copy.paragraphs;
  if (first === undefined || second === undefined || first.includes('\n')) return { copy, leadIn: null };
  const credit = findDateline(second.slice(0, 200), null)?.credit ?? '';
  const isLeadIn =
    /^dpa\b/.test(credit) &&
    findDateline(first, null) === null &&
    !isEmbargoLine(first) &&
    !first.startsWith('(');
  if (!isLeadIn) return { copy, leadIn: null };
  const html = copy.html.slice(copy.html.indexOf('\n') + 1);
  return { copy: { html, paragraphs: copy.paragraphs.slice(1) }, leadIn: first };
}

/** Nothing but lines that are not for publication: a message to editors. */
function kindOf(stated: Kind | null, { copy, notebook, nonPublic }: Parts): Kind | null {
  if (stated !== null) return stated;
  const isEmpty = copy.every(isBlank);
  return isEmpty && notebook.length + nonPublic.length > 0 ? 'advisory' : null;
}

/** `buildItem` looks at the edges of the copy and the note as a whole; each line of the notes can forbid publication too. */
function embargoSignal({ notes }: Opening, { notebook }: Parts): string[] {
  const forbids = (text: string): boolean => isEmbargoLine(text) || SPERRFRIST.test(text);
  return notes.some(forbids) || notebook.some(forbids) ? ['embargo'] : [];
}

const SPERRFRIST = /^[^\p{L}\p{N}]*(?:sperrfrist|gesperrt bis)\b/iu;

function edNoteOf({ notes }: Opening, { notebook, closing }: Parts): string | null {
  const { paragraphs } = readCopy(
    notebook.map((text) => ({ text, ends: false, begins: /^#|^ ?[-*] /.test(text) })),
    false,
  );
  return [...notes, ...paragraphs, ...(closing === null ? [] : [closing])].join('\n') || null;
}

function headerWarnings({ understood, number }: Header): Warning[] {
  const warnings: Warning[] = [];
  if (!understood)
    warnings.push({ code: 'header-not-understood', message: 'the header line is not as IPTC 7901 has it' });
  if (number === null)
    warnings.push({
      code: 'guid-missing',
      message: 'no service and number; a digest of the message is used',
    });
  return warnings;
}

const trailerWarnings = (sent: TransmissionTime | null): Warning[] =>
  sent === null ? [{ code: 'time-missing', message: 'no time of transmission stands after ETX' }] : [];

function partWarnings({ notebook, nonPublic }: Parts, leadIn: string | null): Warning[] {
  const warnings: Warning[] = [];
  if (nonPublic.length > 0) {
    const headings = headingsOf(nonPublic);
    const names = headings.length > 0 ? ` (${headings.join(', ')})` : '';
    const message = `${nonPublic.length} lines not for publication were left out${names}`;
    warnings.push({ code: 'part-not-public', message });
  }
  if (notebook.length > 0)
    warnings.push({ code: 'notebook-in-ed-note', message: 'the notebook for editors is in edNote' });
  if (leadIn !== null)
    warnings.push({ code: 'lead-in-as-summary', message: 'the paragraph above the dateline is the summary' });
  return warnings;
}

/** Agencies count differently (with or without headline and notes): only a count outside of all ways is wrong. */
function countWarnings({ wordCount: stated }: Header, text: string, { paragraphs }: Copy): Warning[] {
  if (stated === null || stated === 0 || countFits(stated, paragraphs, text, 0.1)) return [];
  const message = `the header counts ${stated} words; there are ${wordCount(paragraphs.join(' '))} in the copy`;
  return [{ code: 'word-count-differs', message }];
}
