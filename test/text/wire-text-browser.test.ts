// wire-text/1 in a real browser: the same source file, the same vectors, the same text as Node for any HTML.

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFragment } from '../../src/text/fragment.ts';
import { textOfHtml } from '../../src/text/html.ts';
import { browserAvailable, launchBrowser } from '../browser/browser.ts';
import { anyHtml } from './random-html.ts';
import { adversarialHtml, wireTextVectors } from './shared-data.ts';
import { INVENTED_VECTORS } from './vectors.ts';

/** Runs in the page. Fragments are parsed in a document without scripts, so that none of them acts. */
const IN_PAGE = `
  window.textOfFragment = (html) => {
    const container = document.implementation.createHTMLDocument('').createElement('div');
    container.innerHTML = html;
    const result = wireTextOfDom(container);
    return result.ok ? result.text : null;
  };
  window.textOnPage = (html) => {
    const page = '<!doctype html><body><main><div id="story">' + html + '</div></main>';
    const result = wireTextOfDom(new DOMParser().parseFromString(page, 'text/html').getElementById('story'));
    return result.ok ? result.text : null;
  };`;

/** Lone surrogates don't survive the way into the page; Chromium keeps some NULs that the standard drops. */
const isComparable = (html: string): boolean => html.isWellFormed() && !html.includes('\0');

const inNode = (html: string): string | null => {
  const result = textOfHtml(html);
  return result.ok ? result.text : null;
};

describe.skipIf(!browserAvailable())('in Chromium', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    const source = readFileSync(new URL('../../src/text/wire-text.ts', import.meta.url), 'utf8');
    await page.setContent('<!doctype html><title>wire-text</title>');
    await page.addScriptTag({ type: 'module', content: stripTypeScriptTypes(source) + IN_PAGE });
    await page.waitForFunction('window.textOnPage !== undefined');
  });

  afterAll(async () => {
    await browser?.close();
  });

  const textsOf = (
    name: 'textOfFragment' | 'textOnPage',
    fragments: readonly string[],
  ): Promise<(string | null)[]> =>
    page.evaluate(`${JSON.stringify(fragments)}.map((html) => window.${name}(html))`);

  it('every vector passes', async () => {
    const vectors = [...wireTextVectors(), ...INVENTED_VECTORS];
    const texts = await textsOf(
      'textOfFragment',
      vectors.map(({ html }) => html),
    );
    const wrong = vectors.filter(({ text }, index) => texts[index] !== text);
    expect(wrong).toEqual([]);
  });

  it('random HTML has the text that Node gives', async () => {
    const fragments = fc.sample(anyHtml, { numRuns: 1_500, seed: 20250917 }).filter(isComparable);
    const texts = await textsOf('textOfFragment', fragments);
    const wrong = fragments
      .map((html, i) => ({ html, node: inNode(html), chromium: texts[i] }))
      .filter(({ node, chromium }) => node !== chromium);
    expect(wrong).toEqual([]);
  });

  it('markup written to break parsers has the text that Node gives', async () => {
    const fragments = adversarialHtml().filter(isComparable);
    const texts = await textsOf('textOfFragment', fragments);
    const wrong = fragments
      .map((html, i) => ({ html, node: inNode(html), chromium: texts[i] }))
      .filter(({ node, chromium }) => node !== chromium);
    expect(wrong).toEqual([]);
  });

  it('a built fragment, standing in a whole page, says what was sent', async () => {
    const random = fc.sample(anyHtml, { numRuns: 1_500, seed: 17092025 });
    const built = [...random, ...adversarialHtml()]
      .map((html) => buildFragment(html, { baseUrl: null }))
      .filter(({ refusal }) => refusal === null);
    expect(built.length).toBeGreaterThan(100);
    const texts = await textsOf(
      'textOnPage',
      built.map(({ html }) => html),
    );
    const wrong = built
      .map(({ html, text }, i) => ({ html, text, chromium: texts[i] }))
      .filter(({ text, chromium }) => text !== chromium);
    expect(wrong).toEqual([]);
  });
});
