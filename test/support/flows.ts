// Intake and desk acts over a store, without a server, and an invented agency's feed to send to them.

import { openDeskActs } from '../../src/flows/decide.ts';
import { type Intake, openIntake } from '../../src/flows/intake.ts';
import { keyedLock } from '../../src/flows/keyed-lock.ts';
import { openPublicLog } from '../../src/flows/open-log.ts';
import { startReadThread } from '../../src/flows/read-thread.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openReader } from '../../src/ledger/reader.ts';
import { openWriter } from '../../src/ledger/writer.ts';
import type { Receipt } from '../../src/model/delivery.ts';
import { sourceId } from '../../src/model/ids.ts';
import type { Source } from '../../src/model/source.ts';
import { openDeskReader } from '../../src/views/desk-reader.ts';
import { openPostReader } from '../../src/views/post-reader.ts';

export interface SentAs {
  readonly guid?: string;
  readonly version?: string;
}

/**
 * The flows as one start of the program has them. Its clock begins on 4 March 2031 and moves a second with each entry.
 * @param keys the data directory with the public log's key; without it the log stays closed, and acts wait.
 */
export async function openFlows(db: Database, sources: readonly Source[], keys: string | null = null) {
  const reader = openReader(db);
  let clock = Date.UTC(2031, 2, 4);
  const writer = await openWriter(db, reader, () => (clock += 1_000));
  const thread = startReadThread();
  const log =
    keys === null
      ? null
      : await openPublicLog({
          ...{ db, ledger: reader, dataDir: keys, origin: 'daily.example/log', key: null },
          now: () => clock,
          progress: () => undefined,
        });
  const logTrouble = (): string | null => log?.trouble() ?? null;
  const parts = { db, reader, writer, sources, sections: [], itemLock: keyedLock(), logTrouble };
  const intake: Intake = openIntake({
    ...parts,
    thread,
    siteUrl: 'http://daily.example',
    now: () => clock,
  });
  const receive = (bytes: Uint8Array, source = 'harbour', sentAs: SentAs = {}): Promise<Receipt> =>
    intake.receive({
      source: sourceId(source),
      bytes,
      transport: 'push',
      contentType: null,
      origin: null,
      baseUrl: null,
      guid: sentAs.guid ?? null,
      version: sentAs.version ?? null,
    });
  const desk = openDeskReader(db, reader);
  const posts = openPostReader(db, reader, () => 1);
  return {
    reader,
    writer,
    log,
    intake,
    receive,
    act: openDeskActs({ ...parts, now: () => clock }),
    desk,
    posts,
    thread,
  };
}

export const feedOf = (items: readonly string[]): Uint8Array =>
  Buffer.from(`<rss version="2.0"><channel><title>Harbour Wire</title>${items.join('')}</channel></rss>`);
