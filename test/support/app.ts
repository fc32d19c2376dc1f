// The whole program in this process, on a free port, with an invented site.

import { join } from 'node:path';
import { type RunningApp, startApp } from '../../src/app.ts';
import type { Config } from '../../src/model/config.ts';
import { sourceId } from '../../src/model/ids.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import type { Source, Transport } from '../../src/model/source.ts';

export const TOKEN = 'lantern-token-of-the-tests';

const PUSH: Transport = { type: 'push', token: TOKEN, secret: null, maxBytes: 8 * 1024 * 1024 };

export function testSource(given: Partial<Omit<Source, 'id'>> & { readonly id?: string } = {}): Source {
  const id = sourceId(given.id ?? 'harbour');
  return {
    name: 'Harbour Wire',
    provider: 'harbour.example',
    transport: PUSH,
    format: 'auto',
    timezone: 'Asia/Kolkata',
    charset: null,
    emptyEmbargo: 'hold',
    conventions: [],
    language: 'en',
    publish: 'auto',
    section: 'news',
    credit: 'Harbour Wire',
    rights: null,
    robots: 'index',
    canonical: 'self',
    minimumText: 0,
    firstRun: 20,
    hotlinkImages: false,
    limits: DEFAULT_LIMITS,
    ...given,
    id,
  };
}

export interface TestSite {
  readonly folder: string;
  readonly databaseUrl?: string | null;
  readonly sources?: readonly Source[];
  readonly port?: number;
}

export function testConfig({ folder, databaseUrl, sources, port }: TestSite): Config {
  return {
    file: null,
    site: {
      title: 'The Daily Example',
      url: 'http://daily.example',
      description: null,
      language: 'en',
      timezone: 'UTC',
      sections: [],
      publisher: 'The Daily Example',
      contact: null,
    },
    sources: sources ?? [testSource()],
    server: { host: '127.0.0.1', port: port ?? 0, trustProxy: false },
    desk: { sessionHours: 12 },
    publicLog: {
      origin: 'courier.example/log',
      originSet: false,
      key: null,
      previousKey: null,
      bothUntil: null,
      witnesses: [],
      quorum: 0,
      timestamps: null,
    },
    dataDir: join(folder, 'data'),
    databaseUrl: databaseUrl ?? null,
    logLevel: 'silent',
    demo: false,
  };
}

export const startTestApp = (site: TestSite): Promise<RunningApp> => startApp(testConfig(site));

/** Pushes bytes as an agency would. */
export function push(
  app: RunningApp,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  source = 'harbour',
): Promise<Response> {
  return fetch(`${app.url}/api/sources/${source}/arrivals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/plain; charset=utf-8', ...headers },
    body: typeof body === 'string' ? body : Buffer.from(body),
  });
}
