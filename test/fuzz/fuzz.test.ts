// The short run of the fuzzer, always the same. `npm run fuzz` is the long one.

import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { corpus } from './corpus.ts';
import { inputOf, LONGEST_INPUT } from './input.ts';
import { breachOf } from './promises.ts';
import { shrink } from './shrink.ts';

const SEED = 7901;
const RUNS = 20_000;

test(`when fixtures are mutated ${RUNS} times, every promise is kept`, { timeout: 300_000 }, async () => {
  const found: unknown[] = [];
  const { runs } = await runCampaign({
    seed: SEED,
    runs: RUNS,
    workers: availableParallelism(),
    withData: false,
    longest: 280_000,
    progress: () => undefined,
    found: ({ run, name, breach }) => found.push({ run, name, ...breach }),
  });
  expect(found).toEqual([]);
  expect(runs).toBe(RUNS);
});

describe('the fuzzer itself', () => {
  const seeds = corpus(false);

  test('when a run is repeated, its input is the same to the byte', () => {
    for (let run = 0; run < 200; run++) {
      const [one, other] = [inputOf(seeds, SEED, run), inputOf(seeds, SEED, run)];
      expect(other).toEqual(one);
      expect(one.bytes.length).toBeLessThanOrEqual(LONGEST_INPUT);
    }
  });

  test('when runs differ, so do nearly all inputs', () => {
    const inputs = Array.from({ length: 500 }, (_, run) =>
      inputOf(seeds, SEED, run).bytes.toString('latin1'),
    );
    expect(new Set(inputs).size).toBeGreaterThan(480);
  });

  test('when fixtures are as they are, every promise is kept', () => {
    const { context } = inputOf(seeds, SEED, 0);
    for (const { name, bytes } of seeds)
      expect({ name, breach: breachOf(bytes, { ...context, format: 'auto' }) }).toEqual({
        name,
        breach: null,
      });
  });

  test('when an input is made smaller, what breaks it stays', () => {
    const smallest = shrink(Buffer.from(`${'a'.repeat(400)}<!>${'b'.repeat(300)}`), (bytes) =>
      bytes.includes('<!>'),
    );
    expect(smallest.toString()).toBe('<!>');
  });
});
