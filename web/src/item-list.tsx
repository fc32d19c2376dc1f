// The list of items. Only the rows in view exist in the page, so thousands cost no more than a few dozen.

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Decision } from './decision.tsx';
import { Icon } from './icons.tsx';
import { messages } from './messages.ts';
import type { Row } from './rows.ts';
import { Time } from './time.tsx';
import { titleOf } from './title.ts';

interface ItemListProps {
  readonly rows: readonly Row[];
  readonly selected: string | null;
  readonly sourceName: (id: string) => string;
  readonly listRef: RefObject<HTMLDivElement | null>;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onEnd: () => void;
}

/** Rows beyond the edges that are kept ready. */
const SPARE = 8;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 40;

export function ItemList({ rows, selected, sourceName, listRef, onSelect, onOpen, onEnd }: ItemListProps) {
  const view = useView(listRef);
  const height = useRowHeight();
  const above = useKeptPlace(listRef, rows, height);
  const first = Math.max(0, Math.floor(view.top / height) - SPARE);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / height) + SPARE);
  const index = rows.findIndex((row) => row.item.id === selected);

  useSelectedInView(listRef, selected, index, height);
  useEffect(() => {
    if (last >= rows.length - AHEAD) onEnd();
  }, [last, rows.length, onEnd]);

  // The selected row exists even when it is out of view: `aria-activedescendant` points at it.
  const shown = rows.slice(first, last).map((row, n) => ({ row, at: first + n }));
  const selectedRow = rows[index];
  if (selectedRow !== undefined && (index < first || index >= last))
    shown.push({ row: selectedRow, at: index });

  return (
    <div class="list-frame">
      {above > 0 && (
        <button type="button" class="new-above" onClick={() => listRef.current?.scrollTo({ top: 0 })}>
          ↑ {messages.newAbove(above)}
        </button>
      )}
      <div
        class="list"
        ref={listRef}
        role="listbox"
        tabIndex={0}
        aria-label={messages.itemList}
        aria-activedescendant={selectedRow === undefined ? undefined : rowId(selectedRow)}
      >
        <div class="list-space" role="presentation" style={{ height: `${rows.length * height}px` }}>
          {shown.map(({ row, at }) => (
            // biome-ignore lint/a11y/useFocusableInteractive: options of a listbox with aria-activedescendant don't take focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: the desk's key map moves and opens; see keys.ts
            <div
              key={row.item.id}
              id={rowId(row)}
              role="option"
              class={rowClass(row, row.item.id === selected)}
              aria-selected={row.item.id === selected}
              aria-posinset={at + 1}
              aria-setsize={rows.length}
              style={{ transform: `translateY(${at * height}px)` }}
              onClick={() => {
                onSelect(row.item.id);
                onOpen(row.item.id);
              }}
            >
              <RowContent row={row} sourceName={sourceName} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

const rowId = (row: Row): string => `item-${row.item.id}`;

function rowClass({ item, fresh }: Row, selected: boolean): string {
  const names = ['row', `row-${item.decision}`];
  if (selected) names.push('row-selected');
  if (fresh) names.push('row-fresh');
  if (item.readAt !== null) names.push('row-read');
  return names.join(' ');
}

function RowContent({ row: { item }, sourceName }: { row: Row; sourceName: (id: string) => string }) {
  const reasons = item.decision === 'publish' ? '' : item.reasons.map((reason) => reason.message).join(' ');
  return (
    <>
      <div class="row-main">
        {item.urgency !== null && item.urgency <= 3 && (
          <span class="urgent" title={messages.urgencyTitle(item.urgency)}>
            {messages.urgency(item.urgency)}
          </span>
        )}
        <span class="row-title" dir={item.direction ?? 'auto'} lang={item.language ?? undefined}>
          {titleOf(item)}
        </span>
        <Decision action={item.decision} />
      </div>
      <div class="row-meta">
        <Time at={item.lastReceived} />
        <span>{sourceName(item.source)}</span>
        {item.kind !== 'story' && <span class="kind">{messages.kinds[item.kind]}</span>}
        {item.versions > 1 && <span>{messages.versions(item.versions)}</span>}
        {item.readAt !== null && (
          <span class="read">
            <Icon name="read" />
            {messages.read}
          </span>
        )}
        {reasons !== '' && <span class="row-reasons">{reasons}</span>}
      </div>
    </>
  );
}

/** What part of the list is in view. */
function useView(listRef: RefObject<HTMLDivElement | null>): { top: number; height: number } {
  const [view, setView] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const list = listRef.current;
    if (list === null) return;
    const look = () => setView({ top: list.scrollTop, height: list.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(list);
    list.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', look);
    };
  }, [listRef]);
  return view;
}

/** Rows are of one height, which the style sheet knows: taller where the page is narrow. */
function useRowHeight(): number {
  const read = () => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
  const [height, setHeight] = useState(read);
  useEffect(() => {
    const look = () => setHeight(read());
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);
  return height;
}

/**
 * Keeps what is being read in its place when rows come in above it. Gives how many have since the reader was last at the top.
 */
function useKeptPlace(
  listRef: RefObject<HTMLDivElement | null>,
  rows: readonly Row[],
  height: number,
): number {
  const before = useRef<readonly Row[]>([]);
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const list = listRef.current;
    const was = Math.floor((list?.scrollTop ?? 0) / height);
    const anchor = before.current[was];
    before.current = rows;
    if (list === null || anchor === undefined || list.scrollTop < height) return;
    const is = rows.findIndex((row) => row.item.id === anchor.item.id);
    if (is === -1 || is === was) return;
    list.scrollTop += (is - was) * height;
    if (is > was) setAbove((n) => n + is - was);
  }, [rows, height, listRef]);
  useEffect(() => {
    const list = listRef.current;
    if (list === null || above === 0) return;
    const look = () => {
      if (list.scrollTop < height) setAbove(0);
    };
    list.addEventListener('scroll', look, { passive: true });
    return () => list.removeEventListener('scroll', look);
  }, [above, height, listRef]);
  return above;
}

function useSelectedInView(
  listRef: RefObject<HTMLDivElement | null>,
  selected: string | null,
  index: number,
  height: number,
): void {
  // Only when another one is selected: rows that come in above must not pull the list about.
  // see above
  useLayoutEffect(() => {
    const list = listRef.current;
    if (list === null || index === -1) return;
    if (index * height < list.scrollTop) list.scrollTop = index * height;
    else if ((index + 1) * height > list.scrollTop + list.clientHeight)
      list.scrollTop = (index + 1) * height - list.clientHeight;
  }, [selected]);
}
