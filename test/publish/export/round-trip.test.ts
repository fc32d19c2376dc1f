// What one Stet writes, another reads to the letter: the same text, headline, status and version, in every format that can
// hold them. What cannot be held is refused, never left out.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedItem } from '../../../src/model/item.ts';
import { EXPORT_FORMATS, type ExportFormat, WRITERS } from '../../../src/publish/export/formats.ts';
import { LANGUAGES } from '../../../src/publish/i18n/languages.ts';
import { labelLine } from '../../../src/publish/label.ts';
import { timesIn } from '../../../src/publish/times.ts';
import { parsedItem } from '../invented.ts';
import { LABEL, published, readBack, readBytes, takenDown } from './stories.ts';
import { randomVersion, withControl } from './versions.ts';

/** The number of random versions: `STET_LONG=1` tries as many as the issue asks for. */
const RUNS = process.env.STET_LONG === '1' ? 10_000 : 200;
const SEED = 20_261_122;

interface Holding {
  /** Versions that it can carry; `null` for none. */
  readonly version: RegExp | null;
  readonly guid: boolean;
  /** Part of the random versions that it must be able to carry. */
  readonly share: number;
}

const HOLDS: Readonly<Record<ExportFormat, Holding>> = {
  'newsml-g2': { version: /^[1-9]\d{0,17}$/, guid: true, share: 0.9 },
  ninjs: { version: /^/, guid: false, share: 1 },
  nitf: { version: /^[\w.:-]+$/, guid: true, share: 0.9 },
  iptc7901: { version: null, guid: false, share: 0.9 },
  // Every headline with `&amp;` or `<b>` in it is refused.
  rss: { version: null, guid: false, share: 0.7 },
  atom: { version: null, guid: false, share: 0.9 },
  'json-feed': { version: null, guid: false, share: 1 },
};

/** A feed's title may not be empty: the opening words of the text stand in for a headline. */
const FEEDS: ReadonlySet<ExportFormat> = new Set<ExportFormat>(['rss', 'atom', 'json-feed']);

/** The export; `null` where it is refused. */
function write(version: ParsedItem, format: ExportFormat): string | null {
  try {
    return WRITERS[format].write(published(version));
  } catch (error) {
    expect(error).toMatchObject({ code: 'export-not-possible' });
    return null;
  }
}

const isTag = (language: string | null): boolean => language === null || /^[\w-]+$/.test(language);

function expectSame(document: string, version: ParsedItem, format: ExportFormat): void {
  const items = readBack(document, format);
  expect(items).toHaveLength(1);
  const [item] = items;
  const { version: versions, guid } = HOLDS[format];
  expect(item?.text).toBe(version.text);
  expect(item?.textSha256).toBe(version.textSha256);
  expect(item?.refusal ?? null).toBeNull();
  expect(item?.status).toBe('usable');
  if (format !== 'iptc7901' && isTag(version.language)) expect(item?.language).toBe(version.language);
  if (version.headline !== null || !FEEDS.has(format)) expect(item?.headline).toBe(version.headline);
  if (guid) expect(item?.guid).toBe(version.guid);
  if (version.version !== null && versions?.test(version.version)) {
    expect(item?.version).toBe(version.version);
  }
}

describe.each(EXPORT_FORMATS)('%s', (format) => {
  test('gives random versions back', { timeout: 3_600_000 }, () => {
    let written = 0;
    fc.assert(
      fc.property(randomVersion, (version) => {
        const document = write(version, format);
        if (document === null) return;
        written += 1;
        expectSame(document, version, format);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(written / RUNS).toBeGreaterThanOrEqual(HOLDS[format].share);
  });

  test('gives back what every format here brought in', () => {
    const refused = FIXTURES.filter((version) => {
      const document = write(version, format);
      if (document !== null) expectSame(document, version, format);
      return document === null;
    });
    expect(refused.length / FIXTURES.length).toBeLessThan(0.1);
  });

  test('holds the label, and not in the text', () => {
    const document = WRITERS[format].write(published(STORY)).replace(/\r\n/g, ' ');
    expect(document.split(LABEL)).toHaveLength(format === 'ninjs' ? 3 : 2);
    expect(readBack(WRITERS[format].write(published(STORY)), format)[0]?.text).toBe(STORY.text);
  });

  test.each(LANGUAGES.map((messages) => [messages.language, messages] as const))(
    'is taken for nothing else because of its label in %s',
    (language, messages) => {
      const label = { read: true, at: '2026-11-22T12:01:00.000Z' } as const;
      for (const line of [messages.labelUnread, labelLine(label, messages, timesIn(language, 'UTC'))]) {
        const [item] = readBack(WRITERS[format].write(published(STORY, line)), format);
        expect(item).toMatchObject({ kind: 'story', signals: [], status: 'usable', embargoedUntil: null });
      }
    },
  );

  test.each(['canceled', 'withheld'] as const)('says that a story is %s, without its copy', (status) => {
    const document = WRITERS[format].write(takenDown(STORY, status));
    for (const word of ['Ferry', 'NORTHPORT', 'reopened', 'crowns']) expect(document).not.toContain(word);
    const items = readBack(document, format);
    if (FEEDS.has(format)) {
      expect(items).toEqual([]);
      return;
    }
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ text: '', headline: null });
    if (format === 'iptc7901') {
      expect(items[0]?.kind).toBe(status === 'canceled' ? 'kill' : 'advisory');
      expect(items[0]?.edNote).toContain('https://ledger.example/world/');
    } else {
      expect(items[0]?.status).toBe(status);
      expect(items[0]?.guid).toBe(STORY.guid);
      expect(items[0]?.version).toBe(STORY.version);
    }
  });

  test('never loses a control character', () => {
    const version = withControl(STORY);
    const document = write(version, format);
    if (document !== null) expectSame(document, version, format);
    expect(document === null).toBe(format === 'newsml-g2' || format === 'nitf' || format === 'iptc7901');
  });
});

test('Atom names the entry that is gone', () => {
  const document = WRITERS.atom.write(takenDown(STORY, 'canceled'));
  expect(document).toContain('<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0"');
  expect(document).toContain('when="2026-11-22T13:00:00.000Z"');
});

const STORY = parsedItem({
  sent: '<p>NORTHPORT (Northwind) - The harbour ferry reopened on Sunday, <em>after</em> two weeks.</p><p>Tickets cost 4 crowns.</p>',
  guid: 'urn:northwind:ferry:1',
  version: '3',
  versionCreated: '2026-11-22T11:55:00.000Z',
  headline: 'Ferry across the bay runs again',
});

/** All invented items of the parsers' tests that may be public. */
const FIXTURES: readonly ParsedItem[] = fixtureFiles(resolve(import.meta.dirname, '../../fixtures')).flatMap(
  (file) =>
    readBytes(readFileSync(file)).filter(({ status, refusal }) => status === 'usable' && refusal === null),
);

function fixtureFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}
