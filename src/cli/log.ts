// `stet log …`: the public log's key, its newest checkpoint, and the commands that check logs.

import { Command } from 'commander';
import { logAuditCommand } from './log-audit.ts';
import { logExportCommand } from './log-export.ts';
import { logKeyCommand } from './log-key.ts';
import { logMonitorCommand } from './log-monitor.ts';
import { logPlace } from './log-place.ts';
import { type ConfigOptions, configOption, dataOption } from './options.ts';
import { print } from './output.ts';
import type { Services } from './services.ts';

const CHECKPOINT_HELP = `
Prints the signed note as the site serves it at /log/checkpoint, with the witnesses' lines where there are enough. Whoever
keeps it can hold the log to it later: stet log audit --since FILE. Only reads: with SQLite it may be run beside a running
Stet.

Examples:
  stet log checkpoint
  stet log checkpoint --data /var/lib/stet > checkpoint-$(date +%F)`;

export function logCommand(services: Services, fail: (code?: number) => void): Command {
  return new Command('log')
    .description('the public log: its key, its checkpoint, and whether it is sound')
    .addCommand(logKeyCommand(services))
    .addCommand(checkpointCommand(services))
    .addCommand(logExportCommand(services))
    .addCommand(logAuditCommand(fail))
    .addCommand(logMonitorCommand(fail));
}

function checkpointCommand(services: Services): Command {
  return new Command('checkpoint')
    .description("print the log's newest signed checkpoint")
    .addOption(configOption())
    .addOption(dataOption())
    .addHelpText('after', CHECKPOINT_HELP)
    .action(async (options: ConfigOptions) => {
      const { newestCheckpoint } = await import('../flows/newest-checkpoint.ts');
      await print(await newestCheckpoint(await logPlace(services, options)));
    });
}
