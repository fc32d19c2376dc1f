// The main job, end to end: bytes pushed over HTTP, and what the public then sees.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { push, startTestApp, testSource } from '../support/app.ts';
import { testPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';

const postgres = await testPostgres();
const stores = [
  { name: 'SQLite', databaseUrl: null },
  ...(postgres === null ? [] : [{ name: 'PostgreSQL', databaseUrl: postgres.url }]),
];
afterAll(() => postgres?.drop());

const SEED = '../shared/seed';
const pathOf = (url: string): string => new URL(url).pathname;

const story = (
  guid: string,
  body: string,
  extra = '',
): string => `<rss version="2.0"><channel><title>Harbour Wire</title>
  <item><guid>${guid}</guid><title>Ferry returns to Saltmarch</title><pubDate>Wed, 03 Mar 2021 10:00:00 GMT</pubDate>${extra}
  <description>${body}</description></item></channel></rss>`;

describe.each(stores)('on $name', ({ databaseUrl }) => {
  const folder = temporaryFolder();
  let app: RunningApp;
  beforeAll(async () => {
    app = await startTestApp({
      folder,
      databaseUrl,
      sources: [
        testSource(),
        testSource({ id: 'night-desk', provider: 'night.example', publish: 'hold' }),
        testSource({ id: 'archive', provider: 'archive.example', firstRun: 2 }),
      ],
    });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const page = async (path: string): Promise<string> => (await fetch(`${app.url}${path}`)).text();

  describe('a story pushed', () => {
    test('is answered 201 with its decision and address, and is on its page under the label', async () => {
      const answer = await push(
        app,
        story('tide-1', '&lt;p&gt;The ferry “Aurora” came in &amp;amp; left.&lt;/p&gt;'),
      );
      expect(answer.status).toBe(201);
      const receipt = await answer.json();
      expect(receipt).toMatchObject({ new: true, items: [{ guid: 'tide-1', decision: 'publish' }] });
      expect(receipt.items[0].reasons[0].code).toBe('source-publishes');
      const html = await page(pathOf(receipt.items[0].url));
      expect(html).toContain('<p>The ferry “Aurora” came in &amp; left.</p>');
      expect(html).toContain('has not been reviewed by an editor');
    });

    test('redelivered changes nothing: 200, the same arrival, one post', async () => {
      const body = story('tide-2', 'Once only.');
      const first = await (await push(app, body)).json();
      const again = await push(app, body);
      expect(again.status).toBe(200);
      expect(await again.json()).toMatchObject({ arrival: first.arrival, new: false, items: first.items });
    });

    test('in other bytes but the same words is no new version', async () => {
      const first = await (await push(app, story('tide-3', 'The same words.'))).json();
      const second = await (
        await push(app, `${story('tide-3', 'The same words.')}\n<!-- made again -->`)
      ).json();
      expect(second.arrival).not.toBe(first.arrival);
      expect(await page(`${pathOf(first.items[0].url)}/versions`)).not.toContain('2 versions');
    });

    test('updated replaces the text at the same address and keeps the version before', async () => {
      const first = await (await push(app, story('tide-4', 'Three boats are out.'))).json();
      const second = await (await push(app, story('tide-4', 'Four boats are out.'))).json();
      expect(second.items[0].url).toBe(first.items[0].url);
      const path = pathOf(second.items[0].url);
      expect(await page(path)).toContain('Four boats are out.');
      const versions = await page(`${path}/versions`);
      expect(versions).toMatch(/<del.*?Three.*?<\/del>/);
      expect(versions).toMatch(/<ins.*?Four.*?<\/ins>/);
    });

    test('late and older than what is shown is kept and not shown', async () => {
      const dated = (day: string, words: string) =>
        story(
          'tide-5',
          words,
          `<a:updated xmlns:a="http://www.w3.org/2005/Atom">2021-03-${day}T10:00:00Z</a:updated>`,
        );
      const newer = await (await push(app, dated('09', 'The later telling.'))).json();
      const older = await (await push(app, dated('08', 'The earlier telling.'))).json();
      expect(older.items[0]).toMatchObject({ decision: 'keep', reasons: [{ code: 'late-older-version' }] });
      expect(await page(pathOf(newer.items[0].url))).toContain('The later telling.');
    });

    test('with a guid only differing by source provider is another item', async () => {
      const here = await (await push(app, story('tide-6', 'From the harbour.'))).json();
      const there = await (await push(app, story('tide-6', 'From the night desk.'), {}, 'night-desk')).json();
      expect(there.items[0].id).not.toBe(here.items[0].id);
    });

    test('to a source that holds waits, and is nowhere public', async () => {
      const receipt = await (await push(app, story('tide-7', 'Zanderholm waits.'), {}, 'night-desk')).json();
      expect(receipt.items[0]).toMatchObject({
        decision: 'hold',
        url: null,
        reasons: [{ code: 'source-holds' }],
      });
      expect(await page('/search?q=Zanderholm')).not.toContain('Zanderholm waits');
      expect(await page('/feed.json')).not.toContain('Zanderholm');
    });

    test('as a test message is refused, as an empty item too', async () => {
      const tested = await (
        await push(
          app,
          story('tide-8', 'Please ignore.').replace('Ferry returns to Saltmarch', 'TEST - please ignore'),
        )
      ).json();
      expect(tested.items[0]).toMatchObject({ decision: 'refuse', reasons: [{ code: 'test-message' }] });
    });

    test('whose text cannot be verified is held with the reason', async () => {
      const receipt = await (
        await push(app, story('tide-9', '&lt;p&gt;Ten &lt;del&gt;boats&lt;/del&gt; ships.&lt;/p&gt;'))
      ).json();
      expect(receipt.items[0].decision).toBe('hold');
      expect(receipt.items[0].reasons[0].message).toContain('del');
    });
  });

  test('a first arrival publishes only the newest stories of a source', async () => {
    const items = [1, 2, 3, 4].map(
      (day) =>
        `<item><guid>old-${day}</guid><title>Day ${day}</title><pubDate>0${day} Mar 2021 08:00:00 GMT</pubDate><description>Day ${day} at sea.</description></item>`,
    );
    const receipt = await (
      await push(app, `<rss version="2.0"><channel>${items.join('')}</channel></rss>`, {}, 'archive')
    ).json();
    const decisions = new Map(
      receipt.items.map((item: { guid: string; decision: string }) => [item.guid, item.decision]),
    );
    expect(Object.fromEntries(decisions)).toEqual({
      'old-1': 'keep',
      'old-2': 'keep',
      'old-3': 'publish',
      'old-4': 'publish',
    });
  });

  describe('what is not understood', () => {
    test('is answered 202 with its quarantine id and kept with its bytes', async () => {
      const answer = await push(app, '<rss version="2.0"><channel><item><title>Cut off');
      expect(answer.status).toBe(202);
      const receipt = await answer.json();
      expect(receipt.quarantine).toBeTypeOf('number');
      expect(receipt.failures[0].code).toBe('xml-not-well-formed');
    });

    test('costs its neighbours nothing', async () => {
      const body = `${story('tide-10', 'Whole and sound.').replace('</channel></rss>', '')}<item><title>Broken`;
      const receipt = await (await push(app, body)).json();
      expect(receipt.items).toHaveLength(1);
      expect(receipt.failures).toHaveLength(1);
    });
  });

  describe('a push that is refused keeps nothing', () => {
    test.each([
      ['without a token', { authorization: '' }, 'text', 401, 'authorization-malformed'],
      ['with a wrong token', { authorization: 'Bearer wrong' }, 'text', 401, 'token-wrong'],
      ['with an empty body', {}, '', 400, 'body-empty'],
      ['with a broken guid header', { 'stet-guid': '%zz' }, 'text', 400, 'identity-encoding'],
    ])('%s', async (_name, headers, body, status, code) => {
      const answer = await push(app, body, headers);
      expect(answer.status).toBe(status);
      expect((await answer.json()).error.code).toBe(code);
    });

    test('for an unknown source', async () => {
      const answer = await push(app, 'text', {}, 'nobody');
      expect(answer.status).toBe(404);
      expect((await answer.json()).error.code).toBe('source-unknown');
    });

    test('that is too large', async () => {
      const answer = await push(app, Buffer.alloc(9 * 1024 * 1024, 'x'));
      expect(answer.status).toBe(413);
      expect((await answer.json()).error.code).toBe('too-large');
    });
  });

  test('twenty pushes of one story at once make one arrival and one post', async () => {
    const body = story('tide-11', 'All at the same moment.');
    const answers = await Promise.all(Array.from({ length: 20 }, () => push(app, body)));
    const receipts = await Promise.all(answers.map((answer) => answer.json()));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(new Set(receipts.map((receipt) => receipt.arrival)).size).toBe(1);
  });

  test('twenty versions of one story at once are all kept, and the last by the agency is shown', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) =>
      story(
        'tide-12',
        `Telling number ${index}.`,
        `<a:updated xmlns:a="http://www.w3.org/2005/Atom">2021-03-05T10:${String(index).padStart(2, '0')}:00Z</a:updated>`,
      ),
    );
    const receipts = await Promise.all(bodies.map(async (body) => (await push(app, body)).json()));
    const shown = receipts.find((receipt) => receipt.items[0].url !== null);
    expect(await page(pathOf(shown.items[0].url))).toContain('Telling number 19.');
  });

  describe.skipIf(!existsSync(SEED))(
    'the post that the mission came as (skipped where ../shared/seed is absent)',
    () => {
      test('is published to the letter, found by search, and in every feed with one label outside the text', async () => {
        const bytes = readFileSync(`${SEED}/000_7a5be3d7303584e7.txt`);
        const receipt = await (await push(app, bytes)).json();
        expect(receipt.items[0].decision).toBe('publish');
        const html = await page(pathOf(receipt.items[0].url));
        expect(html).toContain('terror groups targetting India');
        expect(html).toContain(
          '“One of the biggest events was held in the town of Rawalakot in PoK, under the name of ‘Kashmir',
        );
        expect(html.split('has not been reviewed by an editor')).toHaveLength(2);
        expect(await page('/search?q=targetting')).toContain(pathOf(receipt.items[0].url));
        for (const feed of ['/rss.xml', '/atom.xml', '/feed.json'])
          expect(await page(feed)).toContain('targetting');
      });
    },
  );
});
