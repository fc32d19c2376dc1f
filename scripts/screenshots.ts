// Takes the README's pictures from the running demonstration: `node scripts/screenshots.ts`. Needs Chromium.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../test/browser/browser.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMAGES = join(ROOT, 'docs/images');
const PORT = 18_080;
/** Seconds of the demonstration before the first picture: the update of one story comes at about a minute. */
const FILL = 100;

const data = mkdtempSync(join(tmpdir(), 'stet-pictures-'));
const program = spawn(
  join(ROOT, 'bin/stet.js'),
  ['start', '--demo', '--port', String(PORT), '--data', data],
  {
    cwd: data,
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
try {
  const setup = await setupLink();
  await wait(FILL * 1000);
  await takeAll(setup);
} finally {
  program.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}

async function setupLink(): Promise<string> {
  for await (const chunk of program.stdout) {
    const found = /http:\S+\/desk\/setup\S+/.exec(String(chunk));
    if (found !== null) return found[0];
  }
  throw new Error('the demonstration ended before it was ready');
}

async function takeAll(setup: string): Promise<void> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  const site = new URL(setup).origin;
  await page.goto(site);
  await picture(page, 'front');
  const updated = await storyWithVersions(page, site);
  await page.goto(site + updated);
  await picture(page, 'article');
  const check = page.locator('.check-story');
  await check.locator('summary').first().click();
  await check.locator('.check-result').getByText('What came later', { exact: true }).waitFor();
  await wait(1_000);
  await check.evaluate((element) => element.scrollIntoView());
  await picture(page, 'check');
  await page.goto(`${site}${updated}/versions`);
  await picture(page, 'versions');
  await signIn(page, setup);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await wait(1_500);
  await picture(page, 'desk');
  await browser.close();
}

async function storyWithVersions(page: Page, site: string): Promise<string> {
  const feed: unknown = await (await page.request.get(`${site}/feed.json`)).json();
  const items = typeof feed === 'object' && feed !== null ? Reflect.get(feed, 'items') : [];
  const found = items.find((item: { _stet: { version: { shown: number } } }) => item._stet.version.shown > 1);
  if (found === undefined) throw new Error('no story has been updated yet');
  return new URL(found.url).pathname;
}

async function signIn(page: Page, setup: string): Promise<void> {
  await page.goto(setup);
  await page.fill('input[name=name]', 'Ada Fenwick');
  for (const field of await page.locator('input[type=password]').all())
    await field.fill('quiet harbour at night');
  await page.locator('form button').click();
  await wait(2_000);
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}
