// Builds the desk (web/ into dist/desk) when it is missing or older than its sources. Plain JavaScript: the launcher uses it.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** Says what it does on standard error. Without Vite (a production install) an existing build is used as it is. */
export async function ensureDesk() {
  if (isCurrent()) return;
  const vite = await import('vite').catch(() => null);
  if (vite === null) {
    if (!isBuilt())
      console.error('stet: the desk is not built and Vite is not installed: run npm ci, then npm run build.');
    return;
  }
  const began = performance.now();
  process.stderr.write('Building the desk (once) … ');
  await vite.build({ root: path('web'), logLevel: 'error' });
  process.stderr.write(`done in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}

const isBuilt = () => existsSync(path('dist/desk/index.html'));

function isCurrent() {
  if (!isBuilt()) return false;
  const built = statSync(path('dist/desk/index.html')).mtimeMs;
  const sources = readdirSync(path('web'), { recursive: true, withFileTypes: true });
  return !sources.some(
    (entry) => entry.isFile() && statSync(`${entry.parentPath}/${entry.name}`).mtimeMs > built,
  );
}
