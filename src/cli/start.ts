// `stet start`: everything in one process, until it is told to stop.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { DemoAgency } from '../demo/agency.ts';
import type { Config } from '../model/config.ts';
import { onInterruption } from './interruption.ts';
import { configOption, configured, dataOption, overridesOf, portOption } from './options.ts';
import { print, say } from './output.ts';
import type { RunningApp, Services } from './services.ts';

const DEMO_DATA = 'stet-demo';
const DEFAULT_PORT = 8080;

const HELP = `
Without --config the file stet.yaml of this directory is used. When there is none, the demonstration starts: an
invented agency is polled and its stories are published, with its data in ${DEMO_DATA}/.

Examples:
  stet start
  stet start --config /etc/stet/stet.yaml --data /var/lib/stet
  stet start --demo --port 9000
  stet start --new-administrator     when the password is lost: the ready line has a new link`;

interface StartOptions {
  readonly config?: string;
  readonly data?: string;
  readonly port?: number;
  readonly demo?: boolean;
  readonly newAdministrator?: boolean;
}

export function startCommand(services: Services): Command {
  return new Command('start')
    .description('run the desk, the site and the sources')
    .addOption(configOption())
    .addOption(dataOption())
    .addOption(portOption())
    .addOption(new Option('--demo', 'add an invented agency that sends stories'))
    .addOption(
      new Option('--new-administrator', 'sign everybody out and print a new link to set the password'),
    )
    .addHelpText('after', HELP)
    .action(async (options: StartOptions) => {
      const stopped = new Promise<void>((stop) => onInterruption(stop));
      const { config, agency } = await prepare(services, options);
      try {
        const app = await services.startApp(config, {
          newAdministrator: options.newAdministrator === true,
        });
        await print(`${readyLine(app, config)}\n`);
        await stopped;
        say('Stopping. Interrupt again to stop at once.');
        await app.close();
      } finally {
        await agency?.close();
      }
    });
}

interface Prepared {
  readonly config: Config;
  readonly agency: DemoAgency | null;
}

async function prepare(services: Services, options: StartOptions): Promise<Prepared> {
  const { findConfig, environmentSettings } = await services.configuration();
  const hasFile = options.config !== undefined || findConfig() !== null;
  const own = hasFile ? await configured(services, options) : null;
  if (own !== null && options.demo !== true) return { config: own, agency: null };

  const { demoConfig, withDemo } = await import('../demo/config.ts');
  const dataDir = own?.dataDir ?? resolve(overridesOf(options).data ?? DEMO_DATA);
  const agency = await startAgency(dataDir);
  const config =
    own === null
      ? demoConfig({
          // A poll a second would bury the line with the addresses.
          ...environmentSettings('warn'),
          feedsPort: agency.port,
          port: options.port ?? DEFAULT_PORT,
          dataDir,
        })
      : withDemo(own, agency.port);
  return { config, agency };
}

/** The agency goes on where it was when the same data directory was used before. */
async function startAgency(dataDir: string): Promise<DemoAgency> {
  const { startDemoAgency } = await import('../demo/agency.ts');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return startDemoAgency({ started: demoStart(join(dataDir, 'demo-started')), now: Date.now });
}

function demoStart(file: string): number {
  try {
    const before = Date.parse(readFileSync(file, 'utf8').trim());
    if (!Number.isNaN(before)) return before;
  } catch (error) {
    const isFirst = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isFirst) throw error;
  }
  const now = new Date();
  writeFileSync(file, `${now.toISOString()}\n`);
  return now.getTime();
}

function readyLine(app: RunningApp, config: Config): string {
  const parts = [`Stet is ready. Site ${app.url}`, `desk ${app.deskUrl}`];
  if (app.setupUrl !== null) parts.push(`set the administrator's password at ${app.setupUrl}`);
  if (config.demo) parts.push('with an invented agency');
  return parts.join(' · ');
}
