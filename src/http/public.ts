// The public site over HTTP. Cached pages go out by `serveCached` before any routing; what is not cached is made here, once
// for all who wait for it. Every page can be asked for conditionally; parameters that a page does not know are ignored.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../model/site.ts';
import { agenciesOf } from '../publish/agency.ts';
import { bodies } from '../publish/bodies.ts';
import { messagesFor } from '../publish/i18n/languages.ts';
import { loadAssets } from '../publish/site/assets.ts';
import { type ContextParts, type PageContext, pageContext } from '../publish/site/context.ts';
import { errorPage, notFoundPage } from '../publish/site/errors.ts';
import { LONGEST_QUERY } from '../publish/site/search.ts';
import { type ReadyPage, readyPage, send, sendIfMade } from './page-answer.ts';
import { type CachedPage, pageCache, sharedFlights } from './page-cache.ts';
import { htmlAnswer, type PublicOptions, renderPublic, stampOf, type Wanted } from './public-pages.ts';
import { type PublicRoute, pathOf, publicAddress, publicRoute } from './public-path.ts';

export type { PublicOptions } from './public-pages.ts';

export interface PublicSite {
  /** Routes for GET and HEAD of everything public, behind all routes that are named more closely. */
  readonly plugin: FastifyPluginAsync;
  /**
   * Answers a request from memory if it can, and says whether it did. For Node's own request handler, in front of the router:
   * a page that is still good leaves by a look into a map and one write.
   */
  serveCached(request: IncomingMessage, response: ServerResponse): boolean;
  /** Forgets every page and body held in memory: after a takedown nothing of the story may be there. */
  forget(): void;
  /** What is held in memory, for the metrics. */
  cacheState(): { readonly pages: number; readonly bytes: number };
}

/** The news sitemap loses stories by their age alone, so it is made again after this many milliseconds. */
const NEWS_SITEMAP_LIFE = 5 * 60 * 1000;
/** The page about the log says how old its newest entry is, and that it is closed as soon as it is. */
const LOG_PAGE_LIFE = 1_000;
/** Bodies kept for feeds and articles: the stories of a few sections' feeds. */
const BODIES_KEPT = 400;
/** Longest cursor looked at, UTF-16 code units. */
const LONGEST_CURSOR = 200;

export function publicRoutes(options: PublicOptions): PublicSite {
  const { site, reader, now } = options;
  const agencies = agenciesOf(options.sources);
  let shown = bodies(BODIES_KEPT);
  const parts: ContextParts = {
    ...{ site, agencies, assets: loadAssets() },
    showBody: (post, agency) => shown(post, agency),
  };
  const cache = pageCache(options.cacheBytes);
  const flights = sharedFlights<ReadyPage | null>();
  const notFound = new Map<string, ReadyPage>();

  const isGood = (cached: CachedPage): boolean =>
    (cached.generation === null || cached.generation === reader.generation()) && now() < cached.until;

  function serveCached(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.url === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const cached = cache.get(request.url);
    if (cached === undefined || !isGood(cached)) return false;
    return sendIfMade(request, response, cached.page, now());
  }

  /** The page, from memory or newly made; `null` when there is no such page. */
  function pageFor(wanted: Wanted): Promise<ReadyPage | null> {
    const key = cacheKey(wanted);
    if (key === null) return made(wanted);
    const cached = cache.get(key);
    if (cached !== undefined && isGood(cached)) return Promise.resolve(cached.page);
    // With the generation in the key nobody who asks after a change is given a page that was begun before it.
    return flights(`${reader.generation()} ${key}`, () => renewed(key, wanted, cached));
  }

  async function made(wanted: Wanted): Promise<ReadyPage | null> {
    const rendered = await renderPublic(wanted, contextFor(wanted), options);
    return rendered === null ? null : readyPage(rendered, now());
  }

  async function renewed(
    key: string,
    wanted: Wanted,
    cached: CachedPage | undefined,
  ): Promise<ReadyPage | null> {
    // Before anything is read: what is read after a change must not pass for the state before it, nor the other way round.
    const generation = isLasting(wanted.route) ? null : reader.generation();
    const until = now() + lifeOf(wanted.route);
    const stamp = await stampOf(wanted.route, reader);
    if (cached !== undefined && stamp !== null && stamp === cached.stamp) {
      cached.generation = generation;
      return cached.page;
    }
    const rendered = await renderPublic(wanted, contextFor(wanted), options);
    if (rendered === null) {
      cache.delete(key);
      return null;
    }
    const page = readyPage(rendered, now());
    // The same bytes again: keep the old page with its compressed forms and its date.
    const kept = cached?.page.digest === page.digest ? cached.page : page;
    cache.set(key, { page: kept, stamp, generation, until });
    return kept;
  }

  const contextFor = (wanted: Wanted): PageContext => pageContext(parts, wanted.hl);

  function notFoundIn(hl: string | null): ReadyPage {
    const known = notFound.get(hl ?? '');
    if (known !== undefined) return known;
    const context = pageContext(parts, hl);
    const page = readyPage(htmlAnswer(404, notFoundPage(context), context, false), now());
    notFound.set(hl ?? '', page);
    return page;
  }

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const address = publicAddress(request.raw.url ?? '');
    const hl = address === null ? null : interfaceLanguage(address.query, site);
    const route: PublicRoute = address === null ? { to: 'nothing' } : publicRoute(address.path);
    if (route.to === 'redirect') {
      reply.redirect(pageContext(parts, hl).link(route.path), 301);
      return;
    }
    const page = await pageFor(wantedOf(route, address?.query ?? new URLSearchParams(), hl));
    reply.hijack();
    await send(request.raw, reply.raw, page ?? notFoundIn(hl), now());
  }

  const plugin: FastifyPluginAsync = async (app) => {
    app.route({ method: 'GET', url: '/*', exposeHeadRoute: true, handler: answer });
    app.setErrorHandler((error, request, reply) => {
      request.log.error({ err: error }, 'a public page could not be made');
      const context = pageContext(parts, null);
      const { body, headers, type } = htmlAnswer(500, errorPage(context), context, false);
      return reply
        .code(500)
        .type(type)
        .headers(Object.fromEntries(headers))
        .header('Cache-Control', 'no-store')
        .send(body);
    });
  };

  function forget(): void {
    cache.clear();
    shown = bodies(BODIES_KEPT);
  }

  return { plugin, serveCached, forget, cacheState: () => ({ pages: cache.size, bytes: cache.bytes }) };
}

/** `?hl=` where it names another interface language than the site's own. */
function interfaceLanguage(query: URLSearchParams, site: Site): string | null {
  const requested = query.get('hl');
  if (requested === null) return null;
  const { language } = messagesFor(requested, site.language);
  return language === messagesFor(null, site.language).language ? null : language;
}

function wantedOf(route: PublicRoute, query: URLSearchParams, hl: string | null): Wanted {
  const listed = route.to === 'front' || route.to === 'section' || route.to === 'search';
  const before = listed ? query.get('before') : null;
  return {
    route,
    hl: isDocument(route) ? hl : null,
    before: before !== null && before.length <= LONGEST_CURSOR && before !== '' ? before : null,
    text: route.to === 'search' ? (query.get('q') ?? '').trim().slice(0, LONGEST_QUERY).toWellFormed() : '',
    from: route.to === 'versions' ? query.get('from') : null,
    to: route.to === 'versions' ? query.get('to') : null,
  };
}

const FILES: ReadonlySet<PublicRoute['to']> = new Set<PublicRoute['to']>([
  'feed',
  'sitemap',
  'file',
  'asset',
  'export',
  'proof',
  'timemap',
]);

/** Whether the page has words of the interface on it. */
const isDocument = ({ to }: PublicRoute): boolean => !FILES.has(to);

/** Whether no publication ever changes it. */
const isLasting = ({ to }: PublicRoute): boolean => to === 'asset' || to === 'about' || to === 'search';

/** Milliseconds after which a page is made again though nothing was published. */
function lifeOf(route: PublicRoute): number {
  if (route.to === 'log') return LOG_PAGE_LIFE;
  return route.to === 'file' && route.name === 'sitemap-news' ? NEWS_SITEMAP_LIFE : Infinity;
}

/** Where a page is kept; `null` for pages with parameters of their own, which anybody could invent without end. */
function cacheKey({ route, hl, before, text, from, to }: Wanted): string | null {
  if (before !== null || text !== '' || from !== null || to !== null) return null;
  const path = pathOf(route);
  return path === null || hl === null ? path : `${path}?hl=${hl}`;
}
