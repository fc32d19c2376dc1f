// One NewsItem: from its management, its text and what stands around the text to the parsed item (docs/formats/newsml-1.md).

import type { Kind, PubStatus, Warning } from '../../model/item.ts';
import type { ParseContext, ParseStep } from '../../model/parse-result.ts';
import { readTime } from '../dates.ts';
import { failure, failureOf, failureStep } from '../failure.ts';
import type { SentText } from '../html-text.ts';
import { buildItem, type ItemDraft, type ItemPlace } from '../item.ts';
import { nitfBlocks } from '../nitf/body.ts';
import { type NitfHead, nitfEmbargo } from '../nitf/docdata.ts';
import type { NitfParts } from '../nitf/parts.ts';
import { elements, type XmlElement } from '../xml/element.ts';
import { languageOf, lineAround, readStory, type Story } from './component.ts';
import { type Content, readContent } from './content.ts';
import { childrenOf, wordOf } from './elements.ts';
import { type Management, readManagement } from './management.ts';
import {
  bylineAround,
  keywordsAround,
  placesAround,
  providerAround,
  rightsAround,
  subHeadlines,
  subjectsAround,
  typedLines,
} from './metadata.ts';

/** What the envelope says for items that do not say it. */
export interface Envelope {
  /** When it was sent, as written. */
  readonly sent: string | null;
}

/**
 * The item of a NewsItem and those of the NewsItems inside it. Failure codes: `status-unknown`, `item-not-supported`,
 * `content-elsewhere`, `encoding-not-supported`, and XML's where escaped NITF is broken.
 */
export function readNewsItems(
  item: XmlElement,
  envelope: Envelope,
  context: ParseContext,
  place: ItemPlace,
): ParseStep[] {
  const story = readStory(item, context);
  const steps = [readNewsItem(item, story, envelope, context, place)];
  for (const inner of story.items)
    steps.push(...readNewsItems(inner, envelope, context, { ...place, index: place.index + steps.length }));
  return steps;
}

/** NewsItems that carry vocabularies or documents about NewsML. */
const NOT_NEWS = new Set(['topicset', 'catalog', 'dtd', 'maintenance', 'schema']);

function readNewsItem(
  item: XmlElement,
  story: Story,
  envelope: Envelope,
  context: ParseContext,
  place: ItemPlace,
): ParseStep {
  const refuse = (code: string, message: string) =>
    failureStep(failure(code, message, place.at(), place.index));
  const read = readManagement(item, context);
  if (!read.ok) return refuse(read.code, read.message);
  const { management } = read;
  const isTopics = childrenOf(item, 'TopicSet').length > 0 && childrenOf(item, 'NewsComponent').length === 0;
  if (isTopics || NOT_NEWS.has(management.type))
    return refuse(
      'item-not-supported',
      `a NewsItem of type ${management.type || 'TopicSet'} carries no news`,
    );
  if (story.missing !== null && management.status === 'usable')
    return refuse(
      story.missing,
      'the text of the story is not in the message, or is encoded in a way that is not read',
    );
  try {
    const copy = copyOf(item, story, context);
    const inner = copy.contents.flatMap(({ head }) => head ?? []);
    const unknown = inner.find(({ status }) => status === 'unknown')?.stated;
    if (unknown !== undefined)
      return refuse('status-unknown', `the management-status ${JSON.stringify(unknown)} is not known`);
    const strict = inner.reduce((sum, head) => restricted(sum, head, context), management);
    const shape = shapeOf(item, story, strict);
    return buildItem(draftOf({ management: strict, story, copy, envelope, shape }), context, place);
  } catch (error) {
    const { code, message } = failureOf(error);
    return refuse(code, `in the escaped text: ${message}`);
  }
}

/** NITF inside says its own status and release: the more restrictive counts. */
function restricted(management: Management, head: NitfHead, context: ParseContext): Management {
  const { until, open } = nitfEmbargo(head, context);
  const stops = head.status === 'canceled' || head.status === 'withheld' ? head.status : management.status;
  return {
    ...management,
    kind: management.kind ?? head.kind,
    status: management.status === 'usable' ? stops : management.status,
    embargoed: management.embargoed || until !== null || open,
    embargoedUntil: laterOf(management.embargoedUntil, until, context),
    signals: [...management.signals, ...head.signals, ...(open ? ['embargo'] : [])],
    related: [...management.related, ...head.related],
  };
}

/** The later of two times as written. One that cannot be read counts as later. */
function laterOf(first: string | null, second: string | null, context: ParseContext): string | null {
  if (first === null || second === null) return first ?? second;
  const [a, b] = [readTime(first, context).time, readTime(second, context).time];
  return a === null || (b !== null && a >= b) ? first : second;
}

/** What the text is made of. */
interface Copy {
  readonly body: SentText;
  readonly nitf: NitfParts | null;
  readonly contents: readonly Content[];
}

function copyOf(item: XmlElement, story: Story, context: ParseContext): Copy {
  const updates = childrenOf(item, 'Update');
  const contents =
    updates.length > 0
      ? updates.map((update) => readUpdate(update, context))
      : story.contents.map((content) => readContent(content, context));
  const [first] = contents;
  const nitf = contents.find((content) => content.nitf !== null)?.nitf ?? null;
  if (first === undefined) return { body: { kind: 'text', value: '' }, nitf, contents };
  if (contents.length === 1) return { body: first.body, nitf, contents };
  const value = contents.map(({ body }) =>
    body.kind === 'html' ? `<div>${body.value}</div>` : paragraphOf(body.value),
  );
  const base = first.body.kind === 'html' ? first.body.base : null;
  return { body: { kind: 'html', value: value.join('\n'), base }, nitf, contents };
}

const paragraphOf = (text: string): string =>
  `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`;

/** The words that an Update would put into the story, for the desk to see. They are not applied. */
function readUpdate(update: XmlElement, context: ParseContext): Content {
  const base = update.base ?? context.baseUrl;
  const { markup, media, notes, warnings } = nitfBlocks([update], base);
  return { body: { kind: 'html', value: markup, base }, nitf: null, head: null, media, notes, warnings };
}

/** What kind of NewsItem it is by what it holds. */
interface Shape {
  readonly kind: Kind | null;
  readonly status: PubStatus;
  readonly signals: readonly string[];
}

/**
 * An Update, and a NewsItem with nothing but NewsManagement, amend an earlier revision. They never take its place: the desk holds
 * them as advisories. A status that stops the story stops it all the same.
 */
function shapeOf(
  item: XmlElement,
  story: Story,
  { kind, status, embargoed, embargoedUntil }: Management,
): Shape {
  const embargo = embargoed && embargoedUntil === null ? ['embargo'] : [];
  const content = elements(item).find(({ local }) => local === 'NewsComponent' || local === 'Update');
  if (content?.local === 'NewsComponent') return { kind: kind ?? kindOf(story), status, signals: embargo };
  const signal = content === undefined ? 'management-update' : 'update-instruction';
  const stops = embargoed && status === 'usable' ? 'withheld' : status;
  return {
    kind: kind === 'kill' || kind === 'test' ? kind : 'advisory',
    status: stops,
    signals: [signal, ...embargo],
  };
}

/** Without a text it is an alert only where nothing else stood in the text's place. */
function kindOf({ contents, pictured, withheldText, related, items }: Story): Kind | null {
  if (contents.length > 0) return null;
  if (withheldText) return 'advisory';
  if (pictured) return 'picture';
  return items.length > 0 || related.some(({ rel }) => rel === 'contains') ? 'package' : null;
}

interface Read {
  readonly management: Management;
  readonly story: Story;
  readonly copy: Copy;
  readonly envelope: Envelope;
  readonly shape: Shape;
}

const SUMMARY_LINES = new Set(['summary', 'abstract', 'lead', 'teaser', 'description']);
const NOTE_LINES = new Set([
  'ednote',
  'editorsnote',
  'editorialnote',
  'editornote',
  'advisory',
  'advisoryline',
  'instruction',
  'note',
]);

function draftOf({ management, story, copy, envelope, shape }: Read): ItemDraft {
  const { components } = story;
  const { nitf, contents } = copy;
  const typed = typedLines(components);
  const subs = subHeadlines(components);
  const abstracts = [
    ...story.abstracts,
    ...typed.filter(({ type }) => SUMMARY_LINES.has(wordOf(type))).map(({ text }) => text),
  ];
  const summary = abstracts.join(' ') || nitf?.abstract || subs.join(' ') || null;
  const notes = [
    ...management.notes,
    ...typed.filter(({ type }) => NOTE_LINES.has(wordOf(type))).map(({ text }) => text),
    ...contents.flatMap((content) => content.notes),
  ];
  const rights = rightsAround(components);
  const headline = lineAround(components, 'HeadLine');
  return {
    format: 'newsml-1.2',
    guid: management.guid,
    link: null,
    published: management.firstCreated,
    updated: management.thisRevision ?? envelope.sent,
    expires: management.expires,
    headline: headline ?? nitf?.headline ?? null,
    byline: bylineAround(components) ?? nitf?.byline ?? null,
    credit: lineAround(components, 'CreditLine') ?? nitf?.credit ?? providerAround(components),
    language: languageOf(components) ?? components[0]?.language ?? null,
    subjects: subjectsAround(components),
    keywords: keywordsAround(components),
    places: placesAround(components),
    rights: { ...rights, usageTerms: rights.usageTerms ?? nitf?.rights ?? null },
    related: [...management.related, ...story.related],
    media: [...story.media, ...contents.flatMap(({ media }) => media)],
    summary,
    body: copy.body,
    wire: {
      version: management.version,
      status: shape.status,
      kind: shape.kind,
      signals: [...management.signals, ...shape.signals],
      slugline: lineAround(components, 'SlugLine'),
      dateline: lineAround(components, 'DateLine') ?? nitf?.dateline ?? null,
      urgency: management.urgency,
      embargoedUntil: management.embargoedUntil,
      edNote: notes.length === 0 ? null : notes.join('\n'),
    },
    warnings: [
      ...management.warnings,
      ...story.warnings,
      ...contents.flatMap(({ warnings }) => warnings),
      ...linesLeftOut(typed, subs, summary),
      ...otherHeadline(headline, nitf?.headline ?? null),
    ],
  };
}

function otherHeadline(headline: string | null, inner: string | null): Warning[] {
  if (headline === null || inner === null || headline === inner) return [];
  return [{ code: 'headline-left-out', message: `the text has another headline: ${inner}` }];
}

/** Lines that have no field: named, with their words. */
function linesLeftOut(
  typed: ReturnType<typeof typedLines>,
  subs: readonly string[],
  summary: string | null,
): Warning[] {
  const unknown = typed.filter(
    ({ type }) => !SUMMARY_LINES.has(wordOf(type)) && !NOTE_LINES.has(wordOf(type)),
  );
  const lines = unknown.map(({ type, text }) => ({
    code: 'news-line-left-out',
    message: `${type || 'a line'}: ${text}`,
  }));
  if (subs.length === 0 || summary === subs.join(' ')) return lines;
  return [...lines, { code: 'subheadline-left-out', message: `not in the copy: ${subs.join(' / ')}` }];
}
