// schema.org NewsArticle for an article page, as JSON-LD in a data block.

import type { Post } from '../../model/post.ts';
import type { Agency } from '../agency.ts';
import { type PageContext, sectionName } from './context.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * JSON that may stand inside `<script type="application/ld+json">`. No `<` is left in it, so nothing in a headline can end the
 * element or open a comment (HTML, script data state); U+2028 and U+2029 are escaped for old JavaScript parsers.
 */
export const jsonForScript = (value: JsonValue): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escapeUnit);

const escapeUnit = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Author is the agency, with the byline's person before it where there is one; publisher is this site. */
export function newsArticle(post: Post, agency: Agency, context: PageContext): JsonValue {
  const { parsed } = post;
  const url = context.absolute(post.path);
  const agencyOrganization = { '@type': 'Organization', name: agency.name };
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': url,
    url,
    mainEntityOfPage: url,
    identifier: parsed.guid,
    headline: parsed.headline ?? undefined,
    description: parsed.summary ?? undefined,
    author:
      parsed.byline === null
        ? agencyOrganization
        : [{ '@type': 'Person', name: parsed.byline }, agencyOrganization],
    publisher: { '@type': 'Organization', name: context.site.publisher, url: context.site.url },
    sourceOrganization: agencyOrganization,
    creditText: agency.credit,
    isBasedOn: parsed.link ?? undefined,
    dateCreated: parsed.firstCreated ?? parsed.versionCreated ?? undefined,
    datePublished: post.publishedAt,
    dateModified: post.updatedAt,
    version: parsed.version ?? String(post.versions),
    inLanguage: post.language ?? undefined,
    articleSection: sectionName(context.site, post.section),
    keywords: keywordsOf(post),
    contentLocation: parsed.dateline?.place ? { '@type': 'Place', name: parsed.dateline.place } : undefined,
    copyrightHolder: agencyOrganization,
    copyrightNotice: parsed.rights.copyright ?? undefined,
    usageInfo: parsed.rights.usageTerms ?? undefined,
    publishingPrinciples: context.absolute('/about'),
  };
}

function keywordsOf({ parsed }: Post): readonly string[] | undefined {
  const names = parsed.subjects.flatMap(({ name }) => (name === null ? [] : [name]));
  const all = [...new Set([...names, ...parsed.keywords])];
  return all.length === 0 ? undefined : all;
}
