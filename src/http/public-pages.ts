// What stands at each public place: read through `PostReader`, rendered by the `publish` room, with the headers that go out
// with it.

import { exportableAt } from '../flows/export.ts';
import type { StoryProofs } from '../flows/story-proof.ts';
import { parseRecord } from '../log/record.ts';
import { assertNever, StetError } from '../model/errors.ts';
import type { Post, StoryCheck } from '../model/post.ts';
import type { PublicLogFacts } from '../model/public-log.ts';
import type { Site } from '../model/site.ts';
import type { Source } from '../model/source.ts';
import { agencyOf } from '../publish/agency.ts';
import { type ExportFormat, WRITERS, writeStory } from '../publish/export/formats.ts';
import type { ExportStory } from '../publish/export/story.ts';
import { atom } from '../publish/feeds/atom.ts';
import type { Feed } from '../publish/feeds/entry.ts';
import { jsonFeed } from '../publish/feeds/json-feed.ts';
import { rss } from '../publish/feeds/rss.ts';
import {
  NEWS_LIMIT,
  NEWS_WINDOW_MS,
  newsSitemap,
  pagesSitemap,
  sitemap,
  sitemapIndex,
} from '../publish/feeds/sitemap.ts';
import { openSearch, robotsTxt, type TrustStatement, trustTxt } from '../publish/feeds/text-files.ts';
import { messagesFor } from '../publish/i18n/languages.ts';
import { aboutPage } from '../publish/site/about.ts';
import { articlePage } from '../publish/site/article.ts';
import { type PageContext, sectionName } from '../publish/site/context.ts';
import { gonePage, takenDownPage } from '../publish/site/errors.ts';
import { INDEXED, type Page, renderPage } from '../publish/site/layout.ts';
import { frontPage, sectionPage } from '../publish/site/lists.ts';
import { logPage } from '../publish/site/log-page.ts';
import { searchPage } from '../publish/site/search.ts';
import {
  inOrderShown,
  LINK_FORMAT,
  mementoLinks,
  mementoTime,
  timeMap,
  timeMapLink,
} from '../publish/site/timemap.ts';
import { versionPage } from '../publish/site/version.ts';
import { versionChoice, versionsPage } from '../publish/site/versions.ts';
import { timesIn } from '../publish/times.ts';
import { sha256 } from '../text/digest.ts';
import { wireMarkup } from '../text/wire-markup.ts';
import type { PostPage, PostReader } from '../views/posts.ts';
import type { TakenDownReader } from '../views/taken-down.ts';
import type { Rendered } from './page-answer.ts';
import type { FeedFormat, ProofPart, PublicFile, PublicRoute } from './public-path.ts';

export interface PublicOptions {
  readonly site: Site;
  readonly sources: readonly Source[];
  readonly reader: PostReader;
  readonly takenDown: Pick<TakenDownReader, 'takenDownAt' | 'noticeAt'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly proofs: StoryProofs;
  /** What the log is now. */
  readonly log: () => Promise<PublicLogFacts>;
  /** Lines for trust.txt beside what the site says of itself. */
  readonly trust: readonly TrustStatement[];
  /** Limit of the pages kept in memory, bytes. */
  readonly cacheBytes: number;
}

/** A request with everything dropped that its page would not look at. */
export interface Wanted {
  readonly route: PublicRoute;
  /** Interface language where it is not the site's own. */
  readonly hl: string | null;
  /** Cursor of a list. */
  readonly before: string | null;
  /** Search words; empty for none. */
  readonly text: string;
  readonly from: string | null;
  readonly to: string | null;
}

const LIST_LENGTH = 30;
const SEARCH_LENGTH = 20;
const FEED_LENGTH = 50;

/** What a page or export of one story is made from besides the configuration: a story's page survives all news but its own. */
export async function stampOf(route: PublicRoute, reader: PostReader): Promise<string | null> {
  if (route.to !== 'post' && route.to !== 'export') return null;
  const post = await reader.byPath(route.path);
  if (post === null) return null;
  const { version, versions, section, publishedAt, updatedAt, label } = post;
  return JSON.stringify([version, versions, section, publishedAt, updatedAt, label]);
}

/** Makes what stands at a place; `null` when nothing does. */
export async function renderPublic(
  wanted: Wanted,
  context: PageContext,
  options: PublicOptions,
): Promise<Rendered | null> {
  const { route, before } = wanted;
  const { reader } = options;
  switch (route.to) {
    case 'front':
      return htmlAnswer(
        200,
        frontPage(await listOf(null, before, reader), before !== null, context),
        context,
        false,
      );
    case 'section':
      return sectionAnswer(route.slug, before, context, reader);
    case 'post':
      return withPost(route.path, context, options, async (post) =>
        withHeaders(
          htmlAnswer(
            200,
            articlePage(post, context, await checkOf(post, options)),
            context,
            agencyOf(post, context.agencies).hotlinkImages,
          ),
          ['Link', timeMapLink(context.absolute(post.path))],
          // The checker of another site, or from a file, may fetch the page that it is to check.
          ['Access-Control-Allow-Origin', '*'],
        ),
      );
    case 'versions':
      return withPost(route.path, context, options, async (post) => {
        const versions = inOrderShown(await reader.versions(post.item)).toReversed();
        const choice = versionChoice(wanted.from, wanted.to, versions.length);
        return htmlAnswer(200, versionsPage(post, versions, choice, context), context, false);
      });
    case 'version':
      return withPost(route.path, context, options, (post) =>
        versionAnswer(post, route.number, context, reader),
      );
    case 'timemap':
      return withPost(route.path, context, options, (post) => timeMapAnswer(post, context, reader));
    case 'export':
      return exportAnswer(route.path, route.format, context, options);
    case 'proof':
      return proofAnswer(route.path, route.part, options);
    case 'search':
      return searchAnswer(wanted.text, before, context, reader);
    case 'about':
      return htmlAnswer(200, aboutPage(context), context, false);
    case 'log':
      return htmlAnswer(200, logPage(await options.log(), options.now(), context), context, false);
    case 'feed':
      return feedAnswer(route.format, route.section, context, reader);
    case 'sitemap':
      return sitemapAnswer(route.page, context, reader);
    case 'file':
      return fileAnswer(route.name, context, options);
    case 'asset':
      return assetAnswer(route.path, context);
    case 'redirect':
    case 'nothing':
      return null;
    default:
      return assertNever(route);
  }
}

const listOf = (section: string | null, before: string | null, reader: PostReader): Promise<PostPage> =>
  reader.page({ section, cursor: before, limit: LIST_LENGTH });

/** A section is there when it is configured or has stories. */
async function isSection(slug: string, { site }: PageContext, reader: PostReader): Promise<boolean> {
  const named = (section: { readonly slug: string }): boolean => section.slug === slug;
  return site.sections.some(named) || (await reader.sections()).some(named);
}

async function sectionAnswer(
  slug: string,
  before: string | null,
  context: PageContext,
  reader: PostReader,
): Promise<Rendered | null> {
  if (!(await isSection(slug, context, reader))) return null;
  const list = await listOf(slug, before, reader);
  return htmlAnswer(200, sectionPage(slug, list, before !== null, context), context, false);
}

/** 410 where a story stood that is public no more, with a notice where it was taken down by law; `null` where none ever did. */
async function withPost(
  path: string,
  context: PageContext,
  { reader, takenDown }: PublicOptions,
  answer: (post: Post) => Promise<Rendered | null>,
): Promise<Rendered | null> {
  const post = await reader.byPath(path);
  if (post !== null) return answer(post);
  if ((await reader.itemAt(path)) === null) return null;
  const notice = await takenDown.noticeAt(path);
  return htmlAnswer(
    410,
    notice === null ? gonePage(context) : takenDownPage(notice, context),
    context,
    false,
  );
}

/** A Memento (RFC 7089 §4.2.1). */
async function versionAnswer(
  post: Post,
  number: number,
  context: PageContext,
  reader: PostReader,
): Promise<Rendered | null> {
  const versions = inOrderShown(await reader.versions(post.item));
  const version = versions[number - 1];
  if (version === undefined) return null;
  return withHeaders(
    htmlAnswer(
      200,
      versionPage(post, version, context),
      context,
      agencyOf(post, context.agencies).hotlinkImages,
    ),
    ['Memento-Datetime', mementoTime(version.publishedAt)],
    ['Link', mementoLinks(context.absolute(post.path))],
  );
}

async function timeMapAnswer(post: Post, context: PageContext, reader: PostReader): Promise<Rendered> {
  const versions = inOrderShown(await reader.versions(post.item));
  const text = timeMap(context.absolute(post.path), versions);
  return withHeaders(fileOf(LINK_FORMAT, text), ['X-Robots-Tag', 'noindex']);
}

const withHeaders = (rendered: Rendered, ...headers: Rendered['headers']): Rendered => ({
  ...rendered,
  headers: [...rendered.headers, ...headers],
});

/** The canceled or withheld form with 410 where a story stood that is public no more. */
async function exportAnswer(
  path: string,
  format: ExportFormat,
  context: PageContext,
  { reader, takenDown }: PublicOptions,
): Promise<Rendered | null> {
  const messages = messagesFor(null, context.site.language);
  const times = timesIn(messages.language, context.site.timezone);
  const notice = await takenDown.noticeAt(path);
  if (notice !== null)
    return { ...fileOf(PLAIN_TEXT, `${messages.takenDown(times.full(notice.at))}\n`), status: 410 };
  const found = await exportableAt(path, { posts: reader, takenDown }, { ...context, messages, times });
  if (found === null) return null;
  const { story } = found;
  const file = fileOf(WRITERS[format].mediaType, '');
  const headers = [
    ...FILE_HEADERS,
    ['X-Robots-Tag', 'noindex'] as const,
    ['Link', `<${context.absolute(path)}>; rel="canonical"`] as const,
  ];
  const written = writtenOrReason(story, format);
  if (!written.ok) return { ...fileOf(PLAIN_TEXT, `${written.reason}\n`), status: 404, headers };
  return { ...file, status: story.status === 'usable' ? 200 : 410, body: Buffer.from(written.text), headers };
}

function writtenOrReason(story: ExportStory, format: ExportFormat) {
  try {
    return { ok: true as const, text: writeStory(story, format) };
  } catch (error) {
    if (!(error instanceof StetError) || error.code !== 'export-not-possible') throw error;
    return { ok: false as const, reason: error.message };
  }
}

/**
 * What the page carries to be checked with.
 * @throws {Error} when the text that the page would show is not the one that the log commits to: a changed database must not speak under
 * the log's name.
 */
async function checkOf(post: Post, { proofs }: PublicOptions): Promise<StoryCheck | null> {
  const check = await proofs.check(post.item);
  if (check === null || check.record === null) return check;
  const record = parseRecord(check.record);
  const sound =
    record.text_sha256 === sha256(post.parsed.text) &&
    record.html_sha256 === sha256(wireMarkup(post.parsed.bodyHtml));
  if (sound) return check;
  throw new Error(`the text of ${post.path} is not the one that its leaf in the public log commits to`);
}

/** Also for a story that is public no more: that it was, and is not, can be checked. */
async function proofAnswer(
  path: string,
  part: ProofPart,
  { reader, takenDown, proofs }: PublicOptions,
): Promise<Rendered | null> {
  const item = await reader.itemAt(path);
  if (item === null) return null;
  if (part === 'chain.json') {
    const chain = await proofs.chain(item);
    return chain === null ? null : fileOf(JSON_TEXT, chain);
  }
  const check = await proofs.check(item);
  if (check === null) return null;
  if (part === 'tlog-proof') return fileOf(PLAIN_TEXT, check.proof);
  if (check.record === null)
    return { ...fileOf(PLAIN_TEXT, 'This record was erased; the log says so.\n'), status: 410 };
  // The story's record is gone for good; what stands in its place says why, and has its own proof.
  const isTakenDown = (await takenDown.noticeAt(path)) !== null;
  return { ...fileOf(JSON_TEXT, check.record), status: isTakenDown ? 410 : 200 };
}

async function searchAnswer(
  text: string,
  before: string | null,
  context: PageContext,
  reader: PostReader,
): Promise<Rendered> {
  const results = text === '' ? null : await reader.search({ text, cursor: before, limit: SEARCH_LENGTH });
  return htmlAnswer(200, searchPage(text, results, before !== null, context), context, false);
}

const FEED_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};
const FEED_WRITERS: Readonly<Record<FeedFormat, (feed: Feed) => string>> = { rss, atom, json: jsonFeed };

async function feedAnswer(
  format: FeedFormat,
  section: string | null,
  context: PageContext,
  reader: PostReader,
): Promise<Rendered | null> {
  if (section !== null && !(await isSection(section, context, reader))) return null;
  const { site, agencies, showBody } = context;
  const messages = messagesFor(null, site.language);
  const text = FEED_WRITERS[format]({
    site,
    agencies,
    showBody,
    messages,
    times: timesIn(messages.language, site.timezone),
    section: section === null ? null : { slug: section, name: sectionName(site, section) },
    posts: await reader.posts({ section, cursor: null, limit: FEED_LENGTH }),
  });
  return fileOf(FEED_TYPES[format], text);
}

const XML = 'application/xml; charset=utf-8';
const PLAIN_TEXT = 'text/plain; charset=utf-8';
const JSON_TEXT = 'application/json; charset=utf-8';

/** The first page is there even when no post is. */
async function sitemapAnswer(
  page: number,
  context: PageContext,
  reader: PostReader,
): Promise<Rendered | null> {
  const rows = await reader.sitemap(page - 1);
  return rows.length === 0 && page > 1 ? null : fileOf(XML, sitemap(context.site, rows, context.agencies));
}

async function fileAnswer(name: PublicFile, context: PageContext, options: PublicOptions): Promise<Rendered> {
  const { site, agencies } = context;
  const { reader } = options;
  switch (name) {
    case 'robots':
      return fileOf(PLAIN_TEXT, robotsTxt(site));
    case 'trust':
      return fileOf(PLAIN_TEXT, trustTxt(site, options.trust, (await options.log()).keys[0]?.key ?? null));
    case 'opensearch':
      return fileOf('application/opensearchdescription+xml; charset=utf-8', openSearch(site));
    case 'sitemap-index':
      return fileOf(XML, sitemapIndex(site, await reader.count()));
    case 'sitemap-pages':
      return fileOf(XML, pagesSitemap(site));
    case 'sitemap-news': {
      const since = new Date(options.now() - NEWS_WINDOW_MS).toISOString();
      return fileOf(XML, newsSitemap(site, await reader.since(since, NEWS_LIMIT), agencies));
    }
    default:
      return assertNever(name);
  }
}

function assetAnswer(path: string, { assets }: PageContext): Rendered | null {
  const asset = Object.values(assets).find((one) => one.path === path);
  if (asset === undefined) return null;
  return {
    status: 200,
    type: asset.type,
    body: asset.body,
    cacheControl: 'public, max-age=31536000, immutable',
    headers: FILE_HEADERS,
    lasting: true,
  };
}

/**
 * Caches may keep a page but ask before each use: a story that the agency withdraws is gone from them with the next request, and
 * the answer to all other requests is a 304.
 */
const ASK_FIRST = 'public, no-cache';

/** Feeds may be read by scripts of other sites: they are public and hold nothing of the reader's. */
const FILE_HEADERS = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Access-Control-Allow-Origin', '*'],
] as const;

const fileOf = (type: string, text: string): Rendered => ({
  status: 200,
  type,
  body: Buffer.from(text),
  cacheControl: ASK_FIRST,
  headers: FILE_HEADERS,
  lasting: false,
});

/** @param hotlinkImages let the page show pictures from other servers. */
export function htmlAnswer(
  status: number,
  page: Page,
  context: PageContext,
  hotlinkImages: boolean,
): Rendered {
  return {
    status,
    type: 'text/html; charset=utf-8',
    body: Buffer.from(renderPage(page, context)),
    cacheControl: ASK_FIRST,
    headers: [
      ['Content-Security-Policy', contentSecurityPolicy(hotlinkImages)],
      ['Content-Language', context.messages.language],
      ...PAGE_HEADERS,
      ...(page.robots === INDEXED ? [] : [['X-Robots-Tag', page.robots] as const]),
    ],
    lasting: false,
  };
}

const PAGE_HEADERS = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'same-origin'],
  ['Permissions-Policy', 'browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
] as const;

/** Data blocks such as JSON-LD are not executed and so need no allowance (CSP 3 §8.4, HTML "prepare the script element"). */
const contentSecurityPolicy = (hotlinkImages: boolean): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    `img-src 'self' data:${hotlinkImages ? ' https:' : ''}`,
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
