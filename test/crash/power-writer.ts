// The child of a power-cut test: takes in story after story on the file system that will lose its power, and tells its parent over a pipe
// of each that is acknowledged. `node power-writer.ts FILE SYNCHRONOUS SEED`

import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { startReadThread } from '../../src/flows/read-thread.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { ledgerMigrations } from '../../src/ledger/migrations.ts';
import { openSqlite } from '../../src/ledger/sqlite/database.ts';
import { viewMigrations } from '../../src/views/schema.ts';
import { openDesk } from './desk.ts';
import { synchronousOf } from './power.ts';
import { seeded } from './random.ts';
import { openWire } from './wire.ts';

/** Senders side by side: their commits are grouped, as under real load. */
const SENDERS = 4;
const STDOUT = 1;

const [file = '', given = '', seed = '0'] = process.argv.slice(2);
const db = await openSqlite(file, synchronousOf(given));
await migrate(db, [...ledgerMigrations, ...viewMigrations(db.dialect)]);
const desk = await openDesk(db, startReadThread(), dirname(file));
const wire = openWire(seeded(Number(seed)), 'p');

const sender = async (): Promise<never> => {
  for (;;) {
    const { bytes: _bytes, ...shipment } = await sent();
    writeSync(STDOUT, `${JSON.stringify(shipment)}\n`);
  }
};

async function sent() {
  const shipment = wire.next();
  const { arrival, items, itemCount } = await desk.receive(shipment);
  return { ...shipment, receipt: { arrival, items, itemCount } };
}

await Promise.all(Array.from({ length: SENDERS }, sender));
