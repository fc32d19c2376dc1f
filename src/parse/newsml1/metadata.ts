// NewsLines and the metadata of the NewsComponents around a text: the innermost that says something is believed.

import type { Rights, Subject } from '../../model/item.ts';
import { line } from '../html-text.ts';
import { attribute, elements, innerText, type XmlElement } from '../xml/element.ts';
import { lineAround } from './component.ts';
import { childOf, childrenOf, nameOf, textOf, textsOf, wordOf } from './elements.ts';

/** Innermost first. */
export type Components = readonly XmlElement[];

/** ByLines with their titles, in order. */
export function bylineAround(components: Components): string | null {
  const lines = linesWith(components, 'ByLine').flatMap((newsLines) =>
    elements(newsLines)
      .filter(({ local }) => local === 'ByLine' || local === 'ByLineTitle')
      .flatMap((one) => line(innerText(one)) ?? []),
  );
  return lines.length === 0 ? null : lines.join(', ');
}

export const subHeadlines = (components: Components): string[] =>
  linesWith(components, 'SubHeadLine').flatMap((newsLines) => textsOf(newsLines, 'SubHeadLine'));

export const keywordsAround = (components: Components): string[] =>
  linesWith(components, 'KeywordLine')
    .flatMap((newsLines) => textsOf(newsLines, 'KeywordLine'))
    .flatMap((keywords) => keywords.split(/[,;/]/))
    .flatMap((word) => line(word) ?? []);

/** The NewsLines of the innermost component that have such a line. */
function linesWith(components: Components, name: string): XmlElement[] {
  for (const component of components) {
    const found = childrenOf(component, 'NewsLines').filter((newsLines) => childOf(newsLines, name) !== null);
    if (found.length > 0) return found;
  }
  return [];
}

export interface TypedLine {
  readonly type: string;
  readonly text: string;
}

/** NewsLine elements, whose type is a word of the agency's. */
export const typedLines = (components: Components): TypedLine[] =>
  components
    .flatMap((component) => childrenOf(component, 'NewsLines'))
    .flatMap((newsLines) => childrenOf(newsLines, 'NewsLine'))
    .flatMap((one) => {
      const text = textsOf(one, 'NewsLineText').join(' ');
      return text === '' ? [] : [{ type: nameOf(one, 'NewsLineType') ?? '', text }];
    });

export function rightsAround(components: Components): Rights {
  const metadata = components.flatMap((component) => childrenOf(component, 'RightsMetadata'));
  const holders = metadata
    .flatMap((rights) => childrenOf(rights, 'Copyright'))
    .flatMap(
      (one) => line(`${textOf(one, 'CopyrightDate') ?? ''} ${textOf(one, 'CopyrightHolder') ?? ''}`) ?? [],
    );
  const usage = metadata.flatMap((rights) => childrenOf(rights, 'UsageRights')).map(usageOf);
  return {
    copyright: lineAround(components, 'CopyrightLine') ?? holders[0] ?? null,
    usageTerms:
      [lineAround(components, 'RightsLine'), ...usage]
        .filter((terms) => terms !== null && terms !== '')
        .join('; ') || null,
    licence: null,
  };
}

const USAGE = ['UsageType', 'Geography', 'RightsHolder', 'Limitations', 'StartDate', 'EndDate'];

const usageOf = (usage: XmlElement): string =>
  USAGE.flatMap((name) => {
    const text = textOf(usage, name);
    return text === null ? [] : [`${name}: ${text}`];
  }).join('; ');

/** The party that provides the text, as AdministrativeMetadata names it. */
export function providerAround(components: Components): string | null {
  for (const component of components) {
    for (const metadata of childrenOf(component, 'AdministrativeMetadata')) {
      const name = nameOf(childOf(metadata, 'Provider'), 'Party');
      if (name !== null && !name.startsWith('#')) return name;
    }
  }
  return null;
}

const SUBJECTS = new Set(['Subject', 'SubjectMatter', 'SubjectDetail']);

/** Subject codes and genres of all components. */
export function subjectsAround(components: Components): Subject[] {
  const metadata = descriptive(components);
  const codes = metadata
    .flatMap((one) => childrenOf(one, 'SubjectCode'))
    .flatMap((code) => elements(code).filter(({ local }) => SUBJECTS.has(local)))
    .map((subject) => subjectOf(subject, 'IptcSubjectCodes'));
  const genres = metadata
    .flatMap((one) => childrenOf(one, 'Genre'))
    .map((genre) => subjectOf(genre, 'IptcGenre'));
  const seen = new Set<string>();
  return [...codes, ...genres].filter(({ scheme, code }) => {
    const key = `${scheme} ${code}`;
    return code !== null && !seen.has(key) && seen.add(key);
  });
}

const subjectOf = (element: XmlElement, scheme: string): Subject => ({
  scheme: attribute(element, 'Scheme') ?? attribute(element, 'Vocabulary') ?? scheme,
  code: attribute(element, 'FormalName'),
  name: null,
});

const PLACES = new Set([
  'city',
  'town',
  'sublocation',
  'county',
  'countryarea',
  'region',
  'state',
  'province',
  'country',
  'countryname',
  'place',
  'location',
]);

/** Location: its properties that name a place, from the smallest as they stand. */
export function placesAround(components: Components): string[] {
  const places = descriptive(components)
    .flatMap((one) => childrenOf(one, 'Location'))
    .map((location) =>
      childrenOf(location, 'Property')
        .filter((property) => PLACES.has(wordOf(attribute(property, 'FormalName'))))
        .flatMap((property) => attribute(property, 'Value') ?? [])
        .join(', '),
    );
  return [...new Set(places)].filter((place) => place !== '');
}

const descriptive = (components: Components): XmlElement[] =>
  components.flatMap((component) => childrenOf(component, 'DescriptiveMetadata'));
