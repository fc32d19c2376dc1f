// The whole program at work, checked from outside: every story by itself, the log and the pages as a whole, and a mirror of the log.

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { givenLogKey } from '../../src/flows/given-key.ts';
import { filesOfSite, type LogFiles, openFolder } from '../../src/flows/log-audit/files.ts';
import { openWeb, type Web } from '../../src/flows/log-audit/web.ts';
import { type AuditReport, auditLog } from '../../src/flows/log-audit.ts';
import { verifyPost } from '../../src/flows/log-verify.ts';
import { ed25519FromSeed, nodeCrypto } from '../../src/log/node-crypto.ts';
import { ED25519, formatVerifierKey, verifierOf } from '../../src/log/note.ts';
import { push, startTestApp, testSource } from '../support/app.ts';
import { temporaryFolder } from '../support/stores.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = temporaryFolder();
let app: RunningApp;
let web: Web;
let vkey = '';
const posts = new Map<string, { readonly url: string; readonly id: string }>();

const feed = (guid: string, telling: number, body: string): string =>
  `<rss version="2.0"><channel><title>Harbour Wire</title><item><guid isPermaLink="false">${guid}</guid>
   <title>Ferry ${guid} sails &amp; returns</title><pubDate>Wed, 03 Mar 2021 1${telling}:00:00 GMT</pubDate>
   <description>${body.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</description></item></channel></rss>`;

const BODY = `<p>SALTMARCH – The ferry came &amp; went, “twice”.</p><ul><li>one</li><li>two <b>bold</b></li></ul>
  <p>See <a href="https://harbour.example/timetable?a=1&amp;b=2">the timetable</a>.</p><figure><img src="https://harbour.example/f.jpg" alt="Ferry"></figure>
  <pre>\n\n  08:00  out</pre><table><tr><td>Out</td><td>08:00</td></tr></table>`;

async function send(guid: string, telling: number, body: string): Promise<void> {
  const answer = await push(app, feed(guid, telling, body));
  const { items } = await answer.json();
  posts.set(guid, { url: app.url + new URL(items[0].url).pathname, id: items[0].id });
}

/** What an editor does to the version that is current. */
type Act = (guid: string, act: string, order?: Readonly<Record<string, string>>) => Promise<number>;

async function desk(): Promise<Act> {
  const token = new URL(app.setupUrl ?? '').searchParams.get('token') ?? '';
  const [name, password] = ['Ines Calloway', 'a lantern at the quay'];
  const answer = await fetch(`${app.url}/desk/setup`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: app.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token, name, password, again: password }),
  });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  return async (guid, act, order) => {
    const address = `${app.url}/api/items/${idOf(guid)}`;
    const { current } = await (await fetch(address, { headers: { cookie } })).json();
    const headers = { origin: app.url, cookie, 'content-type': 'application/json' };
    const body = JSON.stringify(order ?? { version: current });
    return (await fetch(`${address}/${act}`, { method: 'POST', headers, body })).status;
  };
}

const idOf = (guid: string): string => posts.get(guid)?.id ?? '';
const urlOf = (guid: string): URL => new URL(posts.get(guid)?.url ?? '');

beforeAll(async () => {
  app = await startTestApp({ folder, sources: [testSource()] });
  web = openWeb({
    clock: { now: () => 0, random: () => 0 },
    signal: new AbortController().signal,
    wait: async () => undefined,
  });
  for (const guid of ['plain', 'updated', 'read', 'held', 'killed', 'erased']) await send(guid, 1, BODY);
  await send('alert', 1, '');
  await send('updated', 2, `${BODY}<p>And again.</p>`);
  const act = await desk();
  expect(await act('read', 'review')).toBe(200);
  expect(await act('held', 'hold')).toBe(200);
  const killed = {
    uri: 'killed',
    version: '9',
    pubstatus: 'canceled',
    versioncreated: '2031-03-04T12:00:00Z',
  };
  expect((await push(app, JSON.stringify({ ...killed, headlines: [{ value: 'Ferry' }] }))).status).toBe(201);
  const order = { reason: 'court-order', reference: 'Saltmarch District Court 7/31' };
  expect(await act('erased', 'takedown', order)).toBe(200);
  vkey = (await (await fetch(`${app.url}/log/key`)).text()).trim();
});
afterAll(async () => {
  await web.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const audit = (files: LogFiles, site: boolean): Promise<AuditReport> => {
  const key = givenLogKey(vkey);
  return auditLog({
    files,
    origin: key.name,
    policy: { logKeys: [key], witnesses: [], quorum: 0 },
    since: null,
    site: site ? { address: app.url, web } : null,
    state: null,
    progress: () => undefined,
    monotonic: () => 0,
    signal: new AbortController().signal,
  });
};

test('the log and all pages are accepted by the auditor', async () => {
  const report = await audit(filesOfSite(new URL(`${app.url}/log/`), web), true);
  expect(report.findings).toEqual([]);
  expect(report.checked.pages).toBe(7);
  expect(report.checked.leaves).toBeGreaterThanOrEqual(11);
});

test('a mirror that the command writes beside the running program is accepted, with the pages of the site', async () => {
  const mirror = join(folder, 'mirror');
  const command = [MAIN, 'log', 'export', mirror, '--data', join(folder, 'data')];
  const { stderr } = await promisify(execFile)(process.execPath, command, { cwd: folder });
  expect(stderr).toMatch(/mirror: \d+ leaves, 6 files written\.\n$/);
  expect((await audit(await openFolder(mirror), true)).findings).toEqual([]);
});

describe('a story', () => {
  const verify = (guid: string, key: string | null = vkey) =>
    verifyPost({
      url: urlOf(guid),
      web,
      policy: { logKeys: key === null ? [] : [givenLogKey(key)], witnesses: [], quorum: 0 },
    });

  test.each([
    ['plain', 'publish'],
    ['updated', 'publish'],
    ['read', 'review'],
    ['held', 'withhold'],
    ['killed', 'kill'],
    ['erased', 'takedown'],
  ])('is verified step by step: %s', async (guid, kind) => {
    const steps = await verify(guid);
    expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(steps).toHaveLength(7);
    expect(steps[2]?.text).toContain(kind);
  });

  test('is verified with the key that the site states, and the reader is told', async () => {
    const [first, ...rest] = await verify('plain', null);
    expect(first).toMatchObject({ outcome: 'note' });
    expect(first?.text).toContain(vkey);
    expect(rest.every(({ outcome }) => outcome === 'passed')).toBe(true);
  });

  test('with a proof by another key fails', async () => {
    const { publicKey } = ed25519FromSeed(new Uint8Array(32).fill(9));
    const other = formatVerifierKey(verifierOf(nodeCrypto, givenLogKey(vkey).name, ED25519, publicKey));
    expect((await verify('plain', other)).at(-1)).toMatchObject({
      outcome: 'failed',
      text: 'No known key has signed this note.',
    });
  });

  test('that is none fails', async () => {
    const steps = await verifyPost({
      url: new URL(`${app.url}/news/nothing-here`),
      web,
      policy: { logKeys: [givenLogKey(vkey)], witnesses: [], quorum: 0 },
    });
    expect(steps.at(-1)).toMatchObject({ outcome: 'failed' });
    expect(steps.at(-1)?.text).toContain('no proof');
  });

  // Each answer that a story rests on, changed on its way.
  const swap =
    (ending: string, to: (text: string) => string): Web['get'] =>
    async (url, longest) => {
      const answer = await web.get(url, longest);
      if (!url.pathname.endsWith(ending)) return answer;
      return { ...answer, bytes: Buffer.from(to(Buffer.from(answer.bytes).toString())) };
    };
  const proof = (guid: string) => async (): Promise<string> =>
    (await fetch(`${urlOf(guid)}.tlog-proof`)).text();

  test.each([
    [
      'the text on the page',
      'plain',
      (text: string) => text.replaceAll('“twice”', '“thrice”'),
      'another text',
    ],
    [
      'a link on the page',
      'plain',
      (text: string) => text.replaceAll('timetable?a=1', 'timetable?a=2'),
      'other markup',
    ],
    [
      'the headline',
      'plain',
      (text: string) => text.replaceAll('sails &amp; returns', 'sails'),
      'another headline',
    ],
    [
      'the label',
      'plain',
      (text: string) => text.replace('has not been reviewed', 'has been reviewed'),
      'other words',
    ],
    [
      'the record',
      '.record.json',
      (text: string) => text.replace('"kind":"story"', '"kind":"alert"'),
      'it was changed',
    ],
    ['the record of a missing story', '.record.json', () => '', 'it was changed'],
    [
      'the place in the proof',
      '.tlog-proof',
      (text: string) => text.replace(/index \d+/, 'index 1'),
      'not proved',
    ],
    [
      'a hash in the proof',
      '.tlog-proof',
      (text: string) => text.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${'A'.repeat(43)}=\n`),
      'not proved',
    ],
    [
      'the size in the proof',
      '.tlog-proof',
      (text: string) => text.replace(/\/log\n\d+\n/, '/log\n9\n'),
      'signature',
    ],
    [
      'the leaf in the proof',
      '.tlog-proof',
      (text: string) => text.replace(/extra .*/, 'extra AAAA'),
      'not proved',
    ],
    [
      'a leaf in the chain',
      '.chain.json',
      (text: string) => text.replace('publish', 'correct'),
      'not proved',
    ],
    ['the chain as a whole', '.chain.json', () => '{}', 'wire-chain'],
    [
      'the newest checkpoint',
      '/log/checkpoint',
      (text: string) => text.replace(/\/log\n\d+\n/, '/log\n3\n'),
      'signature',
    ],
  ])('with %s changed fails, and says so', async (_, ending, to, words) => {
    const steps = await verifyPost({
      url: urlOf('plain'),
      web: { ...web, get: swap(ending === 'plain' ? urlOf('plain').pathname : ending, to) },
      policy: { logKeys: [givenLogKey(vkey)], witnesses: [], quorum: 0 },
    });
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
    expect(steps.at(-1)?.text).toContain(words);
  });

  test('with the proof and record of another fails', async () => {
    const [others, record] = [
      await proof('updated')(),
      await (await fetch(`${urlOf('updated')}.record.json`)).text(),
    ];
    const get: Web['get'] = async (url, longest) => {
      const answer = await web.get(url, longest);
      const instead = url.pathname.endsWith('.tlog-proof')
        ? others
        : url.pathname.endsWith('.record.json')
          ? record
          : null;
      return instead === null ? answer : { ...answer, bytes: Buffer.from(instead) };
    };
    const steps = await verifyPost({
      url: urlOf('plain'),
      web: { ...web, get },
      policy: { logKeys: [givenLogKey(vkey)], witnesses: [], quorum: 0 },
    });
    expect(steps.at(-1)?.text).toContain('another story');
  });

  test('from a log that shows less than it has signed fails', async () => {
    const old = await (await fetch(`${app.url}/log/checkpoint`)).text();
    await send('later', 1, BODY);
    const get: Web['get'] = async (url, longest) => {
      const answer = await web.get(url, longest);
      return url.pathname === '/log/checkpoint' ? { ...answer, bytes: Buffer.from(old) } : answer;
    };
    const policy = { logKeys: [givenLogKey(vkey)], witnesses: [], quorum: 0 };
    const steps = await verifyPost({ url: urlOf('later'), web: { ...web, get }, policy });
    expect(steps.at(-1)?.text).toContain('set back');
  });
});
