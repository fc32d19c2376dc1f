// Random deliveries, acts, crashes, restarts and replays, beside a model of twenty lines that says what must stand where. What is
// checked are the promises of DESIGN §4: nothing lost or doubled, verbatim, the label, kills, reasons, disposable views.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify } from '../../src/flows/read-arrival.ts';
import { replay } from '../../src/flows/replay.ts';
import type { Database } from '../../src/ledger/database.ts';
import { isFact } from '../../src/ledger/entries.ts';
import { StetError } from '../../src/model/errors.ts';
import { type ItemId, sourceId } from '../../src/model/ids.ts';
import type { PostSummary } from '../../src/model/post.ts';
import { sha256 } from '../../src/text/digest.ts';
import type { PostPage } from '../../src/views/posts.ts';
import { testSource } from '../support/app.ts';
import { feedOf, openFlows } from '../support/flows.ts';
import { sqliteStore } from '../support/stores.ts';
import { dumpViews } from '../support/views.ts';

const RUNS = Number(process.env.STET_MODEL_RUNS ?? 60);
const SOURCES = [
  testSource({ firstRun: 1_000 }),
  testSource({ id: 'second', firstRun: 1_000 }),
  testSource({ id: 'hold', provider: 'hold.example', publish: 'hold' }),
];
const AGENCY = { harbour: 'harbour', second: 'harbour', hold: 'hold' } as const;

/** One telling of a story. Stories `a` and `b` carry times, `c` never does. */
interface Telling {
  readonly source: keyof typeof AGENCY;
  readonly story: 'a' | 'b' | 'c';
  readonly minute: number;
  readonly words: string;
  readonly kill: boolean;
}

interface Known {
  readonly said: string;
  readonly minute: number;
  readonly arrival: number;
  readonly text: string;
  readonly kill: boolean;
}

/** Where a story must stand. */
class Story {
  readonly known: Known[] = [];
  current: Known | null = null;
  shown: Known | null = null;
  away: 'hold' | 'spike' | null = null;
  killed = false;
  read: Known | null = null;

  tell(telling: Known, publishes: boolean): void {
    if (this.known.some((known) => known.said === telling.said)) return;
    const late = this.known.some(
      (known) =>
        known.minute > telling.minute || (known.minute === telling.minute && known.arrival > telling.arrival),
    );
    this.known.push(telling);
    if (late && !telling.kill) return;
    this.current = telling;
    this.killed ||= telling.kill;
    if (this.killed || this.away !== null) this.shown = null;
    else if (publishes) this.shown = telling;
  }

  /** Whether the desk takes the act. */
  act(act: Act): boolean {
    switch (act) {
      case 'release':
        if (this.current?.kill === true) return false;
        Object.assign(this, { shown: this.current, away: null, killed: false });
        return true;
      case 'review':
        if (this.shown !== this.current) return false;
        this.read = this.shown;
        return true;
      default:
        Object.assign(this, { shown: null, away: act });
        return true;
    }
  }
}

type Act = 'release' | 'hold' | 'spike' | 'review';
type Step =
  | { readonly type: 'deliver'; readonly telling: Telling }
  /** Durable, and then the process dies before it is read. */
  | { readonly type: 'cut-off'; readonly telling: Telling }
  | {
      readonly type: 'act';
      readonly act: Act;
      readonly agency: 'harbour' | 'hold';
      readonly story: Telling['story'];
    }
  | { readonly type: 'resume' | 'restart' | 'replay' };

const telling: fc.Arbitrary<Telling> = fc.record({
  source: fc.constantFrom('harbour', 'harbour', 'second', 'hold'),
  story: fc.constantFrom('a', 'b', 'c'),
  minute: fc.nat(4),
  words: fc.constantFrom('tide', 'ferry', 'mole'),
  kill: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: telling.map((given) => ({ type: 'deliver' as const, telling: given })) },
  { weight: 3, arbitrary: telling.map((given) => ({ type: 'cut-off' as const, telling: given })) },
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('act' as const),
      act: fc.constantFrom<Act[]>('release', 'hold', 'spike', 'review'),
      agency: fc.constantFrom('harbour', 'harbour', 'hold'),
      story: fc.constantFrom('a', 'b', 'c'),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ type: 'resume' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ type: 'restart' as const }, { type: 'replay' as const }) },
);

const store = sqliteStore();
let db: Database = await store.open();
let flows = await openFlows(db, SOURCES);
let run = 0;

const guidOf = (story: Telling['story']): string => `run-${run}-${story}`;
const timeOf = ({ story, minute }: Telling): number => (story === 'c' ? 0 : minute);

function bytesOf(given: Telling): Uint8Array {
  const guid = guidOf(given.story);
  const date = given.story === 'c' ? '' : `<pubDate>Mon, 03 Mar 2031 10:0${given.minute}:00 GMT</pubDate>`;
  const title = given.kill ? 'KILL KILL KILL' : `Story ${guid}`;
  return feedOf([
    `<item><guid>${guid}</guid><title>${title}</title>${date}<description>The ${given.words}.</description></item>`,
  ]);
}

class World {
  readonly #stories = new Map<string, Story>();
  readonly #arrivals = new Map<string, number>();
  readonly #unread: { readonly telling: Telling; readonly arrival: number }[] = [];
  readonly #ids = new Map<string, ItemId>();

  async take(next: Step): Promise<void> {
    switch (next.type) {
      case 'deliver':
        return this.#deliver(next.telling);
      case 'cut-off':
        return this.#cutOff(next.telling);
      case 'act':
        return this.#act(next.act, `${next.agency} ${next.story}`);
      case 'resume':
        return this.#resume();
      case 'restart':
        await reopen();
        return this.#resume();
      case 'replay':
        return replayed();
    }
  }

  async #deliver(given: Telling): Promise<void> {
    const key = keyOf(given);
    const before = this.#arrivals.get(key);
    const receipt = await flows.receive(bytesOf(given), given.source);
    expect(receipt.new).toBe(before === undefined);
    expect(receipt.arrival).toBe(before ?? receipt.arrival);
    expect(receipt.items.every((item) => item.reasons.length > 0)).toBe(true);
    this.#ids.set(`${AGENCY[given.source]} ${given.story}`, receipt.items[0]?.id ?? expect.fail('no item'));
    this.#arrivals.set(key, receipt.arrival);
    const waiting = this.#unread.findIndex((one) => one.arrival === receipt.arrival);
    if (waiting !== -1) this.#unread.splice(waiting, 1);
    if (before === undefined || waiting !== -1) this.#tell(given, receipt.arrival);
  }

  async #cutOff(given: Telling): Promise<void> {
    if (this.#arrivals.has(keyOf(given))) return;
    const bytes = bytesOf(given);
    const facts = {
      transport: 'push',
      contentType: null,
      origin: null,
      baseUrl: null,
      guid: null,
      version: null,
    } as const;
    const arrival = await flows.writer.appendArrival(
      {
        ...{ type: 'arrival', source: sourceId(given.source), sha256: sha256(bytes), size: bytes.length },
        ...{ ...facts, first: false },
      },
      bytes,
    );
    this.#arrivals.set(keyOf(given), arrival.seq);
    this.#ids.set(
      `${AGENCY[given.source]} ${given.story}`,
      identify(`${AGENCY[given.source]}.example`, guidOf(given.story)),
    );
    this.#unread.push({ telling: given, arrival: arrival.seq });
  }

  async #resume(): Promise<void> {
    await flows.intake.resume();
    expect(await flows.reader.pending()).toEqual([]);
    for (const { telling: given, arrival } of this.#unread.splice(0)) this.#tell(given, arrival);
  }

  #tell(given: Telling, arrival: number): void {
    const name = `${AGENCY[given.source]} ${given.story}`;
    const story = this.#stories.get(name) ?? new Story();
    this.#stories.set(name, story);
    const { words, kill } = given;
    const said = JSON.stringify([timeOf(given), words, kill]);
    const known: Known = { said, minute: timeOf(given), arrival, text: `The ${words}.`, kill };
    story.tell(known, given.source !== 'hold');
  }

  async #act(act: Act, name: string): Promise<void> {
    const id = this.#ids.get(name);
    const story = this.#stories.get(name);
    if (id === undefined || story === undefined) return;
    const { current } = (await flows.desk.item(id)) ?? expect.fail('no item');
    const taken = await flows.act(id, act, 'Ada', current).then(
      () => true,
      (error: unknown) => {
        if (error instanceof StetError) return false;
        throw error;
      },
    );
    expect(taken).toBe(story.act(act));
  }

  async check(): Promise<void> {
    for (const [name, story] of this.#stories) {
      const id = this.#ids.get(name);
      if (id === undefined) expect.fail('no item');
      const detail = (await flows.desk.item(id)) ?? expect.fail('no item');
      const post = detail.item.path === null ? null : await flows.posts.byPath(detail.item.path);
      expect(post?.parsed.text ?? null).toBe(story.shown?.text ?? null);
      expect(post?.parsed.versionCreated ?? null).toBe(
        story.shown === null || name.endsWith('c') ? null : `2031-03-03T10:0${story.shown.minute}:00.000Z`,
      );
      expect(post?.label.read ?? false).toBe(story.shown !== null && story.shown === story.read);
      expect(detail.versions).toHaveLength(story.known.length);
      expect(detail.decisions.length).toBeGreaterThanOrEqual(story.known.length);
      for (const { fact } of detail.decisions) {
        expect(fact.reasons.length).toBeGreaterThan(0);
        expect(fact.config === null).toBe(fact.by !== 'rules');
      }
    }
  }

  /** Once for each run: reads everything. */
  async checkAll(): Promise<void> {
    const listed = await listedPosts();
    for (const [name, story] of this.#stories) {
      const post = listed.get(this.#ids.get(name) ?? expect.fail('no item'));
      expect(post !== undefined).toBe(story.shown !== null);
    }

    const kept = (await flows.reader.after(0, 1_000_000)).filter(isFact('arrival')).map((entry) => entry.seq);
    const wanted = [...this.#arrivals.values()].sort((a, b) => a - b);
    expect(kept.filter((seq) => seq >= (wanted[0] ?? Number.POSITIVE_INFINITY))).toEqual(wanted);
  }
}

const keyOf = (given: Telling): string =>
  JSON.stringify([given.source, given.story, timeOf(given), given.words, given.kill]);

async function listedPosts(): Promise<ReadonlyMap<ItemId, PostSummary>> {
  const listed = new Map<ItemId, PostSummary>();
  for (let cursor: string | null = null; ; ) {
    const page: PostPage = await flows.posts.page({ section: null, cursor, limit: 100 });
    for (const post of page.posts) listed.set(post.item, post);
    if (page.next === null) return listed;
    cursor = page.next;
  }
}

async function reopen(): Promise<void> {
  await flows.thread.close();
  await db.close();
  db = await store.open();
  flows = await openFlows(db, SOURCES);
}

async function replayed(): Promise<void> {
  const live = await dumpViews(db, ['tide', 'ferr*', 'mole']);
  await replay(db, flows.reader, () => undefined);
  expect(await dumpViews(db, ['tide', 'ferr*', 'mole'])).toBe(live);
}

test('whatever comes in whatever order, everything stands where it must', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      run++;
      const world = new World();
      for (const next of steps) {
        await world.take(next);
        await world.check();
      }
      await world.take({ type: 'resume' });
      await world.check();
      await world.checkAll();
    }),
    { numRuns: RUNS, endOnFailure: false },
  );
  await replayed();
  await flows.thread.close();
  await db.close();
  await store.remove();
});
