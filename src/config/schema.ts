// The shape of `stet.yaml`, key by key, with defaults. Keys are snake_case in the file and camelCase in the program.
// `docs/stet.schema.json` is generated from here (`scripts/schema.ts`); `docs/configuration.md` explains each key.

import { z } from 'zod';
import { CONVENTION_LENGTH, CONVENTION_PLACES, CONVENTION_STARS } from '../model/convention.ts';
import { FORMATS, KINDS, PUB_STATUSES } from '../model/item.ts';
import { DEFAULT_LIMITS } from '../model/parse-result.ts';
import { duration, feedUrl, flag, language, origin, size, text, timezone, whole } from './values.ts';

export const TRANSPORTS = ['poll', 'folder', 'push'] as const;
/** Languages that the pages' own words come in. */
const INTERFACE_LANGUAGES = ['en', 'hi', 'ur', 'ar'] as const;
/** First path segments that the program answers itself. */
const TAKEN_PATHS = ['about', 'api', 'assets', 'desk', 'healthz', 'log', 'metrics', 'readyz', 'search'];

const MAX_BYTES = 2 ** 30;

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape, { error: objectError });

/** Unknown keys are told apart from "not a map" by the issue's code, so only the latter needs words here. */
const objectError = (issue: { readonly code?: string | undefined }): string | undefined =>
  issue.code === 'invalid_type' ? 'a map of keys and values' : undefined;

const SLUG = 'lower-case letters, digits and hyphens, such as world or city-desk';
const slug = () =>
  z
    .string({ error: SLUG })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: SLUG })
    .max(64, { error: 'at most 64 characters' })
    .refine((value) => !TAKEN_PATHS.includes(value), {
      error: `a name that the program does not use itself (${TAKEN_PATHS.join(', ')})`,
    });

const section = object({
  slug: slug().describe("First segment of the section's addresses."),
  name: text().describe('Name shown to readers.'),
  subjects: z
    .array(text(), { error: 'a list of subject codes, subject names or keywords' })
    .default([])
    .describe('Subject codes, subject names or keywords (without regard to case) that put a story here.'),
});

const site = object({
  title: text().describe("The site's name."),
  url: origin().describe('Public address, without a path.'),
  description: text().nullable().default(null).describe('One sentence for feeds and search engines.'),
  language: oneOf(INTERFACE_LANGUAGES)
    .default('en')
    .describe('Language of the pages themselves where the reader states no preference.'),
  timezone: timezone().default('UTC').describe('IANA zone in which times are printed on the pages.'),
  sections: z
    .array(section, { error: 'a list of sections' })
    .default([])
    .describe('Sections in the order of the navigation.'),
  publisher: text().nullable().default(null).describe("The publisher's name; the title when absent."),
  contact: text().nullable().default(null).describe('Address for readers and agencies, shown in trust.txt.'),
});

const limits = object({
  bytes: size(1024, MAX_BYTES).optional().describe('Largest input parsed; `max_bytes` when absent.'),
  depth: whole(8, 4096).default(DEFAULT_LIMITS.depth).describe('Deepest nesting of elements or values.'),
  attributes: whole(8, 4096).default(DEFAULT_LIMITS.attributes).describe('Most attributes on one element.'),
  items: whole(1, 1_000_000).default(DEFAULT_LIMITS.items).describe('Most items in one arrival.'),
  item_text: whole(1024, 64 * 1024 * 1024)
    .default(DEFAULT_LIMITS.itemText)
    .describe('Longest text of one item, in UTF-16 code units.'),
});

const SOURCE_ID = 'lower-case letters, digits, - and _, at most 64, starting with a letter or digit';

const common = {
  id: z
    .string({ error: SOURCE_ID })
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, { error: SOURCE_ID })
    .describe('Names the source in addresses, the ledger and the log. Never change or reuse it.'),
  name: text().describe("The agency's name, shown to readers."),
  provider: text()
    .optional()
    .describe(
      'Identifies the agency; sources of one agency share it, so that a story is one story. Default: id.',
    ),
  format: oneOf(['auto', ...FORMATS])
    .default('auto')
    .describe('Format of what comes; auto lets the bytes decide.'),
  publish: oneOf(['auto', 'hold'])
    .default('hold')
    .describe(
      'auto: published verbatim under its label without waiting; hold: an editor releases each story.',
    ),
  timezone: timezone().optional().describe("IANA zone for times that state none. Default: the site's."),
  language: language().nullable().default(null).describe('BCP 47 tag for stories that state none.'),
  charset: text()
    .nullable()
    .default(null)
    .describe('Character set of formats that state none (iptc7901, anpa1312), such as iso-8859-1 or cp437.'),
  empty_embargo: oneOf(['hold', 'ignore'])
    .default('hold')
    .describe(
      'An embargo element without a time: hold, as the standard says; ignore, for agencies that send it with every story.',
    ),
  section: slug().default('news').describe("Section for stories whose subjects match none of the site's."),
  credit: text().optional().describe('Credit shown with each story. Default: name.'),
  rights: text().nullable().default(null).describe('Usage terms, shown at the desk.'),
  robots: oneOf(['index', 'noindex'])
    .default('index')
    .describe('Whether search engines may index the stories.'),
  canonical: oneOf(['self', 'source'])
    .default('self')
    .describe("rel=canonical: this site's page, or the agency's where the story names one."),
  minimum_text: whole(0, 100_000)
    .default(20)
    .describe('Least characters of text for automatic publication; shorter stories are held.'),
  first_run: whole(0, 1_000_000)
    .default(20)
    .describe('From the first arrival publish only the newest N; the rest are kept, not shown.'),
  hotlink_images: flag()
    .default(false)
    .describe("Show remote images straight from the agency's server, which then sees your readers."),
  max_bytes: size(1024, MAX_BYTES)
    .default(DEFAULT_LIMITS.bytes)
    .describe('Largest arrival taken, after decompression.'),
  limits: limits.prefault({}).describe('Bounds for the parser.'),
};

const header = z.string({ error: 'text' }).regex(/^[^\r\n\0]*$/, { error: 'text on one line' });

const poll = object({
  ...common,
  transport: z.literal('poll').describe('Fetch a feed by HTTP.'),
  url: feedUrl().describe('Address of the feed.'),
  interval: duration(1, 604_800).default(60).describe('Time between polls when all is well.'),
  timeout: duration(1, 600).default(30).describe('Time allowed for one whole request.'),
  allow_private: flag()
    .default(false)
    .describe('Let the feed be on a private, loopback or link-local address.'),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: 'an HTTP header name' }), header, {
      error: 'a map of HTTP header names and values',
    })
    .default({})
    .describe('Extra request headers, such as Authorization.'),
});

const folder = object({
  ...common,
  transport: z.literal('folder').describe('Watch a folder for files.'),
  path: text().describe("The folder, absolute or relative to the configuration file's."),
  settle: duration(0, 3600).default(2).describe('How long a file must stand still before it is read.'),
});

const secret = () => text().nullable().default(null);

const push = object({
  ...common,
  transport: z.literal('push').describe('Take arrivals at POST /api/sources/<id>/arrivals.'),
  token: secret().describe('Bearer token that senders show.'),
  secret: secret().describe('Secret of the HMAC-SHA256 signature that senders may use instead.'),
});

export const sourceSchema = z.discriminatedUnion('transport', [poll, folder, push], {
  error: (issue) =>
    issue.code === 'invalid_union' ? `one of ${TRANSPORTS.join(', ')}` : 'a map of keys and values',
});

/** What all sources have; used to report the rest of a source's mistakes when its transport is unknown. */
export const commonSourceSchema = z.looseObject(common);

/** Keys that only one transport has, to say where a misplaced key belongs. */
export const TRANSPORT_KEYS: Readonly<Record<(typeof TRANSPORTS)[number], readonly string[]>> = {
  poll: Object.keys(poll.shape),
  folder: Object.keys(folder.shape),
  push: Object.keys(push.shape),
};

const server = object({
  host: text().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 or :: for every network.'),
  port: whole(0, 65_535).default(8080).describe('TCP port; 0 lets the system choose.'),
  trust_proxy: z
    .union([flag(), z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))], {
      error: 'true, false, or a list of proxy addresses and networks such as [127.0.0.1, 10.0.0.0/8]',
    })
    .default(false)
    .describe('Whose X-Forwarded-For and X-Forwarded-Proto to believe.'),
});

const store = object({
  data: text()
    .default('stet-data')
    .describe("Data directory, absolute or relative to the configuration file's."),
});

const desk = object({
  session_hours: whole(1, 8760)
    .default(168)
    .describe('Hours after which a signed-in person has to sign in again.'),
});

const SIGNAL = 'lower-case letters, digits and hyphens, such as kill or desk-note';
const PATTERN = `one line of at most ${CONVENTION_LENGTH} characters with a letter or digit before any *, and at most ${CONVENTION_STARS} *`;
const place = oneOf(CONVENTION_PLACES);

const convention = object({
  agency: text()
    .nullable()
    .default(null)
    .describe("The provider of the sources it holds for; a source's provider is its id where none is set."),
  where: z
    .union([place.transform((one) => [one]), z.array(place).min(1)], {
      error: `one of ${CONVENTION_PLACES.join(', ')}, or a list of them`,
    })
    .describe('Where the words stand.'),
  pattern: z
    .string({ error: PATTERN })
    .max(CONVENTION_LENGTH, { error: PATTERN })
    .regex(/^[^\r\n*\p{L}\p{N}#]*[\p{L}\p{N}#]/u, { error: PATTERN })
    .regex(/^[^\r\n]*$/, { error: PATTERN })
    .refine((value) => value.split('*').length - 1 <= CONVENTION_STARS, { error: PATTERN })
    .describe(
      'What opens the line, in the same case: # is a number, * is anything, a space is white space, - is any dash. Words at its end must end there or be followed by a mark.',
    ),
  signal: z
    .string({ error: SIGNAL })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: SIGNAL })
    .max(40, { error: 'at most 40 characters' })
    .describe('The signal it sets.'),
  kind: oneOf(KINDS).nullable().default(null).describe('The kind it makes of the item.'),
  status: oneOf(PUB_STATUSES)
    .nullable()
    .default(null)
    .describe('The status; the more restrictive of this and the stated one counts.'),
});

const ORIGIN =
  'an address without its scheme, such as news.example/log: letters, digits, dots, hyphens, slashes, a port';
const SIGNER_KEY = 'a signer key, PRIVATE+KEY+name+id+key, as `stet log key --new NAME` makes it';
const VERIFIER_KEY = 'a verifier key, name+id+key';
const PREVIOUS_KEY = 'a signer key, PRIVATE+KEY+name+id+key, or a verifier key, name+id+key';
const TIME = 'a time with its zone, such as 2026-12-31T12:00:00Z';

const witness = object({
  url: feedUrl().describe('Where the witness takes checkpoints: `add-checkpoint` is added to it.'),
  key: z
    .string({ error: VERIFIER_KEY })
    .regex(/^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/, { error: VERIFIER_KEY })
    .describe("The witness's verifier key."),
});

const log = object({
  origin: z
    .string({ error: ORIGIN })
    .regex(/^[a-z0-9.-]+(:[0-9]+)?(\/[A-Za-z0-9._~-]+)*$/, { error: ORIGIN })
    .max(200, { error: ORIGIN })
    .nullable()
    .default(null)
    .describe("The log's name, for good; the host of `site.url` with /log when absent."),
  key: z
    .string({ error: SIGNER_KEY })
    .regex(/^PRIVATE\+KEY\+[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/, { error: SIGNER_KEY })
    .nullable()
    .default(null)
    .describe('The key that signs; `log.key` in the data directory, made on the first start, when absent.'),
  previous_key: z
    .string({ error: PREVIOUS_KEY })
    .regex(/^(PRIVATE\+KEY\+)?[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/, { error: PREVIOUS_KEY })
    .nullable()
    .default(null)
    .describe('The key that `key` took the place of: its signer key while both sign, else its verifier key.'),
  both_until: z
    .string({ error: TIME })
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/, { error: TIME })
    .refine((value) => !Number.isNaN(Date.parse(value)), { error: TIME })
    .nullable()
    .default(null)
    .describe('Until when both keys sign.'),
  witnesses: z
    .array(witness, { error: 'a list of witnesses' })
    .max(20, { error: 'at most 20 witnesses' })
    .default([])
    .describe('Who is asked to sign beside us that no two versions of the log are shown.'),
  quorum: whole(1, 20)
    .optional()
    .describe("How many witnesses' signatures make a checkpoint cosigned; all of them when absent."),
  timestamps: feedUrl()
    .nullable()
    .default(null)
    .describe('A time-stamping authority (RFC 3161) that is asked once a day.'),
});

/** Keys that later versions will use: they may stand there empty. */
const reserved = (what: string) =>
  z
    .union([z.null(), z.array(z.unknown()).max(0), z.strictObject({})], {
      error: `left out or empty: this version has no ${what} yet`,
    })
    .optional();

export const configSchema = object({
  site: site.describe('What the public site is called and how it is divided.'),
  sources: z
    .array(sourceSchema, { error: 'a list of sources' })
    .default([])
    .describe('The inlets, one per feed, folder or sender.'),
  conventions: z
    .array(convention, { error: 'a list of conventions' })
    .max(200, { error: 'at most 200 conventions' })
    .default([])
    .describe("Agencies' words for kills, corrections and the like, beside those that Stet knows."),
  server: server.prefault({}).describe('Where to listen.'),
  store: store.prefault({}).describe('Where data is kept.'),
  desk: desk.prefault({}).describe('The editors’ desk.'),
  rules: reserved('rules').describe('Reserved.'),
  destinations: reserved('destinations').describe('Reserved.'),
  log: log.prefault({}).describe('The public log.'),
});

/** The keys that may stand in the map at a path, sources aside. */
export function allowedKeys(path: readonly PropertyKey[]): readonly string[] {
  const names = path.filter((step) => typeof step === 'string').join('.');
  return MAPS.get(names) ?? [];
}

const MAPS: ReadonlyMap<string, readonly string[]> = new Map([
  ['', Object.keys(configSchema.shape)],
  ['site', Object.keys(site.shape)],
  ['site.sections', Object.keys(section.shape)],
  ['sources.limits', Object.keys(limits.shape)],
  ['conventions', Object.keys(convention.shape)],
  ['server', Object.keys(server.shape)],
  ['store', Object.keys(store.shape)],
  ['desk', Object.keys(desk.shape)],
  ['log', Object.keys(log.shape)],
  ['log.witnesses', Object.keys(witness.shape)],
]);

export type ConfigFile = z.output<typeof configSchema>;
export type SourceFile = z.output<typeof sourceSchema>;
