// `stet witness`: its settings and its start in this process, and once the real program in a process of its own.

import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printedKey, startWitnessService, type WitnessService } from '../../src/cli/witness/service.ts';
import { readSettings } from '../../src/cli/witness/settings.ts';
import type { WitnessCommandOptions } from '../../src/cli/witness.ts';
import { verifyCosignature } from '../../src/log/checkpoint.ts';
import { addSignatures, parseSignatures, parseVerifierKey } from '../../src/log/note.ts';
import { formatAddCheckpoint } from '../../src/log/witness.ts';
import { crypto, growingLog } from '../support/growing-log.ts';
import { kill, runCommand, startCommand } from '../support/process.ts';

// Whole processes on a busy machine; nothing here fails on elapsed time alone.
vi.setConfig({ testTimeout: 180_000 });

const log = growingLog('courier.example/log');
log.append(3);

let directory = '';
const running: WitnessService[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stet-witness-cli-'));
});
afterEach(async () => {
  for (const service of running.splice(0)) await service.close();
  rmSync(directory, { recursive: true, force: true });
});

const settings = (given: Partial<WitnessCommandOptions> = {}) =>
  readSettings({ data: join(directory, 'w'), port: 0, log: [], ...given });

async function start(given: Partial<WitnessCommandOptions> = {}): Promise<WitnessService> {
  const service = await startWitnessService(await settings({ log: [log.vkey], ...given }), 'silent');
  running.push(service);
  return service;
}

/** What the witness at this address signs, checked with its key. */
async function cosignedBy(url: string, key: string): Promise<number | null> {
  const checkpoint = await log.note();
  const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint });
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  const note = addSignatures(checkpoint, parseSignatures(await answer.text()));
  return verifyCosignature(crypto, note, parseVerifierKey(crypto, key));
}

describe('its key', () => {
  it('is made once, and printed while the witness runs', async () => {
    const key = printedKey(await settings({ name: 'daily.example/witness' }));
    expect(parseVerifierKey(crypto, key).name).toBe('daily.example/witness');
    expect(statSync(join(directory, 'w', 'witness.key')).mode & 0o777).toBe(0o600);
    expect((await start()).key).toBe(key);
    expect(printedKey(await settings())).toBe(key);
  });

  it('needs a name', async () => {
    await expect(settings().then(printedKey)).rejects.toMatchObject({ code: 'witness-name-missing' });
    await expect(start()).rejects.toMatchObject({ code: 'witness-name-missing' });
  });
});

describe('a witness', () => {
  it('cosigns, and knows after a restart that it has', async () => {
    const first = await start({ name: 'w.example' });
    expect(await cosignedBy(first.url, first.key)).not.toBeNull();
    await running.pop()?.close();
    const second = await start();
    const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: await log.note() });
    const answer = await fetch(`${second.url}/add-checkpoint`, { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([409, '3\n']);
  });

  it('has its data directory to itself', async () => {
    await start({ name: 'w.example' });
    await expect(start()).rejects.toMatchObject({ code: 'data-locked' });
  });

  it('does not start on a port that is taken, and leaves nothing locked', async () => {
    const { url } = await start({ name: 'w.example' });
    const other = { data: join(directory, 'v'), name: 'v.example' };
    await expect(start({ ...other, port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'port-taken',
    });
    await expect(start(other)).resolves.toMatchObject({ origins: ['courier.example/log'] });
  });

  it('does not start when it has forgotten what it signed', async () => {
    printedKey(await settings({ name: 'w.example' }));
    rmSync(join(directory, 'w', 'witness-seen.json'));
    await expect(start()).rejects.toMatchObject({ code: 'witness-memory-lost' });
  });

  it('does not start without a log', async () => {
    await expect(start({ name: 'w.example', log: [] })).rejects.toMatchObject({ code: 'witness-no-logs' });
  });
});

describe('its settings', () => {
  const file = (text: string): string => {
    const path = join(directory, 'witness.yaml');
    writeFileSync(path, text);
    return path;
  };

  it('come from the file and from the command line, which wins', async () => {
    const other = growingLog('harbour.example/log', 4);
    const config = file(
      `name: a.example\ndata: ${directory}/d\nhost: 0.0.0.0\nport: 81\nlogs:\n  - ${log.vkey}\n`,
    );
    const own = await readSettings({ config, log: [] });
    expect(own).toMatchObject({ name: 'a.example', directory: `${directory}/d`, host: '0.0.0.0', port: 81 });
    const given = await readSettings({ config, log: [other.vkey], name: 'b.example', port: 82 });
    expect(given).toMatchObject({ name: 'b.example', port: 82 });
    expect([...given.logs.keys()]).toEqual(['courier.example/log', 'harbour.example/log']);
  });

  it('may name two keys of one log', async () => {
    const next = growingLog('courier.example/log', 8);
    const { logs } = await settings({ log: [log.vkey, next.vkey, log.vkey] });
    expect(logs.get('courier.example/log')).toHaveLength(2);
  });

  it.each([
    ['an unknown setting', 'prot: 80', 'prot'],
    ['a port out of range', 'port: 70000', 'port'],
    ['logs that are no list', 'logs: x', 'logs'],
    ['what is no YAML', 'logs: [', 'is no YAML'],
  ])('are refused with %s', async (_, text, words) => {
    await expect(settings({ config: file(text) })).rejects.toMatchObject({
      code: 'witness-config-wrong',
      message: expect.stringContaining(words),
    });
  });

  it('are refused with a file that is not there', async () => {
    await expect(settings({ config: join(directory, 'none.yaml') })).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });

  it.each([
    ['a name', 'courier.example/log'],
    ['a key cut off', log.vkey.slice(0, -4)],
    ["a witness's key", 'w.example+00000000+BAAA'],
  ])('are refused with %s for a log', async (_, key) => {
    await expect(settings({ log: [key] })).rejects.toMatchObject({ code: 'log-key-wrong' });
  });
});

it('the program prints the key, runs, and stops when told to', async () => {
  const key = await runCommand(['witness', '--key', '--name', 'daily.example/witness'], directory);
  expect(key).toMatchObject({ code: 0, stderr: '' });
  const { child, line } = await startCommand(['witness', '--port', '0', '--log', log.vkey], directory);
  try {
    expect(line).toContain('it watches courier.example/log');
    expect(await cosignedBy(/http:\/\/\S+/.exec(line)?.[0] ?? '', key.stdout.trim())).not.toBeNull();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    await kill(child);
  }
});

it('the program explains itself, and says what is wrong without a stack trace', async () => {
  const help = await runCommand(['witness', '--help'], directory);
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Examples:') });
  const wrong = await runCommand(['witness', '--log', 'x'], directory);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toMatch(/^stet: “x” is no key of a log[^\n]*\n$/);
});
