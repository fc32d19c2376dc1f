// Every page that a site says it has (sitemaps.org 0.9): the other way round of an audit, which finds what was published beside the log.

import { SaxesParser } from 'saxes';
import { isStory, readPage } from './page-parts.ts';
import type { Web } from './web.ts';

/** Bytes: what the protocol allows a sitemap to have. */
const LONGEST_SITEMAP = 52_428_800;
const LONGEST_PAGE = 2 ** 24;
/** Sitemaps in all: an index may hold 50,000. */
const MOST_SITEMAPS = 50_001;

/** The paths of all pages in a site's sitemaps, without what the site's own address has before them. */
export async function* pathsInSitemap(web: Web, site: string): AsyncGenerator<string> {
  const base = new URL(site).pathname.replace(/\/$/, '');
  const waiting = [`${site}/sitemap.xml`];
  const seen = new Set(waiting);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { status, bytes } = await web.get(new URL(next), LONGEST_SITEMAP);
    if (status !== 200) continue;
    const { isIndex, locations } = readSitemap(new TextDecoder().decode(bytes));
    for (const location of locations) {
      const path = URL.parse(location)?.pathname.slice(base.length);
      if (path === undefined) continue;
      if (!isIndex) yield path;
      else if (!seen.has(site + path) && seen.size < MOST_SITEMAPS) {
        // By this site's address, whatever address the site gives itself.
        seen.add(site + path);
        waiting.push(site + path);
      }
    }
  }
}

interface Sitemap {
  readonly isIndex: boolean;
  readonly locations: readonly string[];
}

/** What stands before a mistake in the XML counts. */
function readSitemap(xml: string): Sitemap {
  const parser = new SaxesParser();
  const locations: string[] = [];
  let root = '';
  let text: string | null = null;
  parser.on('error', () => undefined);
  parser.on('opentag', ({ name }) => {
    if (root === '') root = name;
    text = name === 'loc' ? '' : null;
  });
  parser.on('text', (data) => {
    if (text !== null) text += data;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'loc' && text !== null) locations.push(text.trim());
    text = null;
  });
  parser.write(xml).close();
  return { isIndex: root === 'sitemapindex', locations };
}

/** Whether a page that the log does not know is one of a story: lists and the page about the site are not in the log. */
export async function isStoryAt(web: Web, url: URL): Promise<boolean> {
  const { status, bytes } = await web.get(url, LONGEST_PAGE);
  if (status !== 200) return false;
  return isStory(readPage(new TextDecoder().decode(bytes)));
}
