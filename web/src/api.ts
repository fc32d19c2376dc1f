// The desk's API as functions. Types come from the server's schemas.

import type {
  DeskItemView,
  ItemDetailView,
  ItemPageView,
  QuarantinePageView,
  SessionViewModel,
  SourceViewModel,
} from '../../src/http/desk/schema.ts';
import type { DeskAct } from '../../src/model/desk-act.ts';
import type { Erased, TakedownReason } from '../../src/model/takedown.ts';
import { errorText, messages } from './messages.ts';

/** What the server refused, by code. */
export class ApiError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ItemQuery {
  readonly source: string;
  readonly decision: string;
  readonly text: string;
}

export const fetchSession = (): Promise<SessionViewModel> => getJson('/api/session');

export function fetchItems(query: ItemQuery, cursor: string | null, limit: number): Promise<ItemPageView> {
  const params = new URLSearchParams({ limit: String(limit) });
  if (query.source !== '') params.set('source', query.source);
  if (query.decision !== '') params.set('decision', query.decision);
  if (query.text.trim() !== '') params.set('text', query.text.trim());
  if (cursor !== null) params.set('cursor', cursor);
  return getJson(`/api/items?${params}`);
}

export const fetchItem = (id: string): Promise<ItemDetailView> => getJson(`/api/items/${id}`);

export async function act(id: string, name: DeskAct, version: number): Promise<DeskItemView> {
  const { item } = await post<{ item: DeskItemView }>(`/api/items/${id}/${name}`, { version });
  return item;
}

export const takeDown = (
  id: string,
  { reason, reference, note }: { reason: TakedownReason; reference: string; note: string },
): Promise<{ item: DeskItemView; erased: Erased }> =>
  post(`/api/items/${id}/takedown`, { reason, reference, ...(note.trim() === '' ? {} : { note }) });

export async function fetchSources(): Promise<readonly SourceViewModel[]> {
  const { sources } = await getJson<{ sources: readonly SourceViewModel[] }>('/api/sources');
  return sources;
}

export async function pollNow(source: string): Promise<void> {
  await post(`/api/sources/${source}/poll`, {});
}

export const fetchQuarantine = (cursor: string | null): Promise<QuarantinePageView> =>
  getJson(`/api/quarantine?limit=50${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);

export const bytesUrl = (arrival: number, offset: number, length: number): string =>
  `/api/arrivals/${arrival}/bytes?offset=${offset}&length=${length}`;

export async function fetchBytes(arrival: number, offset: number, length: number): Promise<Uint8Array> {
  const response = await ask(bytesUrl(arrival, offset, length), {});
  return new Uint8Array(await response.arrayBuffer());
}

/** Why something failed, for the end of a sentence. */
export const reasonOf = (error: unknown): string =>
  error instanceof ApiError ? errorText(error.code, error.message) : messages.errors.network;

async function getJson<T>(url: string): Promise<T> {
  const response = await ask(url, {});
  // The server's answers are made from the same schemas as these types.
  return response.json();
}

async function post<T>(url: string, body: object): Promise<T> {
  const response = await ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, credentials: 'same-origin' });
  if (!response.ok) throw await errorOf(response);
  return response;
}

async function errorOf(response: Response): Promise<ApiError> {
  try {
    const { error } = await response.json();
    return new ApiError(String(error.code), String(error.message));
  } catch {
    // A proxy in between answers with a page of its own.
    return new ApiError('network', `HTTP ${response.status}`);
  }
}
