// From an address to what it names, and back. Nothing here reads anything: whether the story exists is the reader's to say.

import { assertNever } from '../model/errors.ts';
import { type ExportFormat, WIRE_ENDINGS, WRITERS } from '../publish/export/formats.ts';
import { LOG_PATH } from '../publish/site/log-page.ts';
import { timeMapAddress, versionAddress } from '../publish/site/timemap.ts';

export type FeedFormat = 'rss' | 'atom' | 'json';

export type PublicRoute =
  | { readonly to: 'front' }
  | { readonly to: 'section'; readonly slug: string }
  | { readonly to: 'post'; readonly path: string }
  | { readonly to: 'versions'; readonly path: string }
  /** The `number`-th version that was shown, from 1. */
  | { readonly to: 'version'; readonly path: string; readonly number: number }
  /** The versions in Memento's form (RFC 7089). */
  | { readonly to: 'timemap'; readonly path: string }
  /** The post at `path` in a wire format. */
  | { readonly to: 'export'; readonly path: string; readonly format: ExportFormat }
  /** What proves the post at `path`. */
  | { readonly to: 'proof'; readonly path: string; readonly part: ProofPart }
  | { readonly to: 'search' }
  | { readonly to: 'about' }
  /** The page about the public log. */
  | { readonly to: 'log' }
  | { readonly to: 'feed'; readonly format: FeedFormat; readonly section: string | null }
  | { readonly to: 'sitemap'; readonly page: number }
  | { readonly to: 'file'; readonly name: PublicFile }
  | { readonly to: 'asset'; readonly path: string }
  | { readonly to: 'redirect'; readonly path: string }
  | { readonly to: 'nothing' };

/** The proof of the story's last leaf, the record that the leaf commits to, and all leaves of the story. */
export type ProofPart = 'tlog-proof' | 'record.json' | 'chain.json';

export type PublicFile =
  | 'robots'
  | 'trust'
  | 'opensearch'
  | 'sitemap-index'
  | 'sitemap-pages'
  | 'sitemap-news';

const FEED_FILES: Readonly<Record<string, FeedFormat>> = {
  'rss.xml': 'rss',
  'atom.xml': 'atom',
  'feed.json': 'json',
};

const FIXED = new Map<string, PublicRoute>([
  ['/', { to: 'front' }],
  ['/search', { to: 'search' }],
  ['/about', { to: 'about' }],
  [LOG_PATH, { to: 'log' }],
  ['/log', { to: 'redirect', path: LOG_PATH }],
  ['/robots.txt', { to: 'file', name: 'robots' }],
  ['/trust.txt', { to: 'file', name: 'trust' }],
  ['/.well-known/trust.txt', { to: 'file', name: 'trust' }],
  ['/opensearch.xml', { to: 'file', name: 'opensearch' }],
  ['/sitemap.xml', { to: 'file', name: 'sitemap-index' }],
  ['/sitemap-pages.xml', { to: 'file', name: 'sitemap-pages' }],
  ['/sitemap-news.xml', { to: 'file', name: 'sitemap-news' }],
]);

const SECTION = /^[a-z0-9][a-z0-9-]*$/;
const SITEMAP = /^\/sitemap-([1-9][0-9]{0,5})\.xml$/;

/** @param path percent-encoded and normalised by `publicAddress`. */
export function publicRoute(path: string): PublicRoute {
  const fixed = FIXED.get(path);
  if (fixed !== undefined) return fixed;
  // Never redirect to `//host`, which is an address of another site.
  if (path.includes('//')) return { to: 'nothing' };
  if (path.endsWith('/')) return { to: 'redirect', path: path.slice(0, -1) };
  if (path.startsWith('/assets/')) return { to: 'asset', path };
  const sitemap = SITEMAP.exec(path)?.[1];
  if (sitemap !== undefined) return { to: 'sitemap', page: Number(sitemap) };
  const segments = path.slice(1).split('/');
  if (segments.length > 4 || segments.includes('')) return { to: 'nothing' };
  return bySegments(path, segments);
}

const VERSION_NUMBER = /^[1-9][0-9]{0,5}$/;

function bySegments(path: string, segments: readonly string[]): PublicRoute {
  const [first = '', second, third, fourth] = segments;
  const format = FEED_FILES[second ?? first];
  if (format !== undefined && third === undefined) {
    return { to: 'feed', format, section: second === undefined ? null : first };
  }
  if (!SECTION.test(first)) return { to: 'nothing' };
  if (second === undefined) return { to: 'section', slug: first };
  if (third === undefined) return exportOf(path) ?? proofOf(path) ?? { to: 'post', path };
  const post = `/${first}/${second}`;
  if (fourth === undefined) {
    return third === 'versions' || third === 'timemap' ? { to: third, path: post } : { to: 'nothing' };
  }
  return third === 'versions' && VERSION_NUMBER.test(fourth)
    ? { to: 'version', path: post, number: Number(fourth) }
    : { to: 'nothing' };
}

/** An item's id ends every post's path, so that no post's name can end like this. */
const EXPORT = /^(.*[/-][0-9a-f]{16})(\.[0-9a-z]+\.[a-z]+)$/;

function exportOf(path: string): PublicRoute | null {
  const [, post, ending] = EXPORT.exec(path) ?? [];
  const format = WIRE_ENDINGS.get(ending ?? '');
  return post === undefined || format === undefined ? null : { to: 'export', path: post, format };
}

const PROOF = /^(.*[/-][0-9a-f]{16})\.(tlog-proof|record\.json|chain\.json)$/;

function proofOf(path: string): PublicRoute | null {
  const [, post, part] = PROOF.exec(path) ?? [];
  // The expression lets nothing else through.
  return post === undefined || part === undefined
    ? null
    : { to: 'proof', path: post, part: part as ProofPart };
}

export interface PublicAddress {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Longest request target that is looked at, UTF-16 code units. */
const LONGEST = 4096;

/** Path and query of a request target; `null` for what no page of this site can have (RFC 9112 §3.2.1, origin-form only). */
export function publicAddress(target: string): PublicAddress | null {
  if (!target.startsWith('/') || target.length > LONGEST) return null;
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const normalised = normalisePath(path);
  if (normalised === null) return null;
  return { path: normalised, query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)) };
}

/** One spelling for every way to percent-encode a path, so that a story has one address and one place in the cache. */
function normalisePath(path: string): string | null {
  if (/^[\w./~-]*$/.test(path)) return path;
  try {
    return path
      .split('/')
      .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
      .join('/');
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

const FEED_FILE: Readonly<Record<FeedFormat, string>> = {
  rss: 'rss.xml',
  atom: 'atom.xml',
  json: 'feed.json',
};
const FILE_PATH: Readonly<Record<PublicFile, string>> = {
  robots: '/robots.txt',
  trust: '/trust.txt',
  opensearch: '/opensearch.xml',
  'sitemap-index': '/sitemap.xml',
  'sitemap-pages': '/sitemap-pages.xml',
  'sitemap-news': '/sitemap-news.xml',
};

/** The one path of a place, as `publicRoute` reads it; `null` for what is no place. */
export function pathOf(route: PublicRoute): string | null {
  switch (route.to) {
    case 'front':
      return '/';
    case 'section':
      return `/${route.slug}`;
    case 'post':
    case 'asset':
      return route.path;
    case 'versions':
      return `${route.path}/versions`;
    case 'version':
      return versionAddress(route.path, route.number);
    case 'timemap':
      return timeMapAddress(route.path);
    case 'export':
      return route.path + WRITERS[route.format].ending;
    case 'proof':
      return `${route.path}.${route.part}`;
    case 'search':
      return '/search';
    case 'about':
      return '/about';
    case 'log':
      return LOG_PATH;
    case 'feed':
      return `${route.section === null ? '' : `/${route.section}`}/${FEED_FILE[route.format]}`;
    case 'sitemap':
      return `/sitemap-${route.page}.xml`;
    case 'file':
      return FILE_PATH[route.name];
    case 'redirect':
    case 'nothing':
      return null;
    default:
      return assertNever(route);
  }
}
