// A few power cuts, for every run of the tests; `npm run test:crash` makes thirty for each way of syncing.

import { describe, expect, test } from 'vitest';
import { whyNoImage } from './image.ts';
import { powerRun } from './power.ts';

const why = await whyNoImage();
if (why !== null) console.log(`skipped: power cuts can't be made here: ${why}`);

const CUTS = 3;
/** With NORMAL about two cuts of three lose something; this many in a row that lose nothing would be a wonder. */
const MOST_CUTS = 15;
const SEED = 20_310_304;
const TIMEOUT = 600_000;

describe.skipIf(why !== null)('when the power is cut while stories come in', () => {
  test('nothing acknowledged is lost', { timeout: TIMEOUT }, async () => {
    const report = await powerRun({ synchronous: 'FULL', cuts: CUTS, seed: SEED });
    expect(report).toMatchObject({ cuts: CUTS, lost: 0, problems: [] });
    expect(report.acknowledged).toBeGreaterThan(CUTS);
  });

  test.each(['NORMAL', 'OFF'] as const)(
    'with weaker syncing (%s) something is lost: the test bites',
    { timeout: TIMEOUT },
    async (synchronous) => {
      const report = await powerRun({ synchronous, cuts: MOST_CUTS, seed: SEED, untilLoss: true });
      expect(report.lost).toBeGreaterThan(0);
    },
  );
});
