// Load over HTTP on keep-alive connections: closed (each connection sends its next request when the last is answered) and single requests.

import { Client, type Dispatcher } from 'undici';

export interface LoadResult {
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds a request. */
  readonly times: readonly number[];
}

export interface Wanted {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends requests made by `next` over `connections` until the time is over. @throws when an answer is not of the 2xx class. */
export async function closedLoad(
  origin: string,
  connections: number,
  milliseconds: number,
  next: () => Wanted,
): Promise<LoadResult> {
  const clients = Array.from({ length: connections }, () => new Client(origin));
  const times: number[] = [];
  const began = performance.now();
  const end = began + milliseconds;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        const sent = performance.now();
        const { status, body } = await ask(client, next());
        if (status >= 300) throw new Error(`answered ${status}: ${body.slice(0, 200)}`);
        times.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  return { rate: times.length / seconds, times };
}

export async function ask(client: Dispatcher, { method, path, headers, body }: Wanted): Promise<Answer> {
  const response = await client.request({ method, path, headers: headers ?? {}, body: body ?? null });
  return { status: response.statusCode, body: await response.body.text() };
}
