// kill -9 at random moments under load. The real program is started, loaded by several senders and killed, over and over on one store;
// after every restart the last acknowledgements are asked for again, and after every round the checker reads the whole store.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../src/flows/open-store.ts';
import { lastVerifier } from '../../src/ledger/log-key.ts';
import { type TestPostgres, testPostgres } from '../support/postgres.ts';
import { breaches } from './check.ts';
import { type Load, openLoad } from './load.ts';
import { logBreaches } from './log-breaches.ts';
import { type LogWatch, openLogWatch } from './log-watch.ts';
import { pageBreaches } from './pages.ts';
import { prepareFolder, startProgram, warmUp } from './program.ts';
import { type Random, seeded } from './random.ts';
import { openWire, type Wire } from './wire.ts';

export type StoreName = 'sqlite' | 'postgres';

export interface KillOptions {
  readonly store: StoreName;
  readonly kills: number;
  readonly seed: number;
  /** Kills on one store before it is checked as a whole and a new one is begun. */
  readonly round?: number;
  /** A module that breaks the program, to see that the breach is caught. */
  readonly preload?: string;
  readonly say: (line: string) => void;
}

export interface KillReport {
  readonly kills: number;
  /** Of those, how many hit a program that was still starting. */
  readonly early: number;
  readonly acknowledged: number;
  readonly redelivered: number;
  /** Looked at by the monitor beside the program. */
  readonly checkpoints: number;
  readonly pages: number;
  /** Kills a second, restarts and checks included. */
  readonly rate: number;
  readonly problems: readonly string[];
}

const ROUND = 50;
/** Share of the kills that hit the program while it starts. */
const EARLY = 0.15;
/** Answers awaited under load before the kill, at most, and milliseconds after that. */
const ANSWERS = 60;
const AFTERWARDS = 25;
/** Milliseconds after which the kill comes however few answers there were. */
const PATIENCE = 5_000;

/** `null`, with the reason printed, where there is no PostgreSQL. */
export async function killRun(options: KillOptions): Promise<KillReport | null> {
  const random = seeded(options.seed);
  const round = options.round ?? ROUND;
  const began = performance.now();
  const total = { kills: 0, early: 0, acknowledged: 0, redelivered: 0, checkpoints: 0, pages: 0 };
  const problems: string[] = [];
  while (total.kills < options.kills && problems.length === 0) {
    const place = await openPlace(options.store);
    if (place === null) return null;
    await warmUp(place);
    const load = openLoad();
    const watch = openLogWatch();
    const count = Math.min(round, options.kills - total.kills);
    const wire = openWire(random, `w${total.kills}`);
    const early = await killOver(
      count,
      { place, load, watch, wire, random, preload: options.preload, startTime: 1_000 },
      problems,
    );
    if (problems.length === 0) problems.push(...(await checkRound(place, load, options.preload)));
    total.kills += count;
    total.early += early;
    total.acknowledged += load.book.acknowledged.size;
    total.redelivered += load.book.redelivered;
    total.checkpoints += watch.seen.checkpoints;
    total.pages += watch.seen.pages;
    const rate = (total.kills / (performance.now() - began)) * 60_000;
    options.say(
      `${options.store}: ${total.kills} kills (${total.early} while starting), ${total.acknowledged} arrivals acknowledged, ` +
        `${total.redelivered} redelivered, ${total.checkpoints} checkpoints and ${total.pages} pages watched, ${problems.length} breaches, ${rate.toFixed(0)} kills/min`,
    );
    await place.remove(problems.length > 0 ? options.say : null);
  }
  return { ...total, rate: total.kills / ((performance.now() - began) / 1000), problems };
}

interface Place {
  readonly folder: string;
  readonly databaseUrl: string | null;
  /** Keeps the folder when told where to say so. */
  remove(keep: ((line: string) => void) | null): Promise<void>;
}

async function openPlace(store: StoreName): Promise<Place | null> {
  const server: TestPostgres | null = store === 'postgres' ? await testPostgres() : null;
  if (store === 'postgres' && server === null) return null;
  const folder = join(mkdtempSync(join(tmpdir(), 'stet-kill-')), 'site');
  prepareFolder(folder);
  return {
    folder,
    databaseUrl: server?.url ?? null,
    async remove(keep) {
      if (keep !== null) {
        keep(`kept for a look: ${folder} ${server?.url ?? ''}`);
        return;
      }
      rmSync(join(folder, '..'), { recursive: true, force: true });
      await server?.drop();
    },
  };
}

interface Round {
  readonly place: Place;
  readonly load: Load;
  readonly watch: LogWatch;
  readonly wire: Wire;
  readonly random: Random;
  readonly preload: string | undefined;
  /** Milliseconds that the last start took. */
  startTime: number;
}

/** Kills `count` times; gives how many of them hit a program that was still starting. */
async function killOver(count: number, round: Round, problems: string[]): Promise<number> {
  let early = 0;
  for (let kill = 0; kill < count && problems.length === 0; kill++) {
    const whileStarting = round.random.next() < EARLY;
    if (whileStarting) early++;
    const problem = await (whileStarting ? killWhileStarting(round) : killUnderLoad(round));
    if (problem !== null) problems.push(problem);
    problems.push(...round.load.book.problems, ...round.watch.problems);
  }
  return early;
}

async function killWhileStarting({ place, random, preload, startTime }: Round): Promise<string | null> {
  const program = startProgram({ ...place, ...(preload === undefined ? {} : { preload }) });
  await wait(startTime * random.next());
  program.kill('SIGKILL');
  const { code, said } = await program.ended;
  return code === null ? null : `the program ended by itself while starting: ${said}`;
}

async function killUnderLoad(round: Round): Promise<string | null> {
  const { place, load, watch, wire, random, preload } = round;
  const began = performance.now();
  const program = startProgram({ ...place, ...(preload === undefined ? {} : { preload }) });
  const address = await program.ready;
  if (address === null) return `the program did not start: ${(await program.ended).said}`;
  round.startTime = performance.now() - began;
  // Half of the time new load comes on top of what the restart still has to do; else the last acknowledgements are asked for first.
  if (random.next() < 0.5) await load.settle(address);
  const watching = watch.follow(address);
  const running = load.run(address, wire);
  await answers(load, random.below(ANSWERS));
  await wait(random.below(AFTERWARDS));
  program.kill('SIGKILL');
  await Promise.all([running.stop(), watching.stop()]);
  const { code, said } = await program.ended;
  if (code !== null) return `the program ended by itself under load: ${said}`;
  return load.book.problems.length === 0 || said === '' ? null : `the program said: ${said}`;
}

/** Waits for a number of answers rather than for a time, so that a slow machine is loaded as well as a fast one. */
async function answers({ book }: Load, count: number): Promise<void> {
  const enough = book.acknowledged.size + book.redelivered + count;
  const until = performance.now() + PATIENCE;
  while (book.acknowledged.size + book.redelivered < enough && performance.now() < until) await wait(1);
}

/** A quiet restart, everything unanswered sent again, the pages read, a clean stop, and then the whole store. */
async function checkRound(place: Place, load: Load, preload: string | undefined): Promise<string[]> {
  const program = startProgram({ ...place, ...(preload === undefined ? {} : { preload }) });
  const address = await program.ready;
  if (address === null) return [`the program did not start: ${(await program.ended).said}`];
  await load.settle(address);
  const acknowledged = [...load.book.acknowledged.values()];
  const pages = await pageBreaches(address, acknowledged);
  program.kill('SIGTERM');
  const { code, said } = await program.ended;
  if (code !== 0) pages.push(`the program did not stop cleanly (${code}): ${said}`);
  const store = await openStore({
    dataDir: join(place.folder, 'data'),
    databaseUrl: place.databaseUrl,
    now: Date.now,
  });
  try {
    const log = await logBreaches(store.db, lastVerifier(join(place.folder, 'data')));
    return [...load.book.problems, ...pages, ...(await breaches(store.db, acknowledged)), ...log];
  } finally {
    await store.close();
  }
}
