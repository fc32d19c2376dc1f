// The desk's main page: filters, the live list, and the open item beside it.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ItemDetailView, SourceViewModel } from '../../src/http/desk/schema.ts';
import type { DeskAct } from '../../src/model/desk-act.ts';
import { perform } from './acts.ts';
import { fetchItem, reasonOf } from './api.ts';
import { Icon } from './icons.tsx';
import { ItemList } from './item-list.tsx';
import { ItemPanel } from './item-panel.tsx';
import { itemsStore, loadMore, setQuery, startItems } from './items-store.ts';
import { useKeys } from './keys.ts';
import { messages } from './messages.ts';
import { go } from './route.ts';
import { showToast } from './say.ts';
import { useStore } from './store.ts';

interface ItemsPageProps {
  readonly open: string | null;
  readonly sources: readonly SourceViewModel[];
}

export function ItemsPage({ open, sources }: ItemsPageProps) {
  const state = useStore(itemsStore);
  const { rows } = state;
  const [selected, setSelected] = useState<string | null>(open);
  const { detail, failed, reload } = useDetail(
    open,
    rows.find((row) => row.item.id === open)?.item.seq ?? null,
  );
  const listRef = useRef<HTMLDivElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const goToItem = useRef(false);
  const sourceName = useCallback(
    (id: string) => sources.find((source) => source.id === id)?.name ?? id,
    [sources],
  );

  useEffect(() => {
    if (open !== null) setSelected(open);
  }, [open]);

  function openItem(id: string): void {
    go({ page: 'items', item: id }, open !== null);
  }
  function focusItem(): void {
    if (!goToItem.current || headingRef.current === null || detail?.item.id !== selected) return;
    goToItem.current = false;
    headingRef.current.focus();
  }
  // Once it has been loaded, the item that Enter was pressed for takes the focus.
  useEffect(focusItem);
  function close(): void {
    go({ page: 'items', item: null });
    listRef.current?.focus();
  }
  function move(step: number): void {
    const index = rows.findIndex((row) => row.item.id === selected);
    const next = rows[index === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, index + step))];
    if (next === undefined) return;
    setSelected(next.item.id);
    // The list keeps the focus, so that screen readers say the row; an open panel goes along.
    listRef.current?.focus({ preventScroll: true });
    if (open !== null) openItem(next.item.id);
  }
  function enter(): void {
    if (selected === null) return;
    openItem(selected);
    goToItem.current = true;
    focusItem();
  }
  async function doAct(act: DeskAct): Promise<void> {
    if (selected === null) return;
    if (open !== selected || detail === null || detail.item.id !== selected) {
      // Nobody decides about a text that they have not had before them.
      openItem(selected);
      showToast(messages.openFirst);
      return;
    }
    const next = nextOf(rows, selected);
    const after = await perform(act, detail.item, detail.current);
    reload();
    const { query } = itemsStore.get();
    if (after !== null && query.decision !== '' && after.decision !== query.decision)
      setSelected(next ?? selected);
  }

  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: enter,
    Escape: () => (open === null ? setSelected(null) : close()),
    '/': () => searchRef.current?.focus(),
    r: () => void doAct('release'),
    h: () => void doAct('hold'),
    x: () => void doAct('spike'),
    m: () => void doAct('review'),
  });

  const filtered = state.query.source !== '' || state.query.decision !== '' || state.query.text !== '';
  return (
    <div class={`items ${open === null ? '' : 'items-open'}`}>
      <h1 class="visually-hidden">{messages.items}</h1>
      <div class="list-pane">
        <Filters sources={sources} searchRef={searchRef} onLeave={() => listRef.current?.focus()} />
        {state.failed !== null && (
          <p class="failure">
            {messages.listFailed(state.failed)}{' '}
            <button type="button" onClick={() => void startItems()}>
              {messages.retry}
            </button>
          </p>
        )}
        {rows.length === 0 && !state.loading && state.failed === null && <Empty filtered={filtered} />}
        <ItemList
          rows={rows}
          selected={selected}
          sourceName={sourceName}
          listRef={listRef}
          onSelect={setSelected}
          onOpen={openItem}
          onEnd={loadOlder}
        />
      </div>
      {open !== null && (
        <ItemPanel
          detail={detail}
          failed={failed}
          sourceName={sourceName}
          headingRef={headingRef}
          onAct={(act) => void doAct(act)}
          onClose={close}
        />
      )}
    </div>
  );
}

const loadOlder = (): void => void loadMore();

function nextOf(rows: ReturnType<typeof itemsStore.get>['rows'], id: string): string | null {
  const index = rows.findIndex((row) => row.item.id === id);
  return (rows[index + 1] ?? rows[index - 1])?.item.id ?? null;
}

/** The open item, loaded again when something happens to it. */
function useDetail(id: string | null, seq: number | null) {
  const [detail, setDetail] = useState<ItemDetailView | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [again, setAgain] = useState(0);
  // `seq` and `again` say when, not what
  useEffect(() => {
    setFailed(null);
    if (id === null) {
      setDetail(null);
      return;
    }
    setDetail((before) => (before?.item.id === id ? before : null));
    let dropped = false;
    const show = (set: () => void) => {
      if (!dropped) set();
    };
    fetchItem(id).then(
      (loaded) => show(() => setDetail(loaded)),
      (error) => show(() => setFailed(reasonOf(error))),
    );
    return () => {
      dropped = true;
    };
  }, [id, seq, again]);
  return { detail, failed, reload: () => setAgain((n) => n + 1) };
}

const DECISIONS = ['hold', 'publish', 'keep', 'refuse', 'spike', 'takedown'] as const;

interface FiltersProps {
  readonly sources: readonly SourceViewModel[];
  readonly searchRef: { current: HTMLInputElement | null };
  readonly onLeave: () => void;
}

function Filters({ sources, searchRef, onLeave }: FiltersProps) {
  const { query } = useStore(itemsStore);
  const held = sources.reduce((sum, source) => sum + (source.counts.hold ?? 0), 0);
  const [text, setText] = useState(query.text);
  useEffect(() => setText(query.text), [query.text]);
  useEffect(() => {
    if (text === query.text) return;
    const timer = setTimeout(() => setQuery({ text }), 250);
    return () => clearTimeout(timer);
  }, [text, query.text]);
  return (
    <search class="filters">
      <div class="search">
        <Icon name="search" />
        <input
          ref={searchRef}
          type="search"
          aria-label={messages.search}
          placeholder={messages.search}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onLeave();
            if (event.key !== 'Escape') return;
            event.preventDefault();
            setText('');
            onLeave();
          }}
        />
      </div>
      <label>
        <span class="visually-hidden">{messages.filterBySource}</span>
        <select value={query.source} onChange={(event) => setQuery({ source: event.currentTarget.value })}>
          <option value="">{messages.allSources}</option>
          {sources.map((source) => (
            <option key={source.id} value={source.id}>
              {source.name}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="chips">
        <legend class="visually-hidden">{messages.filterByDecision}</legend>
        {['' as const, ...DECISIONS].map((decision) => (
          <button
            key={decision}
            type="button"
            aria-pressed={query.decision === decision}
            onClick={() => setQuery({ decision })}
          >
            {decision === '' ? messages.all : messages.decisions[decision]}
            {decision === 'hold' && held > 0 && (
              <span class="count held-count" title={messages.waiting(held)}>
                {held}
              </span>
            )}
          </button>
        ))}
      </fieldset>
    </search>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  if (!filtered) return <p class="empty">{messages.noItems}</p>;
  return (
    <p class="empty">
      {messages.noMatches}{' '}
      <button type="button" onClick={() => setQuery({ source: '', decision: '', text: '' })}>
        {messages.showAll}
      </button>
    </p>
  );
}
