// One item of NewsML-G2, in the agency's own writing: newsItem, packageItem and the kinds that are kept and never published.

import type { Kind, Related, Warning } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import type { SentText } from '../html-text.ts';
import { type ItemDraft, languageTag } from '../item.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Catalogs } from './concept.ts';
import { assertedNames, type ContentMeta, readContentMeta, readRights } from './content-meta.ts';
import { type Content, readContent } from './content-set.ts';
import { all, attribute, type Children, child, childrenOf, first, lineIn, linesIn } from './elements.ts';
import { type ItemMeta, readItemMeta } from './item-meta.ts';
import { validityWarnings } from './validity.ts';

/** What the message around an item says. */
export interface MessageContext {
  readonly catalogs: Catalogs;
  readonly signals: readonly string[];
  readonly warnings: readonly Warning[];
}

export type ReadItem =
  | { readonly ok: true; readonly draft: ItemDraft }
  | { readonly ok: false; readonly code: string; readonly message: string };

const refuse = (code: string, message: string): ReadItem => ({ ok: false, code, message });

/** The kinds of items; `null` for those whose class and copy decide. */
const ITEMS: ReadonlyMap<string, Kind | null> = new Map<string, Kind | null>([
  ['newsItem', null],
  ['packageItem', 'package'],
  ['conceptItem', 'concept'],
  ['knowledgeItem', 'concept'],
  ['catalogItem', 'concept'],
  ['catalog', 'concept'],
  ['planningItem', 'planning'],
]);

export function readG2Item(item: XmlElement, message: MessageContext, context: ParseContext): ReadItem {
  const kind = ITEMS.get(item.local);
  if (kind === undefined) return refuse('item-not-supported', `<${item.local}> is no item of NewsML-G2`);
  const guid = attribute(item, 'guid');
  if (guid === null && item.local !== 'catalog')
    return refuse(
      'guid-missing',
      `a ${item.local} without a guid (NewsML-G2, AnyItemType: guid is required)`,
    );
  const parts = childrenOf(item);
  if (!parts.has('itemMeta') && item.local !== 'catalog')
    return refuse(
      'item-meta-missing',
      `a ${item.local} without itemMeta (NewsML-G2, AnyItemType: itemMeta is required)`,
    );
  const catalogs = message.catalogs.inner();
  for (const catalog of all(parts, 'catalog')) catalogs.add(catalog);
  if (item.local === 'catalog') catalogs.add(item);
  const meta = readItemMeta(first(parts, 'itemMeta'), catalogs);
  if (meta.status === null)
    return refuse('status-unknown', `the status ${JSON.stringify(meta.statedStatus)} is not understood`);
  return readOpened({ item, kind, guid, parts, catalogs, meta, status: meta.status }, message, context);
}

interface Opened {
  readonly item: XmlElement;
  readonly kind: Kind | null;
  readonly guid: string | null;
  readonly parts: Children;
  readonly catalogs: Catalogs;
  readonly meta: ItemMeta;
  readonly status: NonNullable<ItemMeta['status']>;
}

function readOpened(opened: Opened, message: MessageContext, context: ParseContext): ReadItem {
  const { item, parts, catalogs, meta } = opened;
  const language = languageTag(item.language);
  const names = assertedNames(all(parts, 'assert'));
  const about = readContentMeta(first(parts, 'contentMeta'), language, catalogs, names);
  const content = readContent(first(parts, 'contentSet'), {
    catalogs,
    language: about.language,
    fields: about.fields,
    summary: about.summary,
    credit: about.credit,
    caption: about.caption,
    captions: captionsOf(all(parts, 'partMeta')),
    baseUrl: item.base ?? context.baseUrl,
    receivedAt: context.receivedAt,
    limits: context.limits,
  });
  // A story whose copy cannot be read must not go out as its headline alone.
  if (content.without === 'unreadable')
    return refuse('encoding-unknown', content.warnings.map((warning) => warning.message).join('; '));
  const { rights, warnings: rightsWarnings } = readRights(all(parts, 'rightsInfo'), about.language, catalogs);
  const headline = about.headline ?? content.headline ?? nameOfConcept(parts) ?? meta.title;
  const edNote = [meta.edNote, ...content.notes].filter((note) => note !== null).join('\n') || null;
  const isText = meta.itemClass === null || meta.itemClass === 'text' || meta.itemClass === 'composite';
  const draft: ItemDraft = {
    format: 'newsml-g2',
    guid: opened.guid,
    link: null,
    published: meta.firstCreated,
    updated: meta.versionCreated,
    expires: meta.expires,
    headline,
    byline: about.byline ?? content.byline,
    credit: about.credit,
    language: about.language ?? languageTag(content.language),
    subjects: about.subjects,
    keywords: about.keywords,
    places: about.places,
    rights,
    related: [...meta.related, ...content.related, ...membersOf(parts, catalogs)],
    media: content.media,
    summary: about.summary ?? content.summary ?? (isText ? null : about.caption),
    body: content.body,
    wire: {
      version: attribute(item, 'version') ?? (item.local === 'catalog' ? null : DEFAULT_VERSION),
      status: opened.status,
      kind: kindOf(opened, about, content),
      signals: [
        ...new Set([
          ...message.signals,
          ...meta.signals,
          ...(isForEditors(about) ? ['advisory'] : []),
          ...(content.embargo && meta.embargoed === null ? ['embargo'] : []),
        ]),
      ],
      slugline: about.slugline,
      dateline: about.dateline ?? content.dateline,
      urgency: about.urgency,
      embargoedUntil: meta.embargoed,
      edNote,
    },
    warnings: [
      ...validityWarnings(item, parts),
      ...message.warnings,
      ...meta.warnings,
      ...about.warnings,
      ...rightsWarnings,
      ...content.warnings,
    ],
  };
  return { ok: true, draft };
}

/** NewsML-G2 2.35, AnyItemType: "version … default 1". */
const DEFAULT_VERSION = '1';

/** Genres that agencies give to what is for editors only, by scheme and code. dpa: 27 is "Achtung". */
const ADVISORY_GENRES: ReadonlySet<string> = new Set([
  'dpatextgenre 27',
  'http://g2.dpa.com/cv/textgenre/ 27',
]);

const isForEditors = ({ genres }: ContentMeta): boolean => genres.some((genre) => ADVISORY_GENRES.has(genre));

const MEDIA_CLASSES: ReadonlySet<string> = new Set('picture graphic video audio animation still'.split(' '));

/** What the signals say, else what the item is, else its genre, else its class. `buildItem` lets what the words say add to it. */
function kindOf({ kind, meta }: Opened, about: ContentMeta, content: Content): Kind | null {
  if (meta.kind !== null) return meta.kind;
  if (kind !== null) return kind;
  if (isForEditors(about)) return 'advisory';
  if (!isEmpty(content.body)) return null;
  if (content.without === 'non-public') return 'advisory';
  if (meta.itemClass !== null && MEDIA_CLASSES.has(meta.itemClass)) return 'picture';
  // No alert: its copy stands elsewhere.
  return content.without === 'remote' || meta.itemClass === 'composite' ? 'package' : null;
}

const isEmpty = ({ value }: SentText): boolean => value.trim() === '';

/** What partMeta says of renditions, by the id it refers to with `contentrefs`. */
function captionsOf(partMetas: readonly XmlElement[]): ReadonlyMap<string, string> {
  const captions = new Map<string, string>();
  for (const part of partMetas) {
    const description = child(part, 'description');
    const caption = description === null ? null : (linesIn(description)?.replaceAll('\n', ' ') ?? null);
    if (caption === null) continue;
    for (const id of attribute(part, 'contentrefs')?.split(/\s+/) ?? []) captions.set(id, caption);
  }
  return captions;
}

/** The name of the concept, scheme, event or coverage that an item is about. */
function nameOfConcept(parts: Children): string | null {
  for (const holder of ['concept', 'schemeMeta', 'newsCoverageSet', 'event']) {
    const element = first(parts, holder);
    const name = element === null ? null : lineIn(child(element, 'name'));
    if (name !== null) return name;
  }
  return null;
}

/** groupSet: what a package is made of, in its order, with the role of the group it stands in. */
function membersOf(parts: Children, catalogs: Catalogs): Related[] {
  const found: Related[] = [];
  for (const set of all(parts, 'groupSet')) {
    for (const group of set.children) {
      if (typeof group === 'string' || group.local !== 'group') continue;
      const [role] = catalogs.codesOf(group, 'role');
      members(group, role ?? 'item', found);
    }
  }
  members({ children: all(parts, 'itemRef') }, 'item', found);
  return found;
}

function members(
  group: { readonly children: readonly (XmlElement | string)[] },
  rel: string,
  found: Related[],
): void {
  for (const one of group.children) {
    if (typeof one === 'string' || (one.local !== 'itemRef' && one.local !== 'conceptRef')) continue;
    const guid =
      attribute(one, 'residref') ??
      attribute(one, 'href') ??
      attribute(one, 'qcode') ??
      attribute(one, 'uri');
    if (guid !== null) found.push({ rel: one.local === 'conceptRef' ? 'concept' : rel, guid });
  }
}
