// What one Stet writes, another reads to the letter: the same text, headline, status and version, in every format that can
// hold them. What cannot be held is refused, never left out.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedItem } from '../../../src/model/item.ts';
import { EXPORT_FORMATS, type ExportFormat, WRITERS } from '../../../src/publish/export/formats.ts';
import { LANGUAGES, messagesFor } from '../../../src/publish/i18n/languages.ts';
import { timesIn } from '../../../src/publish/times.ts';
import { parsedItem } from '../invented.ts';
import { published, readBack, takenDown } from './stories.ts';
import { randomVersion } from './versions.ts';

const RUNS = process.env.STET_LONG === '1' ? 10_000 : 200;
const SEED = 20_261_122;

/** What of a version the format can carry. */
const HOLDS: Readonly<Record<ExportFormat, { readonly version: RegExp | null; readonly guid: boolean }>> = {
  'newsml-g2': { version: /^[1-9]\d{0,17}$/, guid: true },
  ninjs: { version: /^/, guid: false },
  nitf: { version: /^[\w.:-]+$/, guid: true },
  rss: { version: null, guid: false },
  atom: { version: null, guid: false },
  'json-feed': { version: null, guid: false },
};

function write(version: ParsedItem, format: ExportFormat): string | null {
  try {
    return WRITERS[format].write(published(version));
  } catch (error) {
    expect(error).toMatchObject({ code: 'export-not-possible' });
    return null;
  }
}

describe.each(EXPORT_FORMATS)('%s', (format) => {
  test('gives random versions back', { timeout: 600_000 }, () => {
    let written = 0;
    fc.assert(
      fc.property(randomVersion, (version) => {
        const document = write(version, format);
        if (document === null) return;
        written += 1;
        const items = readBack(document, format);
        expect(items).toHaveLength(1);
        const [item] = items;
        expect(item?.refusal ?? null).toBeNull();
        expect(item?.text).toBe(version.text);
        expect(item?.textSha256).toBe(version.textSha256);
        if (version.headline !== null) expect(item?.headline).toBe(version.headline);
        expect(item?.status).toBe('usable');
        if (version.version !== null && HOLDS[format].version?.test(version.version)) {
          expect(item?.version).toBe(version.version);
        }
        if (HOLDS[format].guid) expect(item?.guid).toBe(version.guid);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(written).toBeGreaterThan(RUNS * 0.8);
  });
});
