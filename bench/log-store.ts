// The public log in its database: appending with every batch durable, the start and the memory of a program whose log is large, and
// serving proofs out of it.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPublicLog } from '../src/flows/open-log.ts';
import { openStore } from '../src/flows/open-store.ts';
import { formatRecord } from '../src/log/record.ts';
import type { LeafDraft } from '../src/log/sequence.ts';
import type { Context } from './context.ts';
import { type CpuTime, watchCpu } from './cpu.ts';
import { closedLoad } from './load.ts';
import { type ProgramOptions, SOURCE, startProgram, TOKEN } from './program.ts';
import { type Figure, figure, percentile } from './report.ts';

const BENCH = 'log-store';
const LEAVES = 1_000_000;
const BATCH = 100;
/** Leaves appended in batches of `BATCH`, for the rate; the others come in larger ones. */
const MEASURED = 100_000;
const LARGE_BATCH = 5_000;
const STORIES = 500;
const READERS = 4;
const LOAD_MS = 10_000;

export async function benchLogStore(context: Context): Promise<Figure[]> {
  const dataDir = join(context.folder, 'log-store');
  const options: ProgramOptions = { folder: context.folder, dataDir };
  const small = await residentAfterStart(options);
  const appended = await append(context, dataDir);
  context.note('starting with a million leaves');
  const program = await startProgram(options);
  try {
    const checkedAfter = await firstPush(program.url);
    const resident = residentMiB(program.pid);
    const paths = storyPaths();
    let turn = 0;
    await closedLoad(program.url, READERS, 1_000, () => wanted('/log/checkpoint'));
    const { rate, times } = await closedLoad(program.url, 1, LOAD_MS, () =>
      wanted(paths[turn++ % paths.length] ?? ''),
    );
    // The first time round each proof is made, after that it is kept like a page.
    const made = times.slice(0, STORIES);
    const kept = times.slice(STORIES);
    return [
      ...appended,
      figure(BENCH, `ready with ${LEAVES} leaves`, program.readyAfter, 'ms'),
      figure(BENCH, `${LEAVES} leaves hashed again, first push answered`, checkedAfter, 'ms after that'),
      figure(BENCH, 'resident memory after the start, empty log', small, 'MiB'),
      figure(BENCH, `resident memory after the start, ${LEAVES} leaves`, resident, 'MiB', {
        goal: 'flat in the size',
        ratio: { value: resident / small, of: 'with an empty log' },
      }),
      figure(BENCH, `proof made and served, ${LEAVES} leaves: p50`, percentile(made, 0.5), 'ms'),
      figure(BENCH, `proof made and served, ${LEAVES} leaves: p99`, percentile(made, 0.99), 'ms', {
        goal: '≤ 5 ms',
      }),
      figure(BENCH, `proof served again, ${LEAVES} leaves: p99`, percentile(kept, 0.99), 'ms', {
        goal: '≤ 5 ms',
      }),
      figure(BENCH, `proofs served, ${LEAVES} leaves, one reader`, rate, '1/s'),
      figure(BENCH, 'resident memory after serving proofs', residentMiB(program.pid), 'MiB'),
    ];
  } finally {
    await program.stop();
  }
}

/** Pages are served before it; what publishes waits until the log is checked. */
async function firstPush(url: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${url}/api/sources/${SOURCE}/arrivals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/plain; charset=utf-8' },
    body: 'Ferry sails\n\nHARROW: The ferry sailed at dawn, the harbour office said.',
  });
  if (!answer.ok) throw new Error(`the first push was answered ${answer.status}`);
  return performance.now() - began;
}

async function residentAfterStart(options: ProgramOptions): Promise<number> {
  const program = await startProgram(options);
  const resident = residentMiB(program.pid);
  await program.stop();
  return resident;
}

async function append(context: Context, dataDir: string): Promise<Figure[]> {
  const store = await openStore({ dataDir, databaseUrl: null, now: Date.now });
  const log = await openPublicLog({
    ...{ db: store.db, ledger: store.reader, dataDir, origin: 'localhost/log', originSet: false },
    ...{ key: null, previousKey: null, bothUntil: null, now: Date.now, progress: () => undefined },
  });
  try {
    // Items that the site knows an address of, so that their proofs can be asked for.
    await store.db.transact(
      Array.from({ length: STORIES }, (_, n) => ({
        sql: 'INSERT INTO view_item (item, id, source, decision, path, last_seq, state, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        params: [itemOf(n), 1e9 + n, 'harrow', 'publish', pathOf(n), n + 1, '{}', '{}'],
      })),
    );
    const watch = watchCpu(process.pid);
    let done = 0;
    const began = performance.now();
    for (; done < MEASURED; done += BATCH) await store.db.transact([], drafts(done, BATCH));
    const seconds = (performance.now() - began) / 1_000;
    const cpu: CpuTime | null = watch?.end() ?? null;
    context.note(`${MEASURED} leaves in batches of ${BATCH}; now up to ${LEAVES}`);
    for (; done < LEAVES; done += LARGE_BATCH) await store.db.transact([], drafts(done, LARGE_BATCH));
    return [
      figure(BENCH, `leaves appended, batches of ${BATCH}, each durable`, MEASURED / seconds, '1/s', {
        goal: '≥ 5,000/s',
      }),
      ...(cpu === null
        ? []
        : [
            figure(
              BENCH,
              'leaves appended: a CPU second of the busiest thread',
              MEASURED / cpu.busiest,
              '1/CPU s',
            ),
          ]),
    ];
  } finally {
    await log.close();
    await store.close();
  }
}

/** Every story's leaf lies somewhere else in the log. */
const SPREAD = Math.floor(LEAVES / STORIES);
const itemOf = (n: number): string => n.toString(16).padStart(16, '0');
const pathOf = (n: number): string => `/news/story-${itemOf(n)}`;
const storyPaths = (): string[] => Array.from({ length: STORIES }, (_, n) => `${pathOf(n)}.tlog-proof`);
const wanted = (path: string) => ({ method: 'GET', path }) as const;

function drafts(first: number, count: number): LeafDraft[] {
  return Array.from({ length: count }, (_, at) => {
    const index = first + at;
    const now = 1_800_000_000_000 + index;
    const isStory = index % SPREAD === 0;
    return {
      item: isStory ? itemOf(index / SPREAD) : `f${index.toString(16).padStart(15, '0')}`,
      seq: index + 1,
      chain: randomBytes(16).toString('hex'),
      opens: true,
      kind: 'publish',
      newText: true,
      logged: now,
      received: now,
      src: 'harrow',
      record: record(index, now),
    };
  });
}

const DIGEST = 'ab'.repeat(32);

const record = (index: number, now: number): string =>
  formatRecord({
    v: 'wire-record/1',
    salt: randomBytes(32).toString('hex'),
    ...{
      provider: 'harrow',
      guid: `tag:harrow.example,2027:${index}`,
      version: '1',
      status: 'usable',
      kind: 'story',
    },
    ...{ transport: 'push', fetched: now, raw_sha256: DIGEST, charset: 'utf-8', profile: 'rss' },
    ...{ text_sha256: DIGEST, html_sha256: DIGEST, headline_sha256: DIGEST },
    ...{ path: `/news/story-${index}`, reason: 'source-publishes', reference: '' },
  });

function residentMiB(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(line ?? Number.NaN) / 1024;
}
