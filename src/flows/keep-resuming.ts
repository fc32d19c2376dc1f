// What a crash or a full disk left undone is done from time to time.

import type { SourceLog } from '../sources/source-log.ts';
import type { Intake } from './intake.ts';

/** Milliseconds between two looks for arrivals that were left unread. */
const RESUME_EVERY = 60_000;

/**
 * Finishes what was durable and not read to its end, and cleans up after takedowns, now and from time to time: after a crash, and after a
 * disk that was full. Beside the ordinary work, since a large arrival must not delay the start. Returns the way to stop.
 */
export function keepResuming(
  resume: Intake['resume'],
  finishErasing: () => Promise<void>,
  log: SourceLog,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    try {
      const arrivals = await resume();
      if (arrivals > 0) log.info({ arrivals }, 'finished arrivals that had not been read to their end');
    } catch (error) {
      log.error({ err: error }, 'some arrivals can not be finished yet; they are tried again');
    }
    try {
      await finishErasing();
    } catch (error) {
      log.error(
        { err: error },
        'the store can not be cleaned yet of what a takedown erased; it is tried again',
      );
    }
    if (!stopped) timer = setTimeout(look, RESUME_EVERY).unref();
  };
  void look();
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}
