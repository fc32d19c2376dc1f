// Reading a site that is also at work for its readers: few requests at once, the wait that it asks for, and longer waits the longer it
// is in trouble.

import { Agent, type Dispatcher, request } from 'undici';
import { StetError } from '../../model/errors.ts';
import { backOff, type Clock, jittered } from '../../sources/clock.ts';
import { retryAfter } from '../../sources/poll/retry-after.ts';

export interface WebAnswer {
  readonly status: number;
  readonly bytes: Uint8Array;
  /** Of a redirect, which is not followed. */
  readonly location: string | null;
}

export interface Web {
  readonly sideBySide: number;
  /**
   * @param longest bytes of the body; of a longer one comes one byte more, so that its length shows.
   * @throws {StetError} `audit-unreadable` when no try gave an answer that stands; the signal's reason when stopped.
   */
  get(url: URL, longest: number): Promise<WebAnswer>;
  close(): Promise<void>;
}

export interface WebOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Resolves after as many milliseconds, or when the signal says stop. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const SIDE_BY_SIDE = 4;
const TRIES = 6;
/** Milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
const LONGEST_ASKED_FOR = 600_000;
const PATIENCE = 30_000;
/** A server that trickles ends here. */
const LONGEST_ANSWER = 300_000;

export function openWeb({ clock, signal, wait }: WebOptions): Web {
  const agent = new Agent({ connections: SIDE_BY_SIDE, headersTimeout: PATIENCE, bodyTimeout: PATIENCE });

  async function get(url: URL, longest: number): Promise<WebAnswer> {
    let trouble = '';
    for (let failures = 1; failures <= TRIES; failures++) {
      signal.throwIfAborted();
      const tried = await once(agent, url, longest, signal, clock.now());
      if (tried.answer !== null) return tried.answer;
      trouble = tried.trouble;
      if (failures === TRIES) break;
      const patient = backOff(failures, FIRST_WAIT, LONGEST_WAIT);
      const asked = Math.min(tried.askedFor ?? 0, LONGEST_ASKED_FOR);
      await wait(Math.max(asked, jittered(patient, 0.2, clock)), signal);
    }
    throw new StetError('audit-unreadable', `${url.href} could not be read in ${TRIES} tries: ${trouble}.`, {
      url: url.href,
    });
  }

  return { sideBySide: SIDE_BY_SIDE, get, close: () => agent.destroy() };
}

type Tried =
  | { readonly answer: WebAnswer }
  | { readonly answer: null; readonly trouble: string; readonly askedFor: number | null };

async function once(
  agent: Agent,
  url: URL,
  longest: number,
  signal: AbortSignal,
  now: number,
): Promise<Tried> {
  try {
    const response = await request(url, {
      dispatcher: agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_ANSWER)]),
      headers: { 'user-agent': 'Stet (log auditor)', 'accept-encoding': 'identity' },
    });
    response.body.on('error', () => undefined);
    const header = headerOf(response);
    if (passesOver(response.statusCode)) {
      response.body.destroy();
      const askedFor = retryAfter(header('retry-after'), header('date'), now);
      return { answer: null, trouble: `it answered ${response.statusCode}`, askedFor };
    }
    const bytes = await collect(response.body, longest);
    return { answer: { status: response.statusCode, bytes, location: header('location') } };
  } catch (error) {
    signal.throwIfAborted();
    return { answer: null, trouble: troubleOf(error), askedFor: null };
  }
}

/** What may be otherwise in a minute. */
const passesOver = (status: number): boolean => status === 408 || status === 429 || status >= 500;

async function collect(body: AsyncIterable<unknown>, longest: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a response body must be bytes');
    bytes += chunk.length;
    parts.push(chunk);
    // Leaving the loop ends the connection.
    if (bytes > longest) break;
  }
  return Buffer.concat(parts, Math.min(bytes, longest + 1));
}

const headerOf =
  ({ headers }: Dispatcher.ResponseData) =>
  (name: string): string | null => {
    const value = headers[name];
    return value === undefined ? null : String(value);
  };

function troubleOf(error: unknown): string {
  if (error instanceof AggregateError) return troubleOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  return code ?? (error instanceof Error ? error.message : String(error));
}
