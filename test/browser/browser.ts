// A real browser for tests. Where none is found the tests are skipped with the reason printed, unless
// STET_REQUIRE_BROWSER=1 says that one must be there.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Every flag here keeps the browser quiet and offline; `--no-sandbox` because tests often run as root in a container. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium: STET_CHROMIUM, the system's, Playwright's own; `null` when there is none. */
export function findChromium(): string | null {
  const named = process.env.STET_CHROMIUM;
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  return [...SYSTEM_PATHS, chromium.executablePath()].find((path) => path !== '' && existsSync(path)) ?? null;
}

/**
 * Whether browser tests run, for `describe.skipIf(!browserAvailable())`.
 * @throws {Error} when there is no browser and STET_REQUIRE_BROWSER=1.
 */
export function browserAvailable(): boolean {
  if (findChromium() !== null) return true;
  const reason =
    'no Chromium found: install one (apt-get install chromium, or npx playwright-core install chromium) or set STET_CHROMIUM';
  if (process.env.STET_REQUIRE_BROWSER === '1') throw new Error(reason);
  console.warn(`browser tests skipped: ${reason}`);
  return false;
}

/** Launches the browser; the caller closes it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium found');
  return chromium.launch({ executablePath, args: FLAGS });
}
