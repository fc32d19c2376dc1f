// The list of items: loads pages, takes in live events, and loads again where events can't tell.

import type { DeskEventView, DeskItemView } from '../../src/http/desk/schema.ts';
import { fetchItems, type ItemQuery, reasonOf } from './api.ts';
import { type Connection, createLive } from './live.ts';
import { messages } from './messages.ts';
import { type Change, type Row, withChanges, withPage } from './rows.ts';
import { announce } from './say.ts';
import { createStore } from './store.ts';
import { titleOf } from './title.ts';

export interface ItemsState {
  readonly query: ItemQuery;
  readonly rows: readonly Row[];
  /** Where the next older page begins; `null` when all are here. */
  readonly next: string | null;
  readonly loading: boolean;
  readonly failed: string | null;
  readonly connection: Connection;
  /** Goes up with every failure that comes in, so that the pages that show them look again. */
  readonly failures: number;
  /** Goes up with everything that comes in. */
  readonly activity: number;
}

const PAGE = 150;
/** Milliseconds in which events are gathered before the list changes. */
const GATHER = 100;
/** Milliseconds between reloads of a list that is searched. */
const RELOAD = 1_500;
const ANNOUNCE = 8_000;

export const itemsStore = createStore<ItemsState>({
  query: queryFromAddress(),
  rows: [],
  next: null,
  loading: true,
  failed: null,
  connection: 'connecting',
  failures: 0,
  activity: 0,
});

let asked = 0;
let changes: Change[] = [];
let gathering: ReturnType<typeof setTimeout> | null = null;
let reloading: ReturnType<typeof setTimeout> | null = null;
let arrived: DeskItemView[] = [];
let announcing: ReturnType<typeof setTimeout> | null = null;

const live = createLive({
  onEvent,
  onConnection(connection) {
    if (connection !== itemsStore.get().connection) itemsStore.update({ connection });
  },
});

/** Loads the first page and follows the events from there on. */
export async function startItems(): Promise<void> {
  const seq = await loadFirst();
  if (seq !== null) live.start(seq);
}

export const stopItems = (): void => live.stop();

export function setQuery(query: Partial<ItemQuery>): void {
  itemsStore.update({ query: { ...itemsStore.get().query, ...query } });
  writeAddress(itemsStore.get().query);
  void loadFirst();
}

export async function loadMore(): Promise<void> {
  const { next, query, loading } = itemsStore.get();
  if (next === null || loading) return;
  const mine = asked;
  itemsStore.update({ loading: true });
  try {
    const page = await fetchItems(query, next, PAGE);
    if (mine !== asked) return;
    itemsStore.update({ rows: withPage(itemsStore.get().rows, page.items), next: page.next, loading: false });
  } catch (error) {
    if (mine === asked) itemsStore.update({ loading: false, failed: reasonOf(error) });
  }
}

/** Takes in what an act gave back without waiting for its event. */
export const takeIn = (item: DeskItemView): void => gather({ item, sent: false });

/** The ledger position the page was read at; `null` when it could not be, or another one was asked for meanwhile. */
async function loadFirst(): Promise<number | null> {
  asked += 1;
  const mine = asked;
  itemsStore.update({ loading: true, failed: null });
  try {
    const page = await fetchItems(itemsStore.get().query, null, PAGE);
    if (mine !== asked) return null;
    itemsStore.update({ rows: withPage([], page.items), next: page.next, loading: false });
    return page.seq;
  } catch (error) {
    if (mine === asked) itemsStore.update({ loading: false, failed: reasonOf(error) });
    return null;
  }
}

function onEvent(event: DeskEventView): void {
  switch (event.type) {
    case 'ready':
      return;
    case 'resync':
      void loadFirst();
      return;
    case 'failure':
      itemsStore.update({ failures: itemsStore.get().failures + 1 });
      return;
    case 'item':
      if (event.row === null) return;
      gather({ item: event.row, sent: event.change === 'version' });
      if (event.change === 'version') announceArrival(event.row);
  }
}

function gather(change: Change): void {
  changes.push(change);
  if (gathering === null) gathering = setTimeout(applyChanges, GATHER);
}

function applyChanges(): void {
  gathering = null;
  const { rows, query, activity } = itemsStore.get();
  const gathered = changes;
  changes = [];
  if (query.text.trim() === '') {
    itemsStore.update({ rows: withChanges(rows, gathered, query), activity: activity + 1 });
    return;
  }
  // Whether words match only the server knows: rows that are here change in place, new ones come with the next load.
  const here = gathered.filter((change) => rows.some((row) => row.item.id === change.item.id));
  itemsStore.update({ rows: withChanges(rows, here, query), activity: activity + 1 });
  if (reloading !== null) return;
  reloading = setTimeout(() => {
    reloading = null;
    void loadFirst();
  }, RELOAD);
}

/** One sentence for all that came in within some seconds. */
function announceArrival(item: DeskItemView): void {
  arrived.push(item);
  if (announcing !== null) return;
  announcing = setTimeout(() => {
    const ids = new Set(arrived.map((one) => one.id));
    const latest = arrived.at(-1);
    announce(messages.cameIn(ids.size, latest === undefined ? '' : titleOf(latest)));
    arrived = [];
    announcing = null;
  }, ANNOUNCE);
}

function queryFromAddress(): ItemQuery {
  const params = new URLSearchParams(location.search);
  return {
    source: params.get('source') ?? '',
    decision: params.get('decision') ?? '',
    text: params.get('text') ?? '',
  };
}

function writeAddress(query: ItemQuery): void {
  const params = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  const search = params.size === 0 ? '' : `?${params}`;
  history.replaceState(null, '', location.pathname + search);
}
