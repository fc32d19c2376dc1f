// What the doctor looks at: first what the rest depends on.

import type { Config } from '../../model/config.ts';
import { StetError } from '../../model/errors.ts';
import { type ConfigOptions, configured } from '../options.ts';
import type { Services } from '../services.ts';
import { type Check, failed, ok } from './check.ts';
import { checkDatabase } from './database.ts';
import { checkLog, checkLogKey } from './log.ts';
import { checkClock, checkDataDirectory, checkDesk, checkDisk, checkNode, checkPort } from './machine.ts';
import { checkSources } from './sources.ts';

/** All checks, in the order in which they are told. */
export async function examine(services: Services, options: ConfigOptions): Promise<Check[]> {
  const node = checkNode();
  const configuration = await readConfiguration(services, options);
  if ('check' in configuration) return [node, configuration.check];
  const { config } = configuration;
  const directory = await checkDataDirectory(config);
  const { check: database, running } = await checkDatabase(config);
  return [
    node,
    ok('configuration', `${config.file ?? 'the demonstration'}: ${config.sources.length} sources`),
    directory,
    await checkDisk(config),
    await checkClock(config),
    database,
    await checkPort(config, running),
    await checkDesk(),
    checkLogKey(config, Date.now()),
    await checkLog(config, running, Date.now()),
    ...(await checkSources(config.sources)),
  ];
}

async function readConfiguration(
  services: Services,
  options: ConfigOptions,
): Promise<{ config: Config } | { check: Check }> {
  try {
    return { config: await configured(services, options) };
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    return { check: failed('configuration', error.message, 'docs/configuration.md explains every key.') };
  }
}
