// The desk as built, in a real browser, on a real server with real accounts; the ledger is in memory so that the test says what comes in.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDesk, type TestDesk } from '../http/desk/desk-server.ts';
import { browserAvailable, launchBrowser } from './browser.ts';

const DIST = fileURLToPath(new URL('../../dist/desk', import.meta.url));
const PASSWORD = 'correct horse battery';

function isBuilt(): boolean {
  if (existsSync(`${DIST}/index.html`)) return true;
  console.warn('desk browser tests skipped: dist/desk is missing; run `npm run build`');
  return false;
}

describe.skipIf(!browserAvailable() || !isBuilt())('the desk', () => {
  let browser: Browser;
  let desk: TestDesk;
  let page: Page;
  let origin: string;
  const troubles: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    desk = await startDesk({ distDir: DIST, now: Date.now });
    origin = await desk.app.listen({ host: '127.0.0.1', port: 0 });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.[Symbol.asyncDispose]();
  });

  const list = () => page.getByRole('listbox');
  const option = (name: string) => list().getByRole('option', { name });
  const heading = (name: string) => page.getByRole('heading', { name });

  test('when nobody is signed in, leads to the sign-in, which says where the link is', async () => {
    await page.goto(`${origin}/desk/sources`);
    expect(page.url()).toContain('/desk/sign-in');
    await page.getByText('one-time link').waitFor();
    await expectAccessible(page);
  });

  test('when the link is opened, makes the administrator and opens', async () => {
    await page.goto(`${origin}/desk/setup?token=${await desk.accounts.setupToken()}`);
    await expectAccessible(page);
    await page.getByLabel('Your name').fill('Ines Calloway');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password again').fill(PASSWORD);
    await page.getByRole('button').click();
    await page.getByText('No items yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/desk');
  });

  test('when the person signs out and in again, is there again', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Name').fill('Ines Calloway');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button').click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button').click();
    await page.getByText('Live', { exact: true }).waitFor();
  });

  test('when an item comes in, shows it without being asked, with its decision and reasons', async () => {
    desk.fake.version(1, { headline: 'Harbour bridge reopens in Port Alder', urgency: 2 });
    desk.fake.version(2, { headline: 'Ferry timetable to change in June' }, 'hold');
    await option('Harbour bridge reopens in Port Alder').waitFor();
    await option('Every story of this source waits for a person.').waitFor();
    expect(await option('Ferry timetable').textContent()).toContain('Held');
  });

  test('when only the keyboard is used, moves, opens, searches and closes', async () => {
    desk.fake.version(3, {
      headline: 'بندرگاہ کا پل دوبارہ کھل گیا',
      language: 'ur',
      direction: 'rtl',
      bodyHtml: '<p>پورٹ ایلڈر: <strong>پل</strong> کھل گیا ہے۔</p>',
      text: 'پورٹ ایلڈر: پل کھل گیا ہے۔',
    });
    await option('بندرگاہ').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await heading('بندرگاہ').waitFor();
    expect(await page.locator('.wire-text').getAttribute('dir')).toBe('rtl');
    await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
    await page.keyboard.press('j');
    await heading('Ferry timetable to change in June').waitFor();
    await page.keyboard.press('k');
    await heading('بندرگاہ').waitFor();
    await page.keyboard.press('Escape');
    await heading('بندرگاہ').waitFor({ state: 'detached' });

    await page.keyboard.press('/');
    await page.keyboard.type('ferry');
    await option('Harbour bridge').waitFor({ state: 'detached' });
    expect(await list().getByRole('option').count()).toBe(1);
    await page.keyboard.press('Escape');
    await option('Harbour bridge').waitFor();

    await page.keyboard.press('?');
    await heading('Keyboard').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await heading('Keyboard').waitFor({ state: 'hidden' });
  });

  test('when a held item is released by key, wants it read first, and says what came of it', async () => {
    await page.getByRole('button', { name: 'Held' }).click();
    await option('Ferry timetable').waitFor();
    await option('Harbour bridge').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await list().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await page.getByText('Read it first').waitFor();
    await heading('Ferry timetable').waitFor();
    await page.keyboard.press('r');
    await page.getByText('Released: Ferry timetable').waitFor();
    expect(desk.fake.entries.at(-1)?.fact).toMatchObject({ action: 'publish', by: 'Ines Calloway' });
    await option('Ferry timetable').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await option('Ferry timetable').waitFor();
  });

  test('when a held item is spiked, the spike can be taken back', async () => {
    desk.fake.version(4, { headline: 'Mayor opens library' }, 'hold');
    await option('Mayor opens library').click();
    await heading('Mayor opens library').waitFor();
    await page.getByRole('button', { name: 'Spike', exact: true }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Back on hold').waitFor();
    expect(desk.fake.entries.at(-1)?.fact).toMatchObject({ action: 'hold' });
  });

  test('when another version comes in while it is open, shows what changed and refuses the old one', async () => {
    desk.fake.version(
      4,
      { headline: 'Mayor opens new library', text: 'The mayor opened the new library.' },
      'hold',
    );
    await heading('Mayor opens new library').waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    expect(await page.locator('.difference-headline ins').textContent()).toContain('new');
    await page.getByRole('tab', { name: 'Decisions' }).click();
    expect(await page.locator('.history > li').count()).toBe(6);
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Source bytes' }).click();
    await page.getByText('<item>').waitFor();
    await page.getByRole('button', { name: 'Hex' }).click();
    await page.getByText('00000000  3c 69 74 65 6d 3e').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });

  test('when copy holds something that runs, nothing runs and nothing is fetched', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    desk.fake.version(5, {
      headline: 'Copy with <script>alert(1)</script>',
      bodyHtml:
        '<p onclick="document.title=\'no\'">Text <a href="javascript:alert(1)">link</a><img src="https://elsewhere.example/x.png" alt="A pier"></p><script>document.title="no"</script>',
    });
    await option('Copy with').click();
    await page.getByText('Image: A pier').waitFor();
    expect(
      await page.locator('.wire-text a, .wire-text script, .wire-text img, .wire-text [onclick]').count(),
    ).toBe(0);
    expect(await page.title()).toBe('Items · Stet');
    expect(asked.filter((url) => !url.startsWith(origin))).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('when reading failed, marks the place in the bytes', async () => {
    desk.fake.failure(3, '<rss>\n<channel>\n<item></rss>\n');
    await page.getByTitle('1 new failure').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.getByRole('link', { name: 'Unexpected end tag.' }).click();
    await page.locator('.dump-line-error').waitFor();
    expect(await page.locator('.dump-line-error').textContent()).toBe('3<item></rss>\n');
    expect(await page.locator('.dump mark').textContent()).toBe('<');
    await page.getByRole('button', { name: 'Hex' }).click();
    expect(await page.locator('.dump mark').textContent()).toBe('3c');
  });

  test('when a source is to be polled, orders it', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'Poll now Meridian News Agency' }).first().click();
    await page.getByText('is being polled').waitFor();
    expect(desk.polled).toEqual(['meridian']);
  });

  test('when thousands of items are there, holds only the rows in view', async () => {
    for (let n = 100; n < 2_100; n += 1) desk.fake.version(n);
    await page.goto(`${origin}/desk`);
    await option('Story 2099').waitFor();
    for (let n = 0; n < 300; n += 1) await page.keyboard.press('j');
    await page.waitForFunction(() =>
      document.querySelector('[aria-selected=true]')?.textContent?.includes('Story 1800'),
    );
    expect(await list().getByRole('option').count()).toBeLessThan(60);
    // What comes in above must not move what is being looked at.
    const place = () =>
      page.locator('[aria-selected=true]').evaluate((row) => row.getBoundingClientRect().top);
    const before = await place();
    desk.fake.version(3_000);
    await page.getByRole('button', { name: '1 new item above' }).waitFor();
    expect(await place()).toBe(before);
  });

  test('when the connection is lost, says so, and catches up', async () => {
    await page.goto(`${origin}/desk`);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.context().setOffline(true);
    // The stream that is open goes on in an offline page: the server ends it.
    desk.app.server.closeAllConnections();
    await page.getByText('Reconnecting').waitFor();
    desk.fake.version(3_001, { headline: 'Sent while nobody listened' });
    await page.context().setOffline(false);
    await option('Sent while nobody listened').waitFor();
    troubles.length = 0;
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 400],
    ['dark', 400],
  ] as const)('in %s at %d pixels, is accessible on every page', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    const failure = desk.fake.entries.find(({ fact }) => fact.type === 'failure')?.seq;
    const paths = ['/desk', '/desk/items/0000000000000002', '/desk/items/0000000000000003', '/desk/sources'];
    for (const path of [...paths, '/desk/quarantine', `/desk/quarantine/${failure}`]) {
      await page.goto(origin + path);
      await page.getByText('Live', { exact: true }).waitFor();
      await page
        .locator(':is(.row, .wire-text, .source, .quarantine li, .failure-detail):visible')
        .first()
        .waitFor();
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
    }
  });

  test('has run without an error, under its content security policy', () => {
    expect(troubles).toEqual([]);
  });
});

/** Fails with what axe found. The script is run in the page by the debugger, which the policy does not bind. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const run: unknown = Reflect.get(globalThis, 'axe');
    if (typeof run !== 'object' || run === null) throw new Error('axe is not there');
    const { violations } = await Reflect.get(run, 'run').call(run, document, { resultTypes: ['violations'] });
    return violations.map((found: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      [found.id, ...found.nodes.map((node) => `${node.html.slice(0, 300)} ${node.failureSummary}`)].join(
        '\n',
      ),
    );
  });
  expect(violations, page.url()).toEqual([]);
}
