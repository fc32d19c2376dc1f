// Reads an export as a receiver would, with Stet's own parsers: what would come out otherwise than it went in is not sent.

import type { Format, ParsedItem } from '../../model/item.ts';
import { DEFAULT_LIMITS, type ParseContext } from '../../model/parse-result.ts';
import { parse } from '../../parse/parse.ts';
import type { PublishedStory } from './story.ts';

const ENCODER = new TextEncoder();

/** What differs between the story and what is read out of its export; `null` when nothing does. */
export function differenceIn(written: string, format: Format, { entry }: PublishedStory): string | null {
  const { parsed } = entry.post;
  const steps = [...parse(ENCODER.encode(written), contextFor(format, parsed, entry.updated))];
  const [step] = steps;
  if (step === undefined || steps.length > 1) return `${steps.length} stories would be read out of it`;
  if (step.type === 'failure') return `it could not be read: ${step.failure.message}`;
  const { item } = step;
  if (item.refusal !== null) return `its text could not be verified: ${item.refusal.message}`;
  if (item.text !== parsed.text) return 'another text would be read out of it';
  if (item.headline !== parsed.headline && !(isFeed(format) && parsed.headline === null))
    return 'another headline would be read out of it';
  if (item.status !== 'usable') return `it would be taken for ${item.status}`;
  return isNotice(item) && !isNotice(parsed) ? `it would be taken for a notice (${item.kind})` : null;
}

/** The title of an entry without a headline is the opening words of its text. */
const isFeed = (format: Format): boolean => format === 'rss' || format === 'atom' || format === 'json-feed';

const isNotice = ({ kind }: ParsedItem): boolean => kind === 'advisory' || kind === 'kill' || kind === 'test';

const contextFor = (format: Format, { provider }: ParsedItem, receivedAt: string): ParseContext => ({
  format,
  provider,
  timezone: 'UTC',
  language: null,
  charset: null,
  conventions: [],
  emptyEmbargo: 'hold',
  contentType: null,
  baseUrl: null,
  receivedAt,
  guid: null,
  version: null,
  limits: DEFAULT_LIMITS,
});
