// The static mirror: written from the store's own log, accepted by the auditor, brought up to date, served by nginx.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesOfSite, type LogFiles, openFolder } from '../../src/flows/log-audit/files.ts';
import { openWeb } from '../../src/flows/log-audit/web.ts';
import { type AuditReport, auditLog } from '../../src/flows/log-audit.ts';
import { exportLog } from '../../src/flows/log-export.ts';
import type { Database } from '../../src/ledger/database.ts';
import { type LogReader, openLogReader } from '../../src/ledger/log-reader.ts';
import type { LeafKind } from '../../src/log/leaf.ts';
import { ed25519FromSeed, nodeCrypto } from '../../src/log/node-crypto.ts';
import { ED25519, type Verifier, verifierOf } from '../../src/log/note.ts';
import { formatRecord } from '../../src/log/record.ts';
import type { LeafDraft } from '../../src/log/sequence.ts';
import { formatSignerKey } from '../../src/log/signer-key.ts';
import { sha256 } from '../../src/text/digest.ts';
import { isShown, ORIGIN, storyOf } from '../log/synthetic-log.ts';
import { availableStores, sqliteStore } from '../support/stores.ts';

const SEED = new Uint8Array(32).fill(7);
const KEY = formatSignerKey(nodeCrypto, ed25519FromSeed, ORIGIN, SEED);
const VERIFIER = verifierOf(nodeCrypto, ORIGIN, ED25519, ed25519FromSeed(SEED).publicKey);
const OTHER_KEY = verifierOf(
  nodeCrypto,
  ORIGIN,
  ED25519,
  ed25519FromSeed(SEED.map((byte) => byte + 1)).publicKey,
);

const folders: string[] = [];
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stet-test-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

let seq = 0;

/** An act of an invented story, as the flows hand it to the store. */
function draftOf(item: number, kind: LeafKind): LeafDraft {
  seq += 1;
  const shown = isShown(kind);
  return {
    item: sha256(`item ${item}`).slice(0, 16),
    seq,
    chain: sha256(`chain ${item}`).slice(0, 32),
    opens: kind === 'publish',
    kind,
    newText: kind === 'publish' || kind === 'correct',
    logged: 1_930_000_000_000 + seq,
    received: 1_930_000_000_000,
    src: 'harbour',
    record: formatRecord({
      v: 'wire-record/1',
      salt: sha256(`salt ${seq}`),
      provider: 'harbour.example',
      guid: kind === 'takedown' ? '' : `festival-${item}`,
      version: '1',
      status: 'usable',
      kind: 'story',
      transport: 'push',
      fetched: 1_930_000_000_000,
      raw_sha256: sha256('bytes'),
      charset: 'utf-8',
      profile: 'rss',
      path: storyOf(item, 1).path,
      reason: '',
      reference: '',
      text_sha256: shown ? sha256('text') : '',
      html_sha256: shown ? sha256('html') : '',
      headline_sha256: shown ? sha256('headline') : '',
    }),
  };
}

const publishes = (from: number, to: number): LeafDraft[] =>
  Array.from({ length: to - from }, (_, at) => draftOf(from + at, 'publish'));

const mirror = (log: LogReader, folder: string, verifier: Verifier = VERIFIER) =>
  exportLog({ log, folder, verifier, now: 1_940_000_000_000, progress: () => undefined });

async function audit(files: LogFiles): Promise<AuditReport> {
  return auditLog({
    files,
    origin: ORIGIN,
    policy: { logKeys: [VERIFIER], witnesses: [], quorum: 0 },
    since: null,
    site: null,
    state: null,
    progress: () => undefined,
    monotonic: () => 0,
    signal: new AbortController().signal,
  });
}

const findingsIn = async (folder: string) => (await audit(await openFolder(folder))).findings;

const filesIn = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );

const stores = await availableStores();
describe.each(stores)('from $name', (store) => {
  let db: Database;
  let log: LogReader;
  beforeEach(async () => {
    db = await store.open();
    for (const table of ['log_leaf', 'log_tile', 'log_checkpoint']) {
      await db.transact([{ sql: `DELETE FROM ${table}`, params: [] }]);
    }
    await db.openLog([KEY], () => undefined);
    log = openLogReader(db);
  });
  afterEach(() => db.close());
  afterAll(() => store.remove());

  test.each([1, 2, 255, 256, 257, 511, 512, 513])(
    'a mirror of %i leaves is accepted by the auditor',
    async (size) => {
      await db.transact([], publishes(0, size));
      const folder = temporaryFolder();
      expect((await mirror(log, folder)).size).toBe(size);
      expect(await findingsIn(folder)).toEqual([]);
      expect(readdirSync(folder).toSorted()).toEqual(['checkpoint', 'key', 'keys.json', 'records', 'tile']);
    },
  );

  test('a mirror is brought up to date, and what is there is left there', async () => {
    const folder = temporaryFolder();
    await db.transact([], publishes(0, 300));
    await mirror(log, folder);
    expect(existsSync(join(folder, 'tile/0/001.p/44'))).toBe(true);
    await db.transact([], publishes(300, 600));
    await mirror(log, folder);
    expect(await findingsIn(folder)).toEqual([]);
    // What is full now begins with what it had of it before.
    expect(existsSync(join(folder, 'tile/0/001.p'))).toBe(false);
    const before = filesIn(folder);
    expect(await mirror(log, folder)).toEqual({ size: 600, written: 0 });
    expect(filesIn(folder)).toEqual(before);
  });

  test('a mirror is the same as one made anew', async () => {
    const [grown, fresh] = [temporaryFolder(), temporaryFolder()];
    await db.transact([], publishes(0, 512));
    await mirror(log, grown);
    await db.transact([], [draftOf(3, 'takedown'), ...publishes(512, 600)]);
    await mirror(log, grown);
    await mirror(log, fresh);
    expect(filesIn(grown)).toEqual(filesIn(fresh));
  });

  test('erased records go from a mirror', async () => {
    const folder = temporaryFolder();
    await db.transact([], publishes(0, 10));
    await mirror(log, folder);
    expect(readFileSync(join(folder, 'records/000'), 'utf8')).toContain('festival-4');
    await db.transact([], [draftOf(4, 'takedown')]);
    await mirror(log, folder);
    expect(readFileSync(join(folder, 'records/000'), 'utf8')).not.toContain('festival-4"');
    expect(await findingsIn(folder)).toEqual([]);
  });

  test('a takedown in the middle of an export is followed to its end', async () => {
    const folder = temporaryFolder();
    await db.transact([], publishes(0, 600));
    let taken = false;
    const slow: LogReader = {
      ...log,
      async leaves(from, limit) {
        const leaves = await log.leaves(from, limit);
        if (from === 256 && !taken) {
          taken = true;
          await db.transact([], [draftOf(3, 'takedown'), draftOf(599, 'takedown'), ...publishes(600, 800)]);
        }
        return leaves;
      },
    };
    expect((await mirror(slow, folder)).size).toBe(802);
    expect(await findingsIn(folder)).toEqual([]);
  });

  test('an export that was broken off is gone on with', async () => {
    const folder = temporaryFolder();
    await db.transact([], publishes(0, 600));
    const broken: LogReader = { ...log, tile: () => Promise.reject(new Error('no disk')) };
    await expect(mirror(broken, folder)).rejects.toThrow('no disk');
    expect(existsSync(join(folder, 'checkpoint'))).toBe(false);
    await mirror(log, folder);
    expect(await findingsIn(folder)).toEqual([]);
    expect([...filesIn(folder).keys()].filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a tile that is lost from a mirror is put back', async () => {
    const folder = temporaryFolder();
    await db.transact([], publishes(0, 600));
    await mirror(log, folder);
    rmSync(join(folder, 'tile/0/001'));
    expect((await mirror(log, folder)).written).toBe(1);
    expect(await findingsIn(folder)).toEqual([]);
  });

  describe('a folder is left as it is', () => {
    async function refused(folder: string, code: string, verifier = VERIFIER): Promise<void> {
      const before = filesIn(folder);
      await expect(mirror(log, folder, verifier)).rejects.toMatchObject({ code });
      expect(filesIn(folder)).toEqual(before);
    }

    test('with something else in it', async () => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'holiday.jpg'), 'sea');
      await db.transact([], publishes(0, 3));
      await refused(folder, 'mirror-not-empty');
    });

    test('with the mirror of a log with another key', async () => {
      const folder = temporaryFolder();
      await db.transact([], publishes(0, 3));
      await mirror(log, folder);
      writeFileSync(join(folder, 'key'), 'night.example/log+00000000+AQ==\n');
      await refused(folder, 'mirror-other-log');
      await expect(mirror(log, temporaryFolder(), OTHER_KEY)).rejects.toMatchObject({
        code: 'log-signature-missing',
      });
    });

    test.each([
      ['of as many leaves', 3, 'mirror-fork'],
      ['of fewer leaves', 2, 'mirror-fork'],
      ['of more leaves', 4, 'mirror-ahead'],
    ])('with another history %s', async (_, size, code) => {
      const folder = temporaryFolder();
      await db.transact([], publishes(100, 100 + size));
      await mirror(log, folder);
      for (const table of ['log_leaf', 'log_tile', 'log_checkpoint']) {
        await db.transact([{ sql: `DELETE FROM ${table}`, params: [] }]);
      }
      await db.close();
      db = await store.open();
      await db.openLog([KEY], () => undefined);
      log = openLogReader(db);
      await db.transact([], publishes(0, 3));
      await refused(folder, code);
    });

    test('when the log is empty', async () => {
      await refused(temporaryFolder(), 'log-empty');
    });
  });
});

const NGINX = '/usr/sbin/nginx';
const noNginx = !existsSync(NGINX);
if (noNginx) console.log(`skipped: no nginx at ${NGINX}`);

describe.skipIf(noNginx)('served by nginx with the configuration of the docs', () => {
  const store = sqliteStore();
  afterAll(() => store.remove());
  let nginx: ChildProcess | null = null;
  afterEach(() => {
    nginx?.kill();
  });

  test('a mirror is accepted by the auditor, with the right types and caching', async () => {
    const db = await store.open();
    await db.openLog([KEY], () => undefined);
    await db.transact([], publishes(0, 600));
    const folder = temporaryFolder();
    await mirror(openLogReader(db), join(folder, 'mirror'));
    await db.close();

    const port = await freePort();
    const config = join(folder, 'nginx.conf');
    writeFileSync(config, nginxConfig(folder, port));
    expect(spawnSync(NGINX, ['-t', '-c', config, '-p', folder], { encoding: 'utf8' }).stderr).toContain(
      'successful',
    );
    nginx = spawn(NGINX, ['-c', config, '-p', folder], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}/log/`;
    await answering(`${url}checkpoint`);

    const { signal } = new AbortController();
    const web = openWeb({ clock: { now: () => 0, random: () => 0 }, signal, wait: async () => undefined });
    expect((await audit(filesOfSite(new URL(url), web))).findings).toEqual([]);
    await web.close();

    const headers = async (path: string) => {
      const { status, headers } = await fetch(url + path);
      return [
        status,
        headers.get('content-type'),
        headers.get('cache-control'),
        headers.get('access-control-allow-origin'),
      ];
    };
    const lasting = 'public, max-age=31536000, immutable';
    expect(await headers('checkpoint')).toEqual([200, 'text/plain; charset=utf-8', 'public, no-cache', '*']);
    expect(await headers('key')).toEqual([200, 'text/plain; charset=utf-8', 'public, no-cache', '*']);
    expect(await headers('tile/0/001')).toEqual([200, 'application/octet-stream', lasting, '*']);
    expect(await headers('tile/1/000.p/2')).toEqual([200, 'application/octet-stream', lasting, '*']);
    expect(await headers('tile/entries/002.p/88')).toEqual([200, 'application/octet-stream', lasting, '*']);
    expect(await headers('records/001')).toEqual([
      200,
      'application/jsonl; charset=utf-8',
      'public, no-cache',
      '*',
    ]);
    expect(await headers('keys.json')).toEqual([
      200,
      'application/json; charset=utf-8',
      'public, no-cache',
      '*',
    ]);
    expect((await headers('tile/0/999'))[0]).toBe(404);
  });

  /** The snippet of the docs, in a server of its own. */
  function nginxConfig(folder: string, port: number): string {
    const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
    const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^audit.*\.md$/.test(name),
    );
    const text = pages.map((name) => readFileSync(join(docs, name), 'utf8')).join('\n');
    const snippet = /```nginx\n(location \/log\/ [\s\S]*?)```/.exec(text)?.[1] ?? '';
    // Its workers would be another user, who may not look into this folder.
    const user = process.getuid?.() === 0 ? 'user root;' : '';
    return `daemon off; ${user}
      pid ${folder}/nginx.pid;
      error_log ${folder}/error.log;
      events {}
      http {
        access_log off;
        client_body_temp_path ${folder}/tmp; proxy_temp_path ${folder}/tmp; fastcgi_temp_path ${folder}/tmp;
        uwsgi_temp_path ${folder}/tmp; scgi_temp_path ${folder}/tmp;
        server { listen 127.0.0.1:${port}; ${snippet.replaceAll('/srv/log-mirror', `${folder}/mirror`)} }
      }`;
  }
});

const PACKAGES = '/usr/share/gocode';
const noGo =
  !existsSync(join(PACKAGES, 'src/golang.org/x/mod/sumdb/tlog')) || spawnSync('go', ['version']).status !== 0;
if (noGo) console.log(`skipped: no go, or no golang.org/x/mod in ${PACKAGES}`);

describe.skipIf(noGo)('read by the program on Go’s sumdb packages', () => {
  const store = sqliteStore();
  afterAll(() => store.remove());

  test('a mirror is found right', async () => {
    const folder = temporaryFolder();
    const program = join(folder, 'audit');
    const source = fileURLToPath(new URL('../log/go/main.go', import.meta.url));
    execFileSync('go', ['build', '-o', program, source], {
      env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOPATH: PACKAGES },
    });
    const db = await store.open();
    await db.openLog([KEY], () => undefined);
    await db.transact([], publishes(0, 600));
    const written = join(folder, 'mirror');
    await mirror(openLogReader(db), written);
    await db.close();
    // It looks for the key under another name.
    writeFileSync(join(written, 'vkey'), readFileSync(join(written, 'key')));
    const { stdout, stderr } = spawnSync(program, [written], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'ok 600\n', stderr: '' });
  }, 300_000);
});

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => found(port));
    });
  });
}

async function answering(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    await wait(20);
  }
}
