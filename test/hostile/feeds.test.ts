// Every bad feed that there is, all at once, beside a healthy one: each is told of where a person sees it, its bytes are kept where
// they came whole, and nothing else notices.

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import type { QuarantineRowView } from '../../src/http/desk/schema.ts';
import { httpServer, tcpServer } from '../sources/support.ts';
import { startTestApp } from '../support/app.ts';
import { testPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';
import { type BadFeed, badAnswers, badBodies, mislabelled } from './bad-feeds.ts';
import { type Desk, healthyNeighbour, isServing, type Neighbour, openDesk, polled } from './support.ts';

const postgres = await testPostgres();
afterAll(() => postgres?.drop());

const everything = [...badBodies, ...mislabelled, ...badAnswers];
const runs = [
  { store: 'SQLite', databaseUrl: null, feeds: everything },
  // What is in a feed does not depend on the store; that it is kept, and where, does.
  ...(postgres === null
    ? []
    : [{ store: 'PostgreSQL', databaseUrl: postgres.url, feeds: [...badBodies, ...badAnswers.slice(-1)] }]),
];

describe.each(runs)('on $store', ({ databaseUrl, feeds }) => {
  const folder = temporaryFolder();
  const bad = feeds.map((feed, index) => ({ id: `bad-${index}`, feed, when: feed.when }));
  let app: RunningApp;
  let desk: Desk;
  let neighbour: Neighbour;
  let quarantine: QuarantineRowView[];
  const servers: { readonly url: string; close(): Promise<void> }[] = [];

  beforeAll(async () => {
    neighbour = await healthyNeighbour();
    for (const { feed } of bad) servers.push(await serverOf(feed));
    const sources = bad.map(({ id, feed }, index) =>
      polled(id, `${servers[index]?.url}/feed`, feed.transport, feed.source),
    );
    app = await startTestApp({ folder, databaseUrl, sources: [...sources, neighbour.source] });
    desk = await openDesk(app);
    const all = Promise.all(bad.map(({ id }) => desk.poll(id)));
    await neighbour.isUnharmed(app, desk);
    await all;
    quarantine = await desk.quarantine();
  }, 60_000);

  afterAll(async () => {
    await app.close();
    await Promise.all([neighbour.server, ...servers].map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(bad)('when $when, it is told of and harms nothing', async ({ id, feed }) => {
    const state = await desk.source(id);
    expect(state.lastError?.code ?? null).toBe(feed.error);
    if (feed.error !== null) expect(state.lastError?.message).toMatch(/\S+ \S+/);

    const rows = quarantine.filter((row) => row.source === id);
    expect(rows.map(({ failure }) => failure)).toMatchObject(feed.quarantine);
    const arrivals = new Set(rows.map((row) => row.arrival));
    for (const arrival of arrivals) expect(await desk.bytes(arrival)).toEqual(feed.kept);

    const items = await desk.items(`source=${id}&limit=200`);
    const titles = (decision: string) =>
      items.filter((item) => item.decision === decision).map((item) => item.title);
    expect(titles('publish').reverse()).toEqual(feed.published);
    const held = items.filter((item) => item.decision !== 'publish');
    expect(Object.fromEntries(held.map((item) => [item.title, item.reasons[0]?.code]))).toEqual(
      feed.held ?? {},
    );
  });

  test('every page of what was published is there', async () => {
    const published = (await desk.items('decision=publish&limit=200')).map((item) => item.path);
    expect(published.length).toBeGreaterThan(20);
    for (const path of published) expect((await fetch(`${app.url}${path}`)).status, String(path)).toBe(200);
  });

  test('the neighbour is polled as before, and the pages are served', () => neighbour.isUnharmed(app, desk));

  test('nobody is asked for what an external entity or a DTD names', async () => {
    const asked: string[] = [];
    const canary = await httpServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('<!ENTITY quay "stolen">');
    });
    const feed = await serverOf({
      answer: (_request, response) =>
        response.end(
          `<!DOCTYPE rss SYSTEM "${canary.url}/rss.dtd" [<!ENTITY % more SYSTEM "${canary.url}/more"> %more; <!ENTITY quay SYSTEM "${canary.url}/quay">]>
          <rss version="2.0"><channel><item><guid>1</guid><title>Not asked</title></item><item><title>&quay;</title></item></channel></rss>`,
        ),
    });
    const folderHere = temporaryFolder();
    const other = await startTestApp({ folder: folderHere, sources: [polled('dtd', `${feed.url}/`)] });
    const otherDesk = await openDesk(other);
    await otherDesk.poll('dtd');
    expect(asked).toEqual([]);
    expect((await otherDesk.quarantine('dtd')).map(({ failure }) => failure.code)).toEqual([
      'entity-unknown',
    ]);
    await isServing(other, 'Not asked');
    await other.close();
    await Promise.all([feed.close(), canary.close()]);
    rmSync(folderHere, { recursive: true, force: true });
  });
});

const serverOf = ({ answer }: Pick<BadFeed, 'answer'>) =>
  typeof answer === 'function' ? httpServer(answer) : tcpServer(answer.raw);
