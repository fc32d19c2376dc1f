// Signing in and out, and the first set-up. Plain forms: they work before any script has loaded. What is typed here is never logged.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../../ledger/accounts.ts';
import { StetError } from '../../model/errors.ts';
import { statusOf } from './errors.ts';
import type { EventHub } from './events.ts';
import { PAGE_HEADERS, setupPage, signInPage, usedLinkPage } from './pages.ts';
import { createPasswords } from './passwords.ts';
import type { Sessions } from './session.ts';
import { createThrottle } from './throttle.ts';

const typed = z.string().max(2_000);
const signInForm = z.object({ name: typed, password: typed, next: typed.default('') });
const setupForm = z.object({ token: typed, name: typed, password: typed, again: typed });
const setupQuery = z.object({ token: typed });

export interface SignInOptions {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly hub: EventHub;
  readonly now: () => number;
}

export function signInRoutes(app: FastifyInstance, { accounts, sessions, hub, now }: SignInOptions): void {
  const passwords = createPasswords();
  const throttle = createThrottle(now);

  app.get('/desk/sign-in', async (request, reply) => {
    const next = nextOf(request.query);
    if ((await sessions.find(request)) !== null) return reply.redirect(next, 303);
    const open = await accounts.hasAdministrator();
    return show(reply, 200, signInPage({ next, name: '', error: null, open }));
  });

  app.post('/desk/sign-in', async (request, reply) => {
    const form = read(signInForm, request.body);
    try {
      await sessions.start(reply, await accountOf(form, request.ip));
    } catch (error) {
      const { status, message } = refusal(error, reply);
      const open = await accounts.hasAdministrator();
      return show(
        reply,
        status,
        signInPage({ next: safeNext(form.next), name: form.name, error: message, open }),
      );
    }
    return reply.redirect(safeNext(form.next), 303);
  });

  // The token stands in the address: nothing of these requests is logged.
  app.get('/desk/setup', { logLevel: 'silent' }, async (request, reply) => {
    const query = setupQuery.safeParse(request.query);
    if (!query.success || !(await accounts.setupTokenIsValid(query.data.token)))
      return show(reply, 410, usedLinkPage());
    return show(reply, 200, setupPage({ token: query.data.token, name: '', error: null }));
  });

  app.post('/desk/setup', { logLevel: 'silent' }, async (request, reply) => {
    const form = read(setupForm, request.body);
    if (!(await accounts.setupTokenIsValid(form.token))) return show(reply, 410, usedLinkPage());
    try {
      const account = await setUp(form);
      if (account === null) return show(reply, 410, usedLinkPage());
      await sessions.start(reply, account);
    } catch (error) {
      const { status, message } = refusal(error, reply);
      return show(reply, status, setupPage({ token: form.token, name: form.name, error: message }));
    }
    return reply.redirect('/desk', 303);
  });

  app.post('/desk/sign-out', async (request, reply) => {
    const session = await sessions.find(request);
    if (session !== null) {
      await sessions.end(reply, session);
      hub.closeSession(session.id);
    }
    return reply.redirect('/desk/sign-in', 303);
  });

  /** The account's id. @throws {StetError} `wrong-name-or-password` (which of the two is not told), `too-many-tries`, `busy`. */
  async function accountOf(form: z.output<typeof signInForm>, address: string): Promise<string> {
    throttle.begin(form.name, address);
    const account = await accounts.accountByName(form.name.trim());
    const right = await passwords.matches(account?.passwordHash ?? null, form.password);
    if (account === null || !right)
      throw new StetError('wrong-name-or-password', 'The name or the password is wrong.');
    throttle.succeeded(form.name, address);
    return account.id;
  }

  /** The administrator's id; `null` when somebody else was quicker with the link. */
  async function setUp(form: z.output<typeof setupForm>): Promise<string | null> {
    const name = checkedName(form.name);
    if (form.password !== form.again)
      throw new StetError('invalid-request', 'The two passwords are not the same.');
    const account = await accounts.redeemSetupToken(form.token, name, await passwords.hash(form.password));
    return account?.id ?? null;
  }
}

/** A name as it will stand in decisions; `rules` stands there for what no person decided. */
function checkedName(typedName: string): string {
  const name = typedName.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');
  if (name === '' || [...name].length > 64 || /[\p{Cc}\p{Cf}]/u.test(name) || name.toLowerCase() === 'rules')
    throw new StetError(
      'invalid-request',
      'Give a name of 1 to 64 characters; “rules” is taken by the program.',
    );
  return name;
}

/** Only back to the desk: never to another site. */
const safeNext = (next: string): string => (/^\/desk(?:\/[\w/-]*)?$/.test(next) ? next : '/desk');

function nextOf(query: unknown): string {
  const result = z.object({ next: typed }).safeParse(query);
  return result.success ? safeNext(result.data.next) : '/desk';
}

function read<T extends z.ZodType>(form: T, body: unknown): z.output<T> {
  const result = form.safeParse(body);
  if (!result.success) throw new StetError('invalid-request', 'The form came in incomplete.');
  return result.data;
}

function refusal(error: unknown, reply: FastifyReply): { status: number; message: string } {
  if (!(error instanceof StetError)) throw error;
  if (typeof error.facts.retryAfter === 'number') reply.header('retry-after', error.facts.retryAfter);
  return { status: statusOf(error), message: error.message };
}

const show = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).headers(PAGE_HEADERS).send(page);

/** Parses `application/x-www-form-urlencoded`. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16 * 1024 },
    async (_request: FastifyRequest, body: string) => Object.fromEntries(new URLSearchParams(body)),
  );
}
