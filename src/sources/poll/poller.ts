// Polls every HTTP source at its own pace. Whatever one source does, the others go on.

import { StetError } from '../../model/errors.ts';
import type { SourceId } from '../../model/ids.ts';
import type { PollTransport } from '../../model/source.ts';
import type { Timers } from '../clock.ts';
import type { FetchEnvironment } from './fetch-feed.ts';
import { hostQueue } from './host-queue.ts';
import type { Network } from './network.ts';
import { type PollEnvironment, type PollSource, pollOnce } from './poll-once.ts';
import { firstWait, nextWait } from './schedule.ts';

export interface PollerEnvironment extends Omit<PollEnvironment, 'fetchEnvironment'> {
  readonly timers: Timers;
  readonly network: Network;
}

export class Poller {
  readonly #environment: PollerEnvironment;
  readonly #sources: ReadonlyMap<SourceId, PollSource>;
  readonly #polling: PollEnvironment;
  readonly #stop = new AbortController();
  /** Polls under way; a second wish for the same source joins the first. */
  readonly #underWay = new Map<SourceId, Promise<void>>();
  readonly #cancelNext = new Map<SourceId, () => void>();

  constructor(sources: readonly PollSource[], environment: PollerEnvironment) {
    this.#environment = environment;
    this.#sources = new Map(sources.map((source) => [source.id, source]));
    const { clock, limits, network, timers } = environment;
    const hosts = hostQueue(limits.hostGap, timers);
    this.#polling = {
      ...environment,
      fetchEnvironment: ({ allowPrivate }: PollTransport): FetchEnvironment => ({
        ...network.way(allowPrivate),
        hosts,
        clock,
        timers,
        limits,
      }),
    };
  }

  start(): void {
    const { clock, limits, states } = this.#environment;
    for (const source of this.#sources.values()) {
      const interval = source.transport.interval * 1000;
      this.#schedule(source, firstWait(interval, states.get(source.id), this.#sources.size, limits, clock));
    }
  }

  /** Aborts the requests under way and waits for them, and for deliveries that have begun. */
  async stop(): Promise<void> {
    this.#stop.abort(new StetError('stopped', 'The source was stopped'));
    for (const cancel of this.#cancelNext.values()) cancel();
    this.#cancelNext.clear();
    await Promise.all(this.#underWay.values());
  }

  /**
   * Polls at once, whatever the schedule says, or joins the poll under way. What came of it is in the source's state.
   *
   * @throws {StetError} `source-unknown`, `stopped`
   */
  async pollNow(id: SourceId): Promise<void> {
    const source = this.#sources.get(id);
    if (source === undefined)
      throw new StetError('source-unknown', `There is no polled source “${id}”`, { source: id });
    if (this.#stop.signal.aborted)
      throw new StetError('stopped', 'The sources have been stopped', { source: id });
    await this.#poll(source);
  }

  #schedule(source: PollSource, wait: number): void {
    if (this.#stop.signal.aborted) return;
    this.#cancelNext.get(source.id)?.();
    this.#cancelNext.set(
      source.id,
      this.#environment.timers.after(wait, () => void this.#poll(source)),
    );
  }

  #poll(source: PollSource): Promise<void> {
    const running = this.#underWay.get(source.id);
    if (running !== undefined) return running;
    this.#cancelNext.get(source.id)?.();
    const poll = this.#pollAndSchedule(source).finally(() => this.#underWay.delete(source.id));
    this.#underWay.set(source.id, poll);
    return poll;
  }

  /** Never rejects, and always schedules the next poll. */
  async #pollAndSchedule(source: PollSource): Promise<void> {
    const { clock, limits, log } = this.#environment;
    let wait: number | null;
    try {
      wait = await pollOnce(source, this.#polling, this.#stop.signal);
    } catch (error) {
      log.error({ source: source.id, err: error }, 'the state of a source could not be saved');
      wait = nextWait(source.transport.interval * 1000, 1, null, limits, clock);
    }
    if (wait !== null) this.#schedule(source, wait);
  }
}
