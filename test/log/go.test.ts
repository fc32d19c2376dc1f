// Logs that Stet writes, audited by a program on Go's sumdb packages (test/log/go): whole ones pass, and a byte changed anywhere is seen.
// Skipped, saying so, where Go or the packages are missing (Debian: golang-go, golang-golang-x-mod-dev).

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, keyOf, logOf } from './logs.ts';
import { writeMirror } from './mirror.ts';

const PACKAGES = '/usr/share/gocode';
const missing = whyNot();
if (missing !== null) console.warn(`Go's audit of the log is skipped: ${missing}`);

const KEY = keyOf('harbour.example/log', 1);
const folder = mkdtempSync(join(tmpdir(), 'stet-log-go-'));
const auditor = join(folder, 'audit');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(missing !== null)('a program that shares no code with Stet', () => {
  beforeAll(() => {
    const source = fileURLToPath(new URL('go/main.go', import.meta.url));
    execFileSync('go', ['build', '-o', auditor, source], {
      env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOPATH: PACKAGES },
    });
  }, 240_000);

  it.each([0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 1_000_000])(
    'finds nothing wrong with a log of %i',
    async (size) => {
      const mirror = await mirrorOf(size, [size]);
      expect(audit(mirror)).toEqual([`ok ${size}`]);
    },
    120_000,
  );

  it('nor with a log grown in batches, with the partial tiles of each size', async () => {
    expect(audit(await mirrorOf(1_000, [1, 99, 3, 300]))).toEqual(['ok 1000']);
  });

  it('sees a byte changed in any tile, in any bundle, in the checkpoint or in a proof', async () => {
    const mirror = await mirrorOf(600, [600]);
    const changed = readdirSync(mirror, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name !== 'vkey')
      .map((file) => join(file.parentPath, file.name));
    expect(changed.length).toBe(16);
    for (const path of changed) {
      const bytes = readFileSync(path);
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 2]) {
        const other = Buffer.from(bytes);
        other[at] = (other[at] ?? 0) ^ 1;
        writeFileSync(path, other);
        expect(audit(mirror), `${path}, byte ${at}`).not.toEqual(['ok 600']);
      }
      writeFileSync(path, bytes);
    }
    expect(audit(mirror)).toEqual(['ok 600']);
  });

  it('sees a tile that is missing, too short, or of a larger log', async () => {
    const mirror = await mirrorOf(600, [600]);
    const tile = join(mirror, 'tile/0/001');
    const bytes = readFileSync(tile);
    rmSync(tile);
    expect(audit(mirror)).toContain('tile/0/001: missing');
    writeFileSync(tile, bytes.subarray(0, -32));
    expect(audit(mirror)).toEqual(['tile/0/001: is not the tile of these entries']);
    writeFileSync(tile, bytes);
    writeFileSync(join(mirror, 'tile/0/003'), bytes);
    expect(audit(mirror).join()).toMatch(/^tile\/0\/003: /);
  });
});

async function mirrorOf(size: number, batches: readonly number[]): Promise<string> {
  const mirror = mkdtempSync(join(folder, `${size}-`));
  const entries = entriesOf(size);
  const places = [0, 1, 255, 256, 511, 65_535, size - 2, size - 1].filter((one) => one >= 0 && one < size);
  await writeMirror(mirror, logOf(entries, batches), entries, KEY, places);
  return mirror;
}

/** What the auditor prints, by lines. */
function audit(mirror: string): string[] {
  const { stdout, stderr } = spawnSync(auditor, [mirror], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

function whyNot(): string | null {
  if (!existsSync(join(PACKAGES, 'src/golang.org/x/mod/sumdb/tlog')))
    return `${PACKAGES} has no golang.org/x/mod`;
  return spawnSync('go', ['version']).status === 0 ? null : 'there is no go';
}
