import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { operations } from '../../../src/http/desk/operations.ts';
import { startDesk } from './desk-server.ts';

describe('the list of items', () => {
  test('gives the latest first, page by page, with the position to follow the events from', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    for (let n = 1; n <= 5; n += 1) desk.fake.version(n);
    const first = operations.items.response.parse((await desk.get('/api/items?limit=2', cookie)).json());
    expect(first.items.map((item) => item.title)).toEqual(['Story 5', 'Story 4']);
    expect(first.seq).toBe(desk.fake.entries.length);
    const second = await desk.get(`/api/items?limit=2&cursor=${first.next}`, cookie);
    expect(operations.items.response.parse(second.json()).items.map((item) => item.title)).toEqual([
      'Story 3',
      'Story 2',
    ]);
  });

  test('narrows by source, decision and words', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    desk.fake.version(1, { headline: 'Ferry delayed' }, 'hold');
    desk.fake.version(2, { headline: 'Ferry sails' });
    const titles = async (query: string) =>
      operations.items.response
        .parse((await desk.get(`/api/items?${query}`, cookie)).json())
        .items.map((item) => item.title);
    expect(await titles('decision=hold')).toEqual(['Ferry delayed']);
    expect(await titles('text=sails')).toEqual(['Ferry sails']);
    expect(await titles('source=another')).toEqual([]);
    expect(await titles('text=%20')).toHaveLength(2);
  });

  test.each([
    ['decision=shelved', 'query.decision'],
    ['limit=1000', 'query.limit'],
    ['limit=many', 'query.limit'],
    ['source=../x', 'query.source'],
    ['sorce=meridian', 'query'],
  ])('when asked with %s, says which part is wrong', async (query, field) => {
    await using desk = await startDesk();
    const answer = await desk.get(`/api/items?${query}`, await desk.signedIn());
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({ code: 'invalid-request', field });
  });
});

describe('an item', () => {
  test('comes with its versions, its decisions with reasons, and who read it', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    const { item } = desk.fake.version(1, {}, 'hold');
    const { version } = desk.fake.version(1, { headline: 'Story 1, corrected' }, 'hold');
    await desk.post(`/api/items/${item}/release`, { version }, cookie);
    await desk.post(`/api/items/${item}/review`, { version }, cookie);
    const detail = operations.item.response.parse((await desk.get(`/api/items/${item}`, cookie)).json());
    expect(detail).toMatchObject({
      current: version,
      item: { title: 'Story 1, corrected', decision: 'publish', by: 'Ines Calloway', versions: 2 },
      reviews: [{ by: 'Ines Calloway', version }],
    });
    expect(detail.versions.map((one) => one.parsed.headline)).toEqual(['Story 1', 'Story 1, corrected']);
    expect(detail.decisions.map((one) => [one.action, one.by])).toEqual([
      ['hold', 'rules'],
      ['hold', 'rules'],
      ['publish', 'Ines Calloway'],
    ]);
  });

  test('when nobody knows it, is not found', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    expect((await desk.get('/api/items/00000000000000ff', cookie)).statusCode).toBe(404);
    expect((await desk.get('/api/items/nonsense', cookie)).statusCode).toBe(400);
  });

  test('when another version came in meanwhile, is not released unseen', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    const { item, version } = desk.fake.version(1, {}, 'hold');
    desk.fake.version(1, { headline: 'Story 1, changed' }, 'hold');
    const answer = await desk.post(`/api/items/${item}/release`, { version }, cookie);
    expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'version-changed']);
  });

  test.each([{}, { version: 0 }, { version: '1' }, { version: 1, extra: true }, []])(
    'when the act says %j, is left alone',
    async (body) => {
      await using desk = await startDesk();
      const cookie = await desk.signedIn();
      const { item } = desk.fake.version(1, {}, 'hold');
      const before = desk.fake.entries.length;
      expect((await desk.post(`/api/items/${item}/spike`, body, cookie)).statusCode).toBe(400);
      expect(desk.fake.entries.length).toBe(before);
    },
  );
});

describe('sources', () => {
  test('are shown with state and counts, and with nothing secret', async () => {
    await using desk = await startDesk();
    const answer = await desk.get('/api/sources', await desk.signedIn());
    const { sources } = operations.sources.response.parse(answer.json());
    expect(sources[0]).toMatchObject({
      id: 'meridian',
      where: 'https://…@meridian.example/feed.xml?key=…',
      counts: { hold: 3, publish: 0 },
      nextPoll: null,
    });
    expect(answer.body).not.toContain('s3cret');
  });

  test('are looked at when somebody asks, if they are polled at all', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    expect((await desk.post('/api/sources/meridian/poll', {}, cookie)).statusCode).toBe(202);
    expect(desk.polled).toEqual(['meridian']);
    expect((await desk.post('/api/sources/pushed/poll', {}, cookie)).json().error.code).toBe('not-polled');
    expect((await desk.post('/api/sources/nobody/poll', {}, cookie)).statusCode).toBe(404);
  });
});

describe('the quarantine', () => {
  test('tells where reading stopped, and the bytes are there as they came', async () => {
    await using desk = await startDesk();
    const cookie = await desk.signedIn();
    desk.fake.failure(3, '<rss>\n<channel>\n<item></rss>');
    const { rows } = operations.quarantine.response.parse((await desk.get('/api/quarantine', cookie)).json());
    expect(rows).toMatchObject([
      { source: 'meridian', size: 28, failure: { code: 'xml-not-well-formed', line: 3 } },
    ]);
    const bytes = await desk.get(`/api/arrivals/${rows[0]?.arrival}/bytes?offset=6&length=9`, cookie);
    expect(bytes.body).toBe('<channel>');
    expect(bytes.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(bytes.headers['content-disposition']).toMatch(/^attachment/);
    expect((await desk.get('/api/arrivals/999/bytes', cookie)).statusCode).toBe(404);
  });
});

describe('the description', () => {
  test('names every operation with what it takes and gives', async () => {
    await using desk = await startDesk();
    const document = z
      .object({
        openapi: z.string(),
        paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
        components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
      })
      .parse((await desk.get('/openapi.json')).json());
    const described = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(described.map((one) => one.operationId).sort()).toEqual(
      [...Object.keys(operations), 'push'].sort(),
    );
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
    for (const [, name = ''] of references) expect(document.components.schemas).toHaveProperty(name);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });
});

describe('the desk’s page', () => {
  test('when the desk has not been built, says what to run', async () => {
    await using desk = await startDesk();
    const page = await desk.get('/desk', await desk.signedIn());
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain('npm run build');
  });
});
