// `stet doctor`: is all well? Each check is a line, and what fails says what to do.

import { Command } from 'commander';
import type { Config } from '../model/config.ts';
import { StetError } from '../model/errors.ts';
import { type Check, failed, ok } from './doctor/check.ts';
import { checkDatabase } from './doctor/database.ts';
import {
  checkClock,
  checkDataDirectory,
  checkDesk,
  checkDisk,
  checkNode,
  checkPort,
} from './doctor/machine.ts';
import { checkSources } from './doctor/sources.ts';
import { type ConfigOptions, configOption, configured, dataOption, portOption } from './options.ts';
import { print } from './output.ts';
import type { Services } from './services.ts';

const HELP = `
Checks the configuration, the data directory, free disk, the clock, the database, the port and the reach of every
source. Exit 1 when something fails. May be run beside a running Stet.

Examples:
  stet doctor
  stet doctor --config /etc/stet/stet.yaml --json`;

const MARKS = { ok: '✓', advice: '!', failed: '✗' };

export function doctorCommand(services: Services, fail: () => void): Command {
  return new Command('doctor')
    .description('check that all is well')
    .addOption(configOption())
    .addOption(dataOption())
    .addOption(portOption())
    .option('--json', 'print the checks as JSON')
    .addHelpText('after', HELP)
    .action(async (options: ConfigOptions & { readonly json?: boolean }) => {
      const checks = await examine(services, options);
      if (checks.some(({ result }) => result === 'failed')) fail();
      await print(
        options.json === true ? `${JSON.stringify(checks, null, 2)}\n` : checks.map(lines).join(''),
      );
    });
}

async function examine(services: Services, options: ConfigOptions): Promise<Check[]> {
  const node = checkNode();
  const configuration = readConfiguration(services, options);
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
    ...(await checkSources(config.sources)),
  ];
}

function readConfiguration(
  services: Services,
  options: ConfigOptions,
): { config: Config } | { check: Check } {
  try {
    return { config: configured(services, options) };
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    return { check: failed('configuration', error.message, 'docs/configuration.md explains every key.') };
  }
}

const lines = ({ name, result, message, remedy }: Check): string =>
  `${MARKS[result]} ${name}: ${message.replaceAll('\n', '\n    ')}\n${remedy === null ? '' : `    → ${remedy}\n`}`;
