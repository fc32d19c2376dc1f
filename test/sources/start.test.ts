import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sourceId } from '../../src/model/ids.ts';
import { type RunningSources, type SourcesEnvironment, startSources } from '../../src/sources/start.ts';
import {
  feed,
  folderSource,
  httpServer,
  pollSource,
  quickLimits,
  sourceOf,
  testClock,
  testLog,
  testStates,
  testStore,
  until,
} from './support.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function environment(): SourcesEnvironment & { readonly store: ReturnType<typeof testStore> } {
  const store = testStore();
  return {
    store,
    receive: (delivery) => store.receive(delivery),
    states: testStates(),
    clock: testClock(),
    log: testLog(),
    limits: quickLimits,
  };
}

function start(...args: Parameters<typeof startSources>): RunningSources {
  const running = startSources(...args);
  undo.push(() => running.stop());
  return running;
}

async function server(handle: Parameters<typeof httpServer>[0]) {
  const result = await httpServer(handle);
  undo.push(result.close);
  return result;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stet-start-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

const push = sourceOf('pushed', { type: 'push', token: 't', secret: null, maxBytes: 1_000 });

describe('all sources together', () => {
  it('take in what comes by every way, whatever goes wrong with others', async () => {
    const { url } = await server((request, response) => {
      if (request.url === '/hangs') return;
      if (request.url === '/breaks') return void request.socket.destroy();
      response.end(feed('Ferry service resumes'));
    });
    const other = await server((_request, response) => response.end(feed('Harbour dredging begins')));
    const folder = newFolder();
    writeFileSync(join(folder, 'story.txt'), 'STORY');
    const common = environment();
    start(
      [
        pollSource('hangs', `${url}/hangs`),
        pollSource('breaks', other.url.replace(/\d+$/, '1')),
        pollSource('well', other.url),
        folderSource('missing', join(folder, 'nowhere')),
        folderSource('drop', folder),
        push,
      ],
      common,
    );
    const { states, store } = common;
    await until(() => store.arrivals.length === 2 && states.get(sourceId('breaks')).failures > 0);
    await until(() => states.get(sourceId('missing')).failures > 0);
    expect(store.deliveries.map(({ source, transport }) => `${source} ${transport}`).sort()).toEqual([
      'drop folder',
      'well poll',
    ]);
    expect(states.get(sourceId('breaks')).lastError?.code).toBe('connection-refused');
    expect(states.get(sourceId('missing')).lastError?.code).toBe('folder-missing');
  });

  it('look when asked to', async () => {
    const { url, requests } = await server((_request, response) =>
      response.end(feed('Ferry service resumes')),
    );
    const folder = newFolder();
    const common = environment();
    const poll = pollSource('well', url);
    await common.states.save({
      ...common.states.get(poll.id),
      nextPoll: new Date(common.clock.now() + 200_000).toISOString(),
    });
    const running = start([poll, folderSource('drop', folder, { settle: 0 }), push], common);
    await running.pollNow(poll.id);
    expect(requests).toHaveLength(1);
    writeFileSync(join(folder, 'story.txt'), 'STORY');
    await until(async () => {
      await running.pollNow(sourceId('drop'));
      return !readdirSync(folder).includes('story.txt');
    });
    await expect(running.pollNow(push.id)).rejects.toMatchObject({ code: 'source-is-pushed' });
    await expect(running.pollNow(sourceId('nobody'))).rejects.toMatchObject({ code: 'source-unknown' });
  });

  it('ask a feed only once when the program is restarted again and again', async () => {
    const { url, requests } = await server((_request, response) =>
      response.end(feed('Ferry service resumes')),
    );
    const common = environment();
    const poll = pollSource('well', url);
    await startUntilPolled();
    for (let n = 0; n < 3; n++) await startSources([poll], common).stop();
    expect(requests).toHaveLength(1);

    async function startUntilPolled(): Promise<void> {
      const running = startSources([poll], common);
      await until(() => common.states.get(poll.id).nextPoll !== null);
      await running.stop();
    }
  });
});
