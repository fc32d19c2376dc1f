// A takedown on a data directory while Stet is stopped. The public log is opened for it, so that the leaf is in the same transaction.

import type { Config } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import { type ItemId, isItemId } from '../model/ids.ts';
import type { Erased, TakedownOrder } from '../model/takedown.ts';
import { openPostReader } from '../views/post-reader.ts';
import { keyedLock } from './keyed-lock.ts';
import { openPublicLog } from './open-log.ts';
import { openStore, type Store } from './open-store.ts';
import { replayWasCutOff } from './replay.ts';
import { openTakedown } from './takedown.ts';

export interface OfflineTakedown {
  readonly erased: Erased;
  /** Why the leaf waits for the next start; `null` when it is in the log. */
  readonly logTrouble: string | null;
}

/**
 * @param post an item's id, or the post's address or path, also one that it has no more.
 * @throws {StetError} `post-unknown`, `data-locked` while Stet is running, `views-incomplete`; see `Takedown` and `openStore`.
 */
export async function takeDownOffline(
  config: Config,
  post: string,
  order: TakedownOrder,
  by: string,
): Promise<OfflineTakedown> {
  const store = await openStopped(config);
  try {
    const { db, reader } = store;
    if (await replayWasCutOff(db))
      throw new StetError('views-incomplete', 'A replay was cut off: run stet replay, or start Stet, first.');
    const item = await itemOf(post, store, config.site.url);
    const log = await openPublicLog({
      ...{ db, ledger: reader, dataDir: config.dataDir, ...config.publicLog, now: Date.now },
      progress: () => undefined,
    });
    try {
      const erased = await openTakedown({ ...store, itemLock: keyedLock(), now: Date.now })(item, order, by);
      return { erased, logTrouble: log.trouble() };
    } finally {
      log.close();
    }
  } finally {
    await store.close();
  }
}

/**
 * A running Stet is not handed the order from outside: at the desk it bears the name of the person who is signed in, and that person sees
 * what came of it.
 */
async function openStopped(config: Config): Promise<Store> {
  try {
    return await openStore({ ...config, now: Date.now });
  } catch (error) {
    if (!(error instanceof StetError) || (error.code !== 'data-locked' && error.code !== 'store-locked'))
      throw error;
    throw new StetError(
      error.code,
      `Stet is running. Take the story down at its desk (${config.site.url}/desk, button "Take down"), or stop Stet and run this again. (${error.message})`,
      error.facts,
    );
  }
}

async function itemOf(post: string, { db, reader }: Store, siteUrl: string): Promise<ItemId> {
  if (isItemId(post)) return post;
  const path = post.startsWith(`${siteUrl}/`) ? post.slice(siteUrl.length) : post;
  const item = await openPostReader(db, reader, () => 0).itemAt(path);
  if (item === null)
    throw new StetError('post-unknown', `Nothing has ever been public at ${path}.`, { name: path });
  return item;
}
