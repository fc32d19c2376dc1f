// robots.txt (RFC 9309), trust.txt (JournalList) and the OpenSearch description.

import type { Site } from '../../model/site.ts';
import { element, xmlDocument } from './xml.ts';

/** Posts that may not be indexed are not listed here: a crawler has to fetch them to see that they say so. */
export function robotsTxt(site: Site): string {
  return [
    'User-agent: *',
    'Disallow: /search',
    'Disallow: /desk',
    'Disallow: /api/',
    '',
    `Sitemap: ${site.url}/sitemap.xml`,
    `Sitemap: ${site.url}/sitemap-news.xml`,
    '',
  ].join('\n');
}

export const TRUST_VARIABLES = [
  'member',
  'belongto',
  'control',
  'controlledby',
  'social',
  'vendor',
  'customer',
  'disclosure',
  'contact',
  'datatrainingallowed',
] as const;

/** One line of trust.txt, such as `belongto=https://association.example/`. */
export interface TrustStatement {
  readonly variable: (typeof TRUST_VARIABLES)[number];
  readonly value: string;
}

/**
 * What the publisher configured, after what is known anyway: how to reach it, how it publishes, and its public log. The specification has
 * no variable for a key, so that stands in a comment.
 * @param logKey verifier key; `null` where nobody knows it.
 */
export function trustTxt(site: Site, statements: readonly TrustStatement[], logKey: string | null): string {
  const known: readonly TrustStatement[] = [
    ...(site.contact === null ? [] : [{ variable: 'contact' as const, value: site.contact }]),
    { variable: 'disclosure', value: `${site.url}/about` },
    { variable: 'disclosure', value: `${site.url}/log/` },
  ];
  const lines = [...known, ...statements].map(({ variable, value }) => `${variable}=${oneLine(value)}`);
  const log =
    logKey === null
      ? []
      : [`# Every story here can be checked against a public log: ${site.url}/log/`, `# log-key: ${logKey}`];
  return [`# trust.txt of ${oneLine(site.title)}`, ...new Set(lines), ...log, ''].join('\n');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** OpenSearch 1.1: lets browsers offer the site's search. Its ShortName holds at most 16 characters. */
export function openSearch(site: Site): string {
  const attributes = { xmlns: 'http://a9.com/-/spec/opensearch/1.1/' };
  const template = `${site.url}/search?q={searchTerms}`;
  return xmlDocument(
    element(
      'OpenSearchDescription',
      attributes,
      element('ShortName', {}, [...site.title].slice(0, 16).join('').trim()),
      element('Description', {}, site.description ?? site.title),
      element('InputEncoding', {}, 'UTF-8'),
      element('Language', {}, site.language),
      element('Url', { type: 'text/html', method: 'get', template }),
    ),
  );
}
