// The public site in a real browser: axe finds nothing, nothing overflows, and pages are whole without scripts. Screenshots
// go to a directory of the system's temporary files, printed at the end.

import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ALERT_POST,
  BRIDGE_POST,
  HINDI_POST,
  HOSTILE_POST,
  LONG_POST,
  QUAKE_POST,
  TABLE_POST,
  UNTITLED_POST,
  URDU_POST,
} from '../publish/invented.ts';
import { inventedReader, type RunningSite, startSite } from '../publish/public-site.ts';
import { browserAvailable, launchBrowser } from './browser.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['front', '/'],
  ['section', '/business'],
  ['article', BRIDGE_POST.path],
  ['article-flash', QUAKE_POST.path],
  ['article-table', TABLE_POST.path],
  ['article-hindi', HINDI_POST.path],
  ['article-urdu', URDU_POST.path],
  ['article-untitled', UNTITLED_POST.path],
  ['article-long', LONG_POST.path],
  ['article-hostile', HOSTILE_POST.path],
  ['alert', ALERT_POST.path],
  ['versions', `${BRIDGE_POST.path}/versions`],
  ['search', '/search'],
  ['search-found', '/search?q=the'],
  ['about', '/about'],
  ['log', '/log/'],
  ['not-found', '/nowhere/at-all'],
];

const LOOKS: readonly (readonly [name: string, query: string, scheme: 'light' | 'dark'])[] = [
  ['light', '', 'light'],
  ['dark', '', 'dark'],
  ['urdu', 'ur', 'light'],
  ['arabic-dark', 'ar', 'dark'],
];

const addressIn = (language: string, path: string): string =>
  language === '' ? path : `${path}${path.includes('?') ? '&' : '?'}hl=${language}`;

/** The policy is passed by so that axe can be put into pages that allow no foreign script. */
const CONTEXT: BrowserContextOptions = { timezoneId: 'Asia/Karachi', bypassCSP: true };

describe.skipIf(!browserAvailable())('in a browser', () => {
  let browser: Browser;
  let running: RunningSite;
  const shots = mkdtempSync(join(tmpdir(), 'stet-site-'));

  beforeAll(async () => {
    running = await startSite(inventedReader());
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await running.close();
    console.info(`screenshots: ${shots}`);
  });

  async function withPage<T>(
    options: BrowserContextOptions,
    path: string,
    use: (page: Page) => Promise<T>,
  ): Promise<T> {
    const context = await browser.newContext({ ...CONTEXT, ...options });
    try {
      const page = await context.newPage();
      await page.goto(running.origin + path);
      return await use(page);
    } finally {
      await context.close();
    }
  }

  describe.each(LOOKS)('%s', (look, language, colorScheme) => {
    describe.each([1280, 360])('at %i px', (width) => {
      let context: BrowserContext;
      let page: Page;
      beforeAll(async () => {
        context = await browser.newContext({ ...CONTEXT, colorScheme, viewport: { width, height: 900 } });
        page = await context.newPage();
      });
      afterAll(() => context.close());

      test.each(PAGES)('%s: axe finds nothing and nothing overflows', async (name, path) => {
        await page.goto(running.origin + addressIn(language, path));
        await page.screenshot({ path: join(shots, `${name}.${look}.${width}.png`), fullPage: true });
        expect(await overflow(page)).toBe(0);
        expect(await axeViolations(page)).toEqual([]);
      });
    });
  });

  test.each([320, 3840])('nothing overflows at %i px', async (width) => {
    await withPage({ viewport: { width, height: 900 } }, '/', async (page) => {
      for (const [name, path] of PAGES) {
        await page.goto(running.origin + path);
        expect(await overflow(page), name).toBe(0);
      }
    });
  });

  test('pages keep to their own policy and load nothing from elsewhere', async () => {
    const requests: string[] = [];
    const complaints: string[] = [];
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    for (const path of ['/', BRIDGE_POST.path, `${BRIDGE_POST.path}/versions`, '/about', '/search?q=the']) {
      await page.goto(running.origin + path);
    }
    await context.close();
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(running.origin))).toEqual([]);
  });

  test('times are shown in the reader’s zone where scripts run, and in the site’s where not', async () => {
    const published = `.byline-time time`;
    const text = (options: BrowserContextOptions) =>
      withPage(options, BRIDGE_POST.path, (page) => page.locator(published).first().textContent());
    expect(await text({})).toContain('16:46 GMT+5');
    expect(await text({ javaScriptEnabled: false })).toContain('17:16 GMT+5:30');
  });

  test('versions are compared by a form that needs no script', async () => {
    await withPage({ javaScriptEnabled: false }, `${BRIDGE_POST.path}/versions?hl=ur`, async (page) => {
      await page.locator('select[name=from]').selectOption('1');
      await page.locator('.chooser button').click();
      expect(page.url()).toBe(`${running.origin}${BRIDGE_POST.path}/versions?from=1&to=3&hl=ur`);
      expect(await page.locator('ins').count()).toBeGreaterThan(0);
    });
  });

  test('the keyboard reaches the content first', async () => {
    await withPage({}, BRIDGE_POST.path, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('skip');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
    });
  });
});

/** Pixels by which the page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Rule and places of each violation, in one line each. */
async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target.join(' ') + ' ' + failureSummary).join('; ')))`);
}
