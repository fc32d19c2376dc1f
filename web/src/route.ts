// Which page is open, in the address, so that back, forward and links work.

import { createStore } from './store.ts';

export type Route =
  | { readonly page: 'items'; readonly item: string | null }
  | { readonly page: 'sources' }
  | { readonly page: 'quarantine'; readonly failure: number | null }
  | { readonly page: 'unknown' };

export const routeStore = createStore<{ route: Route }>({ route: parseRoute(location.pathname) });

addEventListener('popstate', () => routeStore.set({ route: parseRoute(location.pathname) }));

/** Goes to a page; `replace` leaves no entry for the back button. */
export function go(route: Route, replace = false): void {
  const path = pathOf(route);
  // The filters stay in the query while items are looked at.
  const url = route.page === 'items' ? path + location.search : path;
  if (path !== location.pathname) history[replace ? 'replaceState' : 'pushState'](null, '', url);
  routeStore.set({ route });
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'items':
      return route.item === null ? '/desk' : `/desk/items/${route.item}`;
    case 'sources':
      return '/desk/sources';
    case 'quarantine':
      return route.failure === null ? '/desk/quarantine' : `/desk/quarantine/${route.failure}`;
    case 'unknown':
      return '/desk';
  }
}

export function parseRoute(path: string): Route {
  const [page, part, ...more] = path
    .split('/')
    .filter((segment) => segment !== '')
    .slice(1);
  if (more.length > 0) return { page: 'unknown' };
  if (page === undefined) return { page: 'items', item: null };
  if (page === 'items' && part !== undefined && /^[0-9a-f]{16}$/.test(part))
    return { page: 'items', item: part };
  if (page === 'sources' && part === undefined) return { page: 'sources' };
  if (page === 'quarantine' && part === undefined) return { page: 'quarantine', failure: null };
  if (page === 'quarantine' && part !== undefined && /^\d+$/.test(part))
    return { page: 'quarantine', failure: Number(part) };
  return { page: 'unknown' };
}
