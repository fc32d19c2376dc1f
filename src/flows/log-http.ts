// How witnesses and monitors talk to each other's servers: one request with limits, redirects not followed, the answer as it is.
// Those who audit a whole site ask otherwise, log-audit/web.ts: many times, patiently, and content with the beginning of a long answer.

import { Agent, type Dispatcher } from 'undici';
import { StetError } from '../model/errors.ts';
import type { Clock, Timers } from '../sources/clock.ts';
import { type Deadline, startDeadline } from '../sources/poll/deadline.ts';
import { exchange, wholeBody } from '../sources/poll/exchange.ts';
import { retryAfter } from '../sources/poll/retry-after.ts';

export interface LogQuestion {
  /** `http:` or `https:`. */
  readonly url: URL;
  /** What is posted; `null` for a GET. */
  readonly body: { readonly text: string; readonly type: string } | null;
  /** Largest answer, bytes. */
  readonly maxBytes: number;
}

export interface LogAnswer {
  readonly status: number;
  readonly contentType: string | null;
  /** Milliseconds the server asks to be left alone. */
  readonly retryAfter: number | null;
  readonly body: Uint8Array;
}

export interface LogHttp {
  /**
   * @throws {StetError} `log-answer-too-large`, `log-answer-encoded`, `timeout-total`, `timeout-idle`, the codes of `fetchFailure`; the
   * reason of `stop` when stopped.
   */
  ask(question: LogQuestion, stop: AbortSignal): Promise<LogAnswer>;
  /** Drops every connection. */
  close(): Promise<void>;
}

export interface LogHttpLimits {
  /** Longest wait for a connection. Times in milliseconds. */
  readonly connect: number;
  /** Longest silence. */
  readonly idle: number;
  /** Longest exchange as a whole: a server that trickles ends here. */
  readonly total: number;
}

export const LOG_HTTP_LIMITS: LogHttpLimits = { connect: 5_000, idle: 10_000, total: 20_000 };
const HEADER_BYTES = 32 * 1024;

export function openLogHttp(clock: Clock, timers: Timers, limits: LogHttpLimits = LOG_HTTP_LIMITS): LogHttp {
  // Connections are kept alive, as tlog-witness asks for.
  const agent = new Agent({ connect: { timeout: limits.connect }, maxHeaderSize: HEADER_BYTES });
  return {
    async ask(question, stop) {
      const deadline = startDeadline(limits.total, limits.idle, stop, timers);
      try {
        return await answerTo(agent, question, deadline, clock);
      } finally {
        deadline.close();
      }
    },
    close: () => agent.destroy(),
  };
}

function answerTo(
  dispatcher: Dispatcher,
  { url, body, maxBytes }: LogQuestion,
  deadline: Deadline,
  clock: Clock,
): Promise<LogAnswer> {
  const question = {
    method: body === null ? 'GET' : 'POST',
    dispatcher,
    headers: {
      'user-agent': 'Stet (wire desk; public log)',
      'accept-encoding': 'identity',
      ...(body === null ? {} : { 'content-type': body.type }),
    },
    body: body?.text ?? null,
  } as const;
  return exchange(url, question, deadline, async (response) => {
    const header = (name: string): string | null => String(response.headers[name] ?? '') || null;
    refuseEncoded(header('content-encoding'), url.host);
    return {
      status: response.statusCode,
      contentType: header('content-type'),
      retryAfter: retryAfter(header('retry-after'), header('date'), clock.now()),
      body: await wholeBody(response.body, maxBytes, deadline, tooLarge(url.host)),
    };
  });
}

function refuseEncoded(coding: string | null, host: string): void {
  if (coding === null || coding === 'identity') return;
  throw new StetError(
    'log-answer-encoded',
    `${host} sends its answer compressed though nobody asked for it`,
    {
      host,
    },
  );
}

const tooLarge =
  (host: string) =>
  (limit: number): StetError =>
    new StetError('log-answer-too-large', `The answer of ${host} has more than ${limit} bytes`, {
      host,
      limit,
    });

/** `<prefix>/<path>`, whether or not the prefix ends in a slash; its query is dropped. */
export function below(prefix: URL, path: string): URL {
  const url = new URL(prefix);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = '';
  url.hash = '';
  return url;
}
