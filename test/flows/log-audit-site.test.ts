// The auditor over a site that is at work: its pages against the log, both ways, while the log grows and the server has its troubles.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { givenLogKey } from '../../src/flows/given-key.ts';
import { filesOfSite } from '../../src/flows/log-audit/files.ts';
import { openWeb } from '../../src/flows/log-audit/web.ts';
import { type AuditOptions, type AuditReport, auditLog } from '../../src/flows/log-audit.ts';
import { type Act, type SyntheticLog, storyOf, writeSyntheticLog } from '../log/synthetic-log.ts';
import { openSite, pageOf, type SyntheticSite, standings } from '../log/synthetic-site.ts';

/** Ten stories: unread, read, corrected after reading, withheld, back again, killed, taken down, expired. */
const ACTS: readonly Act[] = [
  ...Array.from({ length: 8 }, (_, item): Act => ({ item, kind: 'publish' })),
  { item: 1, kind: 'review' },
  { item: 2, kind: 'review' },
  { item: 2, kind: 'correct' },
  { item: 3, kind: 'withhold' },
  { item: 4, kind: 'withhold' },
  { item: 4, kind: 'restore' },
  { item: 5, kind: 'kill' },
  { item: 6, kind: 'takedown' },
  { item: 7, kind: 'expire' },
];
const path = (item: number): string => storyOf(item, 1).path;

let folder = '';
let log: SyntheticLog;
let site: SyntheticSite;
let waits: number[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stet-test-'));
  log = writeSyntheticLog(folder, { size: ACTS.length, acts: ACTS });
  site = await openSite(log);
  waits = [];
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function audit(more: Partial<AuditOptions> = {}): Promise<AuditReport> {
  const { signal } = new AbortController();
  const web = openWeb({
    clock: { now: () => 0, random: () => 0.5 },
    signal,
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  try {
    return await auditLog({
      files: filesOfSite(new URL(`${site.url}/log/`), web),
      origin: log.origin,
      policy: { logKeys: [givenLogKey(log.vkey)], witnesses: [], quorum: 0 },
      since: null,
      site: { address: site.url, web },
      state: null,
      progress: () => undefined,
      monotonic: () => 0,
      signal,
      ...more,
    });
  } finally {
    await web.close();
  }
}

const found = ({ findings }: AuditReport): string[] =>
  findings.map(({ code, url, leaf }) => `${code} ${url === null ? (leaf ?? '') : new URL(url).pathname}`);

const grown = (more: readonly Act[]): SyntheticLog =>
  writeSyntheticLog(folder, { size: ACTS.length + more.length, acts: [...ACTS, ...more] });

test('a site that shows what was logged is accepted, with few requests at once', async () => {
  const report = await audit();
  expect(found(report)).toEqual([]);
  expect(report.checked.pages).toBe(8);
  expect(site.busiest()).toBeLessThanOrEqual(4);
});

describe('a page', () => {
  const changed = (item: number, to: (html: string) => string): void => {
    const standing = standings(log).get(path(item));
    if (standing === undefined) throw new Error(`no story ${item}`);
    site.instead.set(path(item), { status: 200, body: pageOf(standing.act, standing.isRead, to) });
  };

  test.each([
    ['a word', (html: string) => html.replace('story about', 'stories about'), 'another text'],
    [
      'a character that looks the same',
      (html: string) => html.replace('SALTMARCH', 'SALTMАRCH'),
      'another text',
    ],
    [
      'the order of paragraphs',
      (html: string) => html.replace(/(<p>SALT.*?<\/p>)(<p>See.*?<\/p>)/, '$2$1'),
      'another text',
    ],
    [
      'the headline',
      (html: string) => html.replaceAll('festival 0 opens', 'festival 0 burns'),
      'another headline',
    ],
    [
      'a second headline',
      (html: string) => html.replace('<h1', '<h1 class="headline">Extra</h1><h1'),
      'more than one headline',
    ],
    ['no headline', (html: string) => html.replace('"headline"', '"title"'), 'no headline'],
    [
      'a second text',
      (html: string) => html.replace('<div class="body"', '<div class="body">Extra</div><div class="body"'),
      'more than one text',
    ],
    ['no text', (html: string) => html.replace('class="body"', 'class="copy"'), 'lacks the text'],
    [
      'the target of a link',
      (html: string) => html.replace('harbour.example/0', 'harbour.example/1'),
      'other markup',
    ],
    ['emphasis', (html: string) => html.replace('Text 1', '<em>Text 1</em>'), 'other markup'],
    ['a hidden part', (html: string) => html.replace('<p>See', '<p hidden>Extra</p><p>See'), 'hidden'],
    [
      'a script in the text',
      (html: string) => html.replace('<p>See', '<script>0</script><p>See'),
      'verified',
    ],
    [
      'the label of a read story',
      (html: string) => html.replace(/<p>This post.*?<\/p>/, `<p>${READ}</p>`),
      'says an editor has read',
    ],
    ['no label', (html: string) => html.replace('class="label ', 'class="note '), 'no label'],
    [
      'a label in other words',
      (html: string) => html.replace('without any modifications', 'with care'),
      'other words',
    ],
  ])('with %s changed is named', async (_, to, words) => {
    changed(0, to);
    const report = await audit();
    expect(found(report)).toEqual([`page-wrong ${path(0)}`]);
    expect(report.findings[0]?.message).toContain(words);
  });
  const READ =
    'This post has been published from an agency feed without any modifications to the text and was read by an editor on 4 March 2031';

  test('that denies its reading is named', async () => {
    site.instead.set(path(1), { status: 200, body: pageOf(log.act(1), false) });
    const report = await audit();
    expect(found(report)).toEqual([`page-wrong ${path(1)}`]);
    expect(report.findings[0]?.message).toContain('the log says that one has');
  });

  test('that still shows the text from before a correction is named', async () => {
    site.instead.set(path(2), { status: 200, body: pageOf(log.act(2), true) });
    expect(found(await audit())).toEqual([`page-wrong ${path(2)}`]);
  });

  test('of another story in its place is named', async () => {
    site.instead.set(path(0), { status: 200, body: pageOf(log.act(1), false) });
    expect(found(await audit())).toEqual([`page-wrong ${path(0)}`]);
  });

  test.each([404, 410, 403])('that is not there (%i) is named', async (status) => {
    site.instead.set(path(0), { status, body: '' });
    expect(found(await audit())).toEqual([`page-missing ${path(0)}`]);
  });

  test('that has moved is named', async () => {
    site.instead.set(path(0), { status: 301, body: '', headers: { location: '/elsewhere' } });
    const report = await audit();
    expect(found(report)).toEqual([`page-missing ${path(0)}`]);
    expect(report.findings[0]?.message).toContain('/elsewhere');
  });

  test.each([3, 5, 6, 7])('of a story that was taken away (%i) must be gone', async (item) => {
    site.instead.set(path(item), { status: 200, body: pageOf(log.act(item), false) });
    expect(found(await audit())).toEqual([`page-not-gone ${path(item)}`]);
    site.instead.set(path(item), { status: 404, body: '' });
    expect(found(await audit())).toEqual([`page-wrong ${path(item)}`]);
  });

  test('in the sitemap that the log does not know is named, unless it is no story', async () => {
    const act = { ...log.act(0), item: 77 };
    site.instead.set(path(77), { status: 200, body: pageOf(act, false) });
    site.instead.set('/sitemap-1.xml', {
      status: 200,
      body: `<urlset><url><loc>http://daily.example${path(77)}</loc></url><url><loc>http://daily.example/about?x=1</loc></url></urlset>`,
    });
    expect(found(await audit())).toEqual([`page-without-leaf ${path(77)}`]);
  });
});

describe('while the log grows', () => {
  /** The site moves on when a page is asked for. */
  const onAsking = (item: number, more: readonly Act[]): void => {
    let moved = false;
    site.instead.set(path(item), () => {
      if (!moved) site.show(grown(more));
      moved = true;
      return null;
    });
  };

  test('a story that is corrected, killed or read meanwhile is no mistake', async () => {
    onAsking(0, [
      { item: 0, kind: 'correct' },
      { item: 1, kind: 'kill' },
      { item: 4, kind: 'review' },
      { item: 20, kind: 'publish' },
    ]);
    const report = await audit();
    expect(found(report)).toEqual([]);
    expect(report.checkpoint?.size).toBe(ACTS.length + 4);
  });

  test('a takedown that erases records meanwhile is no silent deletion', async () => {
    onAsking(0, [{ item: 1, kind: 'takedown' }]);
    expect(found(await audit())).toEqual([]);
    // Read before they were erased, and not again until the takedown was met.
    const kept = writeSyntheticLog(folder, { size: ACTS.length, acts: ACTS });
    site.show(kept);
    let asked = 0;
    site.instead.set('/log/checkpoint', () => {
      asked += 1;
      if (asked === 2) site.show(grown([{ item: 1, kind: 'takedown' }]));
      return null;
    });
    site.instead.set(path(0), { status: 404, body: '' });
    expect(found(await audit())).toEqual([`page-missing ${path(0)}`]);
  });

  test('a log that falls back is a rollback', async () => {
    const longer = grown([{ item: 0, kind: 'review' }]);
    site.show(longer);
    const shorter = log.note;
    let asked = 0;
    site.instead.set('/log/checkpoint', () => {
      asked += 1;
      return asked === 1 ? null : { status: 200, body: shorter };
    });
    site.instead.set(path(1), { status: 404, body: '' });
    expect(found(await audit())).toEqual(['rollback ', `page-missing ${path(1)}`]);
  });
});

describe('a server in trouble', () => {
  test('is asked again, after the time that it wants', async () => {
    let failures = 0;
    site.instead.set(path(0), () => {
      failures += 1;
      if (failures === 1) return { status: 503, body: '', headers: { 'retry-after': '7' } };
      return failures <= 3 ? { status: 500, body: '' } : null;
    });
    expect(found(await audit())).toEqual([]);
    expect(waits).toEqual([7_000, 2_000, 4_000]);
  });

  test('that stays in trouble can’t be audited', async () => {
    site.instead.set('/log/tile/entries/000.p/17', { status: 500, body: '' });
    await expect(audit()).rejects.toMatchObject({ code: 'audit-unreadable' });
    expect(waits).toHaveLength(5);
  });

  test('that is not there can’t be audited', async () => {
    await site.close();
    await expect(audit()).rejects.toMatchObject({ code: 'audit-unreadable' });
    site = await openSite(log);
  });

  test('that sends a log elsewhere is not followed', async () => {
    site.instead.set('/log/checkpoint', {
      status: 301,
      body: '',
      headers: { location: 'https://night.example/log/checkpoint' },
    });
    await expect(audit()).rejects.toThrow('night.example');
  });

  test('goes on with its pages after a break', async () => {
    const state = join(folder, 'state');
    site.instead.set(path(3), { status: 500, body: '' });
    await expect(audit({ state })).rejects.toMatchObject({ code: 'audit-unreadable' });
    site.instead.clear();
    site.asked.length = 0;
    expect(found(await audit({ state }))).toEqual([]);
    // The leaves were read before the break, and are there once more for the pages alone.
    expect(site.asked.filter((asked) => asked.startsWith('/log/tile/0/'))).toHaveLength(1);
  });
});
