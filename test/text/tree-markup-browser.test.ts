// Markup taken from pages in a real browser: for any fragment that Stet shows, the form whose digest its record keeps.

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFragment } from '../../src/text/fragment.ts';
import { showFragment } from '../../src/text/show.ts';
import { wireMarkup } from '../../src/text/wire-markup.ts';
import { browserAvailable, launchBrowser } from '../browser/browser.ts';
import { anyHtml } from './random-html.ts';

const SITE = 'http://modules.example';
const PAGE = `<!doctype html><title>markup</title><script type="module">
  import { wireMarkup } from '${SITE}/src/text/wire-markup.ts';
  import { markupOfDom } from '${SITE}/src/text/tree-markup.ts';
  window.markupOnPage = (html) => {
    const page = '<!doctype html><body><main><div id="story">' + html + '</div></main>';
    return wireMarkup(markupOfDom(new DOMParser().parseFromString(page, 'text/html').getElementById('story')));
  };</script>`;

/** The browser loads the very files, without their types. */
const moduleAt = (path: string): string =>
  stripTypeScriptTypes(readFileSync(new URL(`../..${path}`, import.meta.url), 'utf8'));

describe.skipIf(!browserAvailable())('in Chromium', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.route(`${SITE}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      return pathname === '/'
        ? route.fulfill({ contentType: 'text/html', body: PAGE })
        : route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: moduleAt(pathname) });
    });
    await page.goto(`${SITE}/`);
    await page.waitForFunction('window.markupOnPage !== undefined');
  });
  afterAll(() => browser?.close());

  it.each([true, false])(
    'random fragments have their own markup, with pictures %s',
    async (hotlinkImages) => {
      const fragments = fc
        .sample(anyHtml, { numRuns: 3_000, seed: 7052031 })
        .map((html) => buildFragment(html, { baseUrl: 'https://lantern.example/' }))
        .filter(({ refusal, html }) => refusal === null && html !== '');
      expect(fragments.length).toBeGreaterThan(300);
      const shown = fragments.map(({ html }) => showFragment(html, { hotlinkImages }).html);
      const found: unknown = await page.evaluate(`${JSON.stringify(shown)}.map(window.markupOnPage)`);
      expect(found).toEqual(fragments.map(({ html }) => wireMarkup(html)));
    },
  );
});
