// Live events of the desk: facts as server-sent events (HTML Living Standard §9.2). A fact is encoded once and the same bytes go to
// every client. A client that reconnects gets what it missed from the ledger and then goes over to the live facts; `sent`, the last
// number it got, makes sure that nothing comes twice, and listening before reading that nothing is left out.

import type { ServerResponse } from 'node:http';
import type { ArrivalFact, Entry, Fact, ParsedFact } from '../../model/facts.ts';
import type { ItemId } from '../../model/ids.ts';
import type { DeskItem, DeskReader } from '../../views/desk.ts';
import type { EventLimits, LiveFacts } from './options.ts';
import type { DeskEventView } from './schema.ts';

export interface EventHub {
  /** Takes a response over and sends events on it: those after `after` first, or only live ones when it is `null`. */
  connect(response: ServerResponse, session: string, after: number | null): Promise<void>;
  /** Ends the streams of a session, as on signing out. */
  closeSession(session: string): void;
  /** Ends everything. */
  close(): void;
  /** Streams that are open. */
  size(): number;
}

export interface EventHubOptions {
  readonly desk: Pick<DeskReader, 'item' | 'after'>;
  readonly facts: LiveFacts;
  readonly limits: EventLimits;
  readonly isOpen: (session: string) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

interface Frame {
  readonly seq: number;
  readonly bytes: Buffer;
}

interface Stream {
  readonly response: ServerResponse;
  readonly session: string;
  /** The last ledger position this client has been told of. */
  sent: number;
  /** Live frames that wait until the replay is done; `null` when the stream is live. */
  waiting: Frame[] | null;
}

type DeskFact = Exclude<Fact, ArrivalFact | ParsedFact>;
type DeskEntry = Entry<DeskFact>;

const PAGE = 500;
/** Entries whose rows are looked up in one go before they are sent. */
const BATCH = 100;
/** Milliseconds a client that was too slow has to fetch what it was already sent. */
const LAST_CALL = 10_000;
const HEARTBEAT = Buffer.from(':\n\n');

export function createEventHub(options: EventHubOptions): EventHub {
  const { desk, facts, limits, onError } = options;
  const streams = new Set<Stream>();
  let pending: DeskEntry[] = [];
  /** Set when live facts came faster than their rows could be read: clients load the list again instead. */
  let overflow: number | null = null;
  let pumping = false;

  const unsubscribe = facts.subscribe((entry) => {
    if (streams.size === 0 || !isDeskEntry(entry)) return;
    pending.push(entry);
    if (pending.length > limits.waiting) {
      pending = [];
      overflow = entry.seq;
    }
    if (!pumping) void pump();
  });
  const timer = setInterval(() => void beat().catch(onError), limits.heartbeat);
  timer.unref();

  return {
    async connect(response, session, after) {
      const stream = open(response, session);
      try {
        await catchUp(stream, after);
      } catch (error) {
        onError(error);
        drop(stream);
      }
    },
    closeSession(session) {
      for (const stream of streams) if (stream.session === session) drop(stream);
    },
    close() {
      clearInterval(timer);
      unsubscribe();
      for (const stream of streams) drop(stream);
    },
    size: () => streams.size,
  };

  function open(response: ServerResponse, session: string): Stream {
    const stream: Stream = { response, session, sent: 0, waiting: [] };
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // Tells nginx and its kin not to hold events back.
      'x-accel-buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
    response.on('error', () => streams.delete(stream));
    return stream;
  }

  /** From the ledger to the live facts. The stream is already listening; what comes meanwhile waits in `waiting`. */
  async function catchUp(stream: Stream, after: number | null): Promise<void> {
    const head = await facts.head();
    if (after === null || after > head) {
      // A position that the ledger never reached is from another ledger, or from before a restore.
      stream.sent = head;
      send(stream, eventFrame(after === null ? { type: 'ready', seq: head } : resync(head, 'far-behind')));
    } else {
      stream.sent = after;
      await replay(stream);
    }
    const waited = stream.waiting ?? [];
    stream.waiting = null;
    for (const frame of waited) offer(stream, frame);
  }

  async function replay(stream: Stream): Promise<void> {
    for (let read = 0; isOpen(stream); ) {
      const page = await desk.after(stream.sent, PAGE);
      for (const frame of await framesOf(page.filter(isDeskEntry))) {
        send(stream, frame);
        await drained(stream);
      }
      stream.sent = page.at(-1)?.seq ?? stream.sent;
      if (page.length < PAGE) {
        send(stream, eventFrame({ type: 'ready', seq: stream.sent }));
        return;
      }
      read += page.length;
      if (read >= limits.replay) {
        const head = await facts.head();
        send(stream, eventFrame(resync(head, 'far-behind')));
        stream.sent = head;
        return;
      }
    }
  }

  /** Sends live entries in their order, a batch at a time, while there are any. */
  async function pump(): Promise<void> {
    pumping = true;
    while (pending.length > 0 || overflow !== null) {
      for (const frame of await nextFrames()) for (const stream of streams) offer(stream, frame);
    }
    pumping = false;
  }

  async function nextFrames(): Promise<Frame[]> {
    if (overflow !== null) {
      const frame = eventFrame(resync(overflow, 'far-behind'));
      overflow = null;
      return [frame];
    }
    const batch = pending.splice(0, BATCH);
    try {
      return await framesOf(batch);
    } catch (error) {
      onError(error);
      return batch.slice(-1).map((entry) => eventFrame(resync(entry.seq, 'store')));
    }
  }

  async function framesOf(entries: readonly DeskEntry[]): Promise<Frame[]> {
    const rows = new Map<ItemId, DeskItem | null>();
    for (const { fact } of entries) {
      if (fact.type === 'failure' || rows.has(fact.item)) continue;
      rows.set(fact.item, (await desk.item(fact.item))?.item ?? null);
    }
    return entries.map((entry) => eventFrame(eventOf(entry, rows)));
  }

  /** A live frame: sent now, kept until the replay is done, or left out because the client has it already. */
  function offer(stream: Stream, frame: Frame): void {
    if (frame.seq <= stream.sent) return;
    if (stream.waiting === null) {
      send(stream, frame);
      return;
    }
    stream.waiting.push(frame);
    if (stream.waiting.length > limits.waiting) {
      stream.waiting = [eventFrame(resync(frame.seq, 'far-behind'))];
    }
  }

  function send(stream: Stream, frame: Frame): void {
    if (!isOpen(stream)) return;
    stream.sent = Math.max(stream.sent, frame.seq);
    stream.response.write(frame.bytes);
    // While a replay waits for the client the bytes are bounded by `drained`.
    if (stream.waiting === null && stream.response.writableLength > limits.unread) letGo(stream);
  }

  /** Ends a stream whose client does not read: what it was sent, a hint to start afresh, and nothing after that. */
  function letGo(stream: Stream): void {
    streams.delete(stream);
    stream.response.end(eventFrame(resync(stream.sent, 'too-slow')).bytes);
    setTimeout(() => stream.response.destroy(), LAST_CALL).unref();
  }

  function drop(stream: Stream): void {
    streams.delete(stream);
    stream.response.end();
  }

  function isOpen(stream: Stream): boolean {
    return streams.has(stream);
  }

  async function beat(): Promise<void> {
    for (const session of new Set([...streams].map((stream) => stream.session))) {
      if (await options.isOpen(session)) continue;
      for (const stream of streams) if (stream.session === session) drop(stream);
    }
    for (const stream of streams) {
      if (stream.response.writableLength > limits.unread) letGo(stream);
      else stream.response.write(HEARTBEAT);
    }
  }
}

/** Resolves when the client has taken what it was sent, or is gone. */
function drained(stream: Stream): Promise<void> {
  const { response } = stream;
  if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

const resync = (seq: number, why: 'far-behind' | 'too-slow' | 'store'): DeskEventView => ({
  type: 'resync',
  seq,
  why,
});

function isDeskEntry(entry: Entry<Fact>): entry is DeskEntry {
  return entry.fact.type !== 'arrival' && entry.fact.type !== 'parsed';
}

function eventOf({ seq, at, fact }: DeskEntry, rows: ReadonlyMap<ItemId, DeskItem | null>): DeskEventView {
  if (fact.type === 'failure') {
    const { code, message } = fact.failure;
    return { type: 'failure', seq, at, source: fact.source, arrival: fact.arrival, code, message };
  }
  const by = fact.type === 'version' ? null : fact.by;
  return { type: 'item', seq, at, change: fact.type, by, row: rows.get(fact.item) ?? null };
}

function eventFrame(event: DeskEventView): Frame {
  const text = `event: ${event.type}\nid: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
  return { seq: event.seq, bytes: Buffer.from(text, 'utf8') };
}
