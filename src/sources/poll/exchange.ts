// One request over HTTP and its answer, under a deadline: what every way of asking others has in common, whatever it makes of the answer.

import { type Dispatcher, request } from 'undici';
import type { StetError } from '../../model/errors.ts';
import type { Deadline } from './deadline.ts';
import { fetchFailure, type Stage } from './fetch-failure.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

/**
 * Redirects are not followed. The connection is given up when `understand` has not read the whole body.
 * @throws {StetError} what `understand` throws; the deadline's codes; those of `fetchFailure`.
 */
export async function exchange<T>(
  url: URL,
  question: Question,
  deadline: Deadline,
  understand: (response: Dispatcher.ResponseData) => Promise<T>,
): Promise<T> {
  let stage: Stage = 'head';
  try {
    const response = await request(url, {
      ...question,
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
      return await understand(response);
    } finally {
      response.body.destroy();
    }
  } catch (error) {
    deadline.signal.throwIfAborted();
    throw fetchFailure(error, url.host, stage);
  }
}

/** Passes the bytes on as they come off the wire, keeping the deadline awake and counting. */
export async function* metered(
  body: AsyncIterable<unknown>,
  maxBytes: number,
  deadline: Deadline,
  tooLarge: (maxBytes: number) => StetError,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a response body must be bytes');
    deadline.touch();
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

/** The whole body, of at most `maxBytes`. */
export async function wholeBody(
  body: AsyncIterable<unknown>,
  maxBytes: number,
  deadline: Deadline,
  tooLarge: (maxBytes: number) => StetError,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of metered(body, maxBytes, deadline, tooLarge)) parts.push(part);
  return Buffer.concat(parts);
}
