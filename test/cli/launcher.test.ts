// bin/stet.js: the same program under whatever Node the machine has.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// Whole processes on a busy machine; nothing here fails on elapsed time alone.
vi.setConfig({ testTimeout: 180_000 });

const LAUNCHER = fileURLToPath(new URL('../../bin/stet.js', import.meta.url));

/** The machine's own Node, when it is older than the one the project pins. */
function olderNode(): string | null {
  const found = ['/usr/bin/node', '/usr/local/bin/node'].filter((path) => existsSync(path));
  const older = found.find((path) => {
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    return Number(/^v(\d+)/.exec(stdout)?.[1] ?? 99) < 24;
  });
  if (older === undefined) console.warn('skipped: this machine has no Node older than 24');
  return older ?? null;
}

const older = olderNode();
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stet-launcher-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function started(node: string) {
  const args = [LAUNCHER, 'start', '--demo', '--port', '0', '--data', join(directory, 'data')];
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  return { child, lines, line: String(line) };
}

it('runs a command and hands its exit code on', () => {
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, 'prase'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('Did you mean parse?');
});

describe.skipIf(older === null)('under an older Node', () => {
  it('runs with the pinned one, standard input and output passed through', () => {
    const { status, stdout } = spawnSync(older ?? '', [LAUNCHER, 'text', '-'], {
      encoding: 'utf8',
      input: '<p>x',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'x' });
  });

  it('hands SIGTERM on and ends as the program ends', async () => {
    const { child } = await started(older ?? '');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it('takes the program with it when it is killed', async () => {
    const { child, lines } = await started(older ?? '');
    child.kill('SIGKILL');
    // The pipe closes only when the program, too, has ended.
    await once(lines, 'close');
    const again = await started(older ?? '');
    expect(again.line).toContain('Stet is ready');
    again.child.kill('SIGTERM');
    await once(again.child, 'exit');
  });
});
