// The session's cookie, and who a request comes from.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Accounts, Session } from '../../ledger/accounts.ts';
import { StetError } from '../../model/errors.ts';

export interface Sessions {
  /** @throws {StetError} `not-signed-in`. */
  require(request: FastifyRequest): Promise<Session>;
  find(request: FastifyRequest): Promise<Session | null>;
  /** Starts a session for an account and hands its cookie to the browser. */
  start(reply: FastifyReply, account: string): Promise<void>;
  end(reply: FastifyReply, session: Session): Promise<void>;
}

export function createSessions(accounts: Accounts, siteUrl: string, maxAge: number): Sessions {
  const secure = siteUrl.startsWith('https:');
  // The prefix makes browsers refuse a cookie that a neighbouring host or a plain connection planted (RFC 6265bis §4.1.3.2).
  const name = secure ? '__Host-stet' : 'stet';
  const cookie = (value: string, age: number): string =>
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`;

  async function find(request: FastifyRequest): Promise<Session | null> {
    const token = cookieValue(request.headers.cookie, name);
    const session = token === null ? null : await accounts.session(token);
    if (session !== null) await touch(request, session);
    return session;
  }

  // A disk that is full must not keep people from reading why.
  async function touch(request: FastifyRequest, session: Session): Promise<void> {
    try {
      await accounts.touch(session);
    } catch (error) {
      if (!(error instanceof StetError)) throw error;
      request.log.warn({ code: error.code }, 'a session’s last use was not noted');
    }
  }

  return {
    find,
    async require(request) {
      const session = await find(request);
      if (session === null) throw new StetError('not-signed-in', 'Sign in at /desk first.');
      return session;
    },
    async start(reply, account) {
      reply.header('set-cookie', cookie(await accounts.startSession(account), maxAge));
    },
    async end(reply, session) {
      await accounts.endSession(session.id);
      reply.header('set-cookie', cookie('', 0));
    },
  };
}

function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && value !== '') return value;
  }
  return null;
}
