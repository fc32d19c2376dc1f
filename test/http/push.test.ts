// Pushes when more comes than can be taken at once.

import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { push, startTestApp, TOKEN, testSource } from '../support/app.ts';
import { temporaryFolder } from '../support/stores.ts';

const folder = temporaryFolder();
const LARGE = 120 * 1024 * 1024;
let app: RunningApp;
beforeAll(async () => {
  const transport = { type: 'push', token: TOKEN, secret: null, maxBytes: LARGE } as const;
  app = await startTestApp({ folder, sources: [testSource({ transport })] });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Says that a body will follow, and sends none of it; resolves once an answer matches. */
async function announce(length: number, wanted: RegExp): Promise<Socket> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  socket.write(
    `POST /api/sources/harbour/arrivals HTTP/1.1\r\nHost: stet\r\nAuthorization: Bearer ${TOKEN}\r\n` +
      `Content-Type: text/plain\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`,
  );
  for (let answer = ''; !wanted.test(answer); ) answer += String((await once(socket, 'data'))[0]);
  return socket;
}

test('when the bodies under way fill the room, a large one is told to come again and a small one is taken', async () => {
  const first = await announce(LARGE, /100 Continue/);
  const second = await announce(LARGE, /503 Service Unavailable.*retry-after: 2.*"code":"busy"/is);
  const small = await push(
    app,
    'SALTMARCH, March 4 (Harbour Wire) - The ferry is small enough for what is left.',
  );
  expect(small.status).toBe(201);
  first.destroy();
  second.destroy();
});

test('a body that was refused takes no room afterwards', async () => {
  for (let round = 0; round < 5; round++) (await announce(LARGE + 1, /413 Payload Too Large/)).destroy();
});
