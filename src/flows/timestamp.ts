// Has a time-stamp authority (RFC 3161) say when it saw a digest: one request over HTTP, through the guarded way out.

import { type Dispatcher, request } from 'undici';
import {
  MAX_TIMESTAMP_BYTES,
  readTimestampResponse,
  type Timestamp,
  timestampRequest,
  timestampTooLarge,
} from '../log/timestamp.ts';
import { StetError } from '../model/errors.ts';
import { checkUrl } from '../sources/address-guard.ts';
import type { Timers } from '../sources/clock.ts';
import { type Deadline, startDeadline } from '../sources/poll/deadline.ts';
import { fetchFailure, type Stage } from '../sources/poll/fetch-failure.ts';
import type { Way } from '../sources/poll/network.ts';

export interface TimestampLimits {
  /** Milliseconds for the whole exchange. */
  readonly total: number;
  /** Longest silence, milliseconds. */
  readonly idle: number;
  /** Largest answer, bytes. */
  readonly bytes: number;
}

export const TIMESTAMP_LIMITS: TimestampLimits = { total: 30_000, idle: 20_000, bytes: MAX_TIMESTAMP_BYTES };

export interface TimestampQuestion {
  /** Of the authority, `http:` or `https:`, as configured. */
  readonly url: URL;
  /** SHA-256 of what is stamped, 32 bytes. */
  readonly digest: Uint8Array;
  /** 8 to 20 random bytes, new for each question. */
  readonly nonce: Uint8Array;
  /** `openNetwork(…).way(allowPrivate)`: an authority on a private address is reached only where the configuration says so. */
  readonly way: Way;
  readonly limits: TimestampLimits;
  readonly timers: Timers;
}

/**
 * Asks by RFC 3161 §3.4. The token is for this digest and answers this question; its signature is not verified here. Redirects
 * are not followed: the authority is who the operator named.
 *
 * @throws {StetError} `timestamp-…` for what is wrong with the answer (`timestamp-status` for a status other than 200, the others
 * in `readTimestampResponse`); `scheme-refused`, `address-refused`, `timeout-total`, `timeout-idle` and the codes of
 * `fetchFailure` for what is wrong on the way; the reason of `stop` when stopped.
 */
export async function requestTimestamp(question: TimestampQuestion, stop: AbortSignal): Promise<Timestamp> {
  const { url, digest, nonce, way, limits, timers } = question;
  checkUrl(url, way.rule);
  const deadline = startDeadline(limits.total, limits.idle, stop, timers);
  try {
    return readTimestampResponse(await answerTo(question, deadline), digest, nonce);
  } finally {
    deadline.close();
  }
}

async function answerTo(
  { url, digest, nonce, way, limits }: TimestampQuestion,
  deadline: Deadline,
): Promise<Uint8Array> {
  let stage: Stage = 'head';
  try {
    const response = await request(url, {
      method: 'POST',
      dispatcher: way.dispatcher,
      headers: {
        'user-agent': 'Stet (wire desk; time-stamps its log)',
        'content-type': 'application/timestamp-query',
        accept: 'application/timestamp-reply',
      },
      body: timestampRequest(digest, nonce),
      signal: deadline.signal,
      // The deadline keeps time.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    stage = 'body';
    deadline.touch();
    // A body that is left unread is destroyed; that is no news.
    response.body.on('error', () => undefined);
    try {
      refuseStatus(response, url.host);
      return await collect(response.body, limits.bytes, deadline);
    } finally {
      response.body.destroy();
    }
  } catch (error) {
    deadline.signal.throwIfAborted();
    throw fetchFailure(error, url.host, stage);
  }
}

function refuseStatus({ statusCode }: Dispatcher.ResponseData, host: string): void {
  if (statusCode === 200) return;
  throw new StetError(
    'timestamp-status',
    `${host} answered the request for a time-stamp with status ${statusCode}`,
    {
      host,
      status: statusCode,
    },
  );
}

async function collect(body: AsyncIterable<unknown>, limit: number, deadline: Deadline): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a response body must be bytes');
    deadline.touch();
    bytes += chunk.length;
    if (bytes > limit) throw timestampTooLarge(limit);
    parts.push(chunk);
  }
  return Buffer.concat(parts, bytes);
}
