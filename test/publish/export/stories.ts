// Stories as the public sees them, from versions: what the writers are given in the tests.

import type { ParsedItem, PubStatus } from '../../../src/model/item.ts';
import { DEFAULT_LIMITS, type ParseContext } from '../../../src/model/parse-result.ts';
import { parse } from '../../../src/parse/parse.ts';
import { type ExportFormat, WRITERS } from '../../../src/publish/export/formats.ts';
import type { PublishedStory, TakenDownStory } from '../../../src/publish/export/story.ts';
import { messagesFor } from '../../../src/publish/i18n/languages.ts';

const PUBLISHER = { name: 'Meridian Ledger Society', url: 'https://ledger.example' };
const URL = 'https://ledger.example/world/harbour-bridge-0000000000000001';
export const LABEL = messagesFor(null, 'en').labelUnread;

export const published = (parsed: ParsedItem, label = LABEL): PublishedStory => ({
  status: 'usable',
  publisher: PUBLISHER,
  entry: {
    post: {
      parsed,
      title: parsed.headline ?? (parsed.text.slice(0, 40).toWellFormed() || 'untitled'),
      headlineSent: parsed.headline !== null,
      language: parsed.language,
      urgency: parsed.urgency,
      publishedAt: '2026-11-22T12:00:00.000Z',
      receivedAt: '2026-11-22T11:59:58.000Z',
      versions: 2,
      label: { read: false },
    },
    url: URL,
    label,
    agency: 'Northwind Press Agency',
    credit: parsed.credit ?? 'Northwind Press',
    html: parsed.bodyHtml,
    updated: '2026-11-22T12:05:00.000Z',
    names: [...parsed.keywords],
    media: [],
  },
});

export const takenDown = (
  { guid, version, language }: ParsedItem,
  status: Exclude<PubStatus, 'usable'>,
): TakenDownStory => ({
  status,
  publisher: PUBLISHER,
  url: URL,
  agency: 'Northwind Press Agency',
  guid,
  version,
  versions: 2,
  language,
  takenDownAt: '2026-11-22T13:00:00.000Z',
  notice: messagesFor(null, 'en').gone,
});

const CONTEXT: ParseContext = {
  format: 'auto',
  provider: 'northwind.example',
  timezone: 'UTC',
  language: null,
  charset: null,
  conventions: [],
  emptyEmbargo: 'hold',
  contentType: null,
  baseUrl: null,
  receivedAt: '2026-11-22T12:10:00.000Z',
  guid: null,
  version: null,
  limits: DEFAULT_LIMITS,
};

/** What Stet itself reads out of an export. */
export function readBack(written: string, format: ExportFormat): readonly ParsedItem[] {
  const context = { ...CONTEXT, contentType: WRITERS[format].mediaType };
  return [...parse(new TextEncoder().encode(written), context)].map((step) => {
    if (step.type === 'failure') throw new Error(`${step.failure.code}: ${step.failure.message}`);
    return step.item;
  });
}

/** The items of a file; what cannot be read is passed over. */
export const readBytes = (bytes: Uint8Array): readonly ParsedItem[] =>
  [...parse(bytes, CONTEXT)].flatMap((step) => (step.type === 'item' ? [step.item] : []));
