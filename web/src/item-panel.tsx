// One item: what it says, why it stands where it stands, its versions and its bytes, and what can be done about it.

import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeskItemView, ItemDetailView, VersionView } from '../../src/http/desk/schema.ts';
import type { DeskAct } from '../../src/model/desk-act.ts';
import { DESK_ACTS } from '../../src/model/desk-act.ts';
import { isPossible } from './acts.ts';
import { BytesView } from './bytes-view.tsx';
import { Decision } from './decision.tsx';
import { Icon, type IconName } from './icons.tsx';
import { ItemHistory } from './item-history.tsx';
import { ItemText } from './item-text.tsx';
import { ItemVersions } from './item-versions.tsx';
import { messages } from './messages.ts';
import { TakedownDialog } from './takedown-dialog.tsx';
import { Time } from './time.tsx';
import { titleOf } from './title.ts';

const TABS = ['text', 'why', 'versions', 'source'] as const;
type Tab = (typeof TABS)[number];

interface ItemPanelProps {
  readonly detail: ItemDetailView | null;
  readonly failed: string | null;
  readonly sourceName: (id: string) => string;
  readonly headingRef: RefObject<HTMLHeadingElement | null>;
  readonly onAct: (act: DeskAct) => void;
  readonly onClose: () => void;
}

export function ItemPanel({ detail, failed, sourceName, headingRef, onAct, onClose }: ItemPanelProps) {
  const [tab, setTab] = useState<Tab>('text');
  const [takingDown, setTakingDown] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const id = detail?.item.id;
  // another item begins at its top
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [id]);

  const current = detail?.versions.find((version) => version.seq === detail.current);
  return (
    <section class="panel" aria-label={messages.panel}>
      <header class="panel-head">
        <button
          type="button"
          class="icon-button panel-close"
          onClick={onClose}
          title={`${messages.close} (Esc)`}
        >
          <Icon name="close" />
          <span class="visually-hidden">{messages.close}</span>
        </button>
        {detail !== null && (
          <>
            <PanelTitle item={detail.item} sourceName={sourceName} headingRef={headingRef} />
            {detail.item.takedown === undefined && (
              <ActionBar item={detail.item} onAct={onAct} onTakeDown={() => setTakingDown(true)} />
            )}
            <Tabs tab={tab} onTab={setTab} versions={detail.versions.length} />
          </>
        )}
      </header>
      <div
        class="panel-body"
        ref={body}
        role="tabpanel"
        id="panel-body"
        aria-labelledby={`tab-${tab}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {failed !== null && <p class="failure">{messages.itemFailed(failed)}</p>}
        {detail === null && failed === null && <p class="quiet">{messages.loading}</p>}
        {detail !== null && current !== undefined && (
          <TabContent tab={tab} detail={detail} current={current} />
        )}
      </div>
      {takingDown && detail !== null && (
        <TakedownDialog item={detail.item} onClose={() => setTakingDown(false)} />
      )}
    </section>
  );
}

function TabContent({ tab, detail, current }: { tab: Tab; detail: ItemDetailView; current: VersionView }) {
  switch (tab) {
    case 'text':
      return <ItemText item={detail.item} version={current} />;
    case 'why':
      return <ItemHistory detail={detail} />;
    case 'versions':
      return <ItemVersions versions={detail.versions} />;
    case 'source':
      return (
        <BytesView arrival={current.arrival} find={[current.parsed.guid, current.parsed.headline ?? '']} />
      );
  }
}

function PanelTitle({
  item,
  sourceName,
  headingRef,
}: {
  item: DeskItemView;
  sourceName: (id: string) => string;
  headingRef: RefObject<HTMLHeadingElement | null>;
}) {
  return (
    <>
      <h2 ref={headingRef} tabIndex={-1} dir={item.direction ?? 'auto'} lang={item.language ?? undefined}>
        {titleOf(item)}
      </h2>
      {!item.headlineSent && item.takedown === undefined && <p class="quiet">{messages.noHeadline}</p>}
      <p class="panel-meta">
        <Decision action={item.decision} />
        <span>{sourceName(item.source)}</span>
        <span>
          <Time at={item.lastReceived} />
        </span>
        {item.urgency !== null && (
          <span title={messages.urgencyTitle(item.urgency)} class={item.urgency <= 3 ? 'urgent' : ''}>
            {messages.urgency(item.urgency)} {item.urgency}
          </span>
        )}
        {item.kind !== 'story' && <span class="kind">{messages.kinds[item.kind]}</span>}
        {item.path !== null && (
          <a href={item.path} target="_blank" rel="noopener">
            {messages.publicPage} <Icon name="out" />
          </a>
        )}
        {item.readAt !== null && (
          <span class="read">
            <Icon name="read" />
            {messages.read}
          </span>
        )}
      </p>
    </>
  );
}

const actLook: Readonly<Record<DeskAct, { icon: IconName; key: string }>> = {
  release: { icon: 'publish', key: 'r' },
  hold: { icon: 'hold', key: 'h' },
  spike: { icon: 'spike', key: 'x' },
  review: { icon: 'read', key: 'm' },
};

interface ActionBarProps {
  readonly item: DeskItemView;
  readonly onAct: (act: DeskAct) => void;
  readonly onTakeDown: () => void;
}

function ActionBar({ item, onAct, onTakeDown }: ActionBarProps) {
  return (
    <fieldset class="actions">
      <legend class="visually-hidden">{messages.actions}</legend>
      {DESK_ACTS.map((act) => (
        <button
          key={act}
          type="button"
          class={act === 'release' ? 'primary' : ''}
          aria-disabled={!isPossible(act, item)}
          aria-keyshortcuts={actLook[act].key}
          onClick={() => onAct(act)}
        >
          <Icon name={actLook[act].icon} />
          {messages.acts[act]}
          <span class="key" aria-hidden="true">
            {actLook[act].key}
          </span>
        </button>
      ))}
      <button type="button" class="take-down" aria-haspopup="dialog" onClick={onTakeDown}>
        <Icon name="takedown" />
        {messages.takedown.open}
      </button>
    </fieldset>
  );
}

function Tabs({ tab, onTab, versions }: { tab: Tab; onTab: (tab: Tab) => void; versions: number }) {
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={messages.tabList}>
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={tab === name}
          aria-controls="panel-body"
          tabIndex={tab === name ? 0 : -1}
          onClick={() => onTab(name)}
          onKeyDown={move}
        >
          {messages.tabs[name]}
          {name === 'versions' && <span class="count">{versions}</span>}
        </button>
      ))}
    </div>
  );
}
