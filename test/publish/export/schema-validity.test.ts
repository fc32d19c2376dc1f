// Every export is valid by its standard's own schema.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExportFormat } from '../../../src/publish/export/formats.ts';
import { WRITERS } from '../../../src/publish/export/formats.ts';
import { G2_SCHEMA, missing, NINJS_SCHEMA, NITF_SCHEMA, ninjsProblems, xmlProblems } from './schemas.ts';
import { published, takenDown } from './stories.ts';
import { randomVersion } from './versions.ts';

/** The number of random versions: `STET_LONG=1` tries as many as the standard's conformance claims need. */
const RUNS = process.env.STET_LONG === '1' ? 10_000 : 200;
const SEED = 20_261_122;

const versions = fc.sample(randomVersion, { numRuns: RUNS, seed: SEED });

/** Of all versions that XML can hold. */
function documents(format: ExportFormat): string[] {
  return versions.flatMap((version, index) => {
    const stories = [published(version), takenDown(version, index % 2 === 0 ? 'canceled' : 'withheld')];
    return stories.flatMap((story) => {
      try {
        return [WRITERS[format].write(story)];
      } catch (error) {
        expect(error).toMatchObject({ code: 'export-not-possible' });
        return [];
      }
    });
  });
}

function checked(name: string, schema: string, check: () => void): void {
  const reason = missing(schema);
  if (reason !== null) console.log(`skipped: ${reason}`);
  test.skipIf(reason !== null)(name, { timeout: 600_000 }, check);
}

checked('NewsML-G2 2.35, by the power schema', G2_SCHEMA, () => {
  expect(xmlProblems(documents('newsml-g2'), G2_SCHEMA)).toBe('');
});

checked('NITF 3.6', NITF_SCHEMA, () => {
  expect(xmlProblems(documents('nitf'), NITF_SCHEMA)).toBe('');
});

checked('ninjs 3.1', NINJS_SCHEMA, () => {
  expect(ninjsProblems(documents('ninjs'))).toEqual([]);
});
