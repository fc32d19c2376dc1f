// `stet replay`: the views thrown away and made again from the ledger.

import { Command } from 'commander';
import { type ConfigOptions, configOption, configured, dataOption } from './options.ts';
import { openProgress } from './progress.ts';
import type { Services } from './services.ts';

const HELP = `
Lists, pages and search are derived from the ledger and come out the same as before. Evidence is only read. Stop Stet
first; when a replay is cut off, run it again or start Stet, which finishes it.

With --reparse every arrival is read again first, with the parsers of this version and the sources of the configuration.
A story that comes out otherwise than before becomes a new version of itself.

Examples:
  stet replay
  stet replay --reparse
  stet replay --config /etc/stet/stet.yaml`;

interface ReplayOptions extends ConfigOptions {
  readonly reparse?: boolean;
}

export function replayCommand(services: Services): Command {
  return new Command('replay')
    .description('rebuild the views from the ledger')
    .addOption(configOption())
    .addOption(dataOption())
    .option('--reparse', 'read every arrival again first, with the parsers of this version')
    .addHelpText('after', HELP)
    .action(async (options: ReplayOptions) => {
      const { replay } = await import('../flows/replay.ts');
      const { openOffline } = await import('../flows/open-offline.ts');
      const { store, intake, close } = await openOffline(await configured(services, options));
      try {
        if (options.reparse === true) {
          const reading = openProgress(process.stderr, Date.now);
          const before = await store.reader.lastSeq();
          const arrivals = await intake.reread((done) => reading.update(done, null, 'arrivals'));
          const facts = (await store.reader.lastSeq()) - before;
          reading.end(
            `Read ${arrivals} arrivals again: ${facts === 0 ? 'nothing came out otherwise' : `${facts} new facts`}.`,
          );
        }
        const progress = openProgress(process.stderr, Date.now);
        const items = await replay(store.db, store.reader, (done) => progress.update(done, null, 'items'));
        progress.end(`Rebuilt the views of ${items} items.`);
      } finally {
        await close();
      }
    });
}
