// kill -9 in every run of the tests, 25 times; `npm run test:crash` does it a thousand times.

import { expect, test } from 'vitest';
import { killRun, type StoreName } from './kill.ts';

const TIMEOUT = 900_000;
const say = (line: string): void => console.log(line);

const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));
say(`seed ${seed} (CRASH_SEED repeats it)`);

test.each<{ store: StoreName; kills: number }>([
  { store: 'sqlite', kills: 15 },
  { store: 'postgres', kills: 10 },
])(
  'after $kills kills under load $store has everything once',
  { timeout: TIMEOUT },
  async ({ store, kills }) => {
    const report = await killRun({ store, kills, seed, say });
    // Without a server the reason has been printed; STET_REQUIRE_SERVICES=1 makes it an error.
    if (report === null) return;
    expect(report.problems).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(0);
  },
);

test('a program that acknowledges before it commits is caught', { timeout: TIMEOUT }, async () => {
  const preload = new URL('./hasty.ts', import.meta.url).href;
  const report = await killRun({ store: 'sqlite', kills: 10, seed: 1, preload, say: () => undefined });
  expect(report?.problems.join('\n')).toMatch(/LOST/);
});
