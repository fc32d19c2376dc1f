// A ledger and its views in memory, behind the interfaces that the desk reads: for tests that need to steer what happens when.

import type { LiveFacts } from '../../../src/http/desk/options.ts';
import type { DeskAct } from '../../../src/model/desk-act.ts';
import { StetError } from '../../../src/model/errors.ts';
import type { Action, Entry, Fact } from '../../../src/model/facts.ts';
import { type ItemId, itemId, type Seq, seq, sha256Hex, sourceId } from '../../../src/model/ids.ts';
import type { ParsedItem } from '../../../src/model/item.ts';
import { DEFAULT_LIMITS } from '../../../src/model/parse-result.ts';
import type { Source } from '../../../src/model/source.ts';
import type { Takedown, TakedownOrder } from '../../../src/model/takedown.ts';
import type { DeskItem, DeskItemDetail, DeskReader } from '../../../src/views/desk.ts';

const DIGEST = sha256Hex('ab'.repeat(32));
export const SOURCE = sourceId('meridian');

export interface FakeDesk {
  readonly desk: DeskReader;
  readonly facts: LiveFacts;
  readonly acts: (item: ItemId, act: DeskAct, by: string, version: Seq) => Promise<void>;
  /** What takedowns were ordered. */
  readonly takedowns: { readonly item: ItemId; readonly order: TakedownOrder; readonly by: string }[];
  readonly takedown: Takedown;
  /** A version of the `n`-th story, with the rules' decision. */
  version(n: number, changes?: Partial<ParsedItem>, action?: Action): { item: ItemId; version: Seq };
  failure(line: number, bytes?: string): Seq;
  /** Any fact the desk does not tell of. */
  noise(): void;
  readonly entries: readonly Entry[];
  /** What happens while the ledger is being read: just before the snapshot is taken, and just after. */
  duringReads: () => Promise<void>;
  /** How many are listening now. */
  listeners(): number;
}

export function createFakeDesk(): FakeDesk {
  const entries: Entry[] = [];
  const bytes = new Map<number, Uint8Array>();
  const histories = new Map<ItemId, Entry[]>();
  const listeners = new Set<(entry: Entry) => void>();
  const detailOf = (item: ItemId) => detailFrom(item, histories.get(item) ?? []);
  const append = (fact: Fact): Seq => {
    const at = seq(entries.length + 1);
    const entry: Entry = { seq: at, at: new Date(Date.UTC(2026, 4, 1, 9, 0, at)).toISOString(), fact };
    entries.push(entry);
    if ('item' in fact) histories.set(fact.item, [...(histories.get(fact.item) ?? []), entry]);
    for (const listener of listeners) listener(entry);
    return at;
  };
  const decide = (item: ItemId, version: Seq, action: Action, by: string, code: string): Seq =>
    append({
      type: 'decision',
      source: SOURCE,
      item,
      version,
      action,
      shows: action === 'publish' ? version : null,
      reasons: [{ code, message: REASONS[code] ?? code, detail: null }],
      by,
      config: null,
      path: action === 'publish' ? `/world/story-${item}` : null,
      section: 'world',
    });
  const arrival = (text: string): Seq => {
    const at = append({
      type: 'arrival',
      source: SOURCE,
      sha256: DIGEST,
      size: text.length,
      transport: 'push',
      contentType: null,
      origin: 'story.xml',
      baseUrl: null,
      guid: null,
      version: null,
      first: false,
    });
    bytes.set(at, Buffer.from(text));
    return at;
  };

  const takedowns: FakeDesk['takedowns'] = [];
  const fake: FakeDesk = {
    entries,
    takedowns,
    async takedown(item, order, by) {
      const detail = detailOf(item);
      if (detail === null) throw new StetError('item-unknown', 'There is no such item.');
      takedowns.push({ item, order, by });
      append({ type: 'takedown', source: SOURCE, item, version: detail.current, by, ...order, blocks: [] });
      const path = detail.item.path;
      return { path, versions: detail.versions.length, arrivals: 1, otherItems: 0, files: [], cleaned: true };
    },
    duringReads: async () => undefined,
    listeners: () => listeners.size,
    noise: () => {
      arrival('<rss/>');
    },
    version(n, changes = {}, action = 'publish') {
      const parsed = { ...STORY, guid: `story-${n}`, headline: `Story ${n}`, ...changes };
      const item = storyId(n);
      const came = arrival(`<item>${parsed.text}</item>`);
      const version = append({
        type: 'version',
        source: SOURCE,
        arrival: came,
        item,
        digest: DIGEST,
        parsed,
        supersedes: null,
        receivedAt: '2026-05-01T09:00:00.000Z',
        arrivalSha256: DIGEST,
      });
      decide(
        item,
        version,
        action,
        'rules',
        action === 'publish' ? 'source-publishes-automatically' : 'source-holds',
      );
      return { item, version };
    },
    failure(line, text = '<rss>\n<channel>\n<item></rss>') {
      const came = arrival(text);
      const failure = {
        code: 'xml-not-well-formed',
        message: 'Unexpected end tag.',
        line,
        column: 7,
        offset: null,
        index: null,
      };
      return append({ type: 'failure', source: SOURCE, arrival: came, failure });
    },
    async acts(item, act, by, version) {
      const detail = detailOf(item);
      if (detail === null) throw new StetError('not-found', 'There is no such item.');
      if (detail.versions.at(-1)?.seq !== version)
        throw new StetError('version-changed', 'A newer version has come in.', { version });
      if (act === 'review') append({ type: 'review', source: SOURCE, item, version, by });
      else decide(item, version, ACTIONS[act], by, `person-${act}`);
    },
    facts: {
      head: async () => entries.length,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    desk: {
      async list({ source, decision, text, cursor, limit }) {
        const items = [...histories.keys()]
          .map(detailOf)
          .flatMap((detail) => (detail === null ? [] : [detail.item]))
          .filter((row) => source === null || row.source === source)
          .filter((row) => decision === null || row.decision === decision)
          .filter((row) => text === null || row.title.toLowerCase().includes(text.toLowerCase()))
          .filter((row) => cursor === null || row.seq < Number(cursor))
          .sort((a, b) => b.seq - a.seq);
        const page = items.slice(0, limit);
        return { items: page, next: items.length > limit ? String(page.at(-1)?.seq) : null };
      },
      item: async (id) => detailOf(id),
      async quarantine(_cursor, limit) {
        const rows = entries.flatMap(({ seq: id, at, fact }) =>
          fact.type === 'failure'
            ? [
                {
                  id,
                  at,
                  arrival: fact.arrival,
                  origin: 'story.xml',
                  size: bytes.get(fact.arrival)?.length ?? 0,
                  sha256: DIGEST,
                  fact,
                },
              ]
            : [],
        );
        return { rows: rows.reverse().slice(0, limit), next: null };
      },
      bytes: async (id, offset, length) => bytes.get(id)?.subarray(offset, offset + length) ?? null,
      async counts() {
        return [{ source: SOURCE, decision: 'hold' as const, items: 3 }];
      },
      async after(after, limit) {
        await fake.duringReads();
        const page = entries.slice(after, after + limit);
        await fake.duringReads();
        return page;
      },
    },
  };
  return fake;
}

export const storyId = (n: number): ItemId => itemId(n.toString(16).padStart(16, '0'));

const ACTIONS = { release: 'publish', hold: 'hold', spike: 'spike' } as const;

const REASONS: Readonly<Record<string, string>> = {
  'source-publishes-automatically': 'This source is published automatically.',
  'source-holds': 'Every story of this source waits for a person.',
};

function detailFrom(id: ItemId, history: readonly Entry[]): DeskItemDetail | null {
  const versions = history.flatMap(({ fact, ...rest }) =>
    fact.type === 'version' ? [{ ...rest, fact }] : [],
  );
  const decisions = history.flatMap(({ fact, ...rest }) =>
    fact.type === 'decision' ? [{ ...rest, fact }] : [],
  );
  const latest = versions.at(-1);
  const decided = decisions.at(-1);
  const review = history.findLast(({ fact }) => fact.type === 'review' && fact.version === latest?.seq);
  if (latest === undefined) return null;
  const { parsed } = latest.fact;
  const item: DeskItem = {
    id,
    source: SOURCE,
    provider: parsed.provider,
    guid: parsed.guid,
    title: parsed.headline ?? parsed.text,
    headlineSent: true,
    decision: decided?.fact.action ?? 'hold',
    reasons: decided?.fact.reasons ?? [],
    by: decided?.fact.by ?? 'rules',
    urgency: parsed.urgency,
    kind: parsed.kind,
    language: parsed.language,
    direction: parsed.direction,
    section: 'world',
    path: decided?.fact.path ?? null,
    versions: versions.length,
    firstReceived: versions[0]?.at ?? latest.at,
    lastReceived: latest.at,
    publishedAt: decided?.fact.action === 'publish' ? decided.at : null,
    readAt: review?.at ?? null,
    seq: history.at(-1)?.seq ?? latest.seq,
  };
  return { item: { ...item, ...takenDown(history) }, current: latest.seq, versions, decisions, history };
}

function takenDown(history: readonly Entry[]): Partial<DeskItem> {
  const entry = history.findLast(({ fact }) => fact.type === 'takedown');
  if (entry?.fact.type !== 'takedown') return {};
  const { by, reason, reference, note } = entry.fact;
  return {
    title: '',
    headlineSent: false,
    decision: 'takedown',
    reasons: [{ code: reason, message: reference, detail: note }],
    by,
    path: null,
    takedown: { seq: entry.seq, at: entry.at, by, reason, reference, note, path: '/world/taken' },
  };
}

export const STORY: ParsedItem = {
  format: 'rss',
  provider: 'Meridian News Agency',
  guid: 'story-1',
  version: '1',
  versionCreated: '2026-05-01T08:59:00.000Z',
  firstCreated: '2026-05-01T08:59:00.000Z',
  status: 'usable',
  kind: 'story',
  signals: [],
  headline: 'Harbour bridge reopens in Port Alder',
  slugline: null,
  byline: 'By Ines Calloway',
  dateline: {
    text: 'PORT ALDER, May 1 (Meridian)',
    place: 'Port Alder',
    date: '2026-05-01',
    credit: 'Meridian',
  },
  credit: 'Meridian',
  urgency: 4,
  language: 'en',
  direction: 'ltr',
  subjects: [],
  keywords: [],
  places: [],
  embargoedUntil: null,
  expires: null,
  edNote: null,
  rights: { copyright: null, usageTerms: null, licence: null },
  related: [],
  media: [],
  summary: null,
  link: 'https://meridian.example/stories/1',
  signOff: null,
  disclaimer: null,
  bodyHtml: '<p>PORT ALDER, May 1 (Meridian) - The harbour bridge has reopened.</p>',
  text: 'PORT ALDER, May 1 (Meridian) - The harbour bridge has reopened.',
  refusal: null,
  textSha256: DIGEST,
  warnings: [],
};

export const pollSource: Source = {
  id: SOURCE,
  name: 'Meridian News Agency',
  provider: 'Meridian News Agency',
  transport: {
    type: 'poll',
    url: 'https://reader:s3cret-word@meridian.example/feed.xml?key=s3cret-key',
    interval: 60,
    allowPrivate: false,
    timeout: 30,
    maxBytes: 1_000_000,
    headers: { authorization: 'Bearer s3cret-token' },
  },
  format: 'auto',
  timezone: 'UTC',
  language: 'en',
  charset: null,
  emptyEmbargo: 'hold',
  conventions: [],
  publish: 'auto',
  section: 'world',
  credit: 'Meridian',
  rights: null,
  robots: 'index',
  canonical: 'self',
  minimumText: 40,
  firstRun: 20,
  hotlinkImages: false,
  limits: DEFAULT_LIMITS,
};

export const pushSource: Source = {
  ...pollSource,
  id: sourceId('pushed'),
  transport: { type: 'push', token: 's3cret-push', secret: null, maxBytes: 1_000_000 },
};
