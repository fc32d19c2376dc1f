// Pushes a second that are durable and searchable when they are answered, for one and for many senders.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { Client } from 'undici';
import type { Context } from './context.ts';
import { AS_IN_LIFE, copyFrom, jsonFeed, plainText, rss, type Story, story } from './copy.ts';
import { watchCpu } from './cpu.ts';
import { ask, closedLoad, type Wanted } from './load.ts';
import { type Program, SOURCE, startProgram, TOKEN } from './program.ts';
import { cpuFigures, type Figure, figure, percentile } from './report.ts';
import { bareFastify, flushedAppends, indexedInPostgres, indexedStories } from './yardsticks.ts';

const STORY_BYTES = 6 * 1024;
const RUN_MS = 8_000;
const WARM_UP_MS = 2_000;
const SENDERS = [1, 32] as const;
const POSTGRES = process.env.STET_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export async function benchIntake(context: Context): Promise<Figure[]> {
  const { folder } = context;
  const appends = flushedAppends(folder, 2_000);
  const figures = [figure('intake', 'flushed 6 KB appends (yardstick)', appends, '1/s')];
  for (const { name, together, copy } of yardsticks()) {
    figures.push(
      figure('intake', `SQLite alone, ${name}`, indexedStories(folder, 3_200, together, copy), '1/s'),
    );
  }

  const bare = await bareFastify(process.execPath, 'text/plain', 'identity');
  const echo = new Map<number, number>();
  for (const senders of SENDERS) {
    const watch = watchCpu(bare.pid);
    const { rate, times } = await closedLoad(bare.url, senders, RUN_MS / 4, pushes(`bare-${senders}`));
    echo.set(senders, rate);
    const name = `bare Fastify echo, ${senders} ${senders === 1 ? 'sender' : 'senders'} (yardstick)`;
    figures.push(figure('intake', name, rate, '1/s'));
    figures.push(...cpuFigures('intake', name, times.length, watch?.end() ?? null));
  }
  await bare.stop();

  const measure = async (store: string, program: Program): Promise<void> => {
    try {
      await closedLoad(program.url, 8, WARM_UP_MS, pushes('warm'));
      for (const senders of SENDERS) {
        const watch = watchCpu(program.pid);
        const { rate, times } = await closedLoad(program.url, senders, RUN_MS, pushes(`s${senders}`));
        const cpu = watch?.end() ?? null;
        const name = `${store}, ${senders} ${senders === 1 ? 'sender' : 'senders'}`;
        figures.push(
          figure('intake', `${name}: pushes`, rate, '1/s', {
            ...(senders === 32 ? { goal: '≥ 1,000' } : {}),
            ratio: { value: rate / (echo.get(senders) ?? Number.NaN), of: 'bare echo' },
          }),
          figure('intake', `${name}: p99`, percentile(times, 0.99), 'ms'),
          ...cpuFigures('intake', `${name}: pushes`, times.length, cpu),
        );
      }
      const { rate } = await closedLoad(program.url, 32, RUN_MS, pushes('life', copyFrom(3, AS_IN_LIFE)));
      figures.push(
        figure('intake', `${store}, 32 senders, words repeated as in life: pushes`, rate, '1/s', {
          goal: '≥ 1,000',
        }),
      );
      await checkSearchable(program);
    } finally {
      await program.stop();
    }
  };

  await measure('SQLite', await startProgram({ folder, dataDir: join(folder, 'intake-data') }));
  const postgres = await temporaryDatabase();
  if (postgres === null) context.skip('intake', 'no PostgreSQL can be reached (STET_TEST_POSTGRES)');
  else {
    for (const { name, together, copy } of yardsticks()) {
      const rate = await indexedInPostgres(postgres.url, 1_600, together, copy);
      figures.push(figure('intake', `PostgreSQL alone, ${name}`, rate, '1/s'));
    }
    const program = await startProgram({
      folder,
      dataDir: join(folder, 'intake-pg'),
      databaseUrl: postgres.url,
    });
    await measure('PostgreSQL', program).finally(postgres.drop);
  }
  return figures;
}

/** What a database alone is given. What a full-text index costs depends on the different words in a story more than on its size. */
const yardsticks = () =>
  [
    { together: 1, repeated: 0 },
    { together: 32, repeated: 0 },
    { together: 32, repeated: AS_IN_LIFE },
  ].map(({ together, repeated }) => ({
    name: `table and full-text index, 6 KB${repeated > 0 ? ' of words repeated as in life' : ''}, ${together} to a commit (yardstick)`,
    together,
    copy: copyFrom(5, repeated),
  }));

const KINDS = [(told: Story) => rss([told]), jsonFeed, plainText];
const BODIES = 200;
/** Stands for headline and guid until a push is made. */
const MARK = 'headline-and-guid';

/**
 * RSS, JSON Feed and plain text in turn, each push a new story. All but headline and guid is made beforehand: making copy costs more than
 * sending it, and the senders share the cores with the program.
 */
export function pushes(name: string, copy = copyFrom(3)): () => Wanted {
  const made = Array.from({ length: BODIES }, (_, index) => {
    const told = { ...story(copy, MARK, STORY_BYTES, Date.now()), headline: MARK };
    return (KINDS[index % KINDS.length] ?? plainText)(told).split(MARK);
  });
  let sent = 0;
  return () => {
    const index = sent++;
    return push((made[index % BODIES] ?? []).join(`${copy.headline()} ${name}-${index}`));
  };
}

export const push = (body: string): Wanted => ({
  method: 'POST',
  path: `/api/sources/${SOURCE}/arrivals`,
  headers: { authorization: `Bearer ${TOKEN}` },
  body,
});

/** What the figure claims: a story that was answered for is found. */
async function checkSearchable({ url }: Program): Promise<void> {
  const client = new Client(url);
  const word = `zz${randomBytes(6).toString('hex')}`;
  const told = { ...story(copyFrom(4), word, STORY_BYTES, Date.now()), headline: word };
  await ask(client, push(rss([told])));
  const { body } = await ask(client, { method: 'GET', path: `/search?q=${word}` });
  await client.close();
  if (!body.includes(`/${word}-`)) throw new Error('a story that was answered for was not found');
}

async function temporaryDatabase(): Promise<{
  readonly url: string;
  readonly drop: () => Promise<void>;
} | null> {
  const name = `stet_bench_${randomBytes(6).toString('hex')}`;
  try {
    await administer(`CREATE DATABASE ${name}`);
  } catch {
    return null;
  }
  const url = new URL(POSTGRES);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
