// Every record of the public collection, where it is at hand: what the source says is read again here, by other means.

import { isUtf8 } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { words } from '../../../src/text/words.ts';
import { read } from '../support/read.ts';

const ARCHIVE = join(import.meta.dirname, '../../../../shared/data/corpora/reuters-21578.tar.gz');
const there = existsSync(ARCHIVE);
if (!there) console.log(`skipped: ${ARCHIVE} is not there`);

let directory = '';
beforeAll(() => {
  if (!there) return;
  directory = mkdtempSync(join(tmpdir(), 'stet-reuters-'));
  execFileSync('tar', ['xzf', ARCHIVE, '-C', directory]);
});
afterAll(() => {
  if (directory !== '') rmSync(directory, { recursive: true, force: true });
});

const files = () =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sgm'))
    .toSorted();

/** The story part of each record by a plain pattern, without any of the parser's own steps. */
const sent = (text: string) =>
  [...text.matchAll(/<REUTERS[^>]*NEWID="(\d+)">[\s\S]*?<TEXT[^>]*>([\s\S]*?)<\/TEXT>/g)].map(([, id, story = '']) => ({
    id: `reuters-21578:${id}`,
    words: words(
      story
        .replace(/<\/?(?:TITLE|AUTHOR)>/g, ' ')
        .replace(/<\/?(?:DATELINE|BODY)>/g, '')
        .replace(/&#\d+;/g, (code) => (code === '&#2;' || code === '&#3;' ? ' ' : String.fromCodePoint(Number.parseInt(code.slice(2), 10))))
        .replace(/blah blah blah\./gi, ' ')
        .replaceAll('&lt;', '<')
        .replaceAll('&amp;', '&'),
    ),
  })); // biome-ignore format: one expression

describe.skipIf(!there)('Reuters-21578', () => {
  test('no word of 21,578 stories is lost, none is added', () => {
    let count = 0;
    const wrong: string[] = [];
    for (const file of files()) {
      const bytes = readFileSync(join(directory, file));
      const { items, failures } = read(bytes);
      expect(failures).toEqual([]);
      const stories = sent(new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes));
      expect(items.map(({ guid }) => guid)).toEqual(stories.map(({ id }) => id));
      stories.forEach((story, at) => {
        const item = items[at];
        const told = words(`${item?.headline ?? ''}\n${item?.text}`);
        if (told.join(' ') !== story.words.join(' ')) wrong.push(story.id);
        if (item?.refusal) wrong.push(`${story.id} ${item.refusal.code}`);
      });
      count += items.length;
    }
    expect(wrong).toEqual([]);
    expect(count).toBe(21_578);
  }, 300_000);
});
