// `stet log export DIR`: the public log as files.

import { Command } from 'commander';
import { logPlace } from './log-place.ts';
import { type ConfigOptions, configOption, dataOption } from './options.ts';

import { openProgress } from './progress.ts';
import type { Services } from './services.ts';

const HELP = `
Writes the log as a static mirror: checkpoint, tiles, entry bundles, records and key, at the paths that they have under /log/.
The same command brings a mirror up to date; records that were erased go from it. A folder that holds the mirror of another
log, or one whose history differs, is left as it is. Only reads from the data directory: with SQLite it may be run beside a
running Stet. docs/audit.md has a configuration for nginx.

Examples:
  stet log export /srv/log-mirror
  stet log export mirror/ --data /var/lib/stet`;

export function logExportCommand(services: Services): Command {
  return new Command('export')
    .description('write the log as a static mirror')
    .argument('<dir>', 'folder to write to')
    .addOption(configOption())
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (folder: string, options: ConfigOptions) => {
      const [{ exportLog }, { openReadingDatabase }, { openLogReader }, { lastVerifier, readLogKeys }] =
        await Promise.all([
          import('../flows/log-export.ts'),
          import('../flows/open-reading.ts'),
          import('../ledger/log-reader.ts'),
          import('../ledger/log-key.ts'),
        ]);
      const place = await logPlace(services, options);
      const db = await openReadingDatabase(place);
      const bar = openProgress(process.stderr, Date.now);
      try {
        const { size, written } = await exportLog({
          log: openLogReader(db),
          folder,
          // The signer key itself may be readable by Stet alone.
          verifier: lastVerifier(place.dataDir) ?? readLogKeys(place).current.verifier,
          now: Date.now(),
          progress: bar.update,
        });
        bar.end(`${folder}: ${size} leaves, ${written} files written.`);
      } finally {
        await db.close();
      }
    });
}
