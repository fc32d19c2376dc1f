// The whole program with invented stories in its log, and what a browser shows of "Check this story".

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import type { RunningApp } from '../../src/app.ts';
import { push, startTestApp } from '../support/app.ts';
import { temporaryFolder } from '../support/stores.ts';

export const CHECKER = fileURLToPath(new URL('../../dist/verify/stet-verify.html', import.meta.url));

export function checkIsBuilt(): boolean {
  if (existsSync(CHECKER)) return true;
  console.warn('browser tests of the check skipped: dist/verify is missing; run `npm run build`');
  return false;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export interface StoryCopy {
  readonly guid: string;
  readonly version?: number;
  readonly headline: string;
  readonly html: string;
  readonly language?: string;
}

export interface CheckedSite {
  readonly app: RunningApp;
  readonly folder: string;
  /** Pushes a version and answers the story's path. */
  publish(copy: StoryCopy): Promise<string>;
  /** Pushes a version that takes the story back. */
  kill(copy: StoryCopy): Promise<void>;
  text(path: string): Promise<string>;
  close(): Promise<void>;
}

export async function startCheckedSite(): Promise<CheckedSite> {
  const folder = temporaryFolder();
  const app = await startTestApp({ folder });
  async function send(copy: StoryCopy, status: 'usable' | 'canceled'): Promise<string | null> {
    const answer = await push(app, ninjs(copy, status), { 'content-type': 'application/json' });
    const receipt = await answer.json();
    if (answer.status !== 201) throw new Error(`not taken: ${JSON.stringify(receipt)}`);
    return receipt.items[0].url;
  }
  return {
    app,
    folder: join(folder, 'data'),
    async publish(copy) {
      const url = await send(copy, 'usable');
      if (url === null) throw new Error(`${copy.guid} was not published`);
      return new URL(url).pathname;
    },
    async kill(copy) {
      await send(copy, 'canceled');
    },
    text: async (path) => (await fetch(`${app.url}${path}`)).text(),
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const ninjs = ({ guid, version = 1, headline, html, language = 'en' }: StoryCopy, status: string): string =>
  JSON.stringify({
    uri: guid,
    type: 'text',
    version: String(version),
    versioncreated: new Date(Date.UTC(2031, 4, 6, 9, version)).toISOString(),
    pubstatus: status,
    language,
    headline,
    body_xhtml: html,
  });

/** What the section says: each step's outcome, and the line that sums it up. */
export interface Shown {
  readonly steps: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Waits until a check has come to its end. */
export async function shownIn(page: Page): Promise<Shown> {
  await page.waitForSelector('.check-step');
  return page.evaluate(`(() => {
    const steps = [...document.querySelectorAll('.check-step')];
    return {
      steps: Object.fromEntries(steps.map((step) => [step.dataset.step, step.dataset.code])),
      states: Object.fromEntries(steps.map((step) => [step.dataset.step, step.className.replace(/.*check-(?!step)/, '')])),
      summary: document.querySelector('.check-summary').textContent,
    };
  })()`);
}

/** Changes what a server answers, by the end of the path; `document` for pages. */
export type Changes = Readonly<Record<string, (text: string) => string>>;

export interface Opened {
  readonly page: Page;
  readonly troubles: readonly string[];
}

/** A new reader, with an empty memory. The caller closes the page's context. */
export async function newReader(
  browser: Browser,
  changes: Changes = {},
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.route(/^http/, (route) => changed(route, changes));
  return { page, troubles };
}

async function changed(route: Route, changes: Changes): Promise<void> {
  const request = route.request();
  const { pathname } = new URL(request.url());
  const end =
    request.resourceType() === 'document'
      ? 'document'
      : Object.keys(changes).find((one) => pathname.endsWith(one));
  const change = end === undefined ? undefined : changes[end];
  if (change === undefined) return route.continue();
  const answer = await route.fetch();
  const text = await answer.text();
  const body = change(text);
  if (body === text) throw new Error(`nothing to change in ${pathname}`);
  await route.fulfill({ response: answer, body });
}

/** Opens the section and waits for the result. */
export async function check(page: Page, address: string): Promise<Shown> {
  await page.goto(address);
  await page.locator('.check-story > summary').click();
  return shownIn(page);
}

/** Rule and places of each violation, in one line each. The page's policy must be passed by. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target.join(' ') + ' ' + failureSummary).join('; ')))`);
}

/** Pixels by which the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
