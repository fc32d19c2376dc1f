// Once a day the newest checkpoint of the public log gets a time-stamp of an authority (RFC 3161): everything under it is then at least
// that old, whatever becomes of the log's key. Beside all other work; an authority that does not answer is asked again.

import { randomBytes } from 'node:crypto';
import type { Database } from '../ledger/database.ts';
import type { LogReader } from '../ledger/log-reader.ts';
import { type StoredTimestamp, type TimestampReader, timestampStatement } from '../ledger/log-timestamps.ts';
import { utf8 } from '../log/bytes.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { isoTime, type Timers } from '../sources/clock.ts';
import type { Way } from '../sources/poll/network.ts';
import { requestTimestamp, TIMESTAMP_LIMITS } from './timestamp.ts';

export interface DailyTimestampOptions {
  readonly db: Database;
  readonly log: LogReader;
  readonly timestamps: TimestampReader;
  /** The authority's address. */
  readonly url: URL;
  readonly way: Way;
  readonly timers: Timers;
  readonly now: () => number;
  readonly stop: AbortSignal;
}

/**
 * Has the newest checkpoint stamped, if today has no stamp yet and the log has grown since the last.
 * @returns the stamp; `null` when there was nothing to stamp.
 * @throws {StetError} what `requestTimestamp` throws; `store-failed`.
 */
export async function stampToday(options: DailyTimestampOptions): Promise<StoredTimestamp | null> {
  const { db, log, timestamps, url, way, timers, now, stop } = options;
  const [latest, [last]] = await Promise.all([log.latest(), timestamps.days()]);
  const day = isoTime(now()).slice(0, 10);
  if (latest === null || last?.day === day || last?.size === latest.size) return null;
  const checkpoint = latest.cosigned ?? latest.note;
  const { token, genTime } = await requestTimestamp(
    {
      digest: nodeCrypto.sha256(utf8(checkpoint)),
      nonce: randomBytes(8),
      limits: TIMESTAMP_LIMITS,
      ...{ url, way, timers },
    },
    stop,
  );
  const stamped = { day, size: latest.size, checkpoint, token, stamped: isoTime(genTime) };
  await db.transact([timestampStatement(stamped)]);
  return stamped;
}

/** Milliseconds between two looks whether the day has its stamp. */
const LOOK_EVERY = 10 * 60_000;

/** Returns the way to stop. @param failed told of each try that came to nothing. */
export function keepStamping(
  options: Omit<DailyTimestampOptions, 'stop'>,
  failed: (error: unknown) => void,
): () => void {
  const stopping = new AbortController();
  let callOff: () => void = () => undefined;
  const look = async (): Promise<void> => {
    try {
      await stampToday({ ...options, stop: stopping.signal });
    } catch (error) {
      if (!stopping.signal.aborted) failed(error);
    }
    if (!stopping.signal.aborted) callOff = options.timers.after(LOOK_EVERY, look);
  };
  void look();
  return () => {
    stopping.abort();
    callOff();
  };
}
