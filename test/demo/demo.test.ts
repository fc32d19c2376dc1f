// The invented agency: that it is there, changes with time, and has the faults it is meant to have.

import { afterEach, describe, expect, it } from 'vitest';
import { type DemoAgency, FEED_PATHS, startDemoAgency } from '../../src/demo/agency.ts';
import { demoConfig, withDemo } from '../../src/demo/config.ts';
import { feedDocument } from '../../src/demo/feeds.ts';
import { storiesAt } from '../../src/demo/timetable.ts';
import { DEFAULT_LIMITS, type ParseContext } from '../../src/model/parse-result.ts';
import { parse } from '../../src/parse/parse.ts';

const STARTED = Date.UTC(2026, 9, 5, 9, 0, 0);
const FEEDS = ['english', 'languages', 'sport', 'markets', 'weather', 'features'] as const;
const textAt = (feed: (typeof FEEDS)[number], elapsed: number): string =>
  new TextDecoder().decode(feedDocument(feed, { started: STARTED, elapsed }).bytes);

let agency: DemoAgency | null = null;
afterEach(async () => {
  await agency?.close();
  agency = null;
});

async function agencyAt(elapsed: number): Promise<DemoAgency> {
  agency = await startDemoAgency({ started: STARTED, now: () => STARTED + elapsed * 1000 });
  return agency;
}

describe('over HTTP', () => {
  it('serves every feed with an entity tag and answers 304 to it', async () => {
    const { port } = await agencyAt(0);
    for (const path of Object.values(FEED_PATHS)) {
      const url = `http://127.0.0.1:${port}${path}`;
      const first = await fetch(url);
      expect(first.status).toBe(200);
      const etag = first.headers.get('etag');
      expect(etag).not.toBeNull();
      const second = await fetch(url, { headers: { 'if-none-match': etag ?? '' } });
      expect(second.status).toBe(304);
    }
  });

  it('has nothing else', async () => {
    const { port } = await agencyAt(0);
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/wire.rss`, { method: 'POST' })).status).toBe(405);
  });
});

describe('the script', () => {
  it('begins with a full front page', () => {
    const stories = FEEDS.flatMap((feed) => storiesAt(feed, 0));
    expect(stories.length).toBeGreaterThanOrEqual(12);
  });

  it('sends something new at least every 15 seconds for four minutes', () => {
    const times = new Set<number>();
    for (let second = 0; second <= 270; second++) {
      for (const feed of FEEDS) for (const { at } of storiesAt(feed, second)) if (at > 0) times.add(at);
    }
    const inOrder = [0, ...times].toSorted((a, b) => a - b);
    const gaps = inOrder.slice(1).map((time, index) => time - (inOrder[index] ?? 0));
    expect(Math.max(...gaps.slice(0, -1))).toBeLessThanOrEqual(25);
    expect(inOrder.length).toBeGreaterThanOrEqual(20);
  });

  it('goes on for ever, in a window of 20', () => {
    const day = storiesAt('english', 86_400);
    expect(day).toHaveLength(20);
    expect(day[0]?.at).toBeGreaterThan(86_400 - 60);
    expect(storiesAt('english', 86_400)).toEqual(day);
  });

  it('updates a story under the same identity', () => {
    const versions = [0, 60].map((elapsed) =>
      storiesAt('english', elapsed).filter(({ slug }) => slug === 'ferry-quill-harbour-delay'),
    );
    expect(versions.map((found) => found.length)).toEqual([1, 1]);
    expect(versions[0]?.[0]?.headline).not.toBe(versions[1]?.[0]?.headline);
  });

  it('gives the same bytes for the same moment', () => {
    for (const feed of FEEDS) expect(textAt(feed, 200)).toBe(textAt(feed, 200));
  });
});

describe('the faults', () => {
  it('markets: says UTF-8 and is windows-1252', () => {
    const { bytes, contentType } = feedDocument('markets', { started: STARTED, elapsed: 300 });
    expect(contentType).not.toContain('charset');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError);
    const read = new TextDecoder('windows-1252').decode(bytes);
    expect(read).toContain('encoding="UTF-8"');
    expect(read).toContain('“patient” year');
    expect(read).toContain('€48 million');
    expect(read.slice(read.indexOf('<item>'))).not.toContain('?');
  });

  it('weather: broken XML until it is repaired', () => {
    expect(textAt('weather', 0)).toContain('wind < 3 & falling');
    expect(textAt('weather', 100)).not.toContain('wind < 3');
  });

  it('english: a duplicate, an alert without a text, a test message and a script', () => {
    const feed = textAt('english', 110);
    expect(feed.split('/power-cable-fault</guid>')).toHaveLength(3);
    expect(feed).toContain('<title>URGENT: Speaker of Saltmarch assembly');
    expect(feed).toContain('TEST -- TEST');
    expect(feed).toContain('<script>');
  });
});

describe('the feeds as Stet reads them', () => {
  const read = (feed: (typeof FEEDS)[number], elapsed: number) => {
    const { bytes, contentType } = feedDocument(feed, { started: STARTED, elapsed });
    const context: ParseContext = {
      format: 'auto',
      provider: 'saltmarch',
      timezone: 'UTC',
      charset: null,
      emptyEmbargo: 'hold',
      conventions: [],
      language: 'en',
      contentType,
      baseUrl: null,
      receivedAt: new Date(STARTED + elapsed * 1000).toISOString(),
      guid: null,
      version: null,
      limits: DEFAULT_LIMITS,
    };
    const steps = [...parse(bytes, context)];
    return {
      items: steps.flatMap((step) => (step.type === 'item' ? [step.item] : [])),
      failures: steps.flatMap((step) => (step.type === 'failure' ? [step.failure] : [])),
    };
  };

  it.each(FEEDS)('%s: every story comes through, with its characters', (feed) => {
    const { items, failures } = read(feed, 260);
    expect(failures).toEqual([]);
    expect(new Set(items.map(({ headline }) => headline))).toEqual(
      new Set(storiesAt(feed, 260).map(({ headline }) => headline)),
    );
    expect(items.every(({ text }) => !text.includes('\uFFFD'))).toBe(true);
  });

  it('weather: a failure with its place, until it is repaired', () => {
    expect(read('weather', 0).failures).toMatchObject([
      { code: 'xml-not-well-formed', line: expect.any(Number) },
    ]);
  });

  it('languages: Hindi and Urdu, each in its own direction', () => {
    const kinds = read('languages', 260).items.map(({ language, direction }) => `${language} ${direction}`);
    expect(new Set(kinds)).toEqual(new Set(['hi ltr', 'ur rtl']));
  });

  it('english: datelines and sign-offs are recognised', () => {
    const bridge = read('english', 0).items.find(({ guid }) => guid.endsWith('/harbour-bridge-reopens'));
    expect(bridge?.dateline).toMatchObject({
      place: expect.stringMatching(/port ellery/i),
      date: '2026-10-05',
    });
    expect(bridge?.signOff).toContain('Reporting by Ines Calloway');
  });
});

describe('the copy', () => {
  it('has its dates filled in, in its own language', () => {
    for (const feed of FEEDS) expect(textAt(feed, 3600)).not.toMatch(/\{[a-z]+\}/);
    expect(textAt('english', 0)).toContain('PORT ELLERY, Oct 5 (SW) --');
    expect(textAt('languages', 0)).toMatch(/पोर्ट एलरी, 5 अक्\S+ \(एसडब्ल्यू\)/u);
    expect(textAt('languages', 0)).toContain('5 اکتوبر (ایس ڈبلیو)');
  });
});

describe('the configuration', () => {
  const options = {
    feedsPort: 9999,
    port: 8080,
    dataDir: '/tmp/x',
    databaseUrl: null,
    logLevel: 'info',
  } as const;

  it('polls every feed and holds one source', () => {
    const config = demoConfig(options);
    expect(config.sources).toHaveLength(FEEDS.length);
    expect(config.sources.filter(({ publish }) => publish === 'hold')).toHaveLength(1);
  });

  it('adds itself to an operator’s own without touching it', () => {
    const own = { ...demoConfig(options), sources: [], demo: false };
    const both = withDemo(own, 9999);
    expect(both.demo).toBe(true);
    expect(both.sources).toHaveLength(FEEDS.length);
    expect(both.site.sections).toEqual(own.site.sections);
  });
});
