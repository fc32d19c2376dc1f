// A fresh PostgreSQL database for one test file, dropped afterwards; or a printed reason for skipping.

import { randomBytes } from 'node:crypto';
import pg from 'pg';

const ADMIN_URL = process.env.STET_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export interface TestPostgres {
  readonly url: string;
  drop(): Promise<void>;
}

/** `null`, with the reason printed, where no server can be reached; an error when STET_REQUIRE_SERVICES=1 says there must be one. */
export async function testPostgres(): Promise<TestPostgres | null> {
  const name = `stet_test_${randomBytes(6).toString('hex')}`;
  try {
    // A language's order, as most servers have it: what sorts by code points must say so itself.
    await admin(`CREATE DATABASE ${name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'`);
  } catch (error) {
    if (process.env.STET_REQUIRE_SERVICES === '1') throw error;
    console.log(
      `skipped: no PostgreSQL at ${new URL(ADMIN_URL).host} (${String(error)}); set STET_TEST_POSTGRES to a server`,
    );
    return null;
  }
  const url = new URL(ADMIN_URL);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: ADMIN_URL, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
