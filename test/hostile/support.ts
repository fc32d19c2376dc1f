// What the hostile suite shares: the real program, a desk that a person is signed in at, and a healthy neighbour that every test
// asks for news of while the others misbehave.

import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { expect } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { operations } from '../../src/http/desk/operations.ts';
import type { DeskItemView, QuarantineRowView, SourceViewModel } from '../../src/http/desk/schema.ts';
import type { PollTransport, Source } from '../../src/model/source.ts';
import { httpServer, type TestServer } from '../sources/support.ts';
import { testSource } from '../support/app.ts';

export const ADMINISTRATOR = { name: 'Odalys Brandt', password: 'nine grey herons on the mole' };

/** The desk as a person uses it: over HTTP, signed in. */
export interface Desk {
  /** Has the source polled now; resolves when the look is over. */
  poll(source: string): Promise<void>;
  source(source: string): Promise<SourceViewModel>;
  /** What is in quarantine, from one source or from all, oldest first. */
  quarantine(source?: string): Promise<QuarantineRowView[]>;
  bytes(arrival: number): Promise<Buffer>;
  items(query: string): Promise<readonly DeskItemView[]>;
  release(item: string, version: number): Promise<Response>;
  get(path: string): Promise<Response>;
}

/** Sets the administrator up on a first start, signs in on a later one. */
export async function openDesk(app: RunningApp): Promise<Desk> {
  const cookie = await signIn(app);
  const get = (path: string): Promise<Response> => fetch(`${app.url}${path}`, { headers: { cookie } });
  const post = (path: string, body?: object): Promise<Response> =>
    fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: {
        cookie,
        origin: app.url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    get,
    async poll(source) {
      const answer = await post(`/api/sources/${source}/poll`);
      expect(answer.status, await answer.text()).toBe(202);
    },
    async source(id) {
      const { sources } = operations.sources.response.parse(await (await get('/api/sources')).json());
      const found = sources.find((source) => source.id === id);
      if (found === undefined) throw new Error(`the desk does not show the source ${id}`);
      return found;
    },
    async quarantine(source) {
      const rows: QuarantineRowView[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const answer = await get(`/api/quarantine?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
        const page = operations.quarantine.response.parse(await answer.json());
        rows.push(...page.rows.filter((row) => source === undefined || row.source === source));
        cursor = page.next;
      }
      return rows.reverse();
    },
    async bytes(arrival) {
      const parts: Buffer[] = [];
      for (let offset = 0; ; ) {
        const answer = await get(`/api/arrivals/${arrival}/bytes?offset=${offset}&length=1048576`);
        expect(answer.status).toBe(200);
        const part = Buffer.from(await answer.arrayBuffer());
        if (part.length === 0) return Buffer.concat(parts);
        parts.push(part);
        offset += part.length;
      }
    },
    async items(query) {
      const answer = await get(`/api/items?${query}`);
      return operations.items.response.parse(await answer.json()).items;
    },
    release: (item, version) => post(`/api/items/${item}/release`, { version }),
  };
}

async function signIn(app: RunningApp): Promise<string> {
  const { name, password } = ADMINISTRATOR;
  const token = app.setupUrl === null ? null : new URL(app.setupUrl).searchParams.get('token');
  const isSetUp = token === null || (await fetch(`${app.url}/desk/setup?token=${token}`)).status === 410;
  const fields = isSetUp ? { name, password } : { name, password, token, again: password };
  const answer = await fetch(`${app.url}/desk/${isSetUp ? 'sign-in' : 'setup'}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: app.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });
  expect(answer.status).toBe(303);
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

/** A polled source on 127.0.0.1 that is looked at only when a test says so. */
export function polled(
  id: string,
  url: string,
  transport: Partial<PollTransport> = {},
  source: Partial<Omit<Source, 'id' | 'transport'>> = {},
): Source {
  return testSource({
    id,
    name: `Agency ${id}`,
    provider: `${id}.example`,
    transport: {
      type: 'poll',
      url,
      interval: 3_600,
      allowPrivate: true,
      timeout: 20,
      maxBytes: 64 * 1024 * 1024,
      headers: {},
      ...transport,
    },
    ...source,
  });
}

export const item = (guid: string, headline: string, body = 'A quiet day at the quay.', more = ''): string =>
  `<item><guid isPermaLink="false">${guid}</guid><title>${headline}</title>${more}<description>${body}</description></item>`;

export const rss = (items: string, title = 'Saltmarch Wire'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>${title}</title>\n${items}\n</channel></rss>`;

/** Answers 200 with the bytes as they are. */
export const serving =
  (body: string | Uint8Array, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers });
    response.end(body);
  };

/** A feed with one new story at each request. */
export interface Neighbour {
  readonly source: Source;
  readonly server: TestServer;
  /** Polls it and sees the new story on the site, in the feeds and at the desk, and the program ready. */
  isUnharmed(app: RunningApp, desk: Desk): Promise<void>;
}

export async function healthyNeighbour(): Promise<Neighbour> {
  let last = '';
  const server = await httpServer((_request, response) => {
    last = randomUUID();
    response.setHeader('content-type', 'application/rss+xml');
    response.end(rss(item(last, `Heron ${last} lands`, `The heron ${last} landed at noon.`), 'Heron Wire'));
  });
  const source = polled('neighbour', `${server.url}/feed`);
  return {
    source,
    server,
    async isUnharmed(app, desk) {
      await desk.poll(source.id);
      const shown = last;
      const state = await desk.source(source.id);
      expect(state).toMatchObject({ lastError: null, failures: 0 });
      await isServing(app, `Heron ${shown} lands`);
      expect(await desk.quarantine(source.id)).toEqual([]);
    },
  };
}

/** The program is ready, and its public pages and feeds are there with the words in them. */
export async function isServing(app: RunningApp, words: string): Promise<void> {
  for (const path of ['/', '/rss.xml', '/atom.xml', '/feed.json']) {
    const answer = await fetch(`${app.url}${path}`);
    expect(answer.status, path).toBe(200);
    expect(await answer.text(), path).toContain(words);
  }
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
}
