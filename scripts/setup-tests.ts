// What tests need beside Node's packages: the built desk and a Chromium. As root on Debian the browser is installed; otherwise it is
// said what to install, and the tests that need it skip themselves.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../test/browser/browser.ts';
import { ensureDesk } from './ensure-desk.js';

await ensureDesk();
ensureChromium();

function ensureChromium(): void {
  if (findChromium() !== null) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Installing Chromium for the browser tests (apt-get install chromium) …');
    if (apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-core'))
      return;
  }
  console.error(
    'The browser tests need Chromium: install Debian’s package “chromium”, or run npx playwright-core install chromium, or set STET_CHROMIUM to its path.',
  );
}

function apt(...args: readonly string[]): boolean {
  try {
    execFileSync('apt-get', ['-q', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return true;
  } catch (error) {
    console.error(`apt-get ${args[0]} failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
