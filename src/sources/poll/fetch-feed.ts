// One look at a feed over HTTP: the request, its redirects, and the body within its limits. Keeps nothing: what it returns
// becomes state only after the bytes are durable.

import type { Dispatcher } from 'undici';
import { StetError } from '../../model/errors.ts';
import { type AddressRule, checkUrl } from '../address-guard.ts';
import type { Clock, Timers } from '../clock.ts';
import type { SourceLimits } from '../limits.ts';
import { ACCEPT_ENCODING, decode } from './content-coding.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { exchange, metered } from './exchange.ts';
import { statusFailure } from './fetch-failure.ts';
import type { HostQueue } from './host-queue.ts';
import { isPermanent, isRedirect, isSameServer, redirectTarget, withoutSecrets } from './redirects.ts';
import { retryAfter } from './retry-after.ts';

export interface FeedRequest {
  /** As configured; may hold credentials. */
  readonly url: URL;
  /** Where an earlier 301 or 308 moved it to. */
  readonly movedTo: URL | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Milliseconds for the whole exchange, waits for the host's turn not counted. */
  readonly timeout: number;
  /** Largest body, as transferred and after decoding, bytes. */
  readonly maxBytes: number;
}

export type FeedAnswer = FeedBody | FeedNotModified;

export interface FeedBody {
  readonly type: 'body';
  /** The representation: after content decoding, otherwise untouched. */
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  /** The URL that answered, without credentials. */
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly movedTo: string | null;
}

export interface FeedNotModified {
  readonly type: 'not-modified';
  readonly movedTo: string | null;
}

export interface FetchEnvironment {
  readonly dispatcher: Dispatcher;
  readonly rule: AddressRule;
  readonly hosts: HostQueue;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits: SourceLimits;
}

type Step =
  | Omit<FeedBody, 'movedTo'>
  | Omit<FeedNotModified, 'movedTo'>
  | { readonly type: 'redirect'; readonly to: URL; readonly permanent: boolean };

interface Hop {
  readonly url: URL;
  readonly conditional: boolean;
}

/** @throws {StetError} for every failure; the signal's reason when stopped. */
export async function fetchFeed(
  feed: FeedRequest,
  environment: FetchEnvironment,
  stop: AbortSignal,
): Promise<FeedAnswer> {
  const { limits, timers } = environment;
  const seen = new Set<string>();
  let hop: Hop = { url: feed.movedTo ?? feed.url, conditional: true };
  let movedTo = feed.movedTo;
  let onlyPermanent = true;
  let left = feed.timeout;
  for (;;) {
    checkUrl(hop.url, environment.rule);
    seen.add(withoutSecrets(hop.url).href);
    const step: Step = await environment.hosts.run(hop.url.host, stop, async () => {
      const started = timers.monotonic();
      const deadline = startDeadline(left, limits.idle, stop, timers);
      try {
        return await takeHop(feed, hop, environment, deadline);
      } finally {
        deadline.close();
        left = Math.max(0, left - (timers.monotonic() - started));
      }
    });
    if (step.type !== 'redirect') return { ...step, movedTo: movedTo?.href ?? null };
    refuseEndless(seen, step.to, hop.url, limits);
    onlyPermanent &&= step.permanent;
    // Only an unbroken chain of permanent redirects has moved the feed; after a temporary one the start stays.
    if (onlyPermanent) movedTo = step.to;
    // A new place is a new resource: the old one's ETag could match there by accident and hide everything.
    hop = { url: step.to, conditional: hop.conditional && !step.permanent };
  }
}

function refuseEndless(seen: ReadonlySet<string>, next: URL, from: URL, limits: SourceLimits): void {
  if (seen.has(next.href)) {
    throw new StetError('redirect-loop', `${from.host} redirects in a circle`, { host: from.host });
  }
  if (seen.size > limits.redirects) {
    throw new StetError('redirect-limit', `There are more than ${limits.redirects} redirects in a row`, {
      host: from.host,
      limit: limits.redirects,
    });
  }
}

function takeHop(
  feed: FeedRequest,
  hop: Hop,
  environment: FetchEnvironment,
  deadline: Deadline,
): Promise<Step> {
  const { dispatcher } = environment;
  const question = { method: 'GET', dispatcher, headers: requestHeaders(feed, hop), body: null } as const;
  return exchange(withoutSecrets(hop.url), question, deadline, (response) =>
    understand(response, feed, hop, environment, deadline),
  );
}

async function understand(
  response: Dispatcher.ResponseData,
  feed: FeedRequest,
  hop: Hop,
  { clock, limits }: FetchEnvironment,
  deadline: Deadline,
): Promise<Step> {
  const header = (name: string): string | null => single(response.headers[name]);
  const status = response.statusCode;
  if (isRedirect(status)) {
    return {
      type: 'redirect',
      to: redirectTarget(hop.url, header('location')),
      permanent: isPermanent(status),
    };
  }
  if (status === 304 && isConditional(feed, hop)) return { type: 'not-modified' };
  if (status !== 200) {
    const wait = retryAfter(header('retry-after'), header('date'), clock.now());
    throw statusFailure(status, hop.url.host, wait);
  }
  refuseDeclared(header('content-length'), feed.maxBytes);
  const raw = metered(response.body, feed.maxBytes, deadline, tooLarge);
  return {
    type: 'body',
    bytes: await collect(decode(raw, header('content-encoding'), limits), feed.maxBytes, hop.url.host),
    contentType: header('content-type'),
    url: withoutSecrets(hop.url).href,
    etag: header('etag'),
    lastModified: header('last-modified'),
  };
}

const isConditional = (feed: FeedRequest, hop: Hop): boolean =>
  hop.conditional && (feed.etag !== null || feed.lastModified !== null);

function requestHeaders(feed: FeedRequest, hop: Hop): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': 'Stet (wire desk; polls feeds)',
    accept:
      'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8',
    'accept-encoding': ACCEPT_ENCODING,
  };
  if (hop.conditional && feed.etag !== null) headers['if-none-match'] = feed.etag;
  if (hop.conditional && feed.lastModified !== null) headers['if-modified-since'] = feed.lastModified;
  // Keys and passwords are for the server they were configured for, not for where it redirects to.
  if (!isSameServer(feed.url, hop.url)) return headers;
  const credentials = basicCredentials(feed.url);
  if (credentials !== null) headers.authorization = credentials;
  for (const [name, value] of Object.entries(feed.headers)) headers[name.toLowerCase()] = value;
  return headers;
}

/** RFC 7617, UTF-8. */
function basicCredentials(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const pair = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

/** The URL parser leaves a stray `%` in place; such a password means itself. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function refuseDeclared(contentLength: string | null, maxBytes: number): void {
  if (contentLength !== null && Number(contentLength) > maxBytes) throw tooLarge(maxBytes);
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  host: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    parts.push(chunk);
  }
  if (bytes === 0) throw new StetError('body-empty', `${host} answered 200 with nothing in it`, { host });
  return Buffer.concat(parts, bytes);
}

const tooLarge = (limit: number): StetError =>
  new StetError('too-large', `The answer is larger than the ${limit} bytes allowed for this source`, {
    limit,
  });

/** A header sent several times means its values as one list (RFC 9110 §5.3). */
const single = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : value.join(', ');
