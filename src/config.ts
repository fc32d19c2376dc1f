// The only reader of configuration files and of the environment. Everything else is given its values as arguments.
// Every mistake is named with its key, line and column, what was found and what is allowed; all of them at once.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { nearest } from './config/nearest.ts';
import {
  ConfigError,
  type ConfigProblem,
  describeFound,
  issueSentence,
  type KeyPath,
  keyName,
  placeOf,
  valueAt,
} from './config/problems.ts';
import { fillIn, maskReferences, unmask } from './config/references.ts';
import {
  allowedKeys,
  type ConfigFile,
  commonSourceSchema,
  configSchema,
  type SourceFile,
  TRANSPORT_KEYS,
  TRANSPORTS,
} from './config/schema.ts';
import { isTimezone, timezones } from './config/values.ts';
import { type Config, LOG_LEVELS, type LogLevel, type PublicLogSettings } from './model/config.ts';
import type { Convention } from './model/convention.ts';
import { assertNever, StetError } from './model/errors.ts';
import { sourceId } from './model/ids.ts';
import type { Section, Site } from './model/site.ts';
import type { Source, Transport } from './model/source.ts';

export { ConfigError, type ConfigProblem } from './config/problems.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Overrides {
  /** `--data`: relative to the working directory. */
  readonly data: string | null;
  /** `--port`. */
  readonly port: number | null;
}

export interface LoadOptions {
  /** Path of the configuration file, relative to `cwd`. */
  readonly file: string;
  readonly env?: Environment;
  readonly overrides?: Overrides;
  readonly cwd?: string;
}

const NO_OVERRIDES: Overrides = { data: null, port: null };
const DEFAULT_FILES = ['stet.yaml', 'stet.yml'];

/** The configuration file that is used when none is named; `null` when there is none. */
export function findConfig(cwd: string = process.cwd()): string | null {
  return DEFAULT_FILES.map((name) => join(cwd, name)).find((path) => existsSync(path)) ?? null;
}

/**
 * Reads, checks and completes a configuration file.
 *
 * @throws {StetError} `config-not-found`, `config-unreadable`.
 * @throws {ConfigError} `config-invalid`, with every problem.
 */
export function loadConfig(options: LoadOptions): Config {
  const cwd = options.cwd ?? process.cwd();
  const file = resolve(cwd, options.file);
  const env = options.env ?? process.env;
  const values = checkFile(basename(file), readText(file), dirname(file), env);
  return complete(values, {
    ...environmentSettings('info', env),
    file,
    overrides: options.overrides ?? NO_OVERRIDES,
    cwd,
  });
}

export interface EnvironmentSettings {
  /** `STET_DATABASE_URL`. */
  readonly databaseUrl: string | null;
  /** `STET_LOG_LEVEL`. */
  readonly logLevel: LogLevel;
}

/**
 * What is configured by environment alone, with or without a file.
 *
 * @param fallback log level where `STET_LOG_LEVEL` is not set.
 * @throws {ConfigError}
 */
export function environmentSettings(
  fallback: LogLevel = 'info',
  env: Environment = process.env,
): EnvironmentSettings {
  const problems: ConfigProblem[] = [];
  const databaseUrl = env.STET_DATABASE_URL || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    problems.push(environmentProblem('STET_DATABASE_URL', 'must be an address that begins with postgres://'));
  }
  const wanted = env.STET_LOG_LEVEL || fallback;
  const logLevel = LOG_LEVELS.find((level) => level === wanted);
  if (logLevel === undefined) {
    const allowed = `must be one of ${LOG_LEVELS.join(', ')}; found ${describeFound(wanted)}`;
    problems.push(environmentProblem('STET_LOG_LEVEL', allowed));
  }
  if (problems.length > 0 || logLevel === undefined) throw new ConfigError('environment', problems);
  return { databaseUrl, logLevel };
}

const environmentProblem = (key: string, message: string): ConfigProblem => ({
  key,
  line: null,
  column: null,
  message,
});

/** `STET_DEBUG=1`: show stack traces of unexpected errors. */
export const debugWanted = (env: Environment = process.env): boolean => (env.STET_DEBUG ?? '') !== '';

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') {
      throw new StetError('config-not-found', `there is no configuration file ${file}`, { file });
    }
    throw new StetError('config-unreadable', `the configuration file ${file} cannot be read (${code})`, {
      file,
    });
  }
}

function checkFile(name: string, text: string, directory: string, env: Environment): ConfigFile {
  const lines = new LineCounter();
  const masked = maskReferences(text);
  const document = parseDocument(masked.text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigError(
      name,
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return {
          key: '',
          line,
          column: col,
          message: `not YAML: ${unmask(error.message, masked.references)}`,
        };
      }),
    );
  }

  const asWritten: unknown = toData(name, document);
  const problems: ConfigProblem[] = [];
  const report = (path: KeyPath, message: string, at: 'key' | 'value' = 'value'): void => {
    problems.push({ key: keyName(path), ...placeOf(document, lines, path, at), message });
  };
  const foundAt = (path: KeyPath): unknown => {
    const found = valueAt(asWritten, path);
    return typeof found === 'string' ? unmask(found, masked.references) : found;
  };

  const lookups = {
    variable: (variable: string) => env[variable],
    file: (path: string) => readFileSync(resolve(directory, path), 'utf8'),
  };
  const unfilled = new Set<string>();
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string') return;
      const path = pathOf(ancestors, key);
      node.value = fillIn(node.value, masked.references, lookups, (message) => {
        unfilled.add(keyName(path));
        report(path, message);
      });
    },
  });

  const values = toData(name, document);
  const result = configSchema.safeParse(values);
  const issues = result.success
    ? []
    : [...result.error.issues, ...hiddenSourceIssues(values, result.error.issues)];
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        report([...issue.path, key], unknownKey(key, issue.path, values), 'key');
      }
    } else if (!unfilled.has(keyName(issue.path))) {
      const found = foundAt(issue.path);
      const sentence = SECRETS.has(keyName(issue.path))
        ? `must be ${issue.message}`
        : issueSentence(issue, found) + nearMiss(issue, found);
      report(issue.path, sentence);
    }
  }
  reportAcrossKeys(values, report);

  if (!result.success || problems.length > 0) throw new ConfigError(name, problems);
  return result.data;
}

/** Not even a part of these is repeated. */
const SECRETS: ReadonlySet<string> = new Set(['log.key', 'log.previous_key']);

function toData(name: string, document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError(name, [{ key: '', line: 1, column: 1, message: `not YAML: ${message}` }]);
  }
}

/** The key path of a scalar that `visit` came upon. */
function pathOf(ancestors: readonly unknown[], last: PropertyKey | null): KeyPath {
  const path: PropertyKey[] = [];
  for (const [depth, node] of ancestors.entries()) {
    if (typeof node !== 'object' || node === null) continue;
    const child = ancestors[depth + 1];
    if ('key' in node && isScalar(node.key)) path.push(String(node.key.value));
    else if ('items' in node && Array.isArray(node.items)) {
      const index = child === undefined ? last : node.items.indexOf(child);
      const isListItem = typeof index === 'number' && index >= 0 && !isPair(node.items[index]);
      if (isListItem) path.push(index);
    }
  }
  return path;
}

const isPair = (value: unknown): boolean => typeof value === 'object' && value !== null && 'key' in value;

/** A source of unknown transport is otherwise checked no further, and its other mistakes would wait for the next run. */
function hiddenSourceIssues(values: unknown, issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    const [top, index, key] = issue.path;
    if (top !== 'sources' || typeof index !== 'number' || key !== 'transport') return [];
    const checked = commonSourceSchema.safeParse(valueAt(values, [top, index]));
    const prefix = [top, index];
    return (checked.error?.issues ?? []).map((inner) => ({ ...inner, path: [...prefix, ...inner.path] }));
  });
}

function unknownKey(key: string, parent: KeyPath, values: unknown): string {
  const transport = valueAt(values, [...parent, 'transport']);
  const belongsTo = TRANSPORTS.filter((name) => TRANSPORT_KEYS[name].includes(key));
  if (isSourcePath(parent) && belongsTo.length > 0) {
    return `not used with transport ${describeFound(transport)}; it belongs to ${belongsTo.join(', ')}`;
  }
  const known = isSourcePath(parent) ? sourceKeys(transport) : allowedKeys(parent);
  const guess = nearest(key, known);
  return `unknown key; ${guess === null ? '' : `did you mean ${guess}? `}allowed: ${known.join(', ')}`;
}

const isSourcePath = (path: KeyPath): boolean => path[0] === 'sources' && path.length === 2;

function sourceKeys(transport: unknown): readonly string[] {
  const name = TRANSPORTS.find((known) => known === transport);
  return name === undefined ? [...new Set(Object.values(TRANSPORT_KEYS).flat())] : TRANSPORT_KEYS[name];
}

/** For values out of a long list: what was probably meant. */
function nearMiss(issue: z.core.$ZodIssue, found: unknown): string {
  if (typeof found !== 'string') return '';
  if (issue.path.at(-1) === 'timezone' && !isTimezone(found)) {
    const guess = nearest(found, timezones());
    return guess === null ? '' : `; did you mean ${guess}?`;
  }
  if (issue.code === 'invalid_value') {
    const guess = nearest(found, issue.values.map(String));
    return guess === null ? '' : `; did you mean ${guess}?`;
  }
  return '';
}

/** Rules between keys, checked on the data as it stands so that they are reported beside the mistakes of single keys. */
function reportAcrossKeys(values: unknown, report: (path: KeyPath, message: string) => void): void {
  reportQuorum(values, report);
  reportPreviousKey(values, report);
  const sources = valueAt(values, ['sources']);
  if (!Array.isArray(sources)) return;
  reportUnknownAgencies(values, sources, report);
  const first = new Map<unknown, number>();
  for (const index of sources.keys()) {
    const path = ['sources', index];
    const id = valueAt(values, [...path, 'id']);
    const before = first.get(id);
    if (before !== undefined) {
      report(
        [...path, 'id'],
        `must be unique; found ${describeFound(id)}, which sources[${before}] has already`,
      );
    } else if (id !== undefined) first.set(id, index);

    const isPush = valueAt(values, [...path, 'transport']) === 'push';
    const hasCredential = ['token', 'secret'].some(
      (key) => (valueAt(values, [...path, key]) ?? null) !== null,
    );
    if (isPush && !hasCredential) {
      report(path, 'a push source must have a token or a secret, or anybody could send stories');
    }
    reportUnknownSection(values, path, report);
  }
}

function reportQuorum(values: unknown, report: (path: KeyPath, message: string) => void): void {
  const witnesses = valueAt(values, ['log', 'witnesses']);
  const quorum = valueAt(values, ['log', 'quorum']);
  const known = Array.isArray(witnesses) ? witnesses.length : 0;
  if (typeof quorum !== 'number' || quorum <= known) return;
  report(['log', 'quorum'], `must be at most the number of witnesses (${known}); found ${quorum}`);
}

/** While both keys sign the old one must be whole; where it stopped at once, only its public half may still stand here. */
function reportPreviousKey(values: unknown, report: (path: KeyPath, message: string) => void): void {
  const [key, previous, until] = ['key', 'previous_key', 'both_until'].map(
    (name) => valueAt(values, ['log', name]) ?? null,
  );
  if (previous === null && until !== null) {
    report(['log', 'both_until'], 'has no meaning without log.previous_key');
  }
  if (typeof previous !== 'string') return;
  const signs = previous.startsWith('PRIVATE+KEY+');
  if (key === null) report(['log', 'previous_key'], 'needs log.key, the key that took its place');
  if (signs && until === null) {
    report(
      ['log', 'previous_key'],
      'is a signer key: set log.both_until, or give its verifier key if it must stop at once',
    );
  }
  if (!signs && until !== null) {
    report(
      ['log', 'previous_key'],
      'is a verifier key, which cannot sign: give the signer key, or leave out log.both_until',
    );
  }
}

/** A row for an agency that no source has would never be read, and a kill would be missed. */
function reportUnknownAgencies(
  values: unknown,
  sources: readonly unknown[],
  report: (path: KeyPath, message: string) => void,
): void {
  const rows = valueAt(values, ['conventions']);
  if (!Array.isArray(rows)) return;
  const providers = sources
    .map((source) => valueAt(source, ['provider']) ?? valueAt(source, ['id']))
    .filter((provider) => typeof provider === 'string');
  for (const index of rows.keys()) {
    const agency = valueAt(rows, [index, 'agency']) ?? null;
    if (typeof agency !== 'string' || providers.includes(agency)) continue;
    const guess = nearest(agency, providers);
    report(
      ['conventions', index, 'agency'],
      `must be the provider of a source (its id where it sets none); found ${describeFound(agency)}${guess === null ? '' : `; did you mean ${guess}?`}`,
    );
  }
}

function reportUnknownSection(
  values: unknown,
  path: KeyPath,
  report: (path: KeyPath, message: string) => void,
): void {
  const sections = valueAt(values, ['site', 'sections']);
  const wanted = valueAt(values, [...path, 'section']);
  if (!Array.isArray(sections) || sections.length === 0 || typeof wanted !== 'string') return;
  const slugs = sections.flatMap((section: unknown) => {
    const slug = valueAt(section, ['slug']);
    return typeof slug === 'string' ? [slug] : [];
  });
  if (slugs.includes(wanted) || wanted === DEFAULT_SECTION) return;
  const guess = nearest(wanted, slugs);
  const hint = guess === null ? '' : `; did you mean ${guess}?`;
  report(
    [...path, 'section'],
    `must be one of the site's sections (${slugs.join(', ')}); found ${describeFound(wanted)}${hint}`,
  );
}

const DEFAULT_SECTION = 'news';

interface Surroundings extends EnvironmentSettings {
  readonly file: string;
  readonly overrides: Overrides;
  readonly cwd: string;
}

function complete(values: ConfigFile, { file, overrides, cwd, databaseUrl, logLevel }: Surroundings): Config {
  const directory = dirname(file);
  const site = completeSite(values, overrides.port);
  return {
    file,
    site,
    sources: values.sources.map((source) => ({
      ...completeSource(source, site.timezone, directory),
      conventions: conventionsOf(source, values.conventions),
    })),
    server: {
      host: values.server.host,
      port: overrides.port ?? values.server.port,
      trustProxy: values.server.trust_proxy,
    },
    desk: { sessionHours: values.desk.session_hours },
    publicLog: completeLog(values.log, site.url),
    dataDir: overrides.data === null ? resolve(directory, values.store.data) : resolve(cwd, overrides.data),
    databaseUrl,
    logLevel,
    demo: false,
  };
}

const completeLog = (
  { origin, key, previous_key, both_until, witnesses, quorum, timestamps }: ConfigFile['log'],
  siteUrl: string,
): PublicLogSettings => ({
  origin: origin ?? `${new URL(siteUrl).host}/log`,
  originSet: origin !== null,
  key,
  previousKey: previous_key,
  bothUntil: both_until === null ? null : Date.parse(both_until),
  witnesses,
  quorum: quorum ?? witnesses.length,
  timestamps,
});

function completeSite({ site, server, sources }: ConfigFile, portOverride: number | null): Site {
  return {
    title: site.title,
    url: portOverride === null ? site.url : movedOrigin(site.url, server.port, portOverride),
    description: site.description,
    language: site.language,
    timezone: site.timezone,
    sections: completeSections(
      site.sections,
      sources.map((source) => source.section),
    ),
    publisher: site.publisher ?? site.title,
    contact: site.contact,
  };
}

/** A site that is this very listener moves with `--port`; an address that a proxy answers at stays. */
function movedOrigin(url: string, configuredPort: number, port: number): string {
  const moved = new URL(url);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(moved.hostname);
  if (!isHere || moved.port !== String(configuredPort)) return url;
  moved.port = String(port);
  return moved.origin;
}

/** The sections of the file, and after them those that only sources name. */
function completeSections(sections: readonly Section[], named: readonly string[]): readonly Section[] {
  const missing = [...new Set(named)].filter((slug) => !sections.some((section) => section.slug === slug));
  return [...sections, ...missing.map((slug) => ({ slug, name: titleCase(slug), subjects: [] }))];
}

const titleCase = (slug: string): string =>
  slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

/** The rows for every agency and those for the source's own, in the order of the file. */
const conventionsOf = (source: SourceFile, rows: ConfigFile['conventions']): readonly Convention[] =>
  rows
    .filter(({ agency }) => agency === null || agency === (source.provider ?? source.id))
    .map(({ where, pattern, signal, kind, status }) => ({ where, pattern, signal, kind, status }));

function completeSource(
  source: SourceFile,
  siteTimezone: string,
  directory: string,
): Omit<Source, 'conventions'> {
  return {
    id: sourceId(source.id),
    name: source.name,
    provider: source.provider ?? source.id,
    transport: completeTransport(source, directory),
    format: source.format,
    timezone: source.timezone ?? siteTimezone,
    language: source.language,
    charset: source.charset,
    emptyEmbargo: source.empty_embargo,
    publish: source.publish,
    section: source.section,
    credit: source.credit ?? source.name,
    rights: source.rights,
    robots: source.robots,
    canonical: source.canonical,
    minimumText: source.minimum_text,
    firstRun: source.first_run,
    hotlinkImages: source.hotlink_images,
    limits: {
      bytes: source.limits.bytes ?? source.max_bytes,
      depth: source.limits.depth,
      attributes: source.limits.attributes,
      items: source.limits.items,
      itemText: source.limits.item_text,
    },
  };
}

function completeTransport(source: SourceFile, directory: string): Transport {
  switch (source.transport) {
    case 'poll':
      return {
        type: 'poll',
        url: source.url,
        interval: source.interval,
        allowPrivate: source.allow_private,
        timeout: source.timeout,
        maxBytes: source.max_bytes,
        headers: source.headers,
      };
    case 'folder':
      return {
        type: 'folder',
        path: resolve(directory, source.path),
        settle: source.settle,
        maxBytes: source.max_bytes,
      };
    case 'push':
      return { type: 'push', token: source.token, secret: source.secret, maxBytes: source.max_bytes };
    default:
      return assertNever(source);
  }
}
