import { describe, expect, test } from 'vitest';
import { createThrottle } from '../../../src/http/desk/throttle.ts';
import { StetError } from '../../../src/model/errors.ts';
import { cookieOf, ORIGIN, PASSWORD, startDesk } from './desk-server.ts';

const HOUR = 3_600_000;
const signInAs = (name: string, password: string) => ({ name, password, next: '/desk' });

describe('the first set-up', () => {
  test('when the link is opened, the administrator is made, signed in, and the link is used up', async () => {
    await using desk = await startDesk();
    const token = (await desk.accounts.setupToken()) ?? '';
    expect((await desk.get(`/desk/setup?token=${token}`)).statusCode).toBe(200);
    const fields = { token, name: '  Ines   Calloway ', password: PASSWORD, again: PASSWORD };
    const answer = await desk.form('/desk/setup', fields);
    expect(answer.statusCode).toBe(303);
    const session = await desk.get('/api/session', cookieOf(answer));
    expect(session.json()).toMatchObject({ name: 'Ines Calloway', siteTitle: 'The Daily Example' });

    expect((await desk.get(`/desk/setup?token=${token}`)).statusCode).toBe(410);
    expect((await desk.form('/desk/setup', { ...fields, name: 'Somebody Else' })).statusCode).toBe(410);
    expect(await desk.accounts.setupToken()).toBeNull();
  });

  test('when two people use the link at the same moment, only one becomes administrator', async () => {
    await using desk = await startDesk();
    const token = (await desk.accounts.setupToken()) ?? '';
    const answers = await Promise.all(
      ['Ines', 'Tomas'].map((name) =>
        desk.form('/desk/setup', { token, name, password: PASSWORD, again: PASSWORD }),
      ),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 410]);
  });

  test('when the server starts again, the link before no longer works', async () => {
    await using desk = await startDesk();
    const before = await desk.accounts.setupToken();
    const after = await desk.accounts.setupToken();
    expect((await desk.get(`/desk/setup?token=${before}`)).statusCode).toBe(410);
    expect((await desk.get(`/desk/setup?token=${after}`)).statusCode).toBe(200);
  });

  test.each([
    ['is too short', { password: 'elevenchars', again: 'elevenchars' }, 'at least 12 characters'],
    ['is not repeated alike', { again: 'another password' }, 'not the same'],
    ['belongs to a name that the program uses', { name: 'Rules' }, 'taken by the program'],
  ])('when the password %s, the page says so and the link still works', async (_case, change, message) => {
    await using desk = await startDesk();
    const token = (await desk.accounts.setupToken()) ?? '';
    const answer = await desk.form('/desk/setup', {
      ...{ token, name: 'Ines', password: PASSWORD, again: PASSWORD },
      ...change,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(message);
    expect(await desk.accounts.setupTokenIsValid(token)).toBe(true);
  });

  test('before it, the sign-in page says where the link is', async () => {
    await using desk = await startDesk();
    expect((await desk.get('/desk/sign-in')).body).toContain('one-time link');
  });
});

describe('signing in', () => {
  test('when name and password are right, in whatever case, the cookie is one that scripts can’t read', async () => {
    await using desk = await startDesk();
    await desk.signedIn();
    const answer = await desk.form('/desk/sign-in', signInAs('INES calloway', PASSWORD));
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/desk');
    expect(answer.headers['set-cookie']).toMatch(
      /^stet=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400$/,
    );
  });

  test('when the site is served over https, the cookie goes nowhere else', async () => {
    await using desk = await startDesk({
      site: {
        ...{ title: 'T', url: 'https://news.example', description: null, language: 'en', timezone: 'UTC' },
        ...{ sections: [], publisher: 'T', contact: null },
      },
    });
    const token = (await desk.accounts.setupToken()) ?? '';
    const answer = await desk.form('/desk/setup', {
      token,
      name: 'Ines',
      password: PASSWORD,
      again: PASSWORD,
    });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-stet=.*; Secure$/);
  });

  test.each([
    ['the password is wrong', 'Ines Calloway'],
    ['nobody has the name', 'Nobody At All'],
  ])('when %s, the same is said', async (_case, name) => {
    await using desk = await startDesk();
    await desk.signedIn();
    const answer = await desk.form('/desk/sign-in', signInAs(name, 'wrong password here'));
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('The name or the password is wrong.');
    expect(cookieOf(answer)).toBe('');
  });

  test('when the way back leads to another site, it leads to the desk', async () => {
    await using desk = await startDesk();
    await desk.signedIn();
    for (const next of ['https://elsewhere.example/', '//elsewhere.example', '/desk//x\\', '/desk/../x']) {
      const answer = await desk.form('/desk/sign-in', { ...signInAs('Ines Calloway', PASSWORD), next });
      expect(answer.headers.location).toMatch(/^\/desk(\/\/x)?$/);
    }
  });

  test('when many tries fail, further ones have to wait, also with the right password', async () => {
    await using desk = await startDesk();
    await desk.signedIn();
    for (let n = 0; n < 5; n += 1)
      expect((await desk.form('/desk/sign-in', signInAs('Ines Calloway', `wrong ${n}`))).statusCode).toBe(
        401,
      );
    const refused = await desk.form('/desk/sign-in', signInAs('Ines Calloway', PASSWORD));
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    desk.pass(1_001);
    expect((await desk.form('/desk/sign-in', signInAs('Ines Calloway', PASSWORD))).statusCode).toBe(303);
  });

  test('when many tries come at once, no more than the free ones are looked at', async () => {
    await using desk = await startDesk();
    await desk.signedIn();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        desk.form('/desk/sign-in', signInAs('Ines Calloway', `wrong ${n}`)),
      ),
    );
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(15);
  });

  test('nothing that was typed, and no token, stands in the log or in the database', async () => {
    await using desk = await startDesk();
    const token = (await desk.accounts.setupToken()) ?? '';
    await desk.get(`/desk/setup?token=${token}`);
    const cookie = cookieOf(
      await desk.form('/desk/setup', { token, name: 'Ines', password: PASSWORD, again: PASSWORD }),
    );
    await desk.form('/desk/sign-in', signInAs('Ines', 'a wrong password'));
    await desk.get('/api/session', cookie);
    const log = desk.log.join('');
    for (const secret of [token, PASSWORD, 'a wrong password', cookie.slice(5)])
      expect(log).not.toContain(secret);
  });
});

describe('a session', () => {
  test('without one, the API says 401 and the desk leads to the sign-in', async () => {
    await using desk = await startDesk();
    for (const url of [
      '/api/session',
      '/api/items',
      '/api/sources',
      '/api/quarantine',
      '/api/events',
      '/api/arrivals/1/bytes',
    ])
      expect((await desk.get(url)).statusCode).toBe(401);
    expect((await desk.post('/api/items/0000000000000001/release', { version: 1 })).statusCode).toBe(401);
    const page = await desk.get('/desk/sources');
    expect([page.statusCode, page.headers.location]).toEqual([303, '/desk/sign-in?next=%2Fdesk%2Fsources']);
  });

  test('ends when the person signs out, also for a copy of the cookie', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    const answer = await desk.form('/desk/sign-out', {}, cookie);
    expect(answer.headers['set-cookie']).toContain('Max-Age=0');
    expect((await desk.get('/api/session', cookie)).statusCode).toBe(401);
  });

  test('ends after half a day of nothing, but not while the person is there', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    desk.pass(11 * HOUR);
    expect((await desk.get('/api/session', cookie)).statusCode).toBe(200);
    desk.pass(11 * HOUR);
    expect((await desk.get('/api/session', cookie)).statusCode).toBe(200);
    desk.pass(2 * HOUR);
    expect((await desk.get('/api/session', cookie)).statusCode).toBe(401);
  });

  test('ends when nothing was asked for twelve hours', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    desk.pass(12 * HOUR);
    expect((await desk.get('/api/session', cookie)).statusCode).toBe(401);
  });
});

describe('a request that another site makes the browser send', () => {
  test.each([
    ['says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['says same-site', { 'sec-fetch-site': 'same-site' }],
    ['has another origin', { origin: 'https://elsewhere.example' }],
    ['has another port', { origin: 'http://127.0.0.1:9999' }],
    ['hides its origin', { origin: 'null' }],
  ])('when it %s, is refused', async (_case, headers) => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    const { item, version } = desk.fake.version(1, {}, 'hold');
    const answer = await desk.post(`/api/items/${item}/release`, { version }, cookie, headers);
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'cross-site']);
  });

  test('when it says nothing of where it comes from, is refused', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    const answer = await desk.app.inject({ method: 'POST', url: '/desk/sign-out', headers: { cookie } });
    expect(answer.statusCode).toBe(403);
  });

  test('when a proxy changed the host, the configured address still counts as the desk', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    const answer = await desk.post('/api/sources/meridian/poll', {}, cookie, {
      host: 'backend',
      origin: ORIGIN,
    });
    expect(answer.statusCode).toBe(202);
  });
});

describe('the throttle', () => {
  const codeOf = (act: () => void): string | null => {
    try {
      act();
      return null;
    } catch (error) {
      return error instanceof StetError ? error.code : 'other';
    }
  };

  test('when one address tries many names, the address has to wait', () => {
    const throttle = createThrottle(() => 0);
    for (let n = 0; n < 5; n += 1) throttle.begin(`name ${n}`, '192.0.2.1');
    expect(codeOf(() => throttle.begin('name 6', '192.0.2.1'))).toBe('too-many-tries');
    expect(codeOf(() => throttle.begin('name 6', '192.0.2.2'))).toBeNull();
  });

  test('when the addresses are of one IPv6 network, they count as one', () => {
    const throttle = createThrottle(() => 0);
    for (let n = 0; n < 5; n += 1) throttle.begin(`name ${n}`, `2001:db8:0:1::${n}`);
    expect(codeOf(() => throttle.begin('name 6', '2001:db8::1:5:0:0:9'))).toBe('too-many-tries');
    expect(codeOf(() => throttle.begin('name 6', '2001:db8:0:2::9'))).toBeNull();
  });

  test('an account never has to wait longer than a minute', () => {
    let now = 0;
    const throttle = createThrottle(() => now);
    for (let n = 0; n < 40; n += 1) {
      throttle.begin('ines', `192.0.2.${n}`);
      now += 60_001;
    }
    expect(codeOf(() => throttle.begin('ines', '198.51.100.1'))).toBeNull();
  });
});
