// Intake and desk over a database in this process, without a server: what the crash matrix and the power cuts write with.

import { openDeskActs } from '../../src/flows/decide.ts';
import { finishErasures } from '../../src/flows/erasure.ts';
import { openIntake } from '../../src/flows/intake.ts';
import { keyedLock } from '../../src/flows/keyed-lock.ts';
import { openPublicLog, type PublicLog } from '../../src/flows/open-log.ts';
import { identify } from '../../src/flows/read-arrival.ts';
import type { ReadThread } from '../../src/flows/read-thread.ts';
import { openTakedown } from '../../src/flows/takedown.ts';
import type { Database } from '../../src/ledger/database.ts';
import { isFact } from '../../src/ledger/entries.ts';
import { openReader } from '../../src/ledger/reader.ts';
import { openWriter } from '../../src/ledger/writer.ts';
import type { Receipt } from '../../src/model/delivery.ts';
import type { DeskAct } from '../../src/model/desk-act.ts';
import { StetError } from '../../src/model/errors.ts';
import { sourceId } from '../../src/model/ids.ts';
import { testSource } from '../support/app.ts';
import type { Shipment } from './wire.ts';

const HOLDS = 'lamplight.example';
const SOURCES = [
  testSource({ id: 'harbour', provider: 'harbour.example', firstRun: 2 }),
  testSource({ id: 'lamplight', provider: HOLDS, publish: 'hold' }),
];

export interface CrashDesk {
  readonly log: PublicLog;
  resume(): Promise<number>;
  receive(shipment: Shipment): Promise<Receipt>;
  /** What a person does to the last version of a story of `lamplight`. */
  decide(guid: string, act: DeskAct): Promise<void>;
  /** Takes a story of `harbour` down, if that has not been done. */
  takeDown(guid: string): Promise<void>;
  /** What the program does at its start after a takedown that was cut off. */
  finishErasures(): Promise<void>;
}

let clock = Date.UTC(2031, 2, 4);
const now = (): number => {
  clock += 1_000;
  return clock;
};

/**
 * Opens the flows anew, as a restarted process would: nothing is remembered but what the database holds.
 * @param keys the folder that keeps the log's key.
 */
export async function openDesk(db: Database, thread: ReadThread, keys: string): Promise<CrashDesk> {
  const reader = openReader(db);
  const writer = await openWriter(db, reader, now);
  const log = await openPublicLog({
    ...{ db, ledger: reader, dataDir: keys, origin: 'daily.example/log', key: null, now },
    progress: () => undefined,
  });
  await log.close();
  const parts = {
    db,
    reader,
    writer,
    sources: SOURCES,
    sections: [],
    itemLock: keyedLock(),
    now,
    logTrouble: log.trouble,
  };
  const intake = openIntake({ ...parts, thread, siteUrl: 'http://daily.example' });
  const acts = openDeskActs(parts);
  const takedown = openTakedown(parts);
  return {
    log,
    resume: intake.resume,
    receive: (shipment) =>
      intake.receive({
        source: sourceId(shipment.source),
        bytes: shipment.bytes,
        transport: 'push',
        contentType: shipment.contentType,
        origin: null,
        baseUrl: null,
        guid: shipment.guid,
        version: null,
      }),
    async decide(guid, act) {
      const id = identify(HOLDS, guid);
      const last = (await reader.ofItem(id)).findLast(isFact('version'));
      if (last === undefined) throw new Error(`there is no version of ${guid}`);
      await acts(id, act, 'Ada', last.seq);
    },
    async takeDown(guid) {
      const order = { reason: 'court-order', reference: 'Saltmarch 7/31', note: null } as const;
      const { cleaned } = await takedown(identify('harbour.example', guid), order, 'Ada').catch(
        (error: unknown) => {
          if (error instanceof StetError && error.code === 'taken-down') return { cleaned: true };
          throw error;
        },
      );
      if (!cleaned) throw new Error('the store could not be cleaned');
    },
    finishErasures: () => finishErasures(db, reader),
  };
}
