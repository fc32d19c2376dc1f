// Load over HTTP on keep-alive connections: closed (each connection sends its next request when the last is answered) and single requests.
// The closed load writes to bare sockets: a client library would take a fifth of the cores that it shares with the program.

import { connect, type Socket } from 'node:net';
import type { Dispatcher } from 'undici';

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
  const { hostname, port } = new URL(origin);
  const times: number[] = [];
  const began = performance.now();
  const end = began + milliseconds;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      try {
        while (performance.now() < end) {
          const request = requestText(hostname, next());
          const sent = performance.now();
          const answer = await exchange(socket, request);
          if (!/^HTTP\/1\.1 2/.test(answer)) throw new Error(`answered ${answer.slice(0, 400)}`);
          times.push(performance.now() - sent);
        }
      } finally {
        socket.destroy();
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { rate: times.length / seconds, times };
}

function requestText(host: string, { method, path, headers = {}, body = '' }: Wanted): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = method === 'GET' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}${length}\r\n${body}`;
}

/** One request and its whole answer, as Latin-1. Answers that state no length end with an empty chunk. */
function exchange(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const settle = (act: () => void): void => {
      socket.off('data', take).off('error', fail).off('close', closed);
      act();
    };
    const take = (chunk: Buffer): void => {
      answer += chunk.toString('latin1');
      if (isWhole(answer)) settle(() => resolve(answer));
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const closed = (): void => fail(new Error(`the connection was closed after ${answer.length} bytes`));
    socket.on('data', take).on('error', fail).on('close', closed);
    socket.write(request);
  });
}

function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n');
  if (head === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, head))?.[1];
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= head + 4 + Number(length);
}

export async function ask(client: Dispatcher, { method, path, headers, body }: Wanted): Promise<Answer> {
  const response = await client.request({ method, path, headers: headers ?? {}, body: body ?? null });
  return { status: response.statusCode, body: await response.body.text() };
}
