// The frame around the pages: navigation, connection, help, and what is said to screen readers.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SessionViewModel, SourceViewModel } from '../../src/http/desk/schema.ts';
import { fetchSession, fetchSources, reasonOf } from './api.ts';
import { HelpDialog } from './help-dialog.tsx';
import { ItemsPage } from './items-page.tsx';
import { itemsStore, startItems, stopItems } from './items-store.ts';
import { useKeys } from './keys.ts';
import { messages } from './messages.ts';
import { QuarantinePage } from './quarantine-page.tsx';
import { go, pathOf, type Route, routeStore } from './route.ts';
import { announcementStore, hideToast, toastStore } from './say.ts';
import { SourcesPage } from './sources-page.tsx';
import { useStore } from './store.ts';

export function App() {
  const { route } = useStore(routeStore);
  const [session, setSession] = useState<SessionViewModel | null>(null);
  const { sources, failed, reload } = useSources(route.page === 'sources');
  const [help, setHelp] = useState(false);
  const sourceName = useCallback(
    (id: string) => sources.find((source) => source.id === id)?.name ?? id,
    [sources],
  );

  useEffect(() => {
    fetchSession().then(setSession, () => itemsStore.update({ connection: 'signed-out' }));
    void startItems();
    return stopItems;
  }, []);
  useTitle(route);
  useKeys({
    '?': () => setHelp(true),
    'g i': () => go({ page: 'items', item: null }),
    'g s': () => go({ page: 'sources' }),
    'g q': () => go({ page: 'quarantine', failure: null }),
  });

  return (
    <>
      <a class="skip" href="#content">
        {messages.skipToContent}
      </a>
      <TopBar route={route} session={session} onHelp={() => setHelp(true)} />
      <main id="content" tabIndex={-1}>
        {route.page === 'items' && <ItemsPage open={route.item} sources={sources} />}
        {route.page === 'sources' && <SourcesPage sources={sources} failed={failed} onChanged={reload} />}
        {route.page === 'quarantine' && <QuarantinePage open={route.failure} sourceName={sourceName} />}
        {route.page === 'unknown' && <p class="empty">{messages.unknownPage}</p>}
      </main>
      <ToastLine />
      <Announcer />
      <HelpDialog open={help} onClose={() => setHelp(false)} />
    </>
  );
}

const PAGES = [
  { route: { page: 'items', item: null }, label: messages.items },
  { route: { page: 'sources' }, label: messages.sources },
  { route: { page: 'quarantine', failure: null }, label: messages.quarantine },
] as const;

interface TopBarProps {
  readonly route: Route;
  readonly session: SessionViewModel | null;
  readonly onHelp: () => void;
}

function TopBar({ route, session, onHelp }: TopBarProps) {
  const unseen = useUnseenFailures(route.page === 'quarantine');
  return (
    <header class="top">
      <a
        class="mark"
        href="/desk"
        onClick={follow({ page: 'items', item: null })}
        aria-label={`Stet, ${messages.desk}`}
      >
        stet
      </a>
      <nav aria-label={messages.mainNavigation}>
        {PAGES.map(({ route: to, label }) => (
          <a
            key={label}
            href={pathOf(to)}
            aria-current={route.page === to.page ? 'page' : undefined}
            onClick={follow(to)}
          >
            {label}
            {to.page === 'quarantine' && unseen > 0 && (
              <span class="new-failures" title={messages.newFailures(unseen)}>
                {unseen}
                <span class="visually-hidden"> {messages.newFailures(unseen)}</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <ConnectionState />
      <div class="top-end">
        {session !== null && (
          <a class="site-link" href="/" target="_blank" rel="noopener" title={messages.openSite}>
            {session.siteTitle}
          </a>
        )}
        <button
          type="button"
          class="icon-button"
          onClick={onHelp}
          title={`${messages.help} (?)`}
          aria-label={messages.help}
        >
          ?
        </button>
        <form method="post" action="/desk/sign-out">
          <button type="submit" title={session === null ? undefined : messages.signedInAs(session.name)}>
            {messages.signOut}
          </button>
        </form>
      </div>
    </header>
  );
}

/** Failures that came in since the quarantine was last open. */
function useUnseenFailures(looking: boolean): number {
  const { failures } = useStore(itemsStore);
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    if (looking) setSeen(failures);
  }, [looking, failures]);
  return looking ? 0 : failures - seen;
}

const follow =
  (to: Route) =>
  (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };

function ConnectionState() {
  const { connection } = useStore(itemsStore);
  return (
    <div
      class={`connection connection-${connection}`}
      role="status"
      title={messages.connectionHint[connection]}
    >
      <span class="dot" aria-hidden="true" />
      <span class="connection-word">{messages.connection[connection]}</span>
      {connection === 'signed-out' && <a href="/desk/sign-in">{messages.signInAgain}</a>}
    </div>
  );
}

function ToastLine() {
  const { toast } = useStore(toastStore);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toast !== null && (
        <div class={`toast ${toast.bad ? 'toast-bad' : ''}`}>
          <span dir="auto">{toast.text}</span>
          {toast.link !== null && (
            <a href={toast.link.href} target="_blank" rel="noopener">
              {toast.link.label}
            </a>
          )}
          {toast.action !== null && (
            <button
              type="button"
              onClick={() => {
                hideToast();
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Announcer() {
  const { text } = useStore(announcementStore);
  return (
    <div class="visually-hidden" role="log" aria-live="polite">
      {text}
    </div>
  );
}

/** Sources are looked at again while their page is open, and soon after something has come in or was decided. */
function useSources(watching: boolean) {
  const [sources, setSources] = useState<readonly SourceViewModel[]>([]);
  const [failed, setFailed] = useState<string | null>(null);
  const running = useRef(false);
  const seen = useRef(0);
  const reload = useCallback(() => {
    if (running.current) return;
    running.current = true;
    fetchSources()
      .then(
        (loaded) => {
          setSources(loaded);
          setFailed(null);
        },
        (error) => setFailed(reasonOf(error)),
      )
      .finally(() => {
        running.current = false;
      });
  }, []);
  useEffect(() => {
    reload();
    if (!watching) return;
    const timer = setInterval(reload, 5_000);
    return () => clearInterval(timer);
  }, [watching, reload]);
  useEffect(() => {
    const timer = setInterval(() => {
      const { activity } = itemsStore.get();
      if (activity === seen.current) return;
      seen.current = activity;
      reload();
    }, 2_000);
    return () => clearInterval(timer);
  }, [reload]);
  return { sources, failed, reload };
}

function useTitle(route: Route): void {
  useEffect(() => {
    const page = PAGES.find(({ route: to }) => to.page === route.page)?.label ?? messages.desk;
    document.title = `${page} · Stet`;
  }, [route.page]);
}
