// ANPA 1312, "High-speed wire service transmission guidelines" (1984, 1989), as AP, CP and UPI sent it: SYN SYN SOH header STX
// text ETX trailer EOT; `^ … <` lines above the copy, paragraphs begun by a tab, quads `<` and `=`, tables begun by BS with US
// between columns. Profile `anpa1312/1`: the `^` lines are fields, the copy is the body (docs/formats/anpa1312.md).

import type { Kind, Warning } from '../../model/item.ts';
import type { ParseContext, ParseStep, ParseSummary } from '../../model/parse-result.ts';
import { isEmbargoLine } from '../agency/signals.ts';
import type { ItemDraft } from '../item.ts';
import { ANPA_CONTROLS, TABLE_LINE } from '../transmission/controls.ts';
import { type Copy, type CopyLine, readCopy } from '../transmission/copy.ts';
import { messageGuid } from '../transmission/identity.ts';
import { countFits, isBlank, trimmed, wordCount } from '../transmission/lines.ts';
import { type Parts, partsOf } from '../transmission/non-public.ts';
import { readDashedDate } from '../transmission/time.ts';
import {
  type DecodedMessage,
  readTransmission,
  type TransmissionFormat,
} from '../transmission/transmission.ts';
import { readVersionWords } from '../transmission/version-line.ts';
import { ADVISORIES, type Header, readHeader, subjectOfCategory, urgencyOf } from './header.ts';
import { type Opening, readOpening } from './opening.ts';

/** Yields the items of one transmission. It reads bytes, not text: what they mean is this format's own affair. */
export const parseAnpa1312 = (bytes: Uint8Array, context: ParseContext): Generator<ParseStep, ParseSummary> =>
  readTransmission(bytes, context, ANPA_1312);

const ANPA_1312: TransmissionFormat = {
  format: 'anpa1312',
  controls: ANPA_CONTROLS,
  headerAsSent: true,
  draft: draftOf,
};

function draftOf(message: DecodedMessage, context: ParseContext): ItemDraft {
  const header = readHeader(message.header);
  const lines = message.text.split('\n');
  const opening = readOpening(lines);
  const parts = partsOf(lines.slice(opening.length));
  const { copy, summary } = copyOf(opening, parts, header);
  const sent = readDashedDate(message.trailer);
  const versionLines = versionLinesOf(header, opening);
  const words = readVersionWords(versionLines);
  const keywordLine = opening.keywordLine ?? header.keyword;
  return {
    format: 'anpa1312',
    guid: messageGuid({
      format: 'anpa1312',
      number: header.number?.toLowerCase() ?? null,
      date: sent?.date ?? header.filed,
      content: `${trimmed(message.header)}\n${trimmed(message.text)}`,
    }),
    link: null,
    published: sent?.written ?? null,
    updated: null,
    expires: null,
    headline: opening.headline,
    byline: opening.byline,
    credit: opening.credit,
    language: context.language,
    subjects: header.category === null ? [] : [subjectOfCategory(header.category)],
    keywords: [...(keywordLine === null ? [] : [keywordLine]), ...opening.keywords],
    places: [],
    rights: { copyright: null, usageTerms: null, licence: null },
    related: [],
    media: [],
    summary,
    body: { kind: 'html', value: copy.html, base: null },
    wire: {
      version: null,
      status: 'usable',
      kind: kindOf(words.kind, header, keywordLine),
      signals: [...words.signals, ...ownSignals(header, opening)],
      slugline: keywordLine,
      dateline: null,
      urgency: urgencyOf(header),
      embargoedUntil: null,
      edNote:
        [...opening.notes, ...parts.notebook.map(trimmed)].filter((note) => note !== '').join('\n') || null,
    },
    warnings: [
      ...message.warnings,
      ...headerWarnings(header),
      ...(sent === null
        ? [{ code: 'time-missing', message: 'no time of transmission stands after ETX' }]
        : []),
      ...partWarnings(parts, summary),
      ...countWarnings([header.wordCount, opening.keywordCount], message.text, copy),
    ],
  };
}

/** The copy; where there is none, the lines after the headline are it. */
function copyOf(
  opening: Opening,
  { copy }: Parts,
  { isTabular }: Header,
): { copy: Copy; summary: string | null } {
  const read = readCopy(copy.map(copyLine), isTabular);
  const { summary } = opening;
  if (read.html !== '' || summary.length === 0) return { copy: read, summary: summary.join('\n') || null };
  const lines = summary.map((text) => ({ text, ends: true, begins: true }));
  return { copy: readCopy(lines, false), summary: null };
}

/** A tab begins a paragraph, `^` a line of its own, BS a line of a table; `<` and `=` end a line. */
function copyLine(sent: string): CopyLine {
  const line = trimmed(sent);
  const isTable = line.startsWith(TABLE_LINE);
  const isCentred = line.startsWith('^');
  const ends = line.endsWith('<') || (isCentred && line.endsWith('='));
  const bare =
    isTable || isCentred || ends ? line.slice(isTable || isCentred ? 1 : 0, ends ? -1 : undefined) : sent;
  const text = ends ? bare.replace(/@$/, '') : bare;
  return {
    text: text.includes(TABLE_LINE) ? text.replaceAll(TABLE_LINE, ' ') : text,
    ends: ends || isCentred || isTable,
    begins: isCentred || sent.startsWith('\t'),
  };
}

/** Words for editors about the version: the header's version, and what follows the keywords in the keyword line. */
function versionLinesOf(header: Header, { keywordLine }: Opening): string[] {
  const comma = keywordLine?.indexOf(',') ?? -1;
  const inLine = comma < 0 ? null : keywordLine?.slice(comma + 1);
  return [header.version, inLine].flatMap((one) => (one == null || isBlank(one) ? [] : [trimmed(one)]));
}

function kindOf(stated: Kind | null, { category }: Header, keywordLine: string | null): Kind | null {
  if (stated !== null) return stated;
  if (category === ADVISORIES) return 'advisory';
  return /news-?alert/i.test(keywordLine ?? '') ? 'alert' : null;
}

/** `buildItem` looks at the notes as a whole; each of them can forbid publication. */
function ownSignals({ category }: Header, { notes }: Opening): string[] {
  const embargo = notes.some(isEmbargoLine) ? ['embargo'] : [];
  return category === ADVISORIES ? ['advisory', ...embargo] : embargo;
}

function headerWarnings({ understood, number, priority, ...header }: Header): Warning[] {
  const warnings: Warning[] = [];
  if (!understood)
    warnings.push({ code: 'header-not-understood', message: 'the header is not as ANPA 1312 has it' });
  if (number === null)
    warnings.push({
      code: 'guid-missing',
      message: 'no service and number; a digest of the message is used',
    });
  if (priority !== null && urgencyOf({ understood, number, priority, ...header }) === null)
    warnings.push({
      code: 'priority-not-understood',
      message: `${JSON.stringify(priority)} is no known priority`,
    });
  return warnings;
}

function partWarnings({ nonPublic, notebook }: Parts, summary: string | null): Warning[] {
  const warnings: Warning[] = [];
  if (nonPublic.length > 0)
    warnings.push({
      code: 'part-not-public',
      message: `${nonPublic.length} lines not for publication were left out`,
    });
  if (notebook.length > 0)
    warnings.push({ code: 'notebook-in-ed-note', message: 'the notebook for editors is in edNote' });
  if (summary !== null)
    warnings.push({ code: 'lead-in-as-summary', message: 'a line between headline and copy is the summary' });
  return warnings;
}

/** The header and the keyword line count differently (the first in units of the service): one of them must fit. */
function countWarnings(stated: readonly (number | null)[], text: string, { paragraphs }: Copy): Warning[] {
  const counts = stated.filter((count) => count !== null && count > 0);
  if (
    counts.length === 0 ||
    counts.some((count) => count !== null && countFits(count, paragraphs, text, 0.25))
  )
    return [];
  const message = `${counts.join(' and ')} words are stated; there are ${wordCount(paragraphs.join(' '))} in the copy`;
  return [{ code: 'word-count-differs', message }];
}
