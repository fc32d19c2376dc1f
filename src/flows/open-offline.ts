// The intake without a server, for commands that work on the data directory while Stet is stopped.

import type { Config } from '../model/config.ts';
import { finishErasures } from './erasure.ts';
import { type Intake, openIntake } from './intake.ts';
import { keyedLock } from './keyed-lock.ts';
import { openStore, type Store } from './open-store.ts';
import { startReadThread } from './read-thread.ts';

export interface Offline {
  readonly store: Store;
  readonly intake: Intake;
  close(): Promise<void>;
}

/** @throws {StetError} see `openStore`; `data-locked` while Stet is running. */
export async function openOffline(config: Config): Promise<Offline> {
  const store = await openStore({ ...config, now: Date.now });
  const thread = startReadThread();
  const intake = openIntake({
    ...store,
    thread,
    sources: config.sources,
    sections: config.site.sections,
    siteUrl: config.site.url,
    now: Date.now,
    itemLock: keyedLock(),
    // What is done here waits for the log, which the next start opens and checks.
    logTrouble: () => null,
  });
  return {
    store,
    intake,
    async close() {
      await thread.close();
      // What came in may have held a story that was taken down. Where this fails the marks stay, and the next start does it.
      await finishErasures(store.db, store.reader).catch(() => undefined);
      await store.close();
    },
  };
}
