// The single file that checks saved pages, opened from the disk with the network off: pages as browsers save them, with and without the
// files that lie beside a story; and with the network on, the address of a story.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { testSigner } from '../support/log-keys.ts';
import { temporaryFolder } from '../support/stores.ts';
import { vkeyOf } from '../verify/story-log.ts';
import { browserAvailable, launchBrowser } from './browser.ts';
import {
  axeViolations,
  CHECKER,
  type CheckedSite,
  checkIsBuilt,
  newReader,
  overflow,
  type Shown,
  shownIn,
  startCheckedSite,
} from './checked-stories.ts';

const BESIDE = ['.tlog-proof', '.record.json', '.chain.json'];

const LOOKS = [
  ['wide', { viewport: { width: 1280, height: 900 } }],
  ['dark and narrow', { viewport: { width: 360, height: 800 }, colorScheme: 'dark' }],
  ['Urdu, narrow', { viewport: { width: 360, height: 800 }, locale: 'ur' }],
  ['Arabic, dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark', locale: 'ar' }],
  ['Hindi', { viewport: { width: 360, height: 800 }, locale: 'hi' }],
] as const;

describe.skipIf(!browserAvailable() || !checkIsBuilt())('the single file', () => {
  let browser: Browser;
  let site: CheckedSite;
  let ferry: string;
  let key: string;
  const folder = temporaryFolder();
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    browser = await launchBrowser();
    site = await startCheckedSite();
    const market = await site.publish({ guid: 'market', headline: 'Market opens', html: '<p>At ten.</p>' });
    ferry = await site.publish({
      guid: 'ferry',
      headline: 'Ferry to Port Alder runs again',
      html: '<p>PORT ALDER - The ferry <b>runs again</b> – in Café Übersee &amp; <i>भारत</i>.</p><p>Its <a href="https://ferry.example/t?a=1&amp;b=2">times</a>.</p>',
    });
    key = (await site.text('/log/key')).trim();
    await save(ferry, market);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** The page as sent, as it stood in the browser with the section open, as MHTML; and what lies beside it. */
  async function save(path: string, other: string): Promise<void> {
    const sent = await site.text(path);
    writeFileSync(file('sent.html'), sent);
    writeFileSync(file('tampered.html'), sent.replace('<b>runs again</b>', '<b>sank again</b>'));
    const { page } = await newReader(browser);
    await page.goto(site.app.url + path);
    await page.locator('.check-story > summary').click();
    await shownIn(page);
    writeFileSync(
      file('standing.html'),
      `<!-- saved from url=(0042)${page.url()} -->\n${await page.content()}`,
    );
    const session = await page.context().newCDPSession(page);
    writeFileSync(file('page.mhtml'), (await session.send('Page.captureSnapshot', { format: 'mhtml' })).data);
    for (const end of BESIDE) writeFileSync(file(`story${end}`), await site.text(path + end));
    for (const end of BESIDE) writeFileSync(file(`other${end}`), await site.text(other + end));
    writeFileSync(file('checkpoint'), await site.text('/log/checkpoint'));
  }

  /** The file, opened from the disk with the network off. */
  async function opened(options: BrowserContextOptions = {}): Promise<Page> {
    const { page } = await newReader(browser, {}, options);
    await page.context().setOffline(true);
    await page.goto(pathToFileURL(CHECKER).href);
    return page;
  }

  async function checkFiles(page: Page, ...names: readonly string[]): Promise<Shown> {
    await page.setInputFiles('#files', names.map(file));
    await page.locator('button[type=submit]').click();
    return shownIn(page);
  }

  test.each(['sent.html', 'standing.html'])('checks the page saved as %s', async (name) => {
    const page = await opened();
    await page.fill('#keys', key);
    const { steps } = await checkFiles(page, name);
    expect(steps).toEqual({
      key: 'key-given',
      signature: 'signed',
      log: 'included',
      record: 'record-fits',
      headline: 'headline-same',
      text: 'text-same',
      markup: 'markup-same',
      label: 'label-unread',
      age: 'log-not-asked',
      later: 'chain-missing',
    });
  });
  test('checks a page saved as MHTML, which holds no proof, with the files beside it', async () => {
    const page = await opened();
    const alone = await checkFiles(page, 'page.mhtml');
    expect(alone.summary).toContain('Nothing could be checked');
    expect(await page.locator('#result').textContent()).toContain('The page holds no proof');
    await page.fill('#keys', key);
    const all = await checkFiles(page, 'page.mhtml', ...BESIDE.map((end) => `story${end}`), 'checkpoint');
    expect(all.summary).toContain('10 of 10');
  });
  test('checks pasted source text', async () => {
    const page = await opened();
    await page.fill('#pasted', await site.text(ferry));
    await page.locator('button[type=submit]').click();
    expect((await shownIn(page)).steps).toMatchObject({ key: 'key-new', markup: 'markup-same' });
  });
  test('takes a file that is dropped', async () => {
    const page = await opened();
    const dropped = JSON.stringify(await site.text(ferry));
    await page.evaluate(`(() => {
      const files = new DataTransfer();
      files.items.add(new File([${dropped}], 'ferry.html'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
    })()`);
    expect((await shownIn(page)).steps).toMatchObject({ text: 'text-same' });
  });
  test('forgets the files of one story when the page of another is given', async () => {
    const page = await opened();
    await checkFiles(page, 'page.mhtml', 'other.tlog-proof', 'other.record.json');
    expect((await checkFiles(page, 'sent.html')).steps).toMatchObject({ record: 'record-fits' });
    expect(await page.locator('#given').textContent()).toBe('sent.html');
  });
  test('refuses a saved page that was changed', async () => {
    const { steps, summary } = await checkFiles(await opened(), 'tampered.html');
    expect(steps).toMatchObject({ headline: 'headline-same', text: 'text-differs' });
    expect(summary).toContain('does not pass');
  });
  test('refuses the proof of another story', async () => {
    const page = await opened();
    const { steps } = await checkFiles(page, 'page.mhtml', 'other.tlog-proof', 'other.record.json');
    await page.fill('#keys', key);
    expect(steps.signature).toBe('not-reached');
    await page.locator('button[type=submit]').click();
    await page.locator('[data-code=other-story]').waitFor();
  });
  test('refuses a page under another key than the one given', async () => {
    const page = await opened();
    await page.fill('#keys', vkeyOf(testSigner('courier.example/log', 99)));
    expect((await checkFiles(page, 'sent.html')).steps).toMatchObject({
      key: 'key-changed',
      text: 'not-reached',
    });
    await page.fill('#keys', 'not a key');
    await page.locator('button[type=submit]').click();
    await page.locator('[data-code=key-malformed]').waitFor();
  });
  test('says so when it is given nothing, or no story', async () => {
    const page = await opened();
    await page.locator('button[type=submit]').click();
    await page.getByText('Give a saved page').waitFor();
    await page.fill('#pasted', '<p>No story.</p>');
    await page.locator('button[type=submit]').click();
    await page.getByText('No story was found').waitFor();
    await page.locator('button[type=reset]').click();
    expect(await page.locator('#outcome').isHidden()).toBe(true);
  });
  test('runs nothing of the page that it checks', async () => {
    const page = await opened();
    const html = await site.text(ferry);
    await page.fill(
      '#pasted',
      html.replace(
        '</article>',
        '<img src="x" onerror="document.title=1"><script>document.title=1</script></article>',
      ),
    );
    await page.locator('button[type=submit]').click();
    await shownIn(page);
    expect(await page.title()).toBe('Check a story');
  });
  test('asks for nothing where no address is given', async () => {
    const { page } = await newReader(browser);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).protocol));
    await page.goto(pathToFileURL(CHECKER).href);
    await checkFiles(page, 'sent.html');
    expect(asked.filter((protocol) => protocol.startsWith('http'))).toEqual([]);
  });
  test('fetches a story from its address', async () => {
    const { page } = await newReader(browser);
    await page.goto(`${pathToFileURL(CHECKER).href}#${site.app.url}${ferry}`);
    await page.fill('#keys', key);
    await page.locator('button[type=submit]').click();
    expect((await shownIn(page)).summary).toContain('10 of 10');
  });
  test('is served by the site, and checks the story whose page links to it', async () => {
    const { page, troubles } = await newReader(browser);
    await page.goto(site.app.url + ferry);
    const link = await page.locator('.check-files a[href^="/log/verify.html"]').getAttribute('href');
    expect(link).toMatch(new RegExp(`^/log/verify\\.html#http.*${ferry}$`));
    await page.goto(`${site.app.url}/log/verify.html#${site.app.url}${ferry}`);
    await page.locator('button[type=submit]').click();
    expect((await shownIn(page)).summary).toContain('9 of 10');
    expect(troubles).toEqual([]);
  });
  test('speaks another language when asked to, the outcome too', async () => {
    const page = await opened();
    await checkFiles(page, 'sent.html');
    await page.selectOption('#language', 'ar');
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('افحص خبرًا');
    expect((await shownIn(page)).summary).toContain('ما أمكن فحصه صحيح');
  });
  test.each(LOOKS)('looks right: %s', async (_, options) => {
    const page = await opened({ ...options, bypassCSP: true });
    expect(await axeViolations(page)).toEqual([]);
    await page.fill('#keys', key);
    await checkFiles(page, 'page.mhtml', ...BESIDE.map((end) => `story${end}`), 'checkpoint');
    await page.locator('.check-step details summary').first().click();
    expect(await overflow(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });
});
