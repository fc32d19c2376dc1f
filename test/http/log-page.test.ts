// The public log for people and for those who run it: its page, key, checker, trust.txt, and its place in /readyz and /metrics.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { CHECKER } from '../../src/http/log.ts';
import type { PublicLogFacts } from '../../src/model/public-log.ts';
import { inventedReader, LOG, startSite } from '../publish/public-site.ts';
import { push, startTestApp } from '../support/app.ts';
import { feedOf } from '../support/flows.ts';

async function pageOf(log: PublicLogFacts, path = '/log/'): Promise<{ status: number; text: string }> {
  const site = await startSite(inventedReader(), { log });
  try {
    const answer = await fetch(site.origin + path, { redirect: 'manual' });
    return { status: answer.status, text: (await answer.text()).replaceAll('&#39;', "'") };
  } finally {
    await site.close();
  }
}

const story = (number: number): string =>
  `<item><guid isPermaLink="false">page-${number}</guid><title>Ferry ${number} sails</title>
   <description>&lt;p&gt;PORT ELLEN — Ferry ${number} sailed at dawn, with many words.&lt;/p&gt;</description></item>`;

describe('the page about the log', () => {
  test('has the key, the newest state, the witnesses, the commands and the files', async () => {
    const { status, text } = await pageOf(LOG);
    expect(status).toBe(200);
    const [current, earlier] = LOG.keys.map(({ key }) => key);
    for (const shown of [
      ...[`>${current}</code>`, `>${earlier}</code>`, '12,345', LOG.newest?.root, 'courier.example/witness'],
      ...['stet log audit https://ledger.example/log/', `--vkey '${current}'`, 'href="/log/verify.html"'],
      ...[
        'href="/log/checkpoint"',
        'href="/log/keys.json"',
        'href="/log/tile/0/000"',
        'signs beside the new one',
      ],
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toContain('The log is closed');
  });

  test('says that the log is closed, in every language, and nothing of why', async () => {
    const closed = { ...LOG, isOpen: false };
    expect((await pageOf(closed)).text).toContain('The log is closed at present');
    for (const language of ['ar', 'hi', 'ur']) {
      const { text } = await pageOf(closed, `/log/?hl=${language}`);
      expect(text).toContain('class="notice"');
      expect(text).not.toContain('closed at present');
    }
  });

  test('is whole for an empty log, for one whose key nobody knows, and without a checker', async () => {
    const { status, text } = await pageOf({
      ...{ isOpen: false, newest: null, keys: [], firstTile: null, hasChecker: false },
    });
    expect(status).toBe(200);
    expect(text).toContain('no entries yet');
    expect(text).toContain('can not be shown');
    expect(text).not.toContain('href="/log/checkpoint"');
    expect(text).not.toContain('href="/log/verify.html"');
  });

  test('says of a key that others may have that it is not to be trusted', async () => {
    const [current] = LOG.keys;
    if (current === undefined) throw new Error('the invented log has a key');
    const stolen = { ...current, key: 'daily.example/log+stolen', until: 1, reason: 'compromise' as const };
    expect((await pageOf({ ...LOG, keys: [current, stolen] })).text).toContain('not to be trusted since');
  });

  test('is made anew every second, so that a log that closes says so, and not for each who asks', async () => {
    let clock = Date.UTC(2031, 2, 4);
    let isOpen = true;
    const site = await startSite(inventedReader(), {
      now: () => clock,
      log: {
        ...LOG,
        get isOpen() {
          return isOpen;
        },
      },
    });
    const page = async (): Promise<string> => (await fetch(`${site.origin}/log/`)).text();
    try {
      expect(await page()).not.toContain('closed at present');
      isOpen = false;
      expect(await page()).not.toContain('closed at present');
      expect(site.cachedAnswers()).toBe(1);
      clock += 1_001;
      expect(await page()).toContain('closed at present');
    } finally {
      await site.close();
    }
  });

  test('is where /log leads, in the reader’s language', async () => {
    const site = await startSite(inventedReader());
    try {
      const plain = await fetch(`${site.origin}/log`, { redirect: 'manual' });
      expect([plain.status, plain.headers.get('location')]).toEqual([301, '/log/']);
      const arabic = await fetch(`${site.origin}/log?hl=ar`, { redirect: 'manual' });
      expect(arabic.headers.get('location')).toBe('/log/?hl=ar');
    } finally {
      await site.close();
    }
  });

  test('is linked from every page, and from the page about how we publish', async () => {
    expect((await pageOf(LOG, '/')).text).toContain('<a href="/log/">Public log</a>');
    expect((await pageOf(LOG, '/about')).text).toContain('<a href="/log/">About the log</a>');
  });

  test('is named in trust.txt with the key, as comments and a disclosure', async () => {
    const { text } = await pageOf(LOG, '/trust.txt');
    expect(text.split('\n')).toContain('disclosure=https://ledger.example/log/');
    expect(text.split('\n')).toContain(`# log-key: ${LOG.keys[0]?.key}`);
    expect((await pageOf({ ...LOG, keys: [] }, '/trust.txt')).text).not.toContain('log-key');
  });
});

describe('a running program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stet-log-page-'));
  let app: RunningApp;
  const get = (path: string): Promise<Response> => fetch(app.url + path);
  const gauges = async (): Promise<string[]> =>
    (await (await get('/metrics')).text()).split('\n').filter((line) => line.startsWith('stet_log_'));

  beforeAll(async () => {
    app = await startTestApp({ folder });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('counts its log, serves its key in both forms, and shows it on the page', async () => {
    expect(await (await get('/readyz')).json()).toEqual({
      status: 'ready',
      log: { size: 0, trouble: null, waiting: 0 },
    });
    await push(app, feedOf([story(1), story(2)]), { 'content-type': 'application/rss+xml' });
    expect((await (await get('/readyz')).json()).log.size).toBe(2);
    expect(await gauges()).toEqual(['stet_log_size 2', 'stet_log_open 1', 'stet_log_waiting 0']);

    const key = (await (await get('/log/key')).text()).trim();
    expect(key).toMatch(/^courier\.example\/log\+[0-9a-f]{8}\+/);
    expect(await (await get('/log/keys.json')).json()).toEqual({
      v: 'wire-keys/1',
      keys: [{ key, leaf: null, from: null, until: null, reason: null }],
    });
    const page = await (await get('/log/')).text();
    const [, size, root] = (await (await get('/log/checkpoint')).text()).split('\n');
    expect(page).toContain(key);
    expect(page).toContain(`>${size}</dd>`);
    expect(page).toContain(root);
    for (const [, address] of page.matchAll(/href="(\/log\/(?:tile|records)[^"]*)"/g))
      expect((await get(address ?? '')).status, address).toBe(200);
  });

  test('serves the checker as it was built, and nothing may frame it', async () => {
    const answer = await get('/log/verify.html');
    let built: string | null = null;
    try {
      built = readFileSync(CHECKER, 'utf8');
    } catch {
      // It was not built here.
    }
    expect(answer.status).toBe(built === null ? 404 : 200);
    if (built === null) return;
    expect(await answer.text()).toBe(built);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
  });

  test('stays up without its log key: pages are served, nothing is signed, and it is counted', async () => {
    await app.close();
    const keyFile = join(folder, 'data', 'log.key');
    const vkey = readFileSync(join(folder, 'data', 'log.vkey'), 'utf8').trim();
    rmSync(keyFile);
    app = await startTestApp({ folder });
    const { status, log } = await (await get('/readyz')).json();
    expect(status).toBe('ready');
    expect(log).toMatchObject({ size: 2, waiting: 0 });
    expect(log.trouble).toContain('log.key is missing');
    expect(await gauges()).toContain('stet_log_open 0');

    const page = await (await get('/log/')).text();
    expect(page).toContain('The log is closed at present');
    expect(page).not.toContain(folder);
    expect(page).toContain(vkey);
    const front = await (await get('/')).text();
    const path = /href="(\/news\/[^"]+)"/.exec(front)?.[1] ?? '';
    expect((await get(path)).status).toBe(200);
    expect((await get(`${path}.tlog-proof`)).status).toBe(200);
  });
});
