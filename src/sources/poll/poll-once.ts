// One poll, told whole: look at the feed, hand the bytes over, and only then remember what to ask for next time.

import { createHash } from 'node:crypto';
import type { Receipt, Receive } from '../../model/delivery.ts';
import { assertNever, StetError } from '../../model/errors.ts';
import { sha256Hex } from '../../model/ids.ts';
import type { PollTransport, Source } from '../../model/source.ts';
import type { SourceState, SourceStates } from '../../model/source-state.ts';
import { type Clock, isoTime } from '../clock.ts';
import { contentTrouble } from '../content-trouble.ts';
import type { SourceLimits } from '../limits.ts';
import type { SourceLog } from '../source-log.ts';
import { type FeedAnswer, type FetchEnvironment, fetchFeed } from './fetch-feed.ts';
import { nextWait } from './schedule.ts';

export type PollSource = Source & { readonly transport: PollTransport };

export const isPollSource = (source: Source): source is PollSource => source.transport.type === 'poll';

export interface PollEnvironment {
  readonly receive: Receive;
  readonly states: SourceStates;
  readonly clock: Clock;
  readonly log: SourceLog;
  readonly limits: SourceLimits;
  readonly fetchEnvironment: (transport: PollTransport) => FetchEnvironment;
}

type Outcome =
  | { readonly type: 'delivered'; readonly answer: FeedAnswer & { type: 'body' }; readonly receipt: Receipt }
  | { readonly type: 'not-modified'; readonly movedTo: string | null }
  | { readonly type: 'failed'; readonly error: StetError };

/**
 * Polls, delivers, saves the state.
 *
 * @returns milliseconds until the next poll; `null` when it was stopped and nothing is to be remembered.
 * @throws when the state can't be saved.
 */
export async function pollOnce(
  source: PollSource,
  environment: PollEnvironment,
  stop: AbortSignal,
): Promise<number | null> {
  const { clock, limits, log, states } = environment;
  const before = stateFor(source, states);
  const outcome = await look(source, before, environment, stop);
  if (outcome === null) return null;
  const now = clock.now();
  const after = stateAfter(before, outcome, isoTime(now));
  const wait = nextWait(source.transport.interval * 1000, after.failures, askedWait(outcome), limits, clock);
  report(source, outcome, wait, log);
  // A crash before this line costs one delivery of bytes that are there already.
  await states.save({ ...after, nextPoll: isoTime(now + wait) });
  return wait;
}

/** The saved state, without what belonged to another URL. */
function stateFor(source: PollSource, states: SourceStates): SourceState {
  const saved = states.get(source.id);
  const urlDigest = sha256Hex(createHash('sha256').update(source.transport.url).digest('hex'));
  if (saved.urlDigest === urlDigest) return saved;
  return { ...saved, etag: null, lastModified: null, movedTo: null, urlDigest };
}

async function look(
  source: PollSource,
  state: SourceState,
  environment: PollEnvironment,
  stop: AbortSignal,
): Promise<Outcome | null> {
  try {
    const answer = await fetchFeed(
      feedRequest(source, state),
      environment.fetchEnvironment(source.transport),
      stop,
    );
    if (answer.type === 'not-modified') return answer;
    const receipt = await environment.receive({
      source: source.id,
      // The representation, after content decoding: what the publisher wrote, not how this transfer was packed.
      bytes: answer.bytes,
      transport: 'poll',
      contentType: answer.contentType,
      origin: answer.url,
      baseUrl: answer.url,
      guid: null,
      version: null,
    });
    return { type: 'delivered', answer, receipt };
  } catch (error) {
    if (error instanceof StetError) return error.code === 'stopped' ? null : { type: 'failed', error };
    environment.log.error({ source: source.id, err: error }, 'a poll failed in a way that should not happen');
    return {
      type: 'failed',
      error: new StetError('poll-failed', 'The poll failed for a reason inside Stet; the log has it'),
    };
  }
}

function feedRequest({ transport }: PollSource, state: SourceState): Parameters<typeof fetchFeed>[0] {
  const url = URL.parse(transport.url);
  if (url === null) throw new StetError('request-invalid', "The source's URL can't be read");
  return {
    url,
    movedTo: state.movedTo === null ? null : URL.parse(state.movedTo),
    headers: transport.headers,
    etag: state.etag,
    lastModified: state.lastModified,
    timeout: transport.timeout * 1000,
    maxBytes: transport.maxBytes,
  };
}

function stateAfter(before: SourceState, outcome: Outcome, at: string): SourceState {
  // The same bytes that could not be read are still what the feed has to say.
  const lastError = before.failures === 0 ? before.lastError : null;
  const well = { ...before, lastPoll: at, lastError, skipped: null, failures: 0 };
  switch (outcome.type) {
    case 'not-modified':
      return {
        ...well,
        movedTo: outcome.movedTo,
        skipped: { code: 'not-modified', message: 'The feed has not changed since the last poll', at },
      };
    case 'delivered': {
      const { answer, receipt } = outcome;
      const durable = { etag: answer.etag, lastModified: answer.lastModified, movedTo: answer.movedTo };
      if (!receipt.new) {
        const message = 'The feed has the same bytes as before';
        return { ...well, ...durable, skipped: { code: 'unchanged', message, at } };
      }
      return {
        ...well,
        ...durable,
        lastError: contentTrouble(receipt, at),
        lastItem: receipt.itemCount > 0 ? at : before.lastItem,
        arrivals: before.arrivals + 1,
      };
    }
    case 'failed':
      return stateAfterFailure(before, outcome.error, at);
  }
}

/** The validators stay: they were kept only because what they name is durable. */
function stateAfterFailure(before: SourceState, error: StetError, at: string): SourceState {
  const asked = askedWait({ type: 'failed', error });
  return {
    ...before,
    lastPoll: at,
    lastError: { code: error.code, message: error.message, at },
    skipped:
      asked === null
        ? null
        : {
            code: 'retry-after',
            message: `The server asks for ${Math.ceil(asked / 1000)} seconds of rest`,
            at,
          },
    failures: before.failures + 1,
    // A false "moved for good", such as a hotel's login page sends, heals itself: next time the configured URL is asked.
    movedTo: keepsPlace(error) ? before.movedTo : null,
  };
}

/** True for failures that say nothing against the address that was asked. */
const keepsPlace = (error: StetError): boolean =>
  ['store-full', 'store-failed', 'http-429', 'http-503', 'poll-failed'].includes(error.code);

function askedWait(outcome: Outcome): number | null {
  if (outcome.type !== 'failed') return null;
  const { code, facts } = outcome.error;
  const asked = facts.retryAfterMs;
  return (code === 'http-429' || code === 'http-503') && typeof asked === 'number' ? asked : null;
}

function report(source: PollSource, outcome: Outcome, wait: number, log: SourceLog): void {
  const facts = { source: source.id, nextInSeconds: Math.round(wait / 1000) };
  switch (outcome.type) {
    case 'not-modified':
      log.info({ ...facts, skipped: 'not-modified' }, 'polled');
      break;
    case 'delivered': {
      const { answer, receipt } = outcome;
      log.info(
        { ...facts, bytes: answer.bytes.length, new: receipt.new, items: receipt.itemCount },
        'polled',
      );
      break;
    }
    case 'failed':
      log.warn({ ...facts, code: outcome.error.code }, outcome.error.message);
      break;
    default:
      assertNever(outcome);
  }
}
