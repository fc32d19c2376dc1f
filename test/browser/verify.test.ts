// "Check this story" on the pages of the whole program, in a real browser: a story that stands passes, and each way to tamper with it is
// refused at the step that names it. Every reader is a new one, with an empty memory.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fromUtf8 } from '../../src/log/bytes.ts';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { leafHash } from '../../src/log/merkle.ts';
import { ed25519FromSeed, nodeCrypto } from '../../src/log/node-crypto.ts';
import { formatProof, parseProof } from '../../src/log/proof.ts';
import { parseSignerKey } from '../../src/log/signer-key.ts';
import { testSigner } from '../support/log-keys.ts';
import { vkeyOf } from '../verify/story-log.ts';
import { browserAvailable, launchBrowser } from './browser.ts';
import {
  axeViolations,
  type Changes,
  type CheckedSite,
  check,
  checkIsBuilt,
  newReader,
  overflow,
  type Shown,
  shownIn,
  startCheckedSite,
} from './checked-stories.ts';

const HEADLINE = 'Ferry to Port Alder runs again';
const HTML =
  '<p>PORT ALDER (Lantern) - The ferry <b>runs again</b> &amp; is "full" – at last.</p>' +
  '<ul><li>Its <a href="https://ferry.example/times?a=1&amp;b=2">times</a> are new.</li></ul><p>Nobody was told.</p>';

const ALL_RIGHT = {
  key: 'ok',
  signature: 'ok',
  log: 'ok',
  record: 'ok',
  headline: 'ok',
  text: 'ok',
  markup: 'ok',
  label: 'ok',
  age: 'ok',
  later: 'ok',
};

const LOOKS = [
  ['wide', '', { viewport: { width: 1280, height: 900 } }],
  ['dark and narrow', '', { viewport: { width: 360, height: 800 }, colorScheme: 'dark' }],
  ['Urdu, narrow', '?hl=ur', { viewport: { width: 360, height: 800 } }],
  ['Arabic, dark', '?hl=ar', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
] as const;

describe.skipIf(!browserAvailable() || !checkIsBuilt())('a story’s page', () => {
  let browser: Browser;
  let site: CheckedSite;
  let ferry: string;
  let market: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    site = await startCheckedSite();
    market = await site.publish({ guid: 'market', headline: 'Market opens', html: '<p>At ten.</p>' });
    ferry = await site.publish({ guid: 'ferry', headline: HEADLINE, html: HTML });
    for (const number of [1, 2, 3]) {
      await site.publish({ guid: `other-${number}`, headline: `Ship ${number} in`, html: '<p>In.</p>' });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  async function checked(path: string, changes: Changes = {}): Promise<Shown> {
    const { page, troubles } = await newReader(browser, changes);
    const shown = await check(page, site.app.url + path);
    expect(troubles).toEqual([]);
    return shown;
  }

  describe('that stands as published', () => {
    test('passes every step, once the key is known', async () => {
      const { page, troubles } = await newReader(browser);
      const first = await check(page, site.app.url + ferry);
      expect(first.steps).toEqual({
        key: 'key-new',
        signature: 'signed',
        log: 'included',
        record: 'record-fits',
        headline: 'headline-same',
        text: 'text-same',
        markup: 'markup-same',
        label: 'label-unread',
        age: 'log-asked',
        later: 'nothing-later',
      });
      const second = await check(page, site.app.url + market);
      expect(second.steps.key).toBe('key-remembered');
      expect(second.summary).toContain('passes the check: 10 of 10');
      expect(troubles).toEqual([]);
    });
    test('passes in every language of the interface, and where its headline gives its address no words', async () => {
      const urdu = await site.publish({
        guid: 'urdu',
        language: 'ur',
        headline: 'فیری دوبارہ چل پڑی',
        html: '<p>پورٹ ایلڈر: فیری <b>دوبارہ</b> چل پڑی۔</p>',
      });
      for (const language of ['en', 'hi', 'ur', 'ar']) {
        const { states } = await checked(`${urdu}?hl=${language}`);
        expect(states, language).toEqual({ ...ALL_RIGHT, key: 'unknown' });
      }
    });
    test('passes from the page alone when nothing can be fetched', async () => {
      const { page } = await newReader(browser);
      await page.goto(site.app.url + ferry);
      await page.route(/\.(tlog-proof|json)$|\/log\//, (route) => route.abort());
      await page.locator('.check-story > summary').click();
      const { steps, states } = await shownIn(page);
      expect(steps).toMatchObject({ markup: 'markup-same', age: 'log-not-asked', later: 'chain-missing' });
      expect(Object.values(states)).not.toContain('failed');
    });
    test('passes by what lies beside it when its page carries no proof', async () => {
      const { steps } = await checked(ferry, {
        document: (html) => html.replace('id="stet-proof"', 'id="something-else"'),
      });
      expect(steps).toMatchObject({ signature: 'signed', markup: 'markup-same', label: 'label-unread' });
    });
    test('says what can be checked where scripts do not run', async () => {
      const { page } = await newReader(browser, {}, { javaScriptEnabled: false });
      await page.goto(site.app.url + ferry);
      const section = page.locator('.check-story');
      expect(await section.locator('.check-files a').count()).toBe(6);
      expect(await section.textContent()).toContain('public log');
    });
    test('is opened, checked again and read by the keyboard, and the outcome is announced', async () => {
      const { page } = await newReader(browser);
      await page.goto(site.app.url + ferry);
      await page.locator('.check-story > summary').focus();
      await page.keyboard.press('Enter');
      await shownIn(page);
      expect(await page.getByRole('status').textContent()).toContain('9 of 10');
      await page.getByRole('button', { name: 'Check again' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('10 of 10 steps').waitFor();
      await page.locator('.check-step details summary').first().focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.check-step details').first().getAttribute('open')).not.toBeNull();
    });
    test.each(LOOKS)('looks right: %s', async (_, query, options) => {
      const { page } = await newReader(browser, {}, { ...options, bypassCSP: true });
      await check(page, `${site.app.url}${ferry}${query}`);
      await page.locator('.check-step details summary').first().click();
      expect(await overflow(page)).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
    });
  });

  describe('refuses a tampered', () => {
    const proofWith = (change: (proof: ReturnType<typeof parseProof>) => object) => (text: string) => {
      const proof = parseProof(text);
      return formatProof({ ...proof, ...change(proof) });
    };

    test('proof', async () => {
      const { steps, summary } = await checked(ferry, {
        '.tlog-proof': proofWith(({ hashes: [first = new Uint8Array(), ...rest] }) => ({
          hashes: [first.map((byte) => byte ^ 1), ...rest],
        })),
      });
      expect(steps).toMatchObject({ signature: 'signed', log: 'not-included', text: 'not-reached' });
      expect(summary).toContain('The place in the log');
    });
    test('leaf', async () => {
      const { steps } = await checked(ferry, {
        '.tlog-proof': proofWith(({ extra }) => ({
          extra: Buffer.from(fromUtf8(extra ?? new Uint8Array()).replace('"ver":1', '"ver":2')),
        })),
      });
      expect(steps).toMatchObject({ signature: 'signed', log: 'not-included' });
    });
    test('index', async () => {
      const { steps } = await checked(ferry, {
        '.tlog-proof': proofWith(({ index }) => ({ index: index + 1 })),
      });
      expect(steps).toMatchObject({ signature: 'signed', log: 'not-included' });
    });
    test('record', async () => {
      const { steps, summary } = await checked(ferry, {
        '.record.json': (text) => text.replace('"status":"usable"', '"status":"usablE"'),
      });
      expect(steps).toMatchObject({ log: 'included', record: 'record-differs', headline: 'not-reached' });
      expect(summary).toContain('The record');
    });
    test('checkpoint', async () => {
      const { steps, summary } = await checked(ferry, {
        '.tlog-proof': proofWith(({ checkpoint }) => ({
          checkpoint: checkpoint.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
        })),
      });
      expect(steps).toMatchObject({ signature: 'signature-wrong', log: 'not-reached' });
      expect(summary).toContain('The signature');
    });
    test('newest checkpoint', async () => {
      const { steps } = await checked(ferry, {
        '/log/checkpoint': (text) => text.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
      });
      expect(steps).toMatchObject({ signature: 'signed', age: 'latest-wrong' });
    });
    test('checkpoint of another origin, signed with the same key', async () => {
      const { steps } = await checked(ferry, {
        '.tlog-proof': (text) => {
          const { extra } = parseProof(text);
          const root = leafHash(nodeCrypto, extra ?? new Uint8Array());
          const checkpoint = signCheckpoint(
            nodeCrypto,
            { origin: 'elsewhere.example/log', size: 1, root, extensions: [] },
            logSigner(),
          );
          return formatProof({ extra, index: 0, hashes: [], checkpoint });
        },
      });
      expect(steps).toMatchObject({ signature: 'origin-wrong', log: 'not-reached' });
    });
    test('older checkpoint than the one in the page', async () => {
      const early = await site.text('/log/checkpoint');
      const late = await site.publish({ guid: 'late', headline: 'Late ferry', html: '<p>Late.</p>' });
      const { steps, summary } = await checked(late, { '/log/checkpoint': () => early });
      expect(steps).toMatchObject({ signature: 'signed', age: 'log-gone-back' });
      expect(summary).toContain('The state of the log');
    });
    test('key', async () => {
      const { steps } = await checked(ferry, {
        document: (html) => html.replace(/("key":"[^"]+\+)([0-9a-f]{8})\+/, '$100000000+'),
      });
      expect(steps).toMatchObject({ key: 'key-malformed', signature: 'not-reached', text: 'not-reached' });
    });
    test('key that is another log’s', async () => {
      const other = vkeyOf(testSigner('courier.example/log', 99));
      const { steps } = await checked(ferry, {
        document: (html) => html.replace(/"key":"[^"]+"/, `"key":"${other}"`),
      });
      expect(steps).toMatchObject({ key: 'key-new', signature: 'signature-missing', log: 'not-reached' });
    });
    test('key that is not the one known, loudly, until the reader says that it is right', async () => {
      const other = vkeyOf(testSigner('courier.example/log', 99));
      const { page } = await newReader(browser);
      await page.goto(site.app.url + ferry);
      const known = JSON.stringify({ key: other, since: Date.UTC(2031, 0, 1), checkpoint: null });
      await page.evaluate(`localStorage.setItem('stet-log', ${JSON.stringify(known)})`);
      const { steps, summary } = await check(page, site.app.url + ferry);
      expect(steps).toMatchObject({ key: 'key-changed', signature: 'not-reached', later: 'not-reached' });
      expect(summary).toContain('does not pass');
      const remembered = 'JSON.parse(localStorage.getItem("stet-log")).key';
      expect(await page.evaluate(remembered)).toBe(other);
      await page.getByRole('button', { name: 'trust it' }).click();
      await page.getByText('10 of 10 steps').waitFor();
      expect(await page.evaluate(remembered)).not.toBe(other);
    });
    test('proof of another article', async () => {
      const [proof, record] = await Promise.all([
        site.text(`${market}.tlog-proof`),
        site.text(`${market}.record.json`),
      ]);
      const beside = { '.tlog-proof': () => proof, '.record.json': () => record };
      const { steps, summary } = await checked(ferry, {
        ...beside,
        document: (html) => html.replace('id="stet-proof"', 'id="something-else"'),
      });
      expect(steps).toMatchObject({ log: 'included', record: 'other-story', headline: 'not-reached' });
      expect(summary).toContain('The record');
    });

    const onPage = (from: string | RegExp, to: string) =>
      checked(ferry, { document: (html) => html.replace(from, to) });

    test('headline', async () => {
      const { steps, summary } = await onPage(/(<h1[^>]*>)Ferry/, '$1Barge');
      expect(steps).toMatchObject({ headline: 'headline-differs', text: 'text-same' });
      expect(summary).toContain('The headline');
    });
    test('word of the text', async () => {
      const { steps, summary } = await onPage('<b>runs again</b>', '<b>sank again</b>');
      expect(steps).toMatchObject({ headline: 'headline-same', text: 'text-differs', markup: 'not-reached' });
      expect(summary).toContain('The text');
    });
    test('character of the text that looks the same', async () => {
      const { steps } = await onPage('<p>Nobody was told', '<p>Nobody was t\u043eld');
      expect(steps).toMatchObject({ text: 'text-differs' });
    });
    test('markup', async () => {
      const { steps, summary } = await onPage('<b>runs again</b>', '<s>runs again</s>');
      expect(steps).toMatchObject({ text: 'text-same', markup: 'markup-differs' });
      expect(summary).toContain('Markup and links');
    });
    test('link', async () => {
      const { steps } = await onPage('https://ferry.example/times', 'https://ferry.invalid/times');
      expect(steps).toMatchObject({ text: 'text-same', markup: 'markup-differs' });
    });
    test('order of paragraphs', async () => {
      const { steps } = await onPage(
        /(<div class="body"[^>]*>)(<p>.*?<\/p>)(.*?)(<p>Nobody was told\.<\/p>)/,
        '$1$4$3$2',
      );
      expect(steps).toMatchObject({ text: 'text-differs' });
    });
    test('text with something hidden in it', async () => {
      const { steps } = await onPage('<p>Nobody', '<p hidden>Not so.</p><p>Nobody');
      expect(steps).toMatchObject({ text: 'text-unverifiable' });
    });
    test('label', async () => {
      const { steps, summary } = await onPage(
        /This post has been auto-published.*?by an editor/,
        'This post has been published from an agency feed without any modifications to the text and was read by an editor on 6 May 2031, 09:20 UTC',
      );
      expect(steps).toMatchObject({ text: 'text-same', label: 'label-claims-read' });
      expect(summary).toContain('The label');
    });
    test('label with other words', async () => {
      const { steps } = await onPage(
        'has not been reviewed by an editor',
        'has been reviewed by our best editor',
      );
      expect(steps).toMatchObject({ label: 'label-words' });
    });
  });

  describe('whose story has changed', () => {
    const bridge = (version: number, html: string) =>
      site.publish({ guid: 'bridge', version, headline: 'Bridge closed', html });

    test('refuses a history with an entry left out, and tells openly what came later', async () => {
      const path = await bridge(1, '<p>The bridge is closed.</p>');
      const { page } = await newReader(browser);
      await page.goto(site.app.url + path);
      await bridge(2, '<p>The bridge is closed until May.</p>');
      await page.locator('.check-story > summary').click();
      const old = await shownIn(page);
      expect(old.steps).toMatchObject({ text: 'text-same', age: 'log-asked', later: 'later-publish' });
      expect(old.states.later).toBe('notice');
      expect(old.summary).toContain('newer version');

      const leftOut = await checked(path, {
        '.chain.json': (text) => {
          const chain = JSON.parse(text);
          return JSON.stringify({ ...chain, leaves: chain.leaves.slice(1) });
        },
      });
      expect(leftOut.steps).toMatchObject({ text: 'text-same', later: 'chain-left-out' });
      expect(leftOut.summary).toContain('What came later');

      const before = await newReader(browser);
      await before.page.goto(site.app.url + path);
      await site.kill({ guid: 'bridge', version: 3, headline: 'Bridge closed', html: '<p>Kill.</p>' });
      await before.page.locator('.check-story > summary').click();
      const killed = await shownIn(before.page);
      expect(killed.steps).toMatchObject({ text: 'text-same', later: 'later-kill' });
      expect(killed.summary).toContain('killed');
    });
  });

  const logSigner = () =>
    parseSignerKey(nodeCrypto, ed25519FromSeed, readFileSync(join(site.folder, 'log.key'), 'utf8'));
});
