// A witness that is killed again and again while two histories of one log are pushed at it: whatever it has let out of its hands it still
// knows afterwards, and it has signed only one of the two.

import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { MEMORY_FILE } from '../../../src/flows/witness-memory.ts';
import { originHash } from '../../../src/http/witness.ts';
import { parseCheckpoint, verifyCosignature } from '../../../src/log/checkpoint.ts';
import { proveConsistency } from '../../../src/log/merkle.ts';
import { addSignatures, parseNote, parseSignatures, parseVerifierKey } from '../../../src/log/note.ts';
import { formatAddCheckpoint, parseKnownSize } from '../../../src/log/witness.ts';
import { crypto, type GrowingLog, growingLog } from '../../support/growing-log.ts';
import { kill, runCommand, startCommand } from '../../support/process.ts';

// Whole processes on a busy machine; nothing here fails on elapsed time.
vi.setConfig({ testTimeout: 600_000 });

const ORIGIN = 'daily.example/log';
const KILLS = Number(process.env.STET_TEST_WITNESS_KILLS ?? 5);
const COMMON = 10;

const directory = mkdtempSync(join(tmpdir(), 'stet-witness-kill-'));
let running: ChildProcess | null = null;
afterAll(async () => {
  if (running !== null) await kill(running);
  rmSync(directory, { recursive: true, force: true });
});

it(`${KILLS} times kill -9: one history, and no step back`, async () => {
  const branches = [growingLog(ORIGIN), growingLog(ORIGIN)] as const;
  for (const branch of branches) branch.append(COMMON, 'one', 1);
  branches[0].append(5_000, 'one', 1);
  branches[1].append(5_000, 'two', 1);
  const { stdout } = await runCommand(
    ['witness', '--key', '--name', 'courier.example/w', '--data', 'w'],
    directory,
  );
  const cosigner = parseVerifierKey(crypto, stdout.trim());

  /** Every size that a cosignature came out for, with its root. */
  const signed = new Map<number, string>();
  let largest = 0;
  let heard = 0;
  const note = (text: string): void => {
    const { size, root } = parseCheckpoint(parseNote(text).text);
    const hex = Buffer.from(root).toString('hex');
    expect(signed.get(size) ?? hex).toBe(hex);
    signed.set(size, hex);
    largest = Math.max(largest, size);
  };

  for (let round = 0; round <= KILLS; round++) {
    // What a crash in the middle of writing leaves.
    if (round % 3 === 1) writeFileSync(join(directory, 'w', `${MEMORY_FILE}.new`), '{"v":"stet-wit');
    const { child, line } = await startCommand(
      ['witness', '--data', 'w', '--port', '0', '--log', branches[0].vkey],
      directory,
    );
    running = child;
    const url = /http:\/\/\S+/.exec(line)?.[0] ?? '';
    const monitored = await fetch(`${url}/${originHash(ORIGIN)}/checkpoint`);
    const kept = monitored.status === 200 ? await monitored.text() : null;
    if (kept !== null) {
      expect(verifyCosignature(crypto, kept, cosigner)).not.toBeNull();
      note(kept);
    }
    const known = kept === null ? 0 : parseCheckpoint(parseNote(kept).text).size;
    expect(known).toBeGreaterThanOrEqual(largest);

    const stop = { now: false };
    const pushing = branches.flatMap((branch) => [
      push(url, branch, known, 1, stop),
      push(url, branch, known, 3, stop),
    ]);
    async function push(to: string, branch: GrowingLog, from: number, step: number, ended: { now: boolean }) {
      let old = from;
      while (!ended.now && old + step <= branch.size()) {
        const size = old + step;
        const proof = await proveConsistency(crypto, old, size, branch.readNodes(size));
        const checkpoint = await branch.note(size);
        const answer = await fetch(`${to}/add-checkpoint`, {
          method: 'POST',
          body: formatAddCheckpoint({ oldSize: old, proof, checkpoint }),
        })
          .then(async (response) => ({ status: response.status, body: await response.text() }))
          // The witness was killed.
          .catch(() => null);
        if (answer === null) return;
        if (answer.status === 200) {
          const cosigned = addSignatures(checkpoint, parseSignatures(answer.body));
          expect(verifyCosignature(crypto, cosigned, cosigner)).not.toBeNull();
          note(cosigned);
          heard++;
          old = size;
        } else if (answer.status === 409) {
          old = parseKnownSize(answer.body) ?? old;
        } else {
          // The other branch's turn; this one can't ever go on.
          expect(answer.status).toBe(422);
          await new Promise((done) => setTimeout(done, 1));
        }
      }
    }
    const before = heard;
    await vi.waitFor(() => expect(heard).toBeGreaterThan(before), { timeout: 60_000, interval: 1 });
    await new Promise((done) => setTimeout(done, Math.random() * 250));
    await kill(child);
    stop.now = true;
    await Promise.all(pushing);
  }

  const beyond = [...signed].filter(([size]) => size > COMMON).toSorted(([a], [b]) => a - b);
  expect(beyond.length).toBeGreaterThan(0);
  const [first] = beyond;
  if (first === undefined) return;
  const [chosen] = await Promise.all(
    branches.map(async (branch) => ({
      branch,
      root: Buffer.from(await branch.root(first[0])).toString('hex'),
    })),
  ).then((both) => both.filter(({ root }) => root === first[1]));
  expect(chosen).toBeDefined();
  for (const [size, root] of beyond) {
    expect(root).toBe(Buffer.from((await chosen?.branch.root(size)) ?? []).toString('hex'));
  }
  console.info(`${heard} cosignatures heard, ${beyond.length} sizes beyond the fork, largest ${largest}`);
});
