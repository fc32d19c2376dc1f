import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { lockDataDirectory } from '../../src/ledger/lock.ts';
import { openPostgres } from '../../src/ledger/postgres/database.ts';
import { testPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOLDER = `
  const { lockDataDirectory } = await import(${JSON.stringify(new URL('../../src/ledger/lock.ts', import.meta.url).href)});
  lockDataDirectory(${JSON.stringify(folder)});
  // Held for as long as the process lives, though nothing here refers to it any more.
  globalThis.gc();
  console.log('locked');
  setInterval(() => undefined, 1000);
`;

test('a second process is refused by the pid of the first; after kill -9 the directory is free', async () => {
  const holder = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', HOLDER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(holder.stdout, 'data');
    expect(() => lockDataDirectory(folder)).toThrow(`pid ${holder.pid}`);
  } finally {
    holder.kill('SIGKILL');
  }
  await once(holder, 'exit');
  const lock = lockDataDirectory(folder);
  lock.release();
});

test('one process is refused the second time too', () => {
  const lock = lockDataDirectory(folder);
  expect(() => lockDataDirectory(folder)).toThrow(/in use/);
  lock.release();
});

test('a PostgreSQL database takes one writer, and names it to the second', async (context) => {
  const server = await testPostgres();
  if (server === null) return context.skip();
  const first = await openPostgres(server.url);
  await expect(openPostgres(server.url)).rejects.toMatchObject({
    code: 'store-locked',
    message: expect.stringContaining(String(process.pid)),
  });
  await first.close();
  const next = await openPostgres(server.url);
  await next.close();
  await server.drop();
});
