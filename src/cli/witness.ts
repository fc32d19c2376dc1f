// `stet witness`: signs beside other publishers' logs that they only ever grow.

import { Command, Option } from 'commander';
import { onInterruption } from './interruption.ts';
import { portOption } from './options.ts';
import { print, say } from './output.ts';
import type { Services } from './services.ts';

const HELP = `
A witness remembers the last checkpoint of each log it watches and signs a new one only when the log has grown from there.
Its key is made on the first start. It is no part of the desk: give it a data directory and a port of its own.

The file of --config has the same settings:
  name: daily.example/witness          # for good
  data: /var/lib/stet-witness
  host: 127.0.0.1
  port: 8090
  logs:                                # verifier keys of the logs, as \`stet log key\` prints them
    - courier.example/log+1a2b3c4d+AQ…

Examples:
  stet witness --key --name daily.example/witness       make the key, and print what the other publisher needs
  stet witness --log 'courier.example/log+1a2b3c4d+AQ…'
  stet witness --config /etc/stet/witness.yaml`;

export interface WitnessCommandOptions {
  readonly config?: string;
  readonly data?: string;
  readonly host?: string;
  readonly port?: number;
  readonly name?: string;
  readonly log: readonly string[];
  readonly key?: boolean;
}

export function witnessCommand(services: Services): Command {
  return new Command('witness')
    .description("watch other publishers' logs and cosign their checkpoints")
    .option('-c, --config <file>', 'settings of the witness')
    .option('-d, --data <dir>', 'data directory of the witness (default: stet-witness)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .addOption(portOption())
    .option('--name <name>', "the witness's name on its first start: an address without scheme, for good")
    .addOption(
      new Option('--log <vkey>', 'verifier key of a log to watch; may be given several times')
        .argParser((value: string, before: readonly string[]) => [...before, value])
        .default([], 'none'),
    )
    .option('--key', "print the witness's verifier key and stop")
    .addHelpText('after', HELP)
    .action(async (options: WitnessCommandOptions) => {
      const { readSettings } = await import('./witness/settings.ts');
      const settings = await readSettings(options);
      if (options.key === true) {
        const { printedKey } = await import('./witness/service.ts');
        await print(`${printedKey(settings)}\n`);
        return;
      }
      const { startWitnessService } = await import('./witness/service.ts');
      const { environmentSettings } = await services.configuration();
      const stopped = new Promise<void>((stop) => onInterruption(stop));
      const service = await startWitnessService(settings, environmentSettings('info').logLevel);
      await print(`The witness is ready at ${service.url} · it watches ${service.origins.join(', ')}\n`);
      say(`Other publishers put this into log.witnesses: { url: its public address, key: ${service.key} }`);
      await stopped;
      await service.close();
    });
}
