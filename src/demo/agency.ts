// The invented agency as a web server on 127.0.0.1, polled like any other. Give it back its own start time after a restart and it
// goes on where it would have been.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Feed } from './dispatch.ts';
import { feedDocument } from './feeds.ts';

export const FEED_PATHS: Readonly<Record<Feed, string>> = {
  english: '/wire.rss',
  languages: '/languages.atom',
  sport: '/sport.json',
  markets: '/markets.rss',
  weather: '/weather.rss',
  features: '/features.rss',
};

export interface DemoAgency {
  /** Port on 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

export interface DemoAgencyOptions {
  /** Milliseconds since 1970: when the agency began, or first began. */
  readonly started: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function startDemoAgency({ started, now }: DemoAgencyOptions): Promise<DemoAgency> {
  const server = createServer((request, response) => {
    answer(request, response, { started, elapsed: (now() - started) / 1000 });
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('the demo agency has no port'));
        return;
      }
      resolve({
        port: address.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

const FEEDS: ReadonlyMap<string | undefined, Feed> = new Map([
  [FEED_PATHS.english, 'english'],
  [FEED_PATHS.languages, 'languages'],
  [FEED_PATHS.sport, 'sport'],
  [FEED_PATHS.markets, 'markets'],
  [FEED_PATHS.weather, 'weather'],
  [FEED_PATHS.features, 'features'],
]);

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  moment: { readonly started: number; readonly elapsed: number },
): void {
  const feed = FEEDS.get(request.url);
  if (feed === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
    response.writeHead(feed === undefined ? 404 : 405, { 'content-type': 'text/plain' });
    response.end('Saltmarch Wire is an invented agency. It has only feeds.\n');
    return;
  }
  const { contentType, bytes } = feedDocument(feed, moment);
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag });
    response.end();
    return;
  }
  response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length, etag });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
