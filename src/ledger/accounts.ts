// Who may work at the desk: accounts, their sessions and the one-time link of the first start. Kept beside the ledger, not in it.
// A token (setup link, session) exists here only as its SHA-256: whoever reads the database can't sign in with what is there.

import { createHash, randomBytes } from 'node:crypto';
import type { Database, SqlRow, Statement } from './database.ts';

export const accountMigrations: readonly string[] = [
  `CREATE TABLE desk_account (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     name_key TEXT NOT NULL UNIQUE,
     role TEXT NOT NULL,
     password TEXT NOT NULL,
     created_at BIGINT NOT NULL)`,
  `CREATE TABLE desk_session (
     token_sha256 TEXT PRIMARY KEY,
     account TEXT NOT NULL REFERENCES desk_account (id),
     created_at BIGINT NOT NULL,
     seen_at BIGINT NOT NULL)`,
  'CREATE INDEX desk_session_by_account ON desk_session (account)',
  `CREATE TABLE desk_setup (
     token_sha256 TEXT PRIMARY KEY,
     created_at BIGINT NOT NULL)`,
];

export interface Account {
  readonly id: string;
  readonly name: string;
  /** PHC string of the password's hash. */
  readonly passwordHash: string;
}

export interface Session {
  /** SHA-256 of the token, hexadecimal: names the session without being able to open it. */
  readonly id: string;
  readonly account: string;
  /** The person's name as it stands in decisions. */
  readonly name: string;
  /** Milliseconds since 1970: when the person has to sign in again whatever they do. */
  readonly expiresAt: number;
  /** Milliseconds since 1970: when the last request was seen, to the minute. */
  readonly seenAt: number;
}

/** Milliseconds. */
export interface SessionLifetimes {
  readonly idle: number;
  readonly absolute: number;
}

export interface Accounts {
  /** Makes the one-time setup token, in place of any before it; `null` once there is an administrator. */
  setupToken(): Promise<string | null>;
  hasAdministrator(): Promise<boolean>;
  /** Forgets the administrator and signs everybody out, so that a setup token can be made again. What people did stays on record. */
  forgetAdministrator(): Promise<void>;
  setupTokenIsValid(token: string): Promise<boolean>;
  /** Makes the administrator and uses the token up, both or neither; `null` when the token is used, replaced or unknown. */
  redeemSetupToken(token: string, name: string, passwordHash: string): Promise<Account | null>;
  /** By name, without regard to case. */
  accountByName(name: string): Promise<Account | null>;
  /** Starts a session and gives the token for the cookie; expired ones are cleared away. */
  startSession(account: string): Promise<string>;
  /** The session that a token opens, unless it has expired. */
  session(token: string): Promise<Session | null>;
  /** Whether a session is still open, by its id. */
  isOpen(session: string): Promise<boolean>;
  /** Notes that the person is there. Writes at most once a minute. */
  touch(session: Session): Promise<void>;
  endSession(session: string): Promise<void>;
}

const TOUCH_INTERVAL = 60_000;
const TOKEN_BYTES = 32;

/** `now` gives milliseconds since 1970. */
export function openAccounts(db: Database, lifetimes: SessionLifetimes, now: () => number): Accounts {
  const one = async (statement: Statement): Promise<SqlRow | null> =>
    (await db.query(statement.sql, statement.params))[0] ?? null;
  const exists = async (statement: Statement): Promise<boolean> => (await one(statement)) !== null;
  const openSession = async (id: string): Promise<Session | null> => {
    const row = await one(selectSession(id));
    if (row === null) return null;
    const session = sessionOf(id, row, lifetimes);
    return now() < session.expiresAt && now() < session.seenAt + lifetimes.idle ? session : null;
  };

  return {
    async setupToken() {
      if (await exists(selectAdministrator)) return null;
      const token = newToken();
      await db.transact([deleteSetupTokens, insertSetupToken(token, now())]);
      return token;
    },
    hasAdministrator: () => exists(selectAdministrator),
    async forgetAdministrator() {
      const tables = ['desk_session', 'desk_setup', 'desk_account'];
      await db.transact(tables.map((table) => ({ sql: `DELETE FROM ${table}`, params: [] })));
    },
    setupTokenIsValid: (token) => exists(selectSetupToken(token)),
    async redeemSetupToken(token, name, passwordHash) {
      const account: Account = { id: randomBytes(16).toString('hex'), name, passwordHash };
      // Of two people with the link, the second's insert finds the token gone and adds nothing.
      await db.transact([insertAdministrator(account, token, now()), deleteSetupToken(token)]);
      return (await exists(selectAccount(account.id))) ? account : null;
    },
    async accountByName(name) {
      // Nobody is called that, and PostgreSQL takes no NUL.
      if (name.includes('\0')) return null;
      const row = await one(selectAccountByName(name));
      return row === null
        ? null
        : { id: String(row.id), name: String(row.name), passwordHash: String(row.password) };
    },
    async startSession(account) {
      const token = newToken();
      const at = now();
      await db.transact([
        deleteExpiredSessions(at - lifetimes.absolute, at - lifetimes.idle),
        insertSession(digest(token), account, at),
      ]);
      return token;
    },
    session: (token) => openSession(digest(token)),
    isOpen: async (session) => (await openSession(session)) !== null,
    async touch(session) {
      if (now() - session.seenAt < TOUCH_INTERVAL) return;
      await db.transact([updateSeen(session.id, now())]);
    },
    async endSession(session) {
      await db.transact([{ sql: 'DELETE FROM desk_session WHERE token_sha256 = ?', params: [session] }]);
    },
  };
}

const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

const digest = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

/** Names are compared in one Unicode form and without case, so that two people can't look the same. */
const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase();

const sessionOf = (id: string, row: SqlRow, lifetimes: SessionLifetimes): Session => ({
  id,
  account: String(row.account),
  name: String(row.name),
  expiresAt: Number(row.created_at) + lifetimes.absolute,
  seenAt: Number(row.seen_at),
});

const selectAdministrator: Statement = {
  sql: "SELECT id FROM desk_account WHERE role = 'administrator' LIMIT 1",
  params: [],
};

const deleteSetupTokens: Statement = { sql: 'DELETE FROM desk_setup', params: [] };

const insertSetupToken = (token: string, at: number): Statement => ({
  sql: 'INSERT INTO desk_setup (token_sha256, created_at) VALUES (?, ?)',
  params: [digest(token), at],
});

const selectSetupToken = (token: string): Statement => ({
  sql: 'SELECT created_at FROM desk_setup WHERE token_sha256 = ?',
  params: [digest(token)],
});

const deleteSetupToken = (token: string): Statement => ({
  sql: 'DELETE FROM desk_setup WHERE token_sha256 = ?',
  params: [digest(token)],
});

const insertAdministrator = (account: Account, token: string, at: number): Statement => ({
  sql: `INSERT INTO desk_account (id, name, name_key, role, password, created_at)
        SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), 'administrator', CAST(? AS TEXT), CAST(? AS BIGINT)
        WHERE EXISTS (SELECT 1 FROM desk_setup WHERE token_sha256 = ?)
          AND NOT EXISTS (SELECT 1 FROM desk_account WHERE role = 'administrator')`,
  params: [account.id, account.name, nameKey(account.name), account.passwordHash, at, digest(token)],
});

const selectAccount = (id: string): Statement => ({
  sql: 'SELECT id FROM desk_account WHERE id = ?',
  params: [id],
});

const selectAccountByName = (name: string): Statement => ({
  sql: 'SELECT id, name, password FROM desk_account WHERE name_key = ?',
  params: [nameKey(name)],
});

const deleteExpiredSessions = (createdBefore: number, seenBefore: number): Statement => ({
  sql: 'DELETE FROM desk_session WHERE created_at <= ? OR seen_at <= ?',
  params: [createdBefore, seenBefore],
});

const insertSession = (id: string, account: string, at: number): Statement => ({
  sql: 'INSERT INTO desk_session (token_sha256, account, created_at, seen_at) VALUES (?, ?, ?, ?)',
  params: [id, account, at, at],
});

const selectSession = (id: string): Statement => ({
  sql: `SELECT s.account, s.created_at, s.seen_at, a.name
        FROM desk_session s JOIN desk_account a ON a.id = s.account
        WHERE s.token_sha256 = ?`,
  params: [id],
});

const updateSeen = (id: string, at: number): Statement => ({
  sql: 'UPDATE desk_session SET seen_at = ? WHERE token_sha256 = ?',
  params: [at, id],
});
