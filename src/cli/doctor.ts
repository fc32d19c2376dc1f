// `stet doctor`: is all well? Each check is a line, and what fails says what to do.

import { Command } from 'commander';
import type { Check } from './doctor/check.ts';
import { type ConfigOptions, configOption, dataOption, portOption } from './options.ts';
import { print } from './output.ts';
import type { Services } from './services.ts';

const HELP = `
Checks the configuration, the data directory, free disk, the clock, the database, the port, the public log with its key, and
the reach of every source. Exit 1 when something fails. May be run beside a running Stet.

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
      const { examine } = await import('./doctor/examine.ts');
      const checks = await examine(services, options);
      if (checks.some(({ result }) => result === 'failed')) fail();
      await print(
        options.json === true ? `${JSON.stringify(checks, null, 2)}\n` : checks.map(lines).join(''),
      );
    });
}

const lines = ({ name, result, message, remedy }: Check): string =>
  `${MARKS[result]} ${name}: ${message.replaceAll('\n', '\n    ')}\n${remedy === null ? '' : `    → ${remedy}\n`}`;
