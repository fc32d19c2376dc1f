import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Accounts, openAccounts } from '../../src/ledger/accounts.ts';
import type { Database } from '../../src/ledger/database.ts';
import { availableStores } from '../support/stores.ts';

const stores = await availableStores();
const HOUR = 3_600_000;

describe.each(stores)('accounts in $name', (store) => {
  let db: Database;
  let accounts: Accounts;
  let clock = Date.UTC(2026, 4, 1);

  beforeAll(async () => {
    db = await store.open();
    accounts = openAccounts(db, { idle: 2 * HOUR, absolute: 5 * HOUR }, () => clock);
  });
  afterAll(async () => {
    await db.close();
    await store.remove();
  });

  test('before there is an administrator, a new setup token takes the place of the one before', async () => {
    const first = (await accounts.setupToken()) ?? '';
    const second = (await accounts.setupToken()) ?? '';
    expect(await accounts.setupTokenIsValid(first)).toBe(false);
    expect(await accounts.setupTokenIsValid(second)).toBe(true);
    expect(await accounts.redeemSetupToken(first, 'Ines', 'hash')).toBeNull();
    expect(await accounts.hasAdministrator()).toBe(false);
  });

  test('when one token is redeemed many times at once, there is one administrator', async () => {
    const token = (await accounts.setupToken()) ?? '';
    const names = ['Ines Calloway', 'Tomas Brandt', 'Harun Petrossian'];
    const made = await Promise.all(
      names.map((name) => accounts.redeemSetupToken(token, name, `hash of ${name}`)),
    );
    const [administrator, ...others] = made.filter((account) => account !== null);
    expect(others).toEqual([]);
    expect(await accounts.setupToken()).toBeNull();
    const name = administrator?.name ?? '';
    expect(await accounts.accountByName(name.toUpperCase())).toEqual(administrator);
    expect(await accounts.accountByName('Nobody')).toBeNull();
  });

  test('a session opens by its token only, and ends by time, by idling, or by being ended', async () => {
    const found = await Promise.all(
      ['Ines Calloway', 'Tomas Brandt', 'Harun Petrossian'].map(accounts.accountByName),
    );
    const account = found.find((one) => one !== null);
    const id = account?.id ?? '';
    const token = await accounts.startSession(id);
    const session = await accounts.session(token);
    expect(session).toMatchObject({ account: id, name: account?.name, expiresAt: clock + 5 * HOUR });
    expect(await accounts.session(session?.id ?? '')).toBeNull();
    expect(await accounts.isOpen(session?.id ?? '')).toBe(true);

    clock += 2 * HOUR - 1;
    const seen = await accounts.session(token);
    if (seen !== null) await accounts.touch(seen);
    clock += 2 * HOUR - 1;
    expect(await accounts.session(token)).not.toBeNull();
    clock += 1;
    expect(await accounts.session(token)).toBeNull();

    const again = await accounts.startSession(id);
    await accounts.endSession((await accounts.session(again))?.id ?? '');
    expect(await accounts.session(again)).toBeNull();
  });

  test('a name with a NUL in it is nobody’s', async () => {
    expect(await accounts.accountByName('Ines\0Calloway')).toBeNull();
  });

  test('no token stands in the database', async () => {
    const rows = await db.query('SELECT token_sha256 FROM desk_session');
    for (const row of rows) expect(row.token_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('when the administrator is forgotten, nobody is signed in and a new link can be made', async () => {
    const found = await Promise.all(
      ['Ines Calloway', 'Tomas Brandt', 'Harun Petrossian'].map(accounts.accountByName),
    );
    const account = found.find((one) => one !== null);
    const session = await accounts.startSession(account?.id ?? '');
    await accounts.forgetAdministrator();
    expect(await accounts.session(session)).toBeNull();
    expect(await accounts.hasAdministrator()).toBe(false);
    const token = (await accounts.setupToken()) ?? '';
    expect(await accounts.redeemSetupToken(token, 'Ines Calloway', 'another hash')).not.toBeNull();
  });
});
