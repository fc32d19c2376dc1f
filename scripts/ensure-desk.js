// Builds the desk (web/ into dist/desk) when it is missing or older than its sources. Plain JavaScript: the launcher uses it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/**
 * Says what it does on standard error. A desk that cannot be built is no reason to stay down: the site and the sources work
 * without it.
 */
export async function ensureDesk() {
  if (isCurrent()) return;
  if (!existsSync(path('node_modules/vite'))) {
    if (!isBuilt()) say('stet: the desk is not built and Vite is not installed: npm ci && npm run build\n');
    return;
  }
  const began = performance.now();
  say('Building the desk (once) … ');
  const problem = await build();
  say(
    problem === null
      ? `done in ${((performance.now() - began) / 1000).toFixed(1)} s\n`
      : `failed:\n${problem}\n`,
  );
}

/** In a process of its own: a bundler's memory should not stay with the server. */
async function build() {
  const args = [path('node_modules/vite/bin/vite.js'), 'build', path('web'), '--logLevel', 'error'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Whoever starts the build, a test too: the desk is always built for production.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return code === 0 ? null : output.trim();
}

const say = (words) => process.stderr.write(words);

const isBuilt = () => existsSync(path('dist/desk/index.html'));

function isCurrent() {
  if (!isBuilt()) return false;
  const built = statSync(path('dist/desk/index.html')).mtimeMs;
  const sources = readdirSync(path('web'), { recursive: true, withFileTypes: true });
  return !sources.some(
    (entry) => entry.isFile() && statSync(`${entry.parentPath}/${entry.name}`).mtimeMs > built,
  );
}
