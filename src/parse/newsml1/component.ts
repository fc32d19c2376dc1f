// The tree of NewsComponents (NewsML 1.2 DTD): which text is the story, what stands beside it. A caption is never the story; of
// equivalents (EquivalentsList) one is read; texts in other roles are left out and named.

import type { Media, Related, Warning } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import { attribute, type XmlElement } from '../xml/element.ts';
import {
  isEncoded,
  isMedia,
  isText,
  isTextElsewhere,
  lineOfContent,
  readMedia,
  richness,
} from './content.ts';
import { childrenOf, nameOf, textOf, wordOf } from './elements.ts';

export interface Story {
  /** ContentItems of the story in order; empty where there is no text. */
  readonly contents: readonly XmlElement[];
  /** The NewsComponent of the text and those around it, innermost first; the outermost where there is no text. */
  readonly components: readonly XmlElement[];
  readonly media: readonly Media[];
  /** There are pictures, sounds or films, be it without an address. */
  readonly pictured: boolean;
  /** There are texts, and none of them is for publication. */
  readonly withheldText: boolean;
  /** Texts in the role of an abstract. */
  readonly abstracts: readonly string[];
  readonly related: readonly Related[];
  /** NewsItems inside: items of their own. */
  readonly items: readonly XmlElement[];
  /** A text that the story is said to have and that is not here: why it cannot be read. */
  readonly missing: 'content-elsewhere' | 'encoding-not-supported' | null;
  readonly warnings: readonly Warning[];
}

/** What a NewsItem's NewsComponents hold. */
export function readStory(item: XmlElement, context: ParseContext): Story {
  const outermost = childrenOf(item, 'NewsComponent');
  const reader = new ComponentReader(context);
  const found = outermost.map((component) => reader.read(component, OUTSIDE));
  const all = together(found);
  const { chosen, warnings } = choose(all.texts);
  const [first] = chosen;
  return {
    contents: chosen.map(({ content }) => content),
    components: first?.level.components ?? outermost.slice(0, 1),
    media: all.media,
    pictured: reader.pictured,
    withheldText: first === undefined && all.texts.length > 0,
    abstracts: all.abstracts,
    related: reader.related,
    items: reader.items,
    missing: first === undefined ? reader.missing : null,
    warnings: [...warnings, ...reader.warnings, ...captionsLeft(all)],
  };
}

/** What a text is to the story. Roles come down to components without one. */
type Part = 'main' | 'plain' | 'supporting' | 'caption' | 'abstract' | 'not-story';

/** IPTC's roles and the ones that agencies use. What is not here counts as no role. */
const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ...roles('main', 'main maintext maincontent text story body bodytext article'),
  ...roles('supporting', 'supporting supplementary sidebar infobox factbox box related background'),
  ...roles('caption', 'caption photocaption picturecaption imagecaption videocaption mediacaption legend'),
  ...roles(
    'caption',
    'photo picture image graphic illustration video audio thumbnail preview quicklook animation',
  ),
  ...roles('abstract', 'abstract summary description teaser'),
  ...roles(
    'not-story',
    'sponsorsmessage advertisement referencelist contact contacts contactinformation notebook',
  ),
  ...roles('not-story', 'note notes ednote editorsnote editorialnote editornote internal instruction'),
]);

function roles(part: Part, words: string): [string, Part][] {
  return words.split(' ').map((word) => [word, part]);
}

/** A NewsComponent with what it has from those around it. Made once, so that many contents of one component cost no more. */
interface Level {
  /** Innermost first. */
  readonly components: readonly XmlElement[];
  readonly part: Part;
  readonly language: string | null;
  readonly credit: string | null;
  /** It has a headline of its own. */
  readonly headed: boolean;
}

const OUTSIDE: Level = { components: [], part: 'plain', language: null, credit: null, headed: false };

function levelOf(component: XmlElement, around: Level): Level {
  const line = (name: string) => lineAround([component], name);
  return {
    components: [component, ...around.components],
    part: PARTS.get(wordOf(nameOf(component, 'Role'))) ?? around.part,
    language: languageOf([component]) ?? around.language,
    credit: line('CreditLine') ?? line('CopyrightLine') ?? around.credit,
    headed: line('HeadLine') !== null,
  };
}

interface TextPart {
  readonly content: XmlElement;
  readonly level: Level;
}

interface Found {
  readonly texts: readonly TextPart[];
  readonly media: readonly Media[];
  readonly captions: readonly string[];
  readonly abstracts: readonly string[];
}

class ComponentReader {
  readonly items: XmlElement[] = [];
  readonly related: Related[] = [];
  readonly warnings: Warning[] = [];
  missing: Story['missing'] = null;
  pictured = false;
  readonly #context: ParseContext;

  constructor(context: ParseContext) {
    this.#context = context;
  }

  read(component: XmlElement, around: Level): Found {
    const level = levelOf(component, around);
    this.items.push(...childrenOf(component, 'NewsItem'));
    this.#refer(component);
    const own = childrenOf(component, 'ContentItem').map((content) => this.#readContent(content, level));
    const inner = childrenOf(component, 'NewsComponent').map((child) => this.read(child, level));
    const all = [...own, ...inner];
    if (attribute(component, 'EquivalentsList')?.toLowerCase() !== 'yes') return withCaptions(together(all));
    const found = best(all, this.#context.language);
    this.#nameEquivalents(found, all);
    return withCaptions(found);
  }

  #refer(component: XmlElement): void {
    for (const reference of childrenOf(component, 'NewsItemRef')) {
      const guid = attribute(reference, 'NewsItem');
      if (guid !== null) this.related.push({ rel: 'contains', guid });
    }
  }

  #readContent(content: XmlElement, level: Level): Found {
    const { part } = level;
    if (isMedia(content)) return { ...NOTHING, media: this.#media(content, level.credit) };
    if (part === 'caption' || part === 'abstract') {
      const words = isText(content) ? lineOfContent(content, this.#context) : null;
      const texts = words === null ? [] : [words];
      return part === 'caption' ? { ...NOTHING, captions: texts } : { ...NOTHING, abstracts: texts };
    }
    if (isTextElsewhere(content)) this.missing ??= 'content-elsewhere';
    else if (isText(content) && isEncoded(content)) this.missing ??= 'encoding-not-supported';
    else if (isText(content)) return { ...NOTHING, texts: [{ content, level }] };
    return NOTHING;
  }

  #media(content: XmlElement, credit: string | null): Media[] {
    this.pictured = true;
    const media = readMedia(content, credit, this.#context.baseUrl);
    if (media !== null) return [media];
    const name = JSON.stringify(attribute(content, 'Href') ?? '');
    this.warnings.push({
      code: 'media-left-out',
      message: `media ${name} have no web address and were left out`,
    });
    return [];
  }

  #nameEquivalents(kept: Found, all: readonly Found[]): void {
    const left = all.flatMap(({ texts }) => texts).length - kept.texts.length;
    if (left <= 0) return;
    this.warnings.push({ code: 'equivalent-left-out', message: `${left} equivalent texts were left out` });
  }
}

const NOTHING: Found = { texts: [], media: [], captions: [], abstracts: [] };

const together = (all: readonly Found[]): Found => ({
  texts: all.flatMap(({ texts }) => texts),
  media: all.flatMap(({ media }) => media),
  captions: all.flatMap(({ captions }) => captions),
  abstracts: all.flatMap(({ abstracts }) => abstracts),
});

/** Of equivalent texts the one in the wanted language, then the main one, then the richest, then the first; of media the largest. */
function best(all: readonly Found[], language: string | null): Found {
  const texts = firstOf(
    all.map((one) => one.texts).filter((list) => list.length > 0),
    (list) => rank(list, language),
  );
  const media = firstOf(
    all.map((one) => one.media).filter((list) => list.length > 0),
    ([one]) => (one === undefined ? 0 : (one.width ?? 0) * (one.height ?? 0) || (one.length ?? 0)),
  );
  const captions = all.map((one) => one.captions).find((list) => list.length > 0) ?? [];
  const abstracts = all.map((one) => one.abstracts).find((list) => list.length > 0) ?? [];
  return { texts: texts ?? [], media: media ?? [], captions, abstracts };
}

function rank([first]: readonly TextPart[], language: string | null): number {
  if (first === undefined) return 0;
  const { part, language: stated } = first.level;
  const spoken = stated ?? first.content.language;
  const wanted = language !== null && spoken !== null && primary(spoken) === primary(language);
  return (wanted ? 100 : 0) + (part === 'main' ? 10 : part === 'plain' ? 5 : 0) + richness(first.content);
}

const primary = (language: string): string => language.toLowerCase().split(/[-_]/)[0] ?? '';

/** The first of those with the highest value. */
function firstOf<T>(all: readonly T[], value: (one: T) => number): T | null {
  let found: { readonly one: T; readonly value: number } | null = null;
  for (const one of all) {
    const its = value(one);
    if (found === null || its > found.value) found = { one, value: its };
  }
  return found?.one ?? null;
}

/** A caption belongs to the media of the innermost component that holds both. */
function withCaptions(found: Found): Found {
  if (found.captions.length === 0 || found.media.every((one) => one.caption !== null)) return found;
  const caption = found.captions.join(' ');
  const media = found.media.map((one) => (one.caption === null ? { ...one, caption } : one));
  return { ...found, media, captions: [] };
}

const captionsLeft = ({ captions }: Found): Warning[] =>
  captions.map((caption) => ({ code: 'caption-left-out', message: `a caption without media: ${caption}` }));

interface Choice {
  readonly chosen: readonly TextPart[];
  readonly warnings: readonly Warning[];
}

/**
 * The main text, else the one without a role, else a supporting one. Several texts of one component are parts of it; texts of
 * several components are, as long as no later one has a headline of its own.
 */
function choose(texts: readonly TextPart[]): Choice {
  for (const part of ['main', 'plain', 'supporting'] as const) {
    const [first, ...more] = texts.filter(({ level }) => level.part === part);
    if (first === undefined) continue;
    const separate = more.findIndex(({ level }) => level !== first.level && level.headed);
    const chosen = [first, ...(separate < 0 ? more : more.slice(0, separate))];
    const kept = new Set(chosen);
    return { chosen, warnings: leftOut(texts.filter((text) => !kept.has(text))) };
  }
  return { chosen: [], warnings: leftOut(texts) };
}

/** Texts beside the story that are named one by one. */
const MOST_NAMED = 10;

function leftOut(texts: readonly TextPart[]): Warning[] {
  const named = texts.slice(0, MOST_NAMED).map(({ level: { components } }) => {
    const [own] = components;
    const role = nameOf(own ?? null, 'Role') ?? 'no role';
    const headline = own === undefined ? null : lineAround([own], 'HeadLine');
    const name = headline === null ? '' : ` ${JSON.stringify(headline)}`;
    return { code: 'component-left-out', message: `a text${name} with ${role} is not part of the story` };
  });
  const rest = texts.length - named.length;
  if (rest <= 0) return named;
  return [...named, { code: 'component-left-out', message: `${rest} more texts are not part of the story` }];
}

/** A line of NewsLines of the innermost component that has it. */
export function lineAround(components: readonly XmlElement[], name: string): string | null {
  for (const component of components) {
    for (const lines of childrenOf(component, 'NewsLines')) {
      const text = textOf(lines, name);
      if (text !== null) return text;
    }
  }
  return null;
}

/** DescriptiveMetadata/Language of the innermost component that has it. */
export function languageOf(components: readonly XmlElement[]): string | null {
  for (const component of components) {
    for (const metadata of childrenOf(component, 'DescriptiveMetadata')) {
      const language = nameOf(metadata, 'Language');
      if (language !== null) return language;
    }
  }
  return null;
}
