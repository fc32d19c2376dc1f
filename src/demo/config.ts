// The demonstration's configuration: six feeds of the invented agency, and a site for them.

import type { Config } from '../model/config.ts';
import { sourceId } from '../model/ids.ts';
import { DEFAULT_LIMITS } from '../model/parse-result.ts';
import type { Section } from '../model/site.ts';
import type { Source } from '../model/source.ts';
import { FEED_PATHS } from './agency.ts';
import type { Feed } from './dispatch.ts';

/** Seconds between polls: quick, so that the first minute shows a living desk. */
const INTERVAL = 3;
const MAX_BYTES = 4 * 1024 * 1024;

const SECTIONS: readonly Section[] = [
  { slug: 'islands', name: 'Islands', subjects: ['Politics', 'Infrastructure', 'Transport', 'Health'] },
  { slug: 'business', name: 'Business', subjects: ['Business', 'Economy'] },
  { slug: 'culture', name: 'Culture', subjects: ['Culture', 'People', 'Education'] },
  { slug: 'science', name: 'Science', subjects: ['Science', 'Environment'] },
  { slug: 'sport', name: 'Sport', subjects: ['Sport'] },
  { slug: 'weather', name: 'Weather', subjects: ['Weather'] },
  { slug: 'hindi', name: 'हिन्दी', subjects: ['Hindi'] },
  { slug: 'urdu', name: 'اردو', subjects: ['Urdu'] },
];

export interface DemoOptions {
  /** Port that the agency's feeds are served on. */
  readonly feedsPort: number;
  readonly port: number;
  /** Absolute path. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly logLevel: Config['logLevel'];
}

/** A whole configuration, for when there is no file. */
export const demoConfig = ({ feedsPort, port, dataDir, databaseUrl, logLevel }: DemoOptions): Config => ({
  file: null,
  site: {
    title: 'The Saltmarch Courier',
    url: `http://localhost:${port}`,
    description: 'A demonstration of Stet with an invented agency. Nothing in it has happened.',
    language: 'en',
    timezone: 'UTC',
    sections: SECTIONS,
    publisher: 'The Saltmarch Courier',
    contact: null,
  },
  sources: demoSources(feedsPort),
  server: { host: '127.0.0.1', port, trustProxy: false },
  desk: { sessionHours: 168 },
  publicLog: {
    origin: `localhost:${port}/log`,
    originSet: false,
    key: null,
    previousKey: null,
    bothUntil: null,
    witnesses: [],
    quorum: 0,
    timestamps: null,
  },
  dataDir,
  databaseUrl,
  logLevel,
  demo: true,
});

/** An operator's own configuration with the invented agency added to it. */
export const withDemo = (config: Config, feedsPort: number): Config => ({
  ...config,
  site: {
    ...config.site,
    sections: [
      ...config.site.sections,
      ...SECTIONS.filter(({ slug }) => !config.site.sections.some((section) => section.slug === slug)),
    ],
  },
  sources: [...config.sources, ...demoSources(feedsPort)],
  demo: true,
});

const demoSources = (feedsPort: number): readonly Source[] => [
  demoSource(feedsPort, 'english', 'Saltmarch Wire', 'islands'),
  demoSource(feedsPort, 'languages', 'Saltmarch Wire, Hindi and Urdu', 'islands'),
  demoSource(feedsPort, 'sport', 'Saltmarch Wire, Sport', 'sport'),
  demoSource(feedsPort, 'markets', 'Saltmarch Wire, Markets', 'business'),
  demoSource(feedsPort, 'weather', 'Saltmarch Wire, Weather', 'weather'),
  { ...demoSource(feedsPort, 'features', 'Saltmarch Wire, Features', 'culture'), publish: 'hold' },
];

const demoSource = (feedsPort: number, feed: Feed, name: string, section: string): Source => ({
  id: sourceId(`demo-${feed}`),
  name,
  provider: 'saltmarch',
  transport: {
    type: 'poll',
    url: `http://127.0.0.1:${feedsPort}${FEED_PATHS[feed]}`,
    interval: INTERVAL,
    allowPrivate: true,
    timeout: 10,
    maxBytes: MAX_BYTES,
    headers: {},
  },
  format: 'auto',
  timezone: 'UTC',
  charset: null,
  emptyEmbargo: 'hold',
  conventions: [],
  language: feed === 'languages' ? null : 'en',
  publish: 'auto',
  section,
  credit: 'Saltmarch Wire',
  rights: 'Invented copy; free to use.',
  robots: 'noindex',
  canonical: 'self',
  minimumText: 20,
  firstRun: 20,
  hotlinkImages: false,
  limits: { ...DEFAULT_LIMITS, bytes: MAX_BYTES },
});
