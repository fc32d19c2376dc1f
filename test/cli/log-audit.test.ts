// `stet log audit` and `stet verify`: their options, what they print, and their exit codes.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logAuditCommand } from '../../src/cli/log-audit.ts';
import { verifyCommand } from '../../src/cli/verify.ts';
import {
  type Act,
  changeRecord,
  type SyntheticLog,
  storyOf,
  writeSyntheticLog,
} from '../log/synthetic-log.ts';
import { openSite, type SyntheticSite } from '../log/synthetic-site.ts';
import { forgetSignals, type Printed, runCommand, signalListeners } from './in-process.ts';

const ACTS: readonly Act[] = [
  { item: 0, kind: 'publish' },
  { item: 1, kind: 'publish' },
  { item: 1, kind: 'kill' },
];

let folder = '';
let log: SyntheticLog;
let site: SyntheticSite;
const before = signalListeners();
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stet-audit-cli-'));
  log = writeSyntheticLog(join(folder, 'mirror'), { size: 3, acts: ACTS });
  site = await openSite(log);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
  forgetSignals(before);
});

interface Said extends Printed {
  readonly code: number;
}

async function run(...args: string[]): Promise<Said> {
  let code = 0;
  const audit = logAuditCommand((given) => {
    code = given;
  });
  const verify = verifyCommand(() => {
    code = 1;
  });
  const printed = await runCommand([new Command('log').addCommand(audit), verify], args);
  return { code, ...printed };
}

const audit = (place: string, ...options: string[]): Promise<Said> =>
  run('log', 'audit', place, '--vkey', log.vkey, ...options);
const mirror = (): string => join(folder, 'mirror');

describe('log audit', () => {
  it('says that a mirror is right, without pages', async () => {
    expect(await audit(mirror())).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('daily.example/log: 3 leaves of 2 stories, 3 records: all is right.\n'),
    });
    expect(site.asked).toEqual([]);
  });

  it('reads a site with its pages, or without them', async () => {
    const whole = await audit(`${site.url}/log`);
    expect(whole).toMatchObject({ code: 0, stdout: '' });
    expect(whole.stderr).toContain('2 pages (3 in the sitemap): all is right');
    const asked = site.asked.length;
    expect((await audit(`${site.url}/log/`, '--no-pages')).stderr).not.toContain('pages');
    expect(site.asked.slice(asked).every((path) => path.startsWith('/log/'))).toBe(true);
    site.instead.set('/sitemap.xml', { status: 404, body: '' });
    expect((await audit(mirror(), '--pages', site.url)).stderr).toContain('2 pages (no sitemap)');
  });

  it('names what is wrong, writes it down as JSON, and ends with 1', async () => {
    changeRecord(mirror(), 0, () => null);
    const json = join(folder, 'report.json');
    const said = await audit(mirror(), '--json', json);
    expect(said.code).toBe(1);
    expect(said.stdout).toBe('✗ silent-deletion: the record of leaf 0 is gone, and no takedown follows\n');
    expect(said.stderr).toContain('1 finding.');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      origin: 'daily.example/log',
      place: mirror(),
      checkpoint: { size: 3 },
      counts: { 'silent-deletion': 1 },
      findings: [{ code: 'silent-deletion', leaf: 0, file: null, url: null }],
    });
  });

  it('names a page that is wrong', async () => {
    site.instead.set(storyOf(1, 1).path, { status: 200, body: '<h1 class="headline">Still here</h1>' });
    const said = await audit(`${site.url}/log/`);
    expect(said.code).toBe(1);
    expect(said.stdout).toContain(`✗ page-not-gone: ${site.url}${storyOf(1, 1).path} is still there`);
  });

  it('holds the log to a checkpoint that was kept', async () => {
    const kept = join(folder, 'kept');
    writeFileSync(kept, log.note);
    expect((await audit(mirror(), '--since', kept)).code).toBe(0);
    const other = writeSyntheticLog(join(folder, 'other'), { size: 5, seed: 9 });
    expect(await run('log', 'audit', other.folder, '--vkey', other.vkey, '--since', kept)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('✗ fork:'),
    });
  });

  it('ends with 2 where nothing can be checked', async () => {
    const nothing = join(folder, 'nothing');
    expect(await audit(nothing)).toEqual({
      code: 2,
      stdout: '',
      stderr: `stet: There is no folder ${nothing}.\n`,
    });
    expect((await audit(mirror(), '--since', join(folder, 'nothing'))).code).toBe(2);
    expect((await audit(mirror(), '--quorum', 'most')).code).toBe(2);
    expect((await audit(mirror(), '--quorum', '1')).code).toBe(2);
    expect((await run('log', 'audit', mirror(), '--vkey', 'nonsense')).code).toBe(2);
    expect((await audit(`${site.url}/elsewhere/`)).stderr).toContain('--pages');
    expect((await audit(`${site.url}/elsewhere/`, '--no-pages')).stderr).toContain('no checkpoint');
  });

  it('keeps no state of an audit that came to its end', async () => {
    const state = join(folder, 'state');
    expect((await audit(mirror(), '--state', state)).code).toBe(0);
    expect(existsSync(state)).toBe(false);
  });
});

describe('verify', () => {
  it('says what it found, step by step, and ends with 1 where a step fails', async () => {
    const said = await run('verify', `${site.url}${storyOf(0, 1).path}`, '--vkey', log.vkey);
    expect(said).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^✓ The key is the one that you gave.*\n✗ There is no proof/),
    });
  });

  it('prints JSON', async () => {
    const said = await run('verify', `${site.url}${storyOf(0, 1).path}`, '--json');
    expect(JSON.parse(said.stdout)).toMatchObject({ steps: [{ outcome: 'note' }, { outcome: 'failed' }] });
  });
});
