// `stet replay`: the views thrown away and made again from the ledger.

import { Command } from 'commander';
import { configOption, configured, dataOption } from './options.ts';
import { openProgress } from './progress.ts';
import type { Services } from './services.ts';

const HELP = `
Lists, pages and search are derived from the ledger and come out the same as before. Evidence is only read. Stop Stet
first; when a replay is cut off, run it again or start Stet, which finishes it.

Examples:
  stet replay
  stet replay --config /etc/stet/stet.yaml`;

export function replayCommand(services: Services): Command {
  return new Command('replay')
    .description('rebuild the views from the ledger')
    .addOption(configOption())
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (options) => {
      const { replay } = await import('../flows/replay.ts');
      const { openStore } = await import('../flows/open-store.ts');
      const store = await openStore({ ...(await configured(services, options)), now: Date.now });
      try {
        const progress = openProgress(process.stderr, Date.now);
        const items = await replay(store.db, store.reader, (done) => progress.update(done, null, 'items'));
        progress.end(`Rebuilt the views of ${items} items.`);
      } finally {
        await store.close();
      }
    });
}
