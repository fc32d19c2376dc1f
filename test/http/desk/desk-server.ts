// A desk on a real server with real accounts in a real SQLite file; only the ledger and its views may be in memory.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import type { DeskOptions } from '../../../src/http/desk/options.ts';
import { deskRoutes } from '../../../src/http/desk/routes.ts';
import { type Accounts, accountMigrations, openAccounts } from '../../../src/ledger/accounts.ts';
import { openSqlite } from '../../../src/ledger/sqlite/database.ts';
import type { SourceId } from '../../../src/model/ids.ts';
import { newSourceState } from '../../../src/model/source-state.ts';
import { createFakeDesk, type FakeDesk, pollSource, pushSource } from './fake-desk.ts';

export const ORIGIN = 'http://127.0.0.1';
export const PASSWORD = 'correct horse battery';
const HOUR = 3_600_000;

export interface TestDesk extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly accounts: Accounts;
  readonly fake: FakeDesk;
  readonly polled: SourceId[];
  /** What the server has logged. */
  readonly log: string[];
  /** Moves the desk's clock on, milliseconds. */
  pass(milliseconds: number): void;
  /** Makes the administrator and gives the cookie of a session. */
  signedIn(): Promise<string>;
  get(url: string, cookie?: string): Promise<LightMyRequestResponse>;
  post(
    url: string,
    body: object,
    cookie?: string,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  form(url: string, fields: Record<string, string>, cookie?: string): Promise<LightMyRequestResponse>;
}

export async function startDesk(options: Partial<DeskOptions> = {}): Promise<TestDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'stet-desk-'));
  const db = await openSqlite(join(folder, 'stet.db'));
  await db.transact(accountMigrations.map((sql) => ({ sql, params: [] })));
  let clock = Date.UTC(2026, 4, 1, 9);
  const now = () => clock;
  const accounts = openAccounts(db, { idle: 12 * HOUR, absolute: 24 * HOUR }, now);
  const fake = createFakeDesk();
  const polled: SourceId[] = [];
  const log: string[] = [];
  const app = Fastify({
    logger: { level: 'trace', stream: { write: (line: string) => void log.push(line) } },
    forceCloseConnections: true,
  });
  await app.register(
    deskRoutes({
      site: {
        title: 'The Daily Example',
        url: ORIGIN,
        description: null,
        language: 'en',
        timezone: 'UTC',
        sections: [],
        publisher: 'The Daily Example',
        contact: null,
      },
      sources: [pollSource, pushSource],
      accounts,
      desk: fake.desk,
      states: { get: newSourceState },
      acts: fake.acts,
      takedown: fake.takedown,
      facts: fake.facts,
      pollNow: async (source) => void polled.push(source),
      distDir: join(folder, 'no-build'),
      sessionSeconds: (24 * HOUR) / 1000,
      now,
      ...options,
    }),
  );
  await app.ready();

  const withCookie = (cookie: string | undefined) => (cookie === undefined ? {} : { cookie });
  const desk: TestDesk = {
    app,
    accounts,
    fake,
    polled,
    log,
    pass: (milliseconds) => {
      clock += milliseconds;
    },
    async signedIn() {
      const token = await accounts.setupToken();
      const answer = await desk.form('/desk/setup', {
        token: token ?? '',
        name: 'Ines Calloway',
        password: PASSWORD,
        again: PASSWORD,
      });
      return cookieOf(answer);
    },
    get: (url, cookie) => app.inject({ url, headers: withCookie(cookie) }),
    post: (url, body, cookie, headers = {}) =>
      app.inject({
        method: 'POST',
        url,
        payload: body,
        headers: { origin: ORIGIN, host: '127.0.0.1', ...withCookie(cookie), ...headers },
      }),
    form: (url, fields, cookie) =>
      app.inject({
        method: 'POST',
        url,
        payload: new URLSearchParams(fields).toString(),
        headers: {
          origin: ORIGIN,
          host: '127.0.0.1',
          'content-type': 'application/x-www-form-urlencoded',
          ...withCookie(cookie),
        },
      }),
    async [Symbol.asyncDispose]() {
      await app.close();
      await db.close();
      await rm(folder, { recursive: true });
    },
  };
  return desk;
}

/** `name=value` of the cookie that an answer sets; empty when it sets none. */
export function cookieOf(answer: LightMyRequestResponse): string {
  const header = answer.headers['set-cookie'];
  const [pair = ''] = String(Array.isArray(header) ? header[0] : (header ?? '')).split(';');
  return pair;
}
