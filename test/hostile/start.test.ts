// A start that fails leaves nothing running, whatever waits to come in.

import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { httpServer } from '../sources/support.ts';
import { startTestApp } from '../support/app.ts';
import { temporaryFolder } from '../support/stores.ts';
import { isServing, item, polled, rss, serving } from './support.ts';

test('when the port is taken, no source is asked, and the data directory is free for the next start', async () => {
  const folder = temporaryFolder();
  const feed = await httpServer(serving(rss(item('1', 'Late start'))));
  const sources = [polled('feed', `${feed.url}/feed`)];
  await expect(startTestApp({ folder, sources, port: feed.port })).rejects.toMatchObject({
    code: 'port-taken',
  });
  await sleep(500);
  expect(feed.requests).toEqual([]);

  const app = await startTestApp({ folder, sources });
  await expect.poll(() => feed.requests.length, { timeout: 20_000 }).toBe(1);
  await expect
    .poll(async () => (await fetch(`${app.url}/`)).text(), { timeout: 20_000 })
    .toContain('Late start');
  await isServing(app, 'Late start');
  await app.close();
  await feed.close();
  rmSync(folder, { recursive: true, force: true });
});
