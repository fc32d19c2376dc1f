// contentMeta and rightsInfo: what the content is about, who made it, what it is called (NewsML-G2 2.35, ContentMetadataAfDType).

import type { Rights, Subject, Warning } from '../../model/item.ts';
import { languageTag } from '../item.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Catalogs } from './concept.ts';
import {
  all,
  attribute,
  type Children,
  child,
  childrenOf,
  first,
  inLanguage,
  lineIn,
  linesIn,
} from './elements.ts';
import { SCHEME } from './iptc-catalog.ts';

export interface ContentMeta {
  readonly headline: string | null;
  /** Every headline, byline and the like, to know their repetition in a page header by. */
  readonly fields: ReadonlySet<string>;
  readonly slugline: string | null;
  readonly byline: string | null;
  readonly dateline: string | null;
  readonly credit: string | null;
  readonly urgency: number | null;
  readonly language: string | null;
  readonly subjects: readonly Subject[];
  readonly keywords: readonly string[];
  readonly places: readonly string[];
  readonly summary: string | null;
  readonly caption: string | null;
  /** Codes of the genres, as `scheme code`. */
  readonly genres: readonly string[];
  readonly warnings: readonly Warning[];
}

/** `names`: what the item's `assert` elements call the concepts of QCodes. */
export function readContentMeta(
  contentMeta: XmlElement | null,
  language: string | null,
  catalogs: Catalogs,
  names: ReadonlyMap<string, XmlElement>,
): ContentMeta {
  const fields = childrenOf(contentMeta);
  const stated = languageOf(fields) ?? language;
  const subject = (element: XmlElement) => subjectOf(element, stated, catalogs, names);
  const subjects = all(fields, 'subject');
  const located = all(fields, 'located');
  const credit =
    lineIn(inLanguage(all(fields, 'creditline'), stated)) ?? nameOf(first(fields, 'infoSource'), stated);
  const { urgency, warnings } = urgencyOf(fields);
  return {
    headline: headlineOf(all(fields, 'headline'), stated, catalogs),
    fields: repeatable(fields),
    slugline: lineIn(inLanguage(all(fields, 'slugline'), stated)),
    byline: joined(all(fields, 'by'), stated),
    dateline: datelineOf(inLanguage(all(fields, 'dateline'), stated)),
    credit,
    urgency,
    language: stated,
    subjects: distinct(subjects.flatMap((element) => [subject(element), ...around(element, subject)])),
    keywords: all(fields, 'keyword').flatMap((keyword) => lineIn(keyword) ?? []),
    places: [
      ...new Set(
        [...located, ...subjects.filter((one) => isPlace(one, catalogs))].flatMap(
          (one) => subject(one).name ?? [],
        ),
      ),
    ],
    ...descriptionsOf(all(fields, 'description'), stated, catalogs),
    genres: all(fields, 'genre').flatMap((genre) => {
      const concept = catalogs.conceptOf(genre);
      return concept === null ? [] : [`${concept.scheme} ${concept.code}`];
    }),
    warnings,
  };
}

function languageOf(fields: Children): string | null {
  const [language] = all(fields, 'language');
  return language === undefined ? null : languageTag(attribute(language, 'tag'));
}

const MAIN_HEADLINE = new Set('main title headline primary full'.split(' '));

/** Without a role or with a main one before others, then by rank, then in the item's language, then the first. */
function headlineOf(
  headlines: readonly XmlElement[],
  language: string | null,
  catalogs: Catalogs,
): string | null {
  const present = headlines.filter((one) => lineIn(one) !== null);
  if (present.length < 2) return lineIn(present[0] ?? null);
  const order = (one: XmlElement): number => {
    const codes = catalogs.codesOf(one, 'role');
    const main = codes.length === 0 || codes.some((code) => MAIN_HEADLINE.has(code));
    const rank = Number.parseInt(attribute(one, 'rank') ?? '1', 10);
    return (main ? 0 : 1000) + (Number.isNaN(rank) ? 1 : Math.min(rank, 999));
  };
  const best = Math.min(...present.map(order));
  return lineIn(
    inLanguage(
      present.filter((one) => order(one) === best),
      language,
    ),
  );
}

function repeatable(fields: Children): Set<string> {
  const found = new Set<string>();
  for (const name of ['headline', 'by', 'slugline', 'creditline']) {
    for (const element of all(fields, name)) {
      const words = lineIn(element);
      if (words !== null) found.add(words);
    }
  }
  return found;
}

/** Several bylines stand together unless they say the same in several languages. */
function joined(elements: readonly XmlElement[], language: string | null): string | null {
  const languages = new Set(elements.map((one) => one.attributes['xml:lang'] ?? ''));
  if (languages.size > 1) return lineIn(inLanguage(elements, language));
  return elements.flatMap((one) => lineIn(one) ?? []).join(', ') || null;
}

/** Without the mark that parts it from the text. */
const datelineOf = (dateline: XmlElement | null): string | null =>
  lineIn(dateline)?.replace(/[\s\u2013\u2014=-]+$/, '') || null;

function urgencyOf(fields: Children): { urgency: number | null; warnings: Warning[] } {
  const written = lineIn(first(fields, 'urgency'));
  if (written === null) return { urgency: null, warnings: [] };
  if (/^[1-8]$/.test(written)) return { urgency: Number(written), warnings: [] };
  const message = `the urgency ${JSON.stringify(written.slice(0, 20))} is none of 1 to 8`;
  return { urgency: null, warnings: [{ code: 'urgency-unknown', message }] };
}

/** Roles of descriptions in the order in which they make a summary. */
const SUMMARY_ROLES = ['summary', 'abstract', 'teaser', 'lead', ''];

function descriptionsOf(descriptions: readonly XmlElement[], language: string | null, catalogs: Catalogs) {
  const byRole = new Map<string, XmlElement[]>();
  for (const one of descriptions) {
    const roles = catalogs.codesOf(one, 'role');
    for (const role of roles.length === 0 ? [''] : roles) {
      const same = byRole.get(role);
      if (same === undefined) byRole.set(role, [one]);
      else same.push(one);
    }
  }
  const said = (role: string): string | null => {
    const found = inLanguage(byRole.get(role) ?? [], language);
    return found === null ? null : (linesIn(found)?.replaceAll('\n', ' ') ?? null);
  };
  const summary = SUMMARY_ROLES.map(said).find((found) => found !== null) ?? null;
  return { summary, caption: said('caption') ?? said('') };
}

/** What an element is called in the item's language: its `name`, else the `assert` that speaks of it. */
function nameOf(element: XmlElement | null, language: string | null): string | null {
  if (element === null) return null;
  const names: XmlElement[] = [];
  for (const one of element.children) if (typeof one !== 'string' && one.local === 'name') names.push(one);
  if (names.length < 2) return lineIn(names[0] ?? null);
  const display = names.filter((one) => (attribute(one, 'role') ?? '').includes(':display'));
  return lineIn(inLanguage(display.length > 0 ? display : names, language));
}

function subjectOf(
  element: XmlElement,
  language: string | null,
  catalogs: Catalogs,
  names: ReadonlyMap<string, XmlElement>,
): Subject {
  const concept = catalogs.conceptOf(element);
  const name = nameOf(element, language) ?? nameOf(assertOf(element, names), language);
  return { scheme: concept?.scheme ?? null, code: concept?.code ?? null, name };
}

function assertOf(element: XmlElement, names: ReadonlyMap<string, XmlElement>): XmlElement | null {
  if (names.size === 0) return null;
  const key = attribute(element, 'qcode') ?? attribute(element, 'uri') ?? attribute(element, 'literal');
  return names.get(key ?? '') ?? null;
}

/** The hierarchy above a concept, and what it is called in other schemes. */
function around(element: XmlElement, read: (element: XmlElement) => Subject): Subject[] {
  const found: Subject[] = [];
  for (const one of element.children) {
    if (typeof one === 'string' || (one.local !== 'broader' && one.local !== 'sameAs')) continue;
    found.push(read(one), ...around(one, read));
  }
  return found;
}

function distinct(subjects: readonly Subject[]): Subject[] {
  const names = new Set<string>();
  const codesByScheme = new Map<string | null, Set<string>>();
  return subjects.filter(({ scheme, code, name }) => {
    if (code === null) return name !== null && isNew(names, name);
    const codes = codesByScheme.get(scheme);
    if (codes !== undefined) return isNew(codes, code);
    codesByScheme.set(scheme, new Set([code]));
    return true;
  });
}

function isNew(seen: Set<string>, value: string): boolean {
  const before = seen.size;
  return seen.add(value).size > before;
}

const PLACES = new Set(['geoarea', 'poi']);
/** Most types are of something else, and need not be resolved to know it. */
const PLACE = /(?:geoarea|poi)$/i;

function isPlace(subject: XmlElement, catalogs: Catalogs): boolean {
  const written = attribute(subject, 'type') ?? attribute(subject, 'typeuri');
  if (written === null || !PLACE.test(written)) return false;
  const type = catalogs.conceptOf(subject, 'type', 'typeuri');
  return type !== null && type.scheme === SCHEME.conceptNature && PLACES.has(type.code.toLowerCase());
}

/** rightsInfo: those about the content, in the item's language where a thing is said in several. */
export function readRights(
  rightsInfo: readonly XmlElement[],
  language: string | null,
  catalogs: Catalogs,
): { rights: Rights; warnings: Warning[] } {
  const about = rightsInfo.filter((one) => !catalogs.codesOf(one, 'scope').includes('metadata'));
  const collect = (name: string): XmlElement[] => about.flatMap((one) => [...all(childrenOf(one), name)]);
  const said = (name: string): string | null => {
    const elements = collect(name);
    const wanted = inLanguage(elements, language);
    const own = elements.filter((one) => one.language === wanted?.language);
    return own.flatMap((one) => linesIn(one) ?? []).join('\n') || null;
  };
  const holder = collect('copyrightHolder')[0] ?? null;
  const expressions = [...collect('rightsExpressionXML'), ...collect('rightsExpressionData')];
  const licence = collect('link').find((one) => catalogs.codesOf(one, 'rel').includes('license'));
  return {
    rights: {
      copyright: said('copyrightNotice') ?? nameOf(holder, language),
      usageTerms: said('usageTerms'),
      licence: licence === undefined ? null : attribute(licence, 'href'),
    },
    warnings:
      expressions.length === 0
        ? []
        : [
            {
              code: 'rights-expression-unread',
              message: 'a machine-readable rights expression is kept, not read',
            },
          ],
  };
}

/** The names that `assert` elements give, by QCode, URI or literal. */
export function assertedNames(asserts: readonly XmlElement[]): ReadonlyMap<string, XmlElement> {
  const names = new Map<string, XmlElement>();
  for (const one of asserts) {
    const key = attribute(one, 'qcode') ?? attribute(one, 'uri') ?? attribute(one, 'literal');
    if (key !== null && !names.has(key) && child(one, 'name') !== null) names.set(key, one);
  }
  return names;
}
