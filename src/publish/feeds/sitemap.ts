// Sitemaps (sitemaps.org 0.9) and the news sitemap (Google's news 0.9 extension). Posts of sources that may not be indexed
// are in neither.

import type { PostSummary } from '../../model/post.ts';
import type { Site } from '../../model/site.ts';
import type { SitemapRow } from '../../views/posts.ts';
import { type Agencies, isIndexed } from '../agency.ts';
import { element, type XmlElement, xmlDocument } from './xml.ts';

const SITEMAP_NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const NEWS_NAMESPACE = 'http://www.google.com/schemas/sitemap-news/0.9';

/** Posts in one page of the sitemap: how many rows `PostReader.sitemap` gives. */
export const SITEMAP_PAGE = 1000;
/** The news sitemap holds what was published in the last two days, at most a thousand stories. */
export const NEWS_WINDOW_MS = 48 * 60 * 60 * 1000;
export const NEWS_LIMIT = 1000;

/** @param count how many posts are public. */
export function sitemapIndex(site: Site, count: number): string {
  const pages = Math.ceil(count / SITEMAP_PAGE);
  const entries = Array.from({ length: pages }, (_, index) =>
    element('sitemap', {}, element('loc', {}, `${site.url}/sitemap-${index + 1}.xml`)),
  );
  const fixed = element('sitemap', {}, element('loc', {}, `${site.url}/sitemap-pages.xml`));
  return xmlDocument(element('sitemapindex', { xmlns: SITEMAP_NAMESPACE }, fixed, ...entries));
}

/** The pages that are no posts. */
export function pagesSitemap(site: Site): string {
  const paths = ['/', ...site.sections.map(({ slug }) => `/${slug}`), '/about', '/log/'];
  return urlset(paths.map((path) => element('url', {}, element('loc', {}, site.url + path))));
}

export function sitemap(site: Site, rows: readonly SitemapRow[], agencies: Agencies): string {
  const listed = rows.filter(({ source }) => isIndexed(source, agencies));
  return urlset(
    listed.map(({ path, updatedAt }) =>
      element('url', {}, element('loc', {}, site.url + path), element('lastmod', {}, updatedAt)),
    ),
  );
}

const urlset = (urls: readonly XmlElement[]): string =>
  xmlDocument(element('urlset', { xmlns: SITEMAP_NAMESPACE }, ...urls));

/** Alerts are left out: a headline alone is no article to a news index. */
export function newsSitemap(site: Site, posts: readonly PostSummary[], agencies: Agencies): string {
  const listed = posts.filter(({ source, kind }) => kind !== 'alert' && isIndexed(source, agencies));
  const attributes = { xmlns: SITEMAP_NAMESPACE, 'xmlns:news': NEWS_NAMESPACE };
  return xmlDocument(element('urlset', attributes, ...listed.map((post) => newsUrl(site, post))));
}

function newsUrl(site: Site, post: PostSummary): XmlElement {
  return element(
    'url',
    {},
    element('loc', {}, site.url + post.path),
    element(
      'news:news',
      {},
      element(
        'news:publication',
        {},
        element('news:name', {}, site.title),
        element('news:language', {}, newsLanguage(post.language ?? site.language)),
      ),
      element('news:publication_date', {}, post.publishedAt),
      element('news:title', {}, post.title),
    ),
  );
}

/** ISO 639 code, except that Chinese keeps its region, as the extension's documentation asks for. */
function newsLanguage(tag: string): string {
  const lower = tag.toLowerCase();
  if (/^zh-(?:tw|hk|hant)/.test(lower)) return 'zh-tw';
  if (lower.startsWith('zh')) return 'zh-cn';
  return lower.split('-', 1)[0] ?? lower;
}
