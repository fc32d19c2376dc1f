// Which log a command is about: the configuration's, or that of a data directory named on the command line.

import { resolve } from 'node:path';
import type { PublicLogSettings } from '../model/config.ts';
import { type ConfigOptions, configured } from './options.ts';
import type { Services } from './services.ts';

export interface LogPlace
  extends Pick<PublicLogSettings, 'origin' | 'originSet' | 'key' | 'previousKey' | 'bothUntil'> {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Where the site is; `null` without a configuration. */
  readonly siteUrl: string | null;
}

/** @throws {StetError} `no-config` when there is neither a configuration nor a data directory named; `config-…`. */
export async function logPlace(services: Services, options: ConfigOptions): Promise<LogPlace> {
  const { findConfig, environmentSettings } = await services.configuration();
  // The demonstration, and a backup that is looked into, have a data directory and no configuration.
  if (options.config === undefined && options.data !== undefined && findConfig() === null) {
    const { databaseUrl } = environmentSettings('info');
    return { ...KEY_IN_DIRECTORY, dataDir: resolve(options.data), databaseUrl, siteUrl: null };
  }
  const { publicLog, dataDir, databaseUrl, site } = await configured(services, options);
  return { ...publicLog, dataDir, databaseUrl, siteUrl: site.url };
}

const KEY_IN_DIRECTORY = { origin: '', originSet: false, key: null, previousKey: null, bothUntil: null };
