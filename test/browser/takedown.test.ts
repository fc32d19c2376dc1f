// The desk's takedown in a real browser: what the dialog says, that it is reached and left by keyboard, and what stands there after it.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDesk, type TestDesk } from '../http/desk/desk-server.ts';
import { browserAvailable, launchBrowser } from './browser.ts';

const DIST = fileURLToPath(new URL('../../dist/desk', import.meta.url));

function isBuilt(): boolean {
  if (existsSync(`${DIST}/index.html`)) return true;
  console.warn('desk browser tests skipped: dist/desk is missing; run `npm run build`');
  return false;
}

describe.skipIf(!browserAvailable() || !isBuilt())('a takedown at the desk', () => {
  let browser: Browser;
  let desk: TestDesk;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    desk = await startDesk({ distDir: DIST, now: Date.now });
    const origin = await desk.app.listen({ host: '127.0.0.1', port: 0 });
    const { item } = desk.fake.version(1, { headline: 'Harbour master accused' });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => troubles.push(error.message));
    const [name = '', value = ''] = (await desk.signedIn()).split('=');
    await page.context().addCookies([{ name, value, url: origin }]);
    await page.goto(`${origin}/desk/items/${item}`);
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.[Symbol.asyncDispose]();
  });

  const dialog = () => page.getByRole('dialog', { name: 'Take this story down for good?' });

  test('shows the headline, what goes and what stays, and does nothing when it is left', async () => {
    await page.getByRole('button', { name: 'Take down…' }).click();
    await dialog().getByText('Harbour master accused').waitFor();
    await dialog().getByText('1 version: text, headline').waitFor();
    await dialog().getByText('a notice where it stood').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(desk.fake.takedowns).toEqual([]);
  });

  test('is not sent without reason and reference', async () => {
    await page.getByRole('button', { name: 'Take down…' }).click();
    await dialog().getByRole('button', { name: 'Erase the story' }).click();
    await dialog().getByLabel('Reason').selectOption('Court order');
    await dialog().getByRole('button', { name: 'Erase the story' }).click();
    await dialog().waitFor();
    expect(desk.fake.takedowns).toEqual([]);
  });

  test('is sent with both, and leaves who, when and why, and nothing to do', async () => {
    await dialog().getByLabel('Reference').fill('Saltmarch 7/31');
    await dialog().getByRole('button', { name: 'Erase the story' }).click();
    await page.getByRole('heading', { name: 'Story taken down' }).waitFor();
    await page.getByText('Taken down. The bytes of 1 arrival are erased.').waitFor();
    expect(desk.fake.takedowns).toMatchObject([
      { order: { reason: 'court-order', reference: 'Saltmarch 7/31', note: null }, by: 'Ines Calloway' },
    ]);
    await page.getByText('Nothing of the story is left here.').waitFor();
    const panel = page.getByRole('tabpanel');
    for (const text of ['Ines Calloway', 'Court order', 'Saltmarch 7/31'])
      await panel.getByText(text, { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Release' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Take down…' }).count()).toBe(0);
    await page.getByRole('listbox').getByRole('option', { name: 'Story taken down' }).waitFor();
    expect(await page.content()).not.toContain('Harbour master accused');
    await page.getByRole('tab', { name: 'Decisions' }).click();
    await panel.getByText('Court order: Saltmarch 7/31').waitFor();
    await expectAccessible(page);
    expect(troubles).toEqual([]);
  });
});

async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const run: unknown = Reflect.get(globalThis, 'axe');
    if (typeof run !== 'object' || run === null) throw new Error('axe is not there');
    const { violations } = await Reflect.get(run, 'run').call(run, document, { resultTypes: ['violations'] });
    return violations.map((found: { id: string; nodes: { html: string }[] }) =>
      [found.id, ...found.nodes.map(({ html }) => html.slice(0, 300))].join('\n'),
    );
  });
  expect(violations).toEqual([]);
}
