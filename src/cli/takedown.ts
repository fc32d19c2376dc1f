// `stet takedown POST`: a story erased by law or on request, with a notice in its place.

import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { TAKEDOWN_REASONS, type TakedownReason } from '../model/takedown.ts';
import { type ConfigOptions, configOption, configured, dataOption } from './options.ts';
import { say } from './output.ts';
import type { Services } from './services.ts';

const HELP = `
POST is the address or the path of a post, or the id of an item. It cannot be undone.

Erased: every version's text, headline, names and links, the agency's id of the story, the bytes of every arrival that
brought it (whole, also where they held other stories, whose text stays), the public log's records of it with their salts,
its search words. Stays, in public: a notice at its address, the log's leaves and one that says "takedown", with reason,
reference and note. Stays, here: that it came, when, from whom, and digests by which it is held should it come again.

Backups, copies of the data directory, PostgreSQL's own archives, and files that a folder source has put away are yours
to clean. Works while Stet is stopped; while it runs, use "Take down" at the desk.

Examples:
  stet takedown https://news.example/world/bridge-5f1c0a9be2d34471 --reason court-order --reference "District Court 7/31"
  stet takedown 5f1c0a9be2d34471 --reason privacy --reference "Letter of 3 March" --note "At the request of a person named."`;

interface TakedownOptions extends ConfigOptions {
  readonly reason: TakedownReason;
  readonly reference: string;
  readonly note?: string;
  readonly by: string;
}

export function takedownCommand(services: Services): Command {
  return new Command('takedown')
    .description('erase a story by law or on request, and leave a notice')
    .argument('<post>', 'address, path or item id')
    .addOption(new Option('--reason <word>', 'why; public').choices(TAKEDOWN_REASONS).makeOptionMandatory())
    .requiredOption('--reference <text>', 'what the order or request is filed under; public')
    .option('--note <text>', 'a sentence for readers; public')
    .option('--by <name>', 'who does it, for the record; not public', userName())
    .addOption(configOption())
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (post: string, options: TakedownOptions) => {
      const { takeDownOffline } = await import('../flows/takedown-offline.ts');
      const config = await configured(services, options);
      const { reason, reference, note = null, by } = options;
      const { erased, logTrouble } = await takeDownOffline(config, post, { reason, reference, note }, by);
      const { path, versions, arrivals, otherItems, files, cleaned } = erased;
      say(path === null ? 'Taken down; it never was public.' : `Taken down. The notice stands at ${path}.`);
      say(
        `Erased: ${versions} ${versions === 1 ? 'version' : 'versions'}, and the bytes of ${arrivals} ${arrivals === 1 ? 'arrival' : 'arrivals'}${otherItems === 0 ? '' : `, which held ${otherItems} other items too (their text stays)`}.`,
      );
      for (const file of files)
        say(`This file came in with it, and may be kept where its source puts files: ${file}`);
      if (logTrouble !== null) say(`The public log is closed, so its leaf waits: ${logTrouble}`);
      if (!cleaned) say('The disk could not be cleaned of it yet: start Stet, which does it.');
    });
}

/** A container's user may have a number and no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? ''}`.trim();
  }
}
