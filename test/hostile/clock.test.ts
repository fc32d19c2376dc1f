// The wall clock set far ahead and back while the program runs, and dates in all the ways that feeds write them.

import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { httpServer, type TestServer } from '../sources/support.ts';
import { push, startTestApp, testSource } from '../support/app.ts';
import { temporaryFolder } from '../support/stores.ts';
import { type Desk, isServing, item, openDesk, polled, rss, serving } from './support.ts';

const folder = temporaryFolder();
let server: TestServer;
let app: RunningApp;
let desk: Desk;

beforeAll(async () => {
  server = await httpServer(serving(''));
  app = await startTestApp({
    folder,
    sources: [testSource({ timezone: 'UTC' }), polled('tide', `${server.url}/feed`)],
  });
  desk = await openDesk(app);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await app.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Only the wall clock of this process jumps; timers, which are monotonic, go on. */
const jump = (time: number): void => {
  vi.useFakeTimers({ toFake: ['Date'], now: time });
};
const YEAR = 365 * 86_400_000;

describe('when the clock jumps', () => {
  test.each([
    ['ten years ahead', 10],
    ['thirty years back', -30],
    ['before 1970', -70],
    ['back to now', 0],
  ])('%s, polls and pushes come in, and a session that has not run out holds', async (when, years) => {
    jump(Date.now() + years * YEAR);
    // A session from before the jump may have run out; signing in again must work.
    desk = await openDesk(app);
    server.handle = serving(rss(item(`tide-${years}`, `Tide ${when}`)));
    await desk.poll('tide');
    expect(await desk.source('tide')).toMatchObject({ failures: 0, lastError: null });
    const answer = await push(app, rss(item(`push-${years}`, `Push ${when}`)));
    expect(answer.status).toBe(201);
    await isServing(app, `Tide ${when}`);
    expect((await fetch(`${app.url}/sitemap-news.xml`)).status).toBe(200);
    for (const { path } of await desk.items(`text="${when}"`)) {
      expect((await fetch(`${app.url}${path}`)).status).toBe(200);
    }
  });

  test('the story whose bytes came under a wrong clock still has one version, and updates replace it', async () => {
    const story = (body: string) => rss(item('jumping', 'Jumping ferry', body));
    jump(Date.now() + 10 * YEAR);
    const first = await (await push(app, story('At seven.'))).json();
    jump(Date.now() - 20 * YEAR);
    const second = await (await push(app, story('At eight.'))).json();
    expect(second.items[0]).toMatchObject({ decision: 'publish', url: first.items[0].url });
    vi.useRealTimers();
    const html = await (await fetch(`${app.url}${new URL(first.items[0].url).pathname}`)).text();
    expect(html).toContain('At eight.');
  });
});

/** 2 March 2026, 08:05 UTC, as feeds write it. */
const SAME_TIME = [
  'Mon, 02 Mar 2026 08:05:00 GMT',
  'Mon, 2 Mar 2026 08:05:00 +0000',
  'Mon, 02 Mar 2026 13:35:00 +0530',
  'Mon, 02 Mar 2026 03:05:00 EST',
  'Mon, 02 Mar 26 08:05 UT',
  'Tue, 02 Mar 2026 08:05:00 Z',
  'Monday, 02-Mar-26 08:05:00 GMT',
  'Mon Mar  2 08:05:00 2026',
  'Mon, 02 March 2026 08:05:00 GMT',
  'March 2, 2026 08:05 AM UTC',
  'mon,02 mar 2026 08:05:00 gmt',
  '2 mars 2026 08:05:00 GMT',
  'Пн, 02 мар 2026 08:05:00 GMT',
  '2026-03-02T08:05:00Z',
  '2026-03-02T08:05Z',
  '2026-03-02T09:05:00.000+01:00',
  '2026-03-02T09:05:00+0100',
  '2026-03-02 08:05:00',
  '2026-03-02 08:05:00 UTC',
  '20260302T080500Z',
  '2026-061T08:05:00Z',
  '\n   Mon, 02 Mar 2026\t08:05:00 GMT  ',
];
const NO_TIME = [
  '',
  'yesterday',
  '0000-00-00 00:00:00',
  '-0001-11-30T00:00:00+00:00',
  '31 Feb 2026',
  '99/99/9999',
  'NaN',
  '9'.repeat(400),
];

describe('a date', () => {
  const dateOnPage = async (pubDate: string): Promise<{ times: string[]; status: number }> => {
    const story = rss(item(`date ${pubDate}`, 'Dated', 'A dated story.', `<pubDate>${pubDate}</pubDate>`));
    const receipt = await (await push(app, story)).json();
    const page = await fetch(`${app.url}${new URL(receipt.items[0].url).pathname}`);
    const html = await page.text();
    return {
      status: page.status,
      times: [...html.matchAll(/datetime="([^"]+)"/g)].map(([, time]) => time ?? ''),
    };
  };

  test.each(SAME_TIME)('written %j is that time on the page', async (written) => {
    const { times } = await dateOnPage(written);
    expect(times.map((time) => new Date(time).toISOString())).toContain('2026-03-02T08:05:00.000Z');
  });

  test.each(NO_TIME)('written %j is none: the story is published at the time it came', async (written) => {
    const { status, times } = await dateOnPage(written);
    expect(status).toBe(200);
    for (const time of times) expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(86_400_000);
  });

  test('in a far future does not hold the top of the front page', async () => {
    await push(
      app,
      rss(item('far', 'Far future', 'Later.', '<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>')),
    );
    await push(app, rss(item('near', 'Near present', 'Now.')));
    const front = await (await fetch(`${app.url}/`)).text();
    expect(front.indexOf('Near present')).toBeLessThan(front.indexOf('Far future'));
  });
});
