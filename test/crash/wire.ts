// An invented agency under load: new stories, updates, feeds that overlap, redeliveries, broken copy and large feeds. Each telling of
// a story carries a mark that stands nowhere else, so that a checker can find it in what was kept.

import { sha256 } from '../../src/text/digest.ts';
import type { Random } from './random.ts';

/** The two configured sources: `harbour` publishes by itself, `lamplight` waits for a person. */
export type WireSource = 'harbour' | 'lamplight';

/** One telling of a story: the first is 1, each update counts on. */
export interface Telling {
  readonly guid: string;
  readonly mark: string;
}

export interface Shipment {
  readonly source: WireSource;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly contentType: string;
  /** Identity given beside the bytes, for copy that has none of its own. */
  readonly guid: string | null;
  /** What must be found in the ledger once this is acknowledged. */
  readonly tellings: readonly Telling[];
}

export interface Wire {
  /** What the agency sends next; now and then something it has sent before. */
  next(): Shipment;
}

export interface Story {
  readonly source: WireSource;
  readonly guid: string;
  readonly telling: number;
  /** Characters of copy, about. */
  readonly length: number;
}

/** Shipments and stories remembered for redelivery and updates. */
const MEMORY = 400;
const LARGE_ITEMS = 12;
/** Characters of a story that are words; the rest is dashes, which take up bytes without filling the search index. */
const WORDS = 2_000;
const SHORT = 600;
const LONG = 25_000;

export function openWire(random: Random, name: string): Wire {
  const sent: Shipment[] = [];
  const stories: Story[] = [];
  let count = 0;

  return {
    next() {
      const shipment = choose();
      remember(sent, shipment);
      return shipment;
    },
  };

  function choose(): Shipment {
    const chance = random.next();
    const before = sent[random.below(sent.length)];
    if (chance < 0.12 && before !== undefined) return before;
    if (chance < 0.17) return broken();
    if (chance < 0.2) return large();
    if (chance < 0.3) return window();
    if (chance < 0.42) return textOf(unsentStory(source()));
    return chance < 0.65 ? feedOf([update()]) : feedOf([newStory(source())]);
  }

  function source(): WireSource {
    return random.next() < 0.8 ? 'harbour' : 'lamplight';
  }

  function newStory(of: WireSource, length = SHORT): Story {
    const story = unsentStory(of, length);
    remember(stories, story);
    return story;
  }

  function unsentStory(of: WireSource, length = SHORT): Story {
    return { source: of, guid: `${name}-${++count}`, telling: 1, length };
  }

  function update(of: WireSource = source()): Story {
    const index = random.below(stories.length);
    const story = stories[index];
    if (story === undefined || story.source !== of) return newStory(of);
    const next = { ...story, telling: story.telling + 1 };
    stories[index] = next;
    return next;
  }

  /** A feed's window: stories that are still in it, one that changed, one that is new. */
  function window(): Shipment {
    const of = source();
    const known = stories.filter((story) => story.source === of).slice(-4);
    return feedOf([
      newStory(of),
      ...new Map([...known, update(of)].map((story) => [story.guid, story])).values(),
    ]);
  }

  function large(): Shipment {
    const of = source();
    return feedOf(Array.from({ length: LARGE_ITEMS }, () => newStory(of, LONG)));
  }

  function broken(): Shipment {
    const story = newStory(source());
    switch (random.below(3)) {
      case 0:
        return brokenOff(story, unsentStory(story.source));
      case 1:
        return shipmentOf(
          story.source,
          Buffer.from(`<!doctype html><html><title>Sign in</title><p>${tellingOf(story).mark}</p></html>`),
          'text/html',
          [],
        );
      default:
        return shipmentOf(
          story.source,
          Buffer.from(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"${story.guid}"`),
          'application/feed+json',
          [],
        );
    }
  }

  function remember<T>(list: T[], value: T): void {
    if (list.length < MEMORY) list.push(value);
    else list[random.below(MEMORY)] = value;
  }
}

/** One feed with these stories; all of one source. */
export function feedOf(items: readonly Story[]): Shipment {
  const xml = items.map(itemXml).join('\n');
  return shipmentOf(
    items[0]?.source ?? 'harbour',
    Buffer.from(`<rss version="2.0"><channel><title>Harbour Wire</title>\n${xml}\n</channel></rss>\n`),
    RSS,
    items.map(tellingOf),
  );
}

/** A story as plain text, which has its identity from a header. */
export function textOf(story: Story): Shipment {
  const text = `Saltmarch, March 3 (Harbour Wire): ${copyOf(story)}\n\nThe harbour master “will see”.\n`;
  return shipmentOf(
    story.source,
    Buffer.from(text),
    'text/plain; charset=utf-8',
    [tellingOf(story)],
    story.guid,
  );
}

/** A feed that breaks off inside its second story: the first is kept, the rest goes to quarantine. */
export function brokenOff(story: Story, lost: Story): Shipment {
  const whole = feedOf([story, lost]).bytes;
  return shipmentOf(story.source, whole.subarray(0, whole.length - 60), RSS, [tellingOf(story)]);
}

const RSS = 'application/rss+xml';

const tellingOf = (story: Story): Telling => ({
  guid: story.guid,
  mark: `${story.guid.replace('-', 'x')}t${story.telling}`,
});

const START = Date.UTC(2026, 2, 3);

/** Says the same for one telling wherever it stands, so that a story met twice is one version. */
function itemXml(story: Story): string {
  const { mark } = tellingOf(story);
  const time = new Date(START + story.telling * 60_000).toUTCString();
  return `<item><guid isPermaLink="false">${story.guid}</guid><title>Tide table ${mark} &amp; notes</title>
<pubDate>${time}</pubDate><category>Sea</category><description>&lt;p&gt;${copyOf(story)}&lt;/p&gt;</description></item>`;
}

function copyOf(story: Story): string {
  const { mark } = tellingOf(story);
  const sentence = `Telling ${mark}: the ferry Aurora came into Saltmarch with the tide at ${story.telling} past noon. `;
  const words = sentence.repeat(Math.max(1, Math.round(Math.min(story.length, WORDS) / sentence.length)));
  return `${words}${'- '.repeat(Math.max(0, story.length - WORDS) / 2)}`.trim();
}

function shipmentOf(
  source: WireSource,
  bytes: Uint8Array,
  contentType: string,
  tellings: readonly Telling[],
  guid: string | null = null,
): Shipment {
  return { source, bytes, sha256: sha256(bytes), contentType, guid, tellings };
}

/** As the headers of a push. */
export const headersOf = ({ contentType, guid }: Shipment): Record<string, string> => ({
  'content-type': contentType,
  ...(guid === null ? {} : { 'stet-guid': guid }),
});
