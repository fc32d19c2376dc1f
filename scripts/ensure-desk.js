// Builds what browsers run, the desk (web/ into dist/desk) and the reader's check (verify/ into dist/verify), where it is missing or older
// than its sources. Plain JavaScript: the launcher uses it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** `runs`: arguments of Vite, one list for each run; the last run makes `made`. */
const PARTS = [
  { name: 'the desk', made: 'dist/desk/index.html', sources: ['web'], runs: [['web']] },
  {
    name: 'the reader’s check',
    made: 'dist/verify/stet-verify.html',
    sources: ['verify', 'src/log', 'src/text', 'src/model'],
    runs: [
      ['verify', '--mode', 'panel'],
      ['verify', '--mode', 'page'],
    ],
  },
];

/**
 * Says what it does on standard error. A desk that cannot be built is no reason to stay down: the site and the sources work
 * without it.
 */
export async function ensureDesk() {
  for (const part of PARTS) await ensure(part);
}

async function ensure(part) {
  if (isCurrent(part)) return;
  if (!existsSync(path('node_modules/vite'))) {
    if (!isBuilt(part))
      say(`stet: ${part.name} is not built and Vite is not installed: npm ci && npm run build\n`);
    return;
  }
  const began = performance.now();
  say(`Building ${part.name} (once) … `);
  const problem = await build(part);
  say(
    problem === null
      ? `done in ${((performance.now() - began) / 1000).toFixed(1)} s\n`
      : `failed:\n${problem}\n`,
  );
}

async function build({ runs }) {
  for (const [folder, ...options] of runs) {
    const problem = await runVite(['build', path(folder), ...options, '--logLevel', 'error']);
    if (problem !== null) return problem;
  }
  return null;
}

/** In a process of its own: a bundler's memory should not stay with the server. */
async function runVite(args) {
  const child = spawn(process.execPath, [path('node_modules/vite/bin/vite.js'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Whoever starts the build, a test too: it is always for production.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return code === 0 ? null : output.trim();
}

const say = (words) => process.stderr.write(words);

const isBuilt = ({ made }) => existsSync(path(made));

function isCurrent(part) {
  if (!isBuilt(part)) return false;
  const built = statSync(path(part.made)).mtimeMs;
  const files = part.sources.flatMap((source) =>
    readdirSync(path(source), { recursive: true, withFileTypes: true }),
  );
  return !files.some(
    (entry) => entry.isFile() && statSync(`${entry.parentPath}/${entry.name}`).mtimeMs > built,
  );
}
