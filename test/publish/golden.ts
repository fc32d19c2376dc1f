// Golden files: what is served, byte for byte. `STET_UPDATE_GOLDEN=1 vitest run test/publish` writes them anew; the diff is
// then reviewed like code.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';

/** Compares with `test/golden/<name>`. */
export function expectGolden(name: string, served: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (process.env.STET_UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, served);
  }
  expect(existsSync(file), `test/golden/${name} is missing; write it with STET_UPDATE_GOLDEN=1`).toBe(true);
  expect(served).toBe(readFileSync(file, 'utf8'));
}
