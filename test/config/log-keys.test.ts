// The keys of the log in the configuration: which may stand together, and that no mistake repeats a secret.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { newSignerKey } from '../../src/ledger/log-key.ts';

const directory = mkdtempSync(join(tmpdir(), 'stet-config-log-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const [OLD, NEW] = [newSignerKey('daily.example/log'), newSignerKey('daily.example/log')];
const VKEY = 'daily.example/log+1a2b3c4d+AUoga9GfuG0T+MnthpkmjZG+SwsKQRurvQ5u+2wdRXxo';

function load(log: string) {
  const file = join(directory, 'stet.yaml');
  writeFileSync(file, `site: { title: Invented, url: https://daily.example }\nlog:\n${log}`);
  return loadConfig({ file, env: { STET_LOG_KEY: NEW } }).publicLog;
}

function problems(log: string): string {
  try {
    load(log);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ key, message }) => `${key}: ${message}`).join('\n');
    throw error;
  }
  return '';
}

describe('the log in the configuration', () => {
  it('has its name from the site, and its key in the data directory, where nothing is said', () => {
    expect(load('  witnesses: []\n')).toMatchObject({
      ...{ origin: 'daily.example/log', originSet: false, key: null, previousKey: null, bothUntil: null },
    });
    expect(load('  origin: courier.example/log\n')).toMatchObject({
      origin: 'courier.example/log',
      originSet: true,
    });
  });

  it('takes a key from the environment, and the one before it until a stated time', () => {
    const log = `  key: \${STET_LOG_KEY}\n  previous_key: "${OLD}"\n  both_until: 2027-01-31T01:00:00+01:00\n`;
    expect(load(log)).toMatchObject({ key: NEW, previousKey: OLD, bothUntil: Date.UTC(2027, 0, 31) });
  });

  it('takes the verifier key of one that stopped at once', () => {
    expect(load(`  key: "${NEW}"\n  previous_key: "${VKEY}"\n`)).toMatchObject({
      previousKey: VKEY,
      bothUntil: null,
    });
  });

  it.each([
    [
      'a time and no earlier key',
      `  key: "${NEW}"\n  both_until: 2027-01-31T00:00:00Z\n`,
      'log.both_until: has no meaning',
    ],
    [
      'an earlier key and none in its place',
      `  previous_key: "${VKEY}"\n`,
      'log.previous_key: needs log.key',
    ],
    ['a signer key without a time', `  key: "${NEW}"\n  previous_key: "${OLD}"\n`, 'set log.both_until'],
    [
      'a verifier key with a time',
      `  key: "${NEW}"\n  previous_key: "${VKEY}"\n  both_until: 2027-01-31T00:00:00Z\n`,
      'cannot sign',
    ],
    [
      'a time without its zone',
      `  key: "${NEW}"\n  previous_key: "${OLD}"\n  both_until: 2027-01-31T00:00:00\n`,
      'a time with its zone',
    ],
    [
      'a day that there is not',
      `  key: "${NEW}"\n  previous_key: "${OLD}"\n  both_until: 2027-13-31T00:00:00Z\n`,
      'a time with its zone',
    ],
    ['a key that is none', '  key: garbage\n', 'log.key: must be a signer key'],
  ])('refuses %s', (_, log, words) => {
    const said = problems(log);
    expect(said).toContain(words);
    expect(said).not.toContain(OLD);
    expect(said).not.toContain(NEW);
  });

  it('repeats no secret that is almost right', () => {
    const seed = NEW.slice(-44);
    expect(problems(`  key: "${NEW.replace('PRIVATE+KEY+', 'P+K+')}"\n`)).not.toContain(seed.slice(0, 6));
  });
});
