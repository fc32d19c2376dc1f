// A page made ready to be sent: its bytes in three codings, each with its headers prepared, and the conditional requests of
// RFC 9110 §13. Compression runs in zlib's threads, once for each coding, when a client first asks for it.

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

type Packing = 'gzip' | 'br';
export type Coding = 'identity' | Packing;

/** What a renderer hands over. */
export interface Rendered {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly cacheControl: string;
  /** Beside the content's own: security policy, robots, cross-origin. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Spend more on compression: for files that never change. */
  readonly lasting: boolean;
}

interface Variant {
  readonly body: Buffer;
  readonly etag: string;
  /** Flat `[name, value, name, value, …]`, as `ServerResponse.writeHead` takes it without building an object. */
  readonly headers: string[];
  readonly notModified: string[];
}

export interface ReadyPage {
  readonly rendered: Rendered;
  /** SHA-256 of type, headers and body: equal for pages that a client could not tell apart. */
  readonly digest: string;
  /** Whole seconds since 1970, rounded up: the page has not changed since this second was over. */
  readonly modified: number;
  readonly plain: Variant;
  /** What is made so far, and what is being made. */
  readonly packed: Partial<Record<Packing, Variant>>;
  readonly packing: Partial<Record<Packing, Promise<void>>>;
}

/** Bodies shorter than this gain nothing from compression. */
const SMALLEST_COMPRESSED = 512;

/** @param changedAt milliseconds since 1970: when the content last changed. */
export function readyPage(rendered: Rendered, changedAt: number): ReadyPage {
  const digest = createHash('sha256')
    .update(JSON.stringify([rendered.status, rendered.type, rendered.headers]))
    .update(rendered.body)
    .digest('base64url')
    .slice(0, 22);
  const modified = Math.ceil(changedAt / 1000);
  const plain = variant({ rendered, digest, modified }, 'identity', rendered.body);
  return { rendered, digest, modified, plain, packed: {}, packing: {} };
}

/**
 * Sends the page, or `304`, if the coding that the client wants is made; else sends nothing and answers false.
 * @param now milliseconds since 1970.
 */
export function sendIfMade(
  request: IncomingMessage,
  response: ServerResponse,
  page: ReadyPage,
  now: number,
): boolean {
  const coding = codingFor(request.headers['accept-encoding']);
  const made = coding === 'identity' ? page.plain : page.packed[coding];
  if (made === undefined) return false;
  const old = now / 1000 >= page.modified;
  if (page.rendered.status === 200 && isNotModified(request, made.etag, page.modified, old)) {
    response.writeHead(304, made.notModified).end();
    return true;
  }
  response.writeHead(page.rendered.status, old ? made.headers : withoutLastModified(made.headers));
  if (request.method === 'HEAD') response.end();
  else response.end(made.body);
  return true;
}

/** Sends the page; resolves when it has been handed to the socket. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  page: ReadyPage,
  now: number,
): Promise<void> {
  const coding = codingFor(request.headers['accept-encoding']);
  if (coding !== 'identity') await pack(page, coding);
  sendIfMade(request, response, page, now);
}

function pack(page: ReadyPage, coding: Packing): Promise<void> {
  page.packing[coding] ??= compress(page, coding).then((made) => {
    page.packed[coding] = made;
  });
  return page.packing[coding];
}

async function compress(page: ReadyPage, coding: Packing): Promise<Variant> {
  const { body, lasting } = page.rendered;
  if (body.length < SMALLEST_COMPRESSED) return page.plain;
  const packed =
    coding === 'br' ? await compressBrotli(body, brotliOptions(body, lasting)) : await compressGzip(body);
  return packed.length < body.length ? variant(page, coding, packed) : page.plain;
}

const brotliOptions = (body: Buffer, lasting: boolean) => ({
  params: {
    [constants.BROTLI_PARAM_QUALITY]: lasting ? 11 : 5,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  },
});

const LAST_MODIFIED = 'Last-Modified';

function variant(
  page: Pick<ReadyPage, 'rendered' | 'digest' | 'modified'>,
  coding: Coding,
  body: Buffer,
): Variant {
  const { rendered, digest, modified } = page;
  const etag = coding === 'identity' ? `"${digest}"` : `"${digest}-${coding}"`;
  const validators = ['ETag', etag, 'Cache-Control', rendered.cacheControl, 'Vary', 'Accept-Encoding'];
  const content = ['Content-Type', rendered.type, 'Content-Length', String(body.length)];
  if (coding !== 'identity') content.push('Content-Encoding', coding);
  const headers = [...content, ...validators, ...rendered.headers.flat()];
  // Last, so that it can be left off: see `withoutLastModified`.
  if (rendered.status === 200) headers.push(LAST_MODIFIED, new Date(modified * 1000).toUTCString());
  return { body, etag, headers, notModified: validators };
}

/**
 * In the second in which a page changed it may change again, and `Last-Modified` could not tell the two apart (RFC 9110 §8.8.2.2);
 * nor may the header lie in the future (§8.8.2.1). For that second it is not sent.
 */
const withoutLastModified = (headers: readonly string[]): string[] =>
  headers.at(-2) === LAST_MODIFIED ? headers.slice(0, -2) : [...headers];

function isNotModified(request: IncomingMessage, etag: string, modified: number, old: boolean): boolean {
  const listed = request.headers['if-none-match'];
  if (listed !== undefined) return listed === etag || listsTag(listed, etag);
  const since = request.headers['if-modified-since'];
  return since !== undefined && old && Date.parse(since) >= modified * 1000;
}

/** Weak comparison, since proxies weaken tags when they recompress (RFC 9110 §8.8.3.2, §13.1.2). */
function listsTag(list: string, etag: string): boolean {
  if (list.trim() === '*') return true;
  return list.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/** The best coding a client takes: brotli, gzip or none. A weight of 0 forbids one; other weights do not matter here. */
export function codingFor(accepted: string | string[] | undefined): Coding {
  if (accepted === undefined) return 'identity';
  const list = typeof accepted === 'string' ? accepted : accepted.join(',');
  if (accepts(list, 'br')) return 'br';
  return accepts(list, 'gzip') ? 'gzip' : 'identity';
}

const OFFERS = {
  br: /(?:^|,)\s*br\s*(?:;\s*q=([0-9.]+)\s*)?(?:,|$)/i,
  gzip: /(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=([0-9.]+)\s*)?(?:,|$)/i,
};

function accepts(list: string, coding: 'br' | 'gzip'): boolean {
  const offer = OFFERS[coding].exec(list);
  return offer !== null && (offer[1] === undefined || Number(offer[1]) > 0);
}
