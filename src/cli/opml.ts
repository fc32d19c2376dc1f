// `stet opml FILE`: a feed reader's subscriptions as sources; `stet opml --export`: the other way.

import { Command } from 'commander';
import { StetError } from '../model/errors.ts';
import { readInput } from './input.ts';
import { type ConfigOptions, configOption, configured } from './options.ts';
import { print, say } from './output.ts';
import type { Services } from './services.ts';

const HELP = `
FILE is an OPML list, as feed readers export it. What is printed goes into stet.yaml: each feed is polled, and its stories
wait for an editor (publish: hold). Groups become sections. Nothing is fetched and nothing is changed.

Examples:
  stet opml subscriptions.opml >> stet.yaml
  stet opml --export > subscriptions.opml`;

export function opmlCommand(services: Services, fail: () => void): Command {
  return new Command('opml')
    .description('turn a list of subscriptions into sources, or sources into a list')
    .argument('[file]', 'OPML list; - for standard input')
    .option('--export', 'print the polled sources of the configuration as OPML')
    .addOption(configOption())
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: ConfigOptions & { readonly export?: boolean }) => {
      if (options.export === true) {
        const { opmlOf } = await import('./opml/write.ts');
        await print(opmlOf(await configured(services, options)));
      } else if (file === undefined) {
        throw new StetError('opml-missing', 'name an OPML file, or give --export', {});
      } else if (!(await printSources(file))) fail();
    });
}

/** False where there was nothing to print. */
async function printSources(file: string): Promise<boolean> {
  const [{ readSubscriptions }, { sourcesYaml }, { addressRule, checkUrl }] = await Promise.all([
    import('./opml/subscriptions.ts'),
    import('./opml/sources-yaml.ts'),
    import('../sources/address-guard.ts'),
  ]);
  const { feeds, problems } = readSubscriptions((await readInput(file)).bytes, file);
  for (const problem of problems) say(problem);
  say(`${feeds.length} ${feeds.length === 1 ? 'feed' : 'feeds'}, ${problems.length} left out`);
  if (feeds.length === 0) return false;
  const rule = addressRule(false);
  const noteOn = (url: URL): string | null => {
    const isLocal = url.hostname === 'localhost' || url.hostname.endsWith('.localhost');
    if (isLocal) return 'this machine: needs allow_private: true';
    try {
      checkUrl(url, rule);
      return null;
    } catch (error) {
      if (!(error instanceof StetError)) throw error;
      return error.message;
    }
  };
  await print(sourcesYaml(feeds, noteOn));
  return true;
}
