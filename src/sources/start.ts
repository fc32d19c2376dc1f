// Starts every source that fetches by itself. Pushes come in through the HTTP server instead.

import type { Receive } from '../model/delivery.ts';
import { StetError } from '../model/errors.ts';
import type { SourceId } from '../model/ids.ts';
import type { Source } from '../model/source.ts';
import type { SourceStates } from '../model/source-state.ts';
import { type Clock, systemTimers, type Timers } from './clock.ts';
import { FolderWatcher, isFolderSource } from './folder/folder-watcher.ts';
import { SOURCE_LIMITS, type SourceLimits } from './limits.ts';
import { type Network, openNetwork } from './poll/network.ts';
import { isPollSource } from './poll/poll-once.ts';
import { Poller } from './poll/poller.ts';
import type { SourceLog } from './source-log.ts';

export interface SourcesEnvironment {
  readonly receive: Receive;
  readonly states: SourceStates;
  readonly clock: Clock;
  readonly log: SourceLog;
  readonly timers?: Timers;
  readonly limits?: SourceLimits;
  readonly network?: Network;
}

export interface RunningSources {
  /** Aborts requests, waits for deliveries that have begun, starts no others. */
  stop(): Promise<void>;
  /**
   * Looks at one source now. Resolves when the look is over; what came of it is in the source's state.
   *
   * @throws {StetError} `source-unknown`, `source-is-pushed`, `stopped`
   */
  pollNow(id: SourceId): Promise<void>;
}

/** One failing source changes nothing for the others. */
export function startSources(sources: readonly Source[], environment: SourcesEnvironment): RunningSources {
  const limits = environment.limits ?? SOURCE_LIMITS;
  const timers = environment.timers ?? systemTimers;
  const network = environment.network ?? openNetwork(limits);
  const common = { ...environment, limits, timers };
  const poller = new Poller(sources.filter(isPollSource), { ...common, network });
  const folders = new Map(
    sources.filter(isFolderSource).map((source) => [source.id, new FolderWatcher(source, common)]),
  );
  poller.start();
  for (const folder of folders.values()) folder.start();

  return {
    async stop() {
      await Promise.all([poller.stop(), ...[...folders.values()].map((folder) => folder.stop())]);
      await network.close();
    },
    async pollNow(id) {
      const source = sources.find((candidate) => candidate.id === id);
      if (source === undefined)
        throw new StetError('source-unknown', `There is no source “${id}”`, { source: id });
      if (source.transport.type === 'push') {
        throw new StetError('source-is-pushed', `“${id}” is pushed to; there is nothing to poll`, {
          source: id,
        });
      }
      await (folders.get(id)?.lookNow() ?? poller.pollNow(id));
    },
  };
}
