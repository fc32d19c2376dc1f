// The public log: its key, and whether what is kept of it is what was signed.

import { join } from 'node:path';
import { logTrouble } from '../../flows/log-check.ts';
import { keyInForce, strangeKey } from '../../flows/log-keys.ts';
import { NOTE_FILE } from '../../flows/open-log.ts';
import { openReadingDatabase } from '../../flows/open-reading.ts';
import type { Database } from '../../ledger/database.ts';
import { type LogKeySource, type LogKeys, lastVerifier, readLogKeys } from '../../ledger/log-key.ts';
import { type LogReader, openLogReader, type StoredCheckpoint } from '../../ledger/log-reader.ts';
import { readIfThere } from '../../ledger/owner-file.ts';
import { toHex } from '../../log/bytes.ts';
import { parseLeaf } from '../../log/leaf.ts';
import { formatVerifierKey } from '../../log/note.ts';
import type { Config } from '../../model/config.ts';
import { attempt, StetError } from '../../model/errors.ts';
import { advice, type Check, failed, messageOf, ok } from './check.ts';

/** @param now milliseconds since 1970. */
export function checkLogKey({ dataDir, publicLog }: Config, now: number): Check {
  const name = 'log-key';
  const source: LogKeySource = { ...publicLog, dataDir };
  try {
    return keyState(name, readLogKeys(source), source, now);
  } catch (error) {
    const isMissing = error instanceof StetError && error.code === 'log-key-missing';
    if (isMissing && !hasBegun(dataDir)) return ok(name, 'none yet; it is made at the first start');
    return failed(name, messageOf(error), 'Until then the log stays closed: nothing new is published.');
  }
}

/** Whether anything was ever signed here. */
const hasBegun = (dataDir: string): boolean =>
  readIfThere(join(dataDir, NOTE_FILE)) !== null || lastVerifier(dataDir) !== null;

function keyState(name: string, { current, previous }: LogKeys, source: LogKeySource, now: number): Check {
  const key = formatVerifierKey(current.verifier);
  const last = lastVerifier(source.dataDir);
  if (last !== null && formatVerifierKey(last) !== key) {
    return advice(
      name,
      `changed to ${key}, and not in force yet`,
      'Start Stet anew: it writes the change into the log.',
    );
  }
  const outlived = previous.filter(({ text, bothUntil }) => text !== null && bothUntil <= now);
  if (outlived.length > 0) {
    const places =
      source.key === null
        ? outlived.map(({ verifier }) => `log.key.${toHex(verifier.keyId)}`).join(', ')
        : 'log.previous_key';
    return advice(
      name,
      `${key}; an earlier key whose time is over is still kept in ${places}`,
      'Take it away: it signs nothing any more, and whoever gets it could deceive those who know only that key.',
    );
  }
  const beside = previous
    .filter(({ text }) => text !== null)
    .map(({ verifier, bothUntil }) => `${toHex(verifier.keyId)} until ${new Date(bothUntil).toISOString()}`);
  return ok(name, beside.length === 0 ? key : `${key}; beside it signs ${beside.join(', ')}`);
}

/** @param running a running Stet has the data, and the log may grow meanwhile. */
export async function checkLog(config: Config, running: boolean, now: number): Promise<Check> {
  const name = 'log';
  let db: Database | null = null;
  try {
    // Before the database: the note must not be the newer of the two.
    const noted = readIfThere(join(config.dataDir, NOTE_FILE));
    db = await openReadingDatabase(config);
    return await logState({ name, log: openLogReader(db), noted, config, running, now });
  } catch (error) {
    const code = error instanceof StetError ? error.code : '';
    if (code === 'no-data') return ok(name, 'none yet; it begins with the first story that is published');
    if (code === 'store-locked') return ok(name, 'in use by a running Stet: /readyz says how it stands');
    return failed(name, messageOf(error), 'See what the other checks say of the database and the key.');
  } finally {
    await db?.close();
  }
}

interface Examined {
  readonly name: string;
  readonly log: LogReader;
  readonly noted: string | null;
  readonly config: Config;
  readonly running: boolean;
  readonly now: number;
}

async function logState(examined: Examined): Promise<Check> {
  const { name, log, noted, running, now } = examined;
  const [latest, waiting] = [await log.latest(), await log.waiting()];
  const trouble = await troubleOf(examined, latest);
  if (trouble !== null) {
    return failed(
      name,
      `${trouble}${waiting === 0 ? '' : ` ${waiting} acts wait.`}`,
      'Nothing is signed and nothing new is published. Put the newest backup of the data directory back; docs/audit.md, "The log is closed".',
    );
  }
  if (running && waiting > 0) {
    return advice(
      name,
      `${waiting} acts wait: the running Stet has closed the log`,
      'Its own log and /readyz say why. What is kept is sound now: start Stet anew.',
    );
  }
  const newest = latest === null ? null : await log.leaf(latest.size - 1);
  if (latest === null || newest === null) return ok(name, 'empty');
  const age = spoken(now - parseLeaf(newest.body).logged);
  const state = `${latest.size} entries, the newest ${age} old, all as they were signed`;
  if (noted === null && !running) {
    return advice(
      name,
      `${state}; ${NOTE_FILE} is missing from the data directory`,
      'It tells a database that was put back from an old copy. The next start writes it again.',
    );
  }
  return ok(name, waiting === 0 ? state : `${state}; ${waiting} acts wait for the next start`);
}

/** Reads the whole log, as the start does. */
async function troubleOf(
  { log, noted, config, running }: Examined,
  latest: StoredCheckpoint | null,
): Promise<string | null> {
  const { dataDir } = config;
  const keys = keysOrNull({ ...config.publicLog, dataDir });
  const signed = keys === null ? lastVerifier(dataDir) : (await keyInForce(log, keys, latest)).signed;
  if (signed === null) return latest === null ? null : 'There is no key to check what was signed with.';
  const options = { origin: signed.name, verifiers: [signed], noted, progress: () => undefined };
  return (
    strangeKey(latest, signed) ?? (await logTrouble({ ...options, log: running ? upTo(log, latest) : log }))
  );
}

/** What is wrong with the key is said by its own check. */
const keysOrNull = (source: LogKeySource): LogKeys | null => attempt(() => readLogKeys(source));

/** The log as it was when it was first looked at: a running Stet adds to it. */
const upTo = (log: LogReader, latest: StoredCheckpoint | null): LogReader => ({
  ...log,
  latest: async () => latest,
  leaves: async (from, limit) =>
    (await log.leaves(from, limit)).filter(({ index }) => index < (latest?.size ?? 0)),
});

const UNITS: readonly (readonly [size: number, name: string])[] = [
  [86_400_000, 'days'],
  [3_600_000, 'hours'],
  [60_000, 'minutes'],
];

function spoken(milliseconds: number): string {
  const unit = UNITS.find(([size]) => milliseconds >= 2 * size);
  return unit === undefined ? 'less than two minutes' : `${Math.floor(milliseconds / unit[0])} ${unit[1]}`;
}
