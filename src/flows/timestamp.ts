// Has a time-stamp authority (RFC 3161) say when it saw a digest: one request over HTTP, through the guarded way out.

import type { Dispatcher } from 'undici';
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
import { exchange, wholeBody } from '../sources/poll/exchange.ts';
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

function answerTo(
  { url, digest, nonce, way, limits }: TimestampQuestion,
  deadline: Deadline,
): Promise<Uint8Array> {
  const question = {
    method: 'POST',
    dispatcher: way.dispatcher,
    headers: {
      'user-agent': 'Stet (wire desk; time-stamps its log)',
      'content-type': 'application/timestamp-query',
      accept: 'application/timestamp-reply',
    },
    body: timestampRequest(digest, nonce),
  } as const;
  return exchange(url, question, deadline, async (response) => {
    refuseStatus(response, url.host);
    return wholeBody(response.body, limits.bytes, deadline, timestampTooLarge);
  });
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
