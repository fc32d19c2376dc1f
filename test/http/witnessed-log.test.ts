// A publisher and its witness, both whole programs: the checkpoint is cosigned, and a data directory that was put back is found out.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { type RunningApp, startApp } from '../../src/app.ts';
import { startWitnessService } from '../../src/cli/witness/service.ts';
import { readSettings } from '../../src/cli/witness/settings.ts';
import { verifyCosignature } from '../../src/log/checkpoint.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { parseVerifierKey } from '../../src/log/note.ts';
import { parseProof } from '../../src/log/proof.ts';
import { push, testConfig } from '../support/app.ts';

const folder = mkdtempSync(join(tmpdir(), 'stet-witnessed-'));
const undo: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const step of undo.reverse()) await step();
  rmSync(folder, { recursive: true, force: true });
});

const text = async (app: RunningApp, path: string): Promise<string> =>
  (await fetch(`${app.url}${path}`)).text();

const send = (app: RunningApp, number: number): Promise<Response> =>
  push(app, `Ferry ${number} sails\n\nPORT ELLEN: Ferry ${number} sailed at dawn, the harbour office said.`, {
    'stet-guid': `witnessed-${number}`,
  });

/** Until the condition gives something. */
async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await wait(50);
  }
}

test('a checkpoint is cosigned, and a log that was set back is closed', { timeout: 60_000 }, async () => {
  const first = await startApp(testConfig({ folder }));
  const key = (await text(first, '/log/key')).trim();
  await first.close();

  const settings = await readSettings({
    data: join(folder, 'witness'),
    name: 'daily.example/witness',
    port: 0,
    log: [key],
  });
  const witness = await startWitnessService(settings, 'silent');
  undo.push(() => witness.close());
  const config = testConfig({ folder });
  const witnessed = {
    ...config,
    publicLog: { ...config.publicLog, witnesses: [{ url: witness.url, key: witness.key }], quorum: 1 },
  };

  const app = await startApp(witnessed);
  const answer = (await (await send(app, 1)).json()) as { items: { url: string }[] };
  const path = new URL(answer.items[0]?.url ?? '').pathname;
  const verifier = parseVerifierKey(nodeCrypto, witness.key);
  const time = await until(async () =>
    verifyCosignature(nodeCrypto, parseProof(await text(app, `${path}.tlog-proof`)).checkpoint, verifier),
  );
  expect(time).toBeGreaterThan(1_700_000_000);
  expect(verifyCosignature(nodeCrypto, await text(app, '/log/checkpoint'), verifier)).toBe(time);
  await app.close();

  cpSync(join(folder, 'data'), join(folder, 'backup'), { recursive: true });
  const later = await startApp(witnessed);
  await send(later, 2);
  await until(async () => {
    const note = await text(later, '/log/checkpoint');
    return note.split('\n')[1] === '2' ? verifyCosignature(nodeCrypto, note, verifier) : null;
  });
  await later.close();

  rmSync(join(folder, 'data'), { recursive: true });
  cpSync(join(folder, 'backup'), join(folder, 'data'), { recursive: true });
  const setBack = await startApp(witnessed);
  undo.push(() => setBack.close());
  const received = (await (await send(setBack, 3)).json()) as {
    items: { decision: string; reasons: { code: string; detail: string }[] }[];
  };
  const [held] = received.items;
  expect(held?.decision).toBe('hold');
  expect(held?.reasons).toMatchObject([
    { code: 'log-closed', detail: expect.stringContaining('has seen size 2 of this log') },
  ]);
});
