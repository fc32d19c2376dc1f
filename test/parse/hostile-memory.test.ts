// Memory for 30 MB of input in each format stays under three times its size and 50 MB: measured in a process of its own, from before the
// file is read to the highest that the system saw.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { wireCopy } from '../../bench/wire-copy.ts';

const MEASURE = join(import.meta.dirname, 'hostile-memory/measure.ts');
const MEGABYTE = 2 ** 20;
const SIZE = 30 * MEGABYTE;

const folder = mkdtempSync(join(tmpdir(), 'stet-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Measured {
  readonly bytes: number;
  readonly items: number;
  readonly failures: number;
  readonly grown: number;
}

function measure(document: string): Measured {
  const file = join(folder, 'document');
  writeFileSync(file, document, 'latin1');
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', MEASURE, file], { encoding: 'utf8' }));
}

const allowed = (bytes: number): number => 3 * bytes + 50 * MEGABYTE;

/** As many of the parts as make the size. */
function filled(parts: readonly string[], separator: string): string {
  const taken: string[] = [];
  for (let length = 0; length < SIZE; length += taken.at(-1)?.length ?? 1)
    taken.push(parts[taken.length % parts.length] ?? '');
  return taken.join(separator);
}

const inside = (document: string, start: string, end: string): string =>
  document.slice(document.indexOf(start), document.lastIndexOf(end) + end.length);

const WRAPPED: Readonly<Record<string, (documents: readonly string[]) => string>> = {
  'NewsML-G2': (documents) =>
    `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>${filled(
      documents.map((one) => inside(one, '<newsItem', '</newsItem>')),
      '\n',
    )}</itemSet></newsMessage>`,
  'NewsML 1.2': (documents) =>
    `<NewsML>${filled(
      documents.map((one) => inside(one, '<NewsItem>', '</NewsItem>')),
      '\n',
    )}</NewsML>`,
  NITF: (documents) =>
    `<nitf><body><body.content>${filled(
      documents.map((one) => inside(one, '<p>', '</p>')),
      '\n',
    )}</body.content></body></nitf>`,
  ninjs: (documents) => `[${filled(documents, ',')}]`,
  'IPTC 7901': (documents) => filled(documents, ''),
  'ANPA 1312': (documents) => filled(documents, ''),
  'e-mail': (documents) =>
    (documents[0] ?? '').replace(
      '--part\r\n',
      `--part\r\nContent-Type: text/plain\r\n\r\n${filled(documents, '\n')}\r\n--part\r\n`,
    ),
  'RSS of 500 items': (documents) =>
    `<rss><channel>${filled(
      documents.map((one) => inside(one, '<item>', '</item>')),
      '\n',
    )}</channel></rss>`,
};

describe('30 MB of stories', () => {
  test.each(wireCopy())('in $name', ({ name, documents }) => {
    const wrap = WRAPPED[name];
    if (wrap === undefined) throw new Error(`how are many of ${name} put together?`);
    const { bytes, items, failures, grown } = measure(wrap(documents.map((one) => one.toString('latin1'))));
    expect(items + failures).toBeGreaterThan(0);
    expect(grown).toBeLessThan(allowed(bytes));
  });
});

describe('30 MB of next to nothing', () => {
  const NINJS = '"uri":"a","versioncreated":"2025-09-17T08:00:00Z","headline":"h"';
  test.each([
    ['numbers in one ninjs', `{${NINJS},"x":[${'0,'.repeat(SIZE / 2)}0]}`],
    [
      'members of one ninjs',
      `{${NINJS},${Array.from({ length: SIZE / 12 }, (_, n) => `"k${n}":1`).join(',')}}`,
    ],
    [
      'elements in one item',
      `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a">${'<a/>'.repeat(SIZE / 4)}</newsItem>`,
    ],
    [
      'items',
      `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>${'<newsItem/>'.repeat(SIZE / 11)}</itemSet></newsMessage>`,
    ],
    ['messages', '\x01a1\x02\x03\x04'.repeat(SIZE / 6)],
    [
      'parts of a mail',
      `MIME-Version: 1.0\r\nSubject: a\r\nMessage-ID: <a@wire.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\na\r\n'.repeat(SIZE / 10)}--b--\r\n`,
    ],
  ])('as %s is refused', (_what, document) => {
    const { bytes, failures, grown } = measure(document);
    expect(failures).toBeGreaterThan(0);
    expect(grown).toBeLessThan(allowed(bytes));
  });
});
