// Options that several commands share, and how their words become values.

import { InvalidArgumentError, Option } from 'commander';
import type { Config } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import type { Services } from './services.ts';

export const configOption = () =>
  new Option('-c, --config <file>', 'configuration file').default(undefined, 'stet.yaml');
export const dataOption = () =>
  new Option('-d, --data <dir>', 'data directory, in place of the configured one');
export const portOption = () =>
  new Option('-p, --port <n>', 'TCP port, in place of the configured one').argParser(parsePort);

function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535)
    throw new InvalidArgumentError('It must be from 0 to 65535.');
  return port;
}

export interface ConfigOptions {
  readonly config?: string;
  readonly data?: string;
  readonly port?: number;
}

/** @throws {StetError} `no-config` when no file is named and there is none. */
export async function configured(services: Services, options: ConfigOptions): Promise<Config> {
  const { findConfig, loadConfig } = await services.configuration();
  const file = options.config ?? findConfig();
  if (file === null) {
    throw new StetError(
      'no-config',
      'there is no stet.yaml here. Name a configuration with --config, or see docs/configuration.md for the smallest one.',
    );
  }
  return loadConfig({ file, overrides: overridesOf(options) });
}

export const overridesOf = (options: ConfigOptions) => ({
  data: options.data ?? null,
  port: options.port ?? null,
});
